"""The strict plan as data: what is promised, how a year's budget is shared out, and how little one household may weigh.

Every number that is published counts distinct households, but for the needs in the totals. A household counts at most
once in a cell and in at most `most` cells of a table, so it changes a table's numbers by at most the square root of
`most` in L2, whatever it asked for (`counting` chooses which cells, from the household's own records alone).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from mutualaid.summaries.periods import QUARTER, YEAR
from mutualaid.summaries.plan import HOUSEHOLDS, NEEDS, Plan, Table

STRICT_VERSION = "strict.1"
"""Raised whenever a table, a share, a cap or the mechanism changes."""

EPSILON = Fraction(4)
DELTA = Fraction(1, 10**6)
"""What a calendar year's releases together promise to every household."""
RHO = Fraction(311, 1000)
"""The same as zCDP: the largest thousandth for which it holds."""
ORDER = Fraction(36, 5)
"""The order of the Rényi divergence that proves it (`accounting.implies`)."""

LEVELS = (QUARTER, YEAR)
"""Months are not published: twelve more releases would leave each too little of the budget to say anything."""

SHARES: Mapping[str, int] = {QUARTER: 130, YEAR: 340}
"""What a release pays, in thousandths of the year's budget. All four quarters and the year may be released."""
CLASSIFYING: Mapping[str, int] = {QUARTER: 70, YEAR: 70}
"""What the first release of a level pays for choosing its areas, languages and categories."""
WHOLE = 1000

CATEGORIES_COUNTED: Mapping[str, int] = {QUARTER: 4, YEAR: 8}
"""Kinds of help of one household that count in a period: those it asked for first."""
NEEDS_COUNTED: Mapping[str, int] = {QUARTER: 6, YEAR: 15}
"""Needs of one household that count in a period's total."""

LEAST_AREA = 150
"""Households a period, by the noisy count, in every area."""
LEAST_LANGUAGE: Mapping[str, int] = {QUARTER: 75, YEAR: 150}
"""Households a period, by the noisy count, in every named language: 150 a year, of whom half ask in a quarter."""
LEAST_CATEGORY = 75
"""Households a period, by the noisy count, in every category that is named by itself."""
LEAST_CROSSED = 75
"""Households that a cell of two dimensions is expected to hold, by the noisy counts of its two sides."""
MOST_CROSSED = 0.8
"""The share of a category's cells that must be expected to hold that many."""

WORTH = 4
"""A value is printed when it is at least so many times the standard deviation of its noise."""
ROUNDING = 5
"""Printed values are the nearest multiple: for reading, since the noise alone protects."""


@dataclass(frozen=True)
class Question:
    """One measure of a table, with its noise: what one household can change, and its weight in sharing the budget.

    `most`: cells of one household that count, or its needs in the total, by level; `weights` by level, 0 for not asked.
    """

    table: str
    measure: str
    most: Mapping[str, int]
    weights: Mapping[str, int]

    def sensitivity_squared(self, level: str) -> int:
        """The square of the L2 distance that one household can make.

        At most `most` cells by at most 1 each: `most` in all. The needs are one number, changed by up to `most`.
        """
        most = self.most[level]
        return most * most if self.measure == NEEDS else most


def _by_level(quarter: int, year: int) -> dict[str, int]:
    return {QUARTER: quarter, YEAR: year}


QUESTIONS: tuple[Question, ...] = (
    Question("totals", NEEDS, NEEDS_COUNTED, _by_level(20, 8)),
    Question("totals", HOUSEHOLDS, _by_level(1, 1), _by_level(10, 5)),
    Question("months", HOUSEHOLDS, _by_level(3, 12), _by_level(12, 0)),
    Question("categories", HOUSEHOLDS, CATEGORIES_COUNTED, _by_level(28, 16)),
    Question("statuses", HOUSEHOLDS, _by_level(4, 4), _by_level(10, 9)),
    Question("categories_by_status", HOUSEHOLDS, CATEGORIES_COUNTED, _by_level(0, 14)),
    Question("areas", HOUSEHOLDS, _by_level(1, 1), _by_level(18, 9)),
    Question("areas_by_category", HOUSEHOLDS, CATEGORIES_COUNTED, _by_level(0, 20)),
    Question("languages", HOUSEHOLDS, _by_level(1, 1), _by_level(18, 7)),
    Question("languages_by_category", HOUSEHOLDS, CATEGORIES_COUNTED, _by_level(0, 14)),
)
"""Every question of the strict plan. A quarter has no table of two dimensions: its cells would drown in the noise."""


def question(table: str, measure: str) -> Question:
    """The question of a table and measure. Raises KeyError."""
    for each in QUESTIONS:
        if (each.table, each.measure) == (table, measure):
            return each
    raise KeyError(table)


def strict_tables(plan: Plan, level: str) -> tuple[Table, ...]:
    """The tables of a strict release: those of the plan that the strict questions answer, counting households."""
    tables = []
    for table in plan.at(level):
        measures = tuple(each.measure for each in QUESTIONS if each.table == table.name and each.weights[level])
        if measures:
            tables.append(replace(table, measures=measures))
    return tuple(tables)
