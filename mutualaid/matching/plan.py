"""A finished plan, and its document (`mutualaid-plan/1`): the same plan is always the same bytes."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import Any

from mutualaid.matching.interpreting import spoken
from mutualaid.matching.rows import Match, Problem
from mutualaid.matching.rules import score

FORMAT, WITH_INTERPRETERS = "mutualaid-plan/1", "mutualaid-plan/1+interpreters"
DIGITS = 6


def tidy(value: float) -> float:
    """A float as plans print it: rounded to a millionth, and never a negative zero."""
    return round(value, DIGITS) + 0.0


def match_row(problem: Problem, match: Match, reasons: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """A match as a row of the document; ids instead of positions. Reasons are left out when None."""
    row: dict[str, Any] = {
        "need": problem.needs[match.need].id,
        "volunteers": [problem.volunteers[v].id for v in match.volunteers],
        "slot": match.slot,
        "lots": [{"lot": problem.lots[lot].id, "quantity": units} for lot, units in match.lots],
    }
    if match.interpreter is not None:
        row["interpreter"] = {
            "volunteer": problem.volunteers[match.interpreter.volunteer].id,
            "mode": "remote" if match.interpreter.remote else "in_person",
            "languages": spoken(problem, match),
        }
    if reasons is not None:
        row["reasons"] = reasons
    return row


@dataclass(frozen=True)
class Plan:
    """What `solve` returns: rows as in the document, the value, the proved bound, and each group's fill (0 to 1)."""

    matches: list[dict[str, Any]]
    unmatched: list[dict[str, Any]]
    value: float
    bound: float
    groups: dict[str, float]
    levers: list[dict[str, Any]] = field(default_factory=list)
    interpreted: bool = False

    @property
    def gap(self) -> float:
        """(bound - value) / bound, as printed; 0 when the bound is 0."""
        return (self.bound - self.value) / self.bound if self.bound else 0.0

    def to_document(self) -> dict[str, Any]:
        """The plan as plain values in the order of the format."""
        return {
            "format": WITH_INTERPRETERS if self.interpreted else FORMAT,
            "value": self.value,
            "bound": self.bound,
            "gap": round(self.gap, 9) + 0.0,
            "groups": dict(self.groups),
            "matches": self.matches,
            "unmatched": self.unmatched,
            "levers": self.levers,
        }

    def dumps(self) -> str:
        """The document as text: the same plan gives the same bytes."""
        return json.dumps(self.to_document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def printed(problem: Problem, matches: list[Match], bound: float) -> tuple[float, float, dict[str, float]]:
    """Value, bound (rounded up, never below the value) and fills of a plan as they are printed."""
    told = score(problem, matches)
    value = tidy(told.value)
    scale = 10**DIGITS
    upper = math.ceil(bound * scale) / scale
    return value, max(value, upper) + 0.0, {group: tidy(fill) for group, fill in told.groups.items()}
