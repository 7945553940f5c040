"""The matching desk's verbs: make a plan, keep what is good, turn down what is not, plan again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import Refused
from mutualaid.records.kinds import LIVE_MATCHES, UNFINISHED, MatchState, Mode, NeedState, RejectReason
from mutualaid.records.match import KeptPlan, Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.views import Area, Changed
from mutualaid.services.desk import Desk, PlanPage, current_plan, open_desk
from mutualaid.services.horizon import Horizon
from mutualaid.services.last_plans import keep_plan, still_proposed
from mutualaid.services.matches import cancel_in, reserve_in
from mutualaid.services.moments import local, stamp
from mutualaid.services.office import Office
from mutualaid.services.problem import Exported, build_problem
from mutualaid.services.solving import solve_apart
from mutualaid.store.store import Stored
from mutualaid.store.writing import Writing

if TYPE_CHECKING:
    from mutualaid.matching.engine import Effort

_WAIT = timedelta(days=7)
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
    fresh: bool = False,
    progress: Progress = SILENT,
) -> PlanPage:
    """Solve the open needs in a worker process and keep the plan, beside the one before it.

    What the last plan proposed stays proposed unless changing it is worth the calls that it costs
    (`matching.steady.THRESHOLD`); a `fresh` plan is made as if there had been none.
    Raises UsageFault("moment_out_of_range"), Refused("solver_stopped") and Cancelled; nothing changes then.
    """
    moment, made_at = local(as_of), stamp()
    exported = build_problem(office, as_of=moment)
    kept = None if fresh else _still_proposed(office, exported, moment)
    plan = solve_apart(exported.document, give=give, effort=effort, progress=progress, kept=kept)
    with office.store.write("plan") as write:
        keep_plan(write, exported, plan, moment=moment, made_at=made_at, give=give)
    page = current_plan(office)
    if page is None:
        raise Refused("no_plan")
    return page


def _still_proposed(office: Office, exported: Exported, moment: datetime) -> list[dict[str, Any]] | None:
    """What the last plan proposed, in the terms of a problem; none without a plan."""
    with office.store.read() as read:
        last = read.all(KeptPlan)
        if not last:
            return None
        horizon = Horizon(as_of=moment, hours=dict(office.settings.hours))
        return still_proposed(read, last[-1].record, exported, horizon)


def accept(office: Office, *, needs: Collection[str] | None = None) -> Accepted:
    """Accept the plan's proposals for those needs (none: all of it): people are asked, stock is reserved.

    A proposal that no longer holds (stock gone, volunteer given elsewhere, need closed meanwhile) is left and counted.
    """
    with office.store.write("accept plan") as write:
        desk = open_desk(office, write)
        offers = [
            match
            for row in desk.plan["matches"]
            if (match := desk.as_match(row, MatchState.PINNED)).need in desk.needs
            and (needs is None or match.need in needs)
            and not _is_live(desk, match.need)
        ]
        stale = desk.stale(offers)
        good = [match for match in offers if match.need not in stale]
        for match in good:
            _keep(write, desk, match)
    return Accepted(Changed(_ALL, tuple(match.need for match in good)), len(good), len(offers) - len(good))


def _is_live(desk: Desk, need: str) -> bool:
    return need in desk.matches and desk.matches[need].record.state in LIVE_MATCHES


def _keep(write: Writing, desk: Desk, offer: Match) -> None:
    """Accept a proposal, in place of its pin if it had one."""
    if (pinned := desk.matches.get(offer.need)) is not None:
        write.change(Match, pinned.uid, state=MatchState.CANCELLED)
    match = Match.checked(
        **{name: getattr(offer, name) for name in Match.model_fields} | {"state": MatchState.ACCEPTED}
    )
    uid = write.add(match)
    reserve_in(write, uid, match)
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
        if desk.stale([match]):
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
        if write.get(Need, need).state not in UNFINISHED:
            raise Refused("need_is_finished")
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
            write.change(Need, need, hold_until=desk.now.first + _WAIT)
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
