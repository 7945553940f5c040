"""Other ways to export that look careful, each with the attack that undoes it."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from mutualaid.summaries.facts import Facts

Table = dict[tuple[str, str], int]
"""Households of an area (or all) and a kind of help (or all); a cell that is hidden is not there."""


def counted(facts: Facts, days: tuple[str, str], areas: Mapping[str, str]) -> dict[tuple[str, str], frozenset[int]]:
    """The households of each area and kind, with all totals, that asked from the first to the last day."""
    inside = (facts.day >= np.datetime64(days[0])) & (facts.day <= np.datetime64(days[1]))
    cells: dict[tuple[str, str], set[int]] = {}
    for household, zone, kind in zip(
        facts.household[inside].tolist(), facts.zone[inside].tolist(), facts.category[inside].tolist(), strict=True
    ):
        for area in (areas[zone], "all"):
            for code in (kind, "all"):
                cells.setdefault((area, code), set()).add(household)
    return {key: frozenset(homes) for key, homes in cells.items()}


def small_hidden(cells: Mapping[tuple[str, str], frozenset[int]]) -> Table:
    """Exact numbers, those of fewer than eleven hidden."""
    return {key: len(homes) for key, homes in cells.items() if len(homes) >= 11}


def complementary(cells: Mapping[tuple[str, str], frozenset[int]]) -> Table:
    """The same, and a second cell hidden in every row and column that has only one hidden."""
    shown = small_hidden(cells)
    for line in (0, 1):
        for code in {key[line] for key in cells} - {"all"}:
            row = [key for key in cells if key[line] == code and key[1 - line] != "all"]
            kept = [key for key in row if key in shown]
            if len(row) - len(kept) == 1 and kept:
                del shown[min(kept, key=lambda key: shown[key])]
    return shown


def noisy(cells: Mapping[tuple[str, str], frozenset[int]], draw: Callable[[tuple[str, str]], int]) -> Table:
    """Noise on every number; `draw` gives a cell's."""
    return {key: len(homes) + draw(key) for key, homes in cells.items() if len(homes) >= 11}


def laplace(source: random.Random, scale: float = 2.0) -> int:
    """Discrete Laplace noise, near enough for an export that is to be undone."""
    return round(source.expovariate(1 / scale) - source.expovariate(1 / scale))


def cell_keys(cells: Mapping[tuple[str, str], frozenset[int]]) -> Table:
    """Noise that the households of a cell decide: the same households always get the same."""

    def draw(key: tuple[str, str]) -> int:
        seed = hashlib.sha256(",".join(map(str, sorted(cells[key]))).encode()).hexdigest()
        return laplace(random.Random(seed))

    return noisy(cells, draw)


def changed(before: Table, after: Table) -> dict[tuple[str, str], int]:
    """The attack of laying two exports side by side: which numbers are others now, and by how much."""
    return {key: after[key] - before[key] for key in before if key in after and after[key] != before[key]}


def averaged(exports: Sequence[Table]) -> dict[tuple[str, str], int]:
    """The attack of asking many times: the mean of every number, rounded."""
    keys = set.intersection(*(set(export) for export in exports))
    return {key: round(sum(export[key] for export in exports) / len(exports)) for key in keys}
