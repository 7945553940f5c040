"""Prices that prove a bound on the whole problem, and say which candidates can belong to a good plan.

Lagrangian relaxation of the joint problem (Geoffrion, 1974). A need is charged for being met at all, a unit of stock
costs its price; what is left of a need's worth is offered to volunteers. Whatever the prices, the charges plus the
worth of all stock plus the most that volunteers can earn is at least the value of the best plan. Prices are improved by
scaled subgradient steps of Polyak's length (Polyak, 1969) with momentum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mutualaid.matching.earners import Earned, Earners, spread, starts
from mutualaid.matching.eligibility import Floats, Ints
from mutualaid.matching.pairs import Pairs
from mutualaid.matching.people import People, joined
from mutualaid.matching.scope import Instance, Scope, allowed
from mutualaid.matching.shelves import shelves
from mutualaid.matching.tolls import Tolls
from mutualaid.progress import Progress

SCARCE_ROUNDS, APPROACH_ROUNDS = 60, 25
SERVED = 0.6
"""Share of deliveries that the first unit prices take for served; it steers, and proves nothing."""
APPROACH_STEP = 0.125
MOMENTUM, PATIENCE, SHRINK, EASE = 0.9, 8, 0.8, 0.9
AIM = 0.01
"""How far below the best bound Polyak's step aims, at first."""
BLEND = 0.06
"""Weight of a round in how often each candidate is chosen: about the last thirty count."""
UNIT_STEP, SPLIT_STEP = 0.07, 0.4
NEAR, NEAREST = 0.02, 0.002
"""Arcs whose cost lies within this share of a unit's points are used side by side, so that steps do not swing."""


@dataclass(frozen=True)
class Costs:
    """What a unit costs at some prices, its own included: by way to a shelf, by shelf, by draw, by need of `goods`."""

    way: Floats
    shelf: Floats
    draw: Floats
    need: Floats


class Worth:
    """What a need is worth beyond its goods, at unit prices; a service's share for each of its people."""

    def __init__(self, base: Instance, scope: Scope) -> None:
        self.there = there = shelves(base, scope, scope.needs)
        self.goods, self.groups = there.goods, len(scope.units)
        self.number = spread(there.firsts, len(there.need))
        self.points, self.sizes = base.points[self.goods], base.sizes[self.goods]
        self.services = np.where(base.sizes[:, 0] == 0, base.weight / np.maximum(base.wants, 1), 0.0)
        most, self.middle = np.zeros(there.count), np.zeros(there.count)
        np.maximum.at(most, there.drawn, self.points[self.number, 0])
        np.maximum.at(self.middle, there.drawn, self.points[self.number, 1])
        self.top = np.zeros(self.groups)
        np.maximum.at(self.top, there.group, most[there.shelf])

    def costs(self, unit: Floats) -> Costs:
        """What units cost at these prices by group."""
        there = self.there
        way = there.cost + unit[there.group]
        shelf = np.minimum.reduceat(way, there.heads) if len(way) else way
        draw = shelf[there.drawn] + there.extra
        return Costs(way, shelf, draw, np.minimum.reduceat(draw, there.firsts) if len(draw) else draw)

    def of(self, costs: Costs) -> Floats:
        """Worth by need when its units cost the least they can."""
        worth: Floats = self.services.copy()
        worth[self.goods] = (self.sizes * np.maximum(self.points - costs.need[:, None], 0.0)).sum(1)
        return worth

    def used(self, costs: Costs, times: Floats, near: float) -> Floats:
        """Units by group when need n takes its goods times[n] times."""
        there = self.there
        if not len(there.shelf):
            return np.zeros(self.groups)
        units = (self.sizes * (self.points > costs.need[:, None])).sum(1) * times[self.goods]
        least, scale = costs.need[self.number], near * self.points[self.number, 1]
        share = np.maximum(0.0, 1.0 - (costs.draw - least) / scale)
        drawn = share * (units / np.add.reduceat(share, there.firsts))[self.number]
        asked = np.bincount(there.drawn, drawn, there.count)
        share = np.maximum(0.0, 1.0 - (costs.way - costs.shelf[there.shelf]) / (near * self.middle)[there.shelf])
        part = asked / np.add.reduceat(share, there.heads)
        taken: Floats = np.bincount(there.group, share * part[there.shelf], self.groups).astype(np.float64)
        return taken


@dataclass(frozen=True)
class Priced:
    """A proved bound on what the scope can add, and the prices that prove it.

    By need `charged` and `worth` (for each person), by group `unit`, by candidate `split`, `loss`: how far the value
    of any plan with that candidate lies below the bound, at least, and `share`: how often it was chosen of late, which
    comes near the best plan in shares (the volume algorithm; Barahona and Anbil, 2000). `toll` is paid for interpreters
    (`tolls`; empty without).
    """

    bound: float
    charged: Floats
    worth: Floats
    unit: Floats
    split: Floats
    loss: Floats
    share: Floats
    toll: Floats


