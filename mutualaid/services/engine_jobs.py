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


def what_if(
    document: Document,
    *,
    kept: Sequence[Document],
    need: str,
    volunteer: str | None,
    slot: int | None,
    lot: str | None,
    progress: Progress,
) -> Document:
    """What granting a wish would change in the plan of these matches (`counterfactual.what_if`), by ids.

    `matches` is the whole plan with the wish, None where it cannot be or breaks a rule.
    """
    from mutualaid.matching.counterfactual import what_if
    from mutualaid.matching.differences import difference
    from mutualaid.matching.plan import match_row, tidy
    from mutualaid.matching.problem import parse_problem
    from mutualaid.matching.steady import recalled
    from mutualaid.matching.wish import Wish

    problem = parse_problem(document)
    people = {row.id: number for number, row in enumerate(problem.volunteers)}
    lots = {row.id: number for number, row in enumerate(problem.lots)}
    wish = Wish(
        problem.need_at[need],
        None if volunteer is None else people[volunteer],
        slot,
        None if lot is None else lots[lot],
    )
    now, answer = what_if(problem, recalled(problem, kept), wish, progress)
    if answer.plan is None:
        return {"forbidden": answer.forbidden, "match": None, "matches": None}
    change = difference(now, answer.plan)
    name = [row.id for row in problem.needs]
    made = next(match for match in answer.plan if match.need == wish.need)
    return {
        "forbidden": answer.forbidden,
        "value": tidy(answer.value),
        "match": match_row(problem, made),
        "dropped": [name[n] for n in change.dropped],
        "gained": [name[n] for n in change.gained if n != wish.need],
        "moved": [name[n] for n in change.moved if n != wish.need],
        "reduced": [(name[n], before, after) for n, before, after in change.reduced],
        "other_lots": [name[n] for n in change.other_lots if n != wish.need],
        "matches": [match_row(problem, m) for m in answer.plan] if answer.lawful else None,
    }


def finish(document: Document, *, matches: Sequence[Document], bound: float | None, progress: Progress) -> Document:
    """The plan document of matches that keep every rule; a `bound` is proved by prices where none is known."""
    from mutualaid.matching.engine import finished
    from mutualaid.matching.problem import parse_problem
    from mutualaid.matching.scope import instance
    from mutualaid.matching.search import bound_only, lawful
    from mutualaid.matching.steady import recalled
    from mutualaid.matching.stretch import Stretch

    problem = parse_problem(document)
    base, pins = instance(problem), list(problem.pins)
    proved = bound if bound is not None else bound_only(base, pins, Stretch(progress, 0, 50, 100))
    plan = lawful(problem, pins, recalled(problem, matches))
    return finished(base, plan, proved, quick=True, progress=Stretch(progress, 50, 100, 100)).to_document()


def curve(document: Document, *, kept: Sequence[Document] | None, progress: Progress) -> list[Document]:
    """What giving shares of the value to the worst-served groups comes to (`matching.curve`)."""
    from mutualaid.matching.curve import curve
    from mutualaid.matching.problem import parse_problem
    from mutualaid.matching.steady import recalled

    problem = parse_problem(document)
    return [
        point.to_document() for point in curve(problem, kept=list(recalled(problem, kept or ())), progress=progress)
    ]


def replan(
    document: Document,
    *,
    progress: Progress,
    give: float,
    before: Document | None,
    plan: Document,
    kept: Sequence[Document],
) -> Document:
    """The plan document of a problem that differs little from the one `before`, whose `plan` this was.

    Where it differs much (or the one before is not known), it is solved, and the proposals `kept` are kept. Raises what
    `engine.solve` raises.
    """
    from mutualaid.matching.replanning import replanned

    if before is not None:
        brought = replanned(before, document, plan["matches"], plan["bound"], progress=progress)
        if brought is not None:
            return brought.to_document()
    return solve(document, give=give, effort="full", progress=progress, kept=kept)


JOBS: Mapping[str, Callable[..., Any]] = {
    "solve": solve,
    "what_if": what_if,
    "finish": finish,
    "curve": curve,
    "replan": replan,
}
