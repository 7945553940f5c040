"""Fairness: of all plans worth enough, the one whose worst-served group is best served, then the next (leximin)."""

from __future__ import annotations

from mutualaid.matching.fills import fairer as is_fairer
from mutualaid.matching.leximin import by_levels
from mutualaid.matching.lifts import by_lifts
from mutualaid.matching.rows import Match
from mutualaid.matching.rules import score
from mutualaid.matching.scope import Instance, allowed, scope
from mutualaid.matching.search import lawful
from mutualaid.progress import Progress

FAIR_CANDIDATES = 3_000
"""Candidates up to which the levels are raised by one model."""


def fairer(base: Instance, pins: list[Match], matches: list[Match], *, floor: float, progress: Progress) -> list[Match]:
    """The fairest plan found whose value is at least `floor`; the plan given when none is fairer."""
    whole = scope(base, pins)
    if len({need.group for need in base.problem.needs}) < 2:
        return matches
    small = not base.sampled and len(allowed(base, whole).need) <= FAIR_CANDIDATES
    search = by_levels if small else by_lifts
    found = lawful(base.problem, pins, search(base, whole, pins, matches, floor=floor, progress=progress))
    better = is_fairer(score(base.problem, found), score(base.problem, matches), floor)
    return found if better else matches
