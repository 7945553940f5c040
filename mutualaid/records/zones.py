"""Zones of the city: where households live, volunteers go and supplies lie; distances run between zones' centres.

Chicago's 77 community areas come with the program, with the neighbourhood names that people say instead of the official
ones. The functions take any mapping of zones by code, so an office's own zones work alike.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from mutualaid.paths import resources
from mutualaid.records.folding import fold, squeeze

EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""

Ring = tuple[tuple[float, float], ...]
"""A closed outline of (longitude, latitude) in degrees."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone with its centre in degrees, the other names of its parts, and the codes of the zones it borders on."""

    code: str
    name: str
    latitude: float
    longitude: float
    aliases: tuple[str, ...] = field(default=(), repr=False)
    neighbours: tuple[str, ...] = field(default=(), repr=False)
    number: int | None = None
    active: bool = True


@cache
def _resource() -> list[dict[str, Any]]:
    text = (resources() / "zones" / "chicago.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(text)["zones"]
    return rows


@cache
def _chicago() -> tuple[Zone, ...]:
    return tuple(
        Zone(
            row["code"],
            row["name"],
            row["latitude"],
            row["longitude"],
            tuple(row["aliases"]),
            tuple(row["neighbours"]),
            row["number"],
        )
        for row in _resource()
    )


def chicago() -> dict[str, Zone]:
    """Chicago's 77 community areas by code, `chi-01` to `chi-77`, in order of their official number."""
    return {zone.code: zone for zone in _chicago()}


@cache
def chicago_outlines() -> dict[str, tuple[Ring, ...]]:
    """The outlines of the community areas by code, simplified to about 100 m: for drawing a small map."""
    return {row["code"]: tuple(tuple((x, y) for x, y in ring) for ring in row["outline"]) for row in _resource()}


_ARTICLE = re.compile(r"^(?:the|la|el|los|las|barrio|barrio de|barrio de la|neighborhood of|zona|zone|area) ")
_PARTS = re.compile(r"[/,;|()\[\]\n]|\s[-–—]\s")


def _keys(text: str) -> tuple[str, ...]:
    """What a name is looked up by: itself, and without its article."""
    folded = fold(text)
    bare = _ARTICLE.sub("", folded)
    return tuple(dict.fromkeys(key.replace(" ", "") for key in (folded, bare) if key))


@lru_cache(maxsize=16)
def _index(zones: tuple[Zone, ...]) -> dict[str, Zone]:
    """Every key of every zone. Codes and names go before aliases; an alias that two zones share is left out."""
    shared: dict[str, set[str]] = {}
    by_code = {zone.code: zone for zone in zones}
    for zone in zones:
        for alias in zone.aliases:
            for key in _keys(alias):
                shared.setdefault(key, set()).add(zone.code)
    index = {key: by_code[next(iter(codes))] for key, codes in shared.items() if len(codes) == 1}
    for zone in zones:
        for key in _keys(zone.name):
            index[key] = zone
        index[squeeze(zone.code)] = zone
        if zone.number is not None:
            index[str(zone.number)] = zone
    return index


def find(text: str, zones: Mapping[str, Zone]) -> Zone | None:
    """The zone that `text` names, or none: by code, name, number or alias, whatever the accents, capitals and spaces.

    Of "Pilsen / Lower West Side" or "Little Village, Chicago" each part is looked up, and the answer holds when the
    parts that are known agree.
    """
    if text in zones:
        return zones[text]
    index = _index(tuple(zones.values()))
    for key in _keys(text):
        if key in index:
            return index[key]
    found = {zone for part in _PARTS.split(text) for key in _keys(part) if (zone := index.get(key)) is not None}
    return found.pop() if len(found) == 1 else None


def find_many(text: str, zones: Mapping[str, Zone]) -> tuple[list[Zone], list[str]]:
    """The zones in a list such as "Avondale, La Villita; New City", each once in order, and the parts not known."""
    found: list[Zone] = []
    unknown: list[str] = []
    for part in (part.strip() for part in re.split(r"[,;|\n]", text)):
        zone = find(part, zones) if part else None
        if zone is None and part:
            unknown.append(part)
        elif zone is not None and zone not in found:
            found.append(zone)
    return found, unknown


def km(a: Zone, b: Zone) -> float:
    """Kilometres between two centres along a great circle (haversine formula)."""
    north, south = math.radians(a.latitude), math.radians(b.latitude)
    across = math.radians(b.longitude - a.longitude)
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))
