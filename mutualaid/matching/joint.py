"""The joint model: who does what and which units go where, in one mixed-integer program.

Columns: x a candidate (need, volunteer, slot); r a run (volunteer, slot, zone); h a stop (run, household) where a
household has more than one need; a a two-person service in a slot; D a delivery made at all; f units by arc; g units by
third. Linking is tight (x <= h <= r, each third <= its size times D): that is what makes the bound strong.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mutualaid.matching.eligibility import Floats, Ints
from mutualaid.matching.goods import delivered, goods_columns
from mutualaid.matching.highs import Model
from mutualaid.matching.people import People
from mutualaid.matching.scope import Instance, Scope, allowed, distinct
from mutualaid.matching.spoken import Spoken, interpret


@dataclass(frozen=True)
class Joint:
    """The model of a scope, and where its columns stand.

    `x` belongs to `chosen` candidates, `flow` to arcs (positions in the supplies). `earn` lists (columns, needs,
    points): what each need earns, which fairness adds up by group.
    """

    model: Model
    chosen: People
    x: Ints
    arcs: Ints
    flow: Ints
    earn: list[tuple[Ints, Ints, Floats]]
    spoken: Spoken | None


def build(
    base: Instance,
    scope: Scope,
    *,
    whole_units: bool = False,
    chosen: People | None = None,
) -> Joint:
    """Write the model of a scope, of the candidates `chosen` only (None: of all that the scope allows)."""
    model = Model()
    chosen = allowed(base, scope) if chosen is None else chosen
    costs = base.problem.costs
    service = ~chosen.delivery
    single = service & (base.wants[chosen.need] == 1)
    gain = np.where(service, -costs.km * chosen.km, 0.0)
    gain[single] += base.weight[chosen.need[single]]
    earn: list[tuple[Ints, Ints, Floats]] = []
    x = model.add_columns(gain)
    earn.append((x[single], chosen.need[single], base.weight[chosen.need[single]]))
    pair = np.flatnonzero(service & ~single)
    together, need = _pairs(model, chosen, x, pair, base.weight)
    earn.append((together, need, base.weight[need]))
    alone = np.flatnonzero(single)
    _at_most_once(model, chosen.need[alone], x[alone])
    runs, run_columns = _runs(base, scope, model, chosen, x)
    spoken = interpret(base, scope, model, chosen, x)
    _slots(scope, model, chosen, x, runs, run_columns, spoken)
    made = delivered(base, model, chosen, x)
    arcs, flow = goods_columns(base, scope, model, chosen, x, made, earn, whole_units)
    return Joint(model, chosen, x, arcs, flow, earn, spoken)


def _at_most_once(model: Model, key: Ints, columns: Ints) -> None:
    heads, number = distinct(key)
    rows = model.add_rows(-np.inf, 1.0, len(heads))
    model.put(rows[number], columns, 1.0)


def people_model(base: Instance, scope: Scope, chosen: People, pay: Floats) -> tuple[Model, Ints, Spoken | None]:
    """The model of people alone, when candidate k earns pay[k] (goods paid for), the candidates' columns, and those of
    their interpreters.
    """
    model = Model()
    x = model.add_columns(pay)
    pair = ~chosen.delivery & (base.wants[chosen.need] == 2)
    _pairs(model, chosen, x, np.flatnonzero(pair), np.zeros(len(base.weight)))
    alone = np.flatnonzero(~pair)
    _at_most_once(model, chosen.need[alone], x[alone])
    runs, run_columns = _runs(base, scope, model, chosen, x)
    spoken = interpret(base, scope, model, chosen, x)
    _slots(scope, model, chosen, x, runs, run_columns, spoken)
    return model, x, spoken


def _pairs(model: Model, chosen: People, x: Ints, pair: Ints, worth: Floats) -> tuple[Ints, Ints]:
    """Two-person services: both in the same slot, or nobody. Returns the columns that say so, and their needs."""
    heads, number = distinct(chosen.need[pair], chosen.slot[pair])
    need = chosen.need[pair][heads]
    together = model.add_columns(worth[need])
    both = model.add_rows(0.0, 0.0, len(heads))
    model.put(both[number], x[pair], 1.0)
    model.put(both, together, -2.0)
    tight = model.add_rows(-np.inf, 0.0, len(pair))
    model.put(tight, x[pair], 1.0)
    model.put(tight, together[number], -1.0)
    _at_most_once(model, need, together)
    return together, need


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


def _slots(
    scope: Scope,
    model: Model,
    chosen: People,
    x: Ints,
    runs: _Runs,
    run_columns: Ints,
    spoken: Spoken | None = None,
) -> None:
    """A free slot holds one service, one new run or interpreting; a volunteer's slots in all are at most the shifts
    left.
    """
    service = np.flatnonzero(~chosen.delivery)
    volunteer = np.concatenate([chosen.volunteer[service], runs.volunteer])
    slot = np.concatenate([chosen.slot[service], runs.slot])
    columns = np.concatenate([x[service], run_columns])
    if spoken is not None:
        volunteer = np.concatenate([volunteer, spoken.volunteer])
        slot = np.concatenate([slot, spoken.slot])
        columns = np.concatenate([columns, spoken.columns])
    heads, number = distinct(volunteer, slot)
    rows = model.add_rows(-np.inf, 1.0, len(heads))
    model.put(rows[number], columns, 1.0)
    slots = np.bincount(volunteer[heads], minlength=len(scope.shifts))
    binds = np.flatnonzero(slots > scope.shifts)
    row_of = np.full(len(scope.shifts), -1, np.int64)
    row_of[binds] = model.add_rows(-np.inf, scope.shifts[binds].astype(np.float64), len(binds))
    inside = np.flatnonzero(row_of[volunteer] >= 0)
    model.put(row_of[volunteer[inside]], columns[inside], 1.0)
