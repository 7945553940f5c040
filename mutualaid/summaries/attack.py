"""The attack that a release must withstand: the tightest bounds of every hidden cell over everything published jointly.

A cell is safe when the attacker can rule out neither that it is empty nor that it holds ten: some table that fits all
that is published has nothing there, and another has ten. One feasible table is a witness for many cells at once,
so most cells are certified by two solves; only the others get programs of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from mutualaid.progress import SILENT, Progress
from mutualaid.summaries.cells import Cell
from mutualaid.summaries.model import Observation, System, build, by_year, hidden_limit
from mutualaid.summaries.pairs import known_large
from mutualaid.summaries.scheme import Scheme
from mutualaid.summaries.solver import Infeasible, Solver

WIDTH = 10.0
"""The least distance between the bounds of a hidden cell."""
TOLERANCE = 1e-6
SECONDS = 60.0
"""The last guard; a run that needs it has failed."""


@dataclass(frozen=True)
class Exposed:
    """A hidden cell that the attack bounds too tightly: it proves a need there, or knows it to within ten."""

    cell: Cell
    low: float
    high: float


@dataclass(frozen=True)
class Attacked:
    """What an attack found: the cells it exposed, how many it tried, and how many programs it solved."""

    exposed: tuple[Exposed, ...]
    tried: int
    solves: int


def attack(
    observations: Sequence[Observation], scheme: Scheme, *, seconds: float = SECONDS, progress: Progress = SILENT
) -> Attacked:
    """Attack the hidden ones among the observations of any years. Raises Unproved when a solve ends without proof.

    The attacker begins with the strongest belief, that a hidden cell holds ten households at most and that nothing
    changed between releases, and gives beliefs up only when they contradict what was published: first the limit (a
    cell may be hidden to protect another), then that no record came late.
    """
    exposed: list[Exposed] = []
    tried = solves = 0
    for positions in by_year(observations).values():
        chosen = _without_the_large([observations[index] for index in positions], scheme)
        targets = [index for index, observation in enumerate(chosen) if observation.hidden]
        if not targets:
            continue
        year = _strongest(chosen, scheme, targets, seconds, progress)
        exposed += year.exposed
        tried += year.tried
        solves += year.solves
    return Attacked(tuple(exposed), tried, solves)


def _without_the_large(chosen: list[Observation], scheme: Scheme) -> list[Observation]:
    """A hidden cell that holds a published one gives nothing away by being there, but its size stays protected."""
    published = [each.cell for each in chosen if not each.hidden]
    large = known_large(published, [each.cell for each in chosen if each.hidden], scheme)
    return [replace(each, small=False) if each.cell in large else each for each in chosen]


def _strongest(
    chosen: list[Observation], scheme: Scheme, targets: list[int], seconds: float, progress: Progress
) -> Attacked:
    limited = [
        replace(each, high=float(hidden_limit(each.cell, scheme))) if each.hidden and each.small else each
        for each in chosen
    ]
    try:
        return _certify(build(limited, scheme), chosen, targets, seconds, progress)
    except Infeasible:
        pass
    system = build(chosen, scheme)
    try:
        return _certify(system, chosen, targets, seconds, progress)
    except Infeasible:
        loosened = _allow_late_records(build(chosen, scheme), seconds)
        return _certify(loosened, chosen, targets, seconds, progress)


def _allow_late_records(system: System, seconds: float) -> System:
    """The system with slack for records that changed between releases: twice the least that explains them, plus ten."""
    slack: list[int] = []
    starts, indices, values = [0], list[int](), list[float]()
    observed = set(system.row_of)
    for row in range(len(system.low)):
        columns, coefficients = system.terms(row)
        indices += columns.tolist()
        values += coefficients.tolist()
        if row in observed:
            more, less = system.columns + len(slack), system.columns + len(slack) + 1
            indices += [more, less]
            values += [1.0, -1.0]
            slack += [more, less]
        starts.append(len(indices))
    system.starts, system.indices, system.values = starts, indices, values
    system.columns += len(slack)
    point = Solver(system, seconds=seconds).minimise(slack, [1.0] * len(slack))
    system.row([(column, 1.0) for column in slack], 0.0, 2.0 * float(point[slack].sum()) + 10.0)
    return system


def _certify(
    system: System, chosen: Sequence[Observation], targets: Sequence[int], seconds: float, progress: Progress
) -> Attacked:
    search = _Search(system, chosen, targets, seconds)
    search.together(search.present, search.empty)
    search.together(search.narrow, search.lift)
    for number in range(len(targets)):
        progress.step(number, len(targets))
        if search.present()[number]:
            search.empty([number])
        if search.narrow()[number]:
            search.fill(number)
        if search.narrow()[number]:
            search.empty([number])
    exposed = tuple(
        Exposed(chosen[targets[number]].cell, float(search.least[number]), float(search.most[number]))
        for number in np.flatnonzero(search.present() | search.narrow()).tolist()
    )
    return Attacked(exposed, len(targets), search.solver.solves)


class _Search:
    """Looks for tables that show targets to be safe; every table found is a witness for all of them."""

    def __init__(self, system: System, chosen: Sequence[Observation], targets: Sequence[int], seconds: float) -> None:
        numbers = [system.row_of[index] for index in targets]
        self._rows = [system.terms(row) for row in numbers]
        self._lifts = _add_lifts(system, numbers)
        self._small = np.array([chosen[index].small for index in targets])
        self.solver = Solver(system, seconds=seconds)
        self._matrix = _matrix(self._rows, system.columns)
        self.least = np.full(len(targets), np.inf)
        self.most = np.full(len(targets), -np.inf)

    def present(self) -> npt.NDArray[np.bool_]:
        """The small targets that no table so far shows empty."""
        present: npt.NDArray[np.bool_] = (self.least > TOLERANCE) & self._small
        return present

    def narrow(self) -> npt.NDArray[np.bool_]:
        """The targets that the tables so far show only within less than WIDTH."""
        narrow: npt.NDArray[np.bool_] = self.most - self.least < WIDTH - TOLERANCE
        return narrow

    def together(self, left: Callable[[], npt.NDArray[np.bool_]], witness: Callable[[Sequence[int]], None]) -> None:
        """One program for all that are left, again while it helps at least a tenth of them."""
        numbers = np.flatnonzero(left()).tolist()
        while numbers:
            witness(numbers)
            after = np.flatnonzero(left()).tolist()
            if len(after) > 0.9 * len(numbers):
                break
            numbers = after

    def empty(self, numbers: Sequence[int]) -> None:
        """Make the sum of these targets least."""
        self._witness(
            np.concatenate([self._rows[number][0] for number in numbers]),
            np.concatenate([self._rows[number][1] for number in numbers]),
        )

    def lift(self, numbers: Sequence[int]) -> None:
        """Lift as many of these targets as far as WIDTH."""
        self._witness(np.array([self._lifts[number] for number in numbers]), np.full(len(numbers), -1.0))

    def fill(self, number: int) -> None:
        """Make one target most."""
        places, costs = self._rows[number]
        self._witness(places, -costs)

    def _witness(self, columns: npt.NDArray[np.int64], costs: npt.NDArray[np.float64]) -> None:
        seen = self._matrix(self.solver.minimise(columns, costs))
        np.minimum(self.least, seen, out=self.least)
        np.maximum(self.most, seen, out=self.most)


def _matrix(
    rows: Sequence[tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]], columns: int
) -> Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]:
    """The function that gives every row's value at a point of `columns` columns."""
    places = np.concatenate([places for places, _ in rows])
    costs = np.concatenate([costs for _, costs in rows])
    owner = np.repeat(np.arange(len(rows)), [len(places) for places, _ in rows])

    def values(point: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        assert len(point) == columns
        return np.bincount(owner, weights=costs * point[places], minlength=len(rows)).astype(np.float64)

    return values


def _add_lifts(system: System, rows: Sequence[int]) -> list[int]:
    """A column for each row that counts it up to WIDTH, so that one program can lift all of them together."""
    lifts = []
    for row in rows:
        column = system.columns
        system.columns += 1
        places, coefficients = system.terms(row)
        system.row([*zip(places.tolist(), coefficients.tolist(), strict=True), (column, -1.0)], 0.0, np.inf)
        system.row([(column, 1.0)], 0.0, WIDTH)
        lifts.append(column)
    return lifts
