"""When a need that comes back comes back: days on the calendar only, so that no change of the clock moves one.

The day of a need is the one it is needed by, else the one on which it was asked for; the next is one week, two weeks or
one month after it. Months keep the day that the series began with, as far as they are long enough: January 31 is
followed by February 28 and that by March 31.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from mutualaid.records.kinds import CloseReason, NeedState, Recurrence

LEAD = timedelta(days=6)
"""So long before the day it is needed by the next need is made: in the week that ends with that day."""

_WEEKS = {Recurrence.WEEKLY: 1, Recurrence.FORTNIGHTLY: 2}
_ENDING = frozenset(
    {CloseReason.NO_LONGER_NEEDED, CloseReason.WITHDRAWN, CloseReason.DUPLICATE, CloseReason.CANNOT_REACH}
)
"""Closed for these reasons, it does not come back. What could not be met this time, or was met elsewhere, does."""


class Occurrence(NamedTuple):
    """A need's place in its series: what decides on the next one."""

    recurrence: Recurrence
    received_on: date
    needed_by: date | None
    recurs_from: date | None
    recurs_until: date | None
    state: NeedState
    close_reason: CloseReason | None

    @property
    def day(self) -> date:
        """The day from which the next is counted."""
        return self.needed_by or self.received_on

    @property
    def goes_on(self) -> bool:
        """Whether a need ended, if it did, in a way that lets the next one come."""
        return (
            self.recurrence != Recurrence.ONCE and self.state != NeedState.REFERRED and self.close_reason not in _ENDING
        )


class Next(NamedTuple):
    """The next need of a series: the day that it is for, and the day on which it is made."""

    day: date
    made_on: date


def _in_month(first: date, months: int, wanted: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(wanted, monthrange(year, month + 1)[1]))


def _cut(day: date, wanted: int) -> bool:
    """Whether a day is the wanted one of its month, or the month's last where it has none such."""
    return day.day == min(wanted, monthrange(day.year, day.month)[1])


def month_day(days: Sequence[date]) -> int:
    """The day of the month that a monthly series means, of its days from the newest back.

    A shorter month cut it; a day that somebody moved by hand counts from there on.
    """
    meant = days[0].day
    for count, earlier in enumerate(days[1:], 2):
        wanted = max(meant, earlier.day)
        if not all(_cut(day, wanted) for day in days[:count]):
            break
        meant = wanted
    return meant


def days_after(day: date, recurrence: Recurrence, meant: int) -> Iterator[date]:
    """The days on which it comes back, the first first, as far as the calendar goes."""
    count = 0
    while True:
        count += 1
        try:
            weeks = _WEEKS.get(recurrence)
            yield _in_month(day, count, meant) if weeks is None else day + timedelta(weeks=weeks * count)
        except (OverflowError, ValueError):
            return


def next_of(last: Occurrence, earlier: Sequence[date], today: date) -> Next | None:
    """What follows the last need of a series, none when nothing does. `earlier` are the days before it, newest first.

    Days that passed while nobody opened the office are not made up for: the next is the one whose time it is.
    """
    if not last.goes_on:
        return None
    lead = LEAD if last.needed_by is not None else timedelta(0)
    found: date | None = None
    for day in days_after(last.day, last.recurrence, month_day([last.day, *earlier])):
        if last.recurs_from is not None and day < last.recurs_from:
            continue
        if lead and found is None and day < today:
            continue
        if found is not None and (lead or day > today):
            break
        found = day
    if found is None or (last.recurs_until is not None and found > last.recurs_until):
        return None
    return Next(found, found - lead)
