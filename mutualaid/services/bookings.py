"""Who is where, when: matches, shifts and accompaniments as one list of bookings, and what a new one would clash with.

A match takes the whole part of the day that it is in; matches of the same part are one run, which the engine's rules
look after, so they never clash with one another here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from mutualaid.records.household import Household
from mutualaid.records.kinds import LIVE_MATCHES, ConsentPurpose, Daypart
from mutualaid.records.match import Match
from mutualaid.records.office import OfficeSettings
from mutualaid.records.schedule import Appointment, Shift
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.consents import refused
from mutualaid.store.reading import Reading


class BookingKind(StrEnum):
    """What takes somebody's time."""

    MATCH = "match"
    SHIFT = "shift"
    APPOINTMENT = "appointment"


class Booking(NamedTuple):
    """A volunteer's time taken from `starts` to `ends` (the office's clock, no zone) by the record `uid`."""

    kind: BookingKind
    uid: str
    volunteer: str
    starts: datetime
    ends: datetime

    def meets(self, other: Booking) -> bool:
        """Whether both want the same person at the same time."""
        if self.uid == other.uid or self.volunteer != other.volunteer:
            return False
        if self.kind is other.kind is BookingKind.MATCH:
            return False
        return self.starts < other.ends and other.starts < self.ends


class ClashKind(StrEnum):
    """Why a volunteer cannot be somewhere. All but the last two forbid it; those are for the coordinator to weigh."""

    GONE = "gone"
    ABSENT = "absent"
    BUSY = "busy"
    SKILL = "skill"
    EXCLUDED = "excluded"
    CONSENT = "consent"
    NOT_FREE = "not_free"
    WEEK_FULL = "week_full"


HARD = frozenset(ClashKind) - {ClashKind.NOT_FREE, ClashKind.WEEK_FULL}
"""What no path in the program lets through."""


class Clash(NamedTuple):
    """One thing that stands against a volunteer being somewhere; `booking` is what she is busy with."""

    kind: ClashKind
    volunteer: str
    booking: Booking | None = None

    @property
    def hard(self) -> bool:
        """Whether it forbids."""
        return self.kind in HARD


@dataclass(frozen=True)
class Task:
    """What somebody would be booked for, from `starts` to `ends` on the office's clock. `household`: whom it is with.

    `besides` are records whose own bookings do not count: the one that is being moved.
    """

    starts: datetime
    ends: datetime
    skill: str | None = None
    household: str | None = None
    besides: frozenset[str] = frozenset()


def clock(moment: datetime) -> datetime:
    """A moment as the office's clock shows it."""
    return moment if moment.tzinfo is None else moment.astimezone().replace(tzinfo=None)


def hours_of(day: date, part: Daypart, hours: Mapping[Daypart, tuple[time, time]]) -> tuple[datetime, datetime]:
    """From when to when a part of a day lasts."""
    first, last = hours[part]
    return datetime.combine(day, first), datetime.combine(day, last)


def people_of(read: Reading, appointment: Appointment) -> list[str]:
    """Who goes: the pair that was named, else those whose kept match meets its need."""
    if appointment.pair or appointment.need is None:
        return list(appointment.pair)
    matches = read.all(Match, need=appointment.need, state=list(LIVE_MATCHES))
    return [person for row in matches for person in row.record.people]


def bookings(
    read: Reading, settings: OfficeSettings, *, first: date, last: date, volunteers: Collection[str] | None = None
) -> list[Booking]:
    """Every booking between two days, both included, in order of time; of some volunteers only, when given."""
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    low = datetime.combine(first - timedelta(days=1), time.min).astimezone()
    high = datetime.combine(last, time.max).astimezone()
    found: list[Booking] = []
    for row in read.all(Match, day=days, state=list(LIVE_MATCHES)):
        match = row.record
        if match.day is not None and match.part is not None:
            starts, ends = hours_of(match.day, match.part, settings.hours)
            found += [Booking(BookingKind.MATCH, row.uid, who, starts, ends) for who in dict.fromkeys(match.people)]
    for shift in read.within(Shift, "starts", low, high):
        found += _booked(BookingKind.SHIFT, shift.uid, shift.record.volunteers, shift.record.starts, shift.record.ends)
    for held in read.within(Appointment, "starts", low, high):
        found += _booked(BookingKind.APPOINTMENT, held.uid, held.record.pair, held.record.starts, held.record.ends)
    opens, closes = datetime.combine(first, time.min), datetime.combine(last, time.max)
    wanted = [
        one
        for one in found
        if one.ends > opens and one.starts <= closes and (volunteers is None or one.volunteer in volunteers)
    ]
    return sorted(wanted, key=lambda one: (one.starts, one.ends, one.kind, one.uid, one.volunteer))


def _booked(kind: BookingKind, uid: str, people: Iterable[str], starts: datetime, ends: datetime) -> list[Booking]:
    return [Booking(kind, uid, who, clock(starts), clock(ends)) for who in dict.fromkeys(people)]


