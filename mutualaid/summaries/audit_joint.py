"""Attacks tables of any kind: bounds of every hidden number from all numbers of a measure, with no plan to lean on.

A row counts what has its codes; `all` stands for every code of a column. What an outsider may take for granted is taken
for granted: that the listed codes of a column add up to its total, and periods to longer ones. Where that contradicts
what is published, something unlisted may be there too.

While the combinations of all columns are few, every one of them is a variable, which is as strong as an attack can be.
When they are many, the tables must share a column (a star around it), so that two-way tables which agree on it always
have a joint table behind them (Lauritzen, Graphical Models, 1996, ch. 4).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput
from mutualaid.summaries.model import System
from mutualaid.summaries.periods import Period, parse_period
from mutualaid.summaries.plan import ALL, EVERYDAY, HOUSEHOLDS, OTHER, SENSITIVE
from mutualaid.summaries.solver import Infeasible, Solver, loosen

MOST_COLUMNS = 40_000
"""The most combinations that are variables by themselves."""
WIDTH = 10.0
TOLERANCE = 1e-6
FAR = 1e5
"""What stands for no limit at all."""
DIMENSIONS = ("category", "geo", "language", "status")
"""In the order in which a star's middle is looked for."""
OTHERS = DIMENSIONS[1:]

Part = frozenset[str]
_UNLISTED = "?"


@dataclass(frozen=True)
class Asked:
    """A published row: what it counts, and the interval that its count lies in; [0, inf) when hidden."""

    table: str
    period: str
    geo: str
    category: str
    language: str
    status: str
    measure: str
    low: float = 0.0
    high: float = math.inf
    hidden: bool = False
    most: float = math.inf
    """For a hidden one: what its rules say that it is at most."""


@dataclass(frozen=True)
class Bounded:
    """A hidden row and the bounds that were worked out."""

    asked: Asked
    low: float
    high: float


@dataclass
class Outcome:
    """What an attack on one measure found. `left`: rows that fit no star and were not used; `slack`: by how much the
    numbers contradict each other, 0 when they do not.
    """

    exposed: list[Bounded] = field(default_factory=list)
    tried: int = 0
    solves: int = 0
    left: int = 0
    slack: float = 0.0


def attack_tables(rows: Sequence[Asked], *, seconds: float, progress: Progress = SILENT) -> Outcome:
    """Attack rows of one measure, together if they can all be true, else a table at a time.

    Raises Unproved when a solve ends without proof, Cancelled.
    """
    outcome = Outcome()
    shape = _Shape(rows)
    outcome.left = len(rows) - len(shape.rows)
    if not shape.rows or _attacked(shape, outcome, seconds, progress):
        return outcome
    outcome.slack = shape.least_slack(seconds)
    for table in dict.fromkeys(_table(row) for row in rows):
        _attacked(_Shape([row for row in rows if _table(row) == table]), outcome, seconds, progress)
    return outcome


def _attacked(shape: _Shape, outcome: Outcome, seconds: float, progress: Progress) -> bool:
    """Whether there is something that all the rows can be true of; the bounds that they then leave are in `outcome`."""
    for limited, unlisted in ((True, False), (False, False), (False, True)):
        search = _Search(shape.system(limited=limited, unlisted=unlisted), shape, seconds)
        try:
            search.run(outcome, progress)
            return True
        except Infeasible:
            continue
        finally:
            outcome.solves += search.solver.solves
    return False


