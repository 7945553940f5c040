"""Audits strict releases by their files: what they declare together keeps the promise, and they hold what is planned.

Files cannot show how a number was drawn. What they can show is checked: that the noise they declare is enough for what
they say they paid, that a year's releases together paid no more than the promise allows, and that nothing in them is
finer, or larger, than the strict plan can give.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from mutualaid.summaries.cells import Answer, Cell
from mutualaid.summaries.periods import YEAR, parse_period
from mutualaid.summaries.plan import ALL, DIMENSIONS, EVERYDAY, HOUSEHOLDS, SENSITIVE, TABLES
from mutualaid.summaries.strict.accounting import implies
from mutualaid.summaries.strict.plan import DELTA, EPSILON, LEVELS, ORDER, QUESTIONS, ROUNDING, WORTH, question
from mutualaid.summaries.strict.rules import terms_from
from mutualaid.summaries.strict.terms import Terms

_FAR = 8
"""So many standard deviations do not happen by chance (once in 10**15)."""


class StrictFolder(NamedTuple):
    """A strict release as its files tell it."""

    release: str
    period: str
    answers: Mapping[Cell, Answer]
    terms: Terms


class Found(NamedTuple):
    """A finding: `kind` is one of budget_exceeded, noise_too_small, table_unlisted, value_too_precise,
    value_implausible.
    """

    kind: str
    release: str
    detail: str = ""


def read_strict(release: str, answers: Mapping[Cell, Answer], structure: Mapping[str, Any]) -> StrictFolder:
    """A folder's strict part. Raises KeyError, TypeError, ValueError or AttributeError when it cannot be understood."""
    period = parse_period(structure["period"]["code"])
    return StrictFolder(release, period.code, answers, terms_from(structure["rules"]))


def audit_strict(folders: Sequence[StrictFolder]) -> list[Found]:
    """What is wrong with these strict releases, each by itself and a year's together."""
    alone = [found for folder in folders for found in _alone(folder)]
    return alone + _budgets({folder.release: folder for folder in folders}.values())


def _budgets(folders: Iterable[StrictFolder]) -> list[Found]:
    """Years whose releases together paid more than (EPSILON, DELTA) is proved for."""
    paid: dict[int, Fraction] = {}
    for folder in folders:
        year = parse_period(folder.period).year
        paid[year] = paid.get(year, Fraction(0)) + folder.terms.paid
    over = [year for year, rho in sorted(paid.items()) if not implies(rho, EPSILON, DELTA, ORDER)]
    return [Found("budget_exceeded", str(year), f"rho {float(paid[year]):.4f}") for year in over]


def _alone(folder: StrictFolder) -> list[Found]:
    unlisted = [cell for cell in folder.answers if not _listed(cell, folder)]
    if unlisted:
        return [Found("table_unlisted", folder.release, _codes(cell)) for cell in unlisted]
    found = []
    if _cost(folder) > folder.terms.paid:
        found.append(Found("noise_too_small", folder.release, f"rho {float(_cost(folder)):.4f}"))
    most = _most_households(folder)
    for cell, answer in folder.answers.items():
        if answer.value is None:
            continue
        deviation = _deviation(cell, folder)
        too_small = answer.value + ROUNDING <= WORTH * deviation
        too_large = cell.measure == HOUSEHOLDS and answer.value > most + _FAR * deviation
        if answer.value % ROUNDING:
            found.append(Found("value_too_precise", folder.release, _codes(cell)))
        elif too_small or too_large:
            found.append(Found("value_implausible", folder.release, _codes(cell)))
    return found


def _listed(cell: Cell, folder: StrictFolder) -> bool:
    """Whether the strict plan asks this of the release's period."""
    table = next((table for table in TABLES if table.name == cell.table), None)
    level, inner = parse_period(folder.period).level, parse_period(cell.period)
    known = [each for each in QUESTIONS if (each.table, each.measure) == (cell.table, cell.measure)]
    if table is None or not known or level not in LEVELS or not inner.within(parse_period(folder.period)):
        return False
    used = {name for name in DIMENSIONS if getattr(cell, name) not in (ALL, EVERYDAY)}
    everyday = not table.everyday or cell.category not in (*SENSITIVE, ALL)
    asked = known[0].weights[level] > 0 or (table.by_month and level == YEAR)
    return used == set(table.dimensions) and everyday and asked and (table.by_month or cell.period == folder.period)


def _cost(folder: StrictFolder) -> Fraction:
    """What the release costs by the noise it declares, and by what the plan lets one household change."""
    level = parse_period(folder.period).level
    return folder.terms.classifying + sum(
        (
            Fraction(question(table, measure).sensitivity_squared(level)) / (2 * variance)
            for (table, measure), variance in folder.terms.variances.items()
        ),
        Fraction(0),
    )


def _deviation(cell: Cell, folder: StrictFolder) -> float:
    """The noise's standard deviation; that of months which a year repeats is not declared there, and taken for none."""
    return math.sqrt(folder.terms.variances.get((cell.table, cell.measure), Fraction(0)))


def _most_households(folder: StrictFolder) -> float:
    """No number of households is larger than all of them, but for the noise."""
    for cell, answer in folder.answers.items():
        if cell.table == "totals" and cell.measure == HOUSEHOLDS and answer.value is not None:
            return answer.value + _FAR * _deviation(cell, folder)
    return math.inf


def _codes(cell: Cell) -> str:
    return "/".join((cell.table, *cell.key))
