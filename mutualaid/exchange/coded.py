"""Fields whose words stand for codes: what each word is read as, and a mapping's words put in its place.

Forms offer options of their own ("Mandado", "Norte"); a mapping says what each means. In a list it does so part by
part, and an option that holds commas itself is still one option.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import IntEnum

from mutualaid.exchange import choices
from mutualaid.records import categories, languages, skills, zones
from mutualaid.records.defaults import find_unit
from mutualaid.records.folding import fold, runs
from mutualaid.records.zones import Zone

Zones = Mapping[str, Zone]

_BETWEEN = re.compile(r"\s*[,;|\n]\s*")


def _named(value: IntEnum | None) -> str | None:
    return None if value is None else value.name.lower()


def _language(text: str) -> str | None:
    codes, unknown = languages.parse(text)
    return " ".join(codes) if codes and not unknown else None


_ONE: dict[str, Callable[[str], str | None]] = {
    "urgency": lambda text: _named(choices.parse_urgency(text)),
    "mode": choices.parse_mode,
    "unit": find_unit,
    "trust": lambda text: _named(choices.parse_trust(text)),
}
_MANY: dict[str, Callable[[Sequence[str]], str | None]] = {
    "category": categories.label,
    "languages": lambda run: _language(run[0]) if len(run) == 1 else None,
    "diet": lambda run: skills.diet_from_text(", ".join(run)),
    "access": lambda run: skills.access_from_text(", ".join(run)),
    "skills": lambda run: skills.from_text(", ".join(run)),
    "transport": lambda run: skills.transport_from_text(", ".join(run)),
}
_PLACES = ("zone", "zones")

CODED = (*_ONE, *_MANY, *_PLACES)
"""The fields whose words stand for codes."""


def key(words: str) -> str:
    """By what two spellings of an option are the same."""
    return fold(words) or words.strip()


def read_as(field: str, text: str, known: Zones) -> str:
    """The code that one option stands for in a field, "" for none; of several languages theirs with spaces between."""
    return _read(field, _parts(field, text), known) or (_read(field, [text], known) or "")


def _read(field: str, run: Sequence[str], known: Zones) -> str | None:
    if field in _ONE:
        return _ONE[field](", ".join(run))
    if field in _PLACES:
        zone = zones.find(run[0], known) if len(run) == 1 else None
        return None if zone is None else zone.code
    return _MANY[field](run)


def _parts(field: str, text: str) -> list[str]:
    """The parts of a list; Kobo and ODK put the names of ticked boxes side by side with spaces between."""
    if field in _ONE:
        return [text]
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    spaced = text.split()
    if len(parts) == 1 and len(spaced) > 1 and "_" in text and "/" not in text:
        return spaced
    return parts


def options(field: str, text: str, words: Mapping[str, str], known: Zones) -> Iterator[tuple[str, str, bool]]:
    """Each option in a cell: as it stands, the code it is read as ("" for none), and whether the mapping says so."""
    whole = words.get(key(text))
    if whole is not None:
        yield text, read_as(field, whole, known) if whole else "", True
        return
    if _read(field, [text], known) is not None:
        yield text, read_as(field, text, known), False
        return

    def find(run: Sequence[str]) -> str | None:
        said = words.get(key(", ".join(run)))
        return said if said is not None else _read(field, run, known)

    for run, found in runs(_parts(field, text), find):
        option = ", ".join(run)
        mapped = key(option) in words
        yield option, read_as(field, found or "", known) if mapped and found else found or "", mapped


def replaced(field: str, text: str, words: Mapping[str, str]) -> str:
    """A cell's text with the mapping's words in place of the options they stand for; "" leaves an option out."""
    whole = words.get(key(text))
    if whole is not None or field not in CODED or field in _ONE:
        return text if whole is None else whole
    found = list(runs(_parts(field, text), lambda run: words.get(key(", ".join(run)))))
    if all(meant is None for _, meant in found):
        return text
    return ", ".join(filter(None, (", ".join(run) if meant is None else meant for run, meant in found)))
