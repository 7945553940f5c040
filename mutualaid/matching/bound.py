"""A proved upper bound without solving the whole: prices pay volunteers per need met and charge needs for it.

Lagrangian relaxation of the joint problem (Geoffrion, 1974): whatever the prices, the best that volunteers can earn
plus the best that needs keep plus the worth of all stock is at least the value of the best plan. Prices are improved by
subgradient steps (Held, Wolfe and Crowder, 1974); a unit's price comes from the supplies' own linear program.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mutualaid.matching.eligibility import Bools, Floats
from mutualaid.matching.highs import Model, maximise
from mutualaid.matching.people import People
from mutualaid.matching.scope import Instance, Scope, allowed, distinct
from mutualaid.progress import Progress

KEPT_ARCS = 40
"""Arcs a need keeps in the program that sets unit prices; the bound itself looks at all of them."""


@dataclass(frozen=True)
class Priced:
    """The bound found and the prices that prove it: a need's (for each person) and a group's unit."""

    bound: float
    need: Floats
    unit: Floats


class Earners:
    """The volunteers' side: the most they could earn at given prices, and how often each need would be met."""

    def __init__(self, base: Instance, scope: Scope, chosen: People) -> None:
        costs, slots = base.problem.costs, scope.taken.shape[1]
        self.count, self.shifts, self.slots = len(base.weight), np.maximum(scope.shifts, 0), slots
        self.service = np.flatnonzero(~chosen.delivery)
        self.service_need = chosen.need[self.service]
        self.service_cost = costs.km * chosen.km[self.service]
        self.service_key = chosen.volunteer[self.service] * slots + chosen.slot[self.service]
        at = np.flatnonzero(chosen.delivery)
        self.need = chosen.need[at]
        volunteer, slot = chosen.volunteer[at], chosen.slot[at]
        heads, run = distinct(volunteer, slot, base.rules.need_zone[self.need])
        doors, self.door = distinct(run, chosen.household[at])
        self.run_key = volunteer[heads] * slots + slot[heads]
        stays = scope.taken[volunteer[heads], slot[heads]] == 2
        self.travel = np.where(stays, 0.0, costs.run + costs.km * chosen.km[at][heads])
        self.limit = np.array([base.problem.volunteers[v].stops for v in volunteer[heads].tolist()], np.int64)
        self.door_run = run[doors]
        # A household on a run that stays is already paid for: free is the safe side.
        self.door_cost = np.where(stays[self.door_run], 0.0, costs.stop)
        # Runs that stay have been paid their shift; a volunteer may join all of them and still use every shift left.
        self.stays = stays

    def earn(self, price: Floats) -> tuple[float, Floats]:
        """(points earned, times each need is met)."""
        door = np.bincount(self.door, price[self.need], len(self.door_run)) - self.door_cost
        order = np.lexsort((-door, self.door_run))
        first = np.searchsorted(self.door_run[order], np.arange(len(self.travel)))
        place = np.arange(len(order)) - first[self.door_run[order]]
        open_door = np.zeros(len(door), np.bool_)
        open_door[order] = (door[order] > 0) & (place < self.limit[self.door_run[order]])
        run = np.bincount(self.door_run, np.where(open_door, door, 0.0), len(self.travel)).astype(np.float64)
        run -= self.travel
        joined = self.stays & (run > 0)
        total = float(run[joined].sum())
        service = price[self.service_need] - self.service_cost
        best = np.zeros(len(self.shifts) * self.slots)
        np.maximum.at(best, self.run_key[~self.stays], run[~self.stays])
        np.maximum.at(best, self.service_key, service)
        table = best.reshape(len(self.shifts), self.slots)
        rank = np.argsort(np.argsort(-table, axis=1, kind="stable"), axis=1, kind="stable")
        used = ((rank < self.shifts[:, None]) & (table > 0)).ravel()
        total += float(best[used].sum())
        met = self._met(used, best, service, run, open_door, joined)
        return total, met

    def _met(self, used: Bools, best: Floats, service: Floats, run: Floats, open_door: Bools, joined: Bools) -> Floats:
        met = np.zeros(self.count)
        winners = np.flatnonzero(used[self.service_key] & (service >= best[self.service_key]))
        keys, at = np.unique(self.service_key[winners], return_index=True)
        taken = np.zeros(len(used), np.bool_)
        taken[keys] = True
        np.add.at(met, self.service_need[winners[at]], 1.0)
        runs = np.flatnonzero(~self.stays & used[self.run_key] & ~taken[self.run_key] & (run >= best[self.run_key]))
        _, at = np.unique(self.run_key[runs], return_index=True)
        goes = joined.copy()
        goes[runs[at]] = True
        doors = open_door & goes[self.door_run]
        met += np.bincount(self.need[doors[self.door]], minlength=self.count)
        return met


