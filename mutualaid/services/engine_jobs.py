"""What may be asked of the engine in its own process: a table of names and functions.

A job takes the problem document and plain values by keyword, `progress` among them, and returns plain values: nothing
but these crosses to the worker and back, so that its memory holds opaque ids and never a name. A new question is a
function of a few lines here and a row in `JOBS`; heavy imports belong inside the function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mutualaid.progress import Progress

if TYPE_CHECKING:
    from mutualaid.matching.engine import Effort
    from mutualaid.matching.rows import Match, Problem

Document = dict[str, Any]


def solve(
    document: Document,
    *,
    give: float,
    effort: Effort,
    progress: Progress,
    kept: Sequence[Document] | None = None,
    threshold: float | None = None,
) -> Document:
    """The plan document of a problem document. Raises what `engine.solve` raises."""
    from mutualaid.matching.engine import solve
    from mutualaid.matching.problem import parse_problem

    problem = parse_problem(document)
    standing: dict[str, Any] = {} if kept is None else {"kept": _still_known(problem, kept)}
    if threshold is not None:
        standing["threshold"] = threshold
    return solve(problem, give=give, effort=effort, progress=progress, **standing).to_document()


def _still_known(problem: Problem, rows: Sequence[Document]) -> list[Match]:
    """Rows of an earlier plan's `matches` as matches of this problem, without those of which something is gone."""
    from mutualaid.matching.rows import Match

    needs = {row.id: number for number, row in enumerate(problem.needs)}
    volunteers = {row.id: number for number, row in enumerate(problem.volunteers)}
    lots = {row.id: number for number, row in enumerate(problem.lots)}
    known: list[Match] = []
    for row in rows:
        try:
            gives = sorted((lots[one["lot"]], one["quantity"]) for one in row["lots"])
            people = tuple(sorted(volunteers[one] for one in row["volunteers"]))
            known.append(Match(needs[row["need"]], people, row["slot"], tuple(gives)))
        except KeyError:
            continue
    return known


JOBS: Mapping[str, Callable[..., Any]] = {"solve": solve}
