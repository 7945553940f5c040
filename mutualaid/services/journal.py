"""The change journal as people read it: who did what kind of thing when, never about whom."""

from __future__ import annotations

from mutualaid.records.views import JournalLine
from mutualaid.services.office import Office


def latest_changes(office: Office, *, limit: int) -> list[JournalLine]:
    """The newest entries first, at most `limit`: number, moment, verb, coordinator, and counts by kind of record."""
    with office.store.read() as read:
        return read.journal(limit)
