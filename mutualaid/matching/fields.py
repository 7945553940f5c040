"""Read fields of an untrusted row; what does not hold is a BadInput that says where, never what was written there."""

from __future__ import annotations

import math
from typing import Any

from mutualaid.records.errors import BadInput

MOST = {"rows": 200_000, "zones": 2_000, "slots": 2_000, "units": 10_000_000, "number": 1e9, "names": 5_000}
"""Sizes beyond which a problem is taken for a mistake."""
MOST_CELLS = {"volunteers": 100_000_000, "lots": 400_000_000, "slots": 20_000_000, "zones": 50_000_000}
"""The largest tables that are written down: needs by volunteers, needs by lots, needs and volunteers by slots,
volunteers and lots by zones. The largest region planned for (20,000 needs, 3,000 volunteers, 10,000 lots) takes half.
"""
_MISSING = object()


def fault(code: str, part: str, index: int = 0, field: str = "") -> BadInput:
    """The error for one place of the problem; `index` counts from 1, 0 being the problem itself."""
    return BadInput(code, part=part, index=index, field=field)


class Row:
    """One object of the document, with typed access to its fields."""

    def __init__(self, values: Any, part: str, index: int, field: str = "") -> None:
        self.part, self.index = part, index
        if not isinstance(values, dict):
            raise fault("problem_field_wrong", part, index, field)
        self.values: dict[str, Any] = values

    def wrong(self, field: str) -> BadInput:
        """The field is there but does not hold."""
        return fault("problem_field_wrong", self.part, self.index, field)

    def unknown(self, field: str) -> BadInput:
        """The field names something that the problem does not have."""
        return fault("problem_unknown_id", self.part, self.index, field)

    def get(self, field: str, default: Any) -> Any:
        """The raw value of an optional field."""
        return self.values.get(field, default)

    def must(self, field: str) -> Any:
        """The raw value of a required field."""
        value = self.values.get(field, _MISSING)
        if value is _MISSING:
            raise fault("problem_field_missing", self.part, self.index, field)
        return value

    def whole(self, field: str, least: float = 0, most: float = MOST["units"]) -> int:
        """A whole number in a range."""
        value = self.must(field)
        if type(value) is not int or not least <= value <= most:
            raise self.wrong(field)
        return value

    def number(self, field: str) -> float:
        """A finite number that is not negative."""
        value = self.must(field)
        if type(value) not in (int, float) or not 0 <= value <= MOST["number"] or not math.isfinite(value):
            raise self.wrong(field)
        return float(value)

    def name(self, field: str, optional: bool = False) -> Any:
        """A piece of text that is not empty; None for an optional one that is null, empty or (if optional) missing."""
        value = self.get(field, None) if optional else self.must(field)
        if optional and (value is None or value == ""):
            return None
        if not isinstance(value, str) or not value:
            raise self.wrong(field)
        return value

    def names(self, field: str) -> list[str]:
        """A list of different texts."""
        value = self.must(field)
        if not isinstance(value, list) or len(value) > MOST["names"]:
            raise self.wrong(field)
        if not all(isinstance(x, str) and x for x in value) or len(set(value)) != len(value):
            raise self.wrong(field)
        return value

    def listed(self, field: str) -> list[str]:
        """A list of different texts; empty when the field is missing."""
        return self.names(field) if field in self.values else []

    def flag(self, field: str) -> bool:
        """Yes or no; no when the field is missing."""
        value = self.get(field, False)
        if type(value) is not bool:
            raise self.wrong(field)
        return value

    def slots(self, field: str, count: int) -> tuple[int, ...]:
        """A list of different slots of the horizon, sorted."""
        value = self.must(field)
        if not isinstance(value, list) or not all(type(x) is int and 0 <= x < count for x in value):
            raise self.wrong(field)
        if len(set(value)) != len(value):
            raise self.wrong(field)
        return tuple(sorted(value))

    def known(self, field: str, at: dict[str, int]) -> int:
        """The position of the thing that the field names."""
        value = self.name(field)
        if value not in at:
            raise self.unknown(field)
        return at[value]

    def rows(self, field: str, optional: bool = False) -> list[Row]:
        """The rows of a part of the problem, numbered from 1."""
        value = self.get(field, []) if optional else self.must(field)
        if not isinstance(value, list):
            raise self.wrong(field)
        if len(value) > MOST["rows"]:
            raise fault("problem_too_big", self.part, self.index, field)
        return [Row(row, field, i + 1) for i, row in enumerate(value)]

    def parts(self, field: str) -> list[Row]:
        """The rows inside this row; faults in them name this row and the field."""
        value = self.must(field)
        if not isinstance(value, list) or len(value) > MOST["names"]:
            raise self.wrong(field)
        return [Row(row, self.part, self.index, field) for row in value]