class _Search:
    """The tightest bounds of hidden rows; every table that is found is a witness for all of them."""

    def __init__(self, system: System, shape: _Shape, seconds: float) -> None:
        self.targets = [number for number, row in enumerate(shape.rows) if row.hidden]
        self._asked = [shape.rows[number] for number in self.targets]
        self._terms = [system.terms(system.row_of[number]) for number in self.targets]
        self.solver = Solver(system, seconds=seconds)
        self.least = np.full(len(self.targets), np.inf)
        self.most = np.full(len(self.targets), -np.inf)

    def run(self, outcome: Outcome, progress: Progress) -> None:
        everything = list(range(len(self.targets)))
        self._witness(everything, 1.0)
        self._witness(everything, -1.0)
        for number in everything:
            progress.step(number, len(everything))
            if self._exposed(number):
                self._witness([number], 1.0)
            if self._exposed(number):
                self._witness([number], -1.0)
        outcome.tried += len(everything)
        outcome.exposed += [
            Bounded(self._asked[number], round(float(self.least[number]), 6), round(float(self.most[number]), 6))
            for number in everything
            if self._exposed(number)
        ]

    def _exposed(self, number: int) -> bool:
        return bool(self.least[number] > TOLERANCE or self.most[number] - self.least[number] < WIDTH - TOLERANCE)

    def _witness(self, numbers: Sequence[int], sign: float) -> None:
        """Make the sum of these targets least (1), or most (-1); none only asks whether anything fits."""
        columns = np.concatenate([np.zeros(1, dtype=np.int64), *(self._terms[number][0] for number in numbers)])
        costs = np.concatenate([np.zeros(1), *(sign * self._terms[number][1] for number in numbers)])
        point = self.solver.minimise(columns, costs)
        if self.targets:
            seen = np.array([float(costs @ point[columns]) for columns, costs in self._terms])
            np.minimum(self.least, seen, out=self.least)
            np.maximum(self.most, seen, out=self.most)


