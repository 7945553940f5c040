"""The last plan read against the store as it is now: what still holds, what was kept, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from mutualaid.language.reasons import Rival
from mutualaid.records.base import Record
from mutualaid.records.errors import Refused
from mutualaid.records.kinds import Daypart, MatchState
from mutualaid.records.match import KeptPlan, LotUse, Match
from mutualaid.records.need import Need
from mutualaid.records.zones import km
from mutualaid.services.horizon import Horizon
from mutualaid.services.moments import since
from mutualaid.services.office import Office
from mutualaid.services.plan_page import Given, NeedHead, PlanPage, Proposal, WhyNot
from mutualaid.services.problem import Conflict, conflicts
from mutualaid.services.problem_tables import read_tables
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored

R = TypeVar("R", bound=Record)
_PART = 5000


class Desk:
    """A kept plan, read against the store as it is now."""

    def __init__(self, office: Office, read: Reading, kept: KeptPlan) -> None:
        self.office, self.kept = office, kept
        about = json.loads(kept.problem)
        self.plan: dict[str, Any] = json.loads(kept.plan)
        as_of, hours = datetime.fromisoformat(about["as_of"]), dict(office.settings.hours)
        self.horizon = Horizon(as_of=as_of, hours=hours)
        self.now = Horizon(as_of=since(as_of, about["made_at"]), hours=hours)
        self.give = float(about.get("give", 0.0))
        self.conflicts = [Conflict(*row) for row in about["conflicts"]]
        self.tables = read_tables(read, office.zones, office.settings)
        planned = [self.uid(row["need"]) for part in ("matches", "unmatched") for row in self.plan[part]]
        self.needs = {row.uid: row.record for row in self.tables.needs}
        finished = [uid for uid in planned if uid not in self.needs]
        self.needs |= {row.uid: row.record for row in _some(read, Need, "uid", finished)}
        self.households = self.tables.households
        self.volunteers = {row.uid: row.record for row in self.tables.volunteers}
        self.lots = {row.uid: row.record for row in self.tables.lots}
        self.matches = {row.record.need: row for row in self.tables.matches}
        self.over = {
            _content(row.record)
            for row in _some(read, Match, "need", planned)
            if row.record.state in (MatchState.DONE, MatchState.FAILED)
        }

    def uid(self, opaque: str) -> str:
        """What an opaque id stands for."""
        return self.kept.ids[opaque]

    def as_match(self, row: dict[str, Any], state: MatchState) -> Match:
        """A row of the plan as the match that it would be."""
        slot = row["slot"]
        return Match.checked(
            need=self.uid(row["need"]),
            volunteers=[self.uid(v) for v in row["volunteers"]],
            day=None if slot is None else self.horizon.day(slot),
            part=None if slot is None else Daypart(slot % len(Daypart)),
            lots=[LotUse(lot=self.uid(x["lot"]), units=x["quantity"]) for x in row["lots"]],
            interpreter=None if (by := row.get("interpreter")) is None else self.uid(by["volunteer"]),
            by_telephone=by is not None and by["mode"] == "remote",
            state=state,
            reasons=row["reasons"],
            decided_on=date.today(),
        )

    def offers(self) -> list[Match]:
        """The plan's matches; of a need whose match was kept (perhaps while the plan was made) the kept one."""
        rows = [(self.uid(row["need"]), row) for row in self.plan["matches"]]
        left = [uid for row in self.plan["unmatched"] if (uid := self.uid(row["need"])) in self.matches]
        offered = [
            self.matches[uid].record if uid in self.matches else self.as_match(row, MatchState.PINNED)
            for uid, row in rows
            if uid in self.needs
        ]
        return offered + [self.matches[uid].record for uid in left]

    def stale(self, offered: Sequence[Match]) -> set[str]:
        """The needs of those proposals that can no longer be kept, because one breaks a rule beside what is kept and
        the proposals before it, or was carried out already, or failed.
        """
        over = {match.need for match in offered if _content(match) in self.over}
        rows = [Stored(f"offer {n}", match) for n, match in enumerate(offered) if match.need not in over]
        broken = conflicts(self.office, self.tables, self.now, rows)
        return over | {row.record.need for row in rows if row.uid in broken}

    def km(self, volunteer: str, need: str) -> float:
        """How far a need is from where a volunteer lives; 0 for one who is no longer known."""
        if volunteer not in self.volunteers:
            return 0.0
        zones = self.office.zones
        return round(
            km(zones[self.volunteers[volunteer].zone], zones[self.households[self.needs[need].household].zone]), 1
        )

    def head(self, uid: str) -> NeedHead:
        """What names a need on the desk."""
        need = self.needs[uid]
        home = self.households[need.household]
        return NeedHead(
            uid, need.code, home.code, need.category, need.mode, need.item, need.quantity, need.unit, need.urgency,
            home.zone, tuple(need.languages or home.languages),
        )  # fmt: skip


