"""Find a plan: small independent parts by one exact model, large ones by prices and repeated local models."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from mutualaid.matching import outcome
from mutualaid.matching.bound import Priced, lagrangian
from mutualaid.matching.components import components
from mutualaid.matching.eligibility import Bools
from mutualaid.matching.joint import build
from mutualaid.matching.neighbours import blocks
from mutualaid.matching.rows import Match, Problem
from mutualaid.matching.rules import Ledger, score
from mutualaid.matching.scope import Instance, Prices, Scope, allowed, scope
from mutualaid.matching.stretch import Stretch
from mutualaid.progress import Progress

EXACT_CANDIDATES = 12_000
"""Candidates up to which the whole part is one exact model (a few hundred needs)."""
EXACT_NODES = 4_000
LOCAL_NODES = 20
LOCAL_GAP = 0.002
BLOCK, FIRST_BLOCK = 20, 5
"""Volunteers that a local model decides on together; few at first, when every need is still open."""
FIRST_GAP, FIRST_NODES = 0.01, 10
SWEEPS, QUICK_SWEEPS = ((12, 4), (BLOCK, 4)), ((8, 2),)
"""Volunteers in a block, and how often all blocks are re-made."""
STEER = 0.6
"""Share of its price that a need is charged in the first sweep: full prices would leave nothing worth doing."""
KEPT_ARCS = 40
"""Arcs a need keeps in local models; the bound is proved on all of them."""
EXACT_GAP, NEAR_GAP, NEAR_CANDIDATES = 1e-6, 5e-4, 3_000


@dataclass(frozen=True)
class Sweep:
    """How local models are solved in one pass over all volunteers."""

    block: int
    gap: float
    nodes: int
    prices: Prices | None


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
            (m.slot == pin.slot and not set(m.volunteers).isdisjoint(pin.volunteers))
            or not {lot for lot, _ in m.lots}.isdisjoint(lot for lot, _ in pin.lots)
        )
    )


def best_plan(base: Instance, pins: list[Match], *, quick: bool, progress: Progress) -> Found:
    """The best plan found beside the pins, part by part, and the bound of the whole."""
    whole = scope(base, pins)
    matches, bound = list(pins), score(base.problem, pins).value
    parts = components(base, whole)
    for i, part in enumerate(parts):
        within = Stretch(progress, i, i + 1, len(parts))
        size = len(allowed(base, part).need)
        found = _exact(base, part, pins, within) if size <= EXACT_CANDIDATES else None
        if found is None:
            found = _large(base, part, pins, quick, within)
        matches += found.matches
        bound += found.bound
    # The parts' bounds are sums of floats: a hair is added so that no rounding can undercut the plan.
    return Found(matches, bound + 1e-9 * abs(bound))


def _exact(base: Instance, part: Scope, pins: list[Match], progress: Progress) -> Found | None:
    """The part as one model; None when the node limit came before any plan."""
    model = build(base, part)
    gap = EXACT_GAP if len(model.chosen.need) <= NEAR_CANDIDATES else NEAR_GAP
    solved = outcome.run(model, pulse=lambda: progress.step(0, 0), gap=gap, nodes=EXACT_NODES)
    if solved.x is None:
        return None
    return Found(outcome.matches(base, part, model, solved, pins), max(solved.bound, 0.0))


def _large(base: Instance, part: Scope, pins: list[Match], quick: bool, progress: Progress) -> Found:
    """Prices first, then a plan made block by block at those prices, then blocks re-made at true cost."""
    priced = lagrangian(base, part, rounds=60 if quick else 300, progress=Stretch(progress, 0, 15, 100))
    base = replace(base, stock=base.stock.cheapest(KEPT_ARCS, priced.unit))
    sweeps = [Sweep(FIRST_BLOCK, FIRST_GAP, FIRST_NODES, _steer(priced, STEER))]
    for size, times in QUICK_SWEEPS if quick else SWEEPS:
        sweeps += [Sweep(size, LOCAL_GAP, LOCAL_NODES, None)] * times
    plan: list[Match] = []
    for number, sweep in enumerate(sweeps):
        within = Stretch(progress, 15 + 85 * number // len(sweeps), 15 + 85 * (number + 1) // len(sweeps), 100)
        groups = blocks(base, part, sweep.block, number)
        for i, group in enumerate(groups):
            within.step(i, len(groups))
            plan = remake(base, part, pins, plan, group, sweep, within)
        if number % 4 == 0:
            plan = _resupply(base, part, pins, plan, within)
    return Found(plan, max(priced.bound, 0.0))


def _steer(priced: Priced, share: float) -> Prices:
    return Prices(priced.need * share, priced.unit)


def remake(
    base: Instance,
    part: Scope,
    pins: list[Match],
    plan: list[Match],
    group: Bools,
    sweep: Sweep,
    progress: Progress,
    better: Callable[[list[Match], list[Match]], bool] | None = None,
) -> list[Match]:
    """Free what these volunteers do, and the pick-ups near them, and decide it again; keep the better.

    `better(new, old)` compares whole plans; None compares their values.
    """
    zones = {base.problem.volunteers[v].zone for v in np.flatnonzero(group).tolist()}

    def frees(match: Match) -> bool:
        if match.volunteers:
            return all(group[v] for v in match.volunteers)
        return base.problem.needs[match.need].zone in zones

    freed, stays = [m for m in plan if frees(m)], [m for m in plan if not frees(m)]
    kept = [*pins, *stays]
    near = part.needs & np.array([bool(n.kind != "pickup" or n.zone in zones) for n in base.problem.needs], np.bool_)
    local = scope(base, kept, near, group)
    model = build(base, local, sweep.prices)
    if model.model.columns == 0:
        return plan
    solved = outcome.run(model, pulse=lambda: progress.step(0, 0), gap=sweep.gap, nodes=sweep.nodes)
    fresh = outcome.matches(base, local, model, solved, kept)
    new = kept + fresh
    if better is None:
        wins = score(base.problem, new).value > score(base.problem, kept + freed).value
    else:
        wins = better(new, kept + freed)
    return stays + fresh if wins else plan


def _resupply(base: Instance, part: Scope, pins: list[Match], plan: list[Match], progress: Progress) -> list[Match]:
    """Keep who goes where and decide all units again; a delivery whose goods are better used elsewhere is dropped."""
    chosen = {(m.need, v, m.slot) for m in plan for v in m.volunteers}
    p = base.people
    triples = zip(p.need.tolist(), p.volunteer.tolist(), p.slot.tolist(), strict=True)
    mask = np.fromiter((t in chosen for t in triples), np.bool_, len(p.need))
    narrow = replace(base, people=p.take(mask))
    local = replace(part, needs=part.needs)
    model = build(narrow, local)
    solved = outcome.run(model, pulse=lambda: progress.step(0, 0), gap=LOCAL_GAP, nodes=LOCAL_NODES)
    fresh = outcome.matches(narrow, local, model, solved, pins)
    better = score(base.problem, [*pins, *fresh]).value > score(base.problem, [*pins, *plan]).value
    return fresh if better else plan
