"""Calendar periods that can be released: a month, a quarter, a year, each closed seven days after its end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from mutualaid.records.errors import BadInput, Refused

MONTH, QUARTER, YEAR = "month", "quarter", "year"
LEVELS = (MONTH, QUARTER, YEAR)

LAG_DAYS = 7
"""Days after its end until a period may be released, so that most late records are in."""

_FORM = re.compile(r"(?P<year>[12]\d{3})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?", re.ASCII)


@dataclass(frozen=True, order=True)
class Period:
    """Whole months of one year, from `first` to `last` (1 to 12, both included)."""

    year: int
    first: int
    last: int

    @property
    def level(self) -> str:
        """Whether this is a month, a quarter or a year."""
        return {1: MONTH, 3: QUARTER, 12: YEAR}[self.last - self.first + 1]

    @property
    def code(self) -> str:
        """How files write it: 2026-10, 2026-Q3, 2026."""
        if self.level == YEAR:
            return f"{self.year:04d}"
        return f"{self.year:04d}-Q{self.last // 3}" if self.level == QUARTER else f"{self.year:04d}-{self.first:02d}"

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, self.first, 1)

    @property
    def end(self) -> date:
        """The last day."""
        after = date(self.year + self.last // 12, self.last % 12 + 1, 1)
        return after - timedelta(days=1)

    @property
    def closes(self) -> date:
        """The first day on which it may be released."""
        return self.end + timedelta(days=LAG_DAYS)

    def months(self) -> tuple[Period, ...]:
        """The months in it, in order."""
        return tuple(Period(self.year, month, month) for month in range(self.first, self.last + 1))

    def within(self, other: Period) -> bool:
        """Whether every day of this one is a day of the other."""
        return self.year == other.year and other.first <= self.first and self.last <= other.last


def parse_period(text: str) -> Period:
    """The period that `text` names ("2026-10", "2026-Q3", "2026"). Raises BadInput("period_unreadable")."""
    return _parsed(text.strip().upper())


@cache
def _parsed(text: str) -> Period:
    """A few hundred codes are all there are, and each is read for every cell."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise BadInput("period_unreadable")
    year = int(found["year"])
    if found["month"]:
        return Period(year, int(found["month"]), int(found["month"]))
    if found["quarter"]:
        quarter = int(found["quarter"])
        return Period(year, 3 * quarter - 2, 3 * quarter)
    return Period(year, 1, 12)


def periods_of(year: int) -> tuple[Period, ...]:
    """Every period of a calendar year: its months, its quarters, itself."""
    whole = Period(year, 1, 12)
    return (*whole.months(), *(Period(year, first, first + 2) for first in (1, 4, 7, 10)), whole)


def require_closed(period: Period, today: date) -> None:
    """Raise Refused("period_open", period, closes) before the day on which the period may be released."""
    if today < period.closes:
        raise Refused("period_open", period=period.code, closes=period.closes.isoformat())
