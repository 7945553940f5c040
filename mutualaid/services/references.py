"""Which records name which others: what is named is not taken away under those that name it."""

from __future__ import annotations

from collections.abc import Collection

from mutualaid.records.base import Record
from mutualaid.records.household import Consent, Contact, Household
from mutualaid.records.match import Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.place import Site
from mutualaid.records.schedule import Appointment, Run, Shift, ShiftTemplate
from mutualaid.records.supply import CatalogueItem, Lot, Movement
from mutualaid.records.volunteer import Volunteer
from mutualaid.store.reading import Reading

BY_UID: tuple[tuple[type[Record], type[Record], str], ...] = (
    (Need, Match, "need"),
    (Need, Rejection, "need"),
    (Need, Appointment, "need"),
    (Need, Need, "follows"),
    (Need, Need, "split_of"),
    (Household, Need, "household"),
    (Household, Consent, "household"),
    (Household, Contact, "household"),
    (Household, Appointment, "household"),
    (Household, Movement, "household"),
    (Volunteer, Contact, "volunteer"),
    (Volunteer, Match, "interpreter"),
    (Volunteer, Rejection, "volunteer"),
    (Volunteer, Appointment, "replacement"),
    (Lot, Movement, "lot"),
    (Match, Movement, "match"),
    (ShiftTemplate, Shift, "template"),
)
"""(what is named, by which kind, in which column), by uid."""

BY_CODE: tuple[tuple[type[Record], type[Record], str], ...] = (
    (CatalogueItem, Lot, "item"),
    (CatalogueItem, Need, "item"),
    (CatalogueItem, Rejection, "item"),
    (Site, Lot, "site"),
    (Site, Shift, "site"),
    (Site, ShiftTemplate, "site"),
    (Site, Run, "site"),
)
"""The same, by code."""

IN_LISTS: tuple[tuple[type[Record], type[Record], str], ...] = (
    (Volunteer, Match, "volunteers"),
    (Volunteer, Appointment, "pair"),
    (Volunteer, Appointment, "call_tree"),
    (Volunteer, Shift, "volunteers"),
    (Volunteer, ShiftTemplate, "volunteers"),
    (Volunteer, Run, "volunteers"),
    (Match, Run, "stops"),
)
"""The same, by uid in a list."""


def is_named(read: Reading, kind: type[Record], uid: str, code: str = "", *, besides: Collection[str] = ()) -> bool:
    """Whether any record besides those (by uid) names this one, by its uid or its code."""
    for named, by, column in BY_UID:
        if named is not kind:
            continue
        rows = read.all(by, **{column: uid})
        # Movements are never unwritten: those of a household that were all taken back say nothing of it any more.
        if kind is Household and not sum(row.record.units for row in rows if isinstance(row.record, Movement)):
            rows = [row for row in rows if not isinstance(row.record, Movement)]
        if any(row.uid not in besides for row in rows):
            return True
    for named, by, column in BY_CODE if code else ():
        if named is kind and any(row.uid not in besides for row in read.all(by, **{column: code})):
            return True
    for named, by, column in IN_LISTS:
        if named is not kind:
            continue
        for row in read.all(by):
            if uid in getattr(row.record, column) and row.uid not in besides:
                return True
    return False
