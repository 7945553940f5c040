"""Today: what waits, in the order in which a coordinator would take it up, and where each piece of work is.

One read of one moment, bounded however large the office is: lists are cut off, and sums are made by the store.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from mutualaid.records.household import Household
from mutualaid.services.office import Office
from mutualaid.services.standing_counts import Aged, Loads, Shelf, ages, loads, shelves
from mutualaid.services.today_lines import Section
from mutualaid.services.today_lists import calls, forms, reviews, supplies, trainings, urgent
from mutualaid.services.today_schedule import hearings_and_shifts, runs


@dataclass(frozen=True)
class TodayPage:
    """A day's work: the sections in which something waits, in order, and where the office stands in figures.

    `begun` is whether the office has any household yet.
    """

    on: date
    sections: tuple[Section, ...] = ()
    ages: tuple[Aged, ...] = ()
    shelves: tuple[Shelf, ...] = ()
    loads: Loads = field(default_factory=Loads)
    begun: bool = False

    @property
    def total(self) -> int:
        """How many things wait."""
        return sum(section.total for section in self.sections)


def today(office: Office, *, on: date | None = None) -> TodayPage:
    """What waits on a day, this one by default."""
    day, settings = on or date.today(), office.settings
    with office.store.read() as read:
        sections = (
            urgent(read, day),
            calls(read, day),
            hearings_and_shifts(office, read, day),
            runs(read, day),
            supplies(read, day),
            forms(read),
            reviews(read, day),
            trainings(read, day),
        )
        return TodayPage(
            day,
            tuple(section for section in sections if section.total),
            ages(read, day),
            shelves(read, day),
            loads(read, settings, day),
            begun=bool(read.count(Household)),
        )
