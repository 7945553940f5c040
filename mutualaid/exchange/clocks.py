"""When people are free: "Sun 5-8pm; Tue morning", "sáb por la tarde", "2026-12-01 14:00-16:00"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time

from mutualaid.exchange.dates import parse_date
from mutualaid.records.folding import fold
from mutualaid.records.kinds import Daypart
from mutualaid.records.time import PART_HOURS, Window

Hours = Mapping[Daypart, tuple[time, time]]
_Time = tuple[int, int, str]

_DAYS = {
    word: day
    for day, words in enumerate(
        (
            ("monday", "mon", "mondays", "lunes", "lun"),
            ("tuesday", "tue", "tues", "tuesdays", "martes", "mar"),
            ("wednesday", "wed", "weds", "wednesdays", "miercoles", "mie", "mier"),
            ("thursday", "thu", "thur", "thurs", "thursdays", "jueves", "jue"),
            ("friday", "fri", "fridays", "viernes", "vie"),
            ("saturday", "sat", "saturdays", "sabado", "sabados", "sab"),
            ("sunday", "sun", "sundays", "domingo", "domingos", "dom"),
        )
    )
    for word in words
}
_GROUPS = {
    "weekday": range(5), "weekdays": range(5), "entre semana": range(5), "dias de semana": range(5),
    "weekend": (5, 6), "weekends": (5, 6), "fin de semana": (5, 6), "fines de semana": (5, 6),
    "every day": range(7), "everyday": range(7), "daily": range(7), "any day": range(7), "all week": range(7),
    "todos los dias": range(7), "diario": range(7), "cualquier dia": range(7),
}  # fmt: skip
_PARTS = {
    "morning": (Daypart.MORNING,), "mornings": (Daypart.MORNING,), "manana": (Daypart.MORNING,),
    "mananas": (Daypart.MORNING,), "am": (Daypart.MORNING,),
    "afternoon": (Daypart.AFTERNOON,), "afternoons": (Daypart.AFTERNOON,), "tarde": (Daypart.AFTERNOON,),
    "tardes": (Daypart.AFTERNOON,), "pm": (Daypart.AFTERNOON,),
    "evening": (Daypart.EVENING,), "evenings": (Daypart.EVENING,), "tarde noche": (Daypart.EVENING,),
    "night": (Daypart.NIGHT,), "nights": (Daypart.NIGHT,), "noche": (Daypart.NIGHT,), "noches": (Daypart.NIGHT,),
    "all day": tuple(Daypart), "any time": tuple(Daypart), "anytime": tuple(Daypart), "todo el dia": tuple(Daypart),
    "cualquier hora": tuple(Daypart), "a cualquier hora": tuple(Daypart),
}  # fmt: skip
_FILLER = {"por", "en", "la", "las", "el", "los", "de", "a", "in", "on", "the", "from", "at"}
_CLOCK = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.|a|p)?"
_RANGE = re.compile(rf"(?<![\d-]){_CLOCK}\s*(?:-|–|—|to|a las|a|hasta)\s*{_CLOCK}(?![\w-])", re.IGNORECASE)
_AFTER = re.compile(rf"(?:after|despu[eé]s de(?: las)?|desde(?: las)?)\s*{_CLOCK}(?![\w-])", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:before|antes de(?: las)?|until|hasta(?: las)?)\s*{_CLOCK}(?![\w-])", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4}")
_DAY_RANGE = re.compile(r"\b([a-z]+) (?:to|through|thru|a|al) ([a-z]+)\b")
_HYPHENATED = re.compile(r"(?<=[^\W\d])\s*[-–—]\s*(?=[^\W\d])")
_MOST = 60


def parse_windows(text: str, hours: Hours = PART_HOURS) -> tuple[list[Window], bool]:
    """The windows that `text` names and whether all of it was understood. "Any time" is no window: nothing is closed.

    Parts of a day are the office's own (`hours`); a day without a time is open from its first hour to its last.
    """
    windows: list[Window] = []
    whole = True
    for part in filter(None, (piece.strip() for piece in re.split(r"[;|\n]|,(?!\d)", text))):
        found = _one(part, hours)
        if found is None:
            whole = False
            continue
        windows += [window for window in found if window not in windows]
    return windows[:_MOST], whole and len(windows) <= _MOST


def _one(part: str, hours: Hours) -> list[Window] | None:
    part = _HYPHENATED.sub(" to ", part)
    on: date | None = None
    if (dated := _DATE.search(part)) is not None:
        on = parse_date(dated.group())
        if on is None:
            return None
        part = part[: dated.start()] + " " + part[dated.end() :]
    spans, part = _clock(part, hours)
    rest = fold(part)
    days, rest = _days(rest)
    if days is None:
        return None
    words = " ".join(word for word in rest.split() if word not in _FILLER)
    if words:
        parts = _PARTS.get(words) or _PARTS.get(rest)
        if parts is None or spans:
            return None
        spans = _joined([hours[part] for part in parts])
    if on is not None and days:
        return None
    if not spans:
        if on is None and not days:
            return None
        spans = [(hours[Daypart.MORNING][0], hours[Daypart.NIGHT][1])]
    if on is not None:
        return [Window(on=on, start=start, end=end) for start, end in spans]
    if not days and words and _PARTS.get(words) == tuple(Daypart):
        return []
    every: list[int | None] = [*days] or [None]
    return [Window(weekday=day, start=start, end=end) for day in every for start, end in spans]


def _joined(spans: list[tuple[time, time]]) -> list[tuple[time, time]]:
    """Parts that follow one another without a gap are one window."""
    joined = spans[:1]
    for start, end in spans[1:]:
        if start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _days(text: str) -> tuple[list[int] | None, str]:
    """The weekdays named in folded `text` and what is left of it; none for a range of days that does not hold."""
    days: list[int] = []
    for words, group in sorted(_GROUPS.items(), key=lambda pair: -len(pair[0])):
        if re.search(rf"\b{words}\b", text):
            days += group
            text = re.sub(rf"\b{words}\b", " ", text)
    while (found := next((m for m in _DAY_RANGE.finditer(text) if m[1] in _DAYS and m[2] in _DAYS), None)) is not None:
        first, last = _DAYS[found[1]], _DAYS[found[2]]
        days += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
        text = text[: found.start()] + " " + text[found.end() :]
    left = []
    for word in text.split():
        if word in _DAYS:
            days.append(_DAYS[word])
        elif word not in {"y", "and", "e"} or not days:
            left.append(word)
    return sorted(set(days)), " ".join(left)


def _clock(part: str, hours: Hours) -> tuple[list[tuple[time, time]], str]:
    """Clock times in `part`, and the part without them."""
    spans: list[tuple[time, time]] = []
    for pattern in (_RANGE, _AFTER, _BEFORE):
        while (found := pattern.search(part)) is not None:
            span = _span(found, pattern, hours)
            if span is None:
                return spans, part
            spans.append(span)
            part = part[: found.start()] + " " + part[found.end() :]
    return spans, part


def _span(found: re.Match[str], pattern: re.Pattern[str], hours: Hours) -> tuple[time, time] | None:
    start: time | None
    end: time | None
    first = (int(found[1]), int(found[2] or 0), _half(found[3]))
    if pattern is _AFTER:
        start, end = _time(*first), hours[Daypart.NIGHT][1]
    elif pattern is _BEFORE:
        start, end = hours[Daypart.MORNING][0], _time(*first)
    else:
        last = (int(found[4]), int(found[5] or 0), _half(found[6]))
        start, end = _pair(first, last, exact=found[1].startswith("0") or found[2] is not None)
    return (start, end) if start is not None and end is not None and start < end else None


def _half(text: str | None) -> str:
    return (text or "").lower()[:1]


def _pair(first: _Time, last: _Time, *, exact: bool) -> tuple[time | None, time | None]:
    """A span such as "5-8pm" begins in the evening, "10-2pm" in the morning; "5-8" is taken for the evening.

    `exact` says that the times are written as a clock shows them (07:00), and are taken at their word.
    """
    if not first[2] and last[2]:
        with_half = _time(first[0], first[1], last[2])
        end = _time(*last)
        if with_half is not None and end is not None and with_half < end:
            return with_half, end
        return _time(first[0], first[1], "a"), end
    start, end = _time(*first), _time(*last)
    if not first[2] and not last[2] and first[0] < 8 and last[0] <= 12 and not exact:
        return _time(first[0], first[1], "p"), _time(last[0], last[1], "p")
    if start is not None and end is not None and end <= start and not last[2] and last[0] < 12:
        end = _time(last[0], last[1], "p")
    return start, end


def _time(hour: int, minute: int, half: str) -> time | None:
    if minute > 59 or hour > 24 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(23, 59) if hour == 24 else time(hour, minute)
