"""From the best plan found and the last plan, the plan that keeps every promise not worth breaking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mutualaid.matching.components import components
from mutualaid.matching.neighbours import blocks
from mutualaid.matching.redecide import Promise, redecide
from mutualaid.matching.rows import Match
from mutualaid.matching.scope import Instance, Scope, allowed, scope
from mutualaid.matching.search import lawful
from mutualaid.matching.steady import aligned, exchanged, held
from mutualaid.progress import Progress

EXACT_CANDIDATES = 3_000
"""Candidates up to which a part is decided by one model, to the optimum."""
BLOCK, GAP, NODES = 20, 0.002, 20
"""Volunteers that are decided on together where a part is larger, and when that model stops."""
ARCS = 30
"""The cheapest arcs of each need that such a model looks at, beside those of its promise."""


def steadied(
    base: Instance,
    pins: list[Match],
    found: Sequence[Match],
    kept: Sequence[Match],
    threshold: float,
    progress: Progress,
) -> list[Match]:
    """The best plan found by value less `threshold` points for every `kept` match that it changes or drops.

    Matches of `kept` that no longer keep the rules beside the pins are forgotten first. Every piece in which the plan
    differs from them gains more than the threshold for each that it changes. `found` is the best plan without promises.
    """
    problem, pinned = base.problem, {pin.need for pin in pins}
    promised = held(problem, pins, kept)
    if not promised:
        return list(found)
    start = [*pins, *promised]
    goal = aligned(problem, base.stock, start, found)
    plan = [m for m in exchanged(problem, start, goal, promised, threshold) if m.need not in pinned]
    if plan == [m for m in goal if m.need not in pinned]:
        return goal
    whole = scope(base, pins)
    parts = [whole] if base.sampled else components(base, whole)
    for i, part in enumerate(parts):
        progress.step(i, len(parts))
        plan = _improved(base, pins, part, plan, Promise(promised, threshold), progress)
    better = lawful(problem, pins, plan)
    return exchanged(problem, start, better, promised, threshold)


def _improved(
    base: Instance, pins: list[Match], part: Scope, plan: list[Match], promise: Promise, progress: Progress
) -> list[Match]:
    """The plan with one part decided again: at once where it is small, else some neighboring volunteers at a time."""

    def pulse() -> None:
        progress.step(0, 0)

    if not base.sampled and len(allowed(base, part).need) <= EXACT_CANDIDATES:
        return redecide(base, pins, plan, part.needs, part.volunteers, promise, pulse)
    near = base.rules.km
    local = replace(promise, gap=GAP, nodes=NODES)
    for group in blocks(base, part, BLOCK, 0):
        if progress.settling:
            break
        zones = np.unique(base.rules.volunteer_zone[group])
        met = {m.need for m in plan if m.volunteers and not all(group[v] for v in m.people)}
        needs = part.needs.copy()
        needs[sorted(met)] = False
        pickups = needs & (base.wants == 0)
        needs[pickups] &= near[zones][:, base.rules.need_zone[pickups]].min(axis=0) <= 0
        plan = redecide(base, pins, plan, needs, group, local, pulse)
    return plan
