"""The open needs of the store as a matching problem with opaque ids (`mutualaid-problem/1`).

Ids are keyed digests: the same from one export to the next, and meaning nothing outside this store. An accepted match
that now breaks a rule, or left the horizon, is a conflict: it is not exported, and its need, people and stock are
withheld until somebody decides.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from mutualaid.matching.problem import parse_problem
from mutualaid.matching.rules import broken_pins
from mutualaid.records.kinds import LIVE_MATCHES, Mode
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.zones import km
from mutualaid.services.cap_shares import Shares
from mutualaid.services.files import check_target, dumps, write_new
from mutualaid.services.horizon import DAYS, PARTS, Horizon
from mutualaid.services.moments import local
from mutualaid.services.office import Office
from mutualaid.services.problem_rows import (
    NOTHING,
    goods_of,
    interpreting,
    interprets,
    lot_row,
    need_row,
    volunteer_row,
)
from mutualaid.services.problem_tables import Tables, read_tables
from mutualaid.store.store import Stored

FORMAT = "mutualaid-problem/1"
WITH_INTERPRETERS = "mutualaid-problem/1+interpreters"


@dataclass(frozen=True)
class Conflict:
    """A kept match that no longer holds: `rule` names what it breaks."""

    match: str
    need: str
    rule: str


@dataclass(frozen=True)
class Exported:
    """A problem document, what its ids stand for (opaque id to uid), and the kept matches left out of it."""

    document: dict[str, Any]
    ids: dict[str, str]
    conflicts: list[Conflict] = field(default_factory=list)


class _Ids:
    """Opaque ids, remembered so that a plan can be read back."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.meaning: dict[str, str] = {}

    def of(self, kind: str, uid: str) -> str:
        name = kind + hmac.digest(self._key, f"{kind}:{uid}".encode(), hashlib.sha256).hex()[:12]
        self.meaning[name] = uid
        return name


def build_problem(office: Office, *, as_of: datetime | None = None) -> Exported:
    """The problem as of a moment (`moments.local`); now when none is given."""
    horizon = Horizon(as_of=local(as_of), hours=dict(office.settings.hours))
    with office.store.read() as read:
        tables = read_tables(read, office.zones, office.settings)
    return _write(office, tables, horizon, _kept(tables), conflicts(office, tables, horizon))


def _kept(tables: Tables, offered: Sequence[Stored[Match]] = ()) -> list[Stored[Match]]:
    """What is kept, in the order in which it holds its place: people were asked before a pin, a pin before an offer."""
    again = {match.record.need for match in offered}
    kept = [match for match in tables.matches if match.record.need not in again]
    return [*sorted(kept, key=lambda match: match.record.state not in LIVE_MATCHES), *offered]


def conflicts(
    office: Office, tables: Tables, horizon: Horizon, offered: Sequence[Stored[Match]] = ()
) -> dict[str, Conflict]:
    """Those of the kept matches, and of others that are `offered` for keeping, that break a rule; by match.

    A match breaks a rule by itself or beside those before it: the engine's own rules say so, asked about a problem of
    just these matches, time and again until those that are left hold.
    """
    matches, fresh = _kept(tables, offered), {match.uid for match in offered}
    few = tables.of(matches)
    unfit = _Unfit(few, horizon, fresh)
    withheld = {m.uid: Conflict(m.uid, m.record.need, rule) for m in matches if (rule := unfit.rule(m)) is not None}
    while True:
        asked = _write(office, few, horizon, matches, withheld)
        broken = {asked.ids[pin.need]: pin.rule for pin in broken_pins(parse_problem(asked.document))}
        if not broken:
            return withheld
        for uid, match in matches:
            if uid not in withheld and match.need in broken:
                withheld[uid] = Conflict(uid, match.need, broken[match.need])


class _Unfit:
    """What a match may break that a problem cannot even say: a time outside it, or something that is not there."""

    def __init__(self, tables: Tables, horizon: Horizon, fresh: set[str]) -> None:
        """`fresh` are matches only offered: their needs must be ones that a plan may still propose something for."""
        self._tables, self._horizon, self._fresh = tables, horizon, fresh
        self._open = set(horizon.open_slots())
        self._needs = {need.uid: need.record for need in tables.needs}
        self._plannable = {need.uid for need in tables.plannable(horizon, set(), set())}
        self._lots = {lot.uid for lot in tables.lots}
        self._volunteers = {volunteer.uid for volunteer in tables.volunteers}

    def rule(self, stored: Stored[Match]) -> str | None:
        """The name of what it breaks, or none."""
        match = stored.record
        day, part = match.day, match.part
        if day is not None and part is not None and self._horizon.slot(day, part) not in self._open:
            return "time"
        need = self._needs.get(match.need)
        if need is None or (stored.uid in self._fresh and match.need not in self._plannable):
            return "need"
        if not self._tables.may_be_sent(need):
            return "consent"
        if not {use.lot for use in match.lots} <= self._lots:
            return "stock"
        if not set(match.people) <= self._volunteers:
            return "people"
        return None if self._tables.can_be_met(need) else "item"


def write_problem(office: Office, *, out: Path, as_of: datetime | None = None) -> Exported:
    """Write the problem to a file, whole or not at all.

    Raises Refused("target_exists" | "target_in_store"), UsageFault("moment_out_of_range"), NoSpace.
    """
    check_target(out, office.folder)
    exported = build_problem(office, as_of=as_of)
    write_new(out, dumps(exported.document))
    return exported


