"""The matching desk's verbs: make a plan, keep what is good, turn down what is not, plan again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import Refused
from mutualaid.records.match import KeptPlan
from mutualaid.services.desk import PlanPage, current_plan
from mutualaid.services.horizon import Horizon
from mutualaid.services.last_plans import keep_plan, still_proposed
from mutualaid.services.moments import local, stamp
from mutualaid.services.office import Office
from mutualaid.services.problem import Exported, build_problem
from mutualaid.services.solving import solve_apart

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
