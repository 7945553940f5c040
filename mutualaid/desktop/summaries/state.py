"""What the summaries page says, without a widget: the periods on offer, and published tables as people read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mutualaid.language import labels
from mutualaid.language.catalog import N_, Catalog, current, current_language, tr
from mutualaid.language.catalog import catalog as catalogue
from mutualaid.language.formats import format_date, format_number
from mutualaid.summaries.periods import Period, parse_period
from mutualaid.summaries.plan import THRESHOLD
from mutualaid.summaries.words import area_name, category_name, language_name, period_name, status_name

if TYPE_CHECKING:
    from mutualaid.records.views import NeedLine
    from mutualaid.services.releases import PublishedRow

LEVELS: tuple[tuple[str, str], ...] = (("month", N_("Months")), ("quarter", N_("Quarters")), ("year", N_("Years")))
_HOW_MANY = {"month": 13, "quarter": 6, "year": 4}

TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "categories": (N_("Needs by kind of help"), ("category",)),
    "months": (N_("Needs by month"), ("period",)),
    "statuses": (N_("What became of them"), ("status",)),
    "areas": (N_("Needs by area"), ("geo",)),
    "languages": (N_("Needs by language of the household"), ("language",)),
    "categories_by_status": (N_("Kind of help, and what became of it"), ("category", "status")),
    "areas_by_category": (N_("Kind of help, and area"), ("category", "geo")),
    "languages_by_category": (N_("Kind of help, and language"), ("category", "language")),
}
"""The published tables that the preview shows: title and dimensions, down first."""

AGES: tuple[tuple[int, str], ...] = (
    (7, N_("less than a week")),
    (14, N_("1 to 2 weeks")),
    (30, N_("2 to 4 weeks")),
    (10**6, N_("30 days and more")),
)


def words() -> Catalog:
    """The catalogue in use."""
    return current()


@dataclass(frozen=True)
class Offer:
    """A period that could be released, and from which day on."""

    period: Period
    closed: bool

    def words(self, made: Iterable[str]) -> str:
        """The period's name, when it closes if it has not, and whether it was made before."""
        name = period_name(self.period, words())
        if not self.closed:
            return tr("{period} — can be made from {day} on", period=name, day=format_date(self.period.closes))
        if self.period.code in made:
            return tr("{period} — made before: gives the same again", period=name)
        return name


def offers(level: str, today: date) -> list[Offer]:
    """The period that is running and those before it, newest first."""
    found: list[Offer] = []
    day = today
    while len(found) < _HOW_MANY[level]:
        if level == "month":
            period = Period(day.year, day.month, day.month)
        elif level == "quarter":
            first = (day.month - 1) // 3 * 3 + 1
            period = Period(day.year, first, first + 2)
        else:
            period = Period(day.year, 1, 12)
        found.append(Offer(period, today >= period.closes))
        day = period.start - timedelta(days=1)
    return found


def period_words(code: str) -> str:
    """The name of a period."""
    return period_name(parse_period(code), words())


def value_words(value: int | None) -> str:
    """A published number, or what stands in its place."""
    return tr("fewer than {threshold}", threshold=THRESHOLD) if value is None else format_number(value)


def code_words(dimension: str, code: str) -> str:
    """What a code of a dimension is called."""
    if dimension == "period":
        return period_words(code)
    name = {"category": category_name, "language": language_name, "status": status_name, "geo": area_name}[dimension]
    return name(code, words())


def tables_in(rows: Iterable[PublishedRow]) -> list[str]:
    """The tables that a release has, in the order of the preview."""
    held = {row.table for row in rows}
    return [name for name in TABLES if name in held]


def bars(rows: Iterable[PublishedRow], table: str) -> list[tuple[str, int | None]]:
    """(code, value) of a table with one dimension, in code order as it was published."""
    dimension = TABLES[table][1][0]
    return [(getattr(row, dimension), row.value) for row in rows if row.table == table]


def grid(rows: Iterable[PublishedRow], table: str) -> tuple[list[str], list[str], Mapping[tuple[str, str], int | None]]:
    """Of a table with two dimensions: the codes down, the codes across, and the values."""
    down, across = TABLES[table][1]
    values = {(getattr(row, down), getattr(row, across)): row.value for row in rows if row.table == table}
    return list(dict.fromkeys(a for a, _ in values)), list(dict.fromkeys(b for _, b in values)), values


def total_words(rows: Iterable[PublishedRow]) -> str:
    """The first sentence of the summary."""
    totals = {row.measure: row.value for row in rows if row.table == "totals"}
    return tr(
        "About {households} households asked for help with about {needs} needs.",
        households=value_words(totals.get("households")),
        needs=value_words(totals.get("needs")),
    )


def by_category(lines: Iterable[NeedLine]) -> list[tuple[str, int]]:
    """Waiting needs by category, most first."""
    counts = Counter(line.category for line in lines)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def by_age(lines: Iterable[NeedLine], today: date) -> list[tuple[str, int]]:
    """Waiting needs by how long they wait, as (marked words, count)."""
    counts: Counter[str] = Counter()
    for line in lines:
        days = (today - line.received_on).days
        counts[next(text for most, text in AGES if days < most)] += 1
    return [(text, counts[text]) for _most, text in AGES]


def category_words(code: str) -> str:
    """A category's name in the language in use."""
    return labels.category(code, catalogue(current_language()))
