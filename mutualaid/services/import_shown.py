"""A draft as a preview shows it: field -> text in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mutualaid.exchange.drafts import Draft, HouseholdDraft, LotDraft, VolunteerDraft
from mutualaid.language import labels
from mutualaid.language.formats import format_date, format_list, format_time_range, format_weekday
from mutualaid.records.household import Household
from mutualaid.records.time import Window
from mutualaid.records.volunteer import Volunteer
from mutualaid.records.zones import Zone


def shown(draft: Draft, zones: Mapping[str, Zone]) -> dict[str, str]:
    """What is filled in of a draft, in the order of a form. Field names are those of the canonical files."""
    fields: dict[str, str] = {}
    if isinstance(draft, HouseholdDraft):
        fields = _household(draft, zones)
    elif isinstance(draft, VolunteerDraft):
        fields = _volunteer(draft, zones)
    elif isinstance(draft, LotDraft):
        fields = _lot(draft)
    return {name: text for name, text in fields.items() if text}


def _household(draft: HouseholdDraft, zones: Mapping[str, Zone]) -> dict[str, str]:
    first = draft.needs[0] if draft.needs else None
    return {
        "contact_name": draft.contact_name,
        "phone": _joined(phone.number for phone in draft.phones),
        "zone": _zones([draft.zone], zones),
        "languages": _joined(map(labels.language, draft.languages)),
        "household_size": str(draft.size or ""),
        "category": _joined(labels.category(need.category) for need in draft.needs),
        "item": first.item if first is not None else "",
        "quantity": str(first.quantity or "") if first is not None else "",
        "urgency": labels.label(first.urgency) if first is not None else "",
        "needed_by": format_date(first.needed_by) if first is not None and first.needed_by is not None else "",
        "address": draft.address,
        "notes": draft.notes or (first.notes if first is not None else ""),
        "received_on": format_date(draft.received_on) if draft.received_on is not None else "",
    }


def _volunteer(draft: VolunteerDraft, zones: Mapping[str, Zone]) -> dict[str, str]:
    return {
        "name": draft.name,
        "phone": _joined(phone.number for phone in draft.phones),
        "languages": _joined(labels.language(spoken.code) for spoken in draft.languages),
        "skills": _joined(map(labels.skill, draft.skills)),
        "transport": labels.transport(draft.transport) if draft.transport else "",
        "zones": _zones(draft.zones, zones),
        "availability": _joined(map(_window, draft.availability)),
        "tasks_per_week": str(draft.tasks_per_week if draft.tasks_per_week is not None else ""),
        "notes": draft.notes,
    }


def shown_household(record: Household, zones: Mapping[str, Zone]) -> dict[str, str]:
    """What is filled in of a household that is known, under the same names."""
    fields = {
        "contact_name": record.contact_name,
        "phone": _joined(phone.number for phone in record.phones),
        "zone": _zones([record.zone], zones),
        "languages": _joined(map(labels.language, record.languages)),
        "household_size": str(record.size),
        "address": record.address,
        "notes": record.notes,
        "received_on": format_date(record.received_on),
    }
    return {name: text for name, text in fields.items() if text}


def shown_volunteer(record: Volunteer, zones: Mapping[str, Zone]) -> dict[str, str]:
    """What is filled in of a volunteer who is known, under the same names."""
    fields = {
        "name": record.name,
        "phone": _joined(phone.number for phone in record.phones),
        "languages": _joined(labels.language(spoken.code) for spoken in record.languages),
        "skills": _joined(map(labels.skill, record.skills)),
        "transport": labels.transport(record.transport),
        "zones": _zones(dict.fromkeys((record.zone, *record.zones)), zones),
        "availability": _joined(map(_window, record.availability)),
        "tasks_per_week": str(record.tasks_per_week),
        "notes": record.notes,
    }
    return {name: text for name, text in fields.items() if text}


def _lot(draft: LotDraft) -> dict[str, str]:
    return {
        "item": draft.item,
        "category": labels.category(draft.category) if draft.category else "",
        "quantity": str(draft.quantity or ""),
        "site": draft.site,
        "expires_on": format_date(draft.expires_on) if draft.expires_on is not None else "",
        "source": draft.source,
        "diet": _joined(map(labels.diet, draft.diet)),
        "notes": draft.notes,
    }


def _joined(parts: Iterable[str]) -> str:
    return format_list(list(parts))


def _zones(codes: Iterable[str], zones: Mapping[str, Zone]) -> str:
    return _joined(zones[code].name for code in codes if code in zones)


def _window(window: Window) -> str:
    hours = format_time_range(window.start, window.end)
    if window.on is not None:
        return f"{format_date(window.on)} {hours}"
    return f"{format_weekday(window.weekday, short=True)} {hours}" if window.weekday is not None else hours
