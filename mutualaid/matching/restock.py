"""Which units go where, once it is settled who is met: a transportation problem over all stock at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mutualaid.matching.components import joined
from mutualaid.matching.earners import spread
from mutualaid.matching.eligibility import Bools, Floats, Ints
from mutualaid.matching.highs import Growing, Model, Pulse, Solved
from mutualaid.matching.prices import cheapest, scattered
from mutualaid.matching.scope import Instance, Scope
from mutualaid.matching.shelves import Shelves, shelves

MORE_WAYS = 4
"""How many of a shelf's ways may join the linear program at once."""
SPREAD = 0.2
"""How far, in shares of a unit's points, the first ways of a shelf reach beyond the cheapest, so that not all shelves
begin with the same few groups.
"""
DUST = 1e-6


@dataclass(frozen=True)
class Restocked:
    """Units by need and group, the points they earn, and what one more unit of each group would be worth."""

    units: dict[int, dict[int, int]]
    value: float
    unit: Floats


def restock(
    base: Instance, scope: Scope, day: Ints, served: Bools, unit: Floats, ways: int, turns: int, pulse: Pulse
) -> Restocked:
    """Give units to the needs `served`, need n on day[n] (-1: its first), as well as can be.

    Each shelf begins with some `ways`, chosen by their cost and the prices `unit`; in further `turns` those join that
    gain at the prices of the turn before. The first turn comes within half a percent, the third within a thousandth.
    """
    there, groups = shelves(base, scope, served, day), len(scope.units)
    family = joined(
        np.concatenate([there.shelf, there.drawn]),
        np.concatenate([there.count + there.group, there.count + groups + there.need]),
        there.count + groups + len(served),
    )
    units: dict[int, dict[int, int]] = {}
    value, price = 0.0, np.zeros(groups)
    # Items that stand in for each other, directly or not, are given out together; the rest by themselves.
    for one in np.unique(family[: there.count]).tolist():
        given = _give(base, scope, there.only(family[: there.count] == one), unit, ways, turns, pulse)
        units |= given.units
        value += given.value
        price = np.maximum(price, given.unit)
    return Restocked(units, value, price)


def _give(base: Instance, scope: Scope, there: Shelves, unit: Floats, ways: int, turns: int, pulse: Pulse) -> Restocked:
    model = Model()
    stock = model.add_rows(-np.inf, scope.units.astype(np.float64), len(scope.units))
    shelf = model.add_rows(0.0, 0.0, there.count)
    goods = model.add_rows(0.0, 0.0, len(there.goods))
    row = goods[spread(there.firsts, len(there.need))]
    draw = model.add_columns(-there.extra, np.inf, whole=False)
    model.put(shelf[there.drawn], draw, -1.0)
    model.put(row, draw, 1.0)
    for third in range(3):
        size = base.sizes[there.goods, third].astype(np.float64)
        model.put(goods, model.add_columns(base.points[there.goods, third], size, whole=False), -1.0)
    points = np.zeros(there.count)
    np.maximum.at(points, there.drawn, base.points[there.need, 0])
    far = there.cost + unit[there.group] + SPREAD * points[there.shelf] * scattered(there.shelf, there.group)
    program, solved = Growing(model), Solved(None, 0.0, False, np.zeros(model.rows))
    fresh, on, flow = cheapest(there.shelf, far, ways), np.zeros(0, np.int64), np.zeros(0, np.int64)
    for _ in range(turns):
        rows = (stock[there.group[fresh]], shelf[there.shelf[fresh]])
        flow = np.concatenate([flow, program.add(-there.cost[fresh], rows, (1.0, 1.0))])
        on, solved = np.concatenate([on, fresh]), program.solve(pulse)
        gain = -there.cost - solved.row_prices[stock][there.group] - solved.row_prices[shelf][there.shelf]
        gain[on] = 0.0
        better = np.flatnonzero(gain > DUST * points[there.shelf])
        fresh = better[cheapest(there.shelf[better], -gain[better], MORE_WAYS)]
        if not len(fresh):
            break
    if solved.x is None:
        return Restocked({}, 0.0, unit)
    amount, drawn = np.rint(solved.x[flow]).astype(np.int64), np.rint(solved.x[draw]).astype(np.int64)
    price = np.maximum(solved.row_prices[stock], 0.0)
    return Restocked(_handed(there, on, amount, drawn), solved.bound, price)


def _handed(there: Shelves, way: Ints, amount: Ints, drawn: Ints) -> dict[int, dict[int, int]]:
    """Units by need and group: what comes to each shelf is handed to those who draw on it, in order of need."""
    came: dict[int, list[list[int]]] = {}
    for k in np.argsort(way)[::-1].tolist():
        if amount[k] > 0:
            came.setdefault(int(there.shelf[way[k]]), []).append([int(there.group[way[k]]), int(amount[k])])
    units: dict[int, dict[int, int]] = {}
    for d in np.flatnonzero(drawn > 0).tolist():
        need, shelf, wanted = int(there.need[d]), int(there.drawn[d]), int(drawn[d])
        while wanted:
            group, left = came[shelf][-1]
            take = min(left, wanted)
            mine = units.setdefault(need, {})
            mine[group] = mine.get(group, 0) + take
            wanted -= take
            came[shelf][-1][1] -= take
            if take == left:
                came[shelf].pop()
    return units
