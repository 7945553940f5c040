"""Search everywhere: one field, by code, name, phone and note."""

from __future__ import annotations

from mutualaid.records.views import SearchHit
from mutualaid.services.office import Office


def search(office: Office, *, text: str, limit: int = 50) -> list[SearchHit]:
    """What holds all the words of `text` (each may be the beginning of a word), best first."""
    if not text.strip():
        return []
    with office.store.read() as read:
        return read.search(text, limit)
