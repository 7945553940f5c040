"""A plan made for one problem brought to another that differs in a few rows, with reasons, value and proved bound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mutualaid.matching.changes import Change, Places, difference, named, wider
from mutualaid.matching.engine import finished
from mutualaid.matching.fields import MOST
from mutualaid.matching.plan import Plan
from mutualaid.matching.problem import parse_problem
from mutualaid.matching.rows import Problem
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
    return finished(instance(problem), found, session.bound, quick=True, progress=Stretch(progress, 20, STEPS, STEPS))


def _size(before: Problem, change: Change) -> int:
    """How many rows changed. Pins, and what every hour takes from the times of needs and volunteers, do not count."""
    more = wider(before, change)
    rows = (more.needs, more.volunteers, change.lots, change.needs_gone, change.volunteers_gone, change.lots_gone)
    return sum(len(part) for part in rows)


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
