"""Makes the frozen classification: zones merge with neighbours, rare languages and categories become "other"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from mutualaid.summaries.facts import STATUSES, Facts, Geography
from mutualaid.summaries.periods import LEVELS, MONTH, QUARTER, YEAR, Period
from mutualaid.summaries.plan import (
    CATEGORIES,
    LEAST_AREA,
    LEAST_CATEGORY,
    LEAST_CROSSED,
    LEAST_LANGUAGE,
    MOST_CROSSED,
    OTHER,
)
from mutualaid.summaries.scheme import EVERYDAY_CATEGORIES, Level

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
    month = facts.day.astype("datetime64[M]").astype(np.int64)
    last = (period.year - 1970) * 12 + period.last - 1
    stretch = (last - month) // MONTHS_OF[level]
    stretches = len(np.unique(stretch))
    place = {code: index for index, code in enumerate(codes)}
    index = np.array([place.get(code, -1) for code in column.tolist()], dtype=np.int64)
    known = index >= 0
    seen = np.unique(np.stack([index[known], stretch[known], facts.household[known]]), axis=1)
    counts = np.bincount(seen[0], minlength=len(codes))
    return {code: float(counts[place[code]]) / stretches for code in codes}


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


def _nesting(known: Mapping[str, Level], level: str, zones: int) -> tuple[int, int]:
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
    cells = cut(zones, order, homes, merges=_nesting(known, level, len(zones)))
    areas = {f"{level}-{number:02d}": cells[code] for number, code in enumerate(sorted(cells), start=1)}
    single = _named(households_a_period(base, base.category, CATEGORIES, level, period))
    codes = sorted({str(code) for code in base.language.tolist() if code})
    spoken = households_a_period(base, base.language, codes, YEAR, period)
    languages = tuple(code for code in codes if spoken[code] >= LEAST_LANGUAGE)
    spoken_as = np.where(np.isin(base.language, languages), base.language, OTHER)
    area_of = {zone: code for code, members in areas.items() for zone in members}
    area = np.array([area_of.get(zone, OTHER) for zone in base.zone.tolist()], dtype=str)
    crossed = {
        "geo": _crossed(base, area, list(areas), level, period),
        "language": _crossed(base, spoken_as, [*languages, OTHER], level, period),
        "status": _crossed(base, base.status, STATUSES, level, period),
    }
    return Level(areas, single, crossed, languages)


def _crossed(
    facts: Facts, column: npt.NDArray[np.str_], parts: Sequence[str], level: str, period: Period
) -> tuple[str, ...]:
    """The everyday categories most of whose cells with the parts hold enough households to be published."""
    pairs = np.char.add(np.char.add(facts.category.astype(str), "|"), column.astype(str))
    codes = [f"{category}|{part}" for category in EVERYDAY_CATEGORIES for part in parts]
    held = households_a_period(facts, pairs, codes, level, period)
    return tuple(
        category
        for category in EVERYDAY_CATEGORIES
        if sum(held[f"{category}|{part}"] >= LEAST_CROSSED for part in parts) >= MOST_CROSSED * len(parts)
    )


def _named(households: Mapping[str, float]) -> tuple[str, ...]:
    """The categories with enough households; one that would be alone in "other" is named too."""
    named = tuple(code for code in CATEGORIES if households[code] >= LEAST_CATEGORY)
    return CATEGORIES if len(named) >= len(CATEGORIES) - 1 else named
