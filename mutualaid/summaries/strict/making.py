"""Makes a strict release: a classification from noisy counts, then noisy household counts, differentially private.

Everything that is decided here is decided by codes, by the plan, by earlier releases, or by noisy numbers that were
paid for: which tables and cells there are, which values are printed, what is left out. With one household more or less
the same questions are asked with the same noise, so the releases of a year together are `plan.RHO`-zCDP. A period in
which nobody asked looks like any other: noisy numbers around nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mutualaid.progress import Progress
from mutualaid.summaries.cells import Answer, Cell, Key, worth_asking
from mutualaid.summaries.coarsen import Merge
from mutualaid.summaries.facts import Facts, Geography
from mutualaid.summaries.gaussian import discrete_gaussian
from mutualaid.summaries.noise import Randomness
from mutualaid.summaries.periods import YEAR, Period
from mutualaid.summaries.plan import HOUSEHOLDS, TABLES, Plan, Table
from mutualaid.summaries.scheme import Scheme
from mutualaid.summaries.strict import classifying
from mutualaid.summaries.strict.counting import counted, in_period
from mutualaid.summaries.strict.plan import ROUNDING, WORTH, question, strict_tables
from mutualaid.summaries.strict.terms import Terms

_ESSENTIAL = frozenset(table.name for table in TABLES if table.essential)
MOST_HIDDEN = 0.5
"""A table with more of its values too small to say is left out; that is decided by the noisy values."""
_GRAIN = 100
"""Variances are rounded up to whole hundredths: simpler to print, and never less noise than was paid for."""


@dataclass(frozen=True)
class Price:
    """What a release pays: rho for its classification, if it is the first of its level, for its numbers, and left.

    `locked`: the periods that counted as published without the ledger's knowing.
    """

    classifying: Fraction
    asking: Fraction
    left: Fraction
    locked: tuple[str, ...] = ()


@dataclass(frozen=True)
class StrictlyMade:
    """A strict release's answers in the plan's order, by which classification, and by which terms."""

    answers: Mapping[Cell, Answer]
    scheme: Scheme
    merges: tuple[Merge, ...]
    dropped: tuple[str, ...]
    terms: Terms


def make_strict(
    facts: Facts,
    *,
    period: Period,
    geography: Geography,
    plan: Plan,
    known: tuple[Scheme, tuple[Merge, ...]] | None,
    earlier: Mapping[Key, Answer],
    price: Price,
    below: Randomness,
    progress: Progress,
) -> StrictlyMade:
    """The answers for a period. `known`: the year's classification so far; `earlier`: what the year has answered.

    Costs what `price` says, to the last bit: rho-zCDP by composition of its classification and of its tables.
    """
    held = in_period(facts, period)
    scheme, merges = known or (Scheme({}), ())
    if period.level not in scheme.levels:
        seen = classifying.look(held, period, geography.zones, price.classifying, below)
        merges = merges or classifying.merges_from(seen, geography)
        level = classifying.level_from(seen, period, geography.zones, merges, scheme.levels)
        scheme = Scheme({**scheme.levels, period.level: level})
    tables = [table for table in strict_tables(plan, period.level) if worth_asking(table, period, scheme)]
    variances = _variances(tables, period.level, price.asking)
    answers: dict[Cell, Answer] = {}
    for number, table in enumerate(tables):
        progress.step(number, len(tables))
        for cell, count in counted(held, table, period, scheme).items():
            variance = variances[table.name, cell.measure]
            answers[cell] = Answer(printed(count + discrete_gaussian(variance, below), variance))
    answers.update(_months_known(plan, period, earlier))
    kept, dropped = _worth_keeping(answers)
    terms = Terms(price.classifying + price.asking, price.classifying, price.left, variances, price.locked)
    return StrictlyMade(kept, scheme, merges, dropped, terms)


def printed(noisy: int, variance: Fraction) -> int | None:
    """The noisy value as it is published: to the nearest multiple of ROUNDING, or None where the noise outweighs it."""
    if noisy <= 0 or noisy * noisy < WORTH * WORTH * variance:
        return None
    return (2 * noisy + ROUNDING) // (2 * ROUNDING) * ROUNDING


def _variances(tables: Sequence[Table], level: str, rho: Fraction) -> dict[tuple[str, str], Fraction]:
    """The noise of each question: the release's rho is shared out by weight among those that are asked.

    A question of rho r that one household changes by d gets the variance d**2 / (2 r).
    """
    asked = [question(table.name, measure) for table in tables for measure in table.measures]
    whole = sum(each.weights[level] for each in asked)
    exact = {
        (each.table, each.measure): Fraction(each.sensitivity_squared(level) * whole, each.weights[level]) / (2 * rho)
        for each in asked
    }
    return {name: Fraction(math.ceil(value * _GRAIN), _GRAIN) for name, value in exact.items()}


def _months_known(plan: Plan, period: Period, earlier: Mapping[Key, Answer]) -> dict[Cell, Answer]:
    """A year repeats its months, at no cost, once its four quarters have said them all."""
    if period.level != YEAR or not any(table.by_month for table in plan.at(YEAR)):
        return {}
    cells = [Cell("months", month.code, measure=HOUSEHOLDS) for month in period.months()]
    if not all(cell.key in earlier for cell in cells):
        return {}
    return {cell: earlier[cell.key] for cell in cells}


def _worth_keeping(answers: Mapping[Cell, Answer]) -> tuple[dict[Cell, Answer], tuple[str, ...]]:
    """The answers in the plan's order without the tables that say too little."""
    kept: dict[Cell, Answer] = {}
    dropped = []
    for table in TABLES:
        found = {cell: answer for cell, answer in answers.items() if cell.table == table.name}
        hidden = sum(answer.value is None for answer in found.values())
        if found and table.name not in _ESSENTIAL and hidden > MOST_HIDDEN * len(found):
            dropped.append(table.name)
        else:
            kept.update(found)
    return kept, tuple(sorted(dropped))
