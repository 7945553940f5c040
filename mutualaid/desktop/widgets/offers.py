"""What choices offer for the closed lists: (code, label) in the reader's language, and other words to find them by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from mutualaid.language import labels
from mutualaid.language.catalog import tr
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.languages import LANGUAGES

if TYPE_CHECKING:
    from mutualaid.records.zones import Zone

_HEARD_OFTEN = ("spa", "eng", "mam", "quc", "kek", "kjb", "hat")


def zone_offers(zones: Mapping[str, Zone]) -> list[tuple[str, str]]:
    """Zones by name, each with the names that people say: "Lower West Side (Pilsen)"."""
    return [(zone.code, zone_words_of(zone, 2)) for zone in in_order(zones)]


def in_order(zones: Mapping[str, Zone]) -> list[Zone]:
    """Zones by name, closed ones last: a form that holds one keeps it."""
    return sorted(zones.values(), key=lambda zone: (not zone.active, zone.name))


def zone_words_of(zone: Zone, aliases: int) -> str:
    """A zone's name with some of the other names that people say, and whether it is closed."""
    name = f"{zone.name} ({', '.join(zone.aliases[:aliases])})" if zone.aliases else zone.name
    return name if zone.active else tr("{zone} (closed)", zone=name)


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


def category_offers(closed: Collection[str] = ()) -> list[tuple[str, str]]:
    """Categories of need in the order of their table, goods, then services; without those that are closed."""
    return [(code, labels.category(code)) for code in CATEGORIES if code not in closed]


def category_words() -> dict[str, str]:
    """All other names of each category, in both languages."""
    return {code: _joined((known.en, known.es, *known.aliases)) for code, known in CATEGORIES.items()}


def _joined(words: Iterable[str]) -> str:
    return " ".join(words)
