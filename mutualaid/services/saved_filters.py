"""Filters that a coordinator keeps under a name: what she looks for every morning is one key away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, NamedTuple

from mutualaid.records.errors import Refused
from mutualaid.records.kept import SavedFilter
from mutualaid.records.kinds import Mode, NeedState, Urgency
from mutualaid.records.views import Area, Changed, NeedFilter, Sort
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading
from mutualaid.store.stored import Stored

_AREA = frozenset({Area.NEEDS})
_SETS: Mapping[str, type] = {"states": NeedState, "categories": str, "zones": str, "languages": str, "modes": Mode}
_DAYS = ("overdue_on", "held_on")
"""Kept as whether they are asked for at all: late means late on the day that the filter is used."""


class Saved(NamedTuple):
    """A kept filter as a menu offers it; `filter_of` makes a filter of what it holds."""

    uid: str
    name: str
    filter: Mapping[str, Any]


def saved(office: Office, *, page: str = "needs") -> list[Saved]:
    """The filters kept for a page, by name."""
    with office.store.read() as read:
        rows = [Saved(uid, record.name, record.filter) for uid, record in read.all(SavedFilter, page=page)]
    return sorted(rows, key=lambda row: row.name.casefold())


def keep_filter(office: Office, *, name: str, filter: NeedFilter, page: str = "needs") -> Changed:
    """Keep a filter under a name; what was kept under that name before is replaced."""
    with office.store.write("keep filter") as write:
        held = kept_form(filter)
        same = _named(write, page, name)
        if same is not None:
            write.change(SavedFilter, same.uid, filter=held)
            return Changed(_AREA, (same.uid,))
        return Changed(_AREA, (write.add(SavedFilter.checked(page=page, name=name, filter=held)),))


def rename_filter(office: Office, *, uid: str, name: str) -> Changed:
    """Call a kept filter something else. Raises Refused("name_taken")."""
    with office.store.write("rename filter") as write:
        record = write.get(SavedFilter, uid)
        same = _named(write, record.page, name)
        if same is not None and same.uid != uid:
            raise Refused("name_taken")
        write.change(SavedFilter, uid, name=name)
    return Changed(_AREA, (uid,))


def drop_filter(office: Office, *, uid: str) -> Changed:
    """Keep a filter no more."""
    with office.store.write("drop filter") as write:
        write.remove(SavedFilter, uid)
    return Changed(_AREA, (uid,))


def _named(read: Reading, page: str, name: str) -> Stored[SavedFilter] | None:
    wanted = name.strip().casefold()
    return next((row for row in read.all(SavedFilter, page=page) if row.record.name.casefold() == wanted), None)


def kept_form(filter: NeedFilter) -> dict[str, Any]:
    """What of a filter differs from none, as plain data."""
    usual, held = NeedFilter(), {}
    for one in fields(filter):
        value = getattr(filter, one.name)
        if value == getattr(usual, one.name):
            continue
        if one.name in _SETS:
            value = sorted(str(part) for part in value)
        elif one.name in _DAYS:
            value = True
        elif one.name == "least_urgency":
            value = value.name.lower()
        elif one.name == "sort":
            value = value.value
        held[one.name] = value
    return held


def filter_of(held: Mapping[str, Any], today: date) -> NeedFilter:
    """The filter that was kept, as of today. What it does not know (a word of a later program) it leaves out."""
    made: dict[str, Any] = {}
    for name, value in held.items():
        try:
            if name in _SETS:
                made[name] = frozenset(_SETS[name](part) for part in value)
            elif name in _DAYS:
                made[name] = today if value else None
            elif name == "least_urgency":
                made[name] = Urgency[str(value).upper()]
            elif name == "sort":
                made[name] = Sort(value)
            elif name in ("descending", "recurring", "flagged"):
                made[name] = bool(value)
            elif name == "text":
                made[name] = str(value)
        except (KeyError, TypeError, ValueError):
            continue
    return NeedFilter(**made)
