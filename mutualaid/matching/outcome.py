"""Solve a joint model, and read its solution back as matches of whole units."""

from __future__ import annotations

import numpy as np

from mutualaid.matching.eligibility import Bools, Floats, Ints
from mutualaid.matching.highs import Pulse, Solved, maximise
from mutualaid.matching.joint import Joint
from mutualaid.matching.rows import Match
from mutualaid.matching.scope import Instance, Scope
from mutualaid.matching.supplies import hand_out
from mutualaid.progress import Progress


def run(
    joint: Joint,
    *,
    pulse: Pulse,
    gap: float = 0.0,
    nodes: int = 100_000,
    start: Floats | None = None,
    watch: Progress | None = None,
) -> Solved:
    """Solve the model; when integral people were found, units are settled again so that they are whole.

    `watch` is told of better solutions and bounds, and may ask to settle.
    """
    found = maximise(joint.model, pulse=pulse, gap=gap, nodes=nodes, start=start, watch=watch)
    if found.x is None:
        return found
    return settle(joint, found, pulse)


def settle(joint: Joint, found: Solved, pulse: Pulse) -> Solved:
    """Fix the people of a solution and solve for units: a transportation problem, whose vertices are whole."""
    assert found.x is not None
    whole = np.concatenate(joint.model.whole) > 0
    low, high = joint.model.bounds()
    low[whole] = high[whole] = np.rint(found.x[whole])
    units = maximise(joint.model, pulse=pulse, low=low, high=high, whole=False)
    return Solved(units.x if units.optimal else found.x, found.bound, found.optimal, found.row_prices)


def matches(base: Instance, scope: Scope, joint: Joint, found: Solved, kept: list[Match]) -> list[Match]:
    """The matches that a solution stands for, in order of need, beside those kept."""
    if found.x is None:
        return []
    on = np.flatnonzero(found.x[joint.x] > 0.5)
    crew: dict[int, list[int]] = {}
    when: dict[int, int] = {}
    for k in on.tolist():
        need = int(joint.chosen.need[k])
        crew.setdefault(need, []).append(int(joint.chosen.volunteer[k]))
        when[need] = int(joint.chosen.slot[k])
    units = _units(base, scope, joint, found, when)
    lines = hand_out(base.problem, base.stock, kept, units)
    voices = {} if joint.spoken is None else joint.spoken.voices(base, joint.chosen.take(on), found.x)
    out = []
    for need in sorted(set(crew) | set(units)):
        goods = lines.get(need, ())
        if base.wants[need] != len(crew.get(need, [])) or (base.sizes[need, 0] > 0 and not goods):
            continue
        out.append(Match(need, tuple(sorted(crew.get(need, []))), when.get(need), goods, voices.get(need)))
    return out


def people_of(joint: Joint, plan: list[Match]) -> Floats:
    """The candidates' columns at the people of a plan."""
    chosen = {(match.need, volunteer, match.slot) for match in plan for volunteer in match.volunteers}
    p = joint.chosen
    triples = zip(p.need.tolist(), p.volunteer.tolist(), p.slot.tolist(), strict=True)
    return np.fromiter((triple in chosen for triple in triples), np.float64, len(p.need))


def _units(
    base: Instance, scope: Scope, joint: Joint, found: Solved, when: dict[int, int]
) -> dict[int, dict[int, int]]:
    """Whole units by need and group, never more than stock, need or freshness allow."""
    assert found.x is not None
    amount = np.rint(found.x[joint.flow]).astype(np.int64)
    left, wanted = scope.units.copy(), base.sizes.sum(1)
    units: dict[int, dict[int, int]] = {}
    for k in np.flatnonzero(amount > 0).tolist():
        need, group = int(base.stock.need[joint.arcs[k]]), int(base.stock.group[joint.arcs[k]])
        take = int(min(amount[k], left[group], wanted[need]))
        late = need in when and base.problem.day(when[need]) > base.stock.expires[group]
        if take > 0 and not late and (need in when or base.wants[need] == 0):
            units.setdefault(need, {})[group] = take
            left[group] -= take
            wanted[need] -= take
    return units


def group_points(joint: Joint, groups: list[Bools]) -> list[tuple[Ints, Floats]]:
    """For each group (mask of needs) the columns that earn it points, and how many."""
    columns = np.concatenate([e[0] for e in joint.earn])
    needs = np.concatenate([e[1] for e in joint.earn])
    points = np.concatenate([e[2] for e in joint.earn])
    return [(columns[mask[needs]], points[mask[needs]]) for mask in groups]