def _content(match: Match) -> tuple[object, ...]:
    """What makes two matches the same proposal."""
    lots = tuple(sorted((use.lot, use.units) for use in match.lots))
    return match.need, tuple(sorted(match.volunteers)), match.day, match.part, lots, match.interpreter


def _some(read: Reading, kind: type[R], column: str, values: Sequence[str]) -> Iterator[Stored[R]]:
    """Records that have one of many values, asked for in parts that a query can hold."""
    for start in range(0, len(values), _PART):
        yield from read.all(kind, **{column: values[start : start + _PART]})


def open_desk(office: Office, read: Reading) -> Desk:
    """The last plan on the desk. Raises Refused("no_plan")."""
    kept = read.all(KeptPlan)
    if not kept:
        raise Refused("no_plan")
    return Desk(office, read, kept[-1].record)


def current_plan(office: Office) -> PlanPage | None:
    """The plan that was made last, or none."""
    with office.store.read() as read:
        if not read.all(KeptPlan):
            return None
        desk = open_desk(office, read)
        offers = desk.offers()
        stale = desk.stale([match for match in offers if match.need not in desk.matches])
        proposals = [_proposal(desk, match, match.need in stale) for match in offers]
        left = [row for row in desk.plan["unmatched"] if desk.uid(row["need"]) in desk.needs]
        silent = [row.uid for row in desk.tables.kept_from(desk.now)]
        planned = {*desk.matches, *(match.need for match in offers)}
        unmatched = [_why_not(desk, row) for row in left if desk.uid(row["need"]) not in {*desk.matches, *silent}]
        unmatched += [_kept_from(desk, uid) for uid in silent if uid not in planned]
        return PlanPage(
            made_on=desk.kept.made_on,
            value=desk.plan["value"],
            bound=desk.plan["bound"],
            gap=desk.plan["gap"],
            groups=desk.plan["groups"],
            proposals=proposals,
            unmatched=unmatched,
            levers=[_lever(desk, lever) for lever in desk.plan["levers"]],
            conflicts=desk.conflicts,
            turns={v: desk.volunteers[v].tasks_per_week for m in offers for v in m.people if v in desk.volunteers},
            give=desk.give,
        )


def _proposal(desk: Desk, match: Match, stale: bool) -> Proposal:
    kept = desk.matches.get(match.need)
    return Proposal(
        need=desk.head(match.need),
        volunteers=tuple((v, desk.volunteers[v].name if v in desk.volunteers else "") for v in match.volunteers),
        day=match.day,
        part=match.part,
        lots=tuple(
            Given(use.lot, lot.item, use.units, lot.site, lot.expires_on)
            for use in match.lots
            if (lot := desk.lots.get(use.lot)) is not None
        ),
        reasons=tuple(_named(desk, reason) for reason in match.reasons),
        match=kept.uid if kept is not None else None,
        kept=kept.record.state if kept is not None else None,
        stale=stale,
        km=tuple(desk.km(v, match.need) for v in match.volunteers),
        interpreter=_voice(desk, match),
        by_telephone=match.by_telephone,
        asks=tuple((ask.volunteer, ask.on, ask.yes) for ask in kept.record.asks) if kept is not None else (),
    )


