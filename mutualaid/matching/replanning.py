"""A plan made for one problem brought to another that differs in a few rows, with reasons, value and proved bound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from mutualaid.matching.changes import Change, Places, difference, named, wider
from mutualaid.matching.chosen import match_reasons
from mutualaid.matching.fields import MOST
from mutualaid.matching.levers import find_levers
from mutualaid.matching.plan import Plan, match_row, printed
from mutualaid.matching.problem import parse_problem
from mutualaid.matching.reasons import unmatched_rows
from mutualaid.matching.rows import Match, Problem
from mutualaid.matching.scope import instance
from mutualaid.matching.search import lawful
from mutualaid.matching.session import Session
from mutualaid.matching.steady import recalled
from mutualaid.matching.stretch import Stretch
from mutualaid.progress import Progress

FEW = 40
"""Rows up to which a plan is brought up to date; where more changed, a full solve is worth its time."""
STEPS = 100

Document = dict[str, Any]


def replanned(
    before: Document, after: Document, matches: Sequence[Document], bound: float, *, progress: Progress
) -> Plan | None:
    """The plan (`matches` and `bound`, as its document holds them) of the problem `before`, brought to `after`.

    None where a full solve is called for: more changed than a few rows (`FEW`), or the plan was not one of its problem.
    Raises what `engine.solve` raises.
    """
    common = _on_common_ground(before, after)
    if common is None:
        return None
    old, new = (parse_problem(document) for document in common)
    change = difference(old, new)
    kept = recalled(old, matches)
    if change is None or _size(old, change) > FEW or len(kept) != len(matches):
        return None
    try:
        session = Session(old, kept, bound)
    except ValueError:
        return None
    progress.step(1, STEPS)
    session.apply(change)
    progress.step(20, STEPS)
    problem = parse_problem(after)
    reached, plan = session.current()
    places = Places(problem)
    found = lawful(problem, list(problem.pins), [places.match(named(reached, match)) for match in plan])
    return _told(problem, found, session.bound, progress)


def _size(before: Problem, change: Change) -> int:
    """How many rows changed. Pins, and what every hour takes from the times of needs and volunteers, do not count."""
    more = wider(before, change)
    rows = (more.needs, more.volunteers, change.lots, change.needs_gone, change.volunteers_gone, change.lots_gone)
    return sum(len(part) for part in rows)


def _told(problem: Problem, plan: list[Match], bound: float, progress: Progress) -> Plan:
    """A plan as its document tells it; what would help is looked for quickly."""
    base = instance(problem)
    pinned = np.zeros(len(problem.needs), np.bool_)
    pinned[[pin.need for pin in problem.pins]] = True
    value, upper, groups = printed(problem, plan, bound)
    reasons = match_reasons(base, plan, pinned)
    return Plan(
        matches=[match_row(problem, match, why) for match, why in zip(plan, reasons, strict=True)],
        unmatched=unmatched_rows(base, plan, Stretch(progress, 20, 50, STEPS)),
        value=value,
        bound=upper,
        groups=groups,
        levers=find_levers(base, plan, quick=True, progress=Stretch(progress, 50, STEPS, STEPS)),
        interpreted=problem.interpreted,
    )


def _on_common_ground(before: Document, after: Document) -> tuple[Document, Document] | None:
    """Both problems over the zones of both, so that positions mean the same; none where shared distances differ.

    Nobody of one problem is ever asked to go to a zone of the other alone: those lie as far apart as can be.
    """
    zones = [*after["zones"], *(zone for zone in before["zones"] if zone not in set(after["zones"]))]
    known: dict[tuple[str, str], float] = {}
    for document in (before, after):
        for a, row in zip(document["zones"], document["km"], strict=True):
            for b, km in zip(document["zones"], row, strict=True):
                if known.setdefault((a, b), km) != km:
                    return None
    table = [[known.get((a, b), MOST["number"]) for b in zones] for a in zones]
    return before | {"zones": zones, "km": table}, after | {"zones": zones, "km": table}
