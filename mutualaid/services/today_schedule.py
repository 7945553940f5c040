"""Hearings and shifts of today and tomorrow, what is not covered first, and the runs of today, as lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from mutualaid.records.household import Household
from mutualaid.records.kinds import MatchState, RunState
from mutualaid.records.need import Need
from mutualaid.records.office import OfficeSettings
from mutualaid.records.schedule import Appointment, Run, Shift
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.bookings import bookings, clock, doubled, people_of
from mutualaid.services.today_lines import LineKind, Mark, Section, SectionKind, TodayLine, section
from mutualaid.services.today_lists import named_volunteers
from mutualaid.store.reading import Reading
from mutualaid.store.stored import Stored

PAIR = 2
"""How many go along to a hearing, unless its need asks for another number."""

_DAY = timedelta(days=1)


def hearings_and_shifts(read: Reading, settings: OfficeSettings, on: date) -> Section:
    """Accompaniments and shifts of today and tomorrow: those without enough people first, then what clashes."""
    low = datetime.combine(on - _DAY, time.min).astimezone()  # a shift may have begun the evening before
    high = datetime.combine(on + _DAY, time.max).astimezone()
    shifts = [row for row in read.within(Shift, "starts", low, high) if clock(row.record.ends).date() >= on]
    held = [row for row in read.within(Appointment, "starts", low, high) if clock(row.record.starts).date() >= on]
    clashing = _clashing(read, settings, on) if shifts or held else set()
    lines = [*_hearings(read, held, clashing), *_shifts(read, shifts, clashing)]
    lines.sort(key=lambda line: (_trouble(line), line.on, line.starts, line.kind, line.uid))
    return section(SectionKind.SCHEDULE, (len(lines), lines))


def _trouble(line: TodayLine) -> int:
    return 0 if Mark.UNCOVERED in line.marks else 1 if Mark.CONFLICT in line.marks else 2


def _clashing(read: Reading, settings: OfficeSettings, on: date) -> set[str]:
    """Records that want somebody who is elsewhere at that time, or away on that day."""
    booked = bookings(read, settings, first=on, last=on + _DAY)
    found = {uid for _who, *pair in doubled(booked) for uid in pair}
    people = {one.volunteer for one in booked}
    rows = read.columns(Volunteer, "absences", "active", uid=people) if people else ()
    away = {uid: absences for uid, absences, active in rows if absences or not active}
    gone = {uid for uid, absences in away.items() if not absences}
    for one in booked:
        days = (one.starts.date(), one.ends.date())
        if one.volunteer in gone or any(
            absence.first <= days[1] and days[0] <= absence.last for absence in away.get(one.volunteer, ())
        ):
            found.add(one.uid)
    return found


def _marks(uid: str, clashing: set[str], missing: int) -> frozenset[Mark]:
    return frozenset(({Mark.UNCOVERED} if missing > 0 else set()) | ({Mark.CONFLICT} if uid in clashing else set()))


def _hearings(read: Reading, held: Iterable[Stored[Appointment]], clashing: set[str]) -> list[TodayLine]:
    rows = list(held)
    named = read.columns(Household, "code", "contact_name", uid={row.record.household for row in rows})
    homes = {uid: (code, name) for uid, code, name in named}
    asked = read.columns(Need, "people", uid={row.record.need for row in rows if row.record.need})
    wanted: dict[str, int] = dict(asked)
    lines = []
    for uid, record in rows:
        going = people_of(read, record)
        of = wanted.get(record.need or "", PAIR)
        code, name = homes.get(record.household, ("", ""))
        starts = clock(record.starts)
        lines.append(
            TodayLine(
                LineKind.HEARING,
                "schedule",
                uid,
                code,
                name,
                on=starts.date(),
                starts=starts.time(),
                ends=clock(record.ends).time(),
                count=len(going),
                of=of,
                who=tuple(named_volunteers(read, going).values()),
                marks=_marks(uid, clashing, of - len(going)),
            )
        )
    return lines


def _shifts(read: Reading, shifts: Iterable[Stored[Shift]], clashing: set[str]) -> list[TodayLine]:
    lines = []
    for uid, record in shifts:
        coming = [who for who in record.volunteers if who not in record.cover]
        starts = clock(record.starts)
        lines.append(
            TodayLine(
                LineKind.SHIFT,
                "schedule",
                uid,
                record.zone,
                what=record.kind.value,
                on=starts.date(),
                starts=starts.time(),
                ends=clock(record.ends).time(),
                count=len(coming),
                of=record.people,
                who=tuple(named_volunteers(read, coming).values()),
                marks=_marks(uid, clashing, record.people - len(coming)),
            )
        )
    return lines


def runs(read: Reading, on: date) -> Section:
    """Runs under way, those of today, and earlier ones that nobody finished; and deliveries that are in no run."""
    unfinished = [state for state in RunState if state is not RunState.DONE]
    rows = [row for row in read.all(Run, state=unfinished)
            if row.record.day <= on or row.record.state is RunState.UNDER_WAY]  # fmt: skip
    rows.sort(key=lambda row: (row.record.state is not RunState.UNDER_WAY, row.record.day, row.record.part, row.uid))
    states = read.due().states_of([stop for row in rows for stop in row.record.stops])
    people = named_volunteers(read, (who for row in rows for who in row.record.volunteers))
    lines = [
        TodayLine(
            LineKind.RUN,
            "schedule",
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
    in_runs = [stop for row in read.all(Run, day=on) for stop in row.record.stops]
    loose = read.due().loose_deliveries(on, in_runs)
    alone = [TodayLine(LineKind.LOOSE, "matching", "", on=on, count=loose)] if loose else []
    return section(SectionKind.RUNS, (len(lines), lines), (len(alone), alone))
