"""Volunteers who live near each other: regions for a first plan, and blocks cut along a new direction each sweep."""

from __future__ import annotations

import itertools

import numpy as np

from mutualaid.matching.eligibility import Bools, Floats, Ints
from mutualaid.matching.scope import Instance, Scope


def _corners(base: Instance, crew: Ints) -> tuple[Floats, Floats, Floats]:
    """Distances of all zones from three that lie far apart."""
    km, zone = base.rules.km, base.rules.volunteer_zone
    first = int(np.argmax(km[zone[crew[0]]]))
    second = int(np.argmax(km[first]))
    third = int(np.argmax(np.minimum(km[first], km[second])))
    return km[first], km[second], km[third]


def regions(base: Instance, part: Scope, size: int) -> list[Ints]:
    """The part's volunteers in groups of about `size`, each compact: halved where they spread most, again and again."""
    crew = np.flatnonzero(part.volunteers)
    if not len(crew):
        return []
    first, _, third = _corners(base, crew)
    zone = base.rules.volunteer_zone
    waiting, out = [(crew, max(1, round(len(crew) / size)))], list[Ints]()
    while waiting:
        group, parts = waiting.pop()
        if parts == 1:
            out.append(np.sort(group))
            continue
        one, other = first[zone[group]], third[zone[group]]
        along = one if np.ptp(one) >= np.ptp(other) else other
        order, cut = group[np.lexsort((group, along))], len(group) * (parts // 2) // parts
        waiting += [(order[cut:], parts - parts // 2), (order[:cut], parts // 2)]
    return out


def blocks(base: Instance, part: Scope, size: int, sweep: int) -> list[Bools]:
    """Masks of about `size` volunteers each. Directions are distances from zones that lie far apart."""
    zone, crew = base.rules.volunteer_zone, np.flatnonzero(part.volunteers)
    if not len(crew):
        return []
    first, second, third = _corners(base, crew)
    directions = (first, third, second - first, third - first)
    along = directions[sweep % 4][zone[crew]]
    order = crew[np.lexsort((crew, along))]
    shift = (sweep // 4 % 2) * size // 2
    cuts = [0, *range(shift or size, len(order), size), len(order)]
    out = []
    for begin, end in itertools.pairwise(cuts):
        mask = np.zeros(len(part.volunteers), np.bool_)
        mask[order[begin:end]] = True
        if end > begin:
            out.append(mask)
    return out
