"""Hearings and shifts of today and tomorrow, what is not covered first, and the runs of today, as lines."""

from __future__ import annotations

from datetime import date, timedelta

from mutualaid.records.household import Household
from mutualaid.records.kinds import MatchState, RunState
from mutualaid.records.schedule import Run
from mutualaid.services.office import Office
from mutualaid.services.today_lines import LineKind, Mark, Section, SectionKind, TodayLine, Who, section
from mutualaid.services.today_lists import named_volunteers
from mutualaid.services.week import Entry, EntryKind, week_in
from mutualaid.store.reading import Reading

_DAY = timedelta(days=1)

_KINDS = {
    EntryKind.HEARING: LineKind.HEARING,
    EntryKind.SHIFT: LineKind.SHIFT,
    EntryKind.RUN: LineKind.RUN_CLASH,
    EntryKind.TASK: LineKind.TASK_CLASH,
}

_PAGES = {EntryKind.RUN: "runs", EntryKind.TASK: "matching"}
"""Where an entry is worked on; the others in the schedule."""


def hearings_and_shifts(office: Office, read: Reading, on: date) -> Section:
    """Hearings and shifts of today and tomorrow: those without enough people first, then what clashes by now.

    Runs and other tasks are among them only where somebody of theirs is elsewhere or away.
    """
    page = week_in(office, read, first=on, days=2)
    listed = (EntryKind.HEARING, EntryKind.SHIFT)
    entries = [one for one in page.entries if one.kind in listed or one.forbidden]
    people = named_volunteers(read, (who for one in entries for who in one.people))
    rows = read.columns(Household, "contact_name", uid={one.household for one in entries if one.household})
    names: dict[str, str] = dict(rows)
    lines = [_line(one, people, names) for one in sorted(entries, key=_trouble)]
    return section(SectionKind.SCHEDULE, (len(lines), lines))


def _trouble(one: Entry) -> int:
    return 0 if one.missing else 1 if one.forbidden else 2


def _line(one: Entry, people: dict[str, Who], names: dict[str, str]) -> TodayLine:
    coming = [who for who in one.people if who not in one.cover]
    marks = {Mark.UNCOVERED} if one.missing else set()
    return TodayLine(
        _KINDS[one.kind],
        _PAGES.get(one.kind, "schedule"),
        one.uid,
        one.zones[0] if one.kind is EntryKind.SHIFT else one.code,
        names.get(one.household, ""),
        what=one.shift.value if one.shift is not None else one.category,
        on=one.starts.date(),
        starts=one.starts.time(),
        ends=one.ends.time(),
        count=len(coming),
        of=one.wanted,
        who=tuple(people[who] for who in coming if who in people),
        marks=frozenset(marks | ({Mark.CONFLICT} if one.forbidden else set())),
    )


def runs(read: Reading, on: date) -> Section:
    """Runs under way, those of today and tomorrow, earlier ones that nobody finished; and deliveries in no run."""
    unfinished = [state for state in RunState if state is not RunState.DONE]
    rows = [row for row in read.all(Run, state=unfinished)
            if row.record.day <= on + _DAY or row.record.state is RunState.UNDER_WAY]  # fmt: skip
    rows.sort(key=lambda row: (row.record.state is not RunState.UNDER_WAY, row.record.day, row.record.part, row.uid))
    states = read.due().states_of([stop for row in rows for stop in row.record.stops])
    people = named_volunteers(read, (who for row in rows for who in row.record.volunteers))
    lines = [
        TodayLine(
            LineKind.RUN,
            "runs",
            row.uid,
            row.record.code,
            what=row.record.state.value,
            on=row.record.day,
            part=row.record.part,
            starts=row.record.starts,
            count=sum(states.get(stop) in (MatchState.DONE, MatchState.FAILED) for stop in row.record.stops),
            of=len(row.record.stops),
            who=tuple(people[who] for who in row.record.volunteers if who in people),
            marks=frozenset({Mark.PAST} if row.record.day < on else ()),
        )
        for row in rows
    ]
    days = [on, on + _DAY]
    in_runs = [stop for row in read.all(Run, day=days) for stop in row.record.stops]
    left = [(day, read.due().loose_deliveries(day, in_runs)) for day in days]
    alone = [TodayLine(LineKind.LOOSE, "runs", "", on=day, count=count) for day, count in left if count]
    return section(SectionKind.RUNS, (len(lines), lines), (len(alone), alone))
