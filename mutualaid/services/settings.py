"""What an office sets for itself while it is open."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import time

from pydantic import ValidationError

from mutualaid.records.categories import CATEGORIES
from mutualaid.records.errors import BadInput
from mutualaid.records.folding import fold
from mutualaid.records.kinds import Daypart
from mutualaid.records.office import OfficeSettings
from mutualaid.records.views import Area, Changed
from mutualaid.services.diary import refuse_doubled
from mutualaid.services.office import Office


def set_minutes(office: Office, *, mask: int, lock: int) -> Changed:
    """After how many idle minutes names are covered (1 to 30) and the office locks (2 to 30).

    Raises BadInput("field_invalid") for minutes outside of that, which no form of ours lets through.
    """
    return _keep(office, mask_minutes=mask, lock_minutes=lock)


def set_office(office: Office, *, name: str, zone: str, pickup_km: float, haul_km: float) -> Changed:
    """The office's name (for itself), the code of its zone, how far people go and how far a lot is brought, in km.

    Raises BadInput("zone_unknown" | "field_invalid").
    """
    if zone not in office.zones:
        raise BadInput("zone_unknown")
    return _keep(office, name=name, zone=zone, pickup_km=pickup_km, haul_km=haul_km)


def set_hours(office: Office, *, hours: Mapping[Daypart, tuple[time, time]]) -> Changed:
    """When each of the four parts of a day begins and ends. What was agreed before keeps its part of the day.

    Raises BadInput("hours_not_in_order") when one ends before it starts, or begins before the one before it ends, and
    Refused("hours_double_book") when somebody would be in two places by it.
    """
    try:
        return _keep(office, hours={part: hours[part] for part in Daypart})
    except (KeyError, BadInput):
        raise BadInput("hours_not_in_order") from None


def set_closed_categories(office: Office, *, closed: Collection[str]) -> Changed:
    """Which kinds of help are no longer offered for new needs. Needs that are there stay, and are planned for.

    Raises BadInput("category_unknown"), and BadInput("category_missing") when none would be left.
    """
    if not set(closed) <= set(CATEGORIES):
        raise BadInput("category_unknown")
    if set(closed) == set(CATEGORIES):
        raise BadInput("category_missing")
    return _keep(office, closed_categories=tuple(code for code in CATEGORIES if code in closed))


def set_taxonomy(office: Office, *, terms: Mapping[str, str]) -> Changed:
    """By a directory's own word for a kind of service, the category that it means here ("" for none), beside those
    that were said before. Raises BadInput("category_unknown").
    """
    return _keep(office, taxonomy=with_terms(office.settings, terms).taxonomy)


def with_terms(settings: OfficeSettings, terms: Mapping[str, str]) -> OfficeSettings:
    """Settings with what is said of some words of a directory. Raises BadInput("category_unknown")."""
    if not set(terms.values()) <= {"", *CATEGORIES}:
        raise BadInput("category_unknown")
    said = settings.taxonomy | {fold(term)[:200]: code for term, code in terms.items() if fold(term)}
    return settings.model_copy(update={"taxonomy": said})


def open_categories(office: Office) -> list[str]:
    """The codes of the categories that are offered for new needs, in the order of lists."""
    return [code for code in CATEGORIES if code not in office.settings.closed_categories]


def _keep(office: Office, **fields: object) -> Changed:
    with office.store.write("settings") as write:
        try:
            settings = OfficeSettings.model_validate(write.settings().model_dump() | fields)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False, include_context=False)[0]
            field = str(first["loc"][0]) if first["loc"] else "record"
            raise BadInput("field_invalid", record="OfficeSettings", field=field, rule=first["type"]) from None
        if settings.hours != office.settings.hours:
            refuse_doubled(write, office.settings, settings)
        write.set_settings(settings)
    office.settings = settings
    return Changed(frozenset({Area.SETTINGS}))
