"""Interpreters, for thousands of needs at once: who could interpret what in which slot, and what that costs at least.

A candidate who speaks none of the need's languages is *helped*: somebody must interpret in that slot. While plans are
priced, interpreters are there for everyone at once, so that bounds stay bounds; models and plans hold them to their
slots. Who may do it by telephone is never sent: that asks for less and takes no more of the slot.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mutualaid.matching.asked import Asked, Bits, Bools, Floats, Ints, by_sets, some, table
from mutualaid.matching.rows import Problem
from mutualaid.matching.rules import VOLUNTEER_RULES

if TYPE_CHECKING:
    from mutualaid.matching.people import People
    from mutualaid.matching.scope import Instance, Scope

CALLS = 3
"""How a scope marks a slot that is held by telephone interpreting (0 is free, 1 a service, 2 a run)."""


@dataclass(frozen=True)
class Turns:
    """Ways of interpreting as columns, sorted by need, slot and volunteer; `cost` in points."""

    need: Ints
    volunteer: Ints
    slot: Ints
    remote: Bools
    cost: Floats

    def take(self, keep: Bools | Ints) -> Turns:
        """Some of the turns, in their order."""
        return Turns(self.need[keep], self.volunteer[keep], self.slot[keep], self.remote[keep], self.cost[keep])


@dataclass(frozen=True)
class Interpreters:
    """All turns of a problem. `direct` is the rule about languages without interpreters.

    Of the languages between interpreters and helpers (columns), `hears` says which ones a volunteer speaks, `tells`
    which ones she interprets, and `relay` which ones a need allows.
    """

    turns: Turns
    direct: Asked
    hears: Bools
    tells: Bools
    relay: Bools
    calls: Ints

    def helped(self, chosen: People) -> Bools:
        """Which candidates need an interpreter."""
        return np.asarray(self.direct.fails[self.direct.number[chosen.need], chosen.volunteer] != 0, np.bool_)

    def common(self, turns: Turns) -> Bools:
        """(turns, languages) in which the interpreter may speak with a helper."""
        return self.tells[turns.volunteer] & self.relay[turns.need]

    def of(self, need: int) -> Turns:
        """The turns of one need."""
        begin, end = np.searchsorted(self.turns.need, [need, need + 1])
        return self.turns.take(np.arange(begin, end))

    def together(self, need: int, helpers: Bools, free: Bools) -> int:
        """The most of these `helpers` (volunteers by slots) of a need who can help it in one slot: who speak its
        language, and those who hear one interpreter whose slot is `free` (volunteers by slots).
        """
        speak = self.direct.fails[self.direct.number[need]] == 0
        most = int(np.count_nonzero(helpers & speak[:, None], axis=0).max(initial=0))
        turns = self.of(need)
        turns = turns.take(free[turns.volunteer, turns.slot])
        common = self.common(turns)
        for t, (who, slot) in enumerate(zip(turns.volunteer.tolist(), turns.slot.tolist(), strict=True)):
            here = helpers[:, slot] & (speak | (self.hears & common[t]).any(axis=1))
            here[who] = False
            most = max(most, int(np.count_nonzero(here)))
        return most


def interpreters(problem: Problem, rules: tuple[Asked, ...], km: Floats) -> tuple[Interpreters, tuple[Asked, ...]]:
    """The problem's interpreters, and its rules for volunteers with the one about languages eased by their help."""
    bit = VOLUNTEER_RULES.index
    turns = _turns(problem, rules, km)
    people, needs = problem.volunteers, problem.needs
    told = sorted(set().union(*(person.interprets for person in people)))
    at: dict[Hashable, int] = {tongue: i for i, tongue in enumerate(told)}
    found = Interpreters(
        turns=turns,
        direct=rules[bit("language")],
        hears=table([person.languages for person in people], at) > 0,
        tells=table([person.interprets for person in people], at) > 0,
        relay=table([need.relay or told for need in needs], at) > 0,
        calls=np.array([person.calls for person in people], np.int64),
    )
    eased = [set(need.languages) for need in needs]
    common = found.common(turns)
    for t, tongue in zip(*(axis.tolist() for axis in np.nonzero(common)), strict=True):
        eased[int(turns.need[t])].add(told[tongue])
    asks = [frozenset(tongues) for tongues in eased]
    rule = by_sets(bit("language"), asks, [person.languages for person in people], some)
    return found, (*rules[: bit("language")], rule, *rules[bit("language") + 1 :])


