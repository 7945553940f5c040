"""How many of a kind of record, in words: for the journal, and for what was brought back from a damaged store."""

from __future__ import annotations

from collections.abc import Callable

from mutualaid.language.catalog import ntr

_WORDS: dict[str, Callable[[int], str]] = {
    "household": lambda n: ntr("{n} household", "{n} households", n),
    "consent": lambda n: ntr("{n} consent", "{n} consents", n),
    "contact": lambda n: ntr("{n} contact", "{n} contacts", n),
    "need": lambda n: ntr("{n} need", "{n} needs", n),
    "volunteer": lambda n: ntr("{n} volunteer", "{n} volunteers", n),
    "catalogue_item": lambda n: ntr("{n} kind of supply", "{n} kinds of supply", n),
    "lot": lambda n: ntr("{n} lot of supplies", "{n} lots of supplies", n),
    "movement": lambda n: ntr("{n} movement of supplies", "{n} movements of supplies", n),
    "zone": lambda n: ntr("{n} zone", "{n} zones", n),
    "site": lambda n: ntr("{n} place", "{n} places", n),
    "kept_match": lambda n: ntr("{n} match", "{n} matches", n),
    "rejection": lambda n: ntr("{n} match turned down", "{n} matches turned down", n),
    "kept_plan": lambda n: ntr("{n} plan", "{n} plans", n),
    "appointment": lambda n: ntr("{n} appointment", "{n} appointments", n),
    "shift": lambda n: ntr("{n} shift", "{n} shifts", n),
    "partner": lambda n: ntr("{n} organization", "{n} organizations", n),
    "event": lambda n: ntr("{n} event", "{n} events", n),
    "received_form": lambda n: ntr("{n} form from an event", "{n} forms from events", n),
    "release": lambda n: ntr("{n} summary", "{n} summaries", n),
}


def count_words(kind: str, n: int) -> str:
    """Such as "3 households"; a kind that people have no word for is an entry."""
    words = _WORDS.get(kind)
    return words(n) if words is not None else ntr("{n} entry", "{n} entries", n)