class Dual:
    """The priced problem of a scope and some candidates; `bound` at any prices is a proved one for those candidates."""

    def __init__(self, base: Instance, scope: Scope, chosen: People | None = None) -> None:
        self.base, self.scope = base, scope
        self.chosen = allowed(base, scope) if chosen is None else chosen
        self.earners, self.value_of = Earners(base, scope, self.chosen), Worth(base, scope)
        self.pairs = Pairs(base, self.chosen, scope.taken.shape[1])
        self.possible = np.bincount(self.chosen.need, minlength=len(base.weight)) > 0
        self.pickup = (base.wants == 0) & scope.needs
        self.goods = base.sizes[:, 0] > 0
        self.people = np.maximum(base.wants, 1)
        self.tolls = None if base.interpreters is None else Tolls(base, scope)
        self.helped = None if self.tolls is None else self.tolls.asked(self.chosen)
        self.stock = scope.units.astype(np.float64)
        self.step_of_unit = UNIT_STEP * self.value_of.top / np.maximum(self.stock, 1.0)

    def offers(self, charged: Floats, worth: Floats, split: Floats) -> Floats:
        """What each candidate is paid."""
        price: Floats = (worth - charged / self.people)[self.chosen.need] + split
        return price

    def earn(self, price: Floats, toll: Floats, *, losses: bool = False) -> tuple[Earned, float, Floats]:
        """(what volunteers choose at offers less tolls, all that they earn, of each toll how far it is too low)."""
        if self.tolls is None or self.helped is None:
            found = self.earners.earn(price, losses=losses)
            return found, found.total, toll
        at, cell, share = self.helped
        paid = price.copy()
        paid[at] -= toll[cell] * share
        voices, kept, taken = self.tolls.picks(toll)
        found = self.earners.earn(paid, losses=losses, voices=voices)
        picked = np.zeros(len(price), np.bool_)
        picked[found.taken] = True
        asked = np.bincount(cell, share * picked[at], len(toll)).astype(np.float64)
        lack = self.tolls.slack(asked, taken, found.talks)
        lack[(toll <= 0) & (lack < 0)] = 0.0
        return found, found.total + float(kept.sum()), lack

    def kept(self, charged: Floats, worth: Floats, unit: Floats) -> float:
        """The bound without what volunteers earn."""
        return float(charged[self.possible].sum() + unit @ self.stock + worth[self.pickup].sum())

    def scarcity(self, rounds: int) -> Floats:
        """First unit prices: those at which stock would last if deliveries were served in part."""
        unit, of = np.zeros(len(self.stock)), self.value_of
        times = np.where(self.pickup, 1.0, np.where(self.possible & self.goods, SERVED, 0.0))
        best, best_unit, aim, stalled = np.inf, unit, 5 * AIM, 0
        trend = np.zeros(len(unit))
        for _ in range(rounds):
            costs = of.costs(unit)
            value = float(unit @ self.stock + of.of(costs) @ times)
            if value < best:
                best, best_unit, stalled = value, unit, 0
            else:
                stalled += 1
                if stalled >= PATIENCE // 2:
                    unit, stalled, aim = best_unit, 0, aim * SHRINK
            slack = self.stock - of.used(costs, times, NEAR)
            slack[(unit <= 0) & (slack > 0)] = 0.0
            trend = 0.5 * trend + 0.5 * slack
            size = float(self.step_of_unit @ slack**2)
            unit = np.maximum(unit - self._length(value, best, aim, size, 1e9) * self.step_of_unit * trend, 0.0)
        return best_unit

    @staticmethod
    def _length(value: float, best: float, aim: float, size: float, most: float) -> float:
        """Polyak's step length towards a target a little below the best."""
        return min(most, (value - best * (1 - aim)) / max(size, 1e-9))

    def descend(self, rounds: int, progress: Progress, begin: Priced | None = None) -> Priced:
        """Improve prices for some rounds, or until asked to settle; deterministic in its inputs."""
        of, people, possible = self.value_of, self.people, self.possible
        if begin is None:
            unit = self.scarcity(SCARCE_ROUNDS)
            worth = of.of(of.costs(unit))
            charged, split, aim = np.where(possible, 0.3 * worth * people, 0.0), np.zeros(len(self.chosen.need)), AIM
            toll = np.zeros(0) if self.tolls is None else self.tolls.first
        else:
            charged, unit, split, worth, aim = begin.charged, begin.unit, begin.split, begin.worth, AIM / 2
            toll = begin.toll
        scale = np.where(possible, worth * people, 0.0)
        best, kept_at, theta, near, stalled = np.inf, (charged, unit, split, toll), 1.0, NEAR, 0
        trend, drift, pull = np.zeros(len(charged)), np.zeros(len(unit)), np.zeros(len(toll))
        heavy = np.zeros(0) if self.tolls is None else self.tolls.scale
        share = np.zeros(len(split)) if begin is None else begin.share
        for turn in range(rounds):
            progress.step(turn, rounds)
            if progress.settling and turn:
                break
            costs = of.costs(unit)
            worth = of.of(costs)
            found, total, lack = self.earn(self.offers(charged, worth, split), toll)
            value = total + self.kept(charged, worth, unit)
            stalled = 0 if value < best * (1 - 1e-5) else stalled + 1
            if value < best:
                best, kept_at = value, (charged, unit, split, toll)
            approach = begin is None and turn < APPROACH_ROUNDS
            if stalled >= PATIENCE and not approach:
                theta, aim, near, stalled = theta * EASE, aim * SHRINK, max(near * SHRINK, NEAREST), 0
                charged, unit, split, toll = kept_at
            over = np.where(possible, 1 - found.met / people, 0.0)
            times = np.where(self.pickup, 1.0, np.where(self.goods, found.met, 0.0))
            slack = self.stock - of.used(costs, times, near)
            over[(charged <= 0) & (over > 0)] = 0.0
            slack[(unit <= 0) & (slack > 0)] = 0.0
            trend = MOMENTUM * trend + (1 - MOMENTUM) * over
            drift = MOMENTUM * drift + (1 - MOMENTUM) * slack
            pull = MOMENTUM * pull + (1 - MOMENTUM) * lack
            if approach:
                charged = np.clip(charged - APPROACH_STEP * scale * trend, 0.0, scale)
                toll = np.maximum(toll + APPROACH_STEP * heavy * pull, 0.0)
            else:
                size = float(scale @ over**2 + self.step_of_unit @ slack**2 + heavy @ lack**2)
                step = theta * self._length(value, best, aim, size, 0.5)
                charged = np.where(possible, np.maximum(charged - step * scale * trend, 0.0), 0.0)
                unit = np.maximum(unit - step * self.step_of_unit * drift, 0.0)
                toll = np.maximum(toll + step * heavy * pull, 0.0)
            split = self._split(split, found, charged)
            share *= 1 - BLEND
            share[found.taken] += BLEND
        return self.priced(*kept_at, share)

    def _split(self, split: Floats, found: Earned, charged: Floats) -> Floats:
        pairs = self.pairs
        if not len(pairs.at):
            return split
        aim = pairs.split(found.rival[pairs.slot_key] + pairs.travel, charged)
        moved = split.copy()
        moved[pairs.at] = pairs.settled(split[pairs.at] + SPLIT_STEP * (aim - split[pairs.at]))
        return moved

    def priced(self, charged: Floats, unit: Floats, split: Floats, toll: Floats, share: Floats) -> Priced:
        """The bound at some prices, with the loss of every candidate."""
        worth = self.value_of.of(self.value_of.costs(unit))
        found, total, _ = self.earn(self.offers(charged, worth, split), toll, losses=True)
        assert found.loss is not None
        bound = total + self.kept(charged, worth, unit)
        return Priced(bound * (1 + 1e-9) + 1e-6, charged, worth, unit, split, found.loss, share, toll)


