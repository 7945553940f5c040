"""Counts cells: distinct households, and their needs with at most five of one household in a category and month."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from mutualaid.summaries.cells import Cell, level_of
from mutualaid.summaries.facts import Facts
from mutualaid.summaries.periods import parse_period
from mutualaid.summaries.plan import ALL, CAP, CATEGORIES, HOUSEHOLDS
from mutualaid.summaries.scheme import UNCOMMON, UNNAMED, Scheme

Mask = npt.NDArray[np.bool_]


class Counter:
    """Answers what the true count of a cell is. Needs outside the plan's categories are left out."""

    def __init__(self, facts: Facts, scheme: Scheme) -> None:
        facts = capped(facts.only(np.isin(facts.category, CATEGORIES)))
        self.scheme = scheme
        self.household = facts.household
        self._month = facts.day.astype("datetime64[M]").astype(np.int64)
        self._columns: dict[str, npt.NDArray[Any]] = {
            "geo": np.where(np.isin(facts.zone, _zones(scheme)), facts.zone, UNNAMED),
            "category": facts.category,
            "language": np.where(np.isin(facts.language, sorted(scheme.known_languages())), facts.language, UNCOMMON),
            "status": facts.status,
        }
        self._masks: dict[tuple[str, ...], Mask] = {}

    def mask(self, cell: Cell) -> Mask:
        """Which needs fall into the cell."""
        level = level_of(cell)
        chosen = self._in("period", cell.period, (cell.period,), level)
        if cell.geo != ALL:
            chosen = chosen & self._in("geo", cell.geo, self.scheme.zones(cell.geo, level), level)
        if cell.category != ALL:
            codes = self.scheme.category_codes(cell.category, level, cell.beside)
            chosen = chosen & self._in("category", cell.category, codes, f"{level} {cell.beside}")
        if cell.language != ALL:
            chosen = chosen & self._in(
                "language", cell.language, self.scheme.language_codes(cell.language, level), level
            )
        if cell.status != ALL:
            chosen = chosen & self._in("status", cell.status, (cell.status,), level)
        return chosen

    def households(self, mask: Mask) -> int:
        """Distinct households among the needs that the mask selects."""
        return len(np.unique(self.household[mask]))

    def count(self, cell: Cell) -> tuple[int, int]:
        """(what the cell measures, its distinct households)."""
        mask = self.mask(cell)
        households = self.households(mask)
        return (households if cell.measure == HOUSEHOLDS else int(mask.sum())), households

    def _in(self, dimension: str, code: str, codes: frozenset[str] | tuple[str, ...], scope: str) -> Mask:
        memory = (dimension, code, scope)
        if memory not in self._masks:
            if dimension == "period":
                period = parse_period(code)
                first = (period.year - 1970) * 12 + period.first - 1
                last = first + period.last - period.first
                self._masks[memory] = (self._month >= first) & (self._month <= last)
            else:
                self._masks[memory] = np.isin(self._columns[dimension], sorted(codes))
        return self._masks[memory]


def capped(facts: Facts) -> Facts:
    """The facts with at most CAP needs of a household in a category and month: the first received are kept.

    Applied once to the rows, so that parts still add up to their totals however the rows are grouped.
    """
    month = facts.day.astype("datetime64[M]").astype(np.int64)
    order = np.lexsort((facts.status, facts.language, facts.zone, facts.day, facts.category, month, facts.household))
    same = np.zeros(len(facts), dtype=bool)
    same[1:] = np.logical_and.reduce(
        [np.asarray(column[order][1:] == column[order][:-1]) for column in (facts.household, month, facts.category)]
    )
    position = np.arange(len(facts))
    start = np.maximum.accumulate(np.where(same, 0, position))
    return facts.only(np.sort(order[position - start < CAP]))


def _zones(scheme: Scheme) -> list[str]:
    return sorted({zone for level in scheme.levels.values() for zones in level.areas.values() for zone in zones})
