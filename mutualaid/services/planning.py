"""The matching desk's verbs: make a plan, keep what is good, turn down what is not, plan again."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import Refused
from mutualaid.records.match import KeptPlan
from mutualaid.services.desk import current_plan
from mutualaid.services.horizon import Horizon
from mutualaid.services.last_plans import ended, keep_plan, problem_of, share_given, still_proposed
from mutualaid.services.moments import local, stamp
from mutualaid.services.office import Office
from mutualaid.services.plan_page import PlanPage
from mutualaid.services.problem import Exported, build_problem
from mutualaid.services.solving import ask_apart, solve_apart

if TYPE_CHECKING:
    from mutualaid.matching.engine import Effort


def make_plan(
    office: Office,
    *,
    as_of: datetime | None = None,
    give: float = 0.0,
    effort: Effort = "full",
    fresh: bool = False,
    progress: Progress = SILENT,
) -> PlanPage:
    """Solve the open needs in a worker process and keep the plan, beside the one before it.

    What the last plan proposed stays proposed unless changing it is worth the calls that it costs
    (`matching.steady.THRESHOLD`); a `fresh` plan is made as if there had been none.
    Raises UsageFault("moment_out_of_range"), Refused("solver_stopped") and Cancelled; nothing changes then.
    """
    moment, made_at = local(as_of), stamp()
    exported = build_problem(office, as_of=moment)
    kept = None if fresh else last_proposals(office, exported, moment)
    plan = solve_apart(exported.document, give=give, effort=effort, progress=progress, kept=kept)
    return _keep(office, exported, plan, moment, made_at, give)


def replan(office: Office, *, as_of: datetime | None = None, progress: Progress = SILENT) -> PlanPage:
    """Bring the last plan up to date with what changed since (a proposal turned down, pinned or accepted, a new need, a
    volunteer who cannot come, stock), at once and leaving everything else as it was; keep it beside the one before it.

    Where much changed, or another day has come, it is solved as `make_plan` does, with the same share to give.
    Raises Refused("no_plan" | "solver_stopped"), UsageFault("moment_out_of_range") and Cancelled; nothing changes then.
    """
    moment, made_at = local(as_of), stamp()
    exported = build_problem(office, as_of=moment)
    with office.store.read() as read:
        rows = read.all(KeptPlan)
        if not rows:
            raise Refused("no_plan")
        last = rows[-1].record
        kept = still_proposed(read, last, exported, Horizon(as_of=moment, hours=dict(office.settings.hours)))
        # What came to an end stands in the plan still: to propose something else for it takes a search.
        there = {exported.ids[row["id"]] for row in exported.document["needs"]}
        over = not there.isdisjoint(ended(read, last, office.settings.hours))
    give, shown = share_given(last), json.loads(last.plan)
    plan = ask_apart(
        "replan",
        exported.document,
        progress=progress,
        give=give,
        before=None if over or last.made_on != moment.date() else problem_of(last),
        plan={"matches": shown["matches"], "bound": shown["bound"]},
        kept=kept,
    )
    return _keep(office, exported, plan, moment, made_at, give)


def _keep(
    office: Office, exported: Exported, plan: dict[str, Any], moment: datetime, made_at: str, give: float
) -> PlanPage:
    with office.store.write("plan") as write:
        keep_plan(write, exported, plan, moment=moment, made_at=made_at, give=give)
    page = current_plan(office)
    if page is None:
        raise Refused("no_plan")
    return page


def last_proposals(office: Office, exported: Exported, moment: datetime) -> list[dict[str, Any]] | None:
    """What the last plan proposed, in the terms of a problem as of a moment; none without a plan."""
    with office.store.read() as read:
        last = read.all(KeptPlan)
        if not last:
            return None
        horizon = Horizon(as_of=moment, hours=dict(office.settings.hours))
        return still_proposed(read, last[-1].record, exported, horizon)
