"""The fairest plan of a problem small enough for one model: level by level, each by the joint model itself.

The k-th level is the k-th lowest fill of all groups. Maximising one after the other, each beside the levels reached
before, is leximin (Ogryczak, 1997). Whatever is chosen, a group whose fill cannot exceed a level stays below the next
ones: it is closed, and the others must all reach the next level. Where it is not proved which group stays behind, one
binary a group lets the model choose.
"""

from __future__ import annotations

import numpy as np

from mutualaid.matching import outcome
from mutualaid.matching.eligibility import Bools, Floats, Ints
from mutualaid.matching.fills import SAME
from mutualaid.matching.highs import Pulse, Solved, maximise
from mutualaid.matching.joint import Joint, build
from mutualaid.matching.rows import Match
from mutualaid.matching.rules import score
from mutualaid.matching.scope import Instance, Scope
from mutualaid.matching.search import lawful
from mutualaid.progress import Progress

EXACT_CANDIDATES = 400
"""Candidates up to which levels are proved to the last point; beyond, to within `NEAR` of what is reached."""
NEAR, NODES, EXACT_NODES = 3e-3, 4, 2_000
SCALE = 1000.0
"""What a whole fill counts in the model, so that the solver's smallest steps are far below any group's points."""
SLACK = 5e-7
"""How far below a level that was reached the next plans may fall, as a fill: less than any unit's share of a group."""
SPARE = 1e-3
"""Points above the floor that a plan is asked for, so that rounding never leads below it."""


def by_levels(
    base: Instance, whole: Scope, pins: list[Match], matches: list[Match], *, floor: float, progress: Progress
) -> list[Match]:
    """The fairest plan worth at least `floor`; of equally fair ones the most valuable that was found."""
    search = _Search(base, whole, pins, matches, floor, progress)
    names = search.levels.names
    closed, place = np.zeros(len(names), np.bool_), 0
    # Beyond the smallest problems the best-served group gets what the value leaves it.
    while place < (len(names) - 1 if search.near else len(names)):
        progress.step(place, len(names) + 1)
        level = search.raise_level(place, closed)
        for group in np.flatnonzero(~closed & (search.fills <= level)).tolist():
            closed[group] = search.levels.most(int(search.levels.fill[group]), search.pulse) <= level
        place += 1
        if search.near and closed.sum() < place:
            closed[np.argmin(np.where(closed, np.inf, search.fills))] = True
        place = max(place, int(closed.sum()))
    progress.step(len(names), len(names) + 1)
    search.raise_value()
    return search.plan


class _Search:
    """The fairest plan in hand, and the model that finds a fairer one."""

    def __init__(
        self, base: Instance, whole: Scope, pins: list[Match], matches: list[Match], floor: float, progress: Progress
    ) -> None:
        self.base, self.whole, self.pins, self.floor = base, whole, pins, floor
        self.plan, self.told = matches, score(base.problem, matches)
        self.levels = _Levels(base, whole, pins, min(floor + SPARE, self.told.value))
        self.near = 0.0 if len(self.levels.joint.chosen.need) <= EXACT_CANDIDATES else NEAR
        self.given = np.sort(self.fills)
        self.settled: dict[int, float] = {}
        self.ahead = False
        self.progress = progress

    def pulse(self) -> None:
        """A sign of life."""
        self.progress.step(0, 0)

    @property
    def fills(self) -> Floats:
        """Each group's fill in the plan in hand."""
        return np.array([self.told.groups[name] for name in self.levels.names])

    def raise_level(self, place: int, closed: Bools) -> float:
        """Raise the level number `place` as far as it goes; what counts as having reached it."""
        self.levels.open(place, closed)
        before = float(np.sort(self.fills)[place])
        if self.levels.most(self.levels.level[-1], self.pulse) > before * (1 + self.near) + SLACK:
            self.levels.aim(self.levels.level[-1])
            self._take(self.levels.solve(self.pulse, self.near, self.plan, self.fills), place)
        reached = float(np.sort(self.fills)[place])
        self.settled[place] = self._kept(place, reached)
        self.levels.settled.append(self.settled[place])
        return reached * (1 + self.near) + SLACK

    def _kept(self, place: int, reached: float) -> float:
        """What later plans must reach here: a little less, so that whole plans are found, but never a less fair one
        than the plan given.
        """
        least, given = reached * (1 - self.near) - SLACK, float(self.given[place])
        if self.ahead:
            return least
        self.ahead = reached > given + 2 * SAME
        return max(least, given + 2 * SAME if self.ahead else given - SLACK)

    def raise_value(self) -> None:
        """Of plans that reach every level, look for the most valuable."""
        self.levels.aim(None)
        self._take(self.levels.solve(self.pulse, self.near, self.plan, self.fills), None)

    def _take(self, found: Solved, place: int | None) -> None:
        """Keep the plan of a solution when it reaches every level settled and this one better, or is worth more."""
        fresh = outcome.matches(self.base, self.whole, self.levels.joint, found, self.pins)
        plan = lawful(self.base.problem, self.pins, fresh)
        told = score(self.base.problem, plan)
        mine, old = sorted(told.groups.values()), sorted(self.told.groups.values())
        holds = told.value >= self.floor and all(mine[at] >= level - SLACK for at, level in self.settled.items())
        if holds and (told.value > self.told.value if place is None else mine[place] > old[place] + SLACK):
            self.plan, self.told = plan, told


