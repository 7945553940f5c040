"""The joint model's goods: units by arc and by third, tied to the delivery that brings them and to the day it does."""

from __future__ import annotations

import numpy as np

from mutualaid.matching.eligibility import FOREVER, Floats, Ints
from mutualaid.matching.highs import Model
from mutualaid.matching.people import People
from mutualaid.matching.scope import Instance, Scope, distinct


def delivered(base: Instance, model: Model, chosen: People, x: Ints) -> Ints:
    """For each need the column that says it is delivered; -1 where it cannot be."""
    at = np.flatnonzero(chosen.delivery)
    heads, number = distinct(chosen.need[at])
    made = np.full(len(base.weight), -1, np.int64)
    columns = model.add_columns(np.zeros(len(heads)), whole=False)
    made[chosen.need[at][heads]] = columns
    rows = model.add_rows(0.0, 0.0, len(heads))
    model.put(rows[number], x[at], 1.0)
    model.put(rows, columns, -1.0)
    return made


def goods_columns(
    base: Instance,
    scope: Scope,
    model: Model,
    chosen: People,
    x: Ints,
    made: Ints,
    earn: list[tuple[Ints, Ints, Floats]],
    whole_units: bool,
) -> tuple[Ints, Ints]:
    """Units: within stock, fresh on the day, by thirds; a delivery that is made carries at least one."""
    stock = base.stock
    pickup = (base.wants == 0) & scope.needs
    served = pickup | (made >= 0)
    arcs = np.flatnonzero(served[stock.need] & (scope.units[stock.group] > 0))
    need, group = stock.need[arcs], stock.group[arcs]
    quantity = base.sizes.sum(1)
    flow = model.add_columns(
        -stock.cost[arcs],
        np.minimum(quantity[need], scope.units[group]).astype(np.float64),
        whole=whole_units,
    )
    demand = np.bincount(group, np.minimum(quantity[need], scope.units[group]), len(scope.units))
    short = np.flatnonzero(demand > scope.units)
    row_of = np.full(len(scope.units), -1, np.int64)
    row_of[short] = model.add_rows(-np.inf, scope.units[short].astype(np.float64), len(short))
    inside = np.flatnonzero(row_of[group] >= 0)
    model.put(row_of[group[inside]], flow[inside], 1.0)

    goods = np.flatnonzero(served)
    balance = np.full(len(served), -1, np.int64)
    balance[goods] = model.add_rows(0.0, 0.0, len(goods))
    model.put(balance[need], flow, 1.0)
    drop = goods[made[goods] >= 0]
    least = np.full(len(served), -1, np.int64)
    least[drop] = model.add_rows(0.0, np.inf, len(drop))
    model.put(least[drop], made[drop], -1.0)
    for third in range(3):
        mine = goods[base.sizes[goods, third] > 0]
        size = base.sizes[mine, third].astype(np.float64)
        part = model.add_columns(base.points[mine, third], size, whole=False)
        earn.append((part, mine, base.points[mine, third]))
        model.put(balance[mine], part, -1.0)
        tied = np.flatnonzero(made[mine] >= 0)
        model.put(least[mine[tied]], part[tied], 1.0)
        rows = model.add_rows(-np.inf, 0.0, len(tied))
        model.put(rows, part[tied], 1.0)
        model.put(rows, made[mine[tied]], -size[tied])
    _fresh(base, model, chosen, x, need, group, flow)
    return arcs, flow


def _fresh(base: Instance, model: Model, chosen: People, x: Ints, need: Ints, group: Ints, flow: Ints) -> None:
    """Units that expire by a day reach a delivery only when it is made by that day: one row a need and expiry day."""
    at = np.flatnonzero(chosen.delivery)
    day = chosen.slot[at] // base.problem.slots_per_day
    last = np.full(len(base.weight), -1, np.int64)
    np.maximum.at(last, chosen.need[at], day)
    expires = base.stock.expires[group]
    early = np.flatnonzero((expires < FOREVER) & (expires < last[need]))
    heads, _ = distinct(need[early], expires[early])
    rows = model.add_rows(-np.inf, 0.0, len(heads))
    quantity = base.sizes.sum(1)
    order = np.argsort(chosen.need[at], kind="stable")
    trips = np.searchsorted(chosen.need[at][order], np.arange(len(base.weight) + 1))
    arcs = np.searchsorted(need[early], np.arange(len(base.weight) + 1))
    for row, n, until in zip(rows.tolist(), need[early][heads].tolist(), expires[early][heads].tolist(), strict=True):
        mine = order[trips[n] : trips[n + 1]]
        inside = x[at][mine[day[mine] <= until]]
        model.put(np.full(len(inside), row), inside, -float(quantity[n]))
        # Earlier expiry days are included: whatever lasts no longer than this needs a day no later.
        part = early[arcs[n] : arcs[n + 1]]
        part = part[expires[part] <= until]
        model.put(np.full(len(part), row), flow[part], 1.0)
