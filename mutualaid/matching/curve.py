"""What fairness costs: the best plans at several shares to give, each by a search of its own, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from mutualaid.matching.fair import fairer
from mutualaid.matching.fills import compare
from mutualaid.matching.plan import tidy
from mutualaid.matching.rows import Match, Problem
from mutualaid.matching.rules import score, weight
from mutualaid.matching.scope import instance
from mutualaid.matching.search import best_plan, lawful
from mutualaid.matching.steady import THRESHOLD
from mutualaid.matching.steadying import steadied
from mutualaid.matching.stretch import Stretch
from mutualaid.progress import SILENT, Progress

GIVES = (0.0, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12)
"""Shares of the best value that a coordinator may choose to give."""


@dataclass(frozen=True)
class Point:
    """A plan in numbers: the share that it might give, its value, how many of all needs it meets `whole` and `partly`,
    the share of all priority points that it earns, and each group's fill (0 to 1).
    """

    give: float
    value: float
    needs: int
    whole: int
    partly: int
    points: float
    groups: dict[str, float]

    def to_document(self) -> dict[str, Any]:
        """The point as plain values."""
        return asdict(self)


def curve(
    problem: Problem,
    *,
    gives: Sequence[float] = GIVES,
    kept: Sequence[Match] = (),
    threshold: float = THRESHOLD,
    progress: Progress = SILENT,
) -> list[Point]:
    """A point for each of the ascending `gives`; `kept` and `threshold` as in `engine.solve`.

    The best plan is found once. From the largest share down, a plan that gives less than it might is the fairest for
    every share between as well; so most shares need no search, and a larger share never serves the worst group worse.
    Raises Cancelled when the progress handle asks for it.
    """
    base, pins = instance(problem), list(problem.pins)
    found = best_plan(base, pins, quick=False, progress=Stretch(progress, 0, 30, 100))
    best = lawful(problem, pins, found.matches)
    if kept:
        best = steadied(base, pins, best, kept, threshold, Stretch(progress, 30, 40, 100))
    most, plans, fair = score(problem, best).value, dict[float, list[Match]](), None
    for i, give in enumerate(sorted(gives, reverse=True)):
        floor = min(most, (1 - give) * most)
        within = Stretch(progress, 40 + 60 * i // len(gives), 40 + 60 * (i + 1) // len(gives), 100)
        within.step(0, 1)
        if give <= 0:
            fair = best
        elif fair is None or score(problem, fair).value < floor:
            fair = fairer(base, pins, best, floor=floor, progress=within)
        plans[give] = fair
    points, last = list[Point](), best
    for give in sorted(gives):
        if give > 0 and compare(score(problem, last), score(problem, plans[give])) <= 0:
            last = plans[give]
        points.append(_point(problem, give, last))
    return points


def _point(problem: Problem, give: float, plan: list[Match]) -> Point:
    told, whole = score(problem, plan), 0
    total: dict[str, int] = {}
    for need in problem.needs:
        total[need.group] = total.get(need.group, 0) + weight(need)
    for match in plan:
        need = problem.needs[match.need]
        whole += need.kind == "service" or sum(units for _, units in match.lots) >= need.quantity
    earned = sum(fill * total[group] for group, fill in told.groups.items())
    return Point(
        give=give,
        value=tidy(told.value),
        needs=len(problem.needs),
        whole=whole,
        partly=len(plan) - whole,
        points=tidy(earned / max(sum(total.values()), 1)),
        groups={group: tidy(fill) for group, fill in told.groups.items()},
    )
