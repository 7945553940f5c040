"""Fairness where no exact model fits: the worst-served group's points count for more, and plans are made anew by that.

A lift multiplies what a group's needs earn. The lowest group is lifted until it rises no more, then the next; groups
that have overtaken the lowest are eased again (multiplicative weights, as Plotkin, Shmoys and Tardos, 1995, meet the
constraints of a packing). Only volunteers who could serve the lifted group decide anew; stock is given out to all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mutualaid.matching.crew import Crew, Effort
from mutualaid.matching.eligibility import Bools, Floats, Ints
from mutualaid.matching.fills import fairer
from mutualaid.matching.large import as_matches, hand_out_anew
from mutualaid.matching.look import FULL, survey
from mutualaid.matching.neighbours import blocks
from mutualaid.matching.people import People, households, merged
from mutualaid.matching.prices import Dual, Least, Worth
from mutualaid.matching.rows import Interpreter, Match
from mutualaid.matching.rules import Score, score
from mutualaid.matching.scope import Instance, Scope, allowed
from mutualaid.matching.stretch import Stretch
from mutualaid.progress import Progress


@dataclass(frozen=True)
class Reach:
    """How much is looked at: rounds for prices; candidates kept of a small group's deliveries and services, and of the
    others'; the most volunteers of a block and the work on it; how often the plan is made anew.
    """

    rounds: int
    small: tuple[int, int]
    others: tuple[int, int]
    block: int
    effort: Effort
    turns: int


CLOSE = Reach(rounds=100, small=(24, 40), others=(6, 10), block=60, effort=Effort(0.001, 5), turns=24)
WIDE = Reach(rounds=60, small=(12, 20), others=(4, 6), block=60, effort=Effort(0.003, 2), turns=12)
SMALL = 0.15
"""Share of all points up to which a group is small, and all its candidates are worth having."""
HELD, FEWEST = 1_000, 8
"""Candidates that a block's model holds, about, and the fewest volunteers of a block."""
STEP, MOST, LEAST_MOST, LEAST_STEP = 8.0, 64.0, 2.0, 1.3
"""How much a lift grows in a round; the highest lift, halved with each group done with, but never below a least; the
step below which a group is given up, since any rise costs more than is left.
"""
EASED, BESIDE, RISES = 0.02, 0.003, 0.001
"""Fill above the lowest at which a lift is eased; groups this near to it rise together; what counts as a rise."""
PATIENCE = 2
"""Rounds without a rise after which a group is done with."""


def by_lifts(
    base: Instance, whole: Scope, pins: list[Match], matches: list[Match], *, floor: float, progress: Progress
) -> list[Match]:
    """The fairest plan found that is worth at least `floor`."""
    work = _Work(base, whole, pins, matches, Stretch(progress, 0, 30, 100))
    return [*pins, *_rise(work, floor, Stretch(progress, 30, 100, 100)).plan]


@dataclass(frozen=True)
class _Stand:
    """A plan beside the pins, what it is worth, and where it left crew, interpreters and prices of stock."""

    on: Bools
    unit: Floats
    voices: dict[int, tuple[Interpreter, int]]
    plan: list[Match]
    told: Score


def _rise(work: _Work, floor: float, progress: Progress) -> _Stand:
    """Lift the lowest group round by round; the fairest plan met that is worth enough."""
    best = now = work.begin
    lift, closed = np.ones(len(work.names)), np.zeros(len(work.names), np.bool_)
    step, still = STEP, 0
    for turn in range(work.reach.turns):
        progress.step(turn, work.reach.turns)
        if closed.all():
            break
        fill = work.fills(now)
        low = fill[~closed].min()
        rising = ~closed & (fill <= low + BESIDE)
        most = max(MOST / 2 ** int(closed.sum()), LEAST_MOST)
        tried = np.where(rising, np.maximum(lift, np.minimum(lift * step, most)), lift)
        tried = np.where(~closed & (fill > low + EASED), np.maximum(lift / 2, 1.0), tried)
        made = work.sweep(now, tried, rising, progress)
        if made.told.value < floor:
            closed |= rising & (step < LEAST_STEP)
            step = float(np.sqrt(step))
            continue
        rose = work.fills(made)[rising].min() > low + RISES
        still = 0 if rose else still + 1
        lift, now = tried, made
        if fairer(made.told, best.told, floor):
            best = made
        if still >= PATIENCE:
            closed, still = closed | rising, 0
    return best


