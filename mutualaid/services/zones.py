"""Zones of the office's own, beside the city's: a suburb, a trailer park, the other side of the river."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from mutualaid.records import zones as zone_table
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.household import Household
from mutualaid.records.place import Site, ZoneRecord
from mutualaid.records.views import Area, Changed
from mutualaid.records.volunteer import Volunteer
from mutualaid.services.office import Office
from mutualaid.services.supplies import slug
from mutualaid.store.reading import Reading
from mutualaid.store.writing import Writing

NEAR_KM = 4.0
"""Zones whose centres lie this near are neighbours, unless the office says which are."""

Rings = Sequence[Sequence[tuple[float, float]]]
"""The rings of an outline as (longitude, latitude)."""

_EVERYWHERE = frozenset(Area)


class ZoneLine(NamedTuple):
    """A zone as the settings list and draw it: its outline is the office's own, else the one that the program brings;
    no ring where nobody drew one.
    """

    uid: str
    code: str
    name: str
    latitude: float
    longitude: float
    aliases: tuple[str, ...]
    neighbours: tuple[str, ...]
    active: bool
    outline: Rings


class ZoneUse(NamedTuple):
    """How many households live in a zone, volunteers do, and sites lie there."""

    households: int
    volunteers: int
    sites: int


def zone_lines(office: Office) -> list[ZoneLine]:
    """Every zone by name, closed ones last."""
    brought = zone_table.chicago_outlines()
    with office.store.read() as read:
        lines = [
            ZoneLine(
                uid=row.uid,
                code=row.record.code,
                name=row.record.name,
                latitude=row.record.latitude,
                longitude=row.record.longitude,
                aliases=tuple(row.record.aliases),
                neighbours=tuple(row.record.neighbours),
                active=row.record.active,
                outline=row.record.outline or brought.get(row.record.code, ()),
            )
            for row in read.all(ZoneRecord)
        ]
    return sorted(lines, key=lambda line: (not line.active, line.name, line.code))


def zone_use(office: Office, *, code: str) -> ZoneUse:
    """Who and what is in a zone."""
    with office.store.read() as read:
        return ZoneUse(read.count(Household, zone=code), read.count(Volunteer, zone=code), read.count(Site, zone=code))


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
    if neighbours is None:
        neighbours = near(zone_table.Zone(code, name, latitude, longitude), office.zones)
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
        tie(write, code, neighbours)
    office.forget_zones()
    return Changed(_EVERYWHERE, (uid,))


def change_zone(office: Office, *, uid: str, **fields: object) -> Changed:
    """Change a zone's name, centre, aliases or neighbours; its code stays, for everybody's records go by it.

    A neighbor is one from both sides: the other zone's list follows. What was released before keeps the names and the
    map that it was released with. Raises Refused("zone_exists" | "field_not_changed_here"),
    BadInput("zone_unknown" | "field_invalid" | "record_gone").
    """
    for field in fields:
        if field not in {"name", "latitude", "longitude", "aliases", "neighbours"}:
            raise Refused("field_not_changed_here", field=field)
    with office.store.write("change zone") as write:
        before = write.get(ZoneRecord, uid)
        others = {code: zone for code, zone in office.zones.items() if code != before.code}
        if zone_table.find(str(fields.get("name", before.name)), others) is not None:
            raise Refused("zone_exists")
        if not set(_codes(fields.get("neighbours", ()))) <= set(others):
            raise BadInput("zone_unknown")
        after = write.change(ZoneRecord, uid, **fields)
        tie(write, after.code, after.neighbours)
    office.forget_zones()
    return Changed(_EVERYWHERE, (uid,))


def close_zone(office: Office, *, uid: str, closed: bool = True) -> Changed:
    """Stop offering a zone, or offer it again. Whoever lives there stays, and is planned for.

    Raises Refused("zone_is_office") for the office's own.
    """
    with office.store.write("close zone" if closed else "open zone") as write:
        if closed and write.get(ZoneRecord, uid).code == write.settings().zone:
            raise Refused("zone_is_office")
        write.change(ZoneRecord, uid, active=not closed)
    office.forget_zones()
    return Changed(_EVERYWHERE, (uid,))


def near(here: zone_table.Zone, zones: Mapping[str, zone_table.Zone]) -> tuple[str, ...]:
    """The codes of the zones within `NEAR_KM` of a centre, else of the nearest one."""
    apart = sorted((zone_table.km(here, zone), zone.code) for zone in zones.values() if zone.code != here.code)
    return tuple(other for km, other in apart if km <= NEAR_KM) or tuple(other for _, other in apart[:1])


def tie(write: Writing, code: str, neighbours: Collection[str]) -> None:
    """Have just those zones name this one as their neighbor, inside a transaction."""
    for row in _bare(write):
        uid, other, named = row
        if other != code and (code in named) != (other in neighbours):
            kept = [one for one in named if one != code]
            write.change(ZoneRecord, uid, neighbours=kept if code in named else [*kept, code])


def _bare(read: Reading) -> list[tuple[str, str, list[str]]]:
    return [(uid, code, named) for uid, code, named in read.columns(ZoneRecord, "code", "neighbours")]


def _codes(value: object) -> list[str]:
    return [str(code) for code in value] if isinstance(value, list | tuple) else []
