"""Split what is free into parts that share no volunteer and no stock: their best plans add up to the best."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mutualaid.matching.scope import Instance, Scope, allowed


class _Union:
    """Disjoint sets with path halving."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def find(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        a, b = self.find(i), self.find(j)
        if a != b:
            self.parent[max(a, b)] = min(a, b)


def components(base: Instance, whole: Scope) -> list[Scope]:
    """Scopes of the independent parts, in order of their first need; needs that nothing could meet are in none."""
    chosen, stock = allowed(base, whole), base.stock
    needs, people = len(base.weight), len(whole.volunteers)
    sets = _Union(needs + people + len(whole.units))
    links = {(n, needs + v) for n, v in zip(chosen.need.tolist(), chosen.volunteer.tolist(), strict=True)}
    reached = np.bincount(chosen.need, minlength=needs) > 0
    served = reached | ((base.wants == 0) & whole.needs)
    arcs = np.flatnonzero(served[stock.need] & whole.needs[stock.need] & (whole.units[stock.group] > 0))
    supplied = np.bincount(stock.need[arcs], minlength=needs) > 0
    links |= {
        (n, needs + people + g) for n, g in zip(stock.need[arcs].tolist(), stock.group[arcs].tolist(), strict=True)
    }
    for i, j in sorted(links):
        sets.join(i, j)
    goods = base.sizes[:, 0] > 0
    can = whole.needs & np.where(goods, supplied & served, reached)
    parts: dict[int, list[int]] = {}
    for n in np.flatnonzero(can).tolist():
        parts.setdefault(sets.find(n), []).append(n)
    crew: dict[int, list[int]] = {}
    for v in range(people):
        crew.setdefault(sets.find(needs + v), []).append(v)
    out = []
    for root, members in parts.items():
        mine, who = np.zeros(needs, np.bool_), np.zeros(people, np.bool_)
        mine[members] = True
        who[crew.get(root, [])] = True
        out.append(replace(whole, needs=mine, volunteers=who))
    return out
