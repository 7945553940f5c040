"""What was done with a record: who, what, when, out of the change journal, as facts that `language.history_words` says.

Nothing that reaches or names somebody is in them: of what was changed only the fields' names, and the values of closed
lists.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from mutualaid.records.base import Record
from mutualaid.records.household import Consent, Contact, Household
from mutualaid.records.match import Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.schedule import Appointment
from mutualaid.records.supply import Lot, Movement
from mutualaid.records.views import HistoryLine, Touched
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.office import Office
from mutualaid.store.journal import Value
from mutualaid.store.reading import Reading

MOST = 200
"""Entries of the journal that are told of, the newest."""

TOLD: dict[str, frozenset[str]] = {
    "household": frozenset(),
    "consent": frozenset({"purpose", "given", "how"}),
    "contact": frozenset({"kind", "outcome"}),
    "need": frozenset({"code", "category", "state", "urgency", "close_reason"}),
    "kept_match": frozenset({"state", "day", "part"}),
    "rejection": frozenset({"reason"}),
    "appointment": frozenset(),
    "volunteer": frozenset(),
    "lot": frozenset(),
    "movement": frozenset({"kind", "units"}),
}
"""By kind, as the journal names it, the fields whose values are told. Free text and whatever reaches somebody never."""


def history(office: Office, *, kind: type[Record], uid: str, limit: int = MOST) -> list[HistoryLine]:
    """What was done with a household, a need, a volunteer or a lot and what belongs to it, newest first.

    What was erased is not told. Raises KeyError for another kind.
    """
    belongs = _BELONGS[kind]
    with office.store.read() as read:
        values = read.journal_values([uid, *belongs(read, uid)])
    entries: dict[int, list[Value]] = defaultdict(list)
    for value in values:
        if value.kind in TOLD and value.action in ("add", "change", "remove"):
            entries[value.seq].append(value)
    newest = sorted(entries.items(), reverse=True)
    return list(islice((_line(uid, listed) for _seq, listed in newest), limit))


def _line(uid: str, values: list[Value]) -> HistoryLine:
    first = values[0]
    return HistoryLine(first.seq, first.at, first.actor, first.verb, tuple(_item(uid, value) for value in values))


def _item(uid: str, value: Value) -> Touched:
    held: dict[str, Any] = json.loads(value.value)
    facts = {name: held[name] for name in sorted(TOLD[value.kind] & held.keys())}
    fields = tuple(held) if value.action == "change" else ()
    return Touched(value.kind, value.action, value.uid == uid, fields, facts)


def _of_household(read: Reading, uid: str) -> Iterator[str]:
    for kind in (Consent, Contact, Need, Appointment):
        yield from (row[0] for row in read.columns(kind, household=uid))


def _of_need(read: Reading, uid: str) -> Iterator[str]:
    for kind in (Match, Rejection, Appointment):
        yield from (row[0] for row in read.columns(kind, need=uid))


def _of_volunteer(read: Reading, uid: str) -> Iterator[str]:
    yield from (row[0] for row in read.columns(Contact, volunteer=uid))
    yield from (line.uid for line in read.match_lines(volunteer=uid))


def _of_lot(read: Reading, uid: str) -> Iterator[str]:
    yield from (row[0] for row in read.columns(Movement, lot=uid))


_BELONGS: dict[type[Record], Callable[[Reading, str], Iterator[str]]] = {
    Household: _of_household,
    Need: _of_need,
    Volunteer: _of_volunteer,
    Lot: _of_lot,
}
