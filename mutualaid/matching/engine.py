"""The engine: a problem in, a plan out. No clock, no chance: the same problem gives the same plan, byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from mutualaid.matching.chosen import match_reasons
from mutualaid.matching.fair import fairer
from mutualaid.matching.levers import find_levers
from mutualaid.matching.plan import Plan, match_row, printed
from mutualaid.matching.problem import Problem, broken_pin
from mutualaid.matching.reasons import unmatched_rows
from mutualaid.matching.rows import Match
from mutualaid.matching.rules import score
from mutualaid.matching.scope import Instance, instance
from mutualaid.matching.search import best_plan, lawful
from mutualaid.matching.steady import THRESHOLD
from mutualaid.matching.steadying import steadied
from mutualaid.matching.stretch import Stretch
from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput, Refused

Effort = Literal["full", "quick"]
STEPS = 100


def solve(
    problem: Problem,
    *,
    give: float = 0.0,
    effort: Effort = "full",
    progress: Progress = SILENT,
    kept: Sequence[Match] = (),
    threshold: float = THRESHOLD,
) -> Plan:
    """The best plan that could be found, with a proved bound on the best there is.

    `give` (0 to 1) is the share of the best value found that may be given up to serve the worst-served groups better.
    `effort` "quick" searches less than "full". Of `kept`, the matches of the last plan, those that still keep the rules
    stay unless changing them gains more than `threshold` points for each (`steadying.steadied`); a share to give is
    given after that, and may change any of them. The bound is that of the whole problem all the same.

    Raises Refused("pin_breaks_rule", need, rule), BadInput("give_out_of_range"), and Cancelled when the progress handle
    asks for it.
    """
    if not 0.0 <= give <= 1.0:
        raise BadInput("give_out_of_range")
    broken = broken_pin(problem)
    if broken is not None:
        raise Refused("pin_breaks_rule", need=broken.need, rule=broken.rule)
    progress.step(0, STEPS)
    base = instance(problem)
    pins = list(problem.pins)
    found = best_plan(base, pins, quick=effort == "quick", progress=Stretch(progress, 0, 60, STEPS))
    matches = lawful(problem, pins, found.matches)
    if kept:
        matches = steadied(base, pins, matches, kept, threshold, Stretch(progress, 60, 70, STEPS))
    if give > 0:
        best = score(problem, matches).value
        floor = min(best, (1 - give) * best)
        matches = fairer(base, pins, matches, floor=floor, progress=Stretch(progress, 70, 80, STEPS))
    return finished(base, matches, found.bound, quick=effort == "quick", progress=Stretch(progress, 80, STEPS, STEPS))


def finished(base: Instance, matches: list[Match], bound: float, *, quick: bool, progress: Progress) -> Plan:
    """The plan of these matches, in order of need, with its reasons and levers; `bound` is the whole problem's."""
    problem = base.problem
    pinned = np.zeros(len(problem.needs), np.bool_)
    pinned[[pin.need for pin in problem.pins]] = True
    value, proved, groups = printed(problem, matches, bound)
    reasons = match_reasons(base, matches, pinned)
    return Plan(
        matches=[match_row(problem, m, why) for m, why in zip(matches, reasons, strict=True)],
        unmatched=unmatched_rows(base, matches, Stretch(progress, 0, 25, STEPS)),
        value=value,
        bound=proved,
        groups=groups,
        levers=find_levers(base, matches, quick=quick, progress=Stretch(progress, 25, STEPS, STEPS)),
        interpreted=problem.interpreted,
    )