class _Shape:
    """What the rows are made of: codes of each column, periods, and which combinations are variables."""

    def __init__(self, rows: Sequence[Asked]) -> None:
        self._additive = rows[0].measure != HOUSEHOLDS
        self._everyday = any(row.category == EVERYDAY for row in rows)
        self._lists = self._listed(rows)
        self._categories = frozenset().union(*self._lists["category"]) - {OTHER}
        used = [frozenset(self._ways(row)) for row in rows]
        self._blocks = self._chosen(rows, used)
        kept = [any(ways.issubset(block) for block in self._blocks) for ways in used]
        self.rows = [row for row, keep in zip(rows, kept, strict=True) if keep]
        self._times = self._time_atoms()

    def _listed(self, rows: Sequence[Asked]) -> dict[str, list[Part]]:
        """The different lists of codes that the tables have for each column; each is a column of its own."""
        by_table: dict[tuple[str, str], set[str]] = {}
        for row in rows:
            for name in DIMENSIONS:
                if getattr(row, name) not in (ALL, EVERYDAY):
                    by_table.setdefault((name, _table(row)), set()).add(getattr(row, name))
        own = {key: frozenset(codes) for key, codes in by_table.items()}
        # A table that lists a part of another's codes means the same by them.
        self._of_table = {
            (name, table): codes
            if name == "category"
            else max((c for (n, _), c in own.items() if n == name and codes <= c), key=lambda c: (len(c), sorted(c)))
            for (name, table), codes in own.items()
        }
        return {
            name: sorted({codes for (other, _), codes in self._of_table.items() if other == name}, key=sorted)
            for name in DIMENSIONS
        }

    def _way(self, name: str, table: str) -> tuple[str, Part]:
        """A column as the table lists it; kinds of help mean the same in every table."""
        return (name, frozenset() if name == "category" else self._of_table[name, table])

    def _ways(self, row: Asked) -> list[tuple[str, Part]]:
        return [self._way(name, _table(row)) for name in DIMENSIONS if getattr(row, name) not in (ALL, EVERYDAY)] + (
            [("category", frozenset())] if row.category == EVERYDAY else []
        )

    def _chosen(
        self, rows: Sequence[Asked], used: Sequence[frozenset[tuple[str, Part]]]
    ) -> list[list[tuple[str, Part]]]:
        ways = sorted(frozenset().union(*used), key=lambda way: (DIMENSIONS.index(way[0]), sorted(way[1])))
        size = math.prod(len(self._codes(way)) for way in ways) * max(1, len({row.period for row in rows}))
        if size <= MOST_COLUMNS:
            return [ways]
        counts = {middle: sum(middle in each for each in used if len(each) == 2) for middle in ways}
        middle = max(ways, key=lambda way: counts[way])
        return [[middle, way] for way in ways if way != middle]

    def _codes(self, way: tuple[str, Part]) -> list[str]:
        """The codes that are variables, and one for what is not listed."""
        return [*sorted(self._categories if way[0] == "category" else way[1]), _UNLISTED]

    def _time_atoms(self) -> dict[str, list[str]]:
        """The finest stretches of each period: months that all periods hold together; odd periods by themselves."""
        known: dict[str, Period] = {}
        for code in {row.period for row in self.rows}:
            try:
                known[code] = parse_period(code)
            except BadInput:
                continue
        if not self._additive:
            known = {}
        atoms: dict[frozenset[str], str] = {}
        of: dict[str, list[str]] = {row.period: [row.period] for row in self.rows if row.period not in known}
        for month in sorted({month for period in known.values() for month in period.months()}):
            within = frozenset(code for code, period in known.items() if month.within(period))
            atoms.setdefault(within, month.code)
        for code in known:
            of[code] = [atom for within, atom in atoms.items() if code in within]
        return of

    def system(self, *, limited: bool, unlisted: bool) -> System:
        """One system: `limited` by what hidden rows may be at most, `unlisted` with a code that no row has."""
        system, columns = System(), dict[tuple[object, ...], int]()

        def column(*key: object) -> int:
            return columns.setdefault(key, len(columns))

        for time in sorted({atom for atoms in self._times.values() for atom in atoms}):
            self._link(system, column, time, unlisted=unlisted)
        for row in self.rows:
            block = next(n for n, ways in enumerate(self._blocks) if set(self._ways(row)) <= set(ways))
            high = min(row.most, FAR) if row.hidden and limited else FAR if row.hidden else row.high
            system.row_of.append(system.row(self._terms(row, block, column, unlisted=unlisted), row.low, high))
        system.columns = max(1, len(columns))
        return system

    def _link(self, system: System, column: Callable[..., int], time: str, *, unlisted: bool) -> None:
        """Two-way tables of a star agree on what they share."""
        if len(self._blocks) < 2:
            return
        for code in self._allowed(self._blocks[0][0], unlisted=unlisted):
            first, *others = [
                [(column(n, time, code, end), 1.0) for end in self._allowed(ways[1], unlisted=unlisted)]
                for n, ways in enumerate(self._blocks)
            ]
            for other in others:
                system.row([*first, *((number, -1.0) for number, _ in other)], 0.0, 0.0)

    def _allowed(self, way: tuple[str, Part], *, unlisted: bool) -> list[str]:
        codes = self._codes(way)
        rest = way[0] == "category" and any(OTHER in listed for listed in self._lists["category"])
        return codes if unlisted or rest or len(codes) == 1 else codes[:-1]

    def _terms(self, row: Asked, block: int, column: Callable[..., int], *, unlisted: bool) -> list[tuple[int, float]]:
        ways = self._blocks[block]
        wanted = [
            [code for code in self._allowed(way, unlisted=unlisted) if code in self._covered(row, way)] for way in ways
        ]
        scope = () if self._additive else (row.category, row.status)
        return [
            (column(block, time, *scope, *codes), 1.0)
            for time in self._times[row.period]
            for codes in itertools.product(*wanted)
        ]

    def _covered(self, row: Asked, way: tuple[str, Part]) -> Iterable[str]:
        """The codes of a column that the row counts."""
        name, _ = way
        code = getattr(row, name)
        if not self._additive and name in ("category", "status"):
            return self._codes(way)[:1]
        if code == ALL or (name != "category" and way != self._way_of(row, name)):
            return self._codes(way)
        if name != "category":
            return (code,)
        if code == EVERYDAY:
            return frozenset(self._codes(way)) - SENSITIVE
        if code == OTHER:
            listed = self._of_table[name, _table(row)]
            # Beside another column, where sensitive kinds are left out of a total, they are left out of the rest too.
            beside = self._everyday and not listed & SENSITIVE and any(getattr(row, each) != ALL for each in OTHERS)
            return frozenset(self._codes(way)) - listed - (SENSITIVE if beside else frozenset())
        return (code,)

    def _way_of(self, row: Asked, name: str) -> tuple[str, Part] | None:
        return self._way(name, _table(row)) if getattr(row, name) not in (ALL, EVERYDAY) else None

    def least_slack(self, seconds: float) -> float:
        """By how much published numbers must be wrong, together, for all of them to be true."""
        system = self.system(limited=False, unlisted=True)
        slack = loosen(system, [row for row, asked in zip(system.row_of, self.rows, strict=True) if not asked.hidden])
        point = Solver(system, seconds=seconds).minimise(slack, [1.0] * len(slack))
        return float(point[slack].sum())


def _table(row: Asked) -> str:
    """The table that a row is in: as it says, else rows with the same columns at their totals are one."""
    return row.table or "+".join(name for name in DIMENSIONS if getattr(row, name) not in (ALL, EVERYDAY))
