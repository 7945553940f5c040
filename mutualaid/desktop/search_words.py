"""What the search says of each thing that it found: what kind of thing it is, whose, and which note told."""

from __future__ import annotations

from mutualaid.discretion.masks import mask_name
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_date
from mutualaid.records.views import SearchHit

_KINDS = {
    "household": N_("Household"),
    "need": N_("Need"),
    "volunteer": N_("Volunteer"),
    "lot": N_("Lot of supplies"),
    "catalogue_item": N_("Kind of supply"),
    "site": N_("Site"),
    "run": N_("Run"),
    "partner": N_("Partner organization"),
    "contact": N_("Contact log"),
    "movement": N_("Movement of supplies"),
    "shift": N_("Shift"),
}

_OF_PEOPLE = frozenset({"household", "need", "volunteer"})
"""Kinds whose name is somebody's."""


def kind_word(kind: str) -> str:
    """What people call a kind of record, "" for one that is not searched."""
    return tr(_KINDS[kind]) if kind in _KINDS else ""


def hit_words(hit: SearchHit, *, masked: bool) -> str:
    """Kind, code and name of what was found; under it the note, unless names are covered."""
    name = mask_name(hit.name) if masked and hit.kind in _OF_PEOPLE else hit.name
    shown = [kind_word(hit.kind), hit.code, name if name != hit.code else ""]
    first = " · ".join(part for part in shown if part)
    second = "" if masked else hit.excerpt
    if hit.via and hit.on is not None:
        day = format_date(hit.on)
        where = day if hit.via == hit.kind else tr("{kind}, {day}", kind=kind_word(hit.via), day=day)
        second = tr("{where}: {note}", where=where, note=second) if second else where
    return f"{first}\n{second}" if second else first


def show_names_words() -> str:
    """The last row while names are covered."""
    return tr("Show names")
