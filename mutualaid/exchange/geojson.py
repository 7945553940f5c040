"""Zones out of a GeoJSON file (RFC 7946): their outlines in degrees, made plain enough to be drawn, and their centres.

Nothing in such a file is believed: places off the globe, shapes wider than any city, rings of two points are told by
their feature's number and left out, and holes, islands and lines that cross themselves are drawn by the even-odd rule.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput, NoSpace
from mutualaid.records.folding import fold
from mutualaid.records.place import MOST_POINTS

MOST_BYTES = 32 * 1024 * 1024
MOST_ZONES = 2_000
WIDEST = 5.0
"""Degrees; a zone is part of a city or its surroundings, and one across the 180th meridian would span the globe."""
_DIGITS = 5
_FINEST = 0.00005
_CELL = 0.002
_SHARED = 3
_NAMES = ("name", "nombre", "community", "neighborhood", "neighbourhood", "barrio", "colonia", "zone", "zona", "label")
_NAME_PARTS = ("name", "nombre", "community", "neighb", "barrio", "colonia", "label", "district", "ward", "zip")

Point = tuple[float, float]
"""(longitude, latitude)."""
Ring = list[Point]


@dataclass(frozen=True, repr=False)
class Feature:
    """A zone of the file: what it says of it (property, text), its centre, its outline (none for a bare point).

    `left_out` says why it cannot be a zone: "no_shape", "off_globe", "too_wide", "" for one that can.
    """

    number: int
    said: Mapping[str, str]
    centre: Point = (0.0, 0.0)
    outline: tuple[Ring, ...] = ()
    left_out: str = ""


@dataclass(frozen=True, repr=False)
class Features:
    """What a file holds. `keys` are the properties that could name a zone, the likeliest first; `codes` those that
    could number it.
    """

    features: tuple[Feature, ...]
    keys: tuple[str, ...]
    codes: tuple[str, ...]


def read_features(path: Path, progress: Progress = SILENT) -> Features:
    """Read a file. Raises BadInput("file_missing" | "geojson_unreadable" | "geojson_too_large" | "geojson_empty" |
    "geojson_unnamed"), NoSpace, Cancelled.
    """
    try:
        if not path.is_file():
            raise BadInput("file_missing")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError:
        raise NoSpace("cannot_read_or_write") from None
    progress.step(0, 0)
    if len(data) > MOST_BYTES:
        raise _too_large()
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadInput("geojson_unreadable") from None
    return features_of(document, progress)


def features_of(document: Any, progress: Progress = SILENT) -> Features:
    """The features of a document that was read. Raises as `read_features`."""
    raw = list(_features(document))
    if len(raw) > MOST_ZONES:
        raise _too_large()
    found = []
    for number, (properties, geometry) in enumerate(raw, 1):
        progress.step(number, len(raw))
        found.append(_feature(number, properties, geometry))
    if not any(not one.left_out for one in found):
        raise BadInput("geojson_empty")
    keys = _naming(found)
    if not keys:
        raise BadInput("geojson_unnamed")
    return Features(tuple(found), tuple(keys), tuple(_numbering(found)))


def touching(outlines: Mapping[str, Sequence[Ring]]) -> dict[str, list[str]]:
    """Which zones border on one another: those whose outlines run together for some hundred meters. What two files, or
    two hands, drew of one border differs by less than that.
    """
    here: dict[tuple[int, int], set[str]] = {}
    for code, rings in outlines.items():
        for cell in {cell for ring in rings for cell in _cells(ring)}:
            here.setdefault(cell, set()).add(code)
    shared: Counter[tuple[str, str]] = Counter()
    for codes in here.values():
        shared.update((one, other) for one in codes for other in codes if one < other)
    found: dict[str, list[str]] = {code: [] for code in outlines}
    for (one, other), cells in sorted(shared.items()):
        if cells >= _SHARED:
            found[one].append(other)
            found[other].append(one)
    return found


def _no_number(_text: str) -> NoReturn:
    raise ValueError


def _too_large() -> BadInput:
    return BadInput("geojson_too_large", megabytes=MOST_BYTES // 2**20, zones=MOST_ZONES)


def _features(document: Any) -> Iterator[tuple[Mapping[str, Any], Any]]:
    if not isinstance(document, Mapping):
        raise BadInput("geojson_unreadable")
    if document.get("type") == "FeatureCollection" and isinstance(document.get("features"), list):
        for feature in document["features"]:
            if isinstance(feature, Mapping):
                yield from _features(feature)
    elif document.get("type") == "Feature":
        properties = document.get("properties")
        yield (properties if isinstance(properties, Mapping) else {}), document.get("geometry")
    else:
        raise BadInput("geojson_unreadable")


def _feature(number: int, properties: Mapping[str, Any], geometry: Any) -> Feature:
    said = {
        str(key)[:60]: text
        for key, value in list(properties.items())[:60]
        if isinstance(value, str | int | float)
        and not isinstance(value, bool)
        and (text := " ".join(str(value).split()))
    }
    rings: list[Ring] = []
    try:
        point = _shape(geometry, rings)
    except ValueError as problem:
        return Feature(number, said, left_out=str(problem))
    if point is not None and not rings:
        return Feature(number, said, point)
    if not rings:
        return Feature(number, said, left_out="no_shape")
    wide = max(x for ring in rings for x, _y in ring) - min(x for ring in rings for x, _y in ring)
    tall = max(y for ring in rings for _x, y in ring) - min(y for ring in rings for _x, y in ring)
    if max(wide, tall) > WIDEST:
        return Feature(number, said, left_out="too_wide")
    return Feature(number, said, _centre(rings), tuple(_plainer(rings)))


def _shape(geometry: Any, rings: list[Ring], depth: int = 0) -> Point | None:
    """Gather the rings of a geometry; of a bare point its place. Raises ValueError with why it cannot be drawn."""
    if not isinstance(geometry, Mapping) or depth > 4:
        return None
    kind, given = geometry.get("type"), geometry.get("coordinates")
    if kind == "Point":
        return _point(given)
    if kind == "GeometryCollection":
        parts = geometry.get("geometries")
        for part in parts if isinstance(parts, list) else ():
            _shape(part, rings, depth + 1)
        return None
    polygons = {"Polygon": [given], "MultiPolygon": given}.get(str(kind))
    if not isinstance(polygons, list):
        return None
    for polygon in polygons:
        for line in polygon if isinstance(polygon, list) else ():
            ring = [_point(place) for place in line] if isinstance(line, list) else []
            if ring and ring[0] != ring[-1]:
                ring.append(ring[0])
            if len(set(ring)) >= 3:
                rings.append(ring)
    return None


def _point(given: Any) -> Point:
    if not isinstance(given, list) or len(given) < 2:
        raise ValueError("no_shape")
    x, y = given[0], given[1]
    for value in (x, y):
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError("no_shape")
    if not (-180 <= x <= 180 and -90 <= y <= 90):
        raise ValueError("off_globe")
    return float(x), float(y)


def _area_and_middle(ring: Ring) -> tuple[float, Point]:
    """The signed area of a ring, and its centroid (shoelace formula), told from its first point to keep the digits."""
    x0, y0 = ring[0]
    area = x = y = 0.0
    for (ax, ay), (bx, by) in pairwise(ring):
        cross = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
        area += cross
        x += (ax + bx - 2 * x0) * cross
        y += (ay + by - 2 * y0) * cross
    return (area / 2, (x0 + x / (3 * area), y0 + y / (3 * area))) if area else (0.0, ring[0])


def _centre(rings: Sequence[Ring]) -> Point:
    """The centroid of the largest ring; the middle of its box where the line crosses itself so that there is none."""
    area, middle = max(map(_area_and_middle, rings), key=lambda one: abs(one[0]))
    every = [point for ring in rings for point in ring]
    (west, east), (south, north) = ((min(one), max(one)) for one in zip(*every, strict=True))
    if not area or not (west <= middle[0] <= east and south <= middle[1] <= north):
        middle = (west + east) / 2, (south + north) / 2
    return round(middle[0], _DIGITS), round(middle[1], _DIGITS)


def _plainer(rings: Sequence[Ring]) -> list[Ring]:
    """The rings with no more points than may be kept: those nearer to the one before than a step, which grows, go.
    Rings that come to nothing go too, the smallest first when there are too many.
    """
    largest = sorted(rings, key=lambda ring: -abs(_area_and_middle(ring)[0]))[: MOST_POINTS // 4]
    kept = [ring for ring in rings if any(ring is one for one in largest)]
    step = _FINEST
    while True:
        thinned = [thin for ring in kept if len(set(thin := _thinned(ring, step))) >= 3]
        if thinned and sum(map(len, thinned)) <= MOST_POINTS:
            return thinned
        if not thinned:
            return [_box(rings)]
        step *= 2


def _thinned(ring: Ring, step: float) -> Ring:
    kept = [ring[0]]
    for point in ring[1:-1]:
        if math.hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) >= step:
            kept.append(point)
    return [(round(x, _DIGITS), round(y, _DIGITS)) for x, y in (*kept, ring[0])]


def _box(rings: Sequence[Ring]) -> Ring:
    every = [point for ring in rings for point in ring]
    (west, east), (south, north) = ((min(one), max(one)) for one in zip(*every, strict=True))
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def _cells(ring: Ring) -> Iterator[tuple[int, int]]:
    """The squares of a grid, about 200 m wide, that a ring runs through."""
    for (ax, ay), (bx, by) in pairwise(ring):
        steps = max(1, math.ceil(max(abs(bx - ax), abs(by - ay)) / _CELL))
        for step in range(steps):
            part = step / steps
            yield round((ax + (bx - ax) * part) / _CELL), round((ay + (by - ay) * part) / _CELL)


def _naming(found: Sequence[Feature]) -> list[str]:
    """Properties that nearly every zone has and that differ from zone to zone, those that sound like a name first."""
    usable = [one for one in found if not one.left_out]
    counts = Counter(key for one in usable for key in one.said)
    keys = [key for key, count in counts.items() if count >= 0.9 * len(usable) and _differs(usable, key)]

    def rank(key: str) -> tuple[object, ...]:
        word, texts = fold(key), [one.said.get(key, "") for one in usable]
        lettered = sum(any(sign.isalpha() for sign in text) for text in texts)
        return (
            lettered < len(usable) / 2,
            word not in _NAMES,
            not any(part in word for part in _NAME_PARTS),
            sum(map(len, texts)) > 60 * len(texts),
            list(counts).index(key),
        )

    return sorted(keys, key=rank)


def _differs(usable: Sequence[Feature], key: str) -> bool:
    return len({fold(one.said.get(key, "")) for one in usable}) >= 0.9 * len(usable)


def _numbering(found: Sequence[Feature]) -> list[str]:
    """Properties that are short, given for every zone and the same for no two."""
    usable = [one for one in found if not one.left_out]
    keys = dict.fromkeys(key for one in usable for key in one.said)
    texts = {key: [one.said.get(key, "") for one in usable] for key in keys}
    return [
        key for key, held in texts.items()
        if all(held) and len(set(held)) == len(held) and max(map(len, held)) <= 12
    ]  # fmt: skip
