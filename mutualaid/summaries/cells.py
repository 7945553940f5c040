"""A cell: one question that a release answers. Its key says what was asked, whichever table asks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mutualaid.summaries.periods import Period, parse_period
from mutualaid.summaries.plan import ALL, EVERYDAY, NEEDS, OTHER, Plan, Table
from mutualaid.summaries.scheme import Scheme

Key = tuple[str, str, str, str, str, str]


@dataclass(frozen=True, order=True)
class Cell:
    """A count asked for: codes, and `all` for a dimension at its total."""

    table: str
    period: str
    geo: str = ALL
    category: str = ALL
    language: str = ALL
    status: str = ALL
    measure: str = NEEDS

    @property
    def key(self) -> Key:
        """The question itself: two tables that ask it share the answer."""
        return (self.period, self.geo, self.category, self.language, self.status, self.measure)

    @property
    def beside(self) -> str:
        """The dimension that the category stands beside, where "other" gathers more categories; "" for none."""
        if self.geo != ALL:
            return "geo"
        return "language" if self.language != ALL else "status" if self.status != ALL else ""


@dataclass(frozen=True)
class Answer:
    """What was published for a cell: `value`, or None when hidden.

    `noise` stays with the office; None when it is lost, for a release that was brought back from its folder.
    """

    value: int | None
    noise: int | None = 0


def cells_of(table: Table, period: Period, scheme: Scheme) -> Iterator[Cell]:
    """The cells of a table for a period, in code order; the list does not depend on the period's own counts."""
    if table.by_month:
        yield from (Cell(table.name, month.code, measure=one) for month in period.months() for one in table.measures)
        return
    beside = _beside(table)
    categories: tuple[str, ...] = (EVERYDAY,) if table.everyday else (ALL,)
    if "category" in table.dimensions:
        named = scheme.named(period.level, beside)
        rest = (OTHER,) if scheme.others(period.level, beside) else ()
        categories = (*sorted(named), *rest)
    areas = tuple(scheme.levels[period.level].areas) if "geo" in table.dimensions else (ALL,)
    languages = (*scheme.levels[period.level].languages, OTHER) if "language" in table.dimensions else (ALL,)
    statuses = scheme.statuses(period.level) if "status" in table.dimensions else (ALL,)
    for area in areas:
        for category in categories:
            for language in languages:
                for status in statuses:
                    for measure in table.measures:
                        yield Cell(table.name, period.code, area, category, language, status, measure)


def worth_asking(table: Table, period: Period, scheme: Scheme) -> bool:
    """Whether the table says more than its total: two areas, languages, statuses and categories at least.

    A table with "other" alone would be the total a second time, with noise of its own to average out.
    """
    if "geo" in table.dimensions and len(scheme.levels[period.level].areas) < 2:
        return False
    if "language" in table.dimensions and not scheme.levels[period.level].languages:
        return False
    if "status" in table.dimensions and not scheme.levels[period.level].statuses:
        return False
    return "category" not in table.dimensions or bool(scheme.named(period.level, _beside(table)))


def _beside(table: Table) -> str:
    return next((name for name in table.dimensions if name != "category"), "")


def planned_cells(period: Period, scheme: Scheme, plan: Plan) -> list[Cell]:
    """Every cell that a release of the period by the plan would answer."""
    return [
        cell
        for table in plan.at(period.level)
        if worth_asking(table, period, scheme)
        for cell in cells_of(table, period, scheme)
    ]


def level_of(cell: Cell) -> str:
    """The level of the cell's period."""
    return parse_period(cell.period).level
