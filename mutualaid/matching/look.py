"""Which candidates are worth looking at, and a proved bound on the whole, from prices."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mutualaid.matching.crew import Effort
from mutualaid.matching.earners import Earners
from mutualaid.matching.eligibility import Floats, Ints
from mutualaid.matching.interpreters import surcharge
from mutualaid.matching.pairs import Splits
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


FULL = Way(
    rounds=400, visits=5, services=8, region=400, block=40, sweeps=4, effort=Effort(0.002, 10), settlings=2, arcs=30,
)  # fmt: skip
QUICK = Way(
    rounds=100, visits=3, services=5, region=200, block=20, sweeps=1, effort=Effort(0.005, 3), settlings=1, arcs=15,
)  # fmt: skip
WIDE_FULL = Way(
    rounds=200, visits=5, services=8, region=300, block=25, sweeps=2, effort=Effort(0.005, 3), settlings=1, arcs=25,
)  # fmt: skip
WIDE_QUICK = Way(
    rounds=80, visits=4, services=6, region=200, block=15, sweeps=0, effort=Effort(0.01, 1), settlings=1, arcs=20,
)  # fmt: skip
FAR = 0.25
"""Candidates that lose more than this share of their need's weight are not looked at."""


WIDE_ARCS = 60
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
    """Prices over a sample of candidates and a few arcs of each need; the bound is proved over all of both."""
    held = allowed(base, part)
    arcs = cheapest(base.stock.need, base.stock.cost, WIDE_ARCS)
    dual = Dual(replace(base, stock=base.stock.only(arcs)), part, held)
    priced = dual.descend(way.rounds, Stretch(progress, 0, 70, 100))
    splits = Splits(base, held, priced.split, part.taken.shape[1])
    return _survey(base, part, priced, splits, way, Stretch(progress, 70, 100, 100))


def _survey(base: Instance, part: Scope, priced: Priced, splits: Splits, way: Way, progress: Progress) -> Seen:
    """Go through all volunteers, some at a time: what they earn at the prices, and who loses least by need."""
    # What all arcs make a delivery worth beyond the few that prices were made on is charged, so that offers stay.
    wide = Worth(base, part)
    more = wide.of(wide.costs(priced.unit)[1]) - priced.worth
    pickup = (base.wants == 0) & part.needs
    bound = float(priced.charged.sum() + priced.unit @ part.units + priced.worth[pickup].sum() + more[part.needs].sum())
    offer = priced.worth - priced.charged / np.maximum(base.wants, 1)
    parts, losses, count = list[People](), list[Floats](), len(part.volunteers)
    for start in range(0, count, PART):
        progress.step(start, count)
        chosen = allowed(base, part, base.crowd.of(np.arange(start, min(start + PART, count))))
        earned = Earners(base, part, chosen).earn(
            offer[chosen.need] + splits.of(chosen) - surcharge(base, part, chosen), losses=True
        )
        assert earned.loss is not None
        bound += earned.total
        keep = _best(base, chosen, earned.loss, way)
        parts.append(chosen.take(keep))
        losses.append(earned.loss[keep])
    chosen, loss = joined(parts), np.concatenate(losses)
    keep = _best(base, chosen, loss, way)
    return Seen(bound * (1 + 1e-9) + 1e-6, chosen.take(keep), loss[keep], priced.worth, priced.unit)
