"""The engine: a problem in, a plan out. No clock, no chance: the same problem gives the same plan, byte for byte."""

from __future__ import annotations

from typing import Literal

import numpy as np

from mutualaid.matching.fair import fairer
from mutualaid.matching.levers import find_levers
from mutualaid.matching.plan import Plan, match_row, printed
from mutualaid.matching.problem import Problem, broken_pin
from mutualaid.matching.reasons import match_reasons, unmatched_rows
from mutualaid.matching.rules import score
from mutualaid.matching.scope import instance
from mutualaid.matching.search import best_plan, lawful
from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput, Refused

Effort = Literal["full", "quick"]
STEPS = 100


class _Part(Progress):
    """A stretch of the whole work: its steps are counted in the outer hundred, and Cancel passes through."""

    def __init__(self, outer: Progress, begins: int, ends: int) -> None:
        super().__init__()
        self._outer, self._begins, self._ends = outer, begins, ends

    def step(self, done: int, total: int) -> None:
        """Report to the outer handle. Raises Cancelled when it does."""
        share = min(1.0, done / total) if total else 0.0
        self._outer.step(self._begins + int(share * (self._ends - self._begins)), STEPS)


def solve(problem: Problem, *, give: float = 0.0, effort: Effort = "full", progress: Progress = SILENT) -> Plan:
    """The best plan that could be found, with a proved bound on the best there is.

    `give` (0 to 1) is the share of the best value found that may be given up to serve the worst-served groups better.
    `effort` "quick" searches less. Raises Refused("pin_breaks_rule", need, rule), BadInput("give_out_of_range"), and
    Cancelled when the progress handle asks for it.
    """
    if not 0.0 <= give <= 1.0:
        raise BadInput("give_out_of_range")
    broken = broken_pin(problem)
    if broken is not None:
        raise Refused("pin_breaks_rule", need=broken.need, rule=broken.rule)
    progress.step(0, STEPS)
    base = instance(problem)
    pins = list(problem.pins)
    found = best_plan(base, pins, effort=effort, progress=_Part(progress, 0, 60))
    matches = found.matches
    if give > 0:
        floor = (1 - give) * score(problem, matches).value
        matches = fairer(base, pins, matches, floor=floor, progress=_Part(progress, 60, 80))
    matches = lawful(problem, pins, matches)
    pinned = np.zeros(len(problem.needs), np.bool_)
    pinned[[pin.need for pin in pins]] = True
    value, bound, groups = printed(problem, matches, found.bound)
    reasons = match_reasons(base, matches, pinned)
    return Plan(
        matches=[match_row(problem, m, why) for m, why in zip(matches, reasons, strict=True)],
        unmatched=unmatched_rows(base, matches, _Part(progress, 80, 85)),
        value=value,
        bound=bound,
        groups=groups,
        levers=find_levers(base, matches, quick=effort == "quick", progress=_Part(progress, 85, STEPS)),
    )
