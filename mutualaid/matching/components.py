"""Split what is free into parts that share no volunteer and no stock: their best plans add up to the best."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mutualaid.matching.eligibility import Ints
from mutualaid.matching.interpreters import free_turns
from mutualaid.matching.scope import Instance, Scope, allowed


def joined(one: Ints, other: Ints, size: int) -> Ints:
    """For each of `size` things the least thing that a chain of links (one[i], other[i]) leads to."""
    root = np.arange(size)
    while True:
        least = np.minimum(root[one], root[other])
        lower = root.copy()
        np.minimum.at(lower, one, least)
        np.minimum.at(lower, other, least)
        np.minimum.at(lower, root[one], least)
        np.minimum.at(lower, root[other], least)
        lower = lower[lower]
        if np.array_equal(lower, root):
            return root
        root = lower


def components(base: Instance, whole: Scope) -> list[Scope]:
    """Scopes of the independent parts, in order of their first need; needs that nothing could meet are in none."""
    chosen, stock = allowed(base, whole), base.stock
    needs, people = len(base.weight), len(whole.volunteers)
    reached = np.bincount(chosen.need, minlength=needs) > 0
    served = (reached | (base.wants == 0)) & whole.needs
    arcs = np.flatnonzero(served[stock.need] & (whole.units[stock.group] > 0))
    supplied = np.bincount(stock.need[arcs], minlength=needs) > 0
    turns = np.zeros((2, 0), np.int64)
    if base.interpreters is not None:
        free = free_turns(base, whole)
        turns = np.array([free.need, free.volunteer])
    root = joined(
        np.concatenate([chosen.need, stock.need[arcs], turns[0]]),
        np.concatenate([needs + chosen.volunteer, needs + people + stock.group[arcs], needs + turns[1]]),
        needs + people + len(whole.units),
    )
    can = whole.needs & np.where(base.sizes[:, 0] > 0, supplied & served, reached)
    out = []
    for part in np.unique(root[:needs][can]):
        mine = can & (root[:needs] == part)
        out.append(replace(whole, needs=mine, volunteers=root[needs : needs + people] == part))
    return out
