"""How proposals are put under headings: by how soon, by volunteer, by day; the stops of a run stay together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from mutualaid.desktop.matching.rows import Group, Row, Run, View
from mutualaid.desktop.widgets.choice import fold
from mutualaid.records.kinds import Mode

if TYPE_CHECKING:
    from mutualaid.services.plan_page import Proposal

_Place = tuple[Any, ...]


def grouped(kind: str, pairs: Iterable[tuple[Any, Row]], order: Callable[[Any], Any]) -> list[Group]:
    """Rows gathered by value, groups in order of their values, rows in the order they came."""
    gathered: dict[Any, list[Row]] = {}
    for value, row in pairs:
        gathered.setdefault(value, []).append(row)
    return [Group(kind, value, tuple(gathered[value])) for value in sorted(gathered, key=order)]


def matched(proposals: Iterable[Proposal], view: View) -> list[Group]:
    """Proposals under the headings of a view."""
    rows = [(p, Row(p.need.uid, p)) for p in sorted(proposals, key=_when)]
    if view is View.NEED:
        rows.sort(key=lambda pair: pair[0].need.code)
        return grouped("urgency", [(p.need.urgency, row) for p, row in rows], lambda urgency: -urgency)
    if view is View.DAY:
        days = grouped("day", [(p.day, row) for p, row in rows], lambda day: day or date.max)
        return [group._replace(rows=_with_runs(group.rows, _by_part)) for group in days]
    pairs: list[tuple[Any, Row]] = [(v, row) for p, row in rows for v in p.volunteers or (("", ""),)]
    people = grouped("volunteer", pairs, lambda who: (not who[0], fold(who[1]), who[0]))
    return [group._replace(rows=_with_runs(group.rows, _when)) for group in people]


def _when(proposal: Proposal) -> _Place:
    part = -1 if proposal.part is None else int(proposal.part)
    return proposal.day or date.max, part, proposal.need.zone, proposal.need.code


def _by_part(proposal: Proposal) -> _Place:
    """Within a day: by its parts, in each by volunteer."""
    names = tuple(fold(name) for _uid, name in proposal.volunteers)
    return -1 if proposal.part is None else int(proposal.part), names, proposal.need.zone, proposal.need.code


def _run_of(row: Row) -> _Place | None:
    proposal: Proposal = row.item
    if proposal.need.mode != Mode.DELIVERY or len(proposal.volunteers) != 1 or proposal.day is None:
        return None
    return proposal.volunteers[0], proposal.day, proposal.part, proposal.need.zone


def _with_runs(rows: Sequence[Row], order: Callable[[Proposal], _Place]) -> tuple[Row, ...]:
    """The rows in order, with a head above each run of two stops or more."""
    stops_of = Counter(_run_of(row) for row in rows)

    def place_of(row: Row) -> _Place:
        """The stops of a run stand together, before what else the volunteer does in that zone and part of the day."""
        *first, code = order(row.item)
        run = _run_of(row)
        return *first, run is None or stops_of[run] < 2, code

    found: list[Row] = []
    for place, part in groupby(sorted(rows, key=place_of), key=_run_of):
        stops = tuple(part)
        if place is not None and len(stops) > 1:
            who, day, daypart, zone = place
            run = Run(who, day, daypart, zone, max(stop.item.km[0] if stop.item.km else 0.0 for stop in stops), stops)
            stops = tuple(stop._replace(in_run=True) for stop in stops)
            found.append(Row(f"run:{who[0]}:{day}:{daypart}:{zone}", run))
        found += stops
    return tuple(found)
