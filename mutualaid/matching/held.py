"""What a plan holds: whose slots, which runs, which stock, and what it leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mutualaid.matching.eligibility import Bools, Floats, Ints
from mutualaid.matching.rows import Match
from mutualaid.matching.scope import Instance

NOWHERE = -1
"""The zone of a slot in which a volunteer makes no run."""


@dataclass(frozen=True)
class Holders:
    """Which needs hold a volunteer's slot, and what is left: units by group and by lot, shifts by volunteer.

    Columns `need`, `who`, `when` say the first once more; `lot` and `taker` say which lot went to which need. By
    (volunteer, slot) `busy` tells where anything is held, and `zone` where a run goes (`NOWHERE` when there is none).
    """

    slot: dict[tuple[int, int], list[int]]
    left: Ints
    units: Ints
    shifts: Ints
    need: Ints
    who: Ints
    when: Ints
    lot: Ints
    taker: Ints
    busy: Bools
    zone: Ints
    weight: Floats

    def few(self, needs: Ints, most: int, *, lightest: bool = False) -> list[int]:
        """The weightiest few of these needs (or the lightest), each once; of equal ones the first."""
        each = np.unique(needs)
        weight = self.weight[each]
        chosen: list[int] = each[np.argsort(weight if lightest else -weight, kind="stable")[:most]].tolist()
        return chosen

    def takers(self, lots: Bools) -> Ints:
        """The needs that hold units of any of these lots (mask)."""
        taken: Ints = np.unique(self.taker[lots[self.lot]])
        return taken

    def takes(self, base: Instance, volunteer: int, slot: int, need: int) -> bool:
        """Whether the volunteer's run in that slot, which goes to the need's zone, has room for it."""
        person, row = base.problem.volunteers[volunteer], base.problem.needs[need]
        with_it = [*(base.problem.needs[n] for n in self.slot[volunteer, slot]), row]
        doors = len({other.household for other in with_it})
        return doors <= person.stops and sum(other.kg for other in with_it) <= person.kg


def holders(base: Instance, matches: Sequence[Match]) -> Holders:
    """Index a plan by what it holds."""
    problem = base.problem
    slot: dict[tuple[int, int], list[int]] = defaultdict(list)
    units = np.array([lot.quantity for lot in problem.lots], np.int64)
    lines = [(lot, match.need, given) for match in matches for lot, given in match.lots]
    lot, taker, given = np.array(lines, np.int64).reshape(-1, 3).T
    np.subtract.at(units, lot, given)
    for match in matches:
        for person in match.people:
            assert match.slot is not None
            slot[person, match.slot].append(match.need)
    shifts = np.array([person.shifts for person in problem.volunteers], np.int64)
    shape = (len(shifts), max(problem.slots, 1))
    busy, zone = np.zeros(shape, np.bool_), np.full(shape, NOWHERE, np.int64)
    interpreting = {(m.interpreter.volunteer, m.slot) for m in matches if m.interpreter is not None}
    for (person, at), needs in slot.items():
        shifts[person] -= 1
        busy[person, at] = True
        if problem.needs[needs[0]].kind == "delivery" and (person, at) not in interpreting:
            zone[person, at] = problem.needs[needs[0]].zone
    rows = [(need, person, at) for (person, at), needs in slot.items() for need in needs]
    need, who, when = np.array(rows, np.int64).reshape(-1, 3).T
    left = base.stock.stock_after(matches)
    return Holders(slot, left, units, shifts, need, who, when, lot, taker, busy, zone, base.weight)
