"""What is still wanted: what each unmatched need would earn, what a volunteer's time is worth, who could be relieved.

These are estimates from one plan: they say which additions are promising, and a new plan proves each of them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from mutualaid.matching.earners import NEVER, Earners
from mutualaid.matching.eligibility import Bools, Floats, Ints
from mutualaid.matching.prices import Worth
from mutualaid.matching.rows import Match
from mutualaid.matching.rules import fill_points, thirds, unit_cost
from mutualaid.matching.scope import Instance, Scope, scope

RELIEF = 200.0
"""Points that taking a task over must bring at least to be looked at."""


@dataclass(frozen=True)
class Wanting:
    """A plan, and what is missing beside it.

    `met` matches by need, `fixed` the pinned ones; `now` what is free. By need: `worth` what meeting it would earn,
    goods paid for and travel not (0 where it is met), `relief` what somebody else doing it would bring. `asks` is what
    (volunteer, slot) holds or would have to give up: 0 where free, `NEVER` where a pin holds it. `donors` by group of
    lots: (points that its last unit earns, need) of those who hold some, least first. `left` are units by lot, `does`
    the needs that each volunteer meets.
    """

    base: Instance
    met: dict[int, Match]
    fixed: frozenset[int]
    now: Scope
    unmet: Bools
    worth: Floats
    relief: Floats
    asks: Floats
    donors: dict[int, list[tuple[float, int]]]
    left: list[int]
    does: dict[int, list[int]]

    @cached_property
    def reward(self) -> Floats:
        """By need, what an addition that takes it on would bring before its own travel."""
        return np.where(self.unmet, self.worth, self.relief)


def wanting(base: Instance, matches: list[Match]) -> Wanting:
    """Look at a plan (pins included)."""
    met, fixed = {m.need: m for m in matches}, frozenset(pin.need for pin in base.problem.pins)
    now = scope(base, matches)
    unmet = np.ones(len(base.weight), np.bool_)
    unmet[list(met)] = False
    donors = _donors(base, [m for m in matches if m.need not in fixed])
    worth = _worth(base, now, unmet, donors)
    held = _held(base, now, matches, fixed)
    relief = _relief(base, now, matches, fixed, worth)
    left = [lot.quantity for lot in base.problem.lots]
    does: dict[int, list[int]] = defaultdict(list)
    for match in matches:
        for lot, units in match.lots:
            left[lot] -= units
        for v in match.people:
            does[v].append(match.need)
    return Wanting(base, met, fixed, now, unmet, worth, relief, _asks(now, held), donors, left, does)


def _donors(base: Instance, matches: list[Match]) -> dict[int, list[tuple[float, int]]]:
    found: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for match in matches:
        if not match.lots:
            continue
        first, second, _ = thirds(base.problem.needs[match.need].quantity)
        filled = sum(units for _, units in match.lots)
        third = 2 if filled > first + second else 1 if filled > first else 0
        for group in sorted({int(base.stock.group_of[lot]) for lot, _ in match.lots}):
            found[group].append((float(base.points[match.need, third]), match.need))
    return {group: sorted(some) for group, some in found.items()}


def _worth(base: Instance, now: Scope, unmet: Bools, donors: dict[int, list[tuple[float, int]]]) -> Floats:
    """Worth of unmatched needs when a unit costs what its holders would miss, or nothing where some are left."""
    price = np.full(len(base.stock.stock), NEVER)
    for group, some in donors.items():
        price[group] = some[0][0]
    price[now.units > 0] = 0.0
    of = Worth(base, replace(now, needs=unmet, units=base.stock.stock))
    worth = of.of(of.costs(price)) * np.maximum(base.wants, 1)
    return np.where(unmet, worth, 0.0)


def _held(base: Instance, now: Scope, matches: list[Match], fixed: frozenset[int]) -> Floats:
    """(volunteer, slot) points of what is done there; 0 where nothing is, `NEVER` where a pin is."""
    problem, costs = base.problem, base.problem.costs
    held = np.zeros(now.taken.shape)
    for match in matches:
        need = problem.needs[match.need]
        if need.kind == "service":
            away = sum(base.rules.km[base.rules.volunteer_zone[v], need.zone] for v in match.volunteers)
            points = float(base.weight[match.need]) - costs.km * away
        else:
            points = fill_points(need, sum(units for _, units in match.lots))
            points -= sum(units * unit_cost(problem, need, problem.lots[lot]) for lot, units in match.lots)
        for v in match.people:
            held[v, match.slot] += NEVER if match.need in fixed else points
    for (v, slot), run in now.runs.items():
        held[v, slot] -= _trip(base, v, run.zone) + costs.stop * len(run.households)
    return np.minimum(held, NEVER)


def _trip(base: Instance, volunteer: int, zone: int) -> float:
    costs = base.problem.costs
    return costs.run + costs.km * float(base.rules.km[base.rules.volunteer_zone[volunteer], zone])


def _asks(now: Scope, held: Floats) -> Floats:
    """What a slot would have to give up: what is done in it, or elsewhere where no shift is left."""
    taken = now.taken > 0
    lightest = np.where(taken, held, NEVER).min(axis=1, initial=NEVER)
    asks: Floats = np.where(taken, np.maximum(held, 0.0), np.where(now.shifts > 0, 0.0, lightest)[:, None])
    return asks


def _relief(base: Instance, now: Scope, matches: list[Match], fixed: frozenset[int], worth: Floats) -> Floats:
    """By matched need what its volunteer's travel costs, and what that volunteer could do for the unmatched instead.

    A run is taken over as a whole: each of its needs has its share.
    """
    free = replace(now, taken=np.zeros_like(now.taken), runs={})
    chosen = base.people.take(worth[base.people.need] > 0)
    earned = Earners(base, free, chosen).earn(worth[chosen.need] / np.maximum(base.wants[chosen.need], 1))
    instead = earned.best.reshape(now.taken.shape)
    idle = np.where(now.taken == 0, instead, 0.0).max(axis=1, initial=0.0)
    size: dict[tuple[int, int | None], int] = defaultdict(int)
    for match in matches:
        for v in match.volunteers:
            size[v, match.slot] += 1
    relief = np.zeros(len(base.weight))
    for match in matches:
        if match.need in fixed:
            continue
        for v in match.volunteers:
            assert match.slot is not None
            gain = float(instead[v, match.slot])
            if now.shifts[v] <= 0:
                gain = max(gain, float(idle[v]))
            need = base.problem.needs[match.need]
            away = base.problem.costs.km * float(base.rules.km[base.rules.volunteer_zone[v], need.zone])
            if need.kind == "delivery":
                run = now.runs[v, match.slot]
                away = _trip(base, v, need.zone) + base.problem.costs.stop * len(run.households)
            relief[match.need] = max(relief[match.need], (away + gain) / size[v, match.slot])
    relief[relief < RELIEF] = 0.0
    return relief


def best_of(points: Floats, owner: Ints, count: int) -> Ints:
    """Positions of the `count` best of each owner (positive points only), in order of position."""
    at = np.flatnonzero(points > 0)
    order = at[np.lexsort((at, -points[at], owner[at]))]
    if not len(order):
        return order
    new = np.ones(len(order), np.bool_)
    new[1:] = owner[order][1:] != owner[order][:-1]
    heads = np.flatnonzero(new)
    place = np.arange(len(order)) - heads[np.cumsum(new) - 1]
    return np.sort(order[place < count])