class Keepers:
    """The needs' side: what they keep when they pay volunteers and stock at the prices."""

    def __init__(self, base: Instance, scope: Scope, possible: Bools) -> None:
        stock = base.stock
        self.base, self.units = base, scope.units
        self.pickup = (base.wants == 0) & scope.needs
        self.service = (base.sizes[:, 0] == 0) & possible
        self.delivery = (base.sizes[:, 0] > 0) & possible & ~self.pickup
        served = self.pickup | self.delivery
        self.arcs = np.flatnonzero(served[stock.need] & (scope.units[stock.group] > 0))
        self.heads, self.number = distinct(stock.need[self.arcs])
        self.goods = stock.need[self.arcs][self.heads]

    def keep(self, price: Floats, unit: Floats) -> tuple[float, Floats]:
        """(points kept, people each need asks for) when a unit of group g costs unit[g] more."""
        base = self.base
        total = float((unit * self.units).sum())
        asks = np.zeros(len(base.weight))
        kept = np.where(self.service, base.weight - base.wants * price, 0.0)
        asks[self.service & (kept > 0)] = base.wants[self.service & (kept > 0)]
        total += float(kept[kept > 0].sum())
        if len(self.goods):
            cost = base.stock.cost[self.arcs] + unit[base.stock.group[self.arcs]]
            least = np.minimum.reduceat(cost, self.heads)
            worth = (base.sizes[self.goods] * np.maximum(base.points[self.goods] - least[:, None], 0.0)).sum(1)
            worth -= np.where(self.delivery[self.goods], price[self.goods], 0.0)
            total += float(worth[worth > 0].sum())
            wants = self.goods[(worth > 0) & self.delivery[self.goods]]
            asks[wants] = 1.0
        return total, asks

    def unit_prices(self, price: Floats, pulse: Progress) -> Floats:
        """What one more unit of each group is worth at these prices: the dual of the supplies' linear program."""
        base, model = self.base, Model()
        cost = base.stock.cost[self.arcs]
        order = np.lexsort((cost, self.number))
        place = np.arange(len(order)) - self.heads[self.number[order]]
        arcs = np.sort(order[place < KEPT_ARCS])
        group = base.stock.group[self.arcs[arcs]]
        flow = model.add_columns(-cost[arcs], np.inf, whole=False)
        rows = model.add_rows(-np.inf, self.units.astype(np.float64), len(self.units))
        model.put(rows[group], flow, 1.0)
        balance = model.add_rows(0.0, 0.0, len(self.goods))
        model.put(balance[self.number[arcs]], flow, 1.0)
        paid = np.where(self.delivery[self.goods], price[self.goods], 0.0)
        met = model.add_columns(-paid, 1.0, whole=False)
        for third in range(3):
            size = base.sizes[self.goods, third].astype(np.float64)
            part = model.add_columns(base.points[self.goods, third], size, whole=False)
            model.put(balance, part, -1.0)
            tied = model.add_rows(-np.inf, 0.0, len(self.goods))
            model.put(tied, part, 1.0)
            model.put(tied, met, -size)
        solved = maximise(model, pulse=lambda: pulse.step(0, 0), whole=False)
        if not solved.optimal:
            return np.zeros(len(self.units))
        # Any price that is not negative proves a bound; the solver's sign and dust do not matter.
        return np.where(solved.row_prices[rows] > 1e-9, solved.row_prices[rows], 0.0)


def lagrangian(base: Instance, scope: Scope, *, rounds: int, progress: Progress) -> Priced:
    """A bound on the best that the scope can add, by `rounds` of subgradient steps; deterministic in its inputs."""
    chosen = allowed(base, scope)
    possible = np.bincount(chosen.need, minlength=len(base.weight)) > 0
    earners, keepers = Earners(base, scope, chosen), Keepers(base, scope, possible)
    share = np.where(possible, base.weight / np.maximum(base.wants, 1), 0.0)
    price, trend = 0.5 * share, np.zeros(len(share))
    unit = keepers.unit_prices(price, progress)
    best, best_price, best_unit, step, stalled = np.inf, price, unit, 0.5, 0
    for turn in range(rounds):
        progress.step(turn, rounds)
        if turn in (rounds // 3, 2 * rounds // 3):
            unit = keepers.unit_prices(best_price, progress)
            price = best_price.copy()
        earned, met = earners.earn(price)
        kept, asks = keepers.keep(price, unit)
        if earned + kept < best - 1e-6 * abs(best if np.isfinite(best) else 1.0):
            best, best_price, best_unit, stalled = earned + kept, price.copy(), unit, 0
        else:
            stalled += 1
            if stalled >= 6:
                step, stalled, price = step * 0.6, 0, best_price.copy()
        trend = 0.6 * trend + 0.4 * (met - asks)
        price = np.where(possible, np.clip(price - step * 0.25 * share * trend, 0.0, share), 0.0)
    return Priced(float(best) * (1 + 1e-9) + 1e-6, best_price, best_unit)
