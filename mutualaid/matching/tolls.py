"""Interpreters in the dual: a toll on being helped in a slot, which whoever interprets there then earns.

Helped candidates of a need in a slot are at most those for whom somebody interprets (a pair needs one interpreter for
both). Dualised, that is a toll for each need and slot. Volunteers who interpret earn it, so a slot of theirs is worth
the tolls of as many calls as they take, or of the one need to which they go. Any tolls prove a bound.
"""

from __future__ import annotations

import numpy as np

from mutualaid.matching.eligibility import Bools, Floats, Ints
from mutualaid.matching.interpreters import CALLS, free_turns
from mutualaid.matching.people import People
from mutualaid.matching.scope import Instance, Scope

TOLL_STEP = 0.3
"""The share of a need's weight that tolls move by, against the weight itself for what the need is charged."""


class Tolls:
    """The cells (need and slot) in which somebody could interpret, with all who could; `first` are the first tolls."""

    def __init__(self, base: Instance, scope: Scope) -> None:
        assert base.interpreters is not None
        self.base, self.slots, self.turns = base, scope.taken.shape[1], free_turns(base, scope)
        turns = self.turns
        self.cells, self.cell = np.unique(turns.need * self.slots + turns.slot, return_inverse=True)
        self.first = np.full(len(self.cells), np.inf)
        np.minimum.at(self.first, self.cell, turns.cost)
        self.scale = TOLL_STEP * base.weight[self.cells // self.slots]
        self.size = scope.taken.size
        self.key = turns.volunteer * self.slots + turns.slot
        self.open = scope.taken.ravel()[self.key] == CALLS
        self.limit = base.interpreters.calls[turns.volunteer].copy()
        for t in np.flatnonzero(self.open).tolist():
            self.limit[t] = scope.calls[int(turns.volunteer[t]), int(turns.slot[t])]

    def asked(self, chosen: People) -> tuple[Ints, Ints, Floats]:
        """(helped candidates, the cell of each, its share of an interpreter)."""
        assert self.base.interpreters is not None
        helped = np.flatnonzero(self.base.interpreters.helped(chosen))
        cell = np.searchsorted(self.cells, chosen.need[helped] * self.slots + chosen.slot[helped])
        return helped, cell, 1.0 / self.base.wants[chosen.need[helped]]

    def charge(self, chosen: People, toll: Floats) -> Floats:
        """What each candidate pays."""
        helped, cell, share = self.asked(chosen)
        paid = np.zeros(len(chosen.need))
        paid[helped] = toll[cell] * share
        return paid

    def picks(self, toll: Floats) -> tuple[Floats, Floats, Bools]:
        """(what a slot earns by interpreting, what slots that take calls already earn, which turns would be taken)."""
        gain, turns = toll[self.cell] - self.turns.cost, self.turns
        order = np.lexsort((-gain, self.key))
        taken = np.zeros(len(gain), np.bool_)
        # Calls come before coming along in no slot: the two are ranked apart.
        for by in (turns.remote, ~turns.remote):
            mine = order[by[order]]
            own = self.key[mine]
            place = np.arange(len(mine)) - np.searchsorted(own, own)
            taken[mine] = (place < np.where(turns.remote[mine], self.limit[mine], 1)) & (gain[mine] > 0)
        calls = self._by_slot(gain, taken & turns.remote & ~self.open)
        visit = self._by_slot(gain, taken & ~turns.remote)
        kept = self._by_slot(gain, taken & self.open)
        taken &= self.open | (turns.remote == (calls >= visit)[self.key])
        return np.maximum(calls, visit), kept, taken

    def _by_slot(self, gain: Floats, which: Bools) -> Floats:
        return np.bincount(self.key, np.where(which, gain, 0.0), self.size).astype(np.float64)

    def slack(self, asked: Floats, taken: Bools, talks: Bools) -> Floats:
        """Of each cell how much more is asked for than given; `talks` are the slots in which volunteers interpret."""
        given = np.bincount(self.cell, taken & (talks[self.key] | self.open), len(self.cells))
        return np.asarray(asked - given, np.float64)
