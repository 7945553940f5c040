"""Who is at the door: a household found by code or name, with what has to be known before something is handed over."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mutualaid.records.household import Household
from mutualaid.records.views import HouseholdLine
from mutualaid.services.caps import cap_left
from mutualaid.services.office import Office

MOST = 8
"""So many are offered; who types one more letter gets fewer."""


class WalkIn(NamedTuple):
    """A household with its size, its diet tags, and what the item's cap leaves it (none: no cap, or no item asked)."""

    uid: str
    code: str
    size: int
    diet: tuple[str, ...]
    left: int | None


def found(office: Office, *, text: str) -> list[HouseholdLine]:
    """The first few households whose code, name or phone holds the text; none for a blank one."""
    if not text.strip():
        return []
    with office.store.read() as read:
        return read.household_lines(text)[:MOST]


def walk_in(office: Office, *, household: str, item: str = "", on: date | None = None) -> WalkIn:
    """What to know of a household before handing it some of an item. Raises BadInput("record_gone")."""
    with office.store.read() as read:
        record = read.get(Household, household)
        left = cap_left(read, household=household, item=item, on=on or date.today()) if item else None
        return WalkIn(household, record.code, record.size, tuple(record.diet), left)