def _write(
    office: Office,
    tables: Tables,
    horizon: Horizon,
    kept: list[Stored[Match]],
    withheld: dict[str, Conflict],
) -> Exported:
    ids = _Ids(office.vault.subkey("problem ids"))
    pins = {m.record.need: m for m in kept if m.uid not in withheld}
    stopped = {c.need for c in withheld.values()} - set(pins)
    asked = {volunteer for pin in pins.values() for volunteer in pin.record.people}
    taken = _withheld_slots(kept, pins, withheld, horizon)
    units: dict[str, int] = {use.lot: 0 for pin in pins.values() for use in pin.record.lots}
    for pin in pins.values():
        if pin.record.state in LIVE_MATCHES:
            for use in pin.record.lots:
                units[use.lot] += use.units

    planned = list(tables.plannable(horizon, set(pins), stopped))
    goods = [(n, _goods(tables, n)) for n in planned]
    shares = Shares(tables, horizon).of(goods, pins, [m.record for m in kept if m.uid in withheld])
    needs = [need_row(tables, n, ids.of, horizon, shares.get(n.uid)) for n in planned]
    # What a pin names is written even if it can no longer serve, so that the rules can say why.
    crew = [v for v in tables.volunteers if v.record.active or v.uid in asked]
    volunteers = [volunteer_row(tables, v, ids.of, horizon, taken[v.uid]) for v in crew]
    # An office without interpreters writes the plain format, which every program reads.
    voices = [interprets(row, v.record) for row, v in zip(volunteers, crew, strict=True)]
    interpreted = any(voice["in_person"] or voice["calls"] for voice in voices)
    if interpreted or any(pin.record.interpreter is not None for pin in pins.values()):
        interpreted = True
        needs = [row | interpreting(tables, n.record) for row, n in zip(needs, planned, strict=True)]
        volunteers = [row | voice for row, voice in zip(volunteers, voices, strict=True)]
    lots = [
        lot_row(tables, x, ids.of, horizon, tables.free.get(x.uid, 0) + units.get(x.uid, 0))
        for x in tables.lots
        if x.uid in units or (tables.free.get(x.uid, 0) > 0 and not horizon.is_past(x.record.expires_on))
    ]
    # In order of appearance, not of their digests: those differ from store to store, and with them equally good plans.
    zones = [row["zone"] for row in [*needs, *volunteers]] + [row["site"] for row in lots]
    zones = list(dict.fromkeys([*zones, *(zone for row in volunteers for zone in row["zones"] or [])]))
    places = [office.zones[ids.meaning[zone]] for zone in zones]
    document = {
        "format": WITH_INTERPRETERS if interpreted else FORMAT,
        "slots": DAYS * PARTS,
        "slots_per_day": PARTS,
        "zones": zones,
        "km": [[round(km(a, b), 2) if a.code != b.code else 0.0 for b in places] for a in places],
        "pickup_km": office.settings.pickup_km,
        "haul_km": office.settings.haul_km,
        "costs": {},
        "pins": [_pin(pin.record, ids, horizon) for pin in pins.values()],
        "needs": needs,
        "volunteers": volunteers,
        "lots": lots,
    }
    return Exported(document, ids.meaning, list(withheld.values()))


def _goods(tables: Tables, need: Stored[Need]) -> tuple[str, ...]:
    """The items that a need may be given, the one that it asks for first."""
    if need.record.mode == Mode.SERVICE:
        return ()
    item, substitutes, _kg = goods_of(tables, need.uid, need.record)
    return () if item == NOTHING else (item, *substitutes)


def _withheld_slots(
    kept: list[Stored[Match]], pins: dict[str, Stored[Match]], withheld: dict[str, Conflict], horizon: Horizon
) -> dict[str, set[int]]:
    """Of each volunteer, the slots that matches in conflict hold until somebody decides.

    Only those to whom a question was put are held. A slot that another match shares (a run whose other households are
    still in order) is that match's.
    """
    shared = {(v, m.record.day, m.record.part) for m in pins.values() for v in m.record.people}
    taken: dict[str, set[int]] = defaultdict(set)
    for uid, match in kept:
        if uid not in withheld or match.state not in LIVE_MATCHES or match.day is None or match.part is None:
            continue
        slot = horizon.slot(match.day, match.part)
        for volunteer in match.people:
            if slot is not None and (volunteer, match.day, match.part) not in shared:
                taken[volunteer].add(slot)
    return taken


def _pin(match: Match, ids: _Ids, horizon: Horizon) -> dict[str, Any]:
    slot = None if match.day is None or match.part is None else horizon.slot(match.day, match.part)
    pin: dict[str, Any] = {
        "need": ids.of("n", match.need),
        "volunteers": [ids.of("v", volunteer) for volunteer in match.volunteers],
        "slot": slot,
        "lots": [{"lot": ids.of("l", use.lot), "quantity": use.units} for use in match.lots],
    }
    if match.interpreter is not None:
        mode = "remote" if match.by_telephone else "in_person"
        pin["interpreter"] = {"volunteer": ids.of("v", match.interpreter), "mode": mode}
    return pin
