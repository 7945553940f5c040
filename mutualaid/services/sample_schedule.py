"""A sample office's schedule: templates with two weeks made from them, hearings, somebody away, a cover asked for."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

from mutualaid.records.kinds import PLANNABLE, ShiftKind
from mutualaid.records.need import Need
from mutualaid.records.place import Site
from mutualaid.records.schedule import Shift, ShiftTemplate
from mutualaid.records.time import DateRange
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.appointments import add_appointment
from mutualaid.services.bookings import Task, clashes
from mutualaid.services.covering import ask_cover
from mutualaid.services.diary import week_of
from mutualaid.services.office import Office
from mutualaid.services.shift_templates import add_templates, make_week
from mutualaid.services.volunteers import change_volunteer

_PATTERNS = (
    # kind, weekday, from, minutes, people
    (ShiftKind.WATCH, 0, time(8), 120, 2),
    (ShiftKind.WATCH, 2, time(8), 120, 2),
    (ShiftKind.WATCH, 4, time(8), 120, 2),
    (ShiftKind.CANVASS, 2, time(16), 150, 2),
    (ShiftKind.DISTRIBUTION, 5, time(9), 180, 3),
    (ShiftKind.INTAKE, 3, time(17), 120, 2),
)
_HEARINGS = ((1, time(9), 120), (3, time(13, 30), 90), (8, time(8, 30), 150))
"""Days from this week's Monday, when, and for how many minutes."""


def sample_schedule(office: Office, *, seed: int, today: date | None = None) -> None:
    """Add it to an office with sample households and volunteers; the same for the same seed and day."""
    draw = random.Random(seed)  # noqa: S311  invented people are no secret
    monday = week_of(today or date.today())
    with office.store.read() as read:
        people = [row.uid for row in read.all(Volunteer, active=True)]
        sites = sorted(row.record.code for row in read.all(Site))
        open_ones = read.all(Need, category="accompaniment", state=list(PLANNABLE))
    zones = sorted(office.zones)
    patterns = []
    for kind, weekday, starts, minutes, wanted in _PATTERNS:
        site = draw.choice(sites) if kind is ShiftKind.DISTRIBUTION and sites else None
        when = datetime.combine(monday + timedelta(days=weekday), starts)
        task = Task(when, when + timedelta(minutes=minutes))
        usual = _free(office, draw, people, task, soft=True)[:wanted]
        patterns.append(
            ShiftTemplate.checked(
                kind=kind, zone=draw.choice(zones), site=site, weekday=weekday, starts=starts, minutes=minutes,
                people=wanted, volunteers=usual,
            )
        )  # fmt: skip
    made = add_templates(office, templates=patterns).uids
    make_week(office, first=monday)
    make_week(office, first=monday + timedelta(days=7), templates=made[:4])  # the rest is hers to make
    for (ahead, at, minutes), need in zip(_HEARINGS, open_ones, strict=False):
        _hearing(office, draw, people, need.uid, need.record.household, (monday + timedelta(days=ahead), at, minutes))
    _somebody_cannot(office, monday)
    office.history.clear()  # it was there before she began


def _hearing(
    office: Office,
    draw: random.Random,
    people: list[str],
    need: str,
    household: str,
    when: tuple[date, time, int],
) -> None:
    day, at, minutes = when
    starts = datetime.combine(day, at)
    task = Task(starts, starts + timedelta(minutes=minutes), household=household)
    free = _free(office, draw, people, task)
    if len(free) < 3:
        return
    add_appointment(
        office, household=household, need=need, starts=starts, minutes=minutes, place="West courthouse",
        room=str(draw.randrange(101, 320)), meeting_point="Bus stop across the street", pair=free[:2],
        replacement=free[2], call_tree=[free[2], free[0], free[1]],
    )  # fmt: skip


def _free(office: Office, draw: random.Random, people: list[str], task: Task, *, soft: bool = False) -> list[str]:
    """Who could do it, in any order; with `soft` those first who said that they have time then."""
    found: list[tuple[bool, str]] = []
    with office.store.read() as read:
        for who in draw.sample(people, len(people)):
            against = clashes(read, office.settings, volunteer=who, task=task)
            if not any(clash.hard for clash in against):
                found.append((soft and bool(against), who))
    return [who for _late, who in sorted(found, key=lambda one: one[0])]


def _somebody_cannot(office: Office, monday: date) -> None:
    """One asks for cover next week, and one who has a shift then is away."""
    with office.store.read() as read:
        shifts = [row for row in read.all(Shift) if row.record.starts.date() >= monday + timedelta(days=7)]
    staffed = [row for row in shifts if row.record.volunteers]
    if len(staffed) < 2:
        return
    ask_cover(office, uid=staffed[0].uid, volunteer=staffed[0].record.volunteers[0])
    other = staffed[-1].record
    day = other.starts.date()
    change_volunteer(office, uid=other.volunteers[0], absences=[DateRange(first=day, last=day + timedelta(days=2))])
