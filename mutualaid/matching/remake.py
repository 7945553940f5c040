"""Decide again, goods and people together, what a few volunteers do, beside everything that stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mutualaid.matching import outcome
from mutualaid.matching.eligibility import Bools
from mutualaid.matching.joint import build
from mutualaid.matching.rows import Match
from mutualaid.matching.rules import score
from mutualaid.matching.scope import Instance, Prices, Scope, scope
from mutualaid.progress import Progress


@dataclass(frozen=True)
class Sweep:
    """How the models of one pass over all volunteers are solved."""

    block: int
    gap: float
    nodes: int
    prices: Prices | None


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
