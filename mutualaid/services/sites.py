"""Sites: where supplies lie and people meet. They are added where supplies come in, or in the settings."""

from __future__ import annotations

from typing import NamedTuple

from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.place import Site
from mutualaid.records.supply import Lot
from mutualaid.records.views import Area, Changed
from mutualaid.services.office import Office

_AREAS = frozenset({Area.SUPPLIES, Area.SCHEDULE})


class SiteLine(NamedTuple):
    """A site with the name of its zone, and how many of its lots hold anything."""

    uid: str
    code: str
    name: str
    zone: str
    zone_name: str
    active: bool
    lots: int


def site_lines(office: Office) -> list[SiteLine]:
    """Every site by name, closed ones last."""
    with office.store.read() as read:
        units = read.stock()
        filled = [row.record.site for row in read.all(Lot) if any(units[row.uid])]
        rows = read.all(Site)
    zones = office.zones
    lines = [
        SiteLine(
            row.uid,
            row.record.code,
            row.record.name,
            row.record.zone,
            zones[row.record.zone].name if row.record.zone in zones else row.record.zone,
            row.record.active,
            filled.count(row.record.code),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (not line.active, line.name, line.code))


def change_site(office: Office, *, uid: str, name: str, zone: str) -> Changed:
    """Call a site something else, or move it to another zone. Raises BadInput("zone_unknown" | "field_invalid"),
    Refused("site_exists").
    """
    if zone not in office.zones:
        raise BadInput("zone_unknown")
    with office.store.write("change site") as write:
        before = write.get(Site, uid)
        if any(row.uid != uid and row.record.name.casefold() == name.strip().casefold() for row in write.all(Site)):
            raise Refused("site_exists")
        after = write.change(Site, uid, name=name, zone=zone)
        if not after.name:
            raise BadInput("field_invalid", record="Site", field="name", rule="missing")
    return Changed(_AREAS if after != before else frozenset(), (uid,))


def close_site(office: Office, *, uid: str, closed: bool = True) -> Changed:
    """Stop offering a site, or offer it again. Raises Refused("site_not_empty", lots) while anything lies there."""
    with office.store.write("close site" if closed else "open site") as write:
        site = write.get(Site, uid)
        units = write.stock([row.uid for row in write.all(Lot, site=site.code)]) if closed else {}
        lots = sum(any(there) for there in units.values())
        if lots:
            raise Refused("site_not_empty", lots=lots)
        write.change(Site, uid, active=not closed)
    return Changed(_AREAS, (uid,))
