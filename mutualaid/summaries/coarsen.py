"""Makes the frozen classification: zones merge with neighbours, rare languages and categories become "other"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from mutualaid.summaries.count import Mask, Numbers, capped, distinct, numbered
from mutualaid.summaries.facts import STATUSES, Facts, Geography
from mutualaid.summaries.families import FAMILIES, Named, partition
from mutualaid.summaries.noise import error_chances
from mutualaid.summaries.periods import LEVELS, MONTH, QUARTER, YEAR, Period
from mutualaid.summaries.plan import (
    CATEGORIES,
    EVERYDAY_CATEGORIES,
    EXPECTED_HIDDEN,
    LEAST_AREA,
    LEAST_LANGUAGE,
    NOISE_SCALE,
    RELATIVE_ERROR,
    ROUNDING,
    SURE,
    WITHIN,
)
from mutualaid.summaries.scheme import Level

Merge = tuple[str, str]
MONTHS_OF = {MONTH: 1, QUARTER: 3, YEAR: 12}


def recent(facts: Facts, period: Period) -> Facts:
    """What was received in the twelve months that end with the period: what the classification is judged by."""
    last = np.datetime64(period.end, "D")
    first = np.datetime64(period.end - timedelta(days=364), "D")
    return facts.only((facts.day >= first) & (facts.day <= last))


def households_a_period(
    facts: Facts, column: npt.NDArray[np.str_], codes: Sequence[str], level: str, period: Period
) -> dict[str, float]:
    """Mean distinct households a period of `level` for each code, over the stretches that hold any need.

    Stretches are counted backwards from the period's last month; a year with only some months of records is judged by
    those months alone, which is the careful side.
    """
    if not len(facts):
        return dict.fromkeys(codes, 0.0)
    stretch = _stretches(facts, level, period)
    stretches = int(stretch.max()) + 1
    index = numbered(column, codes)
    known = index >= 0
    household = np.unique(facts.household, return_inverse=True)[1].astype(np.int64)
    seen = distinct(index[known] * stretches + stretch[known], household[known], len(codes) * stretches)
    counts = seen.reshape(len(codes), stretches).sum(axis=1)
    stretches = len(np.unique(stretch))
    return {code: float(count) / stretches for code, count in zip(codes, counts, strict=True)}


def merge_order(geography: Geography, households: Mapping[str, float]) -> tuple[Merge, ...]:
    """The order in which areas grow together: the smallest joins its smallest neighbour until one is left.

    An area keeps the code of its first zone in code order. An island joins the smallest area of all.
    """
    size = {zone: households.get(zone, 0.0) for zone in geography.zones}
    touching: dict[str, set[str]] = {zone: set() for zone in geography.zones}
    for a, b in geography.neighbours:
        touching[a].add(b)
        touching[b].add(a)
    order: list[Merge] = []
    while len(size) > 1:
        small = min(size, key=lambda code: (size[code], code))
        others = touching[small] or set(size) - {small}
        into = min(others, key=lambda code: (size[code], code))
        keep, gone = min(small, into), max(small, into)
        order.append((keep, gone))
        size[keep] += size.pop(gone)
        for other in touching.pop(gone):
            touching[other].discard(gone)
            if other != keep:
                touching[other].add(keep)
                touching[keep].add(other)
        touching[keep].discard(keep)
    return tuple(order)


def cut(
    zones: Sequence[str],
    order: Sequence[Merge],
    households: Mapping[str, float],
    least: int = LEAST_AREA,
    merges: tuple[int, int] | None = None,
) -> dict[str, tuple[str, ...]]:
    """The areas after as few merges of `order` as leave `least` households in each; one area if none can hold them.

    `merges`: the fewest and the most that keep the areas nested in those of other levels.
    Cuts of one order are nested: an area at a level with fewer households a period is a union of finer areas.
    """
    size = {zone: households.get(zone, 0.0) for zone in zones}
    members: dict[str, tuple[str, ...]] = {zone: (zone,) for zone in zones}
    fewest, most = merges or (0, len(order))
    for number, (keep, gone) in enumerate(order):
        if number >= most or (number >= fewest and min(size.values()) >= least):
            break
        size[keep] += size.pop(gone)
        members[keep] = tuple(sorted(members[keep] + members.pop(gone)))
    return members


def nesting(known: Mapping[str, Level], level: str, zones: int) -> tuple[int, int]:
    """The fewest and the most merges: longer periods never have larger areas than shorter ones."""
    place = LEVELS.index(level)
    longer = [zones - len(known[name].areas) for name in LEVELS[place + 1 :] if name in known]
    shorter = [zones - len(known[name].areas) for name in LEVELS[:place] if name in known]
    return max(longer, default=0), min(shorter, default=zones)


def make_level(
    facts: Facts, period: Period, zones: Sequence[str], order: Sequence[Merge], known: Mapping[str, Level]
) -> Level:
    """The classification of periods as long as this one, judged by the twelve months before the period's end.

    `known` are the year's levels so far, in whose areas these will be nested.
    """
    base, level = recent(facts, period), period.level
    homes = households_a_period(base, base.zone, zones, level, period)
    cells = cut(zones, order, homes, merges=nesting(known, level, len(zones)))
    areas = {f"{level}-{number:02d}": cells[code] for number, code in enumerate(sorted(cells), start=1)}
    spoken = sorted({str(code) for code in base.language.tolist() if code})
    homes = households_a_period(base, base.language, spoken, YEAR, period)
    past = Past(base, period)
    languages = past.parts("language", [code for code in spoken if homes[code] >= LEAST_LANGUAGE])
    statuses = past.parts("status", STATUSES)
    area_of = {zone: number for number, code in enumerate(sorted(cells)) for zone in cells[code]}
    beside = {
        "geo": ([area_of.get(zone, -1) for zone in past.facts.zone.tolist()], len(areas)),
        "language": _places(past.facts.language, languages),
        "status": _places(past.facts.status, statuses),
    }
    alone = past.partition(CATEGORIES, [0] * len(past.facts), 1)
    crossed = {name: past.partition(EVERYDAY_CATEGORIES, *parts) for name, parts in beside.items()}
    return Level(
        areas,
        _single(alone),
        {name: _single(named) for name, named in crossed.items()},
        languages,
        {name: _families(named) for name, named in {"": alone, **crossed}.items() if _families(named)},
        statuses,
    )


def _places(column: npt.NDArray[np.str_], named: Sequence[str]) -> tuple[list[int], int]:
    """The number of each value's part, and how many parts there are: the named ones, then all others together."""
    place = {code: number for number, code in enumerate(named)}
    others = len(named)
    found = [place.get(code, others) for code in column.tolist()]
    return found, others + (others in found)


