"""Shifts: stretches of time that want people; add, change, move, remove, and who is on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.place import Site
from mutualaid.records.schedule import Shift, ShiftTemplate
from mutualaid.records.skills import SKILLS
from mutualaid.records.views import Area, Changed
from mutualaid.services.bookings import Task, clock
from mutualaid.services.diary import refuse_clash
from mutualaid.services.office import Office
from mutualaid.store.store import Stored
from mutualaid.store.writing import Writing

SCHEDULE = frozenset({Area.SCHEDULE, Area.VOLUNTEERS})


def shift(office: Office, *, uid: str) -> Stored[Shift]:
    """One shift. Raises BadInput("record_gone")."""
    with office.store.read() as read:
        return Stored(uid, read.get(Shift, uid))


def shift_task(uid: str, record: Shift) -> Task:
    """What a shift asks of somebody who is on it."""
    return Task(clock(record.starts), clock(record.ends), skill=record.skill, besides=frozenset({uid}))


def check_place(office: Office, write: Writing, record: Shift | ShiftTemplate) -> None:
    """Refuse what the tables do not know: BadInput("zone_unknown" | "skill_unknown" | "site_unknown")."""
    if record.zone not in office.zones:
        raise BadInput("zone_unknown")
    if record.skill is not None and record.skill not in SKILLS:
        raise BadInput("skill_unknown")
    if record.site is not None and write.by_code(Site, record.site) is None:
        raise BadInput("site_unknown")


def check_shift(
    office: Office, write: Writing, uid: str, record: Shift, *, people: Collection[str] | None = None
) -> None:
    """Refuse what does not fit: Refused("twice_on_shift" | "volunteer_clash"), and as `check_place`.

    `people` are those who must be free of clashes (none: all who are on); who asked for cover is looked at, too, for
    they stand until somebody takes their place.
    """
    check_place(office, write, record)
    if len(set(record.volunteers)) != len(record.volunteers):
        raise Refused("twice_on_shift")
    for volunteer in record.volunteers if people is None else people:
        refuse_clash(write, office.settings, volunteer=volunteer, task=shift_task(uid, record))


def add_shift(office: Office, *, shift: Shift) -> Changed:
    """Keep a new shift. Raises as `check_shift`."""
    return add_shifts(office, shifts=[shift])


def add_shifts(office: Office, *, shifts: Sequence[Shift]) -> Changed:
    """Keep new shifts, such as one for each area that is canvassed; all of them or none. Raises as `check_shift`."""
    uids: list[str] = []
    with office.store.write("add shift") as write:
        for record in shifts:
            check_shift(office, write, "", record)
            uids.append(write.add(record))
    return Changed(SCHEDULE, tuple(uids))


def change_shift(office: Office, *, uid: str, **fields: object) -> Changed:
    """Change some fields of a shift. Raises as `check_shift`, but only for what is new.

    Somebody who is on it already is looked at again when the time or the skill changes, not when the note does: an
    absence that came since is for cover, and forbids no other change.
    """
    with office.store.write("change shift") as write:
        _change(office, write, uid, **fields)
    return Changed(SCHEDULE, (uid,))


def _change(office: Office, write: Writing, uid: str, **fields: object) -> None:
    before = write.get(Shift, uid)
    after = write.change(Shift, uid, **fields)
    stays = set(after.cover) & set(after.volunteers)
    if stays != set(after.cover):
        after = write.change(Shift, uid, cover=[one for one in after.cover if one in stays])
    same = (before.starts, before.ends, before.skill) == (after.starts, after.ends, after.skill)
    new = [one for one in after.volunteers if not same or one not in before.volunteers]
    check_shift(office, write, uid, after, people=new)


def move_shift(office: Office, *, uid: str, starts: datetime, ends: datetime | None = None) -> Changed:
    """Move a shift; without an end it lasts as long as it did. Raises as `check_shift`."""
    with office.store.write("move shift") as write:
        before = write.get(Shift, uid)
        until = ends if ends is not None else moved_end(before, starts)
        _change(office, write, uid, starts=starts.astimezone(), ends=until.astimezone())
    return Changed(SCHEDULE, (uid,))


def moved_end(record: Shift, starts: datetime) -> datetime:
    """The end of a shift that begins at another time and lasts as long on the clock, whatever the clock skips."""
    return (clock(starts) + (clock(record.ends) - clock(record.starts))).astimezone()


def remove_shift(office: Office, *, uid: str) -> Changed:
    """Take a shift away. Raises BadInput("record_gone")."""
    with office.store.write("remove shift") as write:
        write.remove(Shift, uid)
    return Changed(SCHEDULE, (uid,))


def assign(office: Office, *, uid: str, volunteer: str) -> Changed:
    """Put a volunteer on a shift. Raises as `check_shift`."""
    with office.store.write("assign to shift") as write:
        record = write.get(Shift, uid)
        _change(office, write, uid, volunteers=[*record.volunteers, volunteer])
    return Changed(SCHEDULE, (uid, volunteer))


def unassign(office: Office, *, uid: str, volunteer: str) -> Changed:
    """Take a volunteer off a shift. Raises Refused("not_on_shift")."""
    with office.store.write("take off shift") as write:
        record = write.get(Shift, uid)
        if volunteer not in record.volunteers:
            raise Refused("not_on_shift")
        _change(office, write, uid, volunteers=[one for one in record.volunteers if one != volunteer])
    return Changed(SCHEDULE, (uid, volunteer))
