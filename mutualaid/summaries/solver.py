"""Linear programs over one system, warm-started, with every answer but "optimal" refused."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

import highspy
import numpy as np
import numpy.typing as npt

from mutualaid.summaries.model import System

PRIMAL_SIMPLEX = 4
FITS = 1e-5
"""By how much, beside its size, a row may be missed: far above what the solver allows itself, far below a household."""
LARGE = 4_000
"""Columns from which on the first point is sought by HiGHS's interior point method with crossover, which is faster."""
Vector = npt.NDArray[np.float64]


class Unproved(Exception):
    """A solve did not end with a proof: the release it belongs to must not appear."""


class Late(Unproved):
    """There was no time left to prove it; trying again would not help."""


class Infeasible(Unproved):
    """Nothing fits what was published, so one of the attacker's assumptions is wrong."""


class Solver:
    """Minimises linear functions over a system. `seconds`: for all solves together; `iterations`: simplex steps each.

    Each solve raises Unproved unless HiGHS says optimal: Infeasible when it says so, Late when the time is over.
    """

    def __init__(self, system: System, *, seconds: float, iterations: int = 500_000) -> None:
        self._deadline = time.monotonic() + seconds
        self._columns = system.columns
        self._low, self._high = np.array(system.low), np.array(system.high)
        self._indices, self._values = np.array(system.indices, dtype=np.int64), np.array(system.values)
        self._owner = np.repeat(np.arange(len(system.low)), np.diff(system.starts))
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            # Only costs change from solve to solve, so the last point stays feasible: primal simplex goes on from it.
            ("simplex_strategy", PRIMAL_SIMPLEX),
            ("random_seed", 1),
            ("simplex_iteration_limit", iterations),
        ):
            self._highs.setOptionValue(option, value)
        self._pass(system)
        self._costs = np.zeros(system.columns)
        self.solves = 0

    def _pass(self, system: System) -> None:
        program = highspy.HighsLp()
        program.num_col_ = system.columns
        program.num_row_ = len(system.low)
        program.col_cost_ = np.zeros(system.columns)
        program.col_lower_ = np.zeros(system.columns)
        program.col_upper_ = np.full(system.columns, np.inf)
        program.row_lower_ = np.array(system.low)
        program.row_upper_ = np.array(system.high)
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = np.array(system.starts, dtype=np.int32)
        program.a_matrix_.index_ = np.array(system.indices, dtype=np.int32)
        program.a_matrix_.value_ = np.array(system.values)
        if self._highs.passModel(program) == highspy.HighsStatus.kError:
            raise Unproved

    def minimise(self, columns: Sequence[int] | npt.NDArray[np.int64], costs: Sequence[float] | Vector) -> Vector:
        """The point that makes the sum of costs least; costs of columns not named are zero."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise Late
        wanted = np.zeros(self._columns)
        np.add.at(wanted, np.asarray(columns, dtype=np.int64), np.asarray(costs, dtype=np.float64))
        changed = np.flatnonzero(wanted != self._costs).astype(np.int32)
        if len(changed):
            self._highs.changeColsCost(len(changed), changed, wanted[changed])
            self._costs = wanted
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + left)
        self.solves += 1
        status = self._first() if self.solves == 1 and self._columns >= LARGE else self.run()
        if status == highspy.HighsModelStatus.kInfeasible:
            raise Infeasible
        if status == highspy.HighsModelStatus.kTimeLimit:
            raise Late
        if status != highspy.HighsModelStatus.kOptimal:
            raise Unproved
        point = self.solution()
        self._require_fits(point)
        return point

    def _require_fits(self, point: Vector) -> None:
        """Raise Unproved unless the point truly fits the system, whatever the solver says of it.

        A point is a witness that what is published can be true with it; a NaN among its numbers would pass every
        comparison that looks for something wrong.
        """
        if len(point) != self._columns or not np.isfinite(point).all() or point.min(initial=0.0) < -FITS:
            raise Unproved
        sums = np.bincount(self._owner, weights=self._values * point[self._indices], minlength=len(self._low))
        least, most = self._low - FITS * (1 + np.abs(self._low)), self._high + FITS * (1 + np.abs(self._high))
        if not ((sums >= least) & (sums <= most)).all():
            raise Unproved

    def solution(self) -> Vector:
        """The point that the solver says is best."""
        return np.array(self._highs.getSolution().col_value)

    def _first(self) -> highspy.HighsModelStatus:
        """An optimal vertex by the interior point method; the simplex method has the last word on anything else."""
        self._highs.setOptionValue("solver", "ipm")
        status = self.run()
        self._highs.setOptionValue("solver", "simplex")
        return status if status == highspy.HighsModelStatus.kOptimal else self.run()

    def run(self) -> highspy.HighsModelStatus:
        """Run the solver once and say how it ended; an error is not an ending."""
        if self._highs.run() == highspy.HighsStatus.kError:
            raise Unproved
        return self._highs.getModelStatus()


def loosen(system: System, rows: Iterable[int]) -> list[int]:
    """Let each of these rows be missed, at a cost: the columns that say by how much, up and down."""
    wanted, slack = set(rows), list[int]()
    starts, indices, values = [0], list[int](), list[float]()
    for row in range(len(system.low)):
        columns, coefficients = system.terms(row)
        indices += columns.tolist()
        values += coefficients.tolist()
        if row in wanted:
            indices += [system.columns, system.columns + 1]
            values += [1.0, -1.0]
            slack += [system.columns, system.columns + 1]
            system.columns += 2
        starts.append(len(indices))
    system.starts, system.indices, system.values = starts, indices, values
    return slack