class _Work:
    """The crew of a plan in hand, over candidates that serve small groups well, and how it is made anew."""

    def __init__(
        self, base: Instance, part: Scope, pins: list[Match], matches: list[Match], progress: Progress
    ) -> None:
        self.base, self.part, self.pins = base, part, pins
        self.reach = WIDE if base.sampled else CLOSE
        self.names = sorted({need.group for need in base.problem.needs})
        number = {name: g for g, name in enumerate(self.names)}
        self.group: Ints = np.array([number[need.group] for need in base.problem.needs], np.int64)
        points = np.bincount(self.group, base.weight)
        small = (points < SMALL * points.sum())[self.group]
        pinned = {pin.need for pin in pins}
        plan = [match for match in matches if match.need not in pinned]
        found, worth, unit = _look(base, part, self.reach, small, progress)
        chosen = merged([_of_plan(base, plan), found], base.rules.need_zone)
        self.crew = Crew(base, part, chosen, worth)
        self.sweeps = 0
        voices = {m.need: (m.interpreter, m.slot) for m in plan if m.interpreter is not None and m.slot is not None}
        self.begin = _Stand(_on(chosen, plan), unit, voices, plan, score(base.problem, [*pins, *plan]))

    def fills(self, stand: _Stand) -> Floats:
        """Each group's fill."""
        return np.array([stand.told.groups[name] for name in self.names])

    def sweep(self, stand: _Stand, lift: Floats, rising: Bools, progress: Progress) -> _Stand:
        """What a plan becomes when those who could serve the rising groups decide anew."""
        crew, part = self.crew, self.part
        able = np.zeros(len(part.volunteers), np.bool_)
        able[crew.chosen.volunteer[rising[self.group[crew.chosen.need]]]] = True
        able &= part.volunteers
        by = lift[self.group]
        lifted = replace(self.base, weight=self.base.weight * by, points=self.base.points * by[:, None])
        crew.on = stand.on.copy()
        if crew.voices is not None:
            crew.voices.recall(stand.voices)
        of = Worth(lifted, part)
        crew.value_needs(of.of(of.costs(stand.unit)))
        held = int(np.bincount(crew.chosen.volunteer, minlength=len(able))[able].sum())
        size = int(np.clip(HELD * int(able.sum()) // max(held, 1), FEWEST, self.reach.block))
        for block in blocks(self.base, replace(part, volunteers=able), size, self.sweeps):
            crew.remake(np.flatnonzero(block), self.reach.effort, lambda: progress.step(0, 0))
        self.sweeps += 1
        goods = hand_out_anew(lifted, part, crew, stand.unit, FULL, progress)
        plan = as_matches(self.base, crew, goods, self.pins)
        voices = {} if crew.voices is None else crew.voices.remembered()
        return _Stand(crew.on.copy(), goods.unit, voices, plan, score(self.base.problem, [*self.pins, *plan]))


def _look(base: Instance, part: Scope, reach: Reach, small: Bools, progress: Progress) -> tuple[People, Floats, Floats]:
    """Candidates worth looking at, and at what prices: (candidates, worth by need, prices by group)."""
    dual = Dual(base, part, allowed(base, part))
    priced = dual.descend(reach.rounds, Stretch(progress, 0, 60, 100))
    goods = base.sizes[:, 0] > 0
    count = np.where(
        small, np.where(goods, reach.small[0], reach.small[1]), np.where(goods, reach.others[0], reach.others[1])
    )
    least = Least(count, np.full(len(base.weight), np.inf))
    if base.sampled:
        survey(base, part, dual.chosen, priced, least.add, Stretch(progress, 60, 100, 100))
    else:
        least.add(dual.chosen, priced.loss)
    return least.kept(), priced.worth, priced.unit


def _of_plan(base: Instance, plan: list[Match]) -> People:
    """The candidates that a plan is made of."""
    rows = np.array([(m.need, v, m.slot) for m in plan for v in m.volunteers], np.int64).reshape(-1, 3)
    need, volunteer, slot = rows.T
    delivery = np.array([n.kind == "delivery" for n in base.problem.needs], np.bool_)
    km = base.rules.km[base.rules.volunteer_zone[volunteer], base.rules.need_zone[need]]
    return People(need, volunteer, slot, km, delivery[need], households(base.problem)[need])


def _on(chosen: People, plan: list[Match]) -> Bools:
    """Which candidates a plan is made of."""
    mine = {(match.need, volunteer, match.slot) for match in plan for volunteer in match.volunteers}
    triples = zip(chosen.need.tolist(), chosen.volunteer.tolist(), chosen.slot.tolist(), strict=True)
    return np.fromiter((triple in mine for triple in triples), np.bool_, len(chosen.need))
