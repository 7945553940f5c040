"""Find a plan: small independent parts by one exact model, large ones by prices and the models those prices allow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mutualaid.matching import outcome
from mutualaid.matching.assignment import recognised, solve_assignment
from mutualaid.matching.components import components
from mutualaid.matching.crew import Effort
from mutualaid.matching.eligibility import Floats
from mutualaid.matching.highs import Pulse, maximise
from mutualaid.matching.joint import Joint, build
from mutualaid.matching.large import solve_large
from mutualaid.matching.look import FULL, QUICK, WIDE_FULL, WIDE_QUICK, Way, look_closely, look_wide
from mutualaid.matching.prices import Dual, Worth
from mutualaid.matching.rows import Match, Problem
from mutualaid.matching.rules import Ledger, score
from mutualaid.matching.scope import Instance, Scope, allowed, scope
from mutualaid.matching.stretch import Stretch
from mutualaid.matching.tally import Tally, Turn
from mutualaid.progress import Progress

EASY_CANDIDATES, EXACT_CANDIDATES, NEAR_CANDIDATES = 250, 3_000, 12_000
"""Candidates up to which a part is solved to the optimum just so, up to which with the help of prices, and up to which
nearly to the optimum (a few hundred needs).
"""
EXACT_GAP, EXACT_NODES = 1e-6, 20_000
NEAR_GAP, NEAR_NODES = 8e-4, 200
FIRST = Way(
    rounds=250, picks=0, again=0, near=0, shared=0, visits=8, services=16, abroad=0, region=120, block=30, sweeps=2,
    effort=Effort(0.002, 10), settlings=1, ways=20, turns=3,
)  # fmt: skip
"""The work on a first plan for a part that one model then takes further."""
PROOF_ROUNDS = 400
"""Rounds for the prices that say which candidates no better plan can hold."""


@dataclass(frozen=True)
class Found:
    """Matches (pins included) and a proved bound on the value of the whole problem."""

    matches: list[Match]
    bound: float


def lawful(problem: Problem, pins: list[Match], matches: list[Match]) -> list[Match]:
    """The matches in order of need, without any that would break a rule in exactly that order.

    Sums of weights in floating point can exceed a limit that the true sums just meet; such a match is left out.
    """
    pinned = {pin.need for pin in pins}
    plan = sorted([*pins, *(m for m in matches if m.need not in pinned)], key=lambda m: m.need)
    while True:
        ledger = Ledger(problem)
        broken = next((m for m in plan if ledger.add(m) is not None), None)
        if broken is None:
            return plan
        # The last that did not fit goes, unless it is a pin: then the first other that shares with it.
        gone = broken if broken.need not in pinned else _beside(broken, plan, pinned)
        plan = [m for m in plan if m is not gone]


def _beside(pin: Match, plan: list[Match], pinned: set[int]) -> Match:
    return next(
        m
        for m in plan
        if m.need not in pinned
        and (
            (m.slot == pin.slot and not set(m.people).isdisjoint(pin.people))
            or not {lot for lot, _ in m.lots}.isdisjoint(lot for lot, _ in pin.lots)
        )
    )


def best_plan(base: Instance, pins: list[Match], *, quick: bool, progress: Progress) -> Found:
    """The best plan found beside the pins, part by part, and the bound of the whole.

    Tells `progress` of the whole's value and bound whenever either improves. Asked to settle, it ends with the best in
    hand; parts that have none yet get the shortest way.
    """
    matches, bound = list(pins), score(base.problem, pins).value
    whole = scope(base, pins)
    parts = [whole] if base.sampled else components(base, whole)
    ceilings = [_ceiling(base, part) for part in parts]
    tally = Tally(progress, bound, ceilings)
    for i, part in enumerate(parts):
        turn = Turn(tally, i)
        found = _solve(base, part, pins, quick, turn)
        matches += found.matches
        most = max(min(found.bound, ceilings[i]), 0.0)
        bound += most
        turn.close(_adds(base, pins, found.matches), most)
    # The parts' bounds are sums of floats: a hair is added so that no rounding can undercut the plan.
    return Found(matches, bound + 1e-10 * abs(bound))


def _ceiling(base: Instance, part: Scope) -> float:
    """What the part can add at the very most: every need met by its cheapest units, and nobody travels."""
    worth = Worth(base, part)
    best = worth.of(worth.costs(np.zeros(worth.groups)))
    return float((best * np.maximum(base.wants, 1))[part.needs].sum())


def _solve(base: Instance, part: Scope, pins: list[Match], quick: bool, progress: Progress) -> Found:
    size = len(allowed(base, part).need)
    table = None if base.sampled else recognised(base, part)
    if table is not None:
        return Found(*solve_assignment(base, table, pins, progress))
    if not progress.settling and not base.sampled:
        if size <= EASY_CANDIDATES:
            return _at_once(base, part, pins, progress)
        if size <= EXACT_CANDIDATES:
            return _from_prices(base, part, pins, progress, gap=EXACT_GAP, nodes=EXACT_NODES)
        if size <= NEAR_CANDIDATES and not quick:
            return _from_prices(base, part, pins, progress, gap=NEAR_GAP, nodes=NEAR_NODES)
    large = solve_large(base, part, pins, _way(base, quick), progress)
    return Found(large.matches, large.bound)


def bound_only(base: Instance, pins: list[Match], progress: Progress) -> float:
    """A proved bound on the value of the whole problem, by prices alone."""
    whole = scope(base, pins)
    seen = (look_wide if base.sampled else look_closely)(base, whole, _way(base, quick=True), progress)
    bound = score(base.problem, pins).value + max(seen.bound, 0.0)
    return bound + 1e-9 * abs(bound)


def _way(base: Instance, quick: bool) -> Way:
    if base.sampled:
        return WIDE_QUICK if quick else WIDE_FULL
    return QUICK if quick else FULL


def _at_once(base: Instance, part: Scope, pins: list[Match], progress: Progress) -> Found:
    """The best plan of a small part, by one model."""
    model = build(base, part)
    solved = outcome.run(model, pulse=lambda: progress.step(0, 0), gap=EXACT_GAP, nodes=EXACT_NODES, watch=progress)
    if solved.x is None:
        hasty = solve_large(base, part, pins, QUICK, progress)
        return Found(hasty.matches, min(hasty.bound, solved.bound))
    return Found(outcome.matches(base, part, model, solved, pins), solved.bound)


def _from_prices(
    base: Instance, part: Scope, pins: list[Match], progress: Progress, *, gap: float, nodes: int
) -> Found:
    """The part as one model that starts from a good plan, without the candidates that no better plan can hold."""
    first = solve_large(base, part, pins, FIRST, Stretch(progress, 0, 30, 100))
    if progress.settling:
        return Found(first.matches, first.bound)
    within = Stretch(progress, 30, 100, 100)
    value = _adds(base, pins, first.matches)
    dual = Dual(base, part)
    priced = dual.descend(PROOF_ROUNDS, Stretch(within, 0, 10, 100))
    # A plan with a candidate lies its loss, at least, below the bound; a hair guards against rounding.
    hopeful = priced.loss <= (priced.bound - value) * (1 + 1e-6) + 1e-3
    model = build(base, part, chosen=dual.chosen.take(hopeful))
    pulse = lambda: within.step(0, 0)  # noqa: E731
    start = _start(model, first.matches, pulse)
    solved = outcome.run(model, pulse=pulse, gap=gap, nodes=nodes, start=start, watch=within)
    fresh = outcome.matches(base, part, model, solved, pins)
    better = max(fresh, first.matches, key=lambda plan: _adds(base, pins, plan))
    return Found(better, min(max(solved.bound, value), first.bound, priced.bound))


def _adds(base: Instance, pins: list[Match], plan: list[Match]) -> float:
    """What a part's plan adds to the pins."""
    return score(base.problem, [*pins, *plan]).value - score(base.problem, pins).value


def _start(model: Joint, plan: list[Match], pulse: Pulse) -> Floats | None:
    """All columns of the model at the people of a plan; runs and stops follow from who does what."""
    low, high = model.model.bounds()
    low[model.x] = high[model.x] = outcome.people_of(model, plan)
    if model.spoken is not None:
        model.spoken.fix(low, high, plan)
    return maximise(model.model, pulse=pulse, low=low, high=high, whole=False).x
