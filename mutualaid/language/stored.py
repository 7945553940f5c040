"""What lies in the store, as people call it: kinds of records counted, and what a damaged page held."""

from __future__ import annotations

from collections.abc import Callable

from mutualaid.language.catalog import N_, ntr, tr

_COUNTED: dict[str, Callable[[int], str]] = {
    "appointment": lambda n: ntr("{n} accompaniment", "{n} accompaniments", n),
    "catalogue_item": lambda n: ntr("{n} item of the catalog", "{n} items of the catalog", n),
    "consent": lambda n: ntr("{n} consent", "{n} consents", n),
    "contact": lambda n: ntr("{n} line of the contact log", "{n} lines of the contact log", n),
    "event": lambda n: ntr("{n} event", "{n} events", n),
    "household": lambda n: ntr("{n} household", "{n} households", n),
    "kept_match": lambda n: ntr("{n} match", "{n} matches", n),
    "kept_plan": lambda n: ntr("{n} plan", "{n} plans", n),
    "lot": lambda n: ntr("{n} lot", "{n} lots", n),
    "movement": lambda n: ntr("{n} movement of stock", "{n} movements of stock", n),
    "need": lambda n: ntr("{n} need", "{n} needs", n),
    "paper_text": lambda n: ntr("{n} text to print", "{n} texts to print", n),
    "partner": lambda n: ntr("{n} partner organization", "{n} partner organizations", n),
    "received_form": lambda n: ntr("{n} form from an event", "{n} forms from events", n),
    "rejection": lambda n: ntr("{n} proposal turned down", "{n} proposals turned down", n),
    "run": lambda n: ntr("{n} run", "{n} runs", n),
    "saved_filter": lambda n: ntr("{n} saved filter", "{n} saved filters", n),
    "shift": lambda n: ntr("{n} shift", "{n} shifts", n),
    "shift_template": lambda n: ntr("{n} weekly shift", "{n} weekly shifts", n),
    "site": lambda n: ntr("{n} site", "{n} sites", n),
    "volunteer": lambda n: ntr("{n} volunteer", "{n} volunteers", n),
    "zone": lambda n: ntr("{n} zone", "{n} zones", n),
}

UNUSED, SEARCH, INDEX, CONTENTS, UNKNOWN = "unused", "search", "index", "contents", "unknown"

_PARTS = {
    "appointment": N_("part of the accompaniments"),
    "catalogue_item": N_("part of the catalog"),
    "consent": N_("part of the consents"),
    "contact": N_("part of the contact log"),
    "event": N_("part of the events"),
    "household": N_("part of the households"),
    "kept_match": N_("part of the matches"),
    "kept_plan": N_("the last plan, which can be made again"),
    "lot": N_("part of the lots"),
    "movement": N_("part of the movements of stock"),
    "need": N_("part of the needs"),
    "paper_text": N_("part of the texts to print"),
    "partner": N_("part of the partner organizations"),
    "received_form": N_("part of the forms from events"),
    "rejection": N_("part of the proposals turned down"),
    "run": N_("part of the runs"),
    "saved_filter": N_("part of the saved filters"),
    "shift": N_("part of the shifts"),
    "shift_template": N_("part of the weekly shifts"),
    "site": N_("part of the sites"),
    "volunteer": N_("part of the volunteers"),
    "zone": N_("part of the zones"),
    "change": N_("the change journal"),
    "release_ledger": N_("the ledger of published summaries"),
    "backup": N_("the list of backups"),
    "meta": N_("the office's settings"),
    "deleted": N_("the list of what was removed"),
    "field_clock": N_("when single fields changed"),
    INDEX: N_("an index, which can be rebuilt"),
    SEARCH: N_("the search index, which can be rebuilt"),
    CONTENTS: N_("the file's table of contents"),
    UNUSED: N_("unused space"),
    UNKNOWN: N_("something that cannot be told any more"),
}


def counted(kind: str, n: int) -> str:
    """So many records of a kind (a table's name), as "3 needs"."""
    return _COUNTED[kind](n) if kind in _COUNTED else str(n)


def kinds() -> frozenset[str]:
    """The kinds that `counted` has words for."""
    return frozenset(_COUNTED)


def part(area: str) -> str:
    """What lay on a page: a table's name or one of the five names above, as "part of the needs"."""
    return tr(_PARTS.get(area, _PARTS[UNKNOWN]))


def parts() -> frozenset[str]:
    """What `part` has words for."""
    return frozenset(_PARTS)
