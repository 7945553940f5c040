"""An entry that was picked up and is being moved or stretched, by mouse or by keyboard alike. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from mutualaid.records.kinds import Daypart

if TYPE_CHECKING:
    from mutualaid.services.bookings import Clash
    from mutualaid.services.diary import Diary
    from mutualaid.services.week import Entry

STEP = 30
"""Minutes that a key or the mouse moves by."""

Hours = Mapping[Daypart, tuple[time, time]]


@dataclass
class Carry:
    """The entry as it was, and from when to when it would be if it were dropped now.

    A run moves by whole parts of a day, as its stops were planned, and is not stretched.
    """

    entry: Entry
    hours: Hours
    starts: datetime
    ends: datetime
    part: Daypart | None = None

    @classmethod
    def of(cls, entry: Entry, hours: Hours) -> Carry:
        """Pick an entry up."""
        return cls(entry, hours, entry.starts, entry.ends, entry.part)

    @property
    def by_parts(self) -> bool:
        """Whether it moves by parts of the day."""
        return self.part is not None

    @property
    def moved(self) -> bool:
        """Whether it lies anywhere but where it was."""
        if self.by_parts:
            return (self.starts.date(), self.part) != (self.entry.starts.date(), self.entry.part)
        return (self.starts, self.ends) != (self.entry.starts, self.entry.ends)

    def step(self, *, days: int = 0, steps: int = 0) -> None:
        """Move by days, and by half hours (a run: by parts of the day, as far as the day has some)."""
        if self.part is not None:
            part = min(max(int(self.part) + (steps > 0) - (steps < 0), 0), len(Daypart) - 1)
            self._to_part(self.starts.date() + timedelta(days=days), Daypart(part))
            return
        by = timedelta(days=days, minutes=STEP * steps)
        self.starts, self.ends = self.starts + by, self.ends + by

    def stretch(self, steps: int) -> None:
        """Have it end so many half hours later, or earlier; half an hour of it stays."""
        if not self.by_parts:
            self.ends = min(
                max(self.ends + timedelta(minutes=STEP * steps), self.starts + timedelta(minutes=STEP)),
                self.starts + timedelta(days=1),
            )

    def put(self, day: date, minute: int) -> None:
        """Have it begin at that minute of a day, to the half hour."""
        at = round(minute / STEP) * STEP
        if self.by_parts:
            clock = min(max(minute, 0), 24 * 60 - 1)
            parts = [part for part, (first, _last) in self.hours.items() if first.hour * 60 + first.minute <= clock]
            self._to_part(day, max(parts, default=Daypart.MORNING))
            return
        long = self.ends - self.starts
        self.starts = datetime.combine(day, time()) + timedelta(minutes=at)
        self.ends = self.starts + long

    def end_at(self, day: date, minute: int) -> None:
        """Have it end at that minute of a day, to the half hour."""
        if not self.by_parts:
            at = datetime.combine(day, time()) + timedelta(minutes=round(minute / STEP) * STEP)
            self.ends = min(max(at, self.starts + timedelta(minutes=STEP)), self.starts + timedelta(days=1))

    def _to_part(self, day: date, part: Daypart) -> None:
        first, last = self.hours[part]
        self.part = part
        if (day, part) == (self.entry.starts.date(), self.entry.part):
            self.starts, self.ends = self.entry.starts, self.entry.ends
        else:
            self.starts, self.ends = datetime.combine(day, first), datetime.combine(day, last)

    def clashes(self, diary: Diary) -> list[Clash]:
        """What would stand against its people there, what forbids it first."""
        task = replace(self.entry, starts=self.starts, ends=self.ends).task()
        found = [
            clash
            for who in self.entry.people
            if who in diary.people
            for clash in diary.clashes(volunteer=who, task=task)
        ]
        return sorted(found, key=lambda clash: not clash.hard)
