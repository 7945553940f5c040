"""Days of a week and windows of a day, in the office's own local time.

A plan thinks in four slots a day (`Daypart`); people speak in clock times. `parts_of` is the one place where the two
meet: a window covers a slot when it holds at least half of it, or two hours of it.
"""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Self

from pydantic import Field, model_validator

from mutualaid.records.base import Part
from mutualaid.records.kinds import Daypart

PART_HOURS: dict[Daypart, tuple[time, time]] = {
    Daypart.MORNING: (time(8), time(12)),
    Daypart.AFTERNOON: (time(12), time(17)),
    Daypart.EVENING: (time(17), time(20)),
    Daypart.NIGHT: (time(20), time(23)),
}
"""Clock times of the four slots unless the office sets others."""

Weekday = Annotated[int, Field(ge=0, le=6)]
"""Monday is 0."""


class Window(Part):
    """A stretch of clock time in one day: on every such weekday, or on one date, or (neither) on any day."""

    weekday: Weekday | None = None
    on: date | None = None
    start: time
    end: time

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a window ends after it starts")
        if self.weekday is not None and self.on is not None:
            raise ValueError("a window is on a weekday or on a date, not both")
        return self

    def falls_on(self, day: date) -> bool:
        """Whether the window is open on that date."""
        if self.on is not None:
            return self.on == day
        return self.weekday is None or self.weekday == day.weekday()


class DateRange(Part):
    """From the first to the last day, both included."""

    first: date
    last: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("a range ends on or after the day it starts")
        return self

    def holds(self, day: date) -> bool:
        """Whether that date lies in the range."""
        return self.first <= day <= self.last


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def parts_of(start: time, end: time, hours: dict[Daypart, tuple[time, time]] | None = None) -> list[Daypart]:
    """The slots that a clock window covers: half of a slot or two hours of it; else the one it meets most."""
    hours = hours or PART_HOURS
    shared = {
        part: min(_minutes(end), _minutes(last)) - max(_minutes(start), _minutes(first))
        for part, (first, last) in hours.items()
    }
    covered = [
        part
        for part, (first, last) in hours.items()
        if shared[part] >= min(120, (_minutes(last) - _minutes(first) + 1) // 2)
    ]
    if covered:
        return covered
    best = max(shared, key=lambda part: (shared[part], -part))
    return [best] if shared[best] > 0 else []
