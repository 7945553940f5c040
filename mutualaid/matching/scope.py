"""What a model may decide: some needs and volunteers, beside matches that stay and the people and stock they hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from mutualaid.matching.eligibility import Bools, Eligibility, Floats, Ints, eligibility
from mutualaid.matching.interpreters import CALLS, Interpreters, least_cost
from mutualaid.matching.people import Crowd, People, people
from mutualaid.matching.rows import Match, Problem
from mutualaid.matching.rules import Calls, Ledger, Run, thirds, unit_points, weight
from mutualaid.matching.supplies import Supplies, supplies

MOST_PAIRS, SAMPLE = 5_000_000, 32
"""Needs times volunteers up to which all candidates are held, and about how many of a need's are beyond."""


@dataclass(frozen=True)
class Instance:
    """A problem with everything about it that never changes while plans are searched.

    `points` (needs, 3) are a unit's points in each third, `sizes` (needs, 3) the units in each; zeros for services.
    `people` are all candidates, or a sample of them (`sampled`) where all would be too many to hold; `crowd` finds all.
    `grams` and `room` are weights in whole thousandths: a need's rounded up, a volunteer's rounded down.
    """

    problem: Problem
    rules: Eligibility
    stock: Supplies
    crowd: Crowd
    people: People
    sampled: bool
    weight: Floats
    wants: Ints
    points: Floats
    sizes: Ints
    grams: Ints
    room: Ints

    @property
    def interpreters(self) -> Interpreters | None:
        """Who could interpret what, in a problem with interpreters."""
        return self.rules.interpreters

    @property
    def goods(self) -> Ints:
        """Positions of needs that take units."""
        return np.flatnonzero(self.sizes[:, 0] > 0)


def instance(problem: Problem, wanted: Bools | None = None) -> Instance:
    """Prepare a problem; candidates and arcs are listed for the needs `wanted` only (None: all)."""
    rules = eligibility(problem)
    stock = supplies(problem, rules, wanted)
    count = len(problem.needs)
    crowd = Crowd(problem, rules, stock, wanted)
    sampled = len(crowd.needs) * len(problem.volunteers) > MOST_PAIRS
    points, sizes = np.zeros((count, 3)), np.zeros((count, 3), np.int64)
    for i, need in enumerate(problem.needs):
        if need.kind != "service":
            points[i], sizes[i] = unit_points(need), thirds(need.quantity)
    return Instance(
        problem=problem,
        rules=rules,
        stock=stock,
        crowd=crowd,
        people=people(crowd, len(problem.volunteers), SAMPLE if sampled else None),
        sampled=sampled,
        weight=np.array([weight(n) for n in problem.needs], np.float64),
        wants=np.array([n.wants for n in problem.needs], np.int64),
        points=points,
        sizes=sizes,
        grams=np.array([int(np.ceil(n.kg * 1000 - 1e-6)) for n in problem.needs], np.int64),
        room=np.array([int(np.floor(v.kg * 1000 + 1e-6)) for v in problem.volunteers], np.int64),
    )


@dataclass(frozen=True)
class OpenRun:
    """A run that stays and may be joined: its zone, the stops and thousandths of kg left, the households on it."""

    zone: int
    stops: int
    grams: int
    households: frozenset[str]


@dataclass(frozen=True)
class Scope:
    """What is free: needs (mask), volunteers (mask), units by group, shifts, and what slots are taken by.

    `taken[volunteer, slot]` is 0 when free, 1 when held by a service, 2 when by a run (see `runs`), 3 when by telephone
    interpreting (`calls` says for how many needs more).
    """

    needs: Bools
    volunteers: Bools
    units: Ints
    shifts: Ints
    taken: Ints
    runs: dict[tuple[int, int], OpenRun]
    calls: dict[tuple[int, int], int] = field(default_factory=dict)


def scope(base: Instance, kept: Iterable[Match], needs: Bools | None = None, volunteers: Bools | None = None) -> Scope:
    """What is free beside the matches that stay; None stands for every need not kept and every volunteer."""
    problem, kept = base.problem, list(kept)
    ledger = Ledger(problem)
    free = np.ones(len(problem.needs), np.bool_) if needs is None else needs.copy()
    for match in kept:
        ledger.add(match)
        free[match.need] = False
    shifts = np.array([v.shifts for v in problem.volunteers], np.int64)
    taken = np.zeros((len(problem.volunteers), max(problem.slots, 1)), np.int64)
    grams: dict[tuple[int, int], int] = {}
    for match in kept:
        for volunteer in match.volunteers:
            assert match.slot is not None
            key = (volunteer, match.slot)
            grams[key] = grams.get(key, 0) + int(base.grams[match.need])
    runs, calls = {}, {}
    for (volunteer, slot), run in ledger.uses.items():
        shifts[volunteer] -= 1
        taken[volunteer, slot] = 1 if run is None else 2
        if isinstance(run, Calls):
            taken[volunteer, slot] = CALLS
            calls[volunteer, slot] = problem.volunteers[volunteer].calls - run.needs
        if isinstance(run, Run):
            runs[volunteer, slot] = OpenRun(
                run.zone,
                problem.volunteers[volunteer].stops - len(run.households),
                int(base.room[volunteer]) - grams[volunteer, slot],
                frozenset(run.households),
            )
    everyone = np.ones(len(problem.volunteers), np.bool_) if volunteers is None else volunteers
    return Scope(free, everyone, base.stock.stock_after(kept), shifts, taken, runs, calls)


def allowed(base: Instance, scope: Scope, among: People | None = None) -> People:
    """Candidates (of those `among`; None: all that the instance holds) that the scope leaves possible."""
    p, problem = base.people if among is None else among, base.problem
    on = scope.needs[p.need] & scope.volunteers[p.volunteer]
    state = scope.taken[p.volunteer, p.slot]
    fresh = (state == 0) & (scope.shifts[p.volunteer] > 0)
    joins = np.zeros(len(on), np.bool_)
    for k in np.flatnonzero(on & (state == 2) & p.delivery).tolist():
        run, need = scope.runs[int(p.volunteer[k]), int(p.slot[k])], problem.needs[int(p.need[k])]
        room = run.stops > 0 or need.household in run.households
        joins[k] = run.zone == need.zone and room and base.grams[p.need[k]] <= run.grams
    chosen = p.take(on & (fresh | joins))
    if base.interpreters is not None:
        chosen = chosen.take(np.isfinite(least_cost(base, scope, chosen)))
    return chosen.take(partnered(base, chosen))


def partnered(base: Instance, chosen: People) -> Bools:
    """Which candidates do not wait in vain: those for two whom nobody could join in that slot are left out."""
    pair = np.flatnonzero(base.wants[chosen.need] == 2)
    _, number = distinct(chosen.need[pair], chosen.slot[pair])
    keep = np.ones(len(chosen.need), np.bool_)
    keep[pair[np.bincount(number)[number] < 2]] = False
    return keep


def distinct(*keys: Ints) -> tuple[Ints, Ints]:
    """First position of each distinct key, and for every entry the number of its key (numbered in key order)."""
    if not len(keys[0]):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    order = np.lexsort(tuple(reversed(keys)))
    new = np.ones(len(order), np.bool_)
    new[1:] = np.any([key[order][1:] != key[order][:-1] for key in keys], axis=0)
    number = np.empty(len(order), np.int64)
    number[order] = np.cumsum(new) - 1
    return order[new], number
