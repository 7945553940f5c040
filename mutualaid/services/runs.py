"""Delivery runs: gathered from what was accepted, put in order, moved about, confirmed, and driven.

A run is the deliveries of the same people in the same part of a day. Addresses leave the laptop from the moment that it
is confirmed, and no earlier: until then somebody may still say no.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.kinds import LIVE_MATCHES, ConsentPurpose, Daypart, MatchState, NeedState, RunState
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.place import Site
from mutualaid.records.schedule import Run
from mutualaid.records.views import Changed
from mutualaid.services.areas import WORK
from mutualaid.services.bookings import ClashKind, Task, clashes, hours_of
from mutualaid.services.consents import refused
from mutualaid.services.horizon import Horizon
from mutualaid.services.matches import unwelcome
from mutualaid.services.moments import local
from mutualaid.services.office import Office
from mutualaid.services.problem import conflicts
from mutualaid.services.problem_tables import read_tables
from mutualaid.services.run_gathering import deliveries, gather_in
from mutualaid.services.run_reading import put_in_order, read_rows, read_run, run_lines
from mutualaid.services.run_views import RunLine, RunPage
from mutualaid.store.store import Stored
from mutualaid.store.writing import Writing

TO_COME = (RunState.PLANNED, RunState.CONFIRMED)
"""Runs that have not left yet."""


def plan_runs(office: Office, *, day: date, part: Daypart | None = None, until: date | None = None) -> Changed:
    """Gather the accepted deliveries of a day (of one part of it; of every day `until` another) into runs.

    Done again, it changes nothing but what is new: what was accepted since joins, what was called off leaves, and a run
    without a stop goes. A run that more stops join has to be confirmed again; one that is under way takes none.
    """
    with office.store.write("plan runs") as write:
        days = range(((until or day) - day).days + 1)
        return Changed(WORK, tuple(gather_in(office, write, [(day + timedelta(days=ahead), part) for ahead in days])))


def deliveries_left(office: Office, *, first: date, last: date) -> int:
    """How many accepted deliveries between two days are in no run yet."""
    with office.store.read() as read:
        days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
        gathered = {stop for row in read.all(Run, day=days) for stop in row.record.stops}
        return sum(uid not in gathered for day in days for uids in deliveries(read, day).values() for uid in uids)


def runs(office: Office, *, first: date, last: date) -> list[RunLine]:
    """The runs from one day to another, both included."""
    with office.store.read() as read:
        return run_lines(read, [(row.uid, row.record) for row in read.within(Run, "day", first, last)])


def run(office: Office, *, uid: str) -> RunPage:
    """One run with its stops, its load and its way. Raises BadInput("record_gone")."""
    with office.store.read() as read:
        return read_run(office, read, uid)


def reorder(office: Office, *, uid: str, stops: Sequence[str] | None = None) -> Changed:
    """Put a run's stops in this order; none: in the best one. Stops that a failure or a handing over ended may move
    too. Raises BadInput("run_stops_differ") when they are not the run's, Refused("run_is_over").
    """
    with office.store.write("reorder run") as write:
        record = _going(write, uid)
        if stops is None:
            rows = read_rows(write, record.stops)
            over = [stop for stop in record.stops if rows.matches[stop].state not in LIVE_MATCHES]
            left = [stop for stop in record.stops if stop not in over]
            stops = [*over, *put_in_order(office, rows, record, left)]
        if sorted(stops) != sorted(record.stops):
            raise BadInput("run_stops_differ")
        write.change(Run, uid, stops=list(stops))
    return Changed(WORK, (uid,))


def change_run(office: Office, *, uid: str, **fields: Any) -> Changed:
    """Set when a run leaves (`starts`, none: at the beginning of its part of the day), the `site` where it starts
    (none: where most of it lies) or its `note`.

    Raises Refused("run_is_over"), BadInput("site_unknown"), BadInput("run_starts_outside") for a time outside its part
    of the day.
    """
    assert fields.keys() <= {"starts", "site", "note"}
    with office.store.write("change run") as write:
        record = _going(write, uid)
        begins, ends = office.settings.hours[record.part]
        starts: time | None = fields.get("starts")
        if starts is not None and not begins <= starts < ends:
            raise BadInput("run_starts_outside")
        if fields.get("site") is not None and write.by_code(Site, fields["site"]) is None:
            raise BadInput("site_unknown")
        write.change(Run, uid, **fields)
    return Changed(WORK, (uid,))


def _going(write: Writing, uid: str) -> Run:
    record = write.get(Run, uid)
    if record.state == RunState.DONE:
        raise Refused("run_is_over")
    return record


def live_stop(write: Writing, run: Run, match: str) -> Match:
    """A stop that nothing has come of yet. Raises BadInput("run_stops_differ"), Refused("match_is_finished")."""
    if match not in run.stops:
        raise BadInput("run_stops_differ")
    record = write.get(Match, match)
    if record.state not in LIVE_MATCHES:
        raise Refused("match_is_finished")
    return record


def move_stop(office: Office, *, run: str, match: str, to: str | None = None, volunteer: str | None = None) -> Changed:
    """Give a stop to another run, or to another volunteer at the same time; she has not been asked yet.

    Raises Refused("stop_cannot_move_...") with the rule that stands in the way (`CLASH_CODES`, `RULE_CODES`),
    Refused("run_is_over") and Refused("match_is_finished").
    """
    assert (to is None) != (volunteer is None)
    with office.store.write("move stop") as write:
        record = _going(write, run)
        moved = live_stop(write, record, match)
        target = _going(write, to) if to is not None else None
        if target is not None and target.state not in TO_COME:
            raise Refused("run_is_over")
        people = list(target.volunteers) if target is not None else [str(volunteer)]
        day, part = (target.day, target.part) if target is not None else (record.day, record.part)
        _rebook(office, write, {match: moved}, people=people, day=day, part=part)
        touched = gather_in(office, write, [(record.day, record.part), (day, part)])
    return Changed(WORK, tuple(dict.fromkeys([run, match, *touched])))


def move_run(office: Office, *, uid: str, day: date, part: Daypart) -> Changed:
    """Move a run that has not left to another time; its people are to be asked again. A run that they have then already
    takes its stops in. Raises Refused("stop_cannot_move_..."), Refused("run_is_over" | "run_has_left").
    """
    with office.store.write("move run") as write:
        record = _going(write, uid)
        if record.state not in TO_COME:
            raise Refused("run_has_left")
        if (record.day, record.part) == (day, part):
            return Changed()
        rows = write.all(Match, uid=list(record.stops))
        live = {row.uid: row.record for row in rows if row.record.state in LIVE_MATCHES}
        if len(live) < len(rows):
            raise Refused("run_has_left")
        _rebook(office, write, live, people=list(record.volunteers), day=day, part=part)
        there = [row for row in write.all(Run, day=day) if row.record.part == part and row.record.state in TO_COME]
        if not any(set(row.record.volunteers) == set(record.volunteers) for row in there):
            write.change(Run, uid, day=day, part=part, starts=None, state=RunState.PLANNED, confirmed_on=None)
        touched = gather_in(office, write, [(record.day, record.part), (day, part)])
    return Changed(WORK, tuple(dict.fromkeys([uid, *live, *touched])))


CLASH_CODES = {
    ClashKind.CONSENT: "stop_cannot_move_consent",
    ClashKind.EXCLUDED: "stop_cannot_move_excluded",
    ClashKind.SKILL: "stop_cannot_move_skill",
}
"""By what forbids it; everything else is that she cannot come then."""

RULE_CODES = {
    "load": "stop_cannot_move_room",
    "stops": "stop_cannot_move_room",
    "busy": "stop_cannot_move_area",
    "distance": "stop_cannot_move_area",
    "time": "stop_cannot_move_time",
    "shifts": "stop_cannot_move_time",
    "excluded": "stop_cannot_move_excluded",
    "skill": "stop_cannot_move_skill",
    "language": "stop_cannot_move_language",
    "interpreter": "stop_cannot_move_language",
    "calls": "stop_cannot_move_language",
    "expiry": "stop_cannot_move_expiry",
}
"""By the engine's rule; a rule without a code of its own is told as "stop_cannot_move"."""


