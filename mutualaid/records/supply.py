"""Supplies: what exists in the catalogue, what lies where in lots, and every movement of it."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field as Limit
from pydantic import model_validator
from sqlmodel import Field

from mutualaid.records.base import Code, Line, Note, Part, Record
from mutualaid.records.columns import EnumOf, JsonOf
from mutualaid.records.kinds import MovementKind


class Pack(Part):
    """A barcode on a package of several: so many units at once."""

    code: Code
    units: int = Limit(ge=1, le=100_000)


class CatalogueItem(Record):
    """A kind of thing the office hands out.

    `box` is how much a household of 1, 2, 3, ... people gets (the last entry holds for larger ones); `default` marks
    what a need that names only the category receives. Below `low` free units it runs low (0: nobody is told). One
    household gets at most `household_cap` units within `cap_days` days (none: no cap); money pools have one.
    """

    code: Code = Field(index=True, unique=True)
    name_en: Line
    name_es: Line
    category: Code = Field(index=True)
    unit: Code = "each"
    unit_kg: float = Field(default=1.0, ge=0, le=1000)
    box: list[int] = Field(default_factory=lambda: [1], sa_type=JsonOf(list[int]))
    diet: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    barcodes: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    packs: list[Pack] = Field(default_factory=list, sa_type=JsonOf(list[Pack]))
    default: bool = False
    active: bool = True
    low: int = Field(default=0, ge=0, le=1_000_000)
    household_cap: int | None = Field(default=None, ge=1, le=1_000_000)
    cap_days: int = Field(default=30, ge=1, le=3660)

    @model_validator(mode="after")
    def _box_is_given(self) -> Self:
        if not self.box or any(units < 1 for units in self.box):
            raise ValueError("a box gives at least one unit to every household size")
        return self

    def for_household(self, size: int) -> int:
        """Units that a household of `size` people receives."""
        return self.box[min(size, len(self.box)) - 1]


class Lot(Record):
    """Some of one item that came together, at one site. Its stock is the sum of its movements.

    `batch` is what the maker printed on it (GS1's lot number), by which a recall names it.
    """

    code: Code = Field(index=True, unique=True)
    item: Code = Field(index=True)
    site: Code = Field(index=True)
    expires_on: date | None = Field(default=None, index=True)
    received_on: date
    source: Line = ""
    batch: Line = ""
    diet: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    note: Note = ""


_SIGNS = {
    MovementKind.RECEIVED: (1,),
    MovementKind.RETURNED: (1,),
    MovementKind.RELEASED: (1,),
    MovementKind.RESERVED: (-1,),
    MovementKind.HANDED_OUT: (-1,),
    MovementKind.SPOILED: (-1,),
    MovementKind.COUNTED: (1, -1),
    MovementKind.MOVED: (1, -1),
}


MOST_UNITS = 1_000_000
"""More than this in one lot is a slip of the finger."""


class Movement(Record):
    """A change of a lot's stock: `units` is signed. Append-only; a mistake is mended by another movement.

    `household` is whom it was handed to without a match, so that caps count it.
    """

    lot: Code = Field(index=True)
    kind: MovementKind = Field(sa_type=EnumOf(MovementKind))
    units: int = Field(ge=-MOST_UNITS, le=MOST_UNITS)
    on: date
    match: Code | None = Field(default=None, index=True)
    household: Code | None = Field(default=None, index=True)
    note: Note = ""

    @model_validator(mode="after")
    def _sign_fits(self) -> Self:
        if self.units == 0 or (1 if self.units > 0 else -1) not in _SIGNS[self.kind]:
            raise ValueError("the sign of the units does not fit the kind of movement")
        return self
