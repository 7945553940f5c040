"""What an attacker can write down from the published files: one linear system over everything of a calendar year.

The counts of a release all go through the category: (period, category) beside one of area, language or status. Such a
star is decomposable, so two-way tables that agree on their shared margins always have a joint table behind them, and
the system over the two-way tables is exactly as strong as one over every combination (Lauritzen, Graphical Models,
1996, ch. 4; for the bounds of unpublished crossings: Dobra and Fienberg, "Bounds for cell entries in contingency tables
given marginal totals and decomposable graphs", 2000). That keeps an exact attack small. Needs of a household are capped
row by row, so sums are exact too.

Columns: t[month group, category group], x[.., area atom], y[.., language], s[period, .., status], h[period], and z for
an unpublished crossing of two of x, y, s; months, zones and categories that no published cell tells apart share one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from mutualaid.summaries.cells import Cell, level_of
from mutualaid.summaries.facts import STATUSES
from mutualaid.summaries.periods import Period, parse_period
from mutualaid.summaries.plan import ALL, CAP, CATEGORIES, HOUSEHOLDS, SENSITIVE, THRESHOLD
from mutualaid.summaries.scheme import UNNAMED, Scheme

Group = tuple[Hashable, ...]
Column = tuple[Hashable, ...]


@dataclass(frozen=True)
class Observation:
    """What is known of a cell: its count lies in [low, high]. `hidden`: it is to be protected, not known.

    `small`: proving that there is anything in it is a disclosure. An outsider must take every hidden cell for small;
    the office knows which ones are only hidden to protect others.
    """

    cell: Cell
    low: float
    high: float
    hidden: bool = False
    small: bool = True


@dataclass
class System:
    """low <= A x <= high with x >= 0, A in compressed rows. `row_of[i]` is the row of observation i."""

    columns: int = 0
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    indices: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    row_of: list[int] = field(default_factory=list)

    def row(self, terms: Iterable[tuple[int, float]], low: float, high: float) -> int:
        """Add a row; its number."""
        for index, value in terms:
            self.indices.append(index)
            self.values.append(value)
        self.starts.append(len(self.indices))
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def terms(self, row: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """Column numbers and coefficients of a row."""
        span = slice(self.starts[row], self.starts[row + 1])
        return np.array(self.indices[span], dtype=np.int64), np.array(self.values[span], dtype=np.float64)


def hidden_limit(cell: Cell, scheme: Scheme) -> int:
    """The most that a cell with ten households can hold: five needs of each in every month and category of it."""
    if cell.measure == HOUSEHOLDS:
        return THRESHOLD - 1
    level = level_of(cell)
    codes = scheme.category_codes(cell.category, level, cell.beside)
    return (THRESHOLD - 1) * CAP * len(codes) * len(parse_period(cell.period).months())


def build(observations: Sequence[Observation], scheme: Scheme) -> System:
    """The system of one calendar year's observations."""
    return _Builder(observations, scheme).system


