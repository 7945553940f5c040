"""What is being taken in or counted, as a list that scans add to; no widget, and nothing written yet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mutualaid.records.views import LotLine

if TYPE_CHECKING:
    from mutualaid.services.counting import Counted
    from mutualaid.services.scanning import Arrival, Scan


@dataclass
class ArrivalSheet:
    """Lines of what came in: the same item with the same batch and date is one line, of more units."""

    lines: list[Arrival] = field(default_factory=list)

    def add(self, scan: Scan) -> int:
        """Take in what was scanned; the row of its line."""
        from mutualaid.services.scanning import Arrival

        assert scan.item is not None, "an unknown code is asked about first"
        for row, line in enumerate(self.lines):
            if (line.item, line.batch, line.expires_on) == (scan.item, scan.batch, scan.expires_on):
                self.lines[row] = replace(line, units=line.units + scan.units)
                return row
        self.lines.append(Arrival(scan.item, scan.units, scan.batch, scan.expires_on))
        return len(self.lines) - 1

    def change(self, row: int, **fields: object) -> None:
        """Set fields of a line."""
        self.lines[row] = replace(self.lines[row], **fields)  # type: ignore[arg-type]

    def remove(self, row: int) -> None:
        """Take a line away."""
        del self.lines[row]

    @property
    def units(self) -> int:
        """All units together."""
        return sum(line.units for line in self.lines)


@dataclass
class CountSheet:
    """A site's lots with what was counted of each; a lot that nobody counted stays as it is."""

    lots: list[LotLine]
    counted: dict[str, int] = field(default_factory=dict)
    found: ArrivalSheet = field(default_factory=ArrivalSheet)

    def scan(self, scan: Scan) -> str:
        """Count what was scanned; the lot (uid), "" for something that no lot here holds."""
        lot = self._lot_of(scan)
        if lot is None:
            self.found.add(scan)
            return ""
        self.counted[lot.uid] = self.counted.get(lot.uid, 0) + scan.units
        return lot.uid

    def _lot_of(self, scan: Scan) -> LotLine | None:
        """The lot itself, else one of the item with that date, else the first with units that are not counted yet."""
        if scan.lot is not None:
            return next((lot for lot in self.lots if lot.uid == scan.lot), None)
        same = [lot for lot in self.lots if lot.item == scan.item]
        if scan.expires_on is not None:
            dated = [lot for lot in same if lot.expires_on == scan.expires_on]
            same = dated or [lot for lot in same if lot.expires_on is None]
        open_ones = [lot for lot in same if self.counted.get(lot.uid, 0) < lot.on_hand]
        return next(iter(open_ones or same[-1:]), None)

    def set(self, uid: str, units: int | None) -> None:
        """What was counted of a lot; none: not counted."""
        if units is None:
            self.counted.pop(uid, None)
        else:
            self.counted[uid] = units

    def rest_is_gone(self) -> None:
        """Nothing is left of what was not counted."""
        for lot in self.lots:
            self.counted.setdefault(lot.uid, 0)

    @property
    def missing(self) -> int:
        """How many lots nobody counted yet."""
        return sum(lot.uid not in self.counted for lot in self.lots)

    def differences(self) -> list[tuple[LotLine, int]]:
        """Lots of which another number was counted than should be there, with that number."""
        return [
            (lot, self.counted[lot.uid]) for lot in self.lots if self.counted.get(lot.uid, lot.on_hand) != lot.on_hand
        ]

    def short_of_promises(self) -> list[LotLine]:
        """Lots of which less was counted than matches were promised."""
        return [lot for lot, units in self.differences() if units < lot.on_hand - lot.free]

    def written(self) -> list[Counted]:
        """What the service takes."""
        from mutualaid.services.counting import Counted

        return [Counted(lot.uid, lot.on_hand, self.counted[lot.uid]) for lot in self.lots if lot.uid in self.counted]
