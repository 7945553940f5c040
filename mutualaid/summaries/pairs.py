"""The rule of pairs: no two published cells, one within the other, that differ by as few households as hide a cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from mutualaid.summaries.cells import Cell, level_of
from mutualaid.summaries.count import Counter
from mutualaid.summaries.periods import parse_period
from mutualaid.summaries.plan import ALL, CAP, CATEGORIES, EVERYDAY, HOUSEHOLDS, OTHER, SURE
from mutualaid.summaries.scheme import Scheme


def close_pairs(
    published: Collection[Cell], fresh: Collection[Cell], counter: Counter, line: Callable[[], int]
) -> list[tuple[Cell, Cell]]:
    """(inner, outer) of every nested pair of published cells, one of them fresh, that differ by few households.

    `line` draws, for each pair, the number of households from which on they are not few.
    """
    new, people = set(fresh), {cell: households for cell, (_, households) in counter.counts(published).items()}
    any_outer, new_outer = Containing(published, counter.scheme), Containing(fresh, counter.scheme)
    return [
        (inner, outer)
        for inner in published
        for outer in (any_outer if inner in new else new_outer).of(inner)
        # Whoever is in the outer cell only is beyond the inner one: that many more households are not few.
        if people[outer] - people[inner] < SURE and _differ_by_few(inner, outer, counter, line)
    ]


def known_large(published: Collection[Cell], hidden: Collection[Cell], scheme: Scheme) -> set[Cell]:
    """The hidden cells that hold a published one: everyone can see that they are not small."""
    outer_cells = Containing(hidden, scheme)
    return {outer for inner in published for outer in outer_cells.of(inner)}


def _differ_by_few(inner: Cell, outer: Cell, counter: Counter, line: Callable[[], int]) -> bool:
    beyond = counter.mask(outer) & ~counter.mask(inner)
    needs = int(beyond.sum())
    if needs == 0 or needs > (SURE - 1) * CAP * 12 * len(CATEGORIES):
        return False
    households = counter.households(beyond)
    return 0 < households < SURE and households < line()


class Containing:
    """Finds the published cells that hold a given one, by looking up every coarser code of each coordinate."""

    def __init__(self, published: Collection[Cell], scheme: Scheme) -> None:
        self._scheme = scheme
        self._cells = {cell.key: cell for cell in published if cell.measure != HOUSEHOLDS}
        self._periods = {code: parse_period(code) for code in {cell.period for cell in published}}
        self._areas = {name: sorted(level.areas) for name, level in scheme.levels.items()}
        self._categories = sorted({cell.category for cell in published} | {ALL, EVERYDAY})

    def of(self, inner: Cell) -> Iterator[Cell]:
        """The published cells that hold `inner` and are not the same question."""
        if inner.measure == HOUSEHOLDS:
            return
        period = parse_period(inner.period)
        for code, outer in self._periods.items():
            if not period.within(outer) or (inner.status != ALL and code != inner.period):
                continue
            for geo in self._wider_areas(inner, outer.level):
                for language in self._wider_languages(inner, outer.level):
                    for status in self._wider_statuses(inner):
                        yield from self._with_category(inner, code, geo, language, status)

    def _with_category(self, inner: Cell, period: str, geo: str, language: str, status: str) -> Iterator[Cell]:
        codes = self._codes(inner)
        for category in self._categories:
            cell = self._cells.get((period, geo, category, language, status, inner.measure))
            if cell is not None and cell.key != inner.key and codes <= self._codes(cell):
                yield cell

    def _codes(self, cell: Cell) -> frozenset[str]:
        return self._scheme.category_codes(cell.category, level_of(cell), cell.beside)

    def _wider_statuses(self, inner: Cell) -> Iterator[str]:
        """Of the same period only: another period's states were taken on another day."""
        yield ALL
        level = level_of(inner)
        if inner.status != ALL:
            codes = self._scheme.status_codes(inner.status, level)
            yield from (s for s in self._scheme.statuses(level) if codes <= self._scheme.status_codes(s, level))

    def _wider_languages(self, inner: Cell, level: str) -> Iterator[str]:
        yield ALL
        if inner.language == ALL or level not in self._scheme.levels:
            return
        codes = self._scheme.language_codes(inner.language, level_of(inner))
        for language in (*self._scheme.levels[level].languages, OTHER):
            if codes <= self._scheme.language_codes(language, level):
                yield language

    def _wider_areas(self, inner: Cell, level: str) -> Iterator[str]:
        yield ALL
        if inner.geo == ALL:
            return
        zones = self._scheme.zones(inner.geo, level_of(inner))
        for area in self._areas.get(level, ()):
            if zones <= self._scheme.zones(area, level):
                yield area
