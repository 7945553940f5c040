"""The last plan read against the store as it is now: what still holds, what was kept, and why."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from mutualaid.records.errors import Refused
from mutualaid.records.household import Household
from mutualaid.records.kinds import LIVE_MATCHES, PLANNABLE, Daypart, MatchState, Mode, RejectReason, Urgency
from mutualaid.records.match import KeptPlan, LotUse, Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.supply import Lot
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.horizon import Horizon
from mutualaid.services.office import Office
from mutualaid.services.problem import Conflict
from mutualaid.store.reading import Reading

KEPT = (*LIVE_MATCHES, MatchState.PINNED)


class Given(NamedTuple):
    """So many units of a lot, as a plan shows it."""

    lot: str
    item: str
    units: int
    site: str
    expires_on: date | None


class NeedHead(NamedTuple):
    """What names a need on the matching desk."""

    uid: str
    code: str
    household: str
    category: str
    mode: Mode
    item: str | None
    quantity: int
    unit: str | None
    urgency: Urgency
    zone: str
    languages: tuple[str, ...]


class Proposal(NamedTuple):
    """A need with the people, time and lots of the plan. `kept` is the state of the match once kept; `stale` says that
    it no longer fits what the store holds and cannot be accepted.
    """

    need: NeedHead
    volunteers: tuple[tuple[str, str], ...]
    day: date | None
    part: Daypart | None
    lots: tuple[Given, ...]
    reasons: tuple[dict[str, Any], ...]
    match: str | None
    kept: MatchState | None
    stale: bool


class WhyNot(NamedTuple):
    """An unmatched need and what stood in the way, as the engine counted it. `outbid_by` are codes of needs."""

    need: NeedHead
    code: str
    volunteers: dict[str, Any] | None
    lots: dict[str, Any] | None
    outbid_by: tuple[str, ...]


@dataclass(frozen=True)
class PlanPage:
    """The last plan with today's state of each of its matches."""

    made_on: date
    value: float
    bound: float
    gap: float
    groups: dict[str, float]
    proposals: list[Proposal]
    unmatched: list[WhyNot]
    levers: list[dict[str, Any]]
    conflicts: list[Conflict] = field(default_factory=list)


class Desk:
    """A kept plan, read against the store as it is now."""

    def __init__(self, office: Office, read: Reading, kept: KeptPlan) -> None:
        self.read, self.kept = read, kept
        about = json.loads(kept.problem)
        self.plan: dict[str, Any] = json.loads(kept.plan)
        self.horizon = Horizon(as_of=datetime.fromisoformat(about["as_of"]), hours=dict(office.settings.hours))
        self.conflicts = [Conflict(*row) for row in about["conflicts"]]
        self.needs = {row.uid: row.record for row in read.all(Need)}
        self.households = {row.uid: row.record for row in read.all(Household)}
        self.volunteers = {row.uid: row.record for row in read.all(Volunteer)}
        self.lots = {row.uid: row.record for row in read.all(Lot)}
        self.free = {uid: free for uid, (_, free) in read.stock().items()}
        self.matches = {row.record.need: row for row in read.all(Match, state=list(KEPT))}
        self.rejected = read.all(Rejection)
        self.taken = {
            (volunteer, row.record.day, row.record.part, row.record.need)
            for row in self.matches.values()
            for volunteer in row.record.volunteers
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
            state=state,
            reasons=row["reasons"],
            decided_on=date.today(),
        )

    def holds(self, match: Match) -> bool:
        """Whether a proposal can still be accepted: records there, stock free, people not given elsewhere."""
        need = self.needs.get(match.need)
        if need is None or need.state not in PLANNABLE or not all(v in self.volunteers for v in match.volunteers):
            return False
        if any(self.free.get(use.lot, 0) < use.units for use in match.lots):
            return False
        if sum(use.units for use in match.lots) > need.quantity - need.filled and match.lots:
            return False
        if any(_turned_down(r.record, match, self.lots) for r in self.rejected if r.record.need == match.need):
            return False
        return not any(
            (v, match.day, match.part) == taken[:3] and not self._same_run(match, taken[3])
            for v in match.volunteers
            for taken in self.taken
        )

    def _same_run(self, match: Match, other: str) -> bool:
        """Two deliveries to one zone may share a volunteer's slot."""
        a, b = self.needs[match.need], self.needs.get(other)
        if b is None or a.mode != Mode.DELIVERY or b.mode != Mode.DELIVERY:
            return False
        return self.households[a.household].zone == self.households[b.household].zone

    def head(self, uid: str) -> NeedHead:
        """What names a need on the desk."""
        need = self.needs[uid]
        home = self.households[need.household]
        return NeedHead(
            uid, need.code, home.code, need.category, need.mode, need.item, need.quantity, need.unit, need.urgency,
            home.zone, tuple(need.languages or home.languages),
        )  # fmt: skip


def _turned_down(rule: Rejection, match: Match, lots: dict[str, Lot]) -> bool:
    if rule.reason == RejectReason.WAIT:
        return False
    if rule.volunteer is not None:
        return rule.volunteer in match.volunteers
    if rule.day is not None:
        return (rule.day, rule.part) == (match.day, match.part)
    return rule.item is not None and any(lots[use.lot].item == rule.item for use in match.lots if use.lot in lots)


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
        proposals = [p for row in desk.plan["matches"] if (p := _proposal(desk, row)) is not None]
        unmatched = [_why_not(desk, row) for row in desk.plan["unmatched"] if desk.uid(row["need"]) in desk.needs]
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
        )


def _proposal(desk: Desk, row: dict[str, Any]) -> Proposal | None:
    match = desk.as_match(row, MatchState.PINNED)
    if match.need not in desk.needs:
        return None
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
        stale=kept is None and not desk.holds(match),
    )


def _why_not(desk: Desk, row: dict[str, Any]) -> WhyNot:
    return WhyNot(
        need=desk.head(desk.uid(row["need"])),
        code=row["code"],
        volunteers=row.get("volunteers"),
        lots=row.get("lots"),
        outbid_by=tuple(
            desk.needs[uid].code for other in row.get("outbid_by", []) if (uid := desk.uid(other)) in desk.needs
        ),
    )


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
    needs that it would unlock.
    """
    return {
        "add": _addition(desk, lever["add"]),
        "value": lever["value"],
        "unlocks": [desk.needs[u].code for need in lever["unlocks"] if (u := desk.uid(need)) in desk.needs],
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