def doubled(found: Iterable[Booking]) -> set[tuple[str, str, str]]:
    """Of bookings, those that want one person in two places: (volunteer, one record, the other)."""
    by_person: dict[str, list[Booking]] = {}
    for one in found:
        by_person.setdefault(one.volunteer, []).append(one)
    pairs: set[tuple[str, str, str]] = set()
    for who, booked in by_person.items():
        for at, one in enumerate(booked):
            met = [other.uid for other in booked[at + 1 :] if one.meets(other)]
            pairs |= {(who, min(one.uid, uid), max(one.uid, uid)) for uid in met}
    return pairs


def clashes(read: Reading, settings: OfficeSettings, *, volunteer: str, task: Task) -> list[Clash]:
    """What stands against a volunteer doing a task, what forbids it first. Raises BadInput("record_gone")."""
    record = read.get(Volunteer, volunteer)
    first, last = days_around(task)
    booked = bookings(read, settings, first=first, last=last, volunteers={volunteer})
    return against(volunteer, record, task, booked, home_of(read, task.household))


class Home(NamedTuple):
    """What a household says about who may come: its record, and whether it refused to be told of to volunteers."""

    uid: str
    record: Household
    shut: bool


def home_of(read: Reading, household: str | None) -> Home | None:
    """The household that a task is with, if it is with one."""
    if household is None:
        return None
    return Home(household, read.get(Household, household), refused(read, household, ConsentPurpose.SHARE))


def days_around(task: Task) -> tuple[date, date]:
    """The first and the last day whose bookings bear on a task: those of its week, and its own."""
    monday = task.starts.date() - timedelta(days=task.starts.weekday())
    return monday, max(monday + timedelta(days=6), task.ends.date())


def against(uid: str, record: Volunteer, task: Task, booked: Iterable[Booking], home: Home | None) -> list[Clash]:
    """What stands against it, what forbids it first, by what was read: her bookings `days_around` it, and the home."""
    mine = [one for one in booked if one.volunteer == uid]
    return [*_forbids(uid, record, task, mine, home), *_weighs(uid, record, task, mine)]


def _forbids(uid: str, record: Volunteer, task: Task, booked: list[Booking], home: Home | None) -> Iterator[Clash]:
    first, last = task.starts.date(), task.ends.date()
    if not record.active:
        yield Clash(ClashKind.GONE, uid)
    if any(away.first <= last and first <= away.last for away in record.absences):
        yield Clash(ClashKind.ABSENT, uid)
    mine = Booking(BookingKind.SHIFT, "", uid, task.starts, task.ends)
    for booking in booked:
        if booking.uid not in task.besides and mine.meets(booking):
            yield Clash(ClashKind.BUSY, uid, booking)
    if task.skill is not None and task.skill not in skills_on(record, first):
        yield Clash(ClashKind.SKILL, uid)
    if home is not None:
        yield from barred(uid, record, home)


def between(read: Reading, uid: str, record: Volunteer, household: str) -> Iterator[Clash]:
    """What forbids sending a volunteer to a household at whatever time. Raises BadInput("record_gone")."""
    home = home_of(read, household)
    assert home is not None
    yield from barred(uid, record, home)


def barred(uid: str, record: Volunteer, home: Home) -> Iterator[Clash]:
    """What forbids it by what was read: one of the two asked for it, or the household told nobody of itself."""
    asked = uid in home.record.excluded_volunteers or home.uid in record.excluded_households
    if asked or record.zone in home.record.excluded_zones:
        yield Clash(ClashKind.EXCLUDED, uid)
    if home.shut:
        yield Clash(ClashKind.CONSENT, uid)


def skills_on(record: Volunteer, day: date) -> set[str]:
    """The skills that count on a day: those whose training, where one was noted, has not lapsed."""
    valid = {t.skill for t in record.trainings if t.expires is None or t.expires >= day}
    lapsed = {t.skill for t in record.trainings} - valid
    return set(record.skills) - lapsed


def _weighs(uid: str, record: Volunteer, task: Task, booked: list[Booking]) -> Iterator[Clash]:
    if not _offered(record, task):
        yield Clash(ClashKind.NOT_FREE, uid)
    monday = task.starts.date() - timedelta(days=task.starts.weekday())
    opens, closes = datetime.combine(monday, time.min), datetime.combine(monday + timedelta(days=6), time.max)
    week = [one for one in booked if one.ends > opens and one.starts <= closes and one.uid not in task.besides]
    if len({(one.kind, one.starts) for one in week}) >= record.tasks_per_week:
        yield Clash(ClashKind.WEEK_FULL, uid)


def _offered(record: Volunteer, task: Task) -> bool:
    """Whether her hours, put together, hold the whole of the task."""
    reached = task.starts
    for start, end in sorted(
        (datetime.combine(day, window.start), datetime.combine(day, window.end))
        for day in {task.starts.date(), task.ends.date()}
        for window in record.availability
        if window.falls_on(day)
    ):
        if start <= reached < end:
            reached = end
    return reached >= task.ends
