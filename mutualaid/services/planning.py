"""The matching desk's verbs: make a plan, keep what is good, turn down what is not, plan again."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import Refused
from mutualaid.records.kinds import LIVE_MATCHES, MatchState, Mode, NeedState, RejectReason
from mutualaid.records.match import KeptPlan, Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.views import Area, Changed
from mutualaid.services.desk import Desk, PlanPage, current_plan, open_desk
from mutualaid.services.matches import cancel_in, reserve_in
from mutualaid.services.office import Office
from mutualaid.services.problem import build_problem
from mutualaid.services.solving import solve_apart
from mutualaid.store.store import Stored
from mutualaid.store.writing import Writing

if TYPE_CHECKING:
    from mutualaid.matching.engine import Effort

_ALL = frozenset({Area.NEEDS, Area.HOUSEHOLDS, Area.MATCHES, Area.SUPPLIES, Area.VOLUNTEERS})


@dataclass(frozen=True)
class Accepted:
    """How many matches were accepted, and how many no longer held and were left."""

    changed: Changed
    accepted: int
    skipped: int


def make_plan(
    office: Office,
    *,
    as_of: datetime | None = None,
    give: float = 0.0,
    effort: Effort = "full",
    progress: Progress = SILENT,
) -> PlanPage:
    """Solve the open needs in a worker process and keep the plan until the next. Raises Cancelled; nothing changes."""
    exported = build_problem(office, as_of=as_of or datetime.now())
    plan = solve_apart(exported.document, give=give, effort=effort, progress=progress)
    conflicts = json.dumps([[c.match, c.need, c.rule] for c in exported.conflicts])
    with office.store.write("plan") as write:
        for old in write.all(KeptPlan):
            write.remove(KeptPlan, old.uid)
        moment = (as_of or datetime.now()).isoformat()
        write.add(
            KeptPlan.checked(
                made_on=date.fromisoformat(moment[:10]),
                problem=json.dumps({"as_of": moment, "conflicts": json.loads(conflicts)}),
                plan=json.dumps(plan, sort_keys=True),
                ids=exported.ids,
            )
        )
    page = current_plan(office)
    if page is None:
        raise Refused("no_plan")
    return page


def accept(office: Office, *, needs: Collection[str] | None = None) -> Accepted:
    """Accept the plan's proposals for those needs (none: all of it): people are asked, stock is reserved.

    A proposal that no longer holds (stock gone, volunteer given elsewhere, need closed meanwhile) is left and counted.
    """
    accepted: list[str] = []
    skipped = 0
    with office.store.write("accept plan") as write:
        desk = open_desk(office, write)
        for row in desk.plan["matches"]:
            match = desk.as_match(row, MatchState.ACCEPTED)
            if needs is not None and match.need not in needs:
                continue
            kept = desk.matches.get(match.need)
            if kept is not None and kept.record.state in LIVE_MATCHES:
                continue
            if kept is not None:
                write.change(Match, kept.uid, state=MatchState.CANCELLED)
                desk.taken -= {taken for taken in desk.taken if taken[3] == match.need}
            if not desk.holds(match):
                skipped += 1
                continue
            _keep(write, desk, match)
            accepted.append(match.need)
    return Accepted(Changed(_ALL, tuple(accepted)), len(accepted), skipped)


def _keep(write: Writing, desk: Desk, match: Match) -> None:
    uid = write.add(match)
    reserve_in(write, uid, match)
    for use in match.lots:
        desk.free[use.lot] -= use.units
    desk.taken |= {(v, match.day, match.part, match.need) for v in match.volunteers}
    need = desk.needs[match.need]
    units = sum(use.units for use in match.lots)
    whole = need.mode == Mode.SERVICE or units + need.filled >= need.quantity
    write.change(Need, match.need, state=NeedState.MATCHED if whole else NeedState.PARTLY_MATCHED)


def _row_of(desk: Desk, need: str) -> dict[str, Any]:
    for row in desk.plan["matches"]:
        if desk.uid(row["need"]) == need:
            return dict(row)
    raise Refused("no_proposal")


def pin(office: Office, *, need: str) -> Changed:
    """Keep a proposal through every new plan without asking anybody yet."""
    with office.store.write("pin") as write:
        desk = open_desk(office, write)
        if need in desk.matches:
            return Changed()
        match = desk.as_match(_row_of(desk, need), MatchState.PINNED)
        if not desk.holds(match):
            raise Refused("proposal_is_stale")
        write.add(match)
    return Changed(_ALL, (need,))


def unpin(office: Office, *, need: str) -> Changed:
    """Let the next plan decide again."""
    with office.store.write("unpin") as write:
        for row in write.all(Match, need=need, state=[MatchState.PINNED]):
            write.change(Match, row.uid, state=MatchState.CANCELLED)
    return Changed(_ALL, (need,))


def reject(office: Office, *, need: str, reason: RejectReason, volunteer: str | None = None, note: str = "") -> Changed:
    """Turn a proposal down. What stood in the way becomes a rule that the next plan keeps: this need never again with
    that volunteer, at that time, or with that item; `wait` holds the need for a week. A kept match is called off.
    """
    with office.store.write("reject") as write:
        desk = open_desk(office, write)
        kept = desk.matches.get(need)
        match = kept.record if kept is not None else desk.as_match(_row_of(desk, need), MatchState.PINNED)
        rule: dict[str, Any] = {"need": need, "reason": reason, "note": note, "on": date.today()}
        for fields in _rules(desk, match, reason, volunteer):
            write.add(Rejection.checked(**rule, **fields))
        if kept is not None:
            cancel_in(write, [Stored(kept.uid, match)])
            write.change(Need, need, state=NeedState.OPEN)
        if reason == RejectReason.WAIT:
            write.change(Need, need, hold_until=date.fromordinal(date.today().toordinal() + 7))
    return Changed(_ALL, (need,))


def _rules(desk: Desk, match: Match, reason: RejectReason, volunteer: str | None) -> list[dict[str, Any]]:
    if reason in (RejectReason.VOLUNTEER_UNSUITABLE, RejectReason.VOLUNTEER_SAID_NO):
        people = [volunteer] if volunteer is not None else list(match.volunteers)
        if not people:
            raise Refused("no_volunteer_to_reject")
        return [{"volunteer": one} for one in people]
    if reason == RejectReason.TIME_UNSUITABLE:
        if match.day is None:
            raise Refused("no_time_to_reject")
        return [{"day": match.day, "part": match.part}]
    if reason == RejectReason.ITEM_UNSUITABLE:
        items = sorted({desk.lots[use.lot].item for use in match.lots})
        if not items:
            raise Refused("no_item_to_reject")
        return [{"item": item} for item in items]
    return [{}]
