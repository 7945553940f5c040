"""Which units go where, once it is settled who is met: a transportation problem over all stock at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mutualaid.matching.components import joined
from mutualaid.matching.earners import spread, starts
from mutualaid.matching.eligibility import Bools, Floats, Ints
from mutualaid.matching.highs import Model, Pulse, maximise
from mutualaid.matching.prices import cheapest
from mutualaid.matching.scope import Instance, Scope

WIDE_TURNS = 2


@dataclass(frozen=True)
class Restocked:
    """Units by need and group, the points they earn, and what one more unit of each group would be worth."""

    units: dict[int, dict[int, int]]
    value: float
    unit: Floats


def restock(
    base: Instance, scope: Scope, day: Ints, served: Bools, unit: Floats, arcs_kept: int, pulse: Pulse
) -> Restocked:
    """Give units to the needs `served`, need n on day[n] (-1: its first), looking at each one's cheapest arcs.

    What a unit costs for that choice is its cost and its price `unit`; the units themselves are given at true cost.
    Where needs have far more arcs than that, those that the new prices favor join in and all is given out again.
    """
    stock = base.stock
    fresh = stock.expires[stock.group] >= day[stock.need]
    arcs = np.flatnonzero(served[stock.need] & (scope.units[stock.group] > 0) & fresh)
    looked_at, goods = np.zeros(len(arcs), np.bool_), Restocked({}, 0.0, unit)
    for _ in range(WIDE_TURNS if base.sampled else 1):
        price = stock.cost[arcs] + goods.unit[stock.group[arcs]]
        looked_at[cheapest(stock.need[arcs], price, arcs_kept)] = True
        goods = _in_families(base, scope, arcs[looked_at], pulse)
    return goods


def _in_families(base: Instance, scope: Scope, arcs: Ints, pulse: Pulse) -> Restocked:
    """Items that stand in for each other, directly or not, are given out together; the rest by themselves."""
    needs, groups = len(base.weight), len(scope.units)
    family = joined(base.stock.need[arcs], needs + base.stock.group[arcs], needs + groups)[base.stock.need[arcs]]
    units: dict[int, dict[int, int]] = {}
    value, price = 0.0, np.zeros(groups)
    for one in np.unique(family):
        given = _given(base, scope, arcs[family == one], pulse)
        units |= given.units
        value += given.value
        price = np.maximum(price, given.unit)
    return Restocked(units, value, price)


def _given(base: Instance, scope: Scope, arcs: Ints, pulse: Pulse) -> Restocked:
    """The best way to give units along some arcs."""
    stock = base.stock
    need, group = stock.need[arcs], stock.group[arcs]
    heads = starts(need)
    goods, model = need[heads], Model()
    flow = model.add_columns(-stock.cost[arcs], np.inf, whole=False)
    there = model.add_rows(-np.inf, scope.units.astype(np.float64), len(scope.units))
    model.put(there[group], flow, 1.0)
    balance = model.add_rows(0.0, 0.0, len(goods))
    model.put(balance[spread(heads, len(arcs))], flow, 1.0)
    for third in range(3):
        size = base.sizes[goods, third].astype(np.float64)
        part = model.add_columns(base.points[goods, third], size, whole=False)
        model.put(balance, part, -1.0)
    solved = maximise(model, pulse=pulse, whole=False)
    if solved.x is None or not len(arcs):
        return Restocked({}, 0.0, np.zeros(len(scope.units)))
    amount = np.rint(solved.x[flow]).astype(np.int64)
    units: dict[int, dict[int, int]] = {}
    for k in np.flatnonzero(amount > 0).tolist():
        units.setdefault(int(need[k]), {})[int(group[k])] = int(amount[k])
    # The solver's sign and dust do not matter to prices that only steer.
    price = np.where(solved.row_prices[there] > 1e-9, solved.row_prices[there], 0.0)
    return Restocked(units, solved.bound, price)
