"""Undo and redo for everything that changes data, as far back as this sitting goes; erasing is the one exception.

The store tells of each transaction that was kept; taking one back is a transaction too, which the journal tells like
any other. It is refused where somebody went on with what it changed, where something names by now what it had added,
and where a rule would be broken that held before: stock below nothing, a volunteer in two places, a kept match that no
longer fits. Stock is never unwritten: a movement is taken back by its opposite.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.event import Event, ReceivedForm
from mutualaid.records.kinds import LIVE_MATCHES, MovementKind
from mutualaid.records.match import KeptPlan, Match
from mutualaid.records.place import ZoneRecord
from mutualaid.records.schedule import Appointment, Shift
from mutualaid.records.supply import Lot, Movement
from mutualaid.records.views import Area, Changed
from mutualaid.services.areas import areas_of
from mutualaid.services.bookings import bookings, clock, doubled
from mutualaid.services.caps import over_cap
from mutualaid.services.references import is_named
from mutualaid.store.reading import Reading
from mutualaid.store.steps import Step, Steps, Written
from mutualaid.store.texts import Door
from mutualaid.store.writing import Writing

if TYPE_CHECKING:
    from mutualaid.services.office import Office

MOST = 100
"""How many transactions back it goes."""

_OWN_UNDO = (Event, ReceivedForm)
"""Kinds whose verbs have an undo of their own: an event's key that is gone stays gone."""

_MADE_ANEW = (KeptPlan,)
"""Kinds that are made anew from the rest, and are nothing to take back."""

_OPPOSITE = {
    MovementKind.RECEIVED: MovementKind.COUNTED,
    MovementKind.RESERVED: MovementKind.RELEASED,
    MovementKind.RELEASED: MovementKind.RESERVED,
    MovementKind.HANDED_OUT: MovementKind.RETURNED,
    MovementKind.RETURNED: MovementKind.HANDED_OUT,
    MovementKind.SPOILED: MovementKind.COUNTED,
    MovementKind.COUNTED: MovementKind.COUNTED,
    MovementKind.MOVED: MovementKind.MOVED,
}
"""By which kind of movement each is taken back."""


class Undone(NamedTuple):
    """What was taken back (or done again): the verb of it, and what it touched."""

    verb: str
    changed: Changed


@dataclass
class History:
    """What was done since the office was opened, newest last, and what of it was taken back."""

    _done: list[Written] = field(default_factory=list, repr=False)
    _undone: list[Written] = field(default_factory=list, repr=False)
    _heard: list[Written] | None = field(default=None, repr=False)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def heard(self, written: Written) -> None:
        """What the store tells of a transaction that was kept."""
        with self._lock:
            if self._heard is not None:
                self._heard.append(written)
                return
            self._forget(written.steps.forgotten)
            kinds, uids = {step.kind for step in written.steps}, {step.uid for step in written.steps}
            if not written.steps.whole or not kinds.isdisjoint(_OWN_UNDO) or uids & written.steps.forgotten:
                return
            if _to_undo(written.steps) or written.steps.settings is not None:
                self._done.append(written)
                del self._done[:-MOST]
                self._undone.clear()

    def _forget(self, uids: set[str]) -> None:
        """Drop what tells of records that the journal was told to forget: nothing brings those back."""
        if uids:
            for kept in (self._done, self._undone):
                kept[:] = [one for one in kept if uids.isdisjoint(step.uid for step in one.steps)]

    @property
    def last(self) -> Written | None:
        """What `undo` would take back."""
        return self._done[-1] if self._done else None

    @property
    def next(self) -> Written | None:
        """What `redo` would do again."""
        return self._undone[-1] if self._undone else None

    def clear(self) -> None:
        """Forget all of it, at the lock."""
        self._done.clear()
        self._undone.clear()

    def turn(self, office: Office, source: list[Written], target: list[Written], verb: str) -> Undone:
        """Take back the newest of `source`, and keep that as something to take back in `target`."""
        with self._lock:
            if not source:
                raise Refused("nothing_to_undo")
            written = source[-1]
            self._heard = []
            try:
                with office.store.write(f"{verb} {written.verb}", door=Door.OPEN) as write:
                    _reverse(office, write, written.steps)
            finally:
                heard, self._heard = self._heard, None
            source.pop()
            target += [Written(one.seq, written.verb, one.steps) for one in heard[:1]]
            if written.steps.settings is not None:
                with office.store.read() as read:
                    office.settings = read.settings()
        kinds = {step.kind for step in written.steps}
        if ZoneRecord in kinds:
            office.forget_zones()
        areas = areas_of(kinds) | ({Area.SETTINGS} if written.steps.settings is not None else set())
        return Undone(written.verb, Changed(frozenset(areas), tuple(dict.fromkeys(s.uid for s in written.steps))))


def undo(office: Office, *, seq: int | None = None) -> Undone:
    """Take back the last thing that was done; with `seq`, only if that is still the last.

    Raises Refused("nothing_to_undo" | "undo_not_last" | "undo_changed_since" | "undo_no_longer_fits"), and then changes
    nothing.
    """
    history = office.history
    if seq is not None and (history.last is None or history.last.seq != seq):
        raise Refused("undo_not_last")
    return history.turn(office, history._done, history._undone, "undo")


def redo(office: Office) -> Undone:
    """Do again what was last taken back. Raises as `undo`."""
    history = office.history
    return history.turn(office, history._undone, history._done, "redo")


