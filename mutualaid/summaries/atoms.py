"""Unpublished atoms: the small cells that no table asks for, which what is published must not give away either."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from mutualaid.summaries.cells import Cell, Key
from mutualaid.summaries.count import Counter
from mutualaid.summaries.facts import STATUSES
from mutualaid.summaries.periods import Period, parse_period
from mutualaid.summaries.plan import ALL, CATEGORIES, EVERYDAY, EVERYDAY_CATEGORIES, OTHER, THRESHOLD
from mutualaid.summaries.scheme import UNNAMED

UNASKED = "unasked"
"""The table's name of a cell that is in no table."""
SAMPLED = 40
"""How many atoms of each kind are attacked before a release; a kind is what the category is crossed with."""


def small_atoms(
    period: Period, counter: Counter, asked: Collection[Key], released: Iterable[str], *, most: int = SAMPLED
) -> list[Cell]:
    """An evenly spread sample of the atoms of 1 to 10 households, of the period and of others that it may show.

    `asked`: the questions that are answered; `released`: the codes of the periods that were published before.
    """
    kinds = [
        *_crossed(period, counter),
        *_in_other_periods(period, counter, set(released)),
        _outside({period.code, *released}),
    ]
    sample: list[Cell] = []
    for kind in kinds:
        cells = [cell for cell in kind if cell.key not in asked]
        small = [cell for cell, (_, people) in counter.counts(cells).items() if 0 < people < THRESHOLD]
        sample += small[:: max(1, -(-len(small) // most))]
    return sample


def _crossed(period: Period, counter: Counter) -> Iterator[list[Cell]]:
    """Every single category by itself, by one other dimension, and by two, where three dimensions meet."""
    level = counter.scheme.levels[period.level]
    areas, spoken, states = (ALL, *level.areas), (ALL, *level.languages, OTHER), (ALL, *STATUSES)
    yield [Cell(UNASKED, period.code, category=code) for code in CATEGORIES]
    for geo, language, status in (
        (areas[1:], spoken[:1], states[:1]),
        (areas[:1], spoken[1:], states[:1]),
        (areas[:1], spoken[:1], states[1:]),
        (areas[1:], spoken[1:], states[:1]),
        (areas[1:], spoken[:1], states[1:]),
        (areas[:1], spoken[1:], states[1:]),
    ):
        yield [
            Cell(UNASKED, period.code, area, code, tongue, state)
            for area in geo
            for tongue in language
            for state in status
            for code in EVERYDAY_CATEGORIES
        ]


def _outside(codes: Collection[str]) -> list[Cell]:
    """Needs from zones that are on no map, in all periods so far: what totals less areas could show."""
    return [
        Cell(UNASKED, code, geo=UNNAMED, category=category)
        for code in sorted(codes)
        for category in (EVERYDAY, *EVERYDAY_CATEGORIES)
    ]


def _in_other_periods(period: Period, counter: Counter, released: set[str]) -> Iterator[list[Cell]]:
    """What sums and differences over time could show: periods that were not released, within longer ones that were."""
    year = parse_period(f"{period.year:04d}")
    quarters = [parse_period(f"{year.code}-Q{number}") for number in range(1, 5)]
    done = {period, *map(parse_period, released)}
    longer = [other for other in done if len(other.months()) > 1]
    others = [
        other
        for other in (*year.months(), *quarters)
        if other not in done and any(other.within(outer) for outer in longer)
    ]
    yield [Cell(UNASKED, other.code, category=code) for other in others for code in CATEGORIES]
    yield [
        Cell(UNASKED, other.code, geo=area, category=code)
        for other in others
        if other.level in counter.scheme.levels
        for area in counter.scheme.levels[other.level].areas
        for code in EVERYDAY_CATEGORIES
    ]
