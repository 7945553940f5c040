"""The open needs of the store as a matching problem with opaque ids (`mutualaid-problem/1`).

Ids are keyed digests: the same from one export to the next, and meaning nothing outside this store. An accepted match
that now breaks a rule, or left the horizon, is a conflict: it is not exported, and its need, people and stock are
withheld until somebody decides.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from mutualaid.matching.problem import parse_problem
from mutualaid.matching.rules import broken_pin
from mutualaid.records.kinds import LIVE_MATCHES, MatchState
from mutualaid.records.match import Match
from mutualaid.records.zones import km
from mutualaid.services.files import dumps, write_new
from mutualaid.services.horizon import DAYS, PARTS, Horizon
from mutualaid.services.office import Office
from mutualaid.services.problem_rows import Tables, lot_row, need_row, read_tables, volunteer_row
from mutualaid.store.store import Stored

FORMAT = "mutualaid-problem/1"


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


def build_problem(office: Office, *, as_of: datetime) -> Exported:
    """The problem as of a local moment. Conflicts are found by asking the engine's own rules, one pin at a time."""
    horizon = Horizon(as_of=as_of, hours=dict(office.settings.hours))
    with office.store.read() as read:
        tables = read_tables(read, office.zones, office.settings)
    kept = [m for m in tables.matches if m.record.state in (*LIVE_MATCHES, MatchState.PINNED)]
    withheld: dict[str, Conflict] = {}
    while True:
        exported = _write(office, tables, horizon, kept, withheld)
        broken = broken_pin(parse_problem(exported.document))
        if broken is None:
            return exported
        need = exported.ids[broken.need]
        match = next(m for m in kept if m.record.need == need and m.uid not in withheld)
        withheld[match.uid] = Conflict(match.uid, need, broken.rule)


def write_problem(office: Office, *, out: Path, as_of: datetime | None = None) -> Exported:
    """Write the problem to a file. Raises Refused("target_exists") and NoSpace; nothing is half-written."""
    exported = build_problem(office, as_of=as_of or datetime.now())
    write_new(out, dumps(exported.document))
    return exported


def _left_horizon(match: Match, horizon: Horizon, open_slots: set[int]) -> bool:
    if match.day is None or match.part is None:
        return False
    return horizon.slot(match.day, match.part) not in open_slots


def _write(
    office: Office,
    tables: Tables,
    horizon: Horizon,
    kept: list[Stored[Match]],
    withheld: dict[str, Conflict],
) -> Exported:
    ids = _Ids(office.vault.subkey("problem ids"))
    open_slots = set(horizon.open_slots())
    for match in kept:
        if match.uid not in withheld and _left_horizon(match.record, horizon, open_slots):
            withheld[match.uid] = Conflict(match.uid, match.record.need, "time")
    pins = {m.record.need: m for m in kept if m.uid not in withheld}
    busy: dict[str, set[int]] = defaultdict(set)
    lost: dict[str, int] = defaultdict(int)
    stopped = {c.need for c in withheld.values()}
    for match in kept:
        if match.uid in withheld and match.record.state in LIVE_MATCHES:
            for volunteer in match.record.volunteers:
                lost[volunteer] += 1
                if match.record.day is not None and match.record.part is not None:
                    slot = horizon.slot(match.record.day, match.record.part)
                    busy[volunteer] |= set() if slot is None else {slot}
    units: dict[str, int] = defaultdict(int)
    for pin in pins.values():
        if pin.record.state in LIVE_MATCHES:
            for use in pin.record.lots:
                units[use.lot] += use.units

    needs = [need_row(tables, n, ids.of, horizon) for n in tables.plannable(horizon, set(pins), stopped)]
    volunteers = [
        volunteer_row(tables, v, ids.of, horizon, busy[v.uid], lost[v.uid])
        for v in tables.volunteers
        if v.record.active
    ]
    lots = [
        lot_row(tables, x, ids.of, horizon, quantity)
        for x in tables.lots
        if (quantity := tables.free.get(x.uid, 0) + units[x.uid]) > 0
        and (x.record.expires_on is None or x.record.expires_on >= horizon.first)
    ]
    # In order of appearance, not of their digests: those differ from store to store, and with them equally good plans.
    zones = [row["zone"] for row in [*needs, *volunteers]] + [row["site"] for row in lots]
    zones = list(dict.fromkeys([*zones, *(zone for row in volunteers for zone in row["zones"] or [])]))
    places = [office.zones[ids.meaning[zone]] for zone in zones]
    exported = {n["id"] for n in needs}
    document = {
        "format": FORMAT,
        "slots": DAYS * PARTS,
        "slots_per_day": PARTS,
        "zones": zones,
        "km": [[round(km(a, b), 2) if a.code != b.code else 0.0 for b in places] for a in places],
        "pickup_km": office.settings.pickup_km,
        "haul_km": office.settings.haul_km,
        "costs": {},
        "pins": [row for kept in pins.values() if (row := _pin(kept.record, ids, horizon))["need"] in exported],
        "needs": needs,
        "volunteers": volunteers,
        "lots": lots,
    }
    return Exported(document, ids.meaning, list(withheld.values()))


def _pin(match: Match, ids: _Ids, horizon: Horizon) -> dict[str, Any]:
    slot = None if match.day is None or match.part is None else horizon.slot(match.day, match.part)
    return {
        "need": ids.of("n", match.need),
        "volunteers": [ids.of("v", volunteer) for volunteer in match.volunteers],
        "slot": slot,
        "lots": [{"lot": ids.of("l", use.lot), "quantity": use.units} for use in match.lots],
    }