def _to_undo(steps: Iterable[Step]) -> list[Step]:
    return [step for step in steps if step.kind not in _MADE_ANEW]


def _reverse(office: Office, write: Writing, steps: Steps) -> None:
    listed = _to_undo(steps)
    added = {step.uid for step in listed if step.before is None}
    going = {step.uid for step in listed if step.kind is Lot and step.before is None}
    for step in reversed(listed):
        if step.kind is Movement:
            _counter(write, step, going)
        elif step.after is None:
            _again(write, step)
        elif step.before is None:
            _away(write, step, added)
        else:
            _back(write, step)
    _movements_of(write, listed, going)
    if steps.settings is not None:
        was, now = steps.settings
        if write.settings() != now:
            raise Refused("undo_changed_since")
        write.set_settings(was)
    wrong = _standing(office, write, listed)
    if wrong:  # what was wrong before is none of its doing; the snapshot is that of before this transaction
        with office.store.read() as before:
            wrong -= _standing(office, before, listed)
    if wrong:
        raise Refused("undo_no_longer_fits")


def _again(write: Writing, step: Step) -> None:
    assert step.before is not None
    try:
        write.bring_back(step.uid, step.before)
    except BadInput:
        raise Refused("undo_changed_since") from None


def _away(write: Writing, step: Step, added: set[str]) -> None:
    """Remove what was added, if it is as it was left and nothing else names it."""
    assert step.after is not None
    try:
        now = write.get(step.kind, step.uid)
    except BadInput:
        raise Refused("undo_changed_since") from None
    # What a match had reserved is released by now, and movements stay on record: they do not hold it.
    moved = {row.uid for row in write.all(Movement, match=step.uid)} if step.kind is Match else set()
    if now != step.after or is_named(write, step.kind, step.uid, getattr(now, "code", ""), besides=added | moved):
        raise Refused("undo_changed_since")
    write.remove(step.kind, step.uid)


def _back(write: Writing, step: Step) -> None:
    """Give the fields that were changed what they held before."""
    assert step.before is not None
    assert step.after is not None
    try:
        now = write.get(step.kind, step.uid)
    except BadInput:
        raise Refused("undo_changed_since") from None
    names = type(step.before).model_fields
    fields = [name for name in names if getattr(step.before, name) != getattr(step.after, name)]
    if any(getattr(now, name) != getattr(step.after, name) for name in fields):
        raise Refused("undo_changed_since")
    write.change(step.kind, step.uid, **{name: getattr(step.before, name) for name in fields})


def _counter(write: Writing, step: Step, going: set[str]) -> None:
    """Take a movement back by its opposite, unless its lot goes, and it with it."""
    movement = step.after or step.before
    assert isinstance(movement, Movement)
    if movement.lot in going:
        return
    if step.after is None:
        write.bring_back(step.uid, movement)
        return
    fields = {name: getattr(movement, name) for name in Movement.model_fields}
    fields |= {"kind": _OPPOSITE[movement.kind], "units": -movement.units}  # of the same day: so that day's sums hold
    write.add(Movement.checked(**fields))


def _movements_of(write: Writing, listed: list[Step], going: set[str]) -> None:
    """Remove the movements of lots that were removed; one that came since keeps its lot."""
    known = {step.uid for step in listed if step.kind is Movement}
    for lot in going:
        rows = [row.uid for row in write.all(Movement, lot=lot)]
        if not known.issuperset(rows):
            raise Refused("undo_changed_since")
        write.remove_many(Movement, rows)


def _standing(office: Office, read: Reading, listed: list[Step]) -> set[object]:
    """What is wrong by now with the stock, the people and the kept matches that these steps touch."""
    wrong: set[object] = set()
    lots = {record.lot for step in listed for record in step[2:] if isinstance(record, Movement)}
    for lot, (on_hand, free) in (read.stock(lots) if lots else {}).items():
        if min(on_hand, free) < 0:
            wrong.add(("stock", lot))
    wrong |= over_cap(read) if lots else set()
    return wrong | _doubled(office, read, listed) | _unfit(office, read, listed)


def _doubled(office: Office, read: Reading, listed: list[Step]) -> set[object]:
    """Volunteers in two places on the days that these steps touch."""
    days: set[date] = set()
    for step in listed:
        for record in step[2:]:
            if isinstance(record, Shift | Appointment):
                days |= {clock(record.starts).date(), clock(record.ends).date()}
            elif isinstance(record, Match) and record.day is not None:
                days.add(record.day)
    found: set[object] = set()
    for day in days:
        found |= doubled(bookings(read, office.settings, first=day - timedelta(days=1), last=day))
    return found


def _unfit(office: Office, read: Reading, listed: list[Step]) -> set[object]:
    """Kept matches that break a rule, when these steps make or unmake one."""
    if not any(isinstance(record, Match) and record.state in LIVE_MATCHES for s in listed for record in s[2:]):
        return set()
    from mutualaid.services.horizon import Horizon
    from mutualaid.services.moments import local
    from mutualaid.services.problem import conflicts
    from mutualaid.services.problem_tables import read_tables

    tables = read_tables(read, office.zones, office.settings, kept_only=True)
    found = conflicts(office, tables, Horizon(as_of=local(None), hours=dict(office.settings.hours)))
    return {uid for uid, conflict in found.items() if conflict.rule != "time"}  # what is past was past before
