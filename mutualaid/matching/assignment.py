"""Parts that are pure assignments: every need takes one person, nobody does two things, and there is stock for all.

Such a part is solved to its true optimum by shortest augmenting paths (Kuhn, 1955; Jonker and Volgenant, 1987): a price
for each helper and a profit for each need rise and fall until they prove the plan. The same part as a linear program
takes HiGHS twenty times as long at 800 needs by 800 volunteers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mutualaid.matching.eligibility import Floats, Ints
from mutualaid.matching.interpreters import free_turns
from mutualaid.matching.people import People
from mutualaid.matching.rows import Match
from mutualaid.matching.scope import Instance, Scope, allowed, distinct
from mutualaid.matching.supplies import hand_out
from mutualaid.progress import Progress

MOST_CELLS = 6_000_000
"""Needs times helpers of the largest table of worths that is written down."""
BIDS = 4
"""Bids for each need, on average, before paths take over: bids settle most needs, and quarrel over the rest."""


@dataclass(frozen=True)
class Assignment:
    """A part as a table: `worth` of each need (of `needs`) with each helper, -inf where impossible.

    `candidate` is the position in `chosen` of the best way to meet that need with that helper, `arc` (by candidate) the
    arc that its goods come from, -1 for services.
    """

    chosen: People
    needs: Ints
    worth: Floats
    candidate: Ints
    arc: Ints
    units: Ints


def recognised(base: Instance, part: Scope) -> Assignment | None:
    """The part as an assignment; None when it is more than that."""
    chosen = allowed(base, part)
    talks = base.interpreters is not None and len(free_turns(base, part).need) > 0
    single = (base.wants[part.needs] == 1).all() and not talks
    if not len(chosen.need) or not single or not _plenty(base, part):
        return None
    helper = _helpers(base, part, chosen)
    if helper is None:
        return None
    needs, row = np.unique(chosen.need, return_inverse=True)
    helpers, column = np.unique(helper, return_inverse=True)
    if len(needs) * len(helpers) > MOST_CELLS:
        return None
    gain, arc, units = _gains(base, part, chosen)
    order = np.lexsort((np.arange(len(gain)), gain))  # of two ways to fill a cell the better is written last
    worth = np.full((len(needs), len(helpers)), -np.inf)
    candidate = np.full(worth.shape, -1, np.int64)
    worth[row[order], column[order]] = gain[order]
    candidate[row[order], column[order]] = order
    return Assignment(chosen, needs, worth, candidate, arc, units)


def _plenty(base: Instance, part: Scope) -> bool:
    """Whether everybody could take all they ask from any one group of alike lots."""
    stock = base.stock
    arcs = np.flatnonzero(part.needs[stock.need] & (part.units[stock.group] > 0))
    asked = np.bincount(stock.group[arcs], base.sizes.sum(1)[stock.need[arcs]], len(part.units))
    return bool((asked <= part.units).all())


def _helpers(base: Instance, part: Scope, chosen: People) -> Ints | None:
    """By candidate, who does it: a volunteer, or one slot of a volunteer with a shift for each; None: not so simple."""
    if (part.taken[chosen.volunteer, chosen.slot] != 0).any():
        return None
    width = part.taken.shape[1]
    key = chosen.volunteer * width + chosen.slot
    slots = np.bincount(np.unique(key) // width, minlength=len(part.shifts))
    once, freely = part.shifts == 1, part.shifts >= slots
    if not (once | freely)[chosen.volunteer].all():
        return None
    at = np.flatnonzero(chosen.delivery)
    zone = base.rules.need_zone[chosen.need[at]]
    _, run = distinct(key[at], zone)
    doors, _ = distinct(run, chosen.household[at])
    needs = np.bincount(run)
    stops = np.array([v.stops for v in base.problem.volunteers], np.int64)[chosen.volunteer[at]]
    shared = needs[run] > 1
    if (shared & ((stops > 1) | (needs[run] > np.bincount(run[doors])[run]))).any():
        return None  # a run could hold two needs
    return np.where(freely[chosen.volunteer], len(part.shifts) + key, chosen.volunteer)


def _gains(base: Instance, part: Scope, chosen: People) -> tuple[Floats, Ints, Ints]:
    """By candidate: what it adds, the arc its goods come from, and how many units it brings."""
    costs, stock = base.problem.costs, base.stock
    gain = base.weight[chosen.need] - costs.km * chosen.km
    arc, units = np.full(len(gain), -1, np.int64), np.zeros(len(gain), np.int64)
    best: dict[tuple[int, int], tuple[int, int, float]] = {}
    for k in np.flatnonzero(chosen.delivery).tolist():
        need, day = int(chosen.need[k]), base.problem.day(int(chosen.slot[k]))
        if (need, day) not in best:
            arcs = np.arange(stock.first[need], stock.first[need + 1])
            arcs = arcs[(part.units[stock.group[arcs]] > 0) & (stock.expires[stock.group[arcs]] >= day)]
            best[need, day] = _cheapest(base, need, arcs)
        arc[k], units[k], points = best[need, day]
        gain[k] = points - costs.run - costs.km * chosen.km[k] - costs.stop
    return gain, arc, units


def _cheapest(base: Instance, need: int, arcs: Ints) -> tuple[int, int, float]:
    """(arc, units, points) of a delivery that is free to take what pays, and must take one."""
    if not len(arcs):
        return -1, 0, -np.inf
    arc = int(arcs[np.argmin(base.stock.cost[arcs])])
    each = base.points[need] - base.stock.cost[arc]
    units = max(1, int(base.sizes[need][each > 0].sum()))
    return arc, units, float((base.sizes[need] * np.maximum(each, 0.0)).sum() if each[0] > 0 else each[0])


def solve_assignment(
    base: Instance, table: Assignment, pins: list[Match], progress: Progress
) -> tuple[list[Match], float]:
    """The best plan of a part that is an assignment, and a bound that proves it."""
    column, price = assign(table.worth, progress)
    profit = np.maximum((table.worth - price).max(1, initial=0.0), 0.0)
    bound = float(profit.sum() + price.sum())
    met = np.flatnonzero(column >= 0)
    picked = table.candidate[met, column[met]]
    units: dict[int, dict[int, int]] = {}
    for k in picked[table.arc[picked] >= 0].tolist():
        units[int(table.chosen.need[k])] = {int(base.stock.group[table.arc[k]]): int(table.units[k])}
    lines = hand_out(base.problem, base.stock, pins, units)
    chosen = table.chosen
    return [
        Match(int(chosen.need[k]), (int(chosen.volunteer[k]),), int(chosen.slot[k]), lines.get(int(chosen.need[k]), ()))
        for k in picked.tolist()
    ], bound


def assign(worth: Floats, progress: Progress) -> tuple[Ints, Floats]:
    """(column by row, price by column) of the assignment of most worth; -1 for rows that are better left alone.

    `worth` is (rows, columns), -inf where impossible. No assignment is worth more than the prices together with what
    each row gains most by beyond them, and this one is worth just that.
    """
    work = _Work(worth)
    work.bid(progress)
    for row in np.flatnonzero((work.column < 0) & (work.profit > 0)).tolist():
        progress.step(row, len(worth))
        work.augment(row)
    return work.column, work.price


class _Work:
    """Prices by column and profits by row. Held throughout: no cell is worth more than its price and profit together,
    an assigned cell is worth just that, a column without a row costs nothing.
    """

    def __init__(self, worth: Floats) -> None:
        rows, columns = worth.shape
        self.worth, self.price = worth, np.zeros(columns)
        self.profit = np.maximum(worth.max(1, initial=0.0), 0.0)
        self.column, self.row = np.full(rows, -1, np.int64), np.full(columns, -1, np.int64)

    def bid(self, progress: Progress) -> None:
        """Each row takes the column it gains most by, at the price that makes its second choice as good."""
        waiting = list(range(len(self.profit)))[::-1]
        for turn in range(BIDS * len(self.profit)):
            if not waiting:
                break
            progress.step(turn, 0)
            row = waiting.pop()
            gain = self.worth[row] - self.price
            first = int(gain.argmax())
            most = float(gain[first])
            gain[first] = 0.0
            second = max(0.0, float(gain.max()))
            self.profit[row] = max(most, 0.0)
            held = int(self.row[first])
            if most <= 0.0 or (held >= 0 and most == second):
                continue  # left to the paths, or better left alone
            self.price[first] += most - second
            self.profit[row] = second
            self.row[first], self.column[row] = row, first
            if held >= 0:
                self.column[held] = -1
                waiting.append(held)
        for row in waiting:
            self.profit[row] = max(0.0, float((self.worth[row] - self.price).max()))

    def augment(self, start: int) -> None:
        """Find the row a place, or leave the one alone whose loss is least: a shortest path in reduced worths."""
        far = self.profit[start] - self.worth[start] + self.price
        came = np.full(len(far), start, np.int64)
        ahead, passed, seen = far.copy(), np.zeros(len(far), np.bool_), list[int]()
        least, leaves, end = float(self.profit[start]), start, -1
        while True:
            column = int(ahead.argmin())
            reach = float(ahead[column])
            if reach >= least:
                break
            ahead[column], passed[column] = np.inf, True
            row = int(self.row[column])
            if row < 0:
                least, end = reach, column
                break
            seen.append(column)
            if reach + self.profit[row] < least:
                least, leaves = reach + float(self.profit[row]), row
            through = reach + self.profit[row] - self.worth[row] + self.price
            nearer = (through < far) & ~passed
            far[nearer], came[nearer] = through[nearer], row
            ahead[nearer] = through[nearer]
        self._reprice(start, np.array(seen, np.int64), far, least)
        if end < 0:
            end = int(self.column[leaves])
            self.column[leaves] = -1
        while end >= 0:
            row = int(came[end])
            self.row[end] = row
            before = int(self.column[row])
            self.column[row] = end
            end = before if row != start else -1

    def _reprice(self, start: int, seen: Ints, far: Floats, least: float) -> None:
        shift = np.maximum(least - far[seen], 0.0)
        self.profit[self.row[seen]] -= shift
        self.profit[start] -= least
        self.price[seen] += shift
