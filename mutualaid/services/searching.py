"""Search everywhere: one field, by code, name, phone and note."""

from __future__ import annotations

from collections.abc import Iterable

from mutualaid.discretion.excerpts import excerpt, unsaid
from mutualaid.records.base import Record
from mutualaid.records.household import Contact, Household
from mutualaid.records.need import Need
from mutualaid.records.partner import Partner
from mutualaid.records.schedule import Run, Shift
from mutualaid.records.supply import Lot, Movement
from mutualaid.records.views import SearchHit
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading

_NOTES: dict[str, tuple[type[Record], tuple[str, ...]]] = {
    "household": (Household, ("notes", "delivery_notes", "safe_contact")),
    "need": (Need, ("notes",)),
    "volunteer": (Volunteer, ("notes",)),
    "lot": (Lot, ("note", "source", "batch")),
    "run": (Run, ("note",)),
    "partner": (Partner, ("note",)),
    "contact": (Contact, ("note",)),
    "movement": (Movement, ("note",)),
    "shift": (Shift, ("note",)),
}
"""What of a record a list may quote: never its address."""


def search(office: Office, *, text: str, limit: int = 50) -> list[SearchHit]:
    """What holds all the words of `text` (each may be the beginning of a word), best first.

    A note that was found is quoted in its hit, numbers covered.
    """
    if not text.strip():
        return []
    with office.store.read() as read:
        hits = read.search(text, limit)
        notes = _notes(read, {(hit.via or hit.kind, hit.source or hit.uid) for hit in hits})
    return [_quoting(hit, notes.get((hit.via or hit.kind, hit.source or hit.uid), ()), text) for hit in hits]


def _notes(read: Reading, found: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The notes of what was found, by kind and uid."""
    by_kind: dict[str, set[str]] = {}
    for kind, uid in found:
        by_kind.setdefault(kind, set()).add(uid)
    notes: dict[tuple[str, str], tuple[str, ...]] = {}
    for kind, uids in by_kind.items():
        if kind in _NOTES:
            record, fields = _NOTES[kind]
            notes |= {(kind, uid): tuple(told) for uid, *told in read.columns(record, *fields, uid=uids)}
    return notes


def _quoting(hit: SearchHit, notes: Iterable[str], text: str) -> SearchHit:
    """The hit with its note, where its code and name do not already say why it was found."""
    wanted = text if hit.via else unsaid(text, f"{hit.code} {hit.name}")
    return hit._replace(excerpt=excerpt(notes, wanted))
