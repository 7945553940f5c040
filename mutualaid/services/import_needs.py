"""A need as its row and its category tell it, and whether the household has asked for it already."""

from __future__ import annotations

from typing import Any

from mutualaid.exchange.drafts import NeedDraft
from mutualaid.exchange.free_text import joined, said_already
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.kinds import UNFINISHED, Mode
from mutualaid.records.need import Need
from mutualaid.records.supply import CatalogueItem
from mutualaid.services.import_catalogue import Catalogue, service_fields

SAME_DAY = 1
"""Days between two stamps of one submission: tools stamp in different time zones, so a night may lie between."""

STILL_WAITING = 30
"""Days within which asking again for what is still waited for is the same request: the span of "this month"."""

_NOTE = 4000


def need_fields(asked: NeedDraft, catalogue: Catalogue, size: int) -> tuple[dict[str, Any], str | None, list[str]]:
    """The need's fields but code, household and day; the item if the row named one; and warnings.

    A need that names only its category takes the category's usual item in the box quantity for the household's size,
    any other item of the category will do, and it is delivered unless the row says otherwise.
    """
    fields: dict[str, Any] = {
        "category": asked.category,
        "urgency": asked.urgency,
        "needed_by": asked.needed_by,
        "windows": list(asked.windows),
        "notes": asked.notes,
    }
    if CATEGORIES[asked.category].kind == "service":
        return fields | service_fields(asked.category) | _seats(asked), None, []
    warnings: list[str] = []
    named = _named(asked, catalogue)
    if asked.item and named is None:
        warnings.append("item_unknown")
        fields["notes"] = joined(asked.notes, asked.item)[:_NOTE]
    item = named or catalogue.usual(asked.category)
    fields["mode"] = asked.mode or Mode(CATEGORIES[asked.category].default_mode)
    if item is None:
        return fields | {"quantity": asked.quantity or 1, "unit": asked.unit}, None, warnings
    if asked.unit is not None and asked.unit != item.unit:
        warnings.append("unit_differs")
    quantity = asked.quantity or item.for_household(size)
    return (
        fields | {"item": item.code, "unit": item.unit, "quantity": quantity},
        named.code if named is not None else None,
        warnings,
    )


def _named(asked: NeedDraft, catalogue: Catalogue) -> CatalogueItem | None:
    """The catalogue's item that the row names, if it is one of the need's category."""
    found = catalogue.find(asked.item) if asked.item else None
    return found if found is not None and found.category == asked.category else None


def _seats(asked: NeedDraft) -> dict[str, Any]:
    """A quantity beside a ride tells how many ride."""
    return {"seats": min(asked.quantity, 60)} if asked.category == "ride" and asked.quantity else {}


def asked_already(asked: NeedDraft, need: Need, named: str | None, old: Need) -> bool:
    """Whether `old`, a need of the same household, is the same request as `need`, made of `asked`.

    It is for the same category, and no other item (`named` by the row), date or time was given; and it was received
    within a day, or still waits and was received within thirty.
    """
    if old.category != need.category or (named is not None and old.item != named):
        return False
    if asked.item and named is None and not said_already(old.notes, asked.item):
        return False
    if need.needed_by is not None and old.needed_by is not None and need.needed_by != old.needed_by:
        return False
    if need.windows and old.windows and need.windows != old.windows:
        return False
    apart = abs((need.received_on - old.received_on).days)
    return apart <= SAME_DAY or (old.state in UNFINISHED and apart <= STILL_WAITING)
