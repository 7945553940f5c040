"""What stock and caps must be, reckoned anew from what was pressed: shares no code with the program."""

from __future__ import annotations

import copy
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from mutualaid.records.match import Match

Give = tuple[date, int]


@dataclass
class Shelf:
    """Units on hand by lot, and who got what of which item when."""

    on_hand: dict[str, int] = field(default_factory=dict)
    given: dict[tuple[str, str], list[Give]] = field(default_factory=lambda: defaultdict(list))
    out: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def give(self, lot: str, units: int, household: str | None, item: str, day: date) -> None:
        self.on_hand[lot] -= units
        self.out[lot] += units
        if household is not None:
            self.given[household, item].append((day, units))

    def back(self, lot: str, units: int, household: str | None, item: str) -> None:
        self.on_hand[lot] += units
        self.out[lot] -= units
        entries = self.given[household, item] if household is not None else []
        while units and entries:
            day, last = entries.pop()
            if last > units:
                entries.append((day, last - units))
            units -= min(units, last)

    def done(self, match: Match, household: str, items: dict[str, str], day: date) -> None:
        for use in match.lots:
            self.give(use.lot, use.units, household, items[use.lot], day)

    def most_within(self, days: int, item: str) -> int:
        """The most that any household got of an item in so many days running, whichever they are."""
        most = 0
        for (_household, code), entries in self.given.items():
            for first, _units in entries if code == item else ():
                last = first + timedelta(days=days - 1)
                most = max(most, sum(units for day, units in entries if first <= day <= last))
        return most


@dataclass
class Model:
    """The shelf now, and as it was before each thing that can be taken back or done again."""

    shelf: Shelf = field(default_factory=Shelf)
    past: list[Shelf] = field(default_factory=list)
    future: list[Shelf] = field(default_factory=list)

    def keep(self, before: Shelf) -> None:
        self.past.append(before)
        self.future.clear()

    def copy(self) -> Shelf:
        return copy.deepcopy(self.shelf)

    def undo(self) -> None:
        before = self.past.pop()
        self.future.append(self.shelf)
        self.shelf = before

    def redo(self) -> None:
        after = self.future.pop()
        self.past.append(self.shelf)
        self.shelf = after