def cheapest(need: Ints, loss: Floats, count: int | Ints) -> Ints:
    """Positions of the `count` candidates of each need (count[n] of need n) that lose least, in order."""
    order = np.lexsort((loss, need))
    heads = starts(need[order])
    place = np.arange(len(order)) - heads[spread(heads, len(order))]
    return np.sort(order[place < (count if isinstance(count, int) else count[need[order]])])


def scattered(one: Ints, other: Ints) -> Floats:
    """A number from 0 to 1 for each pair that looks random and is always the same (Knuth's multiplicative hashing)."""
    mixed = ((one + 1) * 2_654_435_761 + (other + 7) * 40_503 * 97) % 1_000_003
    number: Floats = mixed * 7_919 % 65_521 / 65_521.0
    return number


class Least:
    """Of all candidates that go by, the count[n] of each need n that lose least; it holds few more than those."""

    def __init__(self, count: Ints, most: Floats) -> None:
        """Those that lose most[n] or more are not looked at."""
        self._count, self._most = count, most.copy()
        self._parts, self._losses = list[People](), list[Floats]()
        self._size, self._room = 0, 2 * int(count.sum())

    def add(self, chosen: People, loss: Floats) -> None:
        """Look at some more."""
        near = np.flatnonzero(loss < self._most[chosen.need])
        self._parts.append(chosen.take(near))
        self._losses.append(loss[near])
        self._size += len(near)
        if self._size > self._room:
            self._squeeze()

    def kept(self) -> People:
        """The candidates that lose least, in the order in which they went by."""
        self._squeeze()
        return self._parts[0]

    def _squeeze(self) -> None:
        chosen, loss = joined(self._parts), np.concatenate(self._losses)
        keep = cheapest(chosen.need, loss, self._count)
        chosen, loss = chosen.take(keep), loss[keep]
        worst = np.full(len(self._count), -np.inf)
        np.maximum.at(worst, chosen.need, loss)
        full = np.bincount(chosen.need, minlength=len(worst)) >= self._count
        self._most = np.where(full, np.minimum(self._most, worst), self._most)
        self._parts, self._losses, self._size = [chosen], [loss], len(loss)
