"""Which candidates are worth looking at, and a proved bound on the whole, from prices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from mutualaid.matching.crew import Effort
from mutualaid.matching.earners import Earners
from mutualaid.matching.eligibility import Floats, Ints
from mutualaid.matching.neighbours import regions
from mutualaid.matching.pairs import Splits
from mutualaid.matching.people import PART, People, merged
from mutualaid.matching.prices import Dual, Least, Priced, cheapest, scattered
from mutualaid.matching.scope import Instance, Scope, allowed, partnered
from mutualaid.matching.stretch import Stretch
from mutualaid.matching.tolls import Tolls
from mutualaid.progress import Progress


@dataclass(frozen=True)
class Way:
    """How much work is done.

    `rounds` for prices; where only a sample is held, `picks` times rounds `again` on the candidates `near` each need;
    candidates kept by need: `shared`, `visits` and `services` (deliveries most often chosen and of least loss, services
    of least loss), and where only a sample is held `abroad` of least loss in any region; volunteers in a `region` and
    in a `block`, `sweeps` over all blocks, times that stock is settled, `ways` that a shelf begins with and `turns` of
    the linear program of stock.
    """

    rounds: int
    picks: int
    again: int
    near: int
    shared: int
    visits: int
    services: int
    abroad: int
    region: int
    block: int
    sweeps: int
    effort: Effort
    settlings: int
    ways: int
    turns: int


FULL = Way(
    rounds=400, picks=0, again=0, near=0, shared=4, visits=5, services=8, abroad=0, region=200,
    block=40, sweeps=4, effort=Effort(0.002, 10), settlings=2, ways=16, turns=4,
)  # fmt: skip
QUICK = Way(
    rounds=100, picks=0, again=0, near=0, shared=5, visits=1, services=8, abroad=0, region=100,
    block=20, sweeps=1, effort=Effort(0.005, 3), settlings=1, ways=10, turns=2,
)  # fmt: skip
WIDE_FULL = Way(
    rounds=50, picks=2, again=60, near=30, shared=4, visits=2, services=8, abroad=3, region=200,
    block=25, sweeps=1, effort=Effort(0.005, 3), settlings=2, ways=10, turns=3,
)  # fmt: skip
WIDE_QUICK = Way(
    rounds=50, picks=1, again=50, near=24, shared=3, visits=1, services=5, abroad=0, region=80,
    block=15, sweeps=0, effort=Effort(0.01, 1), settlings=1, ways=6, turns=1,
)  # fmt: skip
FAR, SELDOM = 0.25, 0.004
"""Candidates that lose more than this share of their need's weight are not looked at, nor those chosen more seldom."""
BLUR = 0.01
"""Losses that differ by less than this share of the weight count as equal, so that not all look at the same few."""


@dataclass(frozen=True)
class Seen:
    """A proved bound, candidates worth looking at, regions of volunteers and the region of each need (-1: any), worth
    by need, prices by group.
    """

    bound: float
    chosen: People
    regions: list[Ints]
    home: Ints
    worth: Floats
    unit: Floats


def look_closely(base: Instance, part: Scope, way: Way, progress: Progress) -> Seen:
    """Prices over all candidates."""
    dual = Dual(base, part)
    priced = dual.descend(way.rounds, progress)
    everyone = dual.chosen
    near, often = priced.loss <= FAR * base.weight[everyone.need], priced.share > SELDOM
    # Those who need an interpreter are looked at beside the others, not in their place: few interpreters are free.
    helped = np.zeros(len(near), np.bool_) if base.interpreters is None else base.interpreters.helped(everyone)
    kept = []
    for kind, order, count in (
        (everyone.delivery & often, -priced.share, way.shared),
        (everyone.delivery & near, priced.loss, way.visits),
        (~everyone.delivery & near, priced.loss, way.services),
    ):
        both = (np.flatnonzero(kind & ~helped), np.flatnonzero(kind & helped))
        kept += [mine[cheapest(everyone.need[mine], order[mine], count)] for mine in both]
    keep = np.unique(np.concatenate(kept))
    groups = regions(base, part, way.region)
    home = _homes(base, groups, everyone.take(keep), 1.0 / (1.0 + priced.loss[keep]))
    return Seen(priced.bound, everyone.take(keep), groups, home, priced.worth, priced.unit)


def _homes(base: Instance, groups: list[Ints], chosen: People, mass: Floats) -> Ints:
    """The region in which each need's candidates weigh most."""
    region = _numbered(base, groups)
    weighed = np.zeros((len(base.weight), max(1, len(groups))))
    np.add.at(weighed, (chosen.need, region[chosen.volunteer]), mass)
    home: Ints = np.where(weighed.max(1) > 0, weighed.argmax(1), -1)
    return home


