"""Where in the schedule a record stands."""

from __future__ import annotations

from datetime import date

from mutualaid.records.match import Match
from mutualaid.records.schedule import Appointment, Run, Shift
from mutualaid.services.bookings import clock
from mutualaid.services.diary import week_of
from mutualaid.services.office import Office


def day_of_entry(office: Office, *, uid: str) -> date | None:
    """The day of a shift, a hearing, a run or a kept match; none for what is gone or has no day."""
    with office.store.read() as read:
        for kind in (Shift, Appointment):
            for row in read.columns(kind, "starts", uid=uid):
                return clock(row[1]).date()
        for other in (Run, Match):
            for row in read.columns(other, "day", uid=uid):
                day: date | None = row[1]
                return day
    return None


def week_of_entry(office: Office, *, uid: str, days: int) -> date | None:
    """The first day to show so that a record is seen: the Monday of its week, or its day."""
    day = day_of_entry(office, uid=uid)
    return None if day is None else week_of(day) if days == 7 else day
