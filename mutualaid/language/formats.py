"""Dates, times, numbers and lists as people write them in the language in use.

Everything goes through Babel with the United States' form of each language (es_US, en_US), so numbers agree with the
paper around them. A date always prints its month's name: 3/11 is March to one reader and November to the next.
Every function takes `cat`, the catalogue to speak in, and uses the current one without it.

Babel takes a tenth of a second to import, so it is loaded at the first date and not with the window.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Literal

from mutualaid.language.catalog import Catalog, current

if TYPE_CHECKING:
    from babel import Locale

Number = int | float | Decimal

_LOCALES = {"en": "en_US", "es": "es_US"}
_NARROW_SPACE = "\u202f"
# Spanish says "e" before the sound of i (but not before a diphthong: "y hielo"), "u" before that of o.
_SOUNDS_I = re.compile(r"h?(í|i(?![aeou]))", re.IGNORECASE)
_SOUNDS_O = re.compile(r"h?[oó]|8|11(?!\d)", re.IGNORECASE)


def locale_name(cat: Catalog | None = None) -> str:
    """The name of the locale whose numbers and dates go with the language: "es_US" or "en_US"."""
    return _LOCALES.get((cat or current()).language, "en_US")


def _locale(cat: Catalog | None) -> Locale:
    from babel import Locale

    return Locale.parse(locale_name(cat))


def _is_spanish(cat: Catalog | None) -> bool:
    return (cat or current()).language == "es"


def format_date(
    day: date,
    *,
    style: Literal["short", "full"] = "short",
    weekday: bool = False,
    year: bool = True,
    cat: Catalog | None = None,
) -> str:
    """A day with its month's name: "Nov 3, 2026" or "3 nov 2026"; spelled out when `style` is "full".

    `weekday` puts the day's name before it, shortened like the month; `year=False` leaves the year away.
    """
    from babel.dates import format_date as babel_date

    locale = _locale(cat)
    if _is_spanish(cat):
        month, link = ("MMMM", " 'de' ") if style == "full" else ("MMM", " ")
        pattern = f"d{link}{month}" + (f"{link}y" if year else "")
    else:
        pattern = ("MMMM d" if style == "full" else "MMM d") + (", y" if year else "")
    if weekday:
        pattern = ("EEEE" if style == "full" else "EEE") + ", " + pattern
    return babel_date(day, pattern, locale=locale)


def format_time(moment: time | datetime, *, cat: Catalog | None = None) -> str:
    """A clock time: "3:05 PM" or "3:05 p.m."; the hour and minute are taken as they stand, in no time zone."""
    return _clock_time(moment.hour, moment.minute, locale_name(cat))


@cache
def _clock_time(hour: int, minute: int, locale: str) -> str:
    """Kept once said: a list of times is made of hundreds of them, and a day has no more than 1,440."""
    from babel.dates import format_time as babel_time

    return babel_time(time(hour, minute), "short", locale=locale).replace(_NARROW_SPACE, "\u00a0")


def format_datetime(moment: datetime, *, weekday: bool = False, year: bool = True, cat: Catalog | None = None) -> str:
    """A day and a clock time: "Nov 3, 2026, 3:05 PM"; local to whoever made the moment."""
    return f"{format_date(moment, weekday=weekday, year=year, cat=cat)}, {format_time(moment, cat=cat)}"


def format_time_range(start: time, end: time, *, cat: Catalog | None = None) -> str:
    """A stretch of one day: "9:00 AM to 12:30 PM"."""
    words = cat or current()
    return words.tr("{start} to {end}", start=format_time(start, cat=cat), end=format_time(end, cat=cat))


def format_date_range(first: date, last: date, *, cat: Catalog | None = None) -> str:
    """From the first to the last day, both included, each with its month's name; one day is printed once."""
    if first == last:
        return format_date(first, cat=cat)
    words = cat or current()
    begin = format_date(first, year=first.year != last.year, cat=cat)
    return words.tr("{first} to {last}", first=begin, last=format_date(last, cat=cat))


