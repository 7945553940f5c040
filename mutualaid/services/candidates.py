"""A volunteer who could be asked, what is wanted of her, and the small problem that rules are asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from mutualaid.matching.problem import parse_problem
from mutualaid.matching.rows import Problem
from mutualaid.records.household import Household
from mutualaid.records.kinds import Daypart
from mutualaid.records.match import Rejection
from mutualaid.records.need import Need
from mutualaid.records.place import Site
from mutualaid.records.schedule import Appointment, Shift
from mutualaid.records.supply import CatalogueItem
from mutualaid.records.volunteer import Volunteer
from mutualaid.records.zones import km
from mutualaid.services.bookings import Clash, Task
from mutualaid.services.horizon import PARTS, Horizon
from mutualaid.services.load import Load
from mutualaid.services.office import Office
from mutualaid.services.problem_rows import interprets, volunteer_row
from mutualaid.services.problem_tables import Tables
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Wanted:
    """Something to be done, described: who is asked for, where, and when (office's clock; none: any time).

    One of `languages` is enough. `household`: whom it is with. `besides` are records whose own bookings do not count.
    `without` are people (uids) who are in it already, and are not offered.
    """

    when: tuple[datetime, datetime] | None = None
    skill: str | None = None
    languages: tuple[str, ...] = ()
    zone: str | None = None
    trust: int = 0
    seats: int = 0
    household: str | None = None
    besides: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()

    @property
    def task(self) -> Task | None:
        """The same for the schedule, if it says when."""
        if self.when is None:
            return None
        return Task(*self.when, skill=self.skill, household=self.household, besides=self.besides)


class Candidate(NamedTuple):
    """A volunteer who could be asked. `tasks` is what she has in that week already.

    `reasons` speak for her and `rules` against, as codes with facts (`language.who_words` says them); `clashes` are
    what her calendar and the household say. `when` are the parts of days in which she could meet a need.
    """

    volunteer: str
    code: str
    name: str
    reasons: tuple[Facts, ...]
    clashes: tuple[Clash, ...]
    tasks: int
    rules: tuple[Facts, ...] = ()
    when: tuple[tuple[date, Daypart], ...] = ()
    km: float | None = None
    load: Load | None = None

    @property
    def able(self) -> bool:
        """Whether nothing forbids it."""
        return not self.rules and not any(clash.hard for clash in self.clashes)


@dataclass
class Rows:
    """The rows of a small problem, with ids as they are: it never leaves this process."""

    office: Office
    horizon: Horizon
    needs: list[dict[str, Any]] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)

    def problem(self) -> Problem:
        """The problem as the engine reads it."""
        zones = list(dict.fromkeys([row["zone"] for row in [*self.needs, *self.people]]))
        zones = list(dict.fromkeys([*zones, *(zone for row in self.people for zone in row["zones"] or [])]))
        places = [self.office.zones[zone] for zone in zones]
        document = {
            "format": "mutualaid-problem/1+interpreters", "slots": len(self.horizon.slots), "slots_per_day": PARTS,
            "zones": zones, "km": [[round(km(a, b), 2) if a.code != b.code else 0.0 for b in places] for a in places],
            "pickup_km": self.office.settings.pickup_km, "haul_km": self.office.settings.haul_km, "costs": {},
            "needs": self.needs, "volunteers": self.people, "lots": [],
        }  # fmt: skip
        return parse_problem(document)


def own_name(_kind: str, uid: str) -> str:
    """What names a record in such a problem: itself."""
    return uid


def tables_of(office: Office, read: Reading, needs: list[Stored[Need]], around: tuple[date, date]) -> Tables:
    """What the rows of these needs and of every active volunteer are written from."""
    rejections: dict[str, list[Rejection]] = defaultdict(list)
    for row in read.all(Rejection, need=[one.uid for one in needs]):
        rejections[row.record.need].append(row.record)
    homes = {one.record.household for one in needs}
    low = datetime.combine(around[0] - timedelta(days=1), time.min).astimezone()
    high = datetime.combine(around[1], time.max).astimezone()
    return Tables(
        zones=office.zones,
        settings=office.settings,
        households={row.uid: row.record for row in read.all(Household, uid=list(homes))},
        needs=needs,
        volunteers=read.all(Volunteer, active=True),
        items={row.record.code: row.record for row in read.all(CatalogueItem)},
        lots=[],
        free={},
        sites={row.record.code: row.record for row in read.all(Site)},
        matches=[],
        rejections=rejections,
        appointments=[row.record for row in read.within(Appointment, "starts", low, high)],
        shifts=[row.record for row in read.within(Shift, "starts", low, high)],
    )


def people_rows(tables: Tables, horizon: Horizon) -> list[dict[str, Any]]:
    """Every volunteer's row."""
    rows = [volunteer_row(tables, one, own_name, horizon, set()) for one in tables.volunteers]
    return [row | interprets(row, one.record) for row, one in zip(rows, tables.volunteers, strict=True)]


def speaks_for(problem: Problem, number: int) -> list[Facts]:
    """What she brings of what is asked: the language, the skill, the way."""
    need, person = problem.needs[0], problem.volunteers[number]
    told: list[Facts] = []
    spoken = sorted({code.removesuffix("+") for code in need.languages & person.languages})
    if spoken:
        told.append({"for": "speaks", "languages": spoken})
    if need.skill is not None and need.skill in person.skills:
        told.append({"for": "skill", "skill": need.skill})
    if need.seats and person.seats >= need.seats:
        told.append({"for": "seats", "seats": person.seats})
    return told
