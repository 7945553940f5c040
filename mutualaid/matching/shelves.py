"""Shelves: what needs alike in place, kind, diet and day can draw on of one item, so that it is looked at once for all.

At 20,000 needs there are two million ways from a group of lots to a need, and five times fewer to a shelf: few enough
to price every one of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mutualaid.matching.earners import starts
from mutualaid.matching.eligibility import Bools, Floats, Ints
from mutualaid.matching.scope import Instance, Scope

_Key = tuple[int, bool, frozenset[str], int, str]
"""What makes shelves: zone, whether its needs fetch their goods, diet tags, day, item."""


@dataclass(frozen=True)
class Shelves:
    """Ways from groups to shelves (sorted by shelf), and draws of needs on shelves (sorted by need).

    A unit from group[a] on shelf[a] costs cost[a] points; taking it from there, as draw d, costs extra[d] more.
    `heads` are where each shelf's ways begin, `firsts` where each need's draws do, `goods` those needs. Every shelf
    has a way, and every need of `goods` a draw.
    """

    shelf: Ints
    group: Ints
    cost: Floats
    heads: Ints
    need: Ints
    drawn: Ints
    extra: Floats
    firsts: Ints
    goods: Ints

    @property
    def count(self) -> int:
        """How many shelves there are."""
        return len(self.heads)

    def only(self, keep: Bools) -> Shelves:
        """Some shelves (mask) with the draws on them, numbered anew."""
        number = np.cumsum(keep) - 1
        way, draw = keep[self.shelf], keep[self.drawn]
        shelf, need = number[self.shelf[way]], self.need[draw]
        return Shelves(
            shelf=shelf,
            group=self.group[way],
            cost=self.cost[way],
            heads=starts(shelf),
            need=need,
            drawn=number[self.drawn[draw]],
            extra=self.extra[draw],
            firsts=starts(need),
            goods=need[starts(need)],
        )


def shelves(base: Instance, scope: Scope, served: Bools, day: Ints | None = None) -> Shelves:
    """The shelves of the needs `served`, from groups with units left that last until day[n] (None: its first day)."""
    stock, rows, shares = base.stock, base.problem.needs, base.stock.shares
    item = [base.problem.lots[lots[0]].item for lots in stock.lots]
    numbers = {name: i for i, name in enumerate(dict.fromkeys(item))}
    item_of = np.array([numbers[name] for name in item], np.int64)
    at: dict[_Key, int] = {}
    ways, costs, draws = list[Ints](), list[Floats](), list[tuple[int, int, float]]()
    for n in np.flatnonzero(served & (base.sizes[:, 0] > 0)).tolist():
        need = rows[n]
        until = base.problem.day(need.first_slot)
        until = until if day is None else max(until, int(day[n]))
        wishes = [name for name in sorted(need.substitutes | {need.item or ""}) if name in numbers]
        for name in wishes:
            extra = 0.0 if name == need.item else float(shares[n])
            key = (need.zone, need.kind == "pickup", need.diet, until, name)
            if key not in at:
                arcs = np.arange(stock.first[n], stock.first[n + 1])
                group = stock.group[arcs]
                fits = (item_of[group] == numbers[name]) & (stock.expires[group] >= until) & (scope.units[group] > 0)
                at[key] = len(ways) if fits.any() else -1
                if fits.any():
                    ways.append(group[fits])
                    costs.append(stock.cost[arcs[fits]] - extra)
            if at[key] >= 0:
                draws.append((n, at[key], extra))
    shelf = np.repeat(np.arange(len(ways)), [len(way) for way in ways]) if ways else np.zeros(0, np.int64)
    needs, drawn = (np.array([draw[i] for draw in draws], np.int64) for i in (0, 1))
    firsts = starts(needs)
    return Shelves(
        shelf=shelf,
        group=np.concatenate(ways) if ways else np.zeros(0, np.int64),
        cost=np.concatenate(costs) if costs else np.zeros(0),
        heads=starts(shelf),
        need=needs,
        drawn=drawn,
        extra=np.array([extra for _, _, extra in draws], np.float64),
        firsts=firsts,
        goods=needs[firsts],
    )
