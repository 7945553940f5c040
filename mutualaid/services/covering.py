"""Cover: who said that she cannot come, whom an absence keeps away, and who takes the place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from mutualaid.records.errors import Refused
from mutualaid.records.kinds import ShiftKind
from mutualaid.records.schedule import Appointment, Shift
from mutualaid.records.views import Changed
from mutualaid.services.bookings import BookingKind, ClashKind, Task, clock
from mutualaid.services.diary import Diary, diary
from mutualaid.services.office import Office
from mutualaid.services.shifts import SCHEDULE, check_shift, shift_task
from mutualaid.store.reading import Reading


class WhyCover(StrEnum):
    """Why a place asks for somebody else: she said so, or she is away, left, or has a clash that forbids it."""

    SAID = "said"
    ABSENT = "absent"
    GONE = "gone"
    CLASH = "clash"


@dataclass(frozen=True)
class CoverRequest:
    """A place that somebody else must take: of the shift or appointment `uid`, instead of `volunteer`.

    Times are the office's clock. `shift` is what kind of shift it is; `zone` is empty for an appointment.
    """

    kind: BookingKind
    uid: str
    volunteer: str
    why: WhyCover
    starts: datetime
    ends: datetime
    zone: str = ""
    shift: ShiftKind | None = None
    replacement: str | None = None


_WHY = {ClashKind.ABSENT: WhyCover.ABSENT, ClashKind.GONE: WhyCover.GONE}


def ask_cover(office: Office, *, uid: str, volunteer: str) -> Changed:
    """She says that she cannot come: her place on a shift asks for somebody else.

    Raises Refused("not_on_shift" | "cover_asked").
    """
    with office.store.write("ask for cover") as write:
        record = write.get(Shift, uid)
        if volunteer not in record.volunteers:
            raise Refused("not_on_shift")
        if volunteer in record.cover:
            raise Refused("cover_asked")
        write.change(Shift, uid, cover=[*record.cover, volunteer])
    return Changed(SCHEDULE, (uid, volunteer))


def call_off_cover(office: Office, *, uid: str, volunteer: str) -> Changed:
    """She can come after all. Raises Refused("cover_not_asked")."""
    with office.store.write("call off cover") as write:
        record = write.get(Shift, uid)
        if volunteer not in record.cover:
            raise Refused("cover_not_asked")
        write.change(Shift, uid, cover=[one for one in record.cover if one != volunteer])
    return Changed(SCHEDULE, (uid, volunteer))


def take_cover(office: Office, *, uid: str, instead_of: str, volunteer: str) -> Changed:
    """Somebody takes a place on a shift, whoever asked for it or is kept away.

    Raises Refused("not_on_shift" | "twice_on_shift" | "volunteer_clash").
    """
    with office.store.write("take cover") as write:
        record = write.get(Shift, uid)
        if instead_of not in record.volunteers:
            raise Refused("not_on_shift")
        people = [volunteer if one == instead_of else one for one in record.volunteers]
        cover = [one for one in record.cover if one != instead_of]
        after = write.change(Shift, uid, volunteers=people, cover=cover)
        check_shift(office, write, uid, after, people=[volunteer])
    return Changed(SCHEDULE, (uid, instead_of, volunteer))


def cover_requests(office: Office, *, first: date | None = None, last: date | None = None) -> list[CoverRequest]:
    """Every place from a day on (today; up to another) that asks for somebody else, the soonest first.

    An absence, or a clash that came since, raises one by itself, and it goes when they go.
    """
    with office.store.read() as read:
        return cover_in(office, read, first=first or date.today(), last=last)


def cover_in(office: Office, read: Reading, *, first: date, last: date | None = None) -> list[CoverRequest]:
    """The same inside a reading."""
    low = datetime.combine(first, time.min).astimezone()
    high = datetime.combine(last or date(2199, 12, 31), time.max).astimezone()
    shifts = read.within(Shift, "starts", low, high)
    held = read.within(Appointment, "starts", low, high)
    if not shifts and not held:
        return []
    ends = max(clock(one).date() for one in [*(row.record.ends for row in shifts), *(row.record.ends for row in held)])
    known = diary(read, office.settings, first=first, last=ends, households={row.record.household for row in held})
    found: list[CoverRequest] = []
    for row in shifts:
        record, task = row.record, shift_task(row.uid, row.record)
        for volunteer, why in _away(known, record.volunteers, record.cover, task):
            found.append(
                CoverRequest(
                    BookingKind.SHIFT, row.uid, volunteer, why, task.starts, task.ends, record.zone, record.kind
                )
            )
    for meeting in held:
        task = appointment_task(meeting.uid, meeting.record)
        for volunteer, why in _away(known, meeting.record.pair, (), task):
            found.append(
                CoverRequest(
                    BookingKind.APPOINTMENT, meeting.uid, volunteer, why, task.starts, task.ends,
                    replacement=meeting.record.replacement,
                )
            )  # fmt: skip
    return sorted(found, key=lambda one: (one.starts, one.uid, one.volunteer))


def appointment_task(uid: str, record: Appointment) -> Task:
    """What an appointment asks of somebody who goes along."""
    starts, ends = clock(record.starts), clock(record.ends)
    return Task(starts, ends, household=record.household, besides=frozenset({uid}))


def _away(
    known: Diary, people: list[str], said: list[str] | tuple[str, ...], task: Task
) -> Iterator[tuple[str, WhyCover]]:
    for volunteer in people:
        if volunteer in said:
            yield volunteer, WhyCover.SAID
        elif volunteer not in known.people:
            yield volunteer, WhyCover.GONE
        else:
            hard = next((clash for clash in known.clashes(volunteer=volunteer, task=task) if clash.hard), None)
            if hard is not None:
                yield volunteer, _WHY.get(hard.kind, WhyCover.CLASH)
