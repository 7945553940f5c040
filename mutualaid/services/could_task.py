"""Who could do something that is described: a shift, an accompaniment, a free wish; rules, and clock times beside."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time
from typing import Any

from mutualaid.matching.wish import Wish, forbidden
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.bookings import (
    Booking,
    Clash,
    Task,
    against,
    barred,
    bookings,
    days_around,
    home_of,
)
from mutualaid.services.candidates import Candidate, Rows, Wanted, people_rows, speaks_for, tables_of
from mutualaid.services.horizon import Horizon
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored


class TaskSearch:
    """Who could do something that is described."""

    def __init__(self, office: Office, read: Reading, wanted: Wanted) -> None:
        self.wanted, self.read, self.task = wanted, read, wanted.task
        begins = wanted.when[0].date() if wanted.when is not None else date.today()
        self.horizon = Horizon(as_of=datetime.combine(begins, time.min), hours=dict(office.settings.hours))
        self.tables = tables_of(office, read, [], (begins, begins))
        self.home = home_of(read, wanted.household)
        people = people_rows(self.tables, self.horizon)
        self.problem = Rows(office, self.horizon, [self._row(office)], people).problem()
        self.booked: dict[str, list[Booking]] = defaultdict(list)
        first, last = days_around(self.task or Task(self.horizon.as_of, self.horizon.as_of))
        for booking in bookings(read, office.settings, first=first, last=last):
            self.booked[booking.volunteer].append(booking)

    def _row(self, office: Office) -> dict[str, Any]:
        """What is described as a service that may be done at any time: the clock is looked at beside."""
        wanted = self.wanted
        return {
            "id": "need", "household": wanted.household or "-", "zone": wanted.zone or office.settings.zone,
            "kind": "service", "urgency": 1, "waiting_days": 0, "slots": list(self.horizon.slots), "group": "-",
            "item": None, "substitutes": [], "quantity": 0, "diet": [], "kg": 0, "people": 1, "skill": wanted.skill,
            "languages": sorted(wanted.languages), "access": [], "trust": wanted.trust, "seats": wanted.seats,
            "exclude": [],
        }  # fmt: skip

    def candidates(self) -> list[Candidate]:
        """Every active volunteer who is not in it already."""
        return [
            self._candidate(number, one)
            for number, one in enumerate(self.tables.volunteers)
            if one.uid not in self.wanted.without
        ]

    def _candidate(self, number: int, one: Stored[Volunteer]) -> Candidate:
        aside = {"time", "shifts", *(() if self.wanted.zone is not None else ("distance",))}
        rules = [rule for rule in forbidden(self.problem, [], Wish(0, volunteer=number)) if rule["rule"] not in aside]
        booked = self.booked[one.uid]
        clashes = self._clashes(one, booked)
        rules = [rule for rule in rules if rule["rule"] != "skill"] if self.task is not None else rules
        reasons = speaks_for(self.problem, number)
        away = None
        if self.wanted.zone is not None:
            away = self.problem.km[self.problem.volunteers[number].zone][self.problem.needs[0].zone]
            reasons.append({"for": "near", "km": away})
        if self.task is not None and not clashes:
            reasons.append({"for": "free_then"})
        tasks = len({(one.kind, one.starts) for one in booked if one.uid not in self.wanted.besides})
        code, name = one.record.code, one.record.name
        return Candidate(one.uid, code, name, tuple(reasons), tuple(clashes), tasks, tuple(rules), (), away)

    def _clashes(self, one: Stored[Volunteer], booked: list[Booking]) -> list[Clash]:
        if self.task is not None:
            return against(one.uid, one.record, self.task, booked, self.home)
        return list(barred(one.uid, one.record, self.home)) if self.home is not None else []
