"""Where the office stands in figures: what waits for how long, what lies on the shelves, how the week's load is spread.

Exact numbers, for the office's own screen only: what anybody outside may see is a summary.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from mutualaid.records.kinds import Urgency
from mutualaid.records.office import OfficeSettings
from mutualaid.records.supply import CatalogueItem
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.bookings import bookings
from mutualaid.store.reading import Reading

AGES = (7, 14, 30)
"""The steps by which the age of a need is told, in days: younger than the first, and so on; as old as the last."""

MOST_ITEMS = 8
MOST_PEOPLE = 8


class Aged(NamedTuple):
    """Needs that wait, of one step of age (0: younger than the first of `AGES`), by urgency, most urgent first."""

    step: int
    counts: tuple[int, ...]


class Shelf(NamedTuple):
    """What lies there of an item, fresh: free units, and units promised to somebody. `names`: English, Spanish."""

    item: str
    names: tuple[str, str]
    unit: str
    free: int
    promised: int


@dataclass(frozen=True)
class Load:
    """A volunteer's week: how many tasks it holds already, of how many she offered."""

    volunteer: str
    code: str
    name: str = field(repr=False)
    tasks: int
    offered: int


@dataclass(frozen=True)
class Loads:
    """The fullest weeks first; and of all active volunteers, what is booked and was offered, how many do nothing."""

    people: tuple[Load, ...] = ()
    tasks: int = 0
    offered: int = 0
    volunteers: int = 0
    idle: int = 0


URGENCIES = tuple(sorted(Urgency, reverse=True))
"""In this order the counts of `Aged` stand."""


def ages(read: Reading, on: date) -> tuple[Aged, ...]:
    """Open needs by age and urgency; empty when nothing waits."""
    found = read.due().ages(on, AGES)
    if not found:
        return ()
    return tuple(
        Aged(step, tuple(found.get((step, urgency), 0) for urgency in URGENCIES)) for step in range(len(AGES) + 1)
    )


def shelves(read: Reading, on: date) -> tuple[Shelf, ...]:
    """Of what most lies there, most first; money is no thing on a shelf, and expired lots are nothing to count on."""
    rows = read.due().shelf(on, MOST_ITEMS)
    named = {
        row.record.code: (row.record.name_en, row.record.name_es)
        for row in read.all(CatalogueItem, code=[code for code, _unit, _on_hand, _free in rows])
    }
    return tuple(Shelf(code, named[code], unit, free, on_hand - free) for code, unit, on_hand, free in rows)


def week_of(on: date) -> tuple[date, date]:
    """The Monday and the Sunday of the day's week."""
    monday = on - timedelta(days=on.weekday())
    return monday, monday + timedelta(days=6)


def loads(read: Reading, settings: OfficeSettings, on: date) -> Loads:
    """How the week of a day is spread over the volunteers: a run counts once, however many doors it has."""
    first, last = week_of(on)
    booked = {(one.volunteer, one.kind, one.starts) for one in bookings(read, settings, first=first, last=last)}
    tasks = Counter(volunteer for volunteer, _kind, _starts in booked)
    people = [
        Load(uid, code, name, tasks[uid], offered)
        for uid, code, name, offered in read.columns(Volunteer, "code", "name", "tasks_per_week", active=True)
    ]
    fullest = sorted((one for one in people if one.tasks), key=_fullness)
    return Loads(
        tuple(fullest[:MOST_PEOPLE]),
        sum(one.tasks for one in people),
        sum(one.offered for one in people),
        len(people),
        sum(not one.tasks for one in people),
    )


def _fullness(load: Load) -> tuple[float, int, str]:
    return -load.tasks / max(load.offered, 0.5), -load.tasks, load.code
