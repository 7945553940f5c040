"""Who interprets in a plan that changes part by part: beside it, other parts leave interpreters where they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mutualaid.matching.eligibility import Floats, Ints
from mutualaid.matching.highs import Model, Pulse, maximise
from mutualaid.matching.interpreters import CALLS
from mutualaid.matching.people import People
from mutualaid.matching.rows import Interpreter
from mutualaid.matching.scope import Instance, Scope
from mutualaid.matching.spoken import Spoken

FEW_NODES = 20


class Voices:
    """For needs of a plan over some candidates, who interprets; what is left of a need no longer met does not count."""

    def __init__(self, base: Instance, scope: Scope, chosen: People) -> None:
        self.base, self.scope, self.chosen = base, scope, chosen
        self._of: dict[int, tuple[Interpreter, int]] = {}

    def of(self, need: int) -> Interpreter | None:
        """Who interprets for a need."""
        return self._of[need][0] if need in self._of else None

    def remembered(self) -> dict[int, tuple[Interpreter, int]]:
        """By need, who interprets and in which slot."""
        return dict(self._of)

    def recall(self, of: dict[int, tuple[Interpreter, int]]) -> None:
        """Go back to what was remembered."""
        self._of = dict(of)

    def beside(self, stays: Ints) -> Scope:
        """What is free beside candidates that stay and those who interpret for them."""
        slots = self.scope.taken.shape[1]
        taken, shifts, calls = self.scope.taken.copy(), self.scope.shifts.copy(), dict(self.scope.calls)
        keys = np.unique(self.chosen.volunteer[stays] * slots + self.chosen.slot[stays])
        owner, when = keys // slots, keys % slots
        new = taken[owner, when] == 0
        taken[owner[new], when[new]] = 1
        np.subtract.at(shifts, owner[new], 1)
        for need in np.unique(self.chosen.need[stays]).tolist():
            if need not in self._of:
                continue
            by, slot = self._of[need]
            if taken[by.volunteer, slot] == 0:
                taken[by.volunteer, slot] = CALLS if by.remote else 1
                shifts[by.volunteer] -= 1
                calls[by.volunteer, slot] = self.base.problem.volunteers[by.volunteer].calls
            if by.remote:
                calls[by.volunteer, slot] -= 1
        return replace(self.scope, taken=taken, shifts=shifts, calls=calls)

    def settle(self, model: Model, x: Ints, could: Ints, values: Floats, pulse: Pulse) -> Floats:
        """A solution with whole people as one with whole interpreters: who is not heard in it is left out."""
        assert self.base.interpreters is not None
        helped = self.base.interpreters.helped(self.chosen.take(could))
        picked = values[x] > 0.5
        if not (picked & helped).any():
            return values
        low, high = model.bounds()
        high[x] = picked
        low[x] = picked & ~helped
        found = maximise(model, pulse=pulse, nodes=FEW_NODES, low=low, high=high)
        return values * ~np.isin(np.arange(len(values)), x[helped]) if found.x is None else found.x

    def forget(self, need: int) -> None:
        """The need is met without an interpreter from now on."""
        self._of.pop(need, None)

    def keep(self, picked: Ints, spoken: Spoken, values: Floats) -> None:
        """Candidates were picked by a solution: remember who interprets for them."""
        voices = spoken.voices(self.base, self.chosen.take(picked), values)
        for k in picked.tolist():
            need = int(self.chosen.need[k])
            self._of.pop(need, None)
            if need in voices:
                self._of[need] = (voices[need], int(self.chosen.slot[k]))
