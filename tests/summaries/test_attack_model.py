"""The attacker's system over two-way tables is as strong as one over every combination: both give the same bounds."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest

from mutualaid.summaries.cells import Cell, planned_cells
from mutualaid.summaries.count import Counter
from mutualaid.summaries.facts import STATUSES, Facts
from mutualaid.summaries.model import Observation, System, build
from mutualaid.summaries.periods import Period, parse_period
from mutualaid.summaries.plan import HOUSEHOLDS, USUAL_PLAN
from mutualaid.summaries.scheme import UNNAMED, Level, Scheme
from mutualaid.summaries.solver import Solver

PERIODS = ("2026-01", "2026-02", "2026-Q1", "2026-04")
MONTHS = tuple(Period(2026, month, month) for month in (1, 2, 3, 4))
KINDS = ("food", "baby", "ride", "cash", "legal")
FAMILY = {"home": ("baby", "ride")}
MONTH = Level(
    {"month-01": ("a",), "month-02": ("b", "c")},
    ("food",),
    {"geo": ("food",), "language": (), "status": ()},
    ("spa",),
    {"": FAMILY, "geo": FAMILY},
)
QUARTER = Level(
    {"quarter-01": ("a", "b"), "quarter-02": ("c",)},
    ("food", "baby"),
    {"geo": ("food",), "language": ("food", "ride"), "status": ("food",)},
    ("mam", "spa"),
    statuses=("fulfilled", "open"),
)
SCHEME = Scheme({"month": MONTH, "quarter": QUARTER})


def small_office(seed: int) -> Facts:
    rng = np.random.default_rng(seed)
    many = 400
    return Facts(
        household=rng.integers(0, 150, many),
        day=np.datetime64("2026-01-01") + rng.integers(0, 120, many).astype("timedelta64[D]"),
        zone=rng.choice(["a", "b", "c", "elsewhere"], many),
        category=rng.choice(KINDS, many),
        language=rng.choice(["spa", "mam", "", "quc"], many),
        status=rng.choice(STATUSES, many),
    )


def observations(seed: int) -> list[Observation]:
    """What an office like this publishes of the periods, a third of it hidden, and crossings that are in no table."""
    draw = random.Random(seed)
    counter = Counter(small_office(seed), SCHEME)
    cells = {cell.key: cell for code in PERIODS for cell in planned_cells(parse_period(code), SCHEME, USUAL_PLAN)}
    seen = []
    for cell in cells.values():
        if cell.measure == HOUSEHOLDS:
            continue
        count = counter.count(cell)[0] + draw.randint(-2, 2)
        hidden = draw.random() < 0.3 and cell.table != "totals"
        seen.append(Observation(cell, 0.0 if hidden else max(0, count - 4), np.inf if hidden else count + 4, hidden))
    asked = [
        Cell("unasked", "2026-Q1", geo="quarter-02", category="ride", language="mam"),
        Cell("unasked", "2026-Q1", geo="quarter-01", category="food", language="other"),
        Cell("unasked", "2026-02", geo="month-01", category="baby", language="spa"),
        Cell("unasked", "2026-Q1", geo="quarter-02", category="food", status="other"),
        Cell("unasked", "2026-Q1", category="ride", language="spa", status="open"),
        Cell("unasked", "2026-03", geo="month-02", category="food"),
        Cell("unasked", "2026-03", category="baby"),
    ]
    return seen + [Observation(cell, 0.0, np.inf, hidden=True) for cell in asked]


def full_program(seen: list[Observation]) -> System:
    """One column for every combination of month, zone, category, language and, for each period with any, its statuses.

    A status is that of the day on which the period was released, so a need has one in each such period.
    """
    taken = sorted({each.cell.period for each in seen if each.cell.status != "all"})
    languages = sorted(SCHEME.known_languages())
    columns = []
    for month in MONTHS:
        states = [STATUSES if month.within(parse_period(code)) else ("",) for code in taken]
        columns += list(itertools.product([month], ["a", "b", "c", UNNAMED], KINDS, languages, *states))
    system = System(columns=len(columns))
    for each in seen:
        cell, period = each.cell, parse_period(each.cell.period)
        categories = SCHEME.category_codes(cell.category, period.level, cell.beside)
        zones = SCHEME.zones(cell.geo, period.level) if cell.geo != "all" else None
        spoken = SCHEME.language_codes(cell.language, period.level)
        status = SCHEME.status_codes(cell.status, period.level) if cell.status != "all" else None
        inside = [
            number
            for number, (month, zone, kind, language, *states) in enumerate(columns)
            if month.within(period) and kind in categories and language in spoken
            and (zones is None or zone in zones)
            and (status is None or states[taken.index(cell.period)] in status)
        ]  # fmt: skip
        system.row_of.append(system.row([(number, 1.0) for number in inside], each.low, each.high))
    return system


def bounds(system: System, index: int) -> tuple[float, float]:
    """The least and the most that an observation's cell can hold; no more than a thousand."""
    columns, costs = system.terms(system.row_of[index])
    solver = Solver(system, seconds=60)
    least = float(costs @ solver.minimise(columns, costs)[columns]) if len(columns) else 0.0
    most = float(costs @ solver.minimise(columns, -costs)[columns]) if len(columns) else 0.0
    return least, most


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.campaign) for seed in range(2, 12))])
def test_two_way_tables_bound_every_hidden_cell_and_crossing_as_the_full_program_does(seed):
    seen = observations(seed)
    small, full = build(seen, SCHEME), full_program(seen)
    assert full.columns > 2 * small.columns
    hidden = [index for index, each in enumerate(seen) if each.hidden]
    assert sum(seen[index].cell.table == "unasked" for index in hidden) == 7
    compared = [(bounds(small, index), bounds(full, index)) for index in [*hidden[:20:4], *hidden[-7:]]]
    for ours, theirs in compared:
        assert ours == pytest.approx(theirs, abs=1e-6)
    assert any(low > 0 for (low, _), _ in compared)