def _numbered(base: Instance, groups: list[Ints]) -> Ints:
    """The number of each volunteer's region."""
    region = np.full(len(base.room), -1, np.int64)
    for i, volunteers in enumerate(groups):
        region[volunteers] = i
    return region


def look_wide(base: Instance, part: Scope, way: Way, progress: Progress) -> Seen:
    """Prices over a sample of candidates, then over those that come near at these prices; the bound is over all."""
    dual = Dual(base, part, allowed(base, part))
    priced = dual.descend(way.rounds, Stretch(progress, 0, 40, 100))
    bound = np.inf
    for pick in range(way.picks):
        if progress.settling:
            break
        # Too many rounds on some candidates would charge too little for what others could do: others join them.
        begins, ends = 40 + 45 * pick // way.picks, 40 + 45 * (pick + 1) // way.picks
        near = Least(np.full(len(base.weight), way.near), FAR * base.weight)
        proved, splits = survey(base, part, dual.chosen, priced, near.add, Stretch(progress, begins, begins + 5, 100))
        bound = min(bound, proved)
        held = merged([near.kept(), dual.chosen.take((priced.share > SELDOM) | (pick > 0))], base.rules.need_zone)
        dual = Dual(base, part, held.take(partnered(base, held)))
        begin = replace(priced, split=splits.of(dual.chosen), share=np.zeros(len(dual.chosen.need)))
        priced = dual.descend(way.again, Stretch(progress, begins + 5, ends, 100), begin)
    # What was often chosen says where needs belong, and which runs are worth looking at.
    often = np.flatnonzero(priced.share > SELDOM)
    chosen, share = dual.chosen.take(often), priced.share[often]
    groups = regions(base, part, way.region)
    home = _homes(base, groups, chosen, share)
    region = _numbered(base, groups)

    def at_home(some: People) -> Ints:
        return np.flatnonzero((home[some.need] < 0) | (home[some.need] == region[some.volunteer]))

    def look(some: People, loss: Floats) -> None:
        inside = at_home(some)
        least.add(some.take(inside), loss[inside])
        anywhere.add(some, loss)

    anywhere = Least(np.full(len(base.weight), way.abroad), FAR * base.weight)
    least = Least(np.where(base.sizes[:, 0] > 0, way.visits, way.services), FAR * base.weight)
    last, _ = survey(base, part, dual.chosen, priced, look, Stretch(progress, 85, 100, 100))
    runs = at_home(chosen)
    runs = runs[chosen.delivery[runs]]
    runs = runs[cheapest(chosen.need[runs], -share[runs], way.shared)]
    worthy = merged([least.kept(), anywhere.kept(), chosen.take(runs)], base.rules.need_zone)
    return Seen(min(bound, last), worthy, groups, home, priced.worth, priced.unit)


def survey(
    base: Instance,
    part: Scope,
    held: People,
    priced: Priced,
    look: Callable[[People, Floats], None],
    progress: Progress,
) -> tuple[float, Splits]:
    """Prove the bound of prices made on candidates `held` over all there are, some volunteers at a time.

    `look` is shown each part's candidates with what they lose, losses blurred. Returns the bound, and how the worth
    of two-person needs is split.
    """
    splits = Splits(base, held, priced.split, part.taken.shape[1])
    pickup = (base.wants == 0) & part.needs
    bound = float(priced.charged.sum() + priced.unit @ part.units + priced.worth[pickup].sum())
    offer = priced.worth - priced.charged / np.maximum(base.wants, 1)
    tolls, count = None if base.interpreters is None else Tolls(base, part), len(part.volunteers)
    owner, talk = np.arange(part.taken.size) // part.taken.shape[1], np.zeros(part.taken.size)
    if tolls is not None:
        talk, kept, _ = tolls.picks(priced.toll)
        bound += float(kept.sum())
    for start in range(0, count, PART):
        progress.step(start, count)
        chosen = allowed(base, part, base.crowd.of(np.arange(start, min(start + PART, count))))
        price, voices = offer[chosen.need] + splits.of(chosen), None
        if tolls is not None:
            price = price - tolls.charge(chosen, priced.toll)
            voices = np.where((owner >= start) & (owner < start + PART), talk, 0.0)
        earned = Earners(base, part, chosen).earn(price, losses=True, voices=voices)
        assert earned.loss is not None
        bound += earned.total
        look(chosen, earned.loss + BLUR * base.weight[chosen.need] * scattered(chosen.need, chosen.volunteer))
    return bound * (1 + 1e-9) + 1e-6, splits
