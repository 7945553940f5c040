"""Decide a part of a plan again, goods and people together; every proposal that stays as it was earns a reward."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mutualaid.matching import outcome
from mutualaid.matching.eligibility import Bools
from mutualaid.matching.joint import Joint, build
from mutualaid.matching.rows import Match
from mutualaid.matching.rules import value_of
from mutualaid.matching.scope import Instance, scope
from mutualaid.matching.steady import SAME, aligned, changes

Pulse = Callable[[], None]


@dataclass(frozen=True)
class Promise:
    """Matches to keep unless a change is worth more than `threshold` for each, and how hard a model is worked on."""

    kept: Sequence[Match]
    threshold: float
    gap: float = 1e-6
    nodes: int = 4_000


def redecide(
    base: Instance,
    pins: Sequence[Match],
    plan: Sequence[Match],
    needs: Bools,
    volunteers: Bools,
    promise: Promise,
    pulse: Pulse,
) -> list[Match]:
    """The plan (pins apart) with what these volunteers do, and which of these needs are met, decided again.

    It is the better one by value less threshold for every promise changed; the plan given when none better is found.
    """
    freed = [m for m in plan if needs[m.need] and all(volunteers[v] for v in m.people)]
    free = {m.need for m in freed}
    stays = [*pins, *(m for m in plan if m.need not in free)]
    local = scope(base, stays, needs, volunteers)
    joint = build(base, local)
    if joint.model.columns == 0:
        return list(plan)
    reward(base, joint, [m for m in promise.kept if local.needs[m.need]], promise.threshold)
    solved = outcome.run(joint, pulse=pulse, gap=promise.gap, nodes=promise.nodes)
    fresh = outcome.matches(base, local, joint, solved, stays)
    before, after = [*stays, *freed], aligned(base.problem, base.stock, [*stays, *promise.kept], [*stays, *fresh])
    gain = value_of(base.problem, after) - value_of(base.problem, before)
    if gain <= promise.threshold * (changes(promise.kept, after) - changes(promise.kept, before)) + SAME:
        return list(plan)
    pinned = {pin.need for pin in pins}
    return sorted((m for m in after if m.need not in pinned), key=lambda m: m.need)


def reward(base: Instance, joint: Joint, kept: Sequence[Match], points: float) -> None:
    """A column for each promise that can be kept: 1 only with exactly its people, its slot and its units by group."""
    model, chosen = joint.model, joint.chosen
    x_of = {
        key: int(joint.x[k])
        for k, key in enumerate(zip(chosen.need.tolist(), chosen.volunteer.tolist(), chosen.slot.tolist(), strict=True))
    }
    need, group = base.stock.need[joint.arcs], base.stock.group[joint.arcs]
    first, after = (
        np.searchsorted(need, np.arange(len(base.weight))),
        np.searchsorted(need, np.arange(len(base.weight)), "right"),
    )
    for match in kept:
        people = [x_of.get((match.need, v, -1 if match.slot is None else match.slot)) for v in match.volunteers]
        if match.interpreter is not None:
            people.append(None if joint.spoken is None else joint.spoken.column(match))
        arcs = range(int(first[match.need]), int(after[match.need]))
        flow = {int(group[a]): int(joint.flow[a]) for a in arcs}
        units: dict[int, int] = {}
        for lot, amount in match.lots:
            g = int(base.stock.group_of[lot])
            units[g] = units.get(g, 0) + amount
        if None in people or not units.keys() <= flow.keys():
            continue
        column = model.add_columns(np.array([points]))
        for x in (x for x in people if x is not None):
            row = model.add_rows(-np.inf, 0.0, 1)
            model.put(np.append(row, row), np.append(column, x), np.array([1.0, -1.0]))
        for g, amount in units.items():
            row = model.add_rows(-np.inf, 0.0, 1)
            model.put(np.append(row, row), np.append(column, flow[g]), np.array([float(amount), -1.0]))
        if flow:
            most, kept_units = float(base.sizes[match.need].sum()), float(sum(units.values()))
            row = model.add_rows(-np.inf, most, 1)
            columns = np.append(column, np.array(list(flow.values()), np.int64))
            model.put(np.repeat(row, len(columns)), columns, np.append(most - kept_units, np.ones(len(flow))))
