"""Dates as forms, spreadsheets and people write them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Protocol

from mutualaid.records.folding import fold

_CLOCK = (
    r"(?:[T\s,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[AaPp]\.?\s?[Mm]\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _CLOCK, re.ASCII)
_SLASHED = re.compile(r"(?P<first>\d{1,2})[-/.](?P<second_part>\d{1,2})[-/.](?P<year>\d{4}|\d{2})" + _CLOCK, re.ASCII)
_MONTH_FIRST = re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})", re.ASCII)
_MONTH_LAST = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})", re.ASCII)
_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            ("january", "jan", "enero", "ene"),
            ("february", "feb", "febrero"),
            ("march", "mar", "marzo"),
            ("april", "apr", "abril", "abr"),
            ("may", "mayo"),
            ("june", "jun", "junio"),
            ("july", "jul", "julio"),
            ("august", "aug", "agosto", "ago"),
            ("september", "sep", "sept", "septiembre", "setiembre"),
            ("october", "oct", "octubre"),
            ("november", "nov", "noviembre"),
            ("december", "dec", "diciembre", "dic"),
        ),
        1,
    )
    for word in words
}
_SERIAL = re.compile(r"[3-6]\d{4}(?:[.,]\d+)?", re.ASCII)
_SERIAL_ZERO = date(1899, 12, 30)
"""Excel's days count from here, from March 1900 on; five digits beginning with 3 to 6 are the years 1982 to 2091."""

_FIRST_YEAR, _LAST_YEAR = 1990, 2099


class Parser(Protocol):
    """A function that reads a date in one of the ways below."""

    def __call__(self, text: str, *, first_is_day: bool = False) -> date | None:
        """The day that `text` names, or none."""


class DayOrder:
    """Whether a column of 3/4/2026-like dates puts the day first: some must, and none may put the month first."""

    def __init__(self) -> None:
        self._day, self._month = False, False

    def take(self, value: str) -> None:
        """Look at one cell of the column."""
        found = None if self._month else _SLASHED.fullmatch(value.strip())
        if found is not None:
            first, second = int(found["first"]), int(found["second_part"])
            self._month = second > 12 >= first
            self._day = self._day or first > 12 >= second

    @property
    def day_first(self) -> bool:
        """What the cells looked at say."""
        return self._day and not self._month


def day_first(values: Iterable[str]) -> bool:
    """What `DayOrder` says of a whole column."""
    order = DayOrder()
    for value in values:
        order.take(value)
    return order.day_first


def parse_date(text: str, *, first_is_day: bool = False) -> date | None:
    """The day that `text` names, or none: ISO, m/d/yyyy with or without a time of day, "5 Dec 2026", "5 de dic. 2026".

    A time of day must be a real one; it and its time zone do not change the day that was written. A bare number of
    five digits is the day that Excel counts so (46347 is 21 November 2026), as a copied column often holds it.
    """
    text = text.strip()
    if (found := _ISO.fullmatch(text)) is not None:
        return _day(found, int(found["month"]), int(found["day"]))
    if (found := _SLASHED.fullmatch(text)) is not None:
        first, second = int(found["first"]), int(found["second_part"])
        return _day(found, second, first) if first_is_day else _day(found, first, second)
    if _SERIAL.fullmatch(text) is not None:
        return _SERIAL_ZERO + timedelta(days=int(text[:5]))
    return _worded(text)


def parse_month(text: str) -> tuple[int, int] | None:
    """(year, month) of "03/2027", "2027-03", "Mar 2027" or "marzo de 2027", or none."""
    text = text.strip()
    found = _MONTH_FIRST.fullmatch(text) or _MONTH_LAST.fullmatch(text)
    if found is not None:
        year, month = int(found["year"]), int(found["month"])
        return (year, month) if 1 <= month <= 12 and _FIRST_YEAR <= year <= _LAST_YEAR else None
    words = [word for word in fold(text).split() if word not in {"de", "del", "of"}]
    if len(words) == 2 and words[0] in _MONTHS and re.fullmatch(r"\d{4}", words[1], re.ASCII):
        year = int(words[1])
        return (year, _MONTHS[words[0]]) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    return None


def parse_expiry(text: str, *, first_is_day: bool = False) -> date | None:
    """As `parse_date`; a month alone means its last day."""
    month = parse_month(text)
    if month is not None:
        return date(*month, calendar.monthrange(*month)[1])
    return parse_date(text, first_is_day=first_is_day)


def parse_start(text: str, *, first_is_day: bool = False) -> date | None:
    """As `parse_date`; a month alone means its first day."""
    month = parse_month(text)
    return date(*month, 1) if month is not None else parse_date(text, first_is_day=first_is_day)


def _day(found: re.Match[str], month: int, day: int) -> date | None:
    year = int(found["year"])
    year += 2000 if year < 100 else 0
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        if found["hour"] is not None:
            hour = int(found["hour"])
            if found["half"] and not 1 <= hour <= 12:
                return None
            time(hour, int(found["minute"]), int(found["second"] or 0))
        return datetime(year, month, day).date()
    except ValueError:
        return None


def _worded(text: str) -> date | None:
    words = [word for word in fold(text).split() if word not in {"de", "del", "of", "the"}]
    numbers = [int(word) for word in words if re.fullmatch(r"\d{1,4}", word, re.ASCII)]
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    if len(words) != 3 or len(numbers) != 2 or len(months) != 1:
        return None
    numbers.sort()
    if not _FIRST_YEAR <= numbers[1] <= _LAST_YEAR:
        return None
    try:
        return date(numbers[1], months[0], numbers[0])
    except ValueError:
        return None
