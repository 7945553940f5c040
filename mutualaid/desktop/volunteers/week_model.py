"""A week of offered hours, without a widget: spans of minutes day by day, painted, rubbed out, copied, typed and read.

Windows that nothing was changed about stay just as they were typed, to the minute; what is painted snaps to half hours.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from mutualaid.language.catalog import tr
from mutualaid.language.formats import format_list, format_time_range, format_weekday
from mutualaid.records.kinds import Daypart

if TYPE_CHECKING:
    from mutualaid.records.time import Window

HALF = 30
"""Minutes of one row."""
HALVES = 48
DAY = 24 * 60
_LAST = DAY - 1
"""A window's end can be no later than 23:59, which stands for midnight."""

Span = tuple[int, int]
"""From one minute of a day to another, the end not included."""
Hours = Mapping[Daypart, tuple[time, time]]


def minute(moment: time) -> int:
    """The minute of the day; 23:59 is its end."""
    found = moment.hour * 60 + moment.minute
    return DAY if found == _LAST else found


def clock(at: int) -> time:
    """A minute of the day as a clock time."""
    return time(*divmod(min(at, _LAST), 60))


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same minutes as spans in order that neither touch nor overlap."""
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def without(spans: Iterable[Span], start: int, end: int) -> tuple[Span, ...]:
    """The spans less what lies between two minutes."""
    left = [(one, min(other, start)) for one, other in spans] + [(max(one, end), other) for one, other in spans]
    return joined(left)


@dataclass(frozen=True)
class Week:
    """The spans of Monday to Sunday."""

    days: tuple[tuple[Span, ...], ...] = ((),) * 7

    @classmethod
    def of(cls, windows: Sequence[Window]) -> Week:
        """What weekly windows cover; one without a weekday counts for every day, one on a date for none."""
        weekly = [one for one in windows if one.on is None]
        return cls(
            tuple(
                joined((minute(one.start), minute(one.end)) for one in weekly if one.weekday in (None, day))
                for day in range(7)
            )
        )

    def windows(self, before: Sequence[Window]) -> list[Window]:
        """Windows that cover it. Days that are as they were keep theirs, and so do windows on a date."""
        from mutualaid.records.time import Window

        was = Week.of(before)
        if self == was:
            return list(before)
        made: list[Window] = []
        for day in range(7):
            if self.days[day] == was.days[day]:
                kept = [one for one in before if one.on is None and one.weekday in (None, day)]
                made += [Window(weekday=day, start=one.start, end=one.end) for one in kept]
            else:
                made += [Window(weekday=day, start=clock(start), end=clock(end)) for start, end in self.days[day]]
        return made + [one for one in before if one.on is not None]

    def share(self, day: int, half: int) -> float:
        """How much of a half hour is covered, from 0 to 1."""
        low, high = half * HALF, (half + 1) * HALF
        return sum(max(0, min(end, high) - max(start, low)) for start, end in self.days[day]) / HALF

    def painted(self, days: Collection[int], first: int, last: int, on: bool) -> Week:
        """The half hours from `first` to `last`, both included, offered on those days or no longer."""
        low, high = first * HALF, (last + 1) * HALF
        changed = list(self.days)
        for day in days:
            changed[day] = joined([*changed[day], (low, high)]) if on else without(changed[day], low, high)
        return Week(tuple(changed))

    def with_day(self, day: int, spans: Iterable[Span]) -> Week:
        """Another day in place of one."""
        changed = list(self.days)
        changed[day] = joined(spans)
        return Week(tuple(changed))

    def copied(self, source: int, targets: Iterable[int]) -> Week:
        """A day's hours on other days too."""
        changed = list(self.days)
        for day in targets:
            changed[day] = changed[source]
        return Week(tuple(changed))

    def run_at(self, day: int, half: int) -> tuple[int, int, bool]:
        """The run that a half hour lies in: from which minute to which, and whether it is offered."""
        low = half * HALF
        for start, end in self.days[day]:
            if start < low + HALF and low < end:
                return start, end, True
        before = max((end for _start, end in self.days[day] if end <= low), default=0)
        after = min((start for start, _end in self.days[day] if start >= low + HALF), default=DAY)
        return before, after, False

    def first_half(self, usual: int) -> int:
        """The first row to show: the usual one, or an earlier one that is offered."""
        return min([usual, *(start // HALF for spans in self.days for start, _end in spans)])


def part_at(half: int, hours: Hours) -> Daypart | None:
    """The part of the day that a half hour begins in."""
    at = half * HALF
    return next((part for part, (first, last) in hours.items() if minute(first) <= at < minute(last)), None)


def bounds(hours: Hours) -> list[int]:
    """The half hours at which parts of the day begin, and at which the last one ends."""
    found = {minute(first) // HALF for first, _last in hours.values()}
    return sorted(found | {-(-max(minute(last) for _first, last in hours.values()) // HALF)})


def spans_words(spans: Iterable[Span]) -> str:
    """Spans as they are typed and read: "8:00 AM to 12:00 PM, 5:00 PM to 8:00 PM"."""
    return ", ".join(format_time_range(clock(start), clock(end)) for start, end in spans)


def week_words(week: Week) -> str:
    """The week as it is read aloud, days that are alike together."""
    alike: dict[tuple[Span, ...], list[int]] = {}
    for day in range(7):
        if week.days[day]:
            alike.setdefault(week.days[day], []).append(day)
    told = [
        tr("{day}: {parts}", day=format_list([format_weekday(day) for day in days]), parts=spans_words(spans))
        for spans, days in alike.items()
    ]
    return "; ".join(told) if told else tr("no time of the week given")


def run_words(week: Week, day: int, half: int, hours: Hours) -> str:
    """What lies under the cursor: the day, the part of it, and the whole run of offered or empty time there."""
    from mutualaid.language.labels import label

    start, end, on = week.run_at(day, half)
    part = part_at(half, hours)
    where = format_weekday(day) if part is None else f"{format_weekday(day)}, {label(part).lower()}"
    times = format_time_range(clock(start), clock(end))
    return (
        tr("{where}: offered {times}", where=where, times=times)
        if on
        else tr("{where}: nothing from {times}", where=where, times=times)
    )


_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:([ap])\.?\s*m?\.?)?", re.IGNORECASE)
_TO = re.compile(r"\s*(?:-|–|—|\bto\b|\ba\b(?!\.?\s*m)|\bhasta\b|\buntil\b)\s*", re.IGNORECASE)


def read_spans(text: str) -> tuple[Span, ...]:
    """The spans that a person typed: "8-12, 5pm-8:30pm", "8:00 AM to 12:00 PM", "de 9 a 13 y de 15 a 18".

    In "2-6pm" the second half says it for both. Raises ValueError for what is no time, or ends before it begins.
    """
    plain = text.replace("\u00a0", " ").replace("\u202f", " ")
    pieces = [piece for piece in re.split(r"[,;]|\by\b|\band\b", plain) if piece.strip()]
    return joined(_read_span(re.sub(r"^\s*(?:de|from)\b", "", piece, flags=re.IGNORECASE)) for piece in pieces)


def _read_span(text: str) -> Span:
    ends = [end for end in _TO.split(text.strip()) if end.strip()]
    if len(ends) != 2:
        raise ValueError("no span")
    (first, half), (last, other) = _read_time(ends[0]), _read_time(ends[1])
    start = _on_clock(first, half or (other if other and _on_clock(first, other) < _on_clock(last, other) else ""))
    end = _on_clock(last, other)
    if end == 0:
        end = DAY
    if start >= end:
        raise ValueError("ends before it begins")
    return start, end


def _read_time(text: str) -> tuple[int, str]:
    found = _TIME.fullmatch(text.strip())
    if found is None or int(found[1]) > 24 or int(found[2] or 0) > 59:
        raise ValueError("no time")
    return int(found[1]) * 60 + int(found[2] or 0), (found[3] or "").lower()


def _on_clock(at: int, half: str) -> int:
    hour = at // 60
    if half and not 1 <= hour <= 12:
        raise ValueError("no time")
    if half == "p" and hour < 12:
        at += 12 * 60
    if half == "a" and hour == 12:
        at -= 12 * 60
    if at >= _LAST:
        at = max(at, DAY)
    if at > DAY:
        raise ValueError("no time")
    return at


def spans_on(windows: Iterable[Window], day: date) -> tuple[Span, ...]:
    """What windows, weekly ones and those on a date, offer on one date."""
    return joined((minute(one.start), minute(one.end)) for one in windows if one.falls_on(day))
