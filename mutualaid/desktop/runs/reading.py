"""What the windows of runs read, on a reader thread: this module alone asks the services."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mutualaid.desktop.needs.state import Names
from mutualaid.services.run_views import RunLine, RunPage

if TYPE_CHECKING:
    from mutualaid.services.office import Office

DAYS_BACK, DAYS_AHEAD = 7, 21
"""How far the list of runs goes."""


@dataclass(frozen=True)
class SeenRuns:
    """The list of runs around today, and how many accepted deliveries of the days to come are in none."""

    lines: tuple[RunLine, ...] = ()
    left: int = 0


@dataclass(frozen=True)
class SeenRun:
    """A run, the names of zones, runs that a stop could go to, volunteers (uid, name) that could drive, and sites."""

    page: RunPage
    names: Names = field(default_factory=Names)
    others: tuple[RunLine, ...] = ()
    volunteers: tuple[tuple[str, str], ...] = ()
    sites: tuple[tuple[str, str], ...] = ()


def read_runs(office: Office, today: date) -> SeenRuns:
    """The runs from a week ago to three weeks ahead."""
    from mutualaid.services.runs import deliveries_left, runs

    last = today + timedelta(days=DAYS_AHEAD)
    lines = runs(office, first=today - timedelta(days=DAYS_BACK), last=last)
    return SeenRuns(tuple(lines), deliveries_left(office, first=today, last=last))


def read_run(office: Office, uid: str) -> SeenRun:
    """One run with what can be done about it."""
    from mutualaid.records.kinds import RunState
    from mutualaid.services.runs import run, runs
    from mutualaid.services.supplies import sites
    from mutualaid.services.volunteers import volunteer_lines

    page = run(office, uid=uid)
    to_come = (RunState.PLANNED, RunState.CONFIRMED)
    near = runs(office, first=page.day - timedelta(days=1), last=page.day + timedelta(days=7))
    going = {one.uid for one in page.volunteers}
    able = [line for line in volunteer_lines(office) if line.active and "deliveries" in line.skills]
    return SeenRun(
        page=page,
        names=Names({code: zone.name for code, zone in office.zones.items()}),
        others=tuple(line for line in near if line.uid != uid and line.state in to_come),
        volunteers=tuple((line.uid, line.name) for line in able if line.uid not in going),
        sites=tuple((row.record.code, row.record.name) for row in sites(office) if row.record.active),
    )