class _Builder:
    def __init__(self, observations: Sequence[Observation], scheme: Scheme) -> None:
        self.scheme = scheme
        self.system = System()
        self._columns: dict[Column, int] = {}
        cells = [observation.cell for observation in observations]
        self.everyday = frozenset(CATEGORIES) - SENSITIVE
        self.categories = _groups(
            CATEGORIES, [self.everyday, *{_category_set(cell, scheme) for cell in cells if cell.category != ALL}]
        )
        areas = {scheme.zones(cell.geo, level_of(cell)) for cell in cells if cell.geo != ALL}
        # Every zone has a place, asked for or not: what lies outside every asked area is not all that there is.
        known = (zones for level in scheme.levels.values() for zones in level.areas.values())
        mapped = sorted({zone for zones in known for zone in zones} | {UNNAMED})
        self.zones = _groups(mapped, areas)
        self.times = {block: _time_groups(cells, block) for block in ("t", "x", "y")}
        self._link("x", [cell for cell in cells if cell.geo != ALL], self.zones)
        spoken = [cell for cell in cells if cell.language != ALL]
        self.languages = _groups(
            sorted(scheme.known_languages()), {scheme.language_codes(cell.language, level_of(cell)) for cell in spoken}
        )
        self._link("y", spoken, self.languages)
        for code in sorted({cell.period for cell in cells if cell.status != ALL}):
            self._link_statuses(parse_period(code))
        self._link_households(sorted({cell.period for cell in cells if cell.measure == HOUSEHOLDS}))
        for observation in observations:
            row = self.system.row(self._terms(observation.cell), observation.low, observation.high)
            self.system.row_of.append(row)
        self.system.columns = len(self._columns)

    def _column(self, *key: Hashable) -> int:
        return self._columns.setdefault(key, len(self._columns))

    def _time(self, block: str, period: Period) -> list[Group]:
        months = set(period.months())
        return [group for group in self.times[block] if months.issuperset(group)]

    def _categories(self, codes: frozenset[str]) -> list[Group]:
        return [group for group in self.categories if codes.issuperset(group)]

    def _totals(self, months: Iterable[Hashable], group: Group, sign: float) -> list[tuple[int, float]]:
        wanted = set(months)
        return [(self._column("t", time, group), sign) for time in self.times["t"] if wanted.issuperset(time)]

    def _link(self, block: str, cells: Sequence[Cell], parts: Sequence[Group]) -> None:
        """The parts of each everyday (months, category) add up to its total."""
        if not cells:
            return
        for time in self.times[block]:
            for group in self._categories(self.everyday):
                terms = [(self._column(block, time, group, part), 1.0) for part in parts]
                self.system.row([*terms, *self._totals(time, group, -1.0)], 0.0, 0.0)

    def _link_statuses(self, period: Period) -> None:
        """A period's statuses add up to its total; another period's were taken on another day, and are their own."""
        for group in self.categories:
            terms = [(self._column("s", period, group, status), 1.0) for status in STATUSES]
            self.system.row([*terms, *self._totals(period.months(), group, -1.0)], 0.0, 0.0)

    def _link_households(self, codes: Sequence[str]) -> None:
        """A household has one need at least; more time means no fewer households, and no more than its parts sum to."""
        periods = [parse_period(code) for code in codes]
        for period in periods:
            needs = [term for group in self.categories for term in self._totals(period.months(), group, 1.0)]
            self.system.row([*needs, (self._column("h", period), -1.0)], 0.0, np.inf)
            inner = [other for other in periods if other != period and other.within(period)]
            for other in inner:
                self.system.row([(self._column("h", period), 1.0), (self._column("h", other), -1.0)], 0.0, np.inf)
            months = [other for other in inner if other.level == "month"]
            if len(months) == len(period.months()):
                parts = [(self._column("h", other), 1.0) for other in months]
                self.system.row([*parts, (self._column("h", period), -1.0)], 0.0, np.inf)

    def _terms(self, cell: Cell) -> list[tuple[int, float]]:
        period = parse_period(cell.period)
        if cell.measure == HOUSEHOLDS:
            return [(self._column("h", period), 1.0)]
        groups = self._categories(_category_set(cell, self.scheme))
        margins = [name for name in ("geo", "language", "status") if getattr(cell, name) != ALL]
        if len(margins) < 2:
            return [term for group in groups for term in self._margin(cell, period.months(), group)]
        return [
            (self._shared(cell, margins, months, group), 1.0)
            for group in groups
            for months in self._stretches(cell, period)
        ]

    def _margin(self, cell: Cell, months: Iterable[Hashable], group: Group) -> list[tuple[int, float]]:
        """The columns of a category group, beside one dimension at most, in the months."""
        period, inside = parse_period(cell.period), set(months)
        if cell.status != ALL:
            states = sorted(self.scheme.status_codes(cell.status, period.level))
            return [(self._column("s", period, group, status), 1.0) for status in states]
        if cell.geo != ALL:
            block, codes, parts = "x", self.scheme.zones(cell.geo, period.level), self.zones
        elif cell.language != ALL:
            block, codes, parts = "y", self.scheme.language_codes(cell.language, period.level), self.languages
        else:
            return self._totals(inside, group, 1.0)
        return [
            (self._column(block, time, group, part), 1.0)
            for time in self.times[block]
            if inside.issuperset(time)
            for part in parts
            if codes.issuperset(part)
        ]

    def _shared(self, cell: Cell, margins: Sequence[str], months: Group, group: Group) -> int:
        """A column for what two dimensions beside a category group share in a stretch of months.

        Its bounds are those of Fréchet (1940): the margins may be joined in any way, so that what they share is at most
        either of them, at least their sum less the total, and can be anything between.
        """
        column = self._column("z", cell.key, months, group)
        alone = replace(cell, geo=ALL, language=ALL, status=ALL)
        least = [(column, 1.0), *self._totals(months, group, 1.0)]
        for name in margins:
            terms = self._margin(replace(alone, **{name: getattr(cell, name)}), months, group)
            self.system.row([*terms, (column, -1.0)], 0.0, np.inf)
            least += [(number, -value) for number, value in terms]
        self.system.row(least, 0.0, np.inf)
        return column

    def _stretches(self, cell: Cell, period: Period) -> list[Group]:
        """The finest stretches of the period by which both margins of a crossed cell are counted."""
        if cell.status != ALL:
            return [period.months()]
        stretches: list[set[Hashable]] = []
        for group in (*self._time("x", period), *self._time("y", period)):
            touching = [stretch for stretch in stretches if stretch & set(group)]
            stretches = [stretch for stretch in stretches if stretch not in touching]
            stretches.append(set(group).union(*touching))
        return [tuple(sorted(stretch, key=str)) for stretch in stretches]


def _category_set(cell: Cell, scheme: Scheme) -> frozenset[str]:
    return scheme.category_codes(cell.category, level_of(cell), cell.beside)


def _groups(members: Sequence[Hashable], sets: Iterable[frozenset[str]]) -> list[Group]:
    """The members grouped by which of the sets hold them: the finest parts that the sets can tell apart."""
    ordered = list(sets)
    parts: dict[tuple[bool, ...], list[Hashable]] = {}
    for member in members:
        parts.setdefault(tuple(member in chosen for chosen in ordered), []).append(member)
    return [tuple(part) for part in parts.values()]


def _time_groups(cells: Sequence[Cell], block: str) -> list[Group]:
    """Months grouped by which periods of the block's cells hold them. t carries every cell's periods."""
    used = {
        parse_period(cell.period)
        for cell in cells
        if block == "t" or (block == "x" and cell.geo != ALL) or (block == "y" and cell.language != ALL)
    }
    months = sorted({month for period in used for month in period.months()})
    parts: dict[tuple[bool, ...], list[Period]] = {}
    for month in months:
        parts.setdefault(tuple(month.within(period) for period in sorted(used)), []).append(month)
    return [tuple(part) for part in parts.values()]


def by_year(observations: Sequence[Observation]) -> Mapping[int, list[int]]:
    """Positions of the observations of each calendar year: no published cell joins two of them."""
    years: dict[int, list[int]] = {}
    for index, observation in enumerate(observations):
        years.setdefault(parse_period(observation.cell.period).year, []).append(index)
    return years