def _rebook(
    office: Office,
    write: Writing,
    matches: Mapping[str, Match],
    *,
    people: Sequence[str],
    day: date,
    part: Daypart,
) -> None:
    """Give live matches to other people or another time, if the rules of the engine and of the office let them."""
    _refuse_clashes(office, write, matches, people, day, part)
    changed = {uid: _with(match, people, day, part) for uid, match in matches.items()}
    _refuse_broken(office, write, changed)
    for uid, match in matches.items():
        write.change(Match, uid, volunteers=list(people), day=day, part=part, state=MatchState.ACCEPTED, asked_on=None)
        if write.get(Need, match.need).state == NeedState.SCHEDULED:
            write.change(Need, match.need, state=NeedState.MATCHED)


def _with(match: Match, people: Sequence[str], day: date, part: Daypart) -> Match:
    fields = {name: getattr(match, name) for name in Match.model_fields}
    return Match.checked(**fields | {"volunteers": list(people), "day": day, "part": part})


def _refuse_clashes(
    office: Office, write: Writing, matches: Mapping[str, Match], people: Collection[str], day: date, part: Daypart
) -> None:
    starts, ends = hours_of(day, part, office.settings.hours)
    homes = {write.get(Need, match.need).household for match in matches.values()}
    for home in sorted(homes):
        if refused(write, home, ConsentPurpose.SHARE):
            raise Refused("stop_cannot_move_consent")
        task = Task(starts, ends, household=home, besides=frozenset(matches))
        for one in people:
            for clash in clashes(write, office.settings, volunteer=one, task=task):
                # Matches of one part of a day are one run, whose rules are the engine's.
                if clash.hard and not (clash.booking is not None and clash.booking.kind == "match"):
                    raise Refused(CLASH_CODES.get(clash.kind, "stop_cannot_move_time"))