def format_month(day: date, *, cat: Catalog | None = None) -> str:
    """The month of a day with its year: "November 2026" or "noviembre de 2026"."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", day, locale=_locale(cat))


def format_weekday(weekday: int, *, short: bool = False, cat: Catalog | None = None) -> str:
    """The name of a day of the week, Monday being 0: "Monday" or "lunes"."""
    names: dict[int, str] = _locale(cat).days["stand-alone"]["abbreviated" if short else "wide"]
    return names[weekday]


def relative_day(day: date, today: date, *, cat: Catalog | None = None) -> str:
    """How far `day` lies from `today` in words: "today", "tomorrow", "in 3 days", "2 days ago".

    Beyond thirty days either way the date itself is plainer, and is given.
    """
    words = cat or current()
    ahead = (date(day.year, day.month, day.day) - date(today.year, today.month, today.day)).days
    if ahead == 0:
        return words.tr("today")
    if abs(ahead) == 1:
        return words.tr("tomorrow") if ahead > 0 else words.tr("yesterday")
    if abs(ahead) > 30:
        return format_date(day, cat=cat)
    if ahead > 0:
        return words.ntr("in {n} day", "in {n} days", ahead)
    return words.ntr("{n} day ago", "{n} days ago", -ahead)


def format_duration(minutes: int, *, cat: Catalog | None = None) -> str:
    """A length of time as hours and minutes: "1 hour 30 minutes"; "0 minutes" for none."""
    words = cat or current()
    hours, rest = divmod(minutes, 60)
    parts = [words.ntr("{n} hour", "{n} hours", hours)] if hours else []
    if rest or not hours:
        parts.append(words.ntr("{n} minute", "{n} minutes", rest))
    return " ".join(parts)


def format_number(value: Number, *, digits: int | None = None, cat: Catalog | None = None) -> str:
    """A number with its thousands separated; with exactly `digits` decimals when given, else at most three."""
    from babel.numbers import format_decimal

    pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, pattern, locale=_locale(cat))


def format_percent(share: Number, *, digits: int = 0, cat: Catalog | None = None) -> str:
    """A share of one as percent: 0.125 is "12.5%" with one digit."""
    from babel.numbers import format_percent as babel_percent

    pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
    return babel_percent(share, pattern, locale=_locale(cat))


def format_money(dollars: Number, *, cat: Catalog | None = None) -> str:
    """An amount in US dollars, cents shown only where there are some: "$1,250" or "$12.50"."""
    from babel.numbers import format_currency

    whole = dollars == int(dollars)
    pattern = "¤#,##0" if whole else "¤#,##0.00"
    return format_currency(dollars, "USD", pattern, locale=_locale(cat), currency_digits=False)


def format_quantity(amount: Number, unit: str, *, cat: Catalog | None = None) -> str:
    """An amount and the word for its unit, kept on one line: "3 boxes". `unit` is already in the language."""
    return f"{format_number(amount, cat=cat)}\u00a0{unit}" if unit else format_number(amount, cat=cat)


def format_list(items: Sequence[str], kind: Literal["and", "or"] = "and", *, cat: Catalog | None = None) -> str:
    """Items joined as a sentence joins them: "a, b, and c"; in Spanish "a, b y c", with "e" and "u" where due."""
    if len(items) < 2:
        return "".join(items)
    patterns = _locale(cat).list_patterns["standard" if kind == "and" else "or"]

    def join(name: str, left: str, right: str) -> str:
        pattern: str = patterns[name]
        if name in ("2", "end") and _is_spanish(cat):
            pattern = _before(pattern, right)
        head, _, tail = pattern.partition("{0}")
        middle, _, end = tail.partition("{1}")
        return f"{head}{left}{middle}{right}{end}"

    if len(items) == 2:
        return join("2", items[0], items[1])
    joined = join("end", items[-2], items[-1])
    for position in range(len(items) - 3, -1, -1):
        joined = join("middle" if position else "start", items[position], joined)
    return joined


def _before(pattern: str, word: str) -> str:
    """Babel's Spanish pattern with its conjunction in the form that goes before `word`."""
    if _SOUNDS_I.match(word):
        return pattern.replace(" y ", " e ")
    if _SOUNDS_O.match(word):
        return pattern.replace(" o ", " u ")
    return pattern
