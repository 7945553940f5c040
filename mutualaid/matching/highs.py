"""HiGHS with everything that could vary taken away: one thread, one seed, and limits of work instead of clocks."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np

from mutualaid.matching.eligibility import Floats, Ints
from mutualaid.progress import Cancelled, Progress

Pulse = Callable[[], None]
"""Called now and then while the solver works; raises Cancelled to stop it."""


@dataclass
class Model:
    """A maximisation, collected column by column and row by row."""

    cost: list[Floats] = field(default_factory=list)
    low: list[Floats] = field(default_factory=list)
    high: list[Floats] = field(default_factory=list)
    whole: list[Floats] = field(default_factory=list)
    entries: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)
    row_low: list[Floats] = field(default_factory=list)
    row_high: list[Floats] = field(default_factory=list)
    columns: int = 0
    rows: int = 0

    def add_columns(self, cost: Floats, high: Floats | float = 1.0, *, whole: bool = True) -> Ints:
        """New columns from 0 to `high`; returns their positions."""
        size = len(cost)
        self.cost.append(np.asarray(cost, np.float64))
        self.low.append(np.zeros(size))
        self.high.append(np.broadcast_to(np.asarray(high, np.float64), (size,)).copy())
        self.whole.append(np.full(size, float(whole)))
        self.columns += size
        return np.arange(self.columns - size, self.columns, dtype=np.int64)

    def add_rows(self, low: Floats | float, high: Floats | float, count: int) -> Ints:
        """New rows between two bounds; returns their positions."""
        self.row_low.append(np.broadcast_to(np.asarray(low, np.float64), (count,)).copy())
        self.row_high.append(np.broadcast_to(np.asarray(high, np.float64), (count,)).copy())
        self.rows += count
        return np.arange(self.rows - count, self.rows, dtype=np.int64)

    def put(self, rows: Ints, columns: Ints, values: Floats | float) -> None:
        """Coefficients; a place must be given once only."""
        self.entries.append((rows, columns, np.broadcast_to(np.asarray(values, np.float64), rows.shape).copy()))

    def bounds(self) -> tuple[Floats, Floats]:
        """Lower and upper bounds of all columns."""
        return _join(self.low), _join(self.high)


@dataclass(frozen=True)
class Solved:
    """What the solver found: column values (None when nothing), the proved bound, and whether it is the optimum."""

    x: Floats | None
    bound: float
    optimal: bool
    row_prices: Floats


def _join(parts: list[Floats]) -> Floats:
    return np.concatenate(parts) if parts else np.zeros(0)


def _to_highs(model: Model, low: Floats, high: Floats, whole: bool) -> Any:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = model.columns, model.rows
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = _join(model.cost), low, high
    lp.row_lower_, lp.row_upper_ = _join(model.row_low), _join(model.row_high)
    row = np.concatenate([e[0] for e in model.entries]) if model.entries else np.zeros(0, np.int64)
    column = np.concatenate([e[1] for e in model.entries]) if model.entries else np.zeros(0, np.int64)
    value = _join([e[2] for e in model.entries])
    order = np.lexsort((row, column))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.searchsorted(column[order], np.arange(model.columns + 1)).astype(np.int32)
    lp.a_matrix_.index_ = row[order].astype(np.int32)
    lp.a_matrix_.value_ = value[order]
    if whole:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(w)] for w in _join(model.whole).tolist()]
    return lp


def _solver(program: Any, **options: Any) -> Any:
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    steady = {"output_flag": False, "threads": 1, "parallel": "off", "random_seed": 1, "time_limit": math.inf}
    for name, value in {**steady, **options}.items():
        solver.setOptionValue(name, value)
    solver.passModel(program)
    return solver


def maximise(
    model: Model,
    *,
    pulse: Pulse,
    low: Floats | None = None,
    high: Floats | None = None,
    whole: bool = True,
    gap: float = 0.0,
    nodes: int = 100_000,
    start: Floats | None = None,
    watch: Progress | None = None,
) -> Solved:
    """Solve a model. `whole` False drops integrality (an LP, whose vertex is returned).

    `gap` and `nodes` end the search early, and so does `watch` when it asks to settle; the bound is proved either way.
    `watch` is told of better solutions and bounds. Raises Cancelled when `pulse` does.
    """
    least, most = model.bounds()
    least, most = (least if low is None else low), (most if high is None else high)
    if model.columns == 0:
        return Solved(np.zeros(0), 0.0, True, np.zeros(model.rows))
    whole = whole and bool(_join(model.whole).any())
    limits = {"mip_rel_gap": gap, "mip_abs_gap": 1e-4, "mip_max_nodes": nodes, "mip_max_leaves": nodes}
    solver = _solver(_to_highs(model, least, most, whole), **limits)
    if start is not None:
        given = highspy.HighsSolution()
        given.col_value = start.tolist()
        solver.setSolution(given)
    _listen(solver, pulse, watch if whole else None)
    info = solver.getInfo()
    status = solver.getModelStatus()
    optimal = status == highspy.HighsModelStatus.kOptimal
    found = abs(info.objective_function_value) < highspy.kHighsInf and info.primal_solution_status == 2
    solution = solver.getSolution()
    bound = float(info.mip_dual_bound) if whole else float(info.objective_function_value)
    return Solved(
        x=np.array(solution.col_value) if found else None,
        bound=bound if whole or optimal else math.inf,
        optimal=optimal,
        row_prices=np.array(solution.row_dual) if not whole else np.zeros(0),
    )


def _listen(solver: Any, pulse: Pulse, watch: Progress | None = None) -> None:
    """Run, giving `pulse` a turn now and then; what it raises stops the solver first and is raised after."""
    raised: list[Cancelled] = []
    told = (-math.inf, math.inf)

    def turn(event: Any) -> None:
        nonlocal told
        try:
            if not raised:
                pulse()
        except Cancelled as cancelled:
            raised.append(cancelled)
        if raised or (watch is not None and watch.settling):
            event.interrupt()
        elif watch is not None:
            now = (float(event.data_out.mip_primal_bound), float(event.data_out.mip_dual_bound))
            if now != told and math.isfinite(now[0]):
                told = now
                watch.found(*now)

    solver.cbMipInterrupt += turn
    solver.cbSimplexInterrupt += turn
    solver.run()
    solver.cbMipInterrupt -= turn
    solver.cbSimplexInterrupt -= turn
    if raised:
        raise raised[0]


class Growing:
    """A linear program that columns join: each time it is solved on from where it stood."""

    def __init__(self, model: Model) -> None:
        self._columns = model.columns
        self._solver = _solver(_to_highs(model, *model.bounds(), whole=False))

    def add(self, cost: Floats, rows: tuple[Ints, ...], values: tuple[float, ...]) -> Ints:
        """New columns from 0 up, column i with values[j] in row rows[j][i]; returns their positions."""
        size, many = len(cost), len(rows)
        order = np.argsort(np.stack(rows, 1), axis=1, kind="stable")
        index = np.take_along_axis(np.stack(rows, 1), order, 1).astype(np.int32).ravel()
        value = np.array(values, np.float64)[order].ravel()
        begins = np.arange(0, size * many, many, dtype=np.int32)
        self._solver.addCols(size, cost, np.zeros(size), np.full(size, np.inf), size * many, begins, index, value)
        self._columns += size
        return np.arange(self._columns - size, self._columns, dtype=np.int64)

    def solve(self, pulse: Pulse) -> Solved:
        """The optimum over the columns that have joined so far. Raises Cancelled when `pulse` does."""
        _listen(self._solver, pulse)
        optimal = self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        found = self._solver.getSolution()
        bound = float(self._solver.getInfo().objective_function_value)
        x = np.array(found.col_value) if optimal else None
        return Solved(x, bound if optimal else math.inf, optimal, np.array(found.row_dual))


SURE, STRONG = 0.9999, 0.7
"""In a dive, what the linear program has settled, and what is worth settling for it."""
DIVE_SHARE = 6
"""When little is strong, one in so many of those in between is settled all the same."""


def dive(model: Model, picks: Ints, owner: Ints, team: Ints, pulse: Pulse) -> Floats:
    """Round the linear program to whole `picks` (columns from 0 to 1): fix some to 1, solve again, until none is left
    in between.

    An owner has one pick fixed a round, so that limits on what an owner does are met; picks of one `team` (-1: none)
    need each other, so a fix reserves all their owners.
    """
    low, high = model.bounds()
    if model.columns == 0:
        return np.zeros(0)
    solver = _solver(_to_highs(model, low, high, whole=False))
    fixed = np.zeros(len(picks), np.bool_)
    _listen(solver, pulse)
    while True:
        x = np.array(solver.getSolution().col_value)
        value = x[picks]
        between = np.flatnonzero((value > 1e-6) & (value <= SURE))
        if not len(between):
            return x
        sure = np.flatnonzero(~fixed & (value > SURE))
        chosen = _apart(between[np.lexsort((between, -value[between]))], value, owner, team)
        _fix(solver, picks[sure], pulse)
        _fix(solver, picks[chosen], pulse)
        fixed[sure] = True


def _fix(solver: Any, columns: Ints, pulse: Pulse) -> None:
    """Set columns to 1 as far as a solution is left; those that leave none are set to 0. Halves find them quickly."""
    waiting = [columns] if len(columns) else []
    while waiting:
        part = waiting.pop()
        _bound(solver, part, 1.0, 1.0)
        _listen(solver, pulse)
        if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            continue
        _bound(solver, part, 0.0, 1.0 if len(part) > 1 else 0.0)
        if len(part) > 1:
            waiting += [part[len(part) // 2 :], part[: len(part) // 2]]
        elif not waiting:
            _listen(solver, pulse)


def _apart(order: Ints, value: Floats, owner: Ints, team: Ints) -> Ints:
    """Picks to fix in one round, best first: the strong ones, or a share of all, no two of which claim one owner."""
    members: dict[int, set[int]] = {}
    for k in order[team[order] >= 0].tolist():
        members.setdefault(int(team[k]), set()).add(int(owner[k]))
    claimed, chosen, least = set[int](), list[int](), len(order) // DIVE_SHARE + 1
    for k in order.tolist():
        if value[k] < STRONG and len(chosen) >= least:
            break
        asks = members[int(team[k])] if team[k] >= 0 else {int(owner[k])}
        if claimed.isdisjoint(asks):
            claimed |= asks
            chosen.append(k)
    return np.array(chosen, np.int64)


def _bound(solver: Any, columns: Ints, low: float, high: float) -> None:
    size = len(columns)
    solver.changeColsBounds(size, columns.astype(np.int32), np.full(size, low), np.full(size, high))
