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
    from mutualaid.matching.steady import recalled

    problem = parse_problem(document)
    standing: dict[str, Any] = {} if kept is None else {"kept": recalled(problem, kept)}
    if threshold is not None:
        standing["threshold"] = threshold
    return solve(problem, give=give, effort=effort, progress=progress, **standing).to_document()


JOBS: Mapping[str, Callable[..., Any]] = {"solve": solve}
