"""Two-person needs in the dual: how much of the need's worth each of the two is offered.

Any split proves a bound, so long as no two volunteers of a slot are offered less together than the need is charged.
Half each is far too generous where one of the two is scarce: the scarce one must be paid what its slot is worth to
others, and the plentiful one takes the rest. That alone brings the bound of small problems from 3 % to 0.1 %.
"""

from __future__ import annotations

import numpy as np

from mutualaid.matching.eligibility import Floats
from mutualaid.matching.people import People
from mutualaid.matching.scope import Instance


class Pairs:
    """The candidates `at` of two-person needs, grouped by need and slot."""

    def __init__(self, base: Instance, chosen: People, slots: int) -> None:
        self.at = np.flatnonzero(~chosen.delivery & (base.wants[chosen.need] == 2))
        self.need = chosen.need[self.at]
        self.worth = base.weight[self.need]
        self.slot_key = chosen.volunteer[self.at] * slots + chosen.slot[self.at]
        self.travel = base.problem.costs.km * chosen.km[self.at]
        key = self.need * slots + chosen.slot[self.at]
        _, self.group, self.size = np.unique(key, return_inverse=True, return_counts=True)
        self.first = np.cumsum(self.size) - self.size

    def split(self, asked: Floats, charged: Floats) -> Floats:
        """What each is offered beyond half of (worth - charged), when its slot is worth `asked` to others.

        Of two who ask c1 <= c2, both gain the same; every other is offered as little as the pair's sum allows.
        """
        offer = np.zeros(len(self.at))
        if not len(self.at):
            return offer
        left = self.worth - charged[self.need]
        order = np.lexsort((asked, self.group))
        least, last = asked[order], len(order) - 1
        whole = left[order][self.first]
        second = least[np.minimum(self.first + 1, last)]
        third = np.where(self.size > 2, least[np.minimum(self.first + 2, last)], np.inf)
        gain = (whole - least[self.first] - second) / 2
        level = np.clip(second + gain, whole / 2, np.maximum(whole / 2, third))
        level[self.size < 2] = whole[self.size < 2] / 2
        sorted_offer = level[self.group[order]]
        sorted_offer[self.first] = whole - level
        offer[order] = sorted_offer
        return offer - left / 2

    def settled(self, split: Floats) -> Floats:
        """The split shifted so that the two least of every need and slot are offered exactly what is charged."""
        if not len(split):
            return split
        order = np.lexsort((split, self.group))
        ranked = split[order]
        two = ranked[self.first] + ranked[np.minimum(self.first + 1, len(order) - 1)]
        shift = np.where(self.size > 1, two / 2, ranked[self.first])
        settled: Floats = split - shift[self.group]
        return settled


class Splits:
    """The split of some candidates, carried over to others: whoever is not listed completes the least of its group."""

    def __init__(self, base: Instance, chosen: People, split: Floats, slots: int) -> None:
        pairs = Pairs(base, chosen, slots)
        self.wants, self.slots, self.needs = base.wants, slots, len(base.wants)
        key = pairs.slot_key * self.needs + pairs.need
        order = np.argsort(key)
        self.key, self.split = key[order], split[pairs.at][order]
        self.rest = np.zeros(self.needs * slots)
        group = pairs.need * slots + chosen.slot[pairs.at]
        np.maximum.at(self.rest, group, -split[pairs.at])

    def of(self, chosen: People) -> Floats:
        """By candidate, what it is offered beyond its half."""
        out = np.zeros(len(chosen.need))
        at = np.flatnonzero(~chosen.delivery & (self.wants[chosen.need] == 2))
        key = (chosen.volunteer[at] * self.slots + chosen.slot[at]) * self.needs + chosen.need[at]
        out[at] = self.rest[chosen.need[at] * self.slots + chosen.slot[at]]
        place = np.minimum(np.searchsorted(self.key, key), max(len(self.key) - 1, 0))
        if len(self.key):
            listed = self.key[place] == key
            out[at[listed]] = self.split[place[listed]]
        return out
