"""Which candidates are worth looking at, and a proved bound on the whole, from prices."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mutualaid.matching.crew import Effort
from mutualaid.matching.earners import Earners
from mutualaid.matching.eligibility import Floats, Ints
from mutualaid.matching.people import PART, People, joined
from mutualaid.matching.prices import Dual, Priced, Worth, cheapest
from mutualaid.matching.scope import Instance, Scope, allowed
from mutualaid.matching.stretch import Stretch
from mutualaid.progress import Progress


@dataclass(frozen=True)
class Way:
    """How much work is done: rounds for prices, candidates kept by need (deliveries, services), volunteers in a region,
    volunteers in a block and how often all blocks are made anew, and times that stock is settled.
    """

    rounds: int
    visits: int
    services: int
    region: int
    block: int
    sweeps: int
    effort: Effort
    settlings: int
    arcs: int
    again: int = 0


FULL = Way(
    rounds=400, visits=5, services=8, region=400, block=40, sweeps=4, effort=Effort(0.002, 10), settlings=2, arcs=30,
    again=100,
)  # fmt: skip
QUICK = Way(
    rounds=100, visits=3, services=5, region=200, block=20, sweeps=1, effort=Effort(0.005, 3), settlings=1, arcs=15,
    again=40,
)  # fmt: skip
FAR = 0.25
"""Candidates that lose more than this share of their need's weight are not looked at."""


WIDE_ARCS, WIDE_VISITS, WIDE_SERVICES = 60, 16, 16
"""Arcs that a need keeps while prices are improved, where all would be too many; the bound is proved on all."""


@dataclass(frozen=True)
class Seen:
    """Candidates worth looking at with what each loses, worth by need, prices by group, and a proved bound."""

    bound: float
    chosen: People
    loss: Floats
    worth: Floats
    unit: Floats


def look_closely(base: Instance, part: Scope, way: Way, progress: Progress) -> Seen:
    """Prices over all candidates."""
    dual = Dual(base, part)
    priced = dual.descend(way.rounds, progress)
    keep = _best(base, dual.chosen, priced.loss, way)
    return Seen(priced.bound, dual.chosen.take(keep), priced.loss[keep], priced.worth, priced.unit)


def _best(base: Instance, chosen: People, loss: Floats, way: Way) -> Ints:
    """Candidates worth looking at: of each need those that lose least, by the prices."""
    near, kept = loss <= FAR * base.weight[chosen.need], []
    for kind, count in ((chosen.delivery, way.visits), (~chosen.delivery, way.services)):
        mine = np.flatnonzero(kind & near)
        kept.append(mine[cheapest(chosen.need[mine], loss[mine], count)])
    return np.sort(np.concatenate(kept))


def look_wide(base: Instance, part: Scope, way: Way, progress: Progress) -> Seen:
    """Prices over a sample, then over those whom the prices of the sample favor; the bound is proved over all."""
    wide = Worth(base, part)
    none = np.zeros(len(part.units))
    few = replace(base, stock=base.stock.cheapest(WIDE_ARCS, none))
    priced = Dual(few, part).descend(way.rounds, Stretch(progress, 0, 30, 100))
    many = replace(way, visits=WIDE_VISITS, services=WIDE_SERVICES)
    seen = _survey(base, part, wide, priced, many, Stretch(progress, 30, 50, 100))
    if way.again:
        few = replace(base, stock=base.stock.cheapest(WIDE_ARCS, priced.unit))
        dual = Dual(few, part, base.crowd.together(seen.chosen, allowed(base, part)))
        begin = replace(priced, split=np.zeros(len(dual.chosen.need)), worth=seen.worth)
        priced = dual.descend(way.again, Stretch(progress, 50, 80, 100), begin)
        second = _survey(base, part, wide, priced, way, Stretch(progress, 80, 100, 100))
        seen = replace(second, bound=min(seen.bound, second.bound))
    return seen


def _survey(base: Instance, part: Scope, wide: Worth, priced: Priced, way: Way, progress: Progress) -> Seen:
    """Go through all volunteers, some at a time: what they earn at the prices, and who loses least by need."""
    worth = wide.of(wide.costs(priced.unit)[1])
    pickup = (base.wants == 0) & part.needs
    bound = float(priced.charged.sum() + priced.unit @ part.units + worth[pickup].sum())
    offer = worth - priced.charged / np.maximum(base.wants, 1)
    parts, losses, count = list[People](), list[Floats](), len(part.volunteers)
    for start in range(0, count, PART):
        progress.step(start, count)
        chosen = allowed(base, part, base.crowd.of(np.arange(start, min(start + PART, count))))
        earned = Earners(base, part, chosen).earn(offer[chosen.need], losses=True)
        assert earned.loss is not None
        bound += earned.total
        keep = _best(base, chosen, earned.loss, way)
        parts.append(chosen.take(keep))
        losses.append(earned.loss[keep])
    chosen, loss = joined(parts), np.concatenate(losses)
    keep = _best(base, chosen, loss, way)
    return Seen(bound * (1 + 1e-9) + 1e-6, chosen.take(keep), loss[keep], worth, priced.unit)
