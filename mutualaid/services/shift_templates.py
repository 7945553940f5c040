"""Shift templates: shifts that come back every week, and the week that is made from them once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mutualaid.records.errors import Refused
from mutualaid.records.schedule import Shift, ShiftTemplate
from mutualaid.records.views import Area, Changed
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.bookings import Clash, ClashKind, clashes, clock
from mutualaid.services.diary import week_of
from mutualaid.services.office import Office
from mutualaid.services.shifts import SCHEDULE, check_place, shift_task
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored
from mutualaid.store.writing import Writing

_AREA = frozenset({Area.SCHEDULE})
_NEAR = timedelta(days=3, hours=12)
"""A shift that was moved is still its week's: it is nearest to the time that the template means."""


@dataclass(frozen=True)
class ToMake:
    """A shift that `make_week` would add, and who of its usual people would be left out, and why."""

    template: str
    shift: Shift
    left_out: tuple[Clash, ...] = ()


def templates(office: Office) -> list[Stored[ShiftTemplate]]:
    """All templates by weekday and time, those that rest among them."""
    with office.store.read() as read:
        return sorted(read.all(ShiftTemplate), key=lambda row: (row.record.weekday, row.record.starts, row.uid))


def _check(office: Office, write: Writing, record: ShiftTemplate) -> None:
    check_place(office, write, record)
    if len(set(record.volunteers)) != len(record.volunteers):
        raise Refused("twice_on_shift")
    for volunteer in record.volunteers:
        write.get(Volunteer, volunteer)


def add_templates(office: Office, *, templates: Sequence[ShiftTemplate]) -> Changed:
    """Keep new templates, such as one for each area that is canvassed; all of them or none.

    Raises BadInput("zone_unknown" | "skill_unknown" | "site_unknown" | "record_gone"), Refused("twice_on_shift").
    """
    with office.store.write("add template") as write:
        for record in templates:
            _check(office, write, record)
        return Changed(_AREA, tuple(write.add_many(templates)))


def change_template(office: Office, *, uid: str, **fields: object) -> Changed:
    """Change some fields of a template; shifts that were made from it stay as they are. Raises as `add_templates`."""
    with office.store.write("change template") as write:
        _check(office, write, write.change(ShiftTemplate, uid, **fields))
    return Changed(_AREA, (uid,))


def remove_template(office: Office, *, uid: str) -> Changed:
    """Take a template away; shifts that were made from it stay, and belong to none."""
    with office.store.write("remove template") as write:
        made = [row.uid for row in write.all(Shift, template=uid)]
        for shift in made:
            write.change(Shift, shift, template=None)
        write.remove(ShiftTemplate, uid)
    return Changed(_AREA, (uid, *made))


def _to_make(read: Reading, first: date) -> list[ToMake]:
    monday = week_of(first)
    found: list[ToMake] = []
    for row in read.all(ShiftTemplate, active=True):
        record = row.record
        starts = datetime.combine(monday + timedelta(days=record.weekday), record.starts)
        made = read.all(Shift, template=row.uid)
        if any(abs(clock(one.record.starts) - starts) < _NEAR for one in made):
            continue
        found.append(ToMake(row.uid, _shift_of(row, starts)))
    return sorted(found, key=lambda one: (one.shift.starts, one.shift.ends, one.template))


def _shift_of(row: Stored[ShiftTemplate], starts: datetime) -> Shift:
    record = row.record
    same = {name: getattr(record, name) for name in ("kind", "zone", "site", "people", "skill", "volunteers", "note")}
    ends = starts + timedelta(minutes=record.minutes)
    return Shift.checked(**same, template=row.uid, starts=starts.astimezone(), ends=ends.astimezone())


def to_make(office: Office, *, first: date) -> list[ToMake]:
    """What `make_week` would add to the week of a day, in order of time, and who would be left out of it."""
    with office.store.read() as read:
        booked: dict[str, list[Shift]] = {}
        return [_free_of_clashes(office, read, one, booked) for one in _to_make(read, first)]


def _free_of_clashes(office: Office, read: Reading, one: ToMake, booked: dict[str, list[Shift]]) -> ToMake:
    """Leave out who cannot come. `booked` are the shifts that come with it, by who is on them."""
    task, out = shift_task("", one.shift), []
    for volunteer in one.shift.volunteers:
        hard = next((c for c in clashes(read, office.settings, volunteer=volunteer, task=task) if c.hard), None)
        beside = [
            other
            for other in booked.get(volunteer, ())
            if other.starts < one.shift.ends and one.shift.starts < other.ends
        ]
        if hard is not None:
            out.append(hard)
        elif beside:
            out.append(Clash(ClashKind.BUSY, volunteer))
        else:
            booked.setdefault(volunteer, []).append(one.shift)
    gone = {clash.volunteer for clash in out}
    kept = [volunteer for volunteer in one.shift.volunteers if volunteer not in gone]
    same = {name: getattr(one.shift, name) for name in Shift.model_fields}
    return ToMake(one.template, Shift.checked(**(same | {"volunteers": kept})), tuple(out))


def make_week(office: Office, *, first: date, templates: Collection[str] | None = None) -> Changed:
    """Add the week's shifts from the templates (from those only, when given), each once however often it is asked for.

    Usual people whom a clash forbids are left out, and their place is open. Nothing to add changes nothing.
    """
    uids: list[str] = []
    with office.store.write("make week") as write:
        wanted = [one for one in _to_make(write, first) if templates is None or one.template in templates]
        for one in wanted:  # each is looked at beside those before it
            uids.append(write.add(_free_of_clashes(office, write, one, {}).shift))  # noqa: PERF401
    return Changed(SCHEDULE, tuple(uids))
