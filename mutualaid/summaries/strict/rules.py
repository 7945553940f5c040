"""What structure.json says of a strict release's rules, and how they are read from there again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from mutualaid.summaries.plan import NEEDS
from mutualaid.summaries.strict.plan import (
    CATEGORIES_COUNTED,
    DELTA,
    EPSILON,
    LEAST_AREA,
    LEAST_LANGUAGE,
    NEEDS_COUNTED,
    RHO,
    ROUNDING,
    WORTH,
    question,
)
from mutualaid.summaries.strict.terms import Terms


def rules_of(terms: Terms, level: str) -> dict[str, Any]:
    """The rules of a strict release: the promise, what it paid, and each table's noise. Fractions are exact text."""
    return {
        "promise": "differential privacy of one household's needs of a calendar year, added or removed",
        "epsilon": int(EPSILON),
        "delta": float(DELTA),
        "rho_of_the_year": str(RHO),
        "rho_paid": str(terms.paid),
        "rho_for_classifying": str(terms.classifying),
        "rho_left": str(terms.left),
        "counted_as_published": list(terms.locked),
        "epsilon_paid": round(float(EPSILON * terms.paid / RHO), 4),
        "epsilon_left": round(float(EPSILON * terms.left / RHO), 4),
        "categories_of_a_household": CATEGORIES_COUNTED[level],
        "needs_of_a_household": NEEDS_COUNTED[level],
        "rounding": ROUNDING,
        "printed_from_standard_deviations": WORTH,
        "noise": "discrete Gaussian",
        "noise_by_table": [
            _noise(table, measure, variance, level) for (table, measure), variance in terms.variances.items()
        ],
        "households_an_area": LEAST_AREA,
        "households_a_language": LEAST_LANGUAGE[level],
    }


def terms_from(rules: Mapping[str, Any]) -> Terms:
    """The terms that `rules_of` wrote. Raises KeyError, TypeError, ValueError or AttributeError on anything else."""
    return Terms.from_json(
        {
            "paid": rules["rho_paid"],
            "classifying": rules["rho_for_classifying"],
            "left": rules["rho_left"],
            "locked": rules["counted_as_published"],
            "variances": [[each["table"], each["measure"], each["variance"]] for each in rules["noise_by_table"]],
        }
    )


def _noise(table: str, measure: str, variance: Fraction, level: str) -> dict[str, Any]:
    most = question(table, measure).most[level]
    of = "needs_of_a_household" if measure == NEEDS else "cells_of_a_household"
    deviation = round(math.sqrt(variance), 2)
    return {"table": table, "measure": measure, "variance": str(variance), "standard_deviation": deviation, of: most}
