"""What choices offer for the closed lists: (code, label) in the reader's language, and other words to find them by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from mutualaid.language import labels
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.languages import LANGUAGES

if TYPE_CHECKING:
    from mutualaid.records.zones import Zone

_HEARD_OFTEN = ("spa", "eng", "mam", "quc", "kek", "kjb", "hat")


def zone_offers(zones: Mapping[str, Zone]) -> list[tuple[str, str]]:
    """Zones by name, each with the names that people say: "Lower West Side (Pilsen)"."""
    named = [
        (zone.code, f"{zone.name} ({', '.join(zone.aliases[:2])})" if zone.aliases else zone.name)
        for zone in zones.values()
    ]
    return sorted(named, key=lambda pair: pair[1])


def zone_words(zones: Mapping[str, Zone]) -> dict[str, str]:
    """All other names of each zone."""
    return {zone.code: " ".join(zone.aliases) for zone in zones.values()}


def language_offers() -> list[tuple[str, str]]:
    """Languages by name, those that the network hears most first."""
    rest = sorted((code for code in LANGUAGES if code not in _HEARD_OFTEN), key=labels.language)
    return [(code, labels.language(code)) for code in (*_HEARD_OFTEN, *rest) if code in LANGUAGES]


def language_words() -> dict[str, str]:
    """All other names of each language."""
    return {code: _joined((known.en, known.es, known.own, *known.aliases)) for code, known in LANGUAGES.items()}


def category_offers() -> list[tuple[str, str]]:
    """Categories of need in the order of their table: goods, then services."""
    return [(code, labels.category(code)) for code in CATEGORIES]


def category_words() -> dict[str, str]:
    """All other names of each category, in both languages."""
    return {code: _joined((known.en, known.es, *known.aliases)) for code, known in CATEGORIES.items()}


def _joined(words: Iterable[str]) -> str:
    return " ".join(words)