def _turns(problem: Problem, rules: tuple[Asked, ...], km: Floats) -> Turns:
    """Every lawful way of interpreting; one to a need, interpreter and slot."""
    needs = np.array([i for i, n in enumerate(problem.needs) if n.interpreting != "none" and n.wants], np.int64)
    crew = np.array([j for j, v in enumerate(problem.volunteers) if v.interprets and v.shifts], np.int64)
    rows, people = [problem.needs[i] for i in needs.tolist()], [problem.volunteers[j] for j in crew.tolist()]
    tongues: dict[Hashable, int] = {}
    for row in rows:
        for tongue in sorted(row.languages):
            tongues.setdefault(tongue, len(tongues))
    speaks = table([r.languages for r in rows], tongues) @ table([p.interprets for p in people], tongues).T > 0
    failing = np.zeros((len(needs), len(crew)), np.uint8)
    for rule in rules:
        failing |= rule.of(needs)[:, crew]
    calls = np.array([p.calls > 0 for p in people], np.bool_)
    comes = np.array([p.in_person for p in people], np.bool_)
    by_phone = np.array([r.interpreting == "remote" for r in rows], np.bool_)[:, None] & calls
    remote = speaks & by_phone & _holds(failing, "trust", "excluded")
    present = speaks & comes & _holds(failing, "trust", "excluded", "distance", "access") & ~remote
    need, who = np.nonzero(remote | present)
    slot_at: dict[Hashable, int] = {s: s for s in range(problem.slots)}
    both = (table([r.slots for r in rows], slot_at)[need] > 0) & (table([p.slots for p in people], slot_at)[who] > 0)
    pair, slot = np.nonzero(both)
    order = np.lexsort((who[pair], slot, need[pair]))
    pair, slot = pair[order], slot[order]
    on_phone, need, who = remote[need, who][pair], needs[need[pair]], crew[who[pair]]
    home = np.array([v.zone for v in problem.volunteers], np.int64)
    place = np.array([n.zone for n in problem.needs], np.int64)
    away = np.where(on_phone, 0.0, km[home[who], place[need]]) if len(need) else np.zeros(0)
    cost = problem.costs.interpreter + problem.costs.km * away
    return Turns(need, who, slot.astype(np.int64), on_phone, cost)


def _holds(failing: Bits, *names: str) -> Bools:
    mask = np.uint8(sum(1 << VOLUNTEER_RULES.index(name) for name in names))
    return np.asarray((failing & mask) == 0, np.bool_)


def free_turns(base: Instance, scope: Scope) -> Turns:
    """The turns that a scope leaves possible."""
    assert base.interpreters is not None
    turns = base.interpreters.turns
    state = scope.taken[turns.volunteer, turns.slot]
    free = (state == 0) & (scope.shifts[turns.volunteer] > 0)
    for t in np.flatnonzero((state == CALLS) & turns.remote).tolist():
        free[t] = scope.calls[int(turns.volunteer[t]), int(turns.slot[t])] > 0
    return turns.take(free & scope.needs[turns.need] & scope.volunteers[turns.volunteer])


def least_cost(base: Instance, scope: Scope, chosen: People) -> Floats:
    """Points that each candidate's interpreter costs at least: 0 where none is needed, infinite where none is free."""
    found = np.zeros(len(chosen.need))
    if base.interpreters is None:
        return found
    helped, turns = np.flatnonzero(base.interpreters.helped(chosen)), free_turns(base, scope)
    cells, cell = np.unique(turns.need * scope.taken.shape[1] + turns.slot, return_inverse=True)
    common = base.interpreters.common(turns)
    least = np.full((len(cells) + 1, common.shape[1]), np.inf)
    for tongue in range(common.shape[1]):
        mine = common[:, tongue]
        np.minimum.at(least[:, tongue], cell[mine], turns.cost[mine])
    key = chosen.need[helped] * scope.taken.shape[1] + chosen.slot[helped]
    place = np.searchsorted(cells, key)
    place = np.where(np.append(cells, -1)[place] == key, place, len(cells))
    heard = np.where(base.interpreters.hears[chosen.volunteer[helped]], least[place], np.inf)
    found[helped] = heard.min(axis=1, initial=np.inf)
    return found


def surcharge(base: Instance, scope: Scope, chosen: People) -> Floats:
    """What a candidate pays for interpreting in the dual: of a pair's one interpreter no more than half for each."""
    cost = least_cost(base, scope, chosen)
    return np.where(base.wants[chosen.need] == 2, cost / 2, cost)
