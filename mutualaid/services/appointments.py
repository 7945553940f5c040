"""Hearings: when, where and in which room, never why; who goes along, who steps in, who is called.

A hearing that meets a need takes it over: while a pair is set the need is scheduled, no plan proposes anything for it,
and what a plan had arranged before is called off. Seven days after it was, it is deleted, and the journal forgets it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mutualaid.discretion.retention import ends_on, is_due
from mutualaid.discretion.told import Answers
from mutualaid.records.errors import Refused
from mutualaid.records.household import Household
from mutualaid.records.kinds import LIVE_MATCHES, UNFINISHED, MatchState, NeedState
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.schedule import Appointment
from mutualaid.records.views import Area, Changed
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.bookings import Task, between, clock
from mutualaid.services.covering import appointment_task
from mutualaid.services.diary import refuse_clash
from mutualaid.services.matches import cancel_in
from mutualaid.services.office import Office
from mutualaid.store.store import Stored
from mutualaid.store.writing import Writing

_ALL = frozenset({Area.SCHEDULE, Area.HOUSEHOLDS, Area.VOLUNTEERS, Area.NEEDS, Area.MATCHES, Area.SUPPLIES})
_RULE = "appointments"
_OWN = frozenset({"delete_after"})
"""What follows from the rest."""


@dataclass(frozen=True)
class AppointmentPage:
    """Everything on one hearing: its household, the need that it meets, and the people that it names by uid.

    `answers` are what was said about its texts when the watch pointed something out.
    """

    uid: str
    record: Appointment
    household: Household
    need: Need | None
    people: dict[str, Volunteer]
    answers: Answers


def appointment(office: Office, *, uid: str) -> AppointmentPage:
    """One hearing. Raises BadInput("record_gone")."""
    with office.store.read() as read:
        record = read.get(Appointment, uid)
        named = {*record.pair, *record.call_tree, *([record.replacement] if record.replacement else [])}
        needs = [row.record for row in read.all(Need, uid=record.need)] if record.need is not None else []
        return AppointmentPage(
            uid=uid,
            record=record,
            household=read.get(Household, record.household),
            need=needs[0] if needs else None,
            people={row.uid: row.record for row in read.all(Volunteer, uid=list(named))},
            answers=read.told(uid),
        )


def accompaniments(office: Office, *, household: str) -> list[Stored[Need]]:
    """The needs of a household that a hearing may meet: accompaniment that somebody still waits for."""
    with office.store.read() as read:
        rows = read.all(Need, household=household, category="accompaniment", state=list(UNFINISHED))
        taken = {row.record.need for row in read.all(Appointment, household=household)}
        return [row for row in rows if row.uid not in taken]


def kept_until(starts: datetime) -> date:
    """The last day on which a hearing at that time is kept."""
    return ends_on(clock(starts).date(), _RULE)


def add_appointment(office: Office, *, household: str, starts: datetime, place: str, **fields: Any) -> Changed:
    """Keep a new hearing. `fields` are the others of an Appointment.

    Raises BadInput("record_gone" | "field_invalid"), Refused("volunteer_clash" | "twice_in_pair" |
    "replacement_in_pair" | "need_of_another" | "need_is_finished" | "need_has_appointment" | "identifier_in_text").
    """
    when = starts.astimezone()
    record = Appointment.checked(household=household, starts=when, place=place, delete_after=kept_until(when), **fields)
    with office.store.write("add appointment") as write:
        write.get(Household, household)
        _check(office, write, "", record, before=None)
        uid = write.add(record)
        touched = _take_over(write, record, None)
    return Changed(_ALL, (uid, *touched))


def change_appointment(office: Office, *, uid: str, **fields: object) -> Changed:
    """Change some fields of a hearing. Raises as `add_appointment`, of people only for what is new."""
    with office.store.write("change appointment") as write:
        touched = _change(office, write, uid, **fields)
    return Changed(_ALL, (uid, *touched))


def _change(office: Office, write: Writing, uid: str, **fields: object) -> list[str]:
    if _OWN & set(fields):
        raise Refused("field_not_changed_here", field="delete_after")
    before = write.get(Appointment, uid)
    starts = fields.get("starts", before.starts)
    assert isinstance(starts, datetime)
    fields |= {"starts": starts.astimezone(), "delete_after": kept_until(starts)}
    after = write.change(Appointment, uid, **fields)
    _check(office, write, uid, after, before=before)
    return _take_over(write, after, before)


def _check(office: Office, write: Writing, uid: str, record: Appointment, *, before: Appointment | None) -> None:
    if len(set(record.pair)) != len(record.pair):
        raise Refused("twice_in_pair")
    if record.replacement is not None:
        write.get(Volunteer, record.replacement)
        if record.replacement in record.pair:
            raise Refused("replacement_in_pair")
    if record.need is not None and (before is None or before.need != record.need):
        _check_need(write, uid, record)
    same = before is not None and (before.starts, before.minutes, before.household) == (
        record.starts, record.minutes, record.household
    )  # fmt: skip
    for volunteer in record.pair:
        if before is None or not same or volunteer not in before.pair:
            refuse_clash(write, office.settings, volunteer=volunteer, task=_besides_match(write, uid, record))
    _check_told(write, record, {before.replacement, *before.call_tree} if before is not None and same else set())


def _check_told(write: Writing, record: Appointment, known: Collection[str | None]) -> None:
    """Who steps in, or is called when something changes, hears of the household: refuse whom it excludes, beside those
    who are `known` to hear of just that already.
    """
    for volunteer in dict.fromkeys([*filter(None, [record.replacement]), *record.call_tree]):
        if volunteer not in known:
            for clash in between(write, volunteer, write.get(Volunteer, volunteer), record.household):
                raise Refused("volunteer_clash", kind=clash.kind.value)


def _check_need(write: Writing, uid: str, record: Appointment) -> None:
    assert record.need is not None
    need = write.get(Need, record.need)
    if need.household != record.household:
        raise Refused("need_of_another")
    if need.state not in UNFINISHED:
        raise Refused("need_is_finished")
    if any(row.uid != uid for row in write.all(Appointment, need=record.need)):
        raise Refused("need_has_appointment")


def _besides_match(write: Writing, uid: str, record: Appointment) -> Task:
    """The task, without what a plan had arranged for the same need: that is called off when the pair is set."""
    task = appointment_task(uid, record)
    if record.need is None:
        return task
    kept = {row.uid for row in write.all(Match, need=record.need, state=list(LIVE_MATCHES))}
    return Task(task.starts, task.ends, household=task.household, besides=task.besides | kept)


def _take_over(write: Writing, after: Appointment, before: Appointment | None) -> list[str]:
    """Bring the needs in step: scheduled while a pair goes, open again when it does not."""
    held = before.need if before is not None and before.pair else None
    holds = after.need if after.pair else None
    if held is not None and held != holds:
        _let_go(write, held)
    if holds is not None and write.get(Need, holds).state in UNFINISHED:
        cancel_in(write, write.all(Match, need=holds, state=[*LIVE_MATCHES, MatchState.PINNED]))
        write.change(Need, holds, state=NeedState.SCHEDULED)
    return [need for need in (held, holds) if need is not None]


def _let_go(write: Writing, need: str) -> None:
    rows = write.all(Need, uid=need)
    if rows and rows[0].record.state == NeedState.SCHEDULED:
        write.change(Need, need, state=NeedState.OPEN)


def move_appointment(office: Office, *, uid: str, starts: datetime, minutes: int | None = None) -> Changed:
    """Move a hearing to another time, or have it take longer. Raises as `add_appointment`."""
    with office.store.write("move appointment") as write:
        fields: dict[str, object] = {"starts": starts} | ({} if minutes is None else {"minutes": minutes})
        touched = _change(office, write, uid, **fields)
    return Changed(_ALL, (uid, *touched))


def step_in(office: Office, *, uid: str, instead_of: str, volunteer: str | None = None) -> Changed:
    """The replacement (or somebody else) goes instead of one of the pair.

    Raises Refused("not_in_pair" | "no_replacement" | "volunteer_clash").
    """
    with office.store.write("step in") as write:
        record = write.get(Appointment, uid)
        if instead_of not in record.pair:
            raise Refused("not_in_pair")
        goes = volunteer or record.replacement
        if goes is None:
            raise Refused("no_replacement")
        pair = [goes if one == instead_of else one for one in record.pair]
        left = None if goes == record.replacement else record.replacement
        _change(office, write, uid, pair=pair, replacement=left)
    return Changed(_ALL, (uid, instead_of, goes))


def remove_appointment(office: Office, *, uid: str) -> Changed:
    """Take a hearing away; a need that it had scheduled is open again. Raises BadInput("record_gone")."""
    with office.store.write("remove appointment") as write:
        record = write.get(Appointment, uid)
        write.remove(Appointment, uid)
        if record.need is not None and record.pair:
            _let_go(write, record.need)
    return Changed(_ALL, (uid, *([record.need] if record.need else [])))


def took_place(office: Office, *, uid: str, on: date | None = None) -> Changed:
    """The pair went along: the need that the hearing met is fulfilled.

    Raises Refused("appointment_without_need" | "need_is_finished").
    """
    with office.store.write("appointment took place") as write:
        record = write.get(Appointment, uid)
        if record.need is None:
            raise Refused("appointment_without_need")
        _met(write, record.need, on or clock(record.starts).date())
    return Changed(_ALL, (uid, record.need))


def _met(write: Writing, need: str, on: date) -> None:
    if write.get(Need, need).state not in UNFINISHED:
        raise Refused("need_is_finished")
    cancel_in(write, write.all(Match, need=need, state=[*LIVE_MATCHES, MatchState.PINNED]))
    write.change(Need, need, state=NeedState.FULFILLED, finished_on=on)


def forget_past(office: Office, *, today: date | None = None) -> Changed:
    """Delete the hearings that are over for longer than they are kept, and have the journal forget what they held.

    Nothing brings them back. A need that such a hearing had scheduled, and that nobody said anything else about,
    counts as met on that day. Called when an office is opened; changes nothing when nothing is due.
    """
    day = today or date.today()
    with office.store.read() as read:
        if not any(is_due(clock(starts).date(), _RULE, day) for _uid, starts in read.columns(Appointment, "starts")):
            return Changed()
    with office.store.write("forget appointments") as write:
        gone = [row for row in write.all(Appointment) if is_due(clock(row.record.starts).date(), _RULE, day)]
        for row in gone:
            need = row.record.need
            if need is not None and row.record.pair and write.count(Need, uid=need, state=[NeedState.SCHEDULED]):
                _met(write, need, clock(row.record.starts).date())
        write.remove_many(Appointment, [row.uid for row in gone])
        write.forget(*(row.uid for row in gone))
    return Changed(_ALL, tuple(row.uid for row in gone))
