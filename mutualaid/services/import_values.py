"""What an option of a file may stand for: the codes of a coded field with their labels in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mutualaid.exchange.drafts import Kind
from mutualaid.language import labels
from mutualaid.language.catalog import current_language
from mutualaid.records.categories import CATEGORIES, GOODS
from mutualaid.records.defaults import UNITS
from mutualaid.records.kinds import Mode, Trust, Urgency
from mutualaid.records.languages import LANGUAGES
from mutualaid.records.skills import ACCESS, DIETS, SKILLS, TRANSPORTS
from mutualaid.services.office import Office

Choice = tuple[str, str]

_TABLES: dict[str, tuple[Iterable[str], Callable[[str], str]]] = {
    "category": (CATEGORIES, labels.category),
    "languages": (LANGUAGES, labels.language),
    "diet": (DIETS, labels.diet),
    "access": (ACCESS, labels.access),
    "skills": (SKILLS, labels.skill),
    "transport": (TRANSPORTS, labels.transport),
}


def value_choices(office: Office, *, kind: Kind, field: str) -> tuple[Choice, ...]:
    """(code, label) of everything that a mapping may say for `field`; empty for a field that holds no codes."""
    if field in ("zone", "zones"):
        named = sorted((zone.name, code) for code, zone in office.zones.items())
        return tuple((code, name) for name, code in named)
    if field == "urgency":
        return tuple((one.name.lower(), labels.label(one)) for one in sorted(Urgency, reverse=True))
    if field == "trust":
        return tuple((one.name.lower(), labels.label(one)) for one in Trust)
    if field == "mode":
        return tuple((one.value, labels.label(one)) for one in Mode)
    if field == "unit":
        spanish = current_language() == "es"
        return tuple((code, unit.es if spanish else unit.en) for code, unit in UNITS.items())
    if field == "category" and kind is Kind.SUPPLIES:
        return tuple((code, labels.category(code)) for code in GOODS)
    codes, label = _TABLES.get(field, ((), str))
    return tuple((code, label(code)) for code in codes)
