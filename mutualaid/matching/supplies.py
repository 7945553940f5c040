"""Supplies: lots that no rule and no cost can tell apart are one group; arcs say which group fits which need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from mutualaid.matching.eligibility import BLOCK, FOREVER, Bools, Eligibility, Floats, Ints, last_day
from mutualaid.matching.rows import Match, Problem
from mutualaid.matching.rules import FRESH_DAYS, weight

_Key = tuple[str, int, tuple[str, ...], int]
"""What makes lots alike: item, site, diet tags, expiry day (one for all that outlast the horizon and its bonus)."""


@dataclass(frozen=True)
class Supplies:
    """Groups of alike lots, and arcs sorted by need then group.

    `lots[g]` are the group's lots, those that expire first in front; `expires[g]` its day, FOREVER if no day matters.
    Arcs carry need, group and points a unit costs. `first[n]` to `first[n + 1]` are need n's arcs; `shares[n]` is what
    a substitute's unit costs it more.
    """

    lots: list[list[int]]
    stock: Ints
    expires: Ints
    group_of: Ints
    need: Ints
    group: Ints
    cost: Floats
    first: Ints
    shares: Floats

    def stock_after(self, matches: Iterable[Match]) -> Ints:
        """Units left in each group when these matches took theirs."""
        left = self.stock.copy()
        for match in matches:
            for lot, units in match.lots:
                left[self.group_of[lot]] -= units
        return left

    def cheapest(self, count: int, price: Floats) -> Supplies:
        """The same groups with only the `count` cheapest arcs of each need, a unit of group g costing price[g] more."""
        order = np.lexsort((self.group, self.cost + price[self.group], self.need))
        place = np.arange(len(order)) - self.first[self.need[order]]
        return self.only(np.sort(order[place < count]))

    def only(self, keep: Ints) -> Supplies:
        """The same groups with only these arcs (positions, in order)."""
        need = self.need[keep]
        first = np.searchsorted(need, np.arange(len(self.first)))
        return replace(self, need=need, group=self.group[keep], cost=self.cost[keep], first=first)


def supplies(problem: Problem, rules: Eligibility, wanted: Bools | None = None) -> Supplies:
    """Group the lots; find every arc whose lot fits its need (of those `wanted`) on at least the need's first day."""
    groups: dict[_Key, list[int]] = {}
    matters = max(FRESH_DAYS, -(-problem.slots // problem.slots_per_day))
    for i, lot in sorted(enumerate(problem.lots), key=lambda one: last_day(one[1])):
        expires = FOREVER if last_day(lot) >= matters else last_day(lot)
        if lot.quantity > 0:
            groups.setdefault((lot.item, lot.site, tuple(sorted(lot.diet)), expires), []).append(i)
    members = list(groups.values())
    group_of = np.full(len(problem.lots), -1, np.int64)
    for g, lots in enumerate(members):
        group_of[lots] = g
    heads = np.array([lots[0] for lots in members], np.int64)
    goods = np.array([i for i, n in enumerate(problem.needs) if n.kind != "service"], np.int64)
    goods = goods if wanted is None else goods[wanted[goods]]
    needs, arcs = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for start in range(0, len(goods), BLOCK):
        block = goods[start : start + BLOCK]
        row, group = np.nonzero(rules.lot_failures(block)[:, heads] == 0)
        needs.append(block[row])
        arcs.append(group.astype(np.int64))
    need, group = np.concatenate(needs), np.concatenate(arcs)
    keys = list(groups)
    shares = np.array([problem.costs.substitute * weight(n) / max(n.quantity, 1) for n in problem.needs], np.float64)
    cost = _unit_costs(problem, rules, need, group, keys, shares)
    return Supplies(
        lots=members,
        stock=np.array([sum(problem.lots[i].quantity for i in lots) for lots in members], np.int64),
        expires=np.array([key[3] for key in keys], np.int64),
        group_of=group_of,
        need=need,
        group=group,
        cost=cost,
        first=np.searchsorted(need, np.arange(len(problem.needs) + 1)),
        shares=shares,
    )


def _unit_costs(
    problem: Problem, rules: Eligibility, need: Ints, group: Ints, keys: list[_Key], shares: Floats
) -> Floats:
    """`unit_cost` of every arc at once."""
    costs, needs = problem.costs, problem.needs
    number = {item: i for i, item in enumerate(sorted({key[0] for key in keys}))}
    item = np.array([number[key[0]] for key in keys], np.int64)
    site = np.array([key[1] for key in keys], np.int64)
    fresh = np.array([max(0, FRESH_DAYS - key[3]) for key in keys], np.float64)
    wanted = np.array([number.get(n.item or "", -1) for n in needs], np.int64)
    haul = costs.unit_km * rules.km[site[group], rules.need_zone[need]]
    swapped = np.where(item[group] != wanted[need], shares[need], 0.0)
    cost: Floats = haul + swapped - costs.fresh * fresh[group]
    return cost


def hand_out(
    problem: Problem, stock: Supplies, kept: Iterable[Match], units: dict[int, dict[int, int]]
) -> dict[int, tuple[tuple[int, int], ...]]:
    """Turn units by need and group into lines by lot, beside what `kept` matches already hold.

    Needs are served in order, a group's lots in order, so the same units always give the same lines.
    """
    left = [lot.quantity for lot in problem.lots]
    for match in kept:
        for lot, amount in match.lots:
            left[lot] -= amount
    lines: dict[int, tuple[tuple[int, int], ...]] = {}
    for need in sorted(units):
        mine: list[tuple[int, int]] = []
        for group in sorted(units[need]):
            wanted = units[need][group]
            for lot in stock.lots[group]:
                take = min(wanted, left[lot])
                if take > 0:
                    mine.append((lot, take))
                    left[lot] -= take
                    wanted -= take
        lines[need] = tuple(sorted(mine))
    return lines
