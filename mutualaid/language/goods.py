"""So many units of an item, as a list or a label says it."""

from __future__ import annotations

from mutualaid.language.catalog import Catalog, current
from mutualaid.language.formats import format_money, format_number

MONEY = "usd"


def goods(units: int, unit: str, name: tuple[str, str], cat: Catalog | None = None) -> str:
    """Such as "2 × Pantry box" or "$50 Groceries gift card". `name` is the item's in (English, Spanish)."""
    words = current() if cat is None else cat
    said = name[words.language == "es"]
    if unit == MONEY:
        return f"{format_money(units, cat=words)} {said}"
    return f"{format_number(units, cat=words)} × {said}"


def weight(kg: float, cat: Catalog | None = None) -> str:
    """A weight as people here say it, in pounds, with kilograms beside it: "26 lb (12 kg)"."""
    words = current() if cat is None else cat
    return words.tr(
        "{lb} lb ({kg} kg)",
        lb=format_number(round(kg * 2.20462), cat=words),
        kg=format_number(round(kg, 1) if kg < 10 else round(kg), cat=words),
    )
