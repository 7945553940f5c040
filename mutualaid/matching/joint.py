"""The joint model: who does what and which units go where, in one mixed-integer program.

Columns: x a candidate (need, volunteer, slot); r a run (volunteer, slot, zone); h a stop (run, household) where a
household has more than one need; a a two-person service in a slot; D a delivery made at all; f units by arc; g units by
third. Linking is tight (x <= h <= r, each third <= its size times D): that is what makes the bound strong.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mutualaid.matching.eligibility import Bools, Floats, Ints
from mutualaid.matching.highs import Model, Pulse, Solved, maximise
from mutualaid.matching.people import People
from mutualaid.matching.rows import Match
from mutualaid.matching.scope import Instance, Scope, allowed, distinct
from mutualaid.matching.supplies import FOREVER, hand_out


@dataclass(frozen=True)
class Prices:
    """Points charged on top of the costs, to steer a first plan: for meeting a need, and for a unit of a group."""

    need: Floats
    unit: Floats


@dataclass(frozen=True)
class Joint:
    """The model of a scope, and where its columns stand.

    `x` belongs to `chosen` candidates, `flow` to arcs (positions in the supplies). `earn` lists (columns, needs, points):
    what each need earns, which fairness adds up by group.
    """

    model: Model
    chosen: People
    x: Ints
    arcs: Ints
    flow: Ints
    earn: list[tuple[Ints, Ints, Floats]]


def build(base: Instance, scope: Scope, prices: Prices | None = None, *, whole_units: bool = False) -> Joint:
    """Write the model of a scope. `prices` change what it maximises; the rules stay the same."""
    model, chosen = Model(), allowed(base, scope)
    charge = np.zeros(len(base.weight)) if prices is None else prices.need
    costs = base.problem.costs
    service = ~chosen.delivery
    single = service & (base.wants[chosen.need] == 1)
    gain = np.where(service, -costs.km * chosen.km, 0.0) - charge[chosen.need]
    gain[single] += base.weight[chosen.need[single]]
    earn: list[tuple[Ints, Ints, Floats]] = []
    x = model.add_columns(gain)
    earn.append((x[single], chosen.need[single], base.weight[chosen.need[single]]))
    _pairs(base, model, chosen, x, earn)
    alone = np.flatnonzero(single)
    _at_most_once(model, chosen.need[alone], x[alone])
    runs, run_columns = _runs(base, scope, model, chosen, x)
    _slots(scope, model, chosen, x, runs, run_columns)
    delivered = _delivered(base, model, chosen, x)
    arcs, flow = _goods(base, scope, model, chosen, x, delivered, prices, earn, whole_units)
    return Joint(model, chosen, x, arcs, flow, earn)


def _at_most_once(model: Model, key: Ints, columns: Ints) -> None:
    heads, number = distinct(key)
    rows = model.add_rows(-np.inf, 1.0, len(heads))
    model.put(rows[number], columns, 1.0)


def _pairs(base: Instance, model: Model, chosen: People, x: Ints, earn: list[tuple[Ints, Ints, Floats]]) -> None:
    """Two-person services: both in the same slot, or nobody."""
    pair = np.flatnonzero(~chosen.delivery & (base.wants[chosen.need] == 2))
    heads, number = distinct(chosen.need[pair], chosen.slot[pair])
    need = chosen.need[pair][heads]
    together = model.add_columns(base.weight[need])
    earn.append((together, need, base.weight[need]))
    both = model.add_rows(0.0, 0.0, len(heads))
    model.put(both[number], x[pair], 1.0)
    model.put(both, together, -2.0)
    tight = model.add_rows(-np.inf, 0.0, len(pair))
    model.put(tight, x[pair], 1.0)
    model.put(tight, together[number], -1.0)
    _at_most_once(model, need, together)


@dataclass(frozen=True)
class _Runs:
    """Runs that the model may open: volunteer and slot of each."""

    volunteer: Ints
    slot: Ints


def _runs(base: Instance, scope: Scope, model: Model, chosen: People, x: Ints) -> tuple[_Runs, Ints]:
    """Runs with their stops and loads. A run that stays is open at no cost; its rows have constants instead."""
    problem, costs = base.problem, base.problem.costs
    at = np.flatnonzero(chosen.delivery)
    zone = base.rules.need_zone[chosen.need[at]]
    volunteer, slot = chosen.volunteer[at], chosen.slot[at]
    heads, run = distinct(volunteer, slot, zone)
    owner, when = volunteer[heads], slot[heads]
    stays = scope.taken[owner, when] == 2
    opened = np.flatnonzero(~stays)
    cost = -(costs.run + costs.km * chosen.km[at][heads][opened])
    columns = np.full(len(heads), -1, np.int64)
    columns[opened] = model.add_columns(cost)

    doors, door = distinct(run, chosen.household[at])
    visited = np.zeros(len(doors), np.bool_)
    for d in np.flatnonzero(stays[run[doors]]).tolist():
        key = (int(volunteer[doors[d]]), int(slot[doors[d]]))
        visited[d] = problem.needs[int(chosen.need[at][doors[d]])].household in scope.runs[key].households
    size = np.bincount(door, minlength=len(doors))
    shared = np.flatnonzero((size > 1) & ~visited)
    stop = np.full(len(doors), -1, np.int64)
    stop[shared] = model.add_columns(np.full(len(shared), -costs.stop))
    lone = np.flatnonzero((size == 1) & ~visited)
    only = np.empty(len(doors), np.int64)
    only[door] = x[at]
    stop[lone] = only[lone]
    for k in only[lone].tolist():
        model.cost[0][k] -= costs.stop

    linked = np.flatnonzero((size[door] > 1) & ~visited[door])
    tight = model.add_rows(-np.inf, 0.0, len(linked))
    model.put(tight, x[at][linked], 1.0)
    model.put(tight, stop[door[linked]], -1.0)
    paid = np.flatnonzero(~visited)
    of = run[doors]
    tied = paid[columns[of[paid]] >= 0]
    tight = model.add_rows(-np.inf, 0.0, len(tied))
    model.put(tight, stop[tied], 1.0)
    model.put(tight, columns[of[tied]], -1.0)

    limit = np.array([problem.volunteers[v].stops for v in owner.tolist()], np.int64)
    room = base.room[owner].copy()
    for r in np.flatnonzero(stays).tolist():
        left = scope.runs[int(owner[r]), int(when[r])]
        limit[r], room[r] = left.stops, left.grams
    _cap(model, of[paid], stop[paid], np.ones(len(paid)), limit, columns)
    _cap(model, run, x[at], base.grams[chosen.need[at]] / 1000.0, room / 1000.0, columns)
    return _Runs(owner[opened], when[opened]), columns[opened]


def _cap(model: Model, run: Ints, columns: Ints, amount: Floats, limit: Ints | Floats, opens: Ints) -> None:
    """Sum over a run's columns <= limit times the run's own column (or the limit itself where it has none)."""
    total = np.bincount(run, amount, len(limit))
    binds = np.flatnonzero(total > limit)
    row_of = np.full(len(limit), -1, np.int64)
    own = opens[binds] >= 0
    row_of[binds] = model.add_rows(-np.inf, np.where(own, 0.0, limit[binds]), len(binds))
    inside = np.flatnonzero(row_of[run] >= 0)
    model.put(row_of[run[inside]], columns[inside], amount[inside])
    model.put(row_of[binds[own]], opens[binds[own]], -limit[binds[own]].astype(np.float64))


def _slots(scope: Scope, model: Model, chosen: People, x: Ints, runs: _Runs, run_columns: Ints) -> None:
    """A free slot holds one service or one new run; a volunteer's slots in all are at most the shifts left."""
    service = np.flatnonzero(~chosen.delivery)
    volunteer = np.concatenate([chosen.volunteer[service], runs.volunteer])
    slot = np.concatenate([chosen.slot[service], runs.slot])
    columns = np.concatenate([x[service], run_columns])
    heads, number = distinct(volunteer, slot)
    rows = model.add_rows(-np.inf, 1.0, len(heads))
    model.put(rows[number], columns, 1.0)
    slots = np.bincount(volunteer[heads], minlength=len(scope.shifts))
    binds = np.flatnonzero(slots > scope.shifts)
    row_of = np.full(len(scope.shifts), -1, np.int64)
    row_of[binds] = model.add_rows(-np.inf, scope.shifts[binds].astype(np.float64), len(binds))
    inside = np.flatnonzero(row_of[volunteer] >= 0)
    model.put(row_of[volunteer[inside]], columns[inside], 1.0)


