"""Our fields as a person reads them in the import: what each is called, which are needed, which are personal."""

from __future__ import annotations

from collections.abc import Mapping

from mutualaid.language.catalog import N_, tr

KINDS: dict[str, str] = {
    "needs": N_("Requests for help"),
    "volunteers": N_("Volunteers"),
    "supplies": N_("Supplies"),
}
"""What the rows of a file are."""

FIELDS: dict[str, str] = {
    "contact_name": N_("Name"),
    "name": N_("Name"),
    "phone": N_("Phone"),
    "item": N_("Item"),
    "category": N_("Category"),
    "quantity": N_("Quantity"),
    "unit": N_("Unit"),
    "urgency": N_("How soon"),
    "needed_by": N_("Needed by"),
    "skills": N_("Ways to help"),
    "availability": N_("Available"),
    "zone": N_("Zone"),
    "zones": N_("Zones"),
    "address": N_("Address"),
    "languages": N_("Languages"),
    "household_size": N_("People"),
    "children": N_("Children under 12"),
    "ages": N_("Ages"),
    "safe_contact": N_("How to contact safely"),
    "diet": N_("Diet"),
    "access": N_("Access needs"),
    "windows": N_("Good times"),
    "mode": N_("Delivery or pick-up"),
    "transport": N_("Gets around"),
    "seats": N_("Seats"),
    "capacity_kg": N_("Load in kilograms"),
    "stops": N_("Most stops"),
    "radius_km": N_("How far, in kilometers"),
    "tasks_per_week": N_("Tasks a week"),
    "trainings": N_("Trainings"),
    "trust": N_("Trust"),
    "site": N_("Place"),
    "expires_on": N_("Expires"),
    "source": N_("Source"),
    "notes": N_("Notes"),
    "received_on": N_("Received"),
    "household_code": N_("Household code"),
    "volunteer_code": N_("Volunteer code"),
}
"""Every field by its name in the files, in the order of a form."""

_OWN: dict[str, dict[str, str]] = {
    "needs": {"category": N_("What is needed")},
    "volunteers": {"zone": N_("Home zone"), "zones": N_("Zones to help in")},
}
"""Where a kind says a field's name more closely than a column has room for."""

_NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "needs": (("category",), ("contact_name", "phone", "household_code")),
    "volunteers": (("name",),),
    "supplies": (("item",), ("quantity",), ("site",)),
}
"""What a row cannot be taken in without: one field of each."""

PERSONAL = frozenset({"contact_name", "name", "phone", "address", "notes", "safe_contact", "ages", "access"})

_SAFE = frozenset(FIELDS) - PERSONAL - {"household_code", "volunteer_code", "item", "windows", "availability"}


def kind_words(kind: str) -> str:
    """What the rows are, in words."""
    return tr(KINDS[kind])


def field_message(field: str, kind: str = "") -> str:
    """What a field is called, before it is said in any language."""
    return _OWN.get(kind, {}).get(field) or FIELDS.get(field, field)


def field_words(field: str, kind: str = "") -> str:
    """What a field is called."""
    return tr(field_message(field, kind))


def wanting(kind: str, mapped: Mapping[str, int]) -> list[tuple[str, ...]]:
    """What is needed and has no column yet; of a tuple any one field will do."""
    return [group for group in _NEEDED[kind] if not any(field in mapped for field in group)]


def is_needed(kind: str, field: str) -> bool:
    """Whether a row may be turned away for want of this field."""
    return any(field in group for group in _NEEDED[kind])


def covers(kind: str, field: str) -> bool:
    """Whether a field is covered until she asks for it."""
    return kind != "supplies" and field in PERSONAL


def covers_sample(kind: str, field: str) -> bool:
    """Whether a column's examples are covered: so is one that goes nowhere, for nobody knows what it holds."""
    return kind != "supplies" and field not in _SAFE
