"""What becomes of a run's stops: delivered, delivered in part, or failed; and what then goes into the next plan."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from mutualaid.discretion.watch import redact_all
from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.kinds import (
    LIVE_MATCHES,
    Daypart,
    MatchState,
    Mode,
    MovementKind,
    NeedState,
    RejectReason,
    RunState,
)
from mutualaid.records.match import LotUse, Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.schedule import Run
from mutualaid.records.supply import Movement
from mutualaid.records.views import Changed
from mutualaid.services.areas import WORK
from mutualaid.services.caps import check_uses
from mutualaid.services.matches import cancel_in, release_in, reserve_in
from mutualaid.services.office import Office
from mutualaid.services.planning import make_plan, replan
from mutualaid.services.run_reading import FAILED_CODE
from mutualaid.services.run_views import StopFailure
from mutualaid.services.runs import live_stop
from mutualaid.store.store import Stored
from mutualaid.store.writing import Writing


def mark_stop(
    office: Office,
    *,
    run: str,
    match: str,
    done: bool,
    units: int | None = None,
    failure: StopFailure | None = None,
    spoiled: bool = False,
    note: str = "",
    on: date | None = None,
) -> Changed:
    """Say what became of a stop. `done` with fewer `units` than it was to be given is done in part: the need is open
    for the rest. Not done, it failed, and `failure` says why: the need is open again.

    What was not handed over is free stock again, or `spoiled`. The first stop marked says that the run has left.
    Raises Refused("run_not_confirmed" | "run_is_over" | "match_is_finished" | "cap_reached"), and
    BadInput("stop_units_wrong").
    """
    if done == (failure is not None):
        raise BadInput("stop_failure_missing")
    with office.store.write("mark stop") as write:
        record = _under_way(write, run)
        kept = live_stop(write, record, match)
        day = on or date.today()
        if done:
            _deliver(write, match, kept, units, day, spoiled=spoiled, note=note)
        else:
            _fail(write, match, kept, failure or StopFailure.NO_TIME, day, spoiled=spoiled, note=note)
        write.change(Run, run, state=RunState.UNDER_WAY)
    return Changed(WORK, (run, match, kept.need))


def mark_all(office: Office, *, run: str, on: date | None = None) -> Changed:
    """Every stop that is left was delivered, whole, and the run is over. Raises as `mark_stop`."""
    with office.store.write("mark run") as write:
        record = _under_way(write, run)
        left = [row for row in write.all(Match, uid=list(record.stops)) if row.record.state in LIVE_MATCHES]
        for row in left:
            _deliver(write, row.uid, row.record, None, on or date.today(), spoiled=False, note="")
        write.change(Run, run, state=RunState.DONE)
    return Changed(WORK, (run, *(row.uid for row in left)))


def unmark_stop(office: Office, *, run: str, match: str) -> Changed:
    """It was a slip: the stop is as it was before it was marked, and the run is under way.

    Raises Refused("stop_not_marked"), Refused("stop_moved_on") when the need or the goods went elsewhere since.
    """
    with office.store.write("unmark stop") as write:
        record = write.get(Run, run)
        if match not in record.stops:
            raise BadInput("run_stops_differ")
        kept = write.get(Match, match)
        if kept.state not in (MatchState.DONE, MatchState.FAILED):
            raise Refused("stop_not_marked")
        need = write.get(Need, kept.need)
        others = write.count(Match, need=kept.need, state=[MatchState.PINNED, *LIVE_MATCHES])
        ended = need.state in (NeedState.CLOSED, NeedState.REFERRED)
        given = _unhand(write, match)
        if others or ended or need.filled < (given if need.mode != Mode.SERVICE else 0):
            raise Refused("stop_moved_on")
        free = write.stock([use.lot for use in kept.lots])
        if any(free[use.lot][1] < use.units for use in kept.lots):
            raise Refused("stop_moved_on")
        reserve_in(write, match, kept)
        reasons = [reason for reason in kept.reasons if reason.get("code") != FAILED_CODE]
        write.change(Match, match, state=MatchState.CONFIRMED, reasons=reasons)
        write.change(Need, kept.need, state=NeedState.SCHEDULED, filled=need.filled - given, finished_on=None)
        write.change(Run, run, state=RunState.UNDER_WAY)
    return Changed(WORK, (run, match, kept.need))


def _under_way(write: Writing, uid: str) -> Run:
    record = write.get(Run, uid)
    if record.state == RunState.DONE:
        raise Refused("run_is_over")
    if record.state == RunState.PLANNED:
        raise Refused("run_not_confirmed")
    return record


def _deliver(write: Writing, uid: str, match: Match, units: int | None, day: date, *, spoiled: bool, note: str) -> None:
    """Reserved units become handed out, those of the first lots first; the rest is free again or spoiled."""
    whole = sum(use.units for use in match.lots)
    given = whole if units is None else units
    if not (1 if whole else 0) <= given <= whole:
        raise BadInput("stop_units_wrong", most=whole)
    left, parts = given, []
    for use in match.lots:
        parts.append((use, min(left, use.units)))
        left -= parts[-1][1]
    handed_out = [LotUse(lot=use.lot, units=handed) for use, handed in parts if handed]
    check_uses(write, household=write.get(Need, match.need).household, uses=handed_out, on=day, besides={uid})
    release_in(write, uid, match, day)
    for use, handed in parts:
        _move(write, uid, use.lot, MovementKind.HANDED_OUT, handed, day, note if not spoiled else "")
        if spoiled:
            _move(write, uid, use.lot, MovementKind.SPOILED, use.units - handed, day, note)
    write.change(Match, uid, state=MatchState.DONE)
    need = write.get(Need, match.need)
    filled = need.filled if need.mode == Mode.SERVICE else min(need.filled + given, need.quantity)
    met = need.mode == Mode.SERVICE or filled >= need.quantity
    state = NeedState.FULFILLED if met else NeedState.OPEN
    write.change(Need, match.need, filled=filled, state=state, finished_on=day if met else None)


def _move(write: Writing, match: str, lot: str, kind: MovementKind, units: int, day: date, note: str) -> None:
    if units:
        write.add(Movement.checked(lot=lot, kind=kind, units=-units, on=day, match=match, note=note))


def _fail(write: Writing, uid: str, match: Match, why: StopFailure, day: date, *, spoiled: bool, note: str) -> None:
    cancel_in(write, [Stored(uid, match)], MatchState.FAILED)
    if spoiled:
        for use in match.lots:
            _move(write, uid, use.lot, MovementKind.SPOILED, use.units, day, "")
    told = {"code": FAILED_CODE, "why": why.value}
    if note:
        told["note"] = redact_all(note)  # the store's own watch does not look into reasons
    write.change(Match, uid, reasons=[*match.reasons, told])
    write.change(Need, match.need, state=NeedState.OPEN)


def _unhand(write: Writing, match: str) -> int:
    """Take back what a stop handed out or spoiled, by the opposite movements. Returns the units handed out."""
    given = 0
    left: dict[tuple[str, bool], int] = defaultdict(int)
    for row in write.all(Movement, match=match):
        movement = row.record
        if movement.kind in (MovementKind.HANDED_OUT, MovementKind.RETURNED):
            left[movement.lot, True] -= movement.units
        elif movement.kind in (MovementKind.SPOILED, MovementKind.COUNTED):  # which takes a spoiling back
            left[movement.lot, False] -= movement.units
    for (lot, handed), units in left.items():
        back = MovementKind.RETURNED if handed else MovementKind.COUNTED
        if units:
            write.add(Movement.checked(lot=lot, kind=back, units=units, on=date.today(), match=match))
        given += units if handed else 0
    return given


class Proposed(NamedTuple):
    """What the new plan says of a need that a run did not meet: who would do it when; nobody: it is left out."""

    need: str
    code: str
    volunteers: tuple[str, ...] = ()
    day: date | None = None
    part: Daypart | None = None


@dataclass(frozen=True)
class Replanned:
    """What came of planning a run's rest again."""

    changed: Changed
    needs: tuple[Proposed, ...]

    @property
    def placed(self) -> int:
        """How many of the needs the new plan proposes something for."""
        return sum(bool(one.volunteers) for one in self.needs)


