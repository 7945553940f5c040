"""What lies near a wish: the few needs and volunteers that are worth deciding on again when it is granted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from mutualaid.matching.eligibility import Bools, Floats, Ints, eligibility
from mutualaid.matching.rows import Match, Problem
from mutualaid.matching.rules import value_of, weight
from mutualaid.matching.wish import Wish


@dataclass(frozen=True)
class Width:
    """How far around a wish is decided again: helpers for each need touched, volunteers, holders of its goods, needs
    left out, arcs a need; columns beyond which a model is not begun, since it would take long; and when it stops.
    """

    helpers: int
    volunteers: int
    holders: int
    waiting: int
    arcs: int
    columns: int
    gap: float
    nodes: int


WIDTHS = (Width(4, 12, 8, 15, 15, 2_600, 1e-3, 40), Width(6, 18, 12, 15, 15, 2_600, 5e-3, 3))
ALL = 10**9
ALONE = Width(ALL, ALL, 0, 0, ALL, ALL, 1e-6, 200)


@dataclass(frozen=True)
class Held:
    """What a plan's matches are worth by themselves: by need, and by the volunteer and slot that they take; where runs
    go (-1: nowhere).
    """

    alone: dict[int, float]
    worth: Floats
    zone: Ints


def _held_by(problem: Problem, plan: Iterable[Match]) -> Held:
    shape = (len(problem.volunteers), max(problem.slots, 1))
    alone, worth, zone = dict[int, float](), np.zeros(shape), np.full(shape, -1, np.int64)
    for match in plan:
        need, alone[match.need] = problem.needs[match.need], value_of(problem, [match])
        for v in match.people:
            worth[v, match.slot] += alone[match.need]
            zone[v, match.slot] = need.zone if need.kind == "delivery" and v in match.volunteers else -1
    return Held(alone, worth, zone)


class Neighborhood:
    """What lies near a wish in a plan as it stands (`now`, by need); `pinned` needs are never decided on again."""

    def __init__(self, problem: Problem, now: Mapping[int, Match], wish: Wish, pinned: set[int]) -> None:
        self.problem, self.now, self.wish, self.pinned = problem, now, wish, pinned
        self.rules = eligibility(problem)

    def around(self, start: list[Match], width: Width) -> tuple[Bools, Bools]:
        """Needs and volunteers to decide on again: those of matches that changed, who could take over, who holds the
        goods, and the weightiest needs left out that these could meet.
        """
        then, held_by = {match.need: match for match in start}, _held_by(self.problem, start)
        touched = sorted({n for n in self.now if self.now[n] != then.get(n)} | {self.wish.need})
        crew = dict.fromkeys(v for n in touched for side in (then, self.now) if n in side for v in side[n].people)
        met = np.zeros(len(self.problem.needs), np.bool_)
        met[list(then)] = True
        asks = np.array(touched, np.int64)
        for n in touched:
            if self.problem.needs[n].wants:
                crew |= dict.fromkeys(self._helpers(held_by, n, width.helpers))
        takers = self._takers(held_by, start, asks, width.holders)
        crew |= dict.fromkeys(v for n in takers for v in then[n].people)
        volunteers = np.zeros(len(self.problem.volunteers), np.bool_)
        volunteers[list(crew)[: max(width.volunteers, 1)]] = True
        if self.wish.volunteer is not None:
            volunteers[self.wish.volunteer] = True
        needs = np.zeros(len(met), np.bool_)
        needs[asks] = True
        needs[takers] = True
        for match in start:
            if match.volunteers and all(volunteers[v] for v in match.people):
                needs[match.need] = True
        needs[self._waiting(met, volunteers, width.waiting)] = True
        needs[sorted(self.pinned)] = False
        return needs, volunteers

    def _helpers(self, held_by: Held, need: int, most: int) -> list[int]:
        """Volunteers who could meet a need: those who give up least for it by what they do now, then the nearest."""
        row, slots = self.problem.needs[need], list(self.problem.needs[need].slots)
        able = self.rules.volunteer_failures(np.array([need], np.int64))[0] == 0
        gives_up = held_by.worth[:, slots].copy()
        if row.kind == "delivery":
            gives_up[held_by.zone[:, slots] == row.zone] = 0.0  # a run there may be joined
        gives_up[self.rules.volunteer_slots[:, slots] == 0] = np.inf
        cost = gives_up.min(axis=1, initial=np.inf)
        cost += self.problem.costs.km * self.rules.km[self.rules.volunteer_zone, row.zone]
        order = np.lexsort((np.arange(len(cost)), cost))
        nearest: list[int] = order[(able & self.rules.works)[order]][:most].tolist()
        return nearest

    def _takers(self, held_by: Held, start: list[Match], needs: Ints, most: int) -> list[int]:
        """The lightest matches that hold goods which these needs could use."""
        fits = (self.rules.lot_failures(needs) == 0).any(axis=0)
        holding = [m for m in start if m.need not in self.pinned and any(fits[lot] for lot, _ in m.lots)]
        holding.sort(key=lambda m: (held_by.alone[m.need], m.need))
        return [m.need for m in holding[:most]]

    def _waiting(self, met: Bools, volunteers: Bools, most: int) -> list[int]:
        """The weightiest needs left out that these volunteers could meet."""
        left = sorted(np.flatnonzero(~met).tolist(), key=lambda n: (-weight(self.problem.needs[n]), n))
        crew = np.flatnonzero(volunteers)
        if not left or not len(crew):
            return []
        able = np.any(self.rules.eligible(crew, np.array(left, np.int64)), axis=0)
        return [left[k] for k in np.flatnonzero(able)[:most].tolist()]