def _single(named: Named) -> tuple[str, ...]:
    return tuple(code for code in CATEGORIES if code in named)


def _families(named: Named) -> Named:
    return {code: gathered for code, gathered in named.items() if code in FAMILIES}


class Past:
    """What the twelve months before a classification would have looked like in cells, were they named so.

    A group is enough when, over the periods past and the parts beside it, at most EXPECTED_HIDDEN of its cells would
    have been hidden, and the others are expected to miss RELATIVE_ERROR in at most 1 - WITHIN. The error has one
    distribution (`noise.error_chances`), so that is a mean over past counts. Stretches are periods of the level counted
    backwards from the last month; those with less than half of the usual needs, when the office had only begun, tell
    nothing about what comes.
    """

    def __init__(self, facts: Facts, period: Period) -> None:
        facts = capped(facts)
        stretch = _stretches(facts, period.level, period)
        held = np.bincount(stretch)
        usual = np.flatnonzero(held >= held[held > 0].mean() / 2) if len(facts) else held
        facts, stretch = facts.only(np.isin(stretch, usual)), stretch[np.isin(stretch, usual)]
        self.facts = facts
        self._hidden = EXPECTED_HIDDEN[period.level]
        self._stretch = np.unique(stretch, return_inverse=True)[1].astype(np.int64)
        self._stretches = int(self._stretch.max()) + 1 if len(facts) else 1
        self._household = np.unique(facts.household, return_inverse=True)[1].astype(np.int64)
        self._category = numbered(facts.category, CATEGORIES)

    def parts(self, dimension: str, codes: Sequence[str]) -> tuple[str, ...]:
        """The codes of a language or status to name: those that are enough, as long as all others together are too."""
        column = self.facts.language if dimension == "language" else self.facts.status
        value = numbered(column, codes)
        everyday = np.isin(self._category, [CATEGORIES.index(code) for code in EVERYDAY_CATEGORIES])
        named = [n for n in range(len(codes)) if self._enough(everyday & (value == n))]
        whole = dimension == "status" and len(named) == len(codes)
        while named and not whole and not self._enough(everyday & ~np.isin(value, named)):
            named.remove(min(named, key=lambda n: (int((everyday & (value == n)).sum()), n)))
        return tuple(codes[n] for n in named)

    def partition(self, allowed: tuple[str, ...], part: Sequence[int], parts: int) -> Named:
        """The allowed categories grouped so that each group is enough beside `parts` parts (-1: in none)."""
        beside = np.array(part, dtype=np.int64)
        sizes = np.bincount(self._category, minlength=len(CATEGORIES))

        def enough(members: tuple[str, ...]) -> bool:
            chosen = np.isin(self._category, [CATEGORIES.index(code) for code in members]) & (beside >= 0)
            return self._enough(chosen, beside, parts)

        return partition(allowed, enough, lambda code: float(sizes[CATEGORIES.index(code)]))

    def _enough(self, chosen: Mask, part: Numbers | None = None, parts: int = 1) -> bool:
        key = self._stretch[chosen] * parts + (0 if part is None else part[chosen])
        cells = self._stretches * parts
        shown = distinct(key, self._household[chosen], cells) >= SURE
        if not cells or 1 - shown.mean() > self._hidden or not shown.any():
            return False
        far = np.floor(np.bincount(key, minlength=cells)[shown] * RELATIVE_ERROR).astype(np.int64)
        return bool(_BEYOND[np.minimum(far, len(_BEYOND) - 1)].mean() <= 1 - WITHIN)


_BEYOND = np.append(1 - np.cumsum(error_chances(NOISE_SCALE, ROUNDING)), 0.0).clip(0.0)
"""The chance of an error beyond each size."""


def _stretches(facts: Facts, level: str, period: Period) -> Numbers:
    """How many periods of the level before the period's last month each need was received."""
    month = facts.day.astype("datetime64[M]").astype(np.int64)
    return np.asarray(((period.year - 1970) * 12 + period.last - 1 - month) // MONTHS_OF[level], dtype=np.int64)