def _delivered(base: Instance, model: Model, chosen: People, x: Ints) -> Ints:
    """For each need the column that says it is delivered; -1 where it cannot be."""
    at = np.flatnonzero(chosen.delivery)
    heads, number = distinct(chosen.need[at])
    made = np.full(len(base.weight), -1, np.int64)
    columns = model.add_columns(np.zeros(len(heads)), whole=False)
    made[chosen.need[at][heads]] = columns
    rows = model.add_rows(0.0, 0.0, len(heads))
    model.put(rows[number], x[at], 1.0)
    model.put(rows, columns, -1.0)
    return made


def _goods(
    base: Instance,
    scope: Scope,
    model: Model,
    chosen: People,
    x: Ints,
    made: Ints,
    prices: Prices | None,
    earn: list[tuple[Ints, Ints, Floats]],
    whole_units: bool,
) -> tuple[Ints, Ints]:
    """Units: within stock, fresh on the day, by thirds; a delivery that is made carries at least one."""
    stock = base.stock
    pickup = (base.wants == 0) & scope.needs
    served = pickup | (made >= 0)
    arcs = np.flatnonzero(served[stock.need] & (scope.units[stock.group] > 0))
    need, group = stock.need[arcs], stock.group[arcs]
    quantity = base.sizes.sum(1)
    unit = np.zeros(len(scope.units)) if prices is None else prices.unit
    flow = model.add_columns(
        -stock.cost[arcs] - unit[group],
        np.minimum(quantity[need], scope.units[group]).astype(np.float64),
        whole=whole_units,
    )
    demand = np.bincount(group, np.minimum(quantity[need], scope.units[group]), len(scope.units))
    short = np.flatnonzero(demand > scope.units)
    row_of = np.full(len(scope.units), -1, np.int64)
    row_of[short] = model.add_rows(-np.inf, scope.units[short].astype(np.float64), len(short))
    inside = np.flatnonzero(row_of[group] >= 0)
    model.put(row_of[group[inside]], flow[inside], 1.0)

    goods = np.flatnonzero(served)
    balance = np.full(len(served), -1, np.int64)
    balance[goods] = model.add_rows(0.0, 0.0, len(goods))
    model.put(balance[need], flow, 1.0)
    drop = goods[made[goods] >= 0]
    least = np.full(len(served), -1, np.int64)
    least[drop] = model.add_rows(0.0, np.inf, len(drop))
    model.put(least[drop], made[drop], -1.0)
    for third in range(3):
        mine = goods[base.sizes[goods, third] > 0]
        size = base.sizes[mine, third].astype(np.float64)
        part = model.add_columns(base.points[mine, third], size, whole=False)
        earn.append((part, mine, base.points[mine, third]))
        model.put(balance[mine], part, -1.0)
        tied = np.flatnonzero(made[mine] >= 0)
        model.put(least[mine[tied]], part[tied], 1.0)
        rows = model.add_rows(-np.inf, 0.0, len(tied))
        model.put(rows, part[tied], 1.0)
        model.put(rows, made[mine[tied]], -size[tied])
    _fresh(base, model, chosen, x, need, group, flow)
    return arcs, flow