def _refuse_broken(office: Office, write: Writing, changed: Mapping[str, Match]) -> None:
    """Refuse what breaks a rule of the engine that held before."""
    tables = read_tables(write, office.zones, office.settings)
    horizon = Horizon(as_of=local(None), hours=dict(office.settings.hours))
    before = conflicts(office, tables, horizon)
    after = [Stored(row.uid, changed.get(row.uid, row.record)) for row in tables.matches]
    for uid, conflict in sorted(conflicts(office, replace(tables, matches=after), horizon).items()):
        if uid in changed or uid not in before:
            raise Refused(RULE_CODES.get(conflict.rule, "stop_cannot_move"))


def confirm_run(office: Office, *, uid: str) -> Changed:
    """Everybody said yes to all of it: its stops are scheduled, and papers may tell addresses.

    Raises Refused("run_is_over" | "run_has_left" | "run_is_empty"), Refused("run_stops_unfit", stops) when some of its
    stops break a rule by now.
    """
    with office.store.write("confirm run") as write:
        record = _going(write, uid)
        if record.state == RunState.UNDER_WAY:
            raise Refused("run_has_left")
        live = [row for row in write.all(Match, uid=list(record.stops)) if row.record.state in LIVE_MATCHES]
        if not live:
            raise Refused("run_is_empty")
        tables = read_tables(write, office.zones, office.settings)
        horizon = Horizon(as_of=local(None), hours=dict(office.settings.hours))
        broken = conflicts(office, tables, horizon)
        unfit = [row.uid for row in live if row.uid in broken and broken[row.uid].rule != "time"]
        if unfit:
            raise Refused("run_stops_unfit", stops=len(unfit))
        for row in live:
            write.change(Match, row.uid, state=MatchState.CONFIRMED)
            if write.get(Need, row.record.need).state == NeedState.MATCHED:
                write.change(Need, row.record.need, state=NeedState.SCHEDULED)
        write.change(Run, uid, state=RunState.CONFIRMED, confirmed_on=date.today())
    return Changed(WORK, (uid, *(row.uid for row in live)))


def start_run(office: Office, *, uid: str) -> Changed:
    """The run left. Raises Refused("run_not_confirmed" | "run_is_over"), Refused("run_stops_unfit", stops) when a
    household said no since it was confirmed.
    """
    with office.store.write("start run") as write:
        record = _going(write, uid)
        if record.state == RunState.PLANNED:
            raise Refused("run_not_confirmed")
        live = write.all(Match, uid=list(record.stops), state=list(LIVE_MATCHES))
        if unfit := sum(bool(unwelcome(write, row.record)) for row in live):
            raise Refused("run_stops_unfit", stops=unfit)
        write.change(Run, uid, state=RunState.UNDER_WAY)
    return Changed(WORK, (uid,))


def finish_run(office: Office, *, uid: str) -> Changed:
    """The run is over. Raises Refused("run_stops_left", stops) while something is to come of a stop."""
    with office.store.write("finish run") as write:
        record = _going(write, uid)
        left = write.count(Match, uid=list(record.stops), state=list(LIVE_MATCHES))
        if left:
            raise Refused("run_stops_left", stops=left)
        write.change(Run, uid, state=RunState.DONE)
    return Changed(WORK, (uid,))
