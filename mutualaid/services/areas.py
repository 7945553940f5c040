"""Which part of the office a kind of record belongs to: pages refresh by it."""

from __future__ import annotations

from collections.abc import Iterable

from mutualaid.records.base import Record
from mutualaid.records.household import Consent, Contact, Household
from mutualaid.records.kept import PaperText, SavedFilter
from mutualaid.records.match import Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.partner import Partner
from mutualaid.records.place import Site, ZoneRecord
from mutualaid.records.schedule import Appointment, Run, Shift, ShiftTemplate
from mutualaid.records.supply import CatalogueItem, Lot, Movement
from mutualaid.records.views import Area
from mutualaid.records.volunteer import Volunteer

WORK = frozenset({Area.NEEDS, Area.HOUSEHOLDS, Area.MATCHES, Area.SUPPLIES, Area.VOLUNTEERS, Area.SCHEDULE})
"""What a kept match touches."""

AREAS: dict[type[Record], frozenset[Area]] = {
    Household: frozenset({Area.HOUSEHOLDS, Area.NEEDS, Area.SCHEDULE}),
    Consent: frozenset({Area.HOUSEHOLDS, Area.MATCHES, Area.SCHEDULE}),
    Contact: frozenset({Area.HOUSEHOLDS, Area.VOLUNTEERS}),
    Need: frozenset({Area.NEEDS, Area.HOUSEHOLDS}),
    Volunteer: frozenset({Area.VOLUNTEERS, Area.SCHEDULE}),
    CatalogueItem: frozenset({Area.SUPPLIES}),
    Lot: frozenset({Area.SUPPLIES}),
    Movement: frozenset({Area.SUPPLIES}),
    ZoneRecord: frozenset(Area),
    Site: frozenset({Area.SUPPLIES, Area.SCHEDULE}),
    Match: WORK,
    Rejection: frozenset({Area.MATCHES}),
    Appointment: frozenset({Area.SCHEDULE, Area.HOUSEHOLDS}),
    Shift: frozenset({Area.SCHEDULE, Area.VOLUNTEERS}),
    ShiftTemplate: frozenset({Area.SCHEDULE}),
    Run: frozenset({Area.SCHEDULE, Area.MATCHES}),
    Partner: frozenset({Area.PARTNERS}),
    SavedFilter: frozenset({Area.NEEDS}),
    PaperText: frozenset({Area.SETTINGS}),
}
"""By kind; what is not named here is not for a page to show."""


def areas_of(kinds: Iterable[type[Record]]) -> frozenset[Area]:
    """The parts that records of those kinds belong to."""
    return frozenset().union(*(AREAS.get(kind, frozenset()) for kind in kinds))
