"""Zones of the office's own, beside the city's: a suburb, a trailer park, the other side of the river."""

from __future__ import annotations

from mutualaid.records import zones as zone_table
from mutualaid.records.errors import Refused
from mutualaid.records.place import ZoneRecord
from mutualaid.records.views import Area, Changed
from mutualaid.services.office import Office
from mutualaid.services.supplies import slug

NEAR_KM = 4.0
"""Zones whose centres lie this near are neighbours, unless the office says which are."""


def add_zone(
    office: Office,
    *,
    name: str,
    latitude: float,
    longitude: float,
    aliases: tuple[str, ...] = (),
    neighbours: tuple[str, ...] | None = None,
) -> Changed:
    """Add a zone by its centre in degrees. `neighbours` are codes; none means those within `NEAR_KM`, else the nearest.

    Raises Refused("zone_exists") when a zone already goes by that name, BadInput("field_invalid"). Once a summary has
    been released its map is frozen: a zone that comes later counts in the totals of summaries, and in no area.
    """
    if zone_table.find(name, office.zones) is not None:
        raise Refused("zone_exists")
    code = slug(name, office.zones)
    here = zone_table.Zone(code=code, name=name, latitude=latitude, longitude=longitude, aliases=aliases)
    if neighbours is None:
        apart = sorted((zone_table.km(here, zone), zone.code) for zone in office.zones.values())
        neighbours = tuple(other for km, other in apart if km <= NEAR_KM) or tuple(other for _, other in apart[:1])
    record = ZoneRecord.checked(
        code=code,
        name=name,
        latitude=latitude,
        longitude=longitude,
        aliases=list(aliases),
        neighbours=list(neighbours),
        own=True,
    )
    with office.store.write("add zone") as write:
        uid = write.add(record)
    office.forget_zones()
    return Changed(frozenset(Area), (uid,))
