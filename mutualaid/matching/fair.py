"""Fairness: of all plans worth enough, the one whose worst-served group is best served, then the next (leximin)."""

from __future__ import annotations

import numpy as np

from mutualaid.matching import outcome
from mutualaid.matching.eligibility import Bools, Floats
from mutualaid.matching.highs import Solved, maximise
from mutualaid.matching.joint import Joint, build
from mutualaid.matching.neighbours import blocks
from mutualaid.matching.remake import Sweep, remake
from mutualaid.matching.rows import Match
from mutualaid.matching.rules import Score, score
from mutualaid.matching.scope import Instance, Prices, Scope, allowed, scope
from mutualaid.matching.search import lawful
from mutualaid.progress import Progress

FAIR_CANDIDATES = 6_000
FAIR_NODES = 400
BLOCK, LOCAL_GAP, LOCAL_NODES = 20, 0.002, 20
"""Volunteers that a local model decides on together, and when it stops."""
MOST_LEVELS = 4
SAME = 1e-6


def fairer(base: Instance, pins: list[Match], matches: list[Match], *, floor: float, progress: Progress) -> list[Match]:
    """The fairest plan found whose value is at least `floor`; the plan given when none is fairer."""
    whole = scope(base, pins)
    if len({need.group for need in base.problem.needs}) < 2:
        return matches
    if len(allowed(base, whole).need) <= FAIR_CANDIDATES:
        found = _by_levels(base, whole, pins, matches, floor, progress)
    else:
        found = _by_blocks(base, whole, pins, matches, floor, progress)
    return found


def _fairer_than(base: Instance, one: list[Match], other: list[Match], floor: float) -> bool:
    """Whether a plan is worth enough and beats another by its sorted fills, the worst first, then by value."""
    mine, theirs = score(base.problem, one), score(base.problem, other)
    if mine.value < floor:
        return False
    order = _compare(mine, theirs)
    return order > 0 or (order == 0 and mine.value > theirs.value + SAME)


def _compare(one: Score, other: Score) -> int:
    for a, b in zip(sorted(one.groups.values()), sorted(other.groups.values()), strict=True):
        if abs(a - b) > SAME:
            return 1 if a > b else -1
    return 0


class _Levels:
    """The joint model with a level per group: maximise the lowest open one, then close it and go on."""

    def __init__(self, base: Instance, whole: Scope, pins: list[Match], floor: float) -> None:
        self.base, self.whole, self.pins = base, whole, pins
        self.joint: Joint = build(base, whole, whole_units=True)
        model, problem = self.joint.model, base.problem
        before = score(problem, pins)
        self.names = sorted({need.group for need in problem.needs})
        masks: list[Bools] = [np.array([n.group == g for n in problem.needs], np.bool_) for g in self.names]
        self.total = np.array([base.weight[mask].sum() for mask in masks])
        self.have = np.array([before.groups[g] for g in self.names]) * self.total
        self.worth: Floats = np.concatenate(model.cost)
        row = model.add_rows(floor - before.value + 1e-3, np.inf, 1)
        used = np.flatnonzero(self.worth)
        model.put(np.full(len(used), row[0]), used, self.worth[used])
        self.level = model.add_columns(np.zeros(1), 1.0, whole=False)
        self.rows = []
        for g, (columns, points) in enumerate(outcome.group_points(self.joint, masks)):
            row = model.add_rows(-self.have[g], np.inf, 1)
            # Scaled by the group's total, so that the level's tolerance means the same for every group.
            model.row_low[-1] /= max(self.total[g], 1.0)
            model.put(np.full(len(columns), row[0]), columns, points / max(self.total[g], 1.0))
            self.rows.append(int(row[0]))
            model.put(row, self.level, -1.0)
        self.closed: dict[int, float] = {}

    def close(self, group: int, level: float) -> None:
        """From now on this group keeps at least `level`, and no longer holds the open level down."""
        model = self.joint.model
        self.closed[group] = level
        held_down = next(
            i for i, e in enumerate(model.entries) if e[1].tolist() == [self.level[0]] and e[0][0] == self.rows[group]
        )
        del model.entries[held_down]
        at = len(model.row_low) - len(self.rows) + group
        model.row_low[at] = np.array([level - SAME / 2 - self.have[group] / max(self.total[group], 1.0)])

    def solve(self, *, by_value: bool, progress: Progress) -> Solved:
        """Maximise the open level, or the value when all that matters is closed."""
        model, whole = self.joint.model, self.worth
        model.cost = [whole if by_value else np.zeros(len(whole)), np.array([0.0 if by_value else 1000.0])]
        found = maximise(model, pulse=lambda: progress.step(0, 0), gap=1e-4, nodes=FAIR_NODES)
        return found if found.x is None else outcome.settle(self.joint, found, lambda: progress.step(0, 0))

    def plan(self, found: Solved) -> list[Match]:
        """The plan a solution stands for, pins included."""
        fresh = outcome.matches(self.base, self.whole, self.joint, found, self.pins)
        return lawful(self.base.problem, self.pins, fresh)


def _by_levels(
    base: Instance, whole: Scope, pins: list[Match], matches: list[Match], floor: float, progress: Progress
) -> list[Match]:
    levels, best = _Levels(base, whole, pins, floor), matches
    rounds = min(MOST_LEVELS, len(levels.names))
    for turn in range(rounds + 1):
        progress.step(turn, rounds + 1)
        found = levels.solve(by_value=turn == rounds, progress=progress)
        if found.x is None:
            break
        plan = levels.plan(found)
        if _fairer_than(base, plan, best, floor):
            best = plan
        fills = score(base.problem, plan).groups
        open_groups = [g for g in range(len(levels.names)) if g not in levels.closed]
        if turn + 1 == rounds:
            for g in open_groups:
                levels.close(g, fills[levels.names[g]])
        elif turn < rounds:
            lowest = min(open_groups, key=lambda g: (fills[levels.names[g]], g))
            levels.close(lowest, fills[levels.names[lowest]])
    return best


def _by_blocks(
    base: Instance, whole: Scope, pins: list[Match], matches: list[Match], floor: float, progress: Progress
) -> list[Match]:
    """Re-make blocks with a bonus for the worst-served group, keeping each that makes the whole plan fairer."""
    pinned = {pin.need for pin in pins}
    plan = [m for m in matches if m.need not in pinned]
    groups = blocks(base, whole, BLOCK, 0)
    for i, group in enumerate(groups):
        progress.step(i, len(groups))
        fills = score(base.problem, [*pins, *plan]).groups
        worst = min(fills, key=lambda g: (fills[g], g))
        mask = np.array([n.group == worst for n in base.problem.needs], np.float64)
        bonus = Prices(-mask * base.weight / np.maximum(base.wants, 1), np.zeros(len(base.stock.stock)))
        sweep = Sweep(BLOCK, LOCAL_GAP, LOCAL_NODES, bonus)
        plan = remake(
            base, whole, pins, plan, group, sweep, progress, lambda new, old: _fairer_than(base, new, old, floor)
        )
    fair = lawful(base.problem, pins, plan)
    return fair if _fairer_than(base, fair, matches, floor) else matches
