"""What a strict release was made by: what it paid, and how much noise its tables got."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mutualaid.summaries.plan import HOUSEHOLDS, NEEDS


@dataclass(frozen=True)
class Terms:
    """`paid`: rho of the whole release, `classifying` the part of it that chose the classification (0 after the first).

    `left`: rho of the calendar year that was left when it was made; `locked`: the periods that a restore had locked by
    then, which counted as published. `variances`: of the noise, by table and measure.
    """

    paid: Fraction
    classifying: Fraction
    left: Fraction
    variances: Mapping[tuple[str, str], Fraction]
    locked: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Exact: fractions are text."""
        return {
            "paid": str(self.paid),
            "classifying": str(self.classifying),
            "left": str(self.left),
            "locked": list(self.locked),
            "variances": [[table, measure, str(value)] for (table, measure), value in self.variances.items()],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Terms:
        """What `to_json` wrote. Raises KeyError, TypeError, ValueError or AttributeError on anything else."""
        variances = {(str(row[0]), str(row[1])): Fraction(str(row[2])) for row in data["variances"]}
        paid, classifying, left = (Fraction(str(data[name])) for name in ("paid", "classifying", "left"))
        if min(paid, classifying, left) < 0 or not all(value > 0 for value in variances.values()):
            raise ValueError("a budget below zero")
        if not {measure for _, measure in variances} <= {NEEDS, HOUSEHOLDS}:
            raise ValueError("measure")
        return cls(paid, classifying, left, variances, tuple(map(str, data["locked"])))
