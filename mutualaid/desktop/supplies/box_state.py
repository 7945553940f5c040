"""What is put into a box, as the coordinator changes it; no widget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mutualaid.services.boxes import BoxLine, BoxPart


@dataclass
class Box:
    """`items` are (code, units) that she chose, none while it is filled by what is usual; `lines` what came of it."""

    items: list[tuple[str, int]] | None = None
    lines: list[BoxLine] = field(default_factory=list)
    asked: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    """By item the needs that were found for it, each with the units that it still waits for."""

    def take(self, lines: Sequence[BoxLine]) -> None:
        """What the service found. Needs are remembered, for when she changes what goes in."""
        if self.items is None:
            self.asked = {}
            for line in lines:
                if line.need is not None:
                    self.asked.setdefault(line.item, []).append((line.need, line.wanted))
        self.lines = list(lines)

    def _own(self) -> list[tuple[str, int]]:
        if self.items is None:
            units: Counter[str] = Counter()
            for line in self.lines:
                units[line.item] += line.wanted
            self.items = list(units.items())
        return self.items

    def add(self, code: str) -> None:
        """One more item, as much as the catalogue says; one that is in stays as it is."""
        if all(item != code for item, _units in self._own()):
            self._own().append((code, 0))

    def remove(self, line: BoxLine) -> None:
        """Take an item out."""
        self.items = [(item, units) for item, units in self._own() if item != line.item]

    def set_units(self, line: BoxLine, units: int) -> None:
        """So many of an item."""
        self.items = [(item, units if item == line.item else known) for item, known in self._own()]

    def swap(self, line: BoxLine, code: str) -> None:
        """What is missing of one item is filled up with another."""
        there = line.wanted - line.missing
        kept = [(item, there if item == line.item else units) for item, units in self._own()]
        kept = [(item, units) for item, units in kept if units or item != line.item]
        self.items = [(item, units) for item, units in kept if item != code] + [(code, line.missing)]

    def parts(self) -> list[BoxPart]:
        """What is handed out, for which need; what nobody asked for goes beside them."""
        from mutualaid.services.boxes import BoxPart

        waiting = {item: list(needs) for item, needs in self.asked.items()}
        parts = []
        for line in self.lines:
            for use in line.uses:
                left, entries = use.units, waiting.get(line.item, [])
                for place, (need, units) in enumerate(entries):
                    some = min(left, units)
                    if some > 0:
                        parts.append(BoxPart(use.lot, some, need))
                        entries[place], left = (need, units - some), left - some
                if left:
                    parts.append(BoxPart(use.lot, left))
        return parts

    def one_need(self) -> str | None:
        """The need that the whole box is for, none when there are several or none."""
        needs = {part.need for part in self.parts()}
        return next(iter(needs)) if len(needs) == 1 else None
