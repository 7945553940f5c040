"""Fairness: of all plans worth enough, the one whose worst-served group is best served, then the next (leximin)."""

from __future__ import annotations

import numpy as np

from mutualaid.matching.fills import fairer as is_fairer
from mutualaid.matching.leximin import EXACT_CANDIDATES, by_levels
from mutualaid.matching.lifts import by_lifts
from mutualaid.matching.rows import Match
from mutualaid.matching.rules import score
from mutualaid.matching.scope import Instance, allowed, scope
from mutualaid.matching.search import lawful
from mutualaid.matching.stretch import Stretch
from mutualaid.progress import Progress

FAIR_CANDIDATES = 3_000
"""Candidates up to which one model raises the levels, from what lifts reach where it cannot prove them."""


def fairer(base: Instance, pins: list[Match], matches: list[Match], *, floor: float, progress: Progress) -> list[Match]:
    """The fairest plan found whose value is at least `floor`; the plan given when none is fairer."""
    whole = scope(base, pins)
    if len({need.group for need in base.problem.needs}) < 2:
        return matches
    size = np.inf if base.sampled else len(allowed(base, whole).need)
    best = matches
    for search, wanted in ((by_lifts, size > EXACT_CANDIDATES), (by_levels, size <= FAIR_CANDIDATES)):
        if wanted:
            within = Stretch(progress, 0, 30, 100) if search is by_lifts else Stretch(progress, 30, 100, 100)
            found = lawful(base.problem, pins, search(base, whole, pins, best, floor=floor, progress=within))
            if is_fairer(score(base.problem, found), score(base.problem, best), floor):
                best = found
    return best