def call_off_rest(office: Office, *, run: str) -> Changed:
    """The run goes no further: the stops that are left are called off, their needs open again and not to be met at that
    time, their goods free. Of a run that met or tried some the rest is told as done; one that did not goes.

    Raises Refused("run_nothing_left") when it met all its needs.
    """
    with office.store.write("call off run") as write:
        record = write.get(Run, run)
        rows = write.all(Match, uid=list(record.stops))
        left = [row for row in rows if row.record.state in LIVE_MATCHES]
        failed = [row for row in rows if row.record.state == MatchState.FAILED]
        if not left and not failed:
            raise Refused("run_nothing_left")
        cancel_in(write, left)
        for row in left:
            write.change(Need, row.record.need, state=NeedState.OPEN)
            rule = {"need": row.record.need, "reason": RejectReason.TIME_UNSUITABLE, "on": date.today()}
            write.add(Rejection.checked(**rule, day=record.day, part=record.part))
        stays = [stop for stop in record.stops if stop not in {row.uid for row in left}]
        if stays:
            write.change(Run, run, stops=stays, state=RunState.DONE)
        else:
            write.remove(Run, run)
    return Changed(WORK, (run, *(row.record.need for row in [*left, *failed])))


def replan_run(office: Office, *, uid: str, as_of: datetime | None = None, progress: Progress = SILENT) -> Replanned:
    """Take the run's rest and what failed into the next plan, made at once around everything else that is kept.

    Raises as `call_off_rest`, and as `planning.replan`; by then the rest is called off, and any plan takes it in.
    """
    changed = call_off_rest(office, run=uid)
    with office.store.read() as read:
        open_again = read.all(Need, uid=list(changed.uids[1:]), state=[NeedState.NEW, NeedState.OPEN])
    try:
        page = replan(office, as_of=as_of, progress=progress)
    except Refused as fault:
        if fault.code != "no_plan":
            raise
        page = make_plan(office, as_of=as_of, progress=progress)
    found = {one.need.uid: one for one in page.proposals}
    told = [_proposed(row.uid, row.record.code, found.get(row.uid)) for row in open_again]
    return Replanned(changed, tuple(told))


def _proposed(uid: str, code: str, found: object) -> Proposed:
    from mutualaid.services.plan_page import Proposal

    if not isinstance(found, Proposal):
        return Proposed(uid, code)
    names = tuple(name for _uid, name in found.volunteers)
    return Proposed(uid, code, names, found.day, found.part)
