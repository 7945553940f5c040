"""Blocks of volunteers who live near each other, cut along a different direction in each sweep."""

from __future__ import annotations

import itertools

import numpy as np

from mutualaid.matching.eligibility import Bools
from mutualaid.matching.scope import Instance, Scope


def blocks(base: Instance, part: Scope, size: int, sweep: int) -> list[Bools]:
    """Masks of about `size` volunteers each. Directions are distances from zones that lie far apart."""
    km, zone = base.rules.km, base.rules.volunteer_zone
    crew = np.flatnonzero(part.volunteers)
    if not len(crew):
        return []
    first = int(np.argmax(km[zone[crew[0]]]))
    second = int(np.argmax(km[first]))
    third = int(np.argmax(np.minimum(km[first], km[second])))
    directions = (km[first], km[third], km[second] - km[first], km[third] - km[first])
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
