"""The shifts of some days on paper: who stands where, by first name or by code."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from mutualaid.language import labels
from mutualaid.language.catalog import catalog, current_language
from mutualaid.language.formats import format_date, format_date_range, format_list, format_time_range
from mutualaid.papers.roster import RosterDay, roster
from mutualaid.papers.sheet import Sheet
from mutualaid.records.place import Site
from mutualaid.records.schedule import Shift
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.bookings import clock
from mutualaid.services.office import Office


def shift_roster(office: Office, *, first: date, last: date, language: str | None = None, codes: bool = False) -> Sheet:
    """The roster of the shifts that begin between two days, both included. Places that nobody took are open lines."""
    cat = catalog(language or current_language())
    low = datetime.combine(first, time.min).astimezone()
    high = datetime.combine(last, time.max).astimezone()
    with office.store.read() as read:
        shifts = sorted((row.record for row in read.within(Shift, "starts", low, high)), key=lambda one: one.starts)
        wanted = list({uid for shift in shifts for uid in shift.volunteers})
        people = {row.uid: row.record for row in read.all(Volunteer, uid=wanted)}
        sites = {row.record.code: row.record.name for row in read.all(Site)}
    named = {uid: one.code if codes else one.name.split()[0] for uid, one in people.items() if one.name}
    days = []
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        rows = []
        for shift in shifts:
            starts, ends = clock(shift.starts), clock(shift.ends)
            if starts.date() != day:
                continue
            zone = office.zones[shift.zone].name if shift.zone in office.zones else shift.zone
            where = [labels.label(shift.kind, cat), zone, sites.get(shift.site or "", "")]
            coming = [named[uid] for uid in shift.volunteers if uid in named and uid not in shift.cover]
            missing = max(0, shift.people - len(coming))
            if missing:
                coming.append(cat.ntr("{n} still wanted", "{n} still wanted", missing))
            times = format_time_range(starts.time(), ends.time(), cat=cat)
            rows.append((times, " · ".join(filter(None, where)), format_list(coming, cat=cat) if coming else ""))
        if rows:
            days.append(RosterDay(format_date(day, weekday=True, style="full", cat=cat), tuple(rows)))
    title = cat.tr("Shifts, {days}", days=format_date_range(first, last, cat=cat))
    return roster(days, cat, title=title, last=last)
