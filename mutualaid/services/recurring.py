"""Needs that come back: the next one of each series is made when its time has come, once, whoever asks how often."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.household import Household
from mutualaid.records.kinds import CloseReason, ConsentPurpose, NeedState, Recurrence
from mutualaid.records.need import Need
from mutualaid.records.views import Changed
from mutualaid.services.consents import all_refusing
from mutualaid.services.households import add_needs, check_need
from mutualaid.services.need_steps import NEEDS, answers_about
from mutualaid.services.office import Office
from mutualaid.services.recurring_days import Next, Occurrence, next_of
from mutualaid.store.reading import Reading
from mutualaid.store.stored import Stored
from mutualaid.store.writing import Writing

_RETURNING = [Recurrence.WEEKLY, Recurrence.FORTNIGHTLY, Recurrence.MONTHLY]
_MOST_BACK = 12
"""So many needs back a series is looked at for the day of the month that it means: a year holds every length."""


@dataclass(frozen=True)
class Series:
    """What a need's page says of its coming back: the needs before and after it, and what comes after the last."""

    recurrence: Recurrence
    before: Stored[Need] | None
    after: Stored[Need] | None
    last: str
    next: Next | None


def _occurrence(need: Need) -> Occurrence:
    return Occurrence._make(getattr(need, name) for name in Occurrence._fields)


def _earlier(read: Reading, need: Need) -> Iterator[date]:
    """The days of the needs before this one, newest first."""
    for _ in range(_MOST_BACK):
        rows = read.all(Need, uid=need.follows) if need.follows is not None else []
        if not rows:
            return
        need = rows[0].record
        yield _occurrence(need).day


def _coming(read: Reading, need: Need, today: date) -> Next | None:
    earlier = list(_earlier(read, need)) if need.recurrence == Recurrence.MONTHLY else []
    return next_of(_occurrence(need), earlier, today)


def _successor(read: Reading, uid: str) -> Stored[Need] | None:
    return next(iter(read.all(Need, follows=uid)), None)


def _last(read: Reading, uid: str) -> Stored[Need]:
    """The newest need of the series that a need belongs to."""
    seen = {uid}
    row = Stored(uid, read.get(Need, uid))
    while (after := _successor(read, row.uid)) is not None and after.uid not in seen:
        seen.add(after.uid)
        row = after
    return row


def series_in(read: Reading, uid: str, today: date) -> Series | None:
    """The series of a need, none for one that neither comes back nor came back from another."""
    need = read.get(Need, uid)
    last = _last(read, uid)
    if need.follows is None and last.uid == uid and need.recurrence == Recurrence.ONCE:
        return None
    before = read.all(Need, uid=need.follows) if need.follows is not None else []
    return Series(
        recurrence=last.record.recurrence,
        before=before[0] if before else None,
        after=_successor(read, uid),
        last=last.uid,
        next=_coming(read, last.record, today),
    )


def _due(read: Reading, today: date) -> list[str]:
    """The needs whose next one is to be made: those without one, whose time has come, of households that want it."""
    refusing = all_refusing(read, ConsentPurpose.KEEP)
    homes: dict[str, str] = {}
    before: dict[str, str | None] = {}
    places: dict[str, Occurrence] = {}
    for uid, home, follows, *fields in read.columns(
        Need, "household", "follows", *Occurrence._fields, recurrence=_RETURNING
    ):
        homes[uid], before[uid], places[uid] = home, follows, Occurrence._make(fields)
    followed = {follows for follows in before.values() if follows is not None}
    due = []
    for uid, place in places.items():
        if uid in followed or homes[uid] in refusing or not place.goes_on:
            continue
        coming = next_of(place, _days_before(uid, before, places), today)
        if coming is not None and coming.made_on <= today and _successor(read, uid) is None:
            due.append(uid)
    return due


def _days_before(uid: str, before: Mapping[str, str | None], places: Mapping[str, Occurrence]) -> list[date]:
    days: list[date] = []
    while (earlier := before.get(uid)) is not None and earlier in places and len(days) < _MOST_BACK:
        days.append(places[earlier].day)
        uid = earlier
    return days


def make_next(office: Office, *, today: date | None = None) -> Changed:
    """Make the next need of every series whose time has come. What was made once is not made again.

    `Changed.uids` are the new needs'. Nothing is written when nothing is due.
    """
    day = today or date.today()
    with office.store.read() as read:
        due = _due(read, day)
        told = answers_about(read, read.all(Need, uid=due)) if due else None
    if told is None:
        return Changed()
    with office.store.answering(told), office.store.write("make next needs") as write:
        made = [new for uid in due if (new := _make(write, uid, day)) is not None]
    return Changed(NEEDS if made else frozenset(), tuple(made))


def _make(write: Writing, uid: str, today: date) -> str | None:
    """Make what follows a need; none when there is one by now, or it is not its time."""
    rows = write.all(Need, uid=uid)
    if not rows or _successor(write, uid) is not None:
        return None
    need = rows[0].record
    coming = _coming(write, need, today)
    if coming is None or coming.made_on > today:
        return None
    new = _following(write, uid, need, coming)
    try:
        check_need(write, new)
    except BadInput:  # its item is in the catalog no more: a coordinator sees to it, the others do not wait
        return None
    household = write.get(Household, need.household)
    return add_needs(write, need.household, household.code, [new])[0]


def _following(read: Reading, uid: str, need: Need, coming: Next) -> Need:
    """The same need again, whole: what was split off it this time is asked for with it the next."""
    later = coming.day - _occurrence(need).day
    windows = [
        window.model_copy(update={"on": window.on + later}) if window.on is not None else window
        for window in need.windows
    ]
    return Need.checked(
        **need.model_dump()
        | {
            "quantity": min(need.quantity + _split_off(read, uid), 100_000),
            "filled": 0,
            "received_on": coming.made_on,
            "needed_by": coming.day if need.needed_by is not None else None,
            "windows": windows,
            "recurs_from": None,
            "follows": uid,
            "split_of": None,
            "state": NeedState.OPEN,
            "close_reason": None,
            "referred_to": "",
            "hold_until": None,
            "finished_on": None,
        }
    )


def _split_off(read: Reading, uid: str) -> int:
    """Units that were split off a need, and off its parts; what was merged back is counted where it is."""
    units = 0
    for row in read.all(Need, split_of=uid):
        units += row.record.quantity if row.record.close_reason != CloseReason.DUPLICATE else 0
        units += _split_off(read, row.uid)
    return units


def _series_to_change(write: Writing, uid: str, today: date) -> tuple[Stored[Need], Next]:
    last = _last(write, uid)
    coming = _coming(write, last.record, today)
    if coming is None:
        raise Refused("series_is_over")
    return last, coming


def skip_next(office: Office, *, uid: str, today: date | None = None) -> Changed:
    """Leave the next need of a series out; the one after it comes. Raises Refused("series_is_over")."""
    with office.store.write("skip next need") as write:
        last, coming = _series_to_change(write, uid, today or date.today())
        write.change(Need, last.uid, recurs_from=coming.day + timedelta(days=1))
    return Changed(NEEDS, (last.uid, uid))


def stop_series(office: Office, *, uid: str, today: date | None = None) -> Changed:
    """Let the last need that was made be the last of its series. Raises Refused("series_is_over")."""
    with office.store.write("stop series") as write:
        last, _coming_next = _series_to_change(write, uid, today or date.today())
        write.change(Need, last.uid, recurs_until=_occurrence(last.record).day)
    return Changed(NEEDS, (last.uid, uid))
