"""The classification of a strict year, made from noisy household counts that are paid for and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from mutualaid.records.languages import LANGUAGES
from mutualaid.summaries.coarsen import Merge, cut, merge_order, nesting
from mutualaid.summaries.facts import STATUSES, Facts, Geography
from mutualaid.summaries.families import FAMILIES, Named, partition
from mutualaid.summaries.gaussian import discrete_gaussian
from mutualaid.summaries.noise import Randomness
from mutualaid.summaries.periods import Period
from mutualaid.summaries.plan import CATEGORIES, EVERYDAY_CATEGORIES
from mutualaid.summaries.scheme import Level
from mutualaid.summaries.strict.counting import everyday, households_in
from mutualaid.summaries.strict.plan import (
    CATEGORIES_COUNTED,
    LEAST_AREA,
    LEAST_CATEGORY,
    LEAST_CROSSED,
    LEAST_LANGUAGE,
    MOST_CROSSED,
)

_QUESTIONS = 3


class Seen(NamedTuple):
    """Noisy household counts of a period, over lists of codes that do not depend on any record."""

    zones: Mapping[str, int]
    categories: Mapping[str, int]
    languages: Mapping[str, int]


def look(facts: Facts, period: Period, zones: Sequence[str], rho: Fraction, below: Randomness) -> Seen:
    """The noisy counts of the period's zones, categories and languages: rho-zCDP in all, a third for each.

    A household lies in one zone, speaks one language and counts in so many categories, so the squares of what it can
    change are 1, 1 and that many.
    """
    ordinary, most = everyday(facts), CATEGORIES_COUNTED[period.level]
    part = rho / _QUESTIONS
    return Seen(
        _noisy(ordinary, ordinary.zone.tolist(), zones, 1, part, below),
        _noisy(facts, facts.category.tolist(), CATEGORIES, most, part, below),
        _noisy(ordinary, ordinary.language.tolist(), sorted(LANGUAGES), 1, part, below),
    )


def _noisy(
    facts: Facts, column: Sequence[str], codes: Sequence[str], most: int, rho: Fraction, below: Randomness
) -> dict[str, int]:
    place = {code: number for number, code in enumerate(codes)}
    places = np.array([place.get(code, -1) for code in column], dtype=np.int64)
    counts = households_in(facts, places, len(codes), most)
    variance = Fraction(most) / (2 * rho)
    return {code: int(counts[number]) + discrete_gaussian(variance, below) for code, number in place.items()}


def merges_from(seen: Seen, geography: Geography) -> tuple[Merge, ...]:
    """How the zones grow together, by the noisy counts."""
    return merge_order(geography, {zone: float(count) for zone, count in seen.zones.items()})


def level_from(
    seen: Seen, period: Period, zones: Sequence[str], merges: Sequence[Merge], known: Mapping[str, Level]
) -> Level:
    """The classification of periods as long as this one, by the noisy counts alone.

    `known` are the year's levels so far, in whose areas these will be nested.
    """
    homes = {zone: float(count) for zone, count in seen.zones.items()}
    cells = cut(zones, merges, homes, LEAST_AREA, nesting(known, period.level, len(zones)))
    areas = {f"{period.level}-{number:02d}": cells[code] for number, code in enumerate(sorted(cells), start=1)}
    languages = tuple(code for code in sorted(seen.languages) if seen.languages[code] >= LEAST_LANGUAGE[period.level])
    everyone = max(1, sum(seen.zones.values()))
    spoken = [seen.languages[code] / everyone for code in languages]
    beside = {
        "geo": [sum(seen.zones[zone] for zone in area) / everyone for area in areas.values()],
        "language": [*spoken, 1 - sum(spoken)],
        "status": [1 / len(STATUSES)] * len(STATUSES),
    }
    named = {"": _alone(seen)} | {dimension: _crossed(seen, parts) for dimension, parts in beside.items()}
    single = {name: tuple(code for code in CATEGORIES if code in groups) for name, groups in named.items()}
    families = {name: {code: groups[code] for code in groups if code in FAMILIES} for name, groups in named.items()}
    return Level(
        areas,
        single.pop(""),
        single,
        languages,
        {name: gathered for name, gathered in families.items() if gathered},
    )


def _alone(seen: Seen) -> Named:
    """The categories and families with enough households, a household of several of them counted in each."""
    return partition(
        CATEGORIES,
        lambda members: sum(seen.categories[code] for code in members) >= LEAST_CATEGORY,
        lambda code: seen.categories[code],
    )


def _crossed(seen: Seen, parts: Sequence[float]) -> Named:
    """Those everyday ones most of whose cells would hold enough, were the two dimensions independent."""

    def enough(members: tuple[str, ...]) -> bool:
        whole = sum(seen.categories[code] for code in members)
        return sum(whole * part >= LEAST_CROSSED for part in parts) >= MOST_CROSSED * len(parts)

    return partition(EVERYDAY_CATEGORIES, enough, lambda code: seen.categories[code])