class _Levels:
    """The joint model with the groups' fills as columns, and the levels that they must reach."""

    def __init__(self, base: Instance, whole: Scope, pins: list[Match], least: float) -> None:
        self.joint: Joint = build(base, whole, whole_units=True)
        model, problem = self.joint.model, base.problem
        before = score(problem, pins)
        self.names = sorted({need.group for need in problem.needs})
        masks: list[Bools] = [np.array([n.group == g for n in problem.needs], np.bool_) for g in self.names]
        worth: Floats = np.concatenate(model.cost)
        row = model.add_rows(least - before.value, np.inf, 1)
        used = np.flatnonzero(worth)
        model.put(np.full(len(used), row[0]), used, worth[used])
        self.fill = model.add_columns(np.zeros(len(masks)), SCALE, whole=False)
        for g, (columns, points) in enumerate(outcome.group_points(self.joint, masks)):
            total = max(float(base.weight[masks[g]].sum()), 1.0)
            have = -SCALE * before.groups[self.names[g]]
            row = model.add_rows(have, have, 1)
            model.put(np.full(len(columns), row[0]), columns, SCALE / total * points)
            model.put(row, self.fill[g : g + 1], -1.0)
        self.worth = worth
        self.behind: list[tuple[int, Ints, Ints]] = []
        self.level: list[int] = []
        self.settled: list[float] = []

    def open(self, place: int, closed: Bools) -> None:
        """The level number `place`: all groups not closed must reach it, but for those that may stay behind."""
        behind = place - int(closed.sum())
        model, free = self.joint.model, np.flatnonzero(~closed)
        level = model.add_columns(np.zeros(1), SCALE, whole=False)
        rows = model.add_rows(0.0, np.inf, len(free))
        model.put(rows, self.fill[free], 1.0)
        model.put(rows, np.repeat(level, len(free)), -1.0)
        if behind:
            stays = model.add_columns(np.zeros(len(free)))
            model.put(rows, stays, SCALE)
            row = model.add_rows(-np.inf, float(behind), 1)
            model.put(np.repeat(row, len(stays)), stays, 1.0)
            self.behind.append((place, free, stays))
        self.level.append(int(level[0]))

    def _bounds(self) -> tuple[Floats, Floats]:
        low, high = self.joint.model.bounds()
        for column, level in zip(self.level, self.settled, strict=False):
            low[column] = high[column] = SCALE * max(level, 0.0)
        return low, high

    def aim(self, column: int | None) -> None:
        """From now on a column is maximised, or the value (None)."""
        cost = np.zeros(self.joint.model.columns)
        if column is None:
            cost[: len(self.worth)] = self.worth
        else:
            cost[column] = 1.0
        self.joint.model.cost = [cost]

    def most(self, column: int, pulse: Pulse) -> float:
        """What a column cannot exceed beside the levels settled, by the linear program."""
        self.aim(column)
        low, high = self._bounds()
        return maximise(self.joint.model, pulse=pulse, low=low, high=high, whole=False).bound / SCALE

    def solve(self, pulse: Pulse, gap: float, plan: list[Match], fills: Floats) -> Solved:
        """Maximise what is aimed at, starting from a plan; then its units, people fixed."""
        model = self.joint.model
        low, high = self._bounds()
        start = self._start(plan, fills, low, high, pulse)
        found = maximise(
            model, pulse=pulse, low=low, high=high, gap=gap, nodes=NODES if gap else EXACT_NODES, start=start
        )
        return found if found.x is None else outcome.settle(self.joint, found, pulse)

    def _start(self, plan: list[Match], fills: Floats, low: Floats, high: Floats, pulse: Pulse) -> Floats | None:
        """All columns at a plan's people, and at the groups that it leaves behind."""
        least, most = low.copy(), high.copy()
        least[self.joint.x] = most[self.joint.x] = outcome.people_of(self.joint, plan)
        if self.joint.spoken is not None:
            self.joint.spoken.fix(least, most, plan)
        for place, groups, columns in self.behind:
            stays = fills[groups] < np.sort(fills)[place] - SLACK
            least[columns] = most[columns] = stays
        return maximise(self.joint.model, pulse=pulse, low=least, high=most, whole=False).x
