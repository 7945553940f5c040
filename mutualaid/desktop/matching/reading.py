"""What the matching page reads in one go, on a reader thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutualaid.desktop.matching.state import Seen
from mutualaid.desktop.needs.state import Names
from mutualaid.records.kinds import PLANNABLE, MatchState
from mutualaid.records.views import NeedFilter

if TYPE_CHECKING:
    from mutualaid.services.office import Office

_KEPT = (MatchState.PINNED, MatchState.ACCEPTED, MatchState.CONFIRMED)


def read_matching(office: Office) -> Seen:
    """The last plan with all that the page says about it; counts for the empty page without one."""
    from mutualaid.services import needs, supplies, volunteers
    from mutualaid.services.changes import plan_changes
    from mutualaid.services.desk import current_plan
    from mutualaid.services.matches import match_lines
    from mutualaid.services.plan_age import changed_since_plan
    from mutualaid.services.turned_down import turned_down

    names = Names(
        {code: zone.name for code, zone in office.zones.items()},
        {row.record.code: (row.record.name_en, row.record.name_es) for row in supplies.items(office)},
    )
    sites = {row.record.code: row.record.name for row in supplies.sites(office)}
    plan = current_plan(office)
    if plan is None:
        return Seen(
            names=names,
            waiting=len(needs.need_ids(office, filter=NeedFilter(states=frozenset(PLANNABLE)))),
            volunteers=sum(line.active for line in volunteers.volunteer_lines(office)),
            lots=sum(line.free > 0 for line in supplies.lot_lines(office)),
        )
    finished = match_lines(office, states=[MatchState.DONE]) if any(p.stale for p in plan.proposals) else []
    kept = {line.uid: line for line in match_lines(office, states=_KEPT)} if plan.conflicts else {}
    return Seen(
        plan=plan,
        names=names,
        sites=sites,
        done=frozenset((line.need, line.day, line.part) for line in finished),
        changed=changed_since_plan(office),
        changes=plan_changes(office),
        rules=tuple(turned_down(office)),
        broken=tuple((c, kept[c.match]) for c in plan.conflicts if c.match in kept),
    )
