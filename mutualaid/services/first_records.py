"""What a new office starts with: its zone, and the first records, all of them its own to change."""

from __future__ import annotations

from collections.abc import Iterator

from mutualaid.records import zones as zone_table
from mutualaid.records.base import Record
from mutualaid.records.defaults import DEFAULT_ITEMS
from mutualaid.records.errors import BadInput
from mutualaid.records.place import ZoneRecord
from mutualaid.records.supply import CatalogueItem
from mutualaid.services.release_key import make_key
from mutualaid.store.writing import Writing

DEFAULT_ZONE = "chi-30"


def zone_code(zone: str) -> str:
    """The code of an office zone given as code, name, number or neighbourhood. Raises BadInput("zone_unknown")."""
    if not zone:
        return DEFAULT_ZONE
    found = zone_table.chicago().get(zone) or zone_table.find(zone, zone_table.chicago())
    if found is None:
        raise BadInput("zone_unknown")
    return found.code


def first_records() -> Iterator[Record]:
    """The zones and the catalogue that an office starts with; both are its own to change."""
    for zone in zone_table.chicago().values():
        yield ZoneRecord.checked(
            code=zone.code,
            name=zone.name,
            latitude=zone.latitude,
            longitude=zone.longitude,
            aliases=list(zone.aliases),
            neighbours=list(zone.neighbours),
        )
    for item in DEFAULT_ITEMS.values():
        yield CatalogueItem.checked(
            code=item.code,
            name_en=item.en,
            name_es=item.es,
            category=item.category,
            unit=item.unit,
            unit_kg=item.unit_kg,
            box=list(item.box),
            diet=list(item.diet),
            default=item.default,
        )


def seed(write: Writing) -> None:
    """Write the first records, and the key of released folders, so that every backup has it."""
    write.add_many(first_records())
    make_key(write)
