"""Runs for the sample office: gathered from what was accepted, one of them confirmed, so that its papers tell where."""

from __future__ import annotations

from datetime import date, timedelta

from mutualaid.records.errors import Refused
from mutualaid.records.kinds import RunState
from mutualaid.services.horizon import DAYS
from mutualaid.services.office import Office
from mutualaid.services.run_stops import mark_stop
from mutualaid.services.run_views import StopFailure
from mutualaid.services.runs import confirm_run, plan_runs, run, runs, start_run


def sample_runs(office: Office, *, today: date | None = None) -> None:
    """Gather the week's runs, and confirm the one with most stops; where that is today, it is under way."""
    first = today or date.today()
    last = first + timedelta(days=DAYS - 1)
    plan_runs(office, day=first, until=last)
    for line in sorted(runs(office, first=first, last=last), key=lambda line: (-line.stops, line.day, line.code)):
        try:
            confirm_run(office, uid=line.uid)
        except Refused:  # a stop that does not hold any more
            continue
        if line.day == first:
            _under_way(office, line.uid)
        return


def _under_way(office: Office, uid: str) -> None:
    start_run(office, uid=uid)
    stops = run(office, uid=uid).stops
    if len(stops) > 1:
        mark_stop(office, run=uid, match=stops[0].match, done=False, failure=StopFailure.NOBODY_HOME)
    assert run(office, uid=uid).state is RunState.UNDER_WAY
