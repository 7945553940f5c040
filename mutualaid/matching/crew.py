"""Who does what, when goods are paid for by price: a model of people alone, over the candidates worth looking at.

A plan is a mask over candidates. Volunteers are decided on in parts; everyone else's needs are out of reach meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mutualaid.matching.eligibility import Bools, Floats, Ints
from mutualaid.matching.highs import Model, Pulse, dive, maximise
from mutualaid.matching.interpreters import surcharge
from mutualaid.matching.joint import people_model
from mutualaid.matching.people import People, merged
from mutualaid.matching.rows import Interpreter
from mutualaid.matching.scope import Instance, Scope, partnered
from mutualaid.matching.spoken import Spoken
from mutualaid.matching.voices import Voices


@dataclass(frozen=True)
class Effort:
    """How hard a part's model is worked on: the share left unproved, nodes of the search."""

    gap: float
    nodes: int


class Crew:
    """A changing plan over some candidates: `pay` is what each earns, `each` what meeting a need does."""

    def __init__(self, base: Instance, scope: Scope, chosen: People, worth: Floats) -> None:
        self.base, self.scope, self.each = base, scope, worth
        self.slots = scope.taken.shape[1]
        self.voices = None if base.interpreters is None else Voices(base, scope, chosen)
        self._over(chosen, np.zeros(len(chosen.need), np.bool_))

    def _over(self, chosen: People, on: Bools) -> None:
        base, scope = self.base, self.scope
        self.chosen, self.on = chosen, on
        self.first = np.searchsorted(chosen.volunteer, np.arange(len(scope.shifts) + 1))
        self.key = chosen.volunteer * self.slots + chosen.slot
        self.stays = scope.taken[chosen.volunteer, chosen.slot] == 2
        self.visited = np.zeros(len(chosen.need), np.bool_)
        for k in np.flatnonzero(self.stays & chosen.delivery).tolist():
            run = scope.runs[int(chosen.volunteer[k]), int(chosen.slot[k])]
            self.visited[k] = base.problem.needs[int(chosen.need[k])].household in run.households
        self.surcharge = surcharge(base, scope, chosen)
        if self.voices is not None:
            self.voices.chosen = chosen
        self.value_needs(self.each)

    def widen(self, more: People) -> None:
        """Look at more candidates from now on; the plan stays as it is."""
        wide = merged([self.chosen, more], self.base.rules.need_zone)
        planned = self.key[self.on] * len(self.base.wants) + self.chosen.need[self.on]
        key = (wide.volunteer * self.slots + wide.slot) * len(self.base.wants) + wide.need
        self._over(wide, np.isin(key, planned))

    def value_needs(self, worth: Floats) -> None:
        """From now on meeting need n earns worth[n] for each of its people, interpreters aside."""
        self.each, costs = worth, self.base.problem.costs
        travel = np.where(self.chosen.delivery, 0.0, costs.km * self.chosen.km)
        self.pay: Floats = worth[self.chosen.need] - travel

    def worth(self, picked: Ints) -> float:
        """What these candidates earn together, runs and stops paid, and interpreters as far as they surely cost."""
        costs, chosen = self.base.problem.costs, self.chosen
        visits = picked[chosen.delivery[picked]]
        _, run = np.unique(self.key[visits[~self.stays[visits]]], return_index=True)
        opened = visits[~self.stays[visits]][run]
        doors = visits[~self.visited[visits]]
        stops = len(np.unique(np.stack([self.key[doors], chosen.household[doors]]), axis=1).T) if len(doors) else 0
        travel = costs.run * len(opened) + costs.km * float(chosen.km[opened].sum())
        return float((self.pay - self.surcharge)[picked].sum()) - travel - costs.stop * stops

    def voice(self, need: int) -> Interpreter | None:
        """Who interprets for a need of the plan."""
        return None if self.voices is None else self.voices.of(need)

    def part(self, volunteers: Ints, needs: Bools | None = None) -> tuple[Ints, Ints, Scope]:
        """(what these volunteers do that may change, all they could do instead, the scope that this leaves)."""
        chosen, wants = self.chosen, self.base.wants
        own = np.concatenate([np.arange(self.first[v], self.first[v + 1]) for v in volunteers])
        inside = np.zeros(len(self.on), np.bool_)
        inside[own] = True
        elsewhere = np.zeros(len(wants), np.bool_)
        elsewhere[chosen.need[self.on & ~inside]] = True
        mine = own[self.on[own]]
        bound = elsewhere[chosen.need[mine]]  # the other of the two is not in this part: both stay
        locked, free = mine[bound], mine[~bound]
        taken, shifts = self.scope.taken, self.scope.shifts
        calls = self.scope.calls
        if self.voices is not None:
            stays = self.on.copy()
            stays[free] = False
            beside = self.voices.beside(np.flatnonzero(stays))
            taken, shifts, calls = beside.taken, beside.shifts, beside.calls
        elif len(locked):
            taken, shifts = taken.copy(), shifts.copy()
            taken[chosen.volunteer[locked], chosen.slot[locked]] = 1
            np.subtract.at(shifts, chosen.volunteer[locked], 1)
        open_to = ~elsewhere[chosen.need[own]] & (taken[chosen.volunteer[own], chosen.slot[own]] % 2 == 0)
        open_to &= (shifts[chosen.volunteer[own]] > 0) | self.stays[own]
        if needs is not None:
            open_to &= needs[chosen.need[own]]
        could = own[open_to]
        could = could[partnered(self.base, self.chosen.take(could))]
        return free, could, replace(self.scope, taken=taken, shifts=shifts, calls=calls)

    def model(self, could: Ints, local: Scope) -> tuple[Model, Ints, Spoken | None]:
        """The model of a part, the columns of its candidates, and those of interpreters."""
        return people_model(self.base, local, self.chosen.take(could), self.pay[could])

    def remake(self, volunteers: Ints, effort: Effort, pulse: Pulse) -> bool:
        """Decide again what these volunteers do; whether that was better."""
        free, could, local = self.part(volunteers)
        model, x, spoken = self.model(could, local)
        found = maximise(model, pulse=pulse, gap=effort.gap, nodes=effort.nodes)
        return found.x is not None and self.change(free, could[found.x[x] > 0.5], found.x, spoken)

    def construct(self, volunteers: Ints, needs: Bools, pulse: Pulse) -> bool:
        """Decide what these volunteers do for these needs, by rounding the linear program step by step."""
        free, could, local = self.part(volunteers, needs)
        model, x, spoken = self.model(could, local)
        need, slot = self.chosen.need[could], self.chosen.slot[could]
        team = np.where(self.base.wants[need] == 2, need * self.slots + slot, -1)
        found = dive(model, x, self.chosen.volunteer[could], team, pulse)
        if self.voices is not None and spoken is not None:
            found = self.voices.settle(model, x, could, found, pulse)
        return self.change(free, could[found[x] > 0.5], found, spoken)

    def change(self, free: Ints, picked: Ints, values: Floats, spoken: Spoken | None) -> bool:
        """Put `picked` in place of `free` if that earns more; `values` of the model say who interprets."""
        number = np.bincount(self.chosen.need[picked], minlength=len(self.base.wants))
        picked = picked[number[self.chosen.need[picked]] == np.maximum(self.base.wants[self.chosen.need[picked]], 1)]
        if self.worth(picked) <= self.worth(free):
            return False
        self.on[free] = False
        self.on[picked] = True
        if self.voices is not None and spoken is not None:
            self.voices.keep(picked, spoken, values)
        return True