def _voice(desk: Desk, match: Match) -> tuple[str, str] | None:
    """Who interprets: uid and name."""
    if match.interpreter is None:
        return None
    known = desk.volunteers.get(match.interpreter)
    return match.interpreter, known.name if known is not None else ""


def _why_not(desk: Desk, row: dict[str, Any]) -> WhyNot:
    uid = desk.uid(row["need"])
    rivals = tuple(_rival(desk, other) for one in row.get("outbid_by", []) if (other := desk.uid(one)) in desk.needs)
    return WhyNot(
        need=desk.head(uid),
        code=row["code"],
        volunteers=row.get("volunteers"),
        lots=row.get("lots"),
        outbid_by=tuple(rival.code for rival in rivals),
        waiting_days=_rival(desk, uid).waiting_days,
        rivals=rivals,
    )


def _kept_from(desk: Desk, uid: str) -> WhyNot:
    """A need that no plan is asked about, because its household said that nobody may be sent."""
    return WhyNot(desk.head(uid), "no_consent", None, None, (), _rival(desk, uid).waiting_days)


def _rival(desk: Desk, uid: str) -> Rival:
    need = desk.needs[uid]
    return Rival(need.code, int(need.urgency), max(0, (desk.horizon.first - need.received_on).days))


def _named(desk: Desk, facts: Any) -> Any:
    """Facts with opaque ids turned into the codes and names that the coordinator knows."""
    if isinstance(facts, dict):
        return {key: _named(desk, value) for key, value in facts.items()}
    if isinstance(facts, list):
        return [_named(desk, value) for value in facts]
    uid = desk.kept.ids.get(facts) if isinstance(facts, str) else None
    if uid is None:
        return facts
    if uid in desk.needs:
        return desk.needs[uid].code
    if uid in desk.volunteers:
        return desk.volunteers[uid].name
    return desk.lots[uid].code if uid in desk.lots else uid


def _lever(desk: Desk, lever: dict[str, Any]) -> dict[str, Any]:
    """A lever for the desk: what to add (as `language.reasons.lever` reads it), what it gains, and the codes of the
    needs that it would unlock, meet in another way, and leave out.
    """

    def codes(needs: Iterable[str]) -> list[str]:
        return [desk.needs[u].code for need in needs if (u := desk.uid(need)) in desk.needs]

    return {
        "add": _addition(desk, lever["add"]),
        "value": lever["value"],
        "unlocks": codes(lever["unlocks"]),
        "moved": codes(row["need"] for row in lever["changed"] if row["need"] not in lever["unlocks"]),
        "dropped": codes(lever["dropped"]),
    }


def _addition(desk: Desk, add: dict[str, Any]) -> dict[str, Any]:
    """A volunteer, a lot or a free slot, with zones, days and names in place of ids and slot numbers."""
    if "slot" in add:
        slot = add["slot"]["slot"]
        name = _named(desk, add["slot"]["volunteer"])
        return {"kind": "slot", "volunteer": name, "day": desk.horizon.day(slot), "part": Daypart(slot % len(Daypart))}
    if "lot" in add:
        lot = add["lot"]
        return {"kind": "lot", "item": lot["item"], "quantity": lot["quantity"], "zone": desk.uid(lot["site"])}
    person = add["volunteer"]
    return {
        "kind": "volunteer",
        "zone": desk.uid(person["zone"]),
        "skills": person["skills"],
        "languages": person["languages"],
        "when": [(desk.horizon.day(slot), Daypart(slot % len(Daypart))) for slot in person["slots"]],
    }
