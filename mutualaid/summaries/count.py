"""Counts cells: distinct households, and their needs with at most five of one household in a category and month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from mutualaid.summaries.cells import Cell, level_of
from mutualaid.summaries.facts import Facts
from mutualaid.summaries.periods import parse_period
from mutualaid.summaries.plan import ALL, CAP, CATEGORIES, HOUSEHOLDS
from mutualaid.summaries.scheme import UNCOMMON, UNNAMED, Scheme

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]
_BESIDE = ("geo", "language", "status")


def numbered(column: npt.NDArray[Any], codes: Sequence[str]) -> Numbers:
    """The place of each value among the codes, -1 for one that is not there."""
    place = {code: number for number, code in enumerate(codes)}
    return np.array([place.get(code, -1) for code in column.tolist()], dtype=np.int64)


def distinct(keys: Numbers, household: Numbers, most: int) -> Numbers:
    """How many different households each key below `most` has; households are numbered from 0."""
    if not len(keys):
        return np.zeros(most, dtype=np.int64)
    people = int(household.max()) + 1
    return np.bincount(np.unique(keys * people + household) // people, minlength=most).astype(np.int64)


class Counter:
    """Answers what the true count of a cell is. Needs outside the plan's categories are left out."""

    def __init__(self, facts: Facts, scheme: Scheme) -> None:
        facts = capped(facts)
        self.scheme = scheme
        self.household: Numbers = np.unique(facts.household, return_inverse=True)[1].astype(np.int64)
        self._month = facts.day.astype("datetime64[M]").astype(np.int64)
        areas = {zone for level in scheme.levels.values() for zones in level.areas.values() for zone in zones}
        statuses = sorted(set(facts.status.tolist()))
        # What no code stands for has the last number: a zone that is not on the map, a language that no level names.
        known = sorted(scheme.known_languages() - {UNCOMMON})
        self._codes = {
            "geo": [*sorted(areas), UNNAMED],
            "category": list(CATEGORIES),
            "language": [*known, UNCOMMON],
            "status": statuses,
        }
        columns = {"geo": facts.zone, "category": facts.category, "language": facts.language, "status": facts.status}
        self._columns = {name: numbered(column, self._codes[name]) for name, column in columns.items()}
        for name in ("geo", "language"):
            self._columns[name][self._columns[name] < 0] = len(self._codes[name]) - 1
        self._masks: dict[tuple[str, frozenset[str]], Mask] = {}

    def mask(self, cell: Cell) -> Mask:
        """Which needs fall into the cell."""
        level = level_of(cell)
        chosen = self._of_period(cell.period)
        for dimension in ("category", *_BESIDE):
            if getattr(cell, dimension) != ALL:
                chosen = chosen & self._of_codes(dimension, self._stands_for(cell, dimension, level))
        return chosen

    def households(self, mask: Mask) -> int:
        """Distinct households among the needs that the mask selects."""
        return int(np.count_nonzero(np.bincount(self.household[mask])))

    def count(self, cell: Cell) -> tuple[int, int]:
        """(what the cell measures, its distinct households)."""
        mask = self.mask(cell)
        households = self.households(mask)
        return (households if cell.measure == HOUSEHOLDS else int(mask.sum())), households

    def counts(self, cells: Iterable[Cell]) -> dict[Cell, tuple[int, int]]:
        """`count` of every cell, in their order; one pass for each period and category with what they stand beside."""
        passes: dict[tuple[object, ...], list[Cell]] = {}
        asked = list(cells)
        for cell in asked:
            beside = tuple(name for name in _BESIDE if getattr(cell, name) != ALL)
            passes.setdefault((cell.period, cell.category, beside), []).append(cell)
        found: dict[Cell, tuple[int, int]] = {}
        for together in passes.values():
            left = together
            while left:
                left = self._pass(left, found)
        return {cell: found[cell] for cell in asked}

    def _pass(self, cells: Sequence[Cell], found: dict[Cell, tuple[int, int]]) -> list[Cell]:
        """Count cells of one period, category and pattern; those whose codes overlap with others' are given back."""
        first, level = cells[0], level_of(cells[0])
        categories = self._of_codes("category", self._stands_for(first, "category", level))
        rows = np.flatnonzero(self._of_period(first.period) & categories)
        keys, size = np.zeros(len(rows), dtype=np.int64), 1
        places: dict[str, dict[str, int]] = {}
        for dimension in _BESIDE:
            if getattr(first, dimension) == ALL:
                continue
            places[dimension], table = self._disjoint(cells, dimension, level)
            part = table[self._columns[dimension][rows]]
            width = len(places[dimension]) + 1
            keys, size = keys * width + part, size * width
        needs = np.bincount(keys, minlength=size)
        people = distinct(keys, self.household[rows], size)
        left = []
        for cell in cells:
            key = 0
            for dimension, place in places.items():
                if getattr(cell, dimension) not in place:
                    left.append(cell)
                    break
                key = key * (len(place) + 1) + place[getattr(cell, dimension)]
            else:
                measured = people if cell.measure == HOUSEHOLDS else needs
                found[cell] = (int(measured[key]), int(people[key]))
        return left

    def _disjoint(self, cells: Sequence[Cell], dimension: str, level: str) -> tuple[dict[str, int], Numbers]:
        """A number for each code of the dimension, as far as they do not overlap, and the number of each value."""
        place: dict[str, int] = {}
        codes = {code: number for number, code in enumerate(self._codes[dimension])}
        table = np.zeros(len(codes), dtype=np.int64)
        for cell in cells:
            code = getattr(cell, dimension)
            if code not in place:
                mine = [codes[value] for value in self._stands_for(cell, dimension, level) if value in codes]
                if not table[mine].any():
                    place[code] = len(place) + 1
                    table[mine] = place[code]
        return place, table

    def _stands_for(self, cell: Cell, dimension: str, level: str) -> frozenset[str]:
        code = getattr(cell, dimension)
        if dimension == "category":
            return self.scheme.category_codes(code, level, cell.beside)
        if dimension == "geo":
            return self.scheme.zones(code, level)
        if dimension == "language":
            return self.scheme.language_codes(code, level)
        return self.scheme.status_codes(code, level)

    def _of_period(self, code: str) -> Mask:
        memory = (code, frozenset[str]())
        if memory not in self._masks:
            period = parse_period(code)
            first = (period.year - 1970) * 12 + period.first - 1
            self._masks[memory] = (self._month >= first) & (self._month <= first + period.last - period.first)
        return self._masks[memory]

    def _of_codes(self, dimension: str, codes: frozenset[str]) -> Mask:
        memory = (dimension, codes)
        if memory not in self._masks:
            chosen = np.array([code in codes for code in self._codes[dimension]], dtype=bool)
            self._masks[memory] = chosen[self._columns[dimension]]
        return self._masks[memory]


def capped(facts: Facts) -> Facts:
    """The plan's facts with at most CAP needs of a household in a category and month: the first received are kept.

    Applied once to the rows, so that parts still add up to their totals however the rows are grouped.
    """
    category = numbered(facts.category, CATEGORIES)
    facts, category = facts.only(category >= 0), category[category >= 0]
    month = facts.day.astype("datetime64[M]").astype(np.int64)
    ties = [numbered(column, sorted(set(column.tolist()))) for column in (facts.status, facts.language, facts.zone)]
    order = np.lexsort((*ties, facts.day, category, month, facts.household))
    same = np.zeros(len(facts), dtype=bool)
    same[1:] = np.logical_and.reduce(
        [np.asarray(column[order][1:] == column[order][:-1]) for column in (facts.household, month, category)]
    )
    position = np.arange(len(facts))
    start = np.maximum.accumulate(np.where(same, 0, position))
    return facts.only(np.sort(order[position - start < CAP]))
