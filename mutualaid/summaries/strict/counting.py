"""Counts what a strict release asks, with every household's weight bounded by a function of its own records alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from mutualaid.summaries.cells import Cell, cells_of
from mutualaid.summaries.facts import Facts
from mutualaid.summaries.periods import Period
from mutualaid.summaries.plan import ALL, CATEGORIES, EVERYDAY, EVERYDAY_CATEGORIES, NEEDS, OTHER, Table
from mutualaid.summaries.scheme import Scheme
from mutualaid.summaries.strict.plan import question

Ints = npt.NDArray[np.int64]
_NOWHERE = -1


def in_period(facts: Facts, period: Period) -> Facts:
    """The needs received in the period, of the plan's categories."""
    first, last = np.datetime64(period.start, "D"), np.datetime64(period.end, "D")
    return facts.only((facts.day >= first) & (facts.day <= last) & np.isin(facts.category, CATEGORIES))


def everyday(facts: Facts) -> Facts:
    """The needs of everyday categories."""
    return facts.only(np.isin(facts.category, EVERYDAY_CATEGORIES))


def households_in(facts: Facts, place: Ints, size: int, most: int) -> Ints:
    """Distinct households at each of `size` places, a household at no more than `most` of them.

    `place` names each need's place, -1 for none. Of a household's places those count where it asked first, by day and
    then by place, so which ones is decided by its own needs. One household more or less changes at most `most` of the
    numbers, each by 1: the L2 distance is at most the square root of `most`, and is reached by who has so many places.
    """
    found = place > _NOWHERE
    household, day, place = facts.household[found], facts.day[found], place[found]
    order = np.lexsort((day, place, household))
    household, day, place = household[order], day[order], place[order]
    once = _starts(household, place)
    household, day, place = household[once], day[once], place[once]
    order = np.lexsort((place, day, household))
    household, place = household[order], place[order]
    position = np.arange(len(household))
    first = np.maximum.accumulate(np.where(_starts(household), position, 0)) if len(household) else position
    return np.bincount(place[position - first < most], minlength=size).astype(np.int64)


def needs_of_all(facts: Facts, most: int) -> int:
    """All needs, at most `most` of a household: one household more or less changes the number by at most `most`."""
    _, held = np.unique(facts.household, return_counts=True)
    return int(np.minimum(held, most).sum())


def places_of(facts: Facts, cells: Sequence[Cell], scheme: Scheme, level: str) -> Ints:
    """Which of the cells of one table each need falls into, by the frozen classification; -1 for none of them.

    The cells of a table are disjoint, so that a need has one place at most.
    """
    if not cells or not len(facts):
        return np.full(len(facts), _NOWHERE, dtype=np.int64)
    sample = cells[0]
    months = len({cell.period for cell in cells}) > 1
    by_category = sample.category not in (ALL, EVERYDAY)
    beside = sample.beside
    named = {code: name for name in scheme.named(level, beside) for code in scheme.category_codes(name, level, beside)}
    spoken = {code: code for code in scheme.levels[level].languages}
    states = {code: code for code in scheme.levels[level].statuses}
    codes = (
        np.datetime_as_string(facts.day, "M") if months else _same(sample.period, facts),
        _same(ALL, facts) if sample.geo == ALL else _coded(facts.zone, _areas(scheme, level), ""),
        _coded(facts.category, named, OTHER) if by_category else _same(sample.category, facts),
        _same(ALL, facts) if sample.language == ALL else _coded(facts.language, spoken, OTHER),
        _same(ALL, facts) if sample.status == ALL else _coded(facts.status, states, OTHER),
    )
    return _numbered(codes, cells)


def counted(held: Facts, table: Table, period: Period, scheme: Scheme) -> dict[Cell, int]:
    """The counts of a table's cells before the noise, each household bounded as the question says."""
    facts = everyday(held) if table.everyday else held
    counts: dict[Cell, int] = {}
    cells = list(cells_of(table, period, scheme))
    for measure in table.measures:
        most = question(table.name, measure).most[period.level]
        asked = [cell for cell in cells if cell.measure == measure]
        if measure == NEEDS:
            counts.update(dict.fromkeys(asked, needs_of_all(facts, most)))
        else:
            places = places_of(facts, asked, scheme, period.level)
            counts.update(zip(asked, households_in(facts, places, len(asked), most).tolist(), strict=True))
    return {cell: counts[cell] for cell in cells}


def _numbered(codes: Sequence[npt.NDArray[np.str_]], cells: Sequence[Cell]) -> Ints:
    """The position of the cell with these codes, found once for every combination that occurs."""
    combined = np.zeros(len(codes[0]), dtype=np.int64)
    values = []
    for column in codes:
        distinct, inverse = np.unique(column, return_inverse=True)
        combined = combined * len(distinct) + inverse
        values.append(distinct.tolist())
    numbers = {key: number for number, key in enumerate(_coordinates(cell) for cell in cells)}
    seen, inverse = np.unique(combined, return_inverse=True)
    sizes = tuple(len(distinct) for distinct in values)
    indices = np.unravel_index(seen, sizes)
    named = [np.take(distinct, index).tolist() for distinct, index in zip(values, indices, strict=True)]
    places = [numbers.get(key, _NOWHERE) for key in zip(*named, strict=True)]
    return np.array(places, dtype=np.int64)[inverse]


def _coordinates(cell: Cell) -> tuple[str, ...]:
    return (cell.period, cell.geo, cell.category, cell.language, cell.status)


def _areas(scheme: Scheme, level: str) -> dict[str, str]:
    return {zone: code for code, zones in scheme.levels[level].areas.items() for zone in zones}


def _coded(column: npt.NDArray[np.str_], names: Mapping[str, str], rest: str) -> npt.NDArray[np.str_]:
    distinct, inverse = np.unique(column, return_inverse=True)
    return np.array([names.get(str(code), rest) for code in distinct.tolist()], dtype=np.str_)[inverse]


def _same(code: str, facts: Facts) -> npt.NDArray[np.str_]:
    return np.full(len(facts), code)


def _starts(*columns: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Where a run of equal values begins."""
    starts = np.ones(len(columns[0]), dtype=bool)
    starts[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return starts