def _fresh(
    base: Instance, model: Model, chosen: People, x: Ints, need: Ints, group: Ints, flow: Ints
) -> None:
    """Units that expire by a day reach a delivery only when it is made by that day: one row a need and expiry day."""
    at = np.flatnonzero(chosen.delivery)
    day = chosen.slot[at] // base.problem.slots_per_day
    last = np.full(len(base.weight), -1, np.int64)
    np.maximum.at(last, chosen.need[at], day)
    expires = base.stock.expires[group]
    early = np.flatnonzero((expires < FOREVER) & (expires < last[need]))
    heads, _ = distinct(need[early], expires[early])
    rows = model.add_rows(-np.inf, 0.0, len(heads))
    quantity = base.sizes.sum(1)
    order = np.argsort(chosen.need[at], kind="stable")
    trips = np.searchsorted(chosen.need[at][order], np.arange(len(base.weight) + 1))
    arcs = np.searchsorted(need[early], np.arange(len(base.weight) + 1))
    for row, n, until in zip(rows.tolist(), need[early][heads].tolist(), expires[early][heads].tolist(), strict=True):
        mine = order[trips[n] : trips[n + 1]]
        inside = x[at][mine[day[mine] <= until]]
        model.put(np.full(len(inside), row), inside, -float(quantity[n]))
        # Earlier expiry days are included: whatever lasts no longer than this needs a day no later.
        part = early[arcs[n] : arcs[n + 1]]
        part = part[expires[part] <= until]
        model.put(np.full(len(part), row), flow[part], 1.0)


def run(
    base: Instance,
    joint: Joint,
    *,
    pulse: Pulse,
    gap: float = 0.0,
    nodes: int = 100_000,
) -> Solved:
    """Solve the model; when integral people were found, units are settled again so that they are whole."""
    found = maximise(joint.model, pulse=pulse, gap=gap, nodes=nodes)
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
    out = []
    for need in sorted(set(crew) | set(units)):
        goods = lines.get(need, ())
        if base.wants[need] != len(crew.get(need, [])) or (base.sizes[need, 0] > 0 and not goods):
            continue
        out.append(Match(need, tuple(sorted(crew.get(need, []))), when.get(need), goods))
    return out


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


def group_points(base: Instance, joint: Joint, groups: list[Bools]) -> list[tuple[Ints, Floats]]:
    """For each group (mask of needs) the columns that earn it points, and how many."""
    columns = np.concatenate([e[0] for e in joint.earn])
    needs = np.concatenate([e[1] for e in joint.earn])
    points = np.concatenate([e[2] for e in joint.earn])
    return [(columns[mask[needs]], points[mask[needs]]) for mask in groups]
