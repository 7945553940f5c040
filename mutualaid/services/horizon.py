"""From the office's clock and calendar to the numbered slots of a matching problem, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mutualaid.records.kinds import Daypart
from mutualaid.records.time import Window, parts_of

DAYS = 7
PARTS = len(Daypart)


@dataclass(frozen=True)
class Horizon:
    """Seven days from `as_of`, four slots a day. A slot that has begun by `as_of` is past.

    Slot s is part s % 4 of day s // 4; day 0 is the day of `as_of`.
    """

    as_of: datetime
    hours: dict[Daypart, tuple[time, time]]

    @property
    def first(self) -> date:
        """Day 0."""
        return self.as_of.date()

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + timedelta(days=DAYS - 1)

    @property
    def slots(self) -> range:
        """Every slot number."""
        return range(DAYS * PARTS)

    def open_slots(self) -> list[int]:
        """Slots that have not begun."""
        now = self.as_of.time()
        return [s for s in self.slots if s >= PARTS or self.hours[Daypart(s)][0] > now]

    def is_past(self, day: date | None) -> bool:
        """Whether a day (none: never) was over before the first."""
        return day is not None and day < self.first

    def day(self, slot: int) -> date:
        """The date of a slot."""
        return self.first + timedelta(days=slot // PARTS)

    def slot(self, day: date, part: Daypart) -> int | None:
        """The number of a part of a date; none outside the horizon."""
        ahead = (day - self.first).days
        return ahead * PARTS + int(part) if 0 <= ahead < DAYS else None

    def of_windows(self, windows: Iterable[Window]) -> set[int]:
        """Slots that the windows cover, past ones included."""
        covered: set[int] = set()
        for window in windows:
            parts = parts_of(window.start, window.end, self.hours)
            for ahead in range(DAYS):
                if window.falls_on(self.first + timedelta(days=ahead)):
                    covered.update(ahead * PARTS + int(part) for part in parts)
        return covered
