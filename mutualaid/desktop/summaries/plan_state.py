"""The ticks of the publication plan, without a widget: which table for which length of period, and what follows."""

from __future__ import annotations

from mutualaid.language.catalog import N_, tr
from mutualaid.summaries.periods import LEVELS
from mutualaid.summaries.plan import TABLES, USUAL_PLAN, Plan
from mutualaid.summaries.told import TITLES

CORE = "core"
"""The row of the essential tables, which are published together or not at all."""
_ESSENTIAL = tuple(table for table in TABLES if table.essential)
_LEVELS = {table.name: table.levels for table in TABLES if not table.essential}

ROWS: tuple[str, ...] = (CORE, *_LEVELS)
"""The rows of ticks: the essential tables as one, then every other by its name."""

CORE_TITLE = N_("In all, by kind of help, and month by month")


def row_title(row: str) -> str:
    """What a row of ticks is about."""
    return tr(CORE_TITLE if row == CORE else TITLES[row])


class PlanChoice:
    """What is ticked. Whatever is possible is ticked at first, as far as `plan` has it."""

    def __init__(self, plan: Plan = USUAL_PLAN) -> None:
        self._off: set[tuple[str, str]] = set()
        held = {table.name: table.levels for table in plan.tables}
        for row in ROWS:
            name = _ESSENTIAL[0].name if row == CORE else row
            self._off |= {(row, level) for level in LEVELS if level not in held.get(name, ())}

    @staticmethod
    def exists(row: str, level: str) -> bool:
        """Whether the table can be published for periods of that length at all."""
        return row == CORE or level in _LEVELS[row]

    def may(self, row: str, level: str) -> bool:
        """Whether the box can be ticked: nothing is published of a length whose essential tables are not."""
        return self.exists(row, level) and (row == CORE or (CORE, level) not in self._off)

    def on(self, row: str, level: str) -> bool:
        """Whether it is published."""
        return self.may(row, level) and (row, level) not in self._off

    def tick(self, row: str, level: str, *, on: bool) -> None:
        """Publish it, or not. Ticks under a length that is taken out come back with it."""
        if on:
            self._off.discard((row, level))
        else:
            self._off.add((row, level))

    def plan(self) -> Plan:
        """The plan as ticked; never more than the usual one."""
        core = [level for level in LEVELS if self.on(CORE, level)]
        levels = {table.name: core for table in _ESSENTIAL}
        return USUAL_PLAN.only(
            levels | {row: [level for level in LEVELS if self.on(row, level)] for row in ROWS if row != CORE}
        )

    def problem(self) -> str:
        """What keeps the plan from being settled, "" for nothing."""
        if any(self.on(CORE, level) for level in LEVELS):
            return ""
        return tr("Leave at least one length of period, or nothing is ever published.")
