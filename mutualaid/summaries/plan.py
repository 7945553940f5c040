"""The publication plan: the only tables that are ever released, as data, and the rules that no plan may break."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mutualaid.records import categories
from mutualaid.records.errors import Refused
from mutualaid.summaries.periods import LEVELS, MONTH, QUARTER, YEAR

PLAN_VERSION = "10-5.2"
"""Raised whenever a table, a threshold or the mechanism changes."""

THRESHOLD = 11
"""A cell with fewer distinct households is hidden, and zero looks the same."""
SURE = 18
"""From this many distinct households on a cell is large enough; between THRESHOLD and here a lot decides, drawn once.

With one line for all, whoever knows every household but one would see a cell appear because of her. The chance that a
cell counts as large enough falls by e for each household fewer, to exp(-7), 1 in 1,097, at THRESHOLD.
"""
CAP = 5
"""Needs of one household that count in one category and month."""
ROUNDING = 5
NOISE_SCALE = 2
NOISE_LIMIT = 14
"""The 99.9 % quantile of the noise's size: what an attacker believes in. The noise itself has no limit: had it one,
whoever knows all households but one could now and then prove that the last one is there."""
MARGIN = NOISE_LIMIT + ROUNDING - 1
"""How far 999 in 1,000 published values lie, at most, from what was counted."""
LEAST_AREA = 150
"""Households a period in every area of the map."""
LEAST_LANGUAGE = 150
"""Households a year in every language that is named."""
RELATIVE_ERROR = 0.10
"""How far a published value should lie from what was counted at most, as a share of it..."""
WITHIN = 0.95
"""...in this share of the published cells: what is expected to miss it more often is counted with something else."""
EXPECTED_HIDDEN: Mapping[str, float] = {MONTH: 0.13, QUARTER: 0.08, YEAR: 0.08}
"""The share of a group's cells that may be expected to be hidden, by the length of the period; else the same."""

USUAL, STRICT = "usual", "strict"
"""How a calendar year is published: "10-5 with noise, published once", or with differential privacy and its budget."""

ALL = "all"
EVERYDAY = "everyday"
"""All categories but the sensitive ones: what geography and language are counted over."""
OTHER = "other"

NEEDS, HOUSEHOLDS = "needs", "households"
CATEGORIES: tuple[str, ...] = tuple(categories.CATEGORIES)
SENSITIVE: frozenset[str] = categories.SENSITIVE
EVERYDAY_CATEGORIES: tuple[str, ...] = tuple(code for code in CATEGORIES if code not in SENSITIVE)

DIMENSIONS = ("geo", "category", "language", "status")


@dataclass(frozen=True)
class Table:
    """A table of the plan. `dimensions` beside the period; `everyday`: sensitive needs are left out of it altogether.

    `by_month`: its cells are the months of the period instead of the period. `essential`: without its cells there is
    no release; any other table may be left out of one.
    """

    name: str
    dimensions: tuple[str, ...] = ()
    measures: tuple[str, ...] = (NEEDS,)
    levels: tuple[str, ...] = (MONTH, QUARTER, YEAR)
    everyday: bool = False
    by_month: bool = False
    essential: bool = False


TABLES: tuple[Table, ...] = (
    Table("totals", measures=(NEEDS, HOUSEHOLDS), essential=True),
    Table("months", levels=(QUARTER, YEAR), by_month=True, essential=True),
    Table("categories", ("category",), essential=True),
    Table("statuses", ("status",)),
    Table("categories_by_status", ("category", "status"), everyday=True),
    Table("areas", ("geo",), everyday=True),
    Table("areas_by_category", ("geo", "category"), everyday=True),
    Table("languages", ("language",), everyday=True),
    Table("languages_by_category", ("category", "language"), everyday=True),
)


@dataclass(frozen=True)
class Plan:
    """What is published of which periods, chosen among TABLES, and frozen by the first release that is made by it.

    A table's `levels` are the lengths of period it is published for; a table that is published for none is not here.
    """

    tables: tuple[Table, ...] = TABLES
    version: str = PLAN_VERSION

    def at(self, level: str) -> tuple[Table, ...]:
        """The tables released for periods of this level, in the order of files; none when such periods are not."""
        return tuple(table for table in self.tables if level in table.levels)

    @property
    def levels(self) -> tuple[str, ...]:
        """The lengths of period that are published."""
        return tuple(level for level in LEVELS if self.at(level))

    def only(self, levels: Mapping[str, Sequence[str]]) -> Plan:
        """The plan with each table named in `levels` published for those levels only; with none it is left out."""
        kept = [
            replace(table, levels=tuple(level for level in table.levels if level in levels.get(table.name, LEVELS)))
            for table in self.tables
        ]
        return replace(self, tables=tuple(table for table in kept if table.levels))

    def to_json(self) -> dict[str, Any]:
        """Version, and each table's name with its levels: what a ledger entry freezes."""
        return {"version": self.version, "tables": {table.name: list(table.levels) for table in self.tables}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Plan:
        """What `to_json` wrote. Raises KeyError, TypeError, ValueError or AttributeError on anything else."""
        chosen = dict(data["tables"])
        if not set(chosen) <= {table.name for table in TABLES}:
            raise ValueError("unknown table")
        tables = [
            replace(table, levels=tuple(level for level in LEVELS if level in chosen[table.name]))
            for table in TABLES
            if table.name in chosen
        ]
        return cls(tuple(tables), str(data["version"]))


USUAL_PLAN = Plan()
"""What is published unless the office chose less."""


def check_plan(tables: Sequence[Table]) -> None:
    """Raise Refused("release_table_unlisted", table) for a plan that crosses what must never be crossed.

    At most two dimensions beside the period; every crossing goes through the category, which is what lets the attack
    model be exact (see `model`); sensitive needs never meet geography or language; language never meets geography.
    """
    for table in tables:
        dimensions = set(table.dimensions)
        allowed = (
            dimensions <= set(DIMENSIONS)
            and len(dimensions) == len(table.dimensions) <= 2
            and (len(dimensions) < 2 or "category" in dimensions)
            and (table.everyday or not dimensions & {"geo", "language"})
            and (table.everyday or len(dimensions) < 2)
            and (not table.by_month or not dimensions)
        )
        if not allowed:
            raise Refused("release_table_unlisted", table=table.name)


def require_plan(plan: Plan) -> None:
    """`check_plan`, and every length of period that is published has its essential tables.

    Raises Refused("release_table_unlisted", table) and Refused("release_plan_incomplete", table).
    """
    check_plan(plan.tables)
    for table in TABLES:
        if table.essential and any(
            level in table.levels and table not in _as_listed(plan, level) for level in plan.levels
        ):
            raise Refused("release_plan_incomplete", table=table.name)


def _as_listed(plan: Plan, level: str) -> list[Table]:
    names = {table.name for table in plan.at(level)}
    return [table for table in TABLES if table.name in names]


def table_for(dimensions: Sequence[str]) -> Table:
    """The listed table with exactly these dimensions. Raises Refused("release_table_unlisted")."""
    for table in TABLES:
        if set(table.dimensions) == set(dimensions) and not table.by_month:
            return table
    raise Refused("release_table_unlisted", table="+".join(sorted(set(dimensions) & set(DIMENSIONS))) or "?")
