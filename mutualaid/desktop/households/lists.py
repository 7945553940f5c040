"""What the forms of households and volunteers choose from, read in one go before a form opens."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mutualaid.desktop.widgets.offers import in_order, zone_words_of
from mutualaid.language import labels
from mutualaid.language.catalog import current_language
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.languages import LANGUAGES
from mutualaid.records.skills import ACCESS, DIETS, SKILLS

if TYPE_CHECKING:
    from mutualaid.records.supply import CatalogueItem
    from mutualaid.records.zones import Zone
    from mutualaid.services.office import Office

Choices = list[tuple[str, str]]
_SHOWN_ALIASES = 3


@dataclass(frozen=True)
class Lists:
    """Zones by code, active items, people by uid, and the kinds of help that are closed, as the office has them."""

    zones: Mapping[str, Zone] = field(default_factory=dict)
    items: tuple[CatalogueItem, ...] = ()
    volunteers: Mapping[str, str] = field(default_factory=dict)
    households: Mapping[str, str] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()

    def zone_choices(self) -> Choices:
        """Zones with the names that people say instead of the official ones."""
        return [(zone.code, zone_words_of(zone, _SHOWN_ALIASES)) for zone in in_order(self.zones)]

    def item_choices(self, category: str) -> Choices:
        """Items of a category in the language in use."""
        spanish = current_language() == "es"
        return [(i.code, i.name_es if spanish else i.name_en) for i in self.items if i.category == category]

    def unit_of(self, item: str) -> str | None:
        """The unit of an item."""
        return next((i.unit for i in self.items if i.code == item), None)


def read_lists(office: Office, *, homes: bool = True) -> Lists:
    """Read them, all households among them if asked for; off the window's thread."""
    from mutualaid.services.household_list import household_codes
    from mutualaid.services.supplies import items
    from mutualaid.services.volunteers import volunteer_lines

    return Lists(
        zones=office.zones,
        items=tuple(row.record for row in items(office) if row.record.active),
        volunteers={line.uid: line.name or line.code for line in volunteer_lines(office)},
        households=household_codes(office) if homes else {},
        closed=frozenset(office.settings.closed_categories),
    )


def category_choices(closed: Collection[str] = ()) -> Choices:
    """Categories of needs that are offered: goods first, then services."""
    return [(code, labels.category(code)) for code in CATEGORIES if code not in closed]


def language_choices() -> Choices:
    """Languages in the order of lists."""
    return [(code, labels.language(code)) for code in LANGUAGES]


def skill_choices() -> Choices:
    """Skills of volunteers."""
    return [(code, labels.skill(code)) for code in SKILLS]


def diet_choices() -> Choices:
    """What food must be."""
    return [(code, labels.diet(code)) for code in DIETS]


def access_choices() -> Choices:
    """What reaching a home asks for."""
    return [(code, labels.access(code)) for code in ACCESS]
