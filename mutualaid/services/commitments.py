"""What a volunteer is booked for, which of it an absence hits, and her trainings renewed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from mutualaid.records.errors import Refused
from mutualaid.records.kinds import ShiftKind
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.schedule import Shift
from mutualaid.records.time import DateRange
from mutualaid.records.views import Area, Changed
from mutualaid.records.volunteer import Training, Volunteer
from mutualaid.services.bookings import BookingKind, bookings
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading

AHEAD = timedelta(weeks=9)
"""How far ahead bookings are told of."""

SOON = timedelta(days=30)
"""How long before it lapses a training is said to lapse soon."""


class Commitment(NamedTuple):
    """A booking of a volunteer: of a match `code` is its need's and `category` what kind of help, of a shift `shift`
    what it is for. `away` says that it falls into an absence of hers.
    """

    kind: BookingKind
    uid: str
    starts: datetime
    ends: datetime
    code: str = ""
    category: str = ""
    shift: ShiftKind | None = None
    away: bool = False


def commitments_in(
    office: Office, read: Reading, *, volunteer: str, absences: Sequence[DateRange], first: date
) -> list[Commitment]:
    """Her bookings from a day on, the soonest first."""
    found = bookings(read, office.settings, first=first, last=first + AHEAD, volunteers={volunteer})
    told = []
    for one in found:
        away = any(gone.first <= one.ends.date() and one.starts.date() <= gone.last for gone in absences)
        line = Commitment(one.kind, one.uid, one.starts, one.ends, away=away)
        if one.kind is BookingKind.MATCH:
            need = read.get(Need, read.get(Match, one.uid).need)
            line = line._replace(code=need.code, category=need.category)
        elif one.kind is BookingKind.SHIFT:
            line = line._replace(shift=read.get(Shift, one.uid).kind)
        told.append(line)
    return told


def absence_hits(
    office: Office, *, volunteer: str, absences: Sequence[DateRange], first: date | None = None
) -> list[Commitment]:
    """What she is booked for while she would be away, from a day on (today unless said)."""
    with office.store.read() as read:
        found = commitments_in(office, read, volunteer=volunteer, absences=absences, first=first or date.today())
    return [one for one in found if one.away]


def renew_training(office: Office, *, uid: str, skill: str, on: date | None = None) -> Changed:
    """A training was taken again: it holds from a day on (today unless said) for as long as the last time.

    Raises BadInput("record_gone"), Refused("training_unknown").
    """
    day = on or date.today()
    with office.store.write("renew training") as write:
        trainings = write.get(Volunteer, uid).trainings
        same = [one for one in trainings if one.skill == skill]
        if not same:
            raise Refused("training_unknown")
        last = max(same, key=lambda one: one.on)
        until = None if last.expires is None else day + (last.expires - last.on)
        renewed = Training(skill=skill, on=day, expires=until)
        write.change(Volunteer, uid, trainings=[renewed if one == last else one for one in trainings])
    return Changed(frozenset({Area.VOLUNTEERS, Area.SCHEDULE}), (uid,))
