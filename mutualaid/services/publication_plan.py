"""The office's publication plan: reviewed before anything is published, and frozen by the first release."""

from __future__ import annotations

import json
from datetime import date
from typing import NamedTuple

from mutualaid.records.errors import Refused
from mutualaid.records.views import Area, Changed
from mutualaid.services.office import Office
from mutualaid.services.release_ledger import ledger_of
from mutualaid.store.reading import Reading
from mutualaid.summaries.frozen import Frozen
from mutualaid.summaries.ledger import releases_in
from mutualaid.summaries.plan import USUAL_PLAN, Plan, require_plan

_PLAN = "publication_plan"


class PlanState(NamedTuple):
    """The plan that counts; the day on which a release froze it, and that on which it was last looked over, if any."""

    plan: Plan
    frozen_on: date | None
    reviewed_on: date | None


def publication_plan(office: Office) -> PlanState:
    """The plan that releases are made by. Raises Damaged("release_ledger_broken")."""
    with office.store.read() as read:
        return plan_of(read)


def review_plan(office: Office, *, plan: Plan, today: date | None = None) -> Changed:
    """Choose what is published of which periods, which counts from the first release on.

    Raises Refused("release_plan_frozen", on) once there is a release, Refused("release_plan_incomplete", table) and
    Refused("release_table_unlisted", table) for a plan that breaks a rule.
    """
    require_plan(plan)
    with office.store.write("review plan") as write:
        frozen_on = plan_of(write).frozen_on
        if frozen_on is not None:
            raise Refused("release_plan_frozen", on=frozen_on.isoformat())
        kept = {"plan": plan.to_json(), "reviewed_on": (today or date.today()).isoformat()}
        write.set_meta(_PLAN, json.dumps(kept))
    return Changed(frozenset({Area.RELEASES}))


def plan_of(read: Reading) -> PlanState:
    """The same, of one consistent moment."""
    kept = json.loads(read.meta(_PLAN) or "null")
    reviewed_on = None if kept is None else date.fromisoformat(kept["reviewed_on"])
    first = next(iter(releases_in(ledger_of(read))), None)
    if first is not None:
        return PlanState(Frozen.from_json(first.geography).plan, first.created_on, reviewed_on)
    return PlanState(USUAL_PLAN if kept is None else Plan.from_json(kept["plan"]), None, reviewed_on)
