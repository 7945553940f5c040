"""Some weeks as one thing to look things up in: what anything would clash with, told without reading again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.household import Household
from mutualaid.records.kinds import ConsentPurpose
from mutualaid.records.office import OfficeSettings
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.bookings import Booking, Clash, Home, Task, against, bookings, clashes, doubled
from mutualaid.services.consents import refused
from mutualaid.store.reading import Reading


@dataclass(frozen=True)
class Diary:
    """Who is where in some weeks, and what is known of people. `booked` are the bookings by volunteer; `homes` are the
    households that a task may be with.
    """

    people: Mapping[str, Volunteer]
    booked: Mapping[str, Sequence[Booking]]
    homes: Mapping[str, Home] = field(default_factory=dict)

    def clashes(self, *, volunteer: str, task: Task) -> list[Clash]:
        """What stands against a volunteer doing a task in these weeks, what forbids it first.

        Raises BadInput("record_gone").
        """
        home = self.homes.get(task.household) if task.household is not None else None
        if volunteer not in self.people or (home is None) != (task.household is None):
            raise BadInput("record_gone", record="Volunteer")
        return against(volunteer, self.people[volunteer], task, self.booked.get(volunteer, ()), home)


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def diary(
    read: Reading, settings: OfficeSettings, *, first: date, last: date, households: Collection[str] = ()
) -> Diary:
    """The diary of the weeks from the one of `first` to that of `last`, and the one after."""
    ends = week_of(last) + timedelta(days=14)
    booked: dict[str, list[Booking]] = {}
    for one in bookings(read, settings, first=week_of(first) - timedelta(days=7), last=ends):
        booked.setdefault(one.volunteer, []).append(one)
    rows = read.all(Household, uid=list(households)) if households else []
    homes = {row.uid: Home(row.uid, row.record, refused(read, row.uid, ConsentPurpose.SHARE)) for row in rows}
    return Diary({row.uid: row.record for row in read.all(Volunteer)}, booked, homes)


def refuse_clash(read: Reading, settings: OfficeSettings, *, volunteer: str, task: Task) -> None:
    """Raises Refused("volunteer_clash", kind) for the first thing that forbids a volunteer to do a task."""
    for clash in clashes(read, settings, volunteer=volunteer, task=task):
        if clash.hard:
            raise Refused("volunteer_clash", kind=clash.kind.value)


def refuse_doubled(read: Reading, before: OfficeSettings, after: OfficeSettings) -> None:
    """Raises Refused("hours_double_book") when other hours of the day put somebody in two places from today on."""
    first = date.today()
    last = first + timedelta(days=366)
    stood = doubled(bookings(read, before, first=first, last=last))
    if doubled(bookings(read, after, first=first, last=last)) - stood:
        raise Refused("hours_double_book")
