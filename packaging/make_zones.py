"""Makes resources/zones/chicago.json from the outlines of Chicago's 77 community areas.

    python packaging/make_zones.py OUTLINES.geojson

The input is the City of Chicago's open data, "Boundaries - Community Areas", simplified to about 100 m; each feature
has `area_num` and `community`. Centroids are weighted by area (shoelace formula, on degrees scaled to kilometres at
the city's latitude). Two areas are neighbours when more than 400 m of one's outline runs within 150 m of the other's:
the tolerance covers the simplification, and the length keeps out areas that only meet at a corner.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Ring = list[Point]

ZONES = Path(__file__).resolve().parent.parent / "resources" / "zones"
KM_LATITUDE = 111.195
KM_LONGITUDE = KM_LATITUDE * math.cos(math.radians(41.84))
NEAR_KM, SHARED_KM, STEP_KM = 0.15, 0.4, 0.025
NAMES = {"Ohare": "O'Hare", "Mckinley Park": "McKinley Park"}


def to_km(ring: Ring) -> Ring:
    """A ring of (longitude, latitude) as kilometres on a plane, accurate enough across one city."""
    return [(x * KM_LONGITUDE, y * KM_LATITUDE) for x, y in ring]


def centroid(rings: list[Ring]) -> Point:
    """The centroid of the outer rings together, in the rings' own units."""
    area = east = north = 0.0
    for ring in rings:
        turn = 0.0
        sum_x = sum_y = 0.0
        for (x0, y0), (x1, y1) in pairwise(ring):
            cross = x0 * y1 - x1 * y0
            turn += cross
            sum_x += (x0 + x1) * cross
            sum_y += (y0 + y1) * cross
        sign = 1 if turn > 0 else -1
        area += sign * turn / 2
        east += sign * sum_x / 6
        north += sign * sum_y / 6
    return east / area, north / area


def to_segment(point: Point, start: Point, end: Point) -> float:
    """The distance of a point to a segment."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
    along = min(1.0, max(0.0, along))
    return math.hypot(point[0] - start[0] - along * dx, point[1] - start[1] - along * dy)


def steps(ring: Ring) -> list[Point]:
    """Points every 25 m along a ring."""
    points: list[Point] = []
    for (x0, y0), (x1, y1) in pairwise(ring):
        count = max(1, round(math.hypot(x1 - x0, y1 - y0) / STEP_KM))
        points.extend((x0 + (x1 - x0) * i / count, y0 + (y1 - y0) * i / count) for i in range(count))
    return points


def shared_km(one: list[Ring], other: list[Ring]) -> float:
    """How many kilometres of the outlines of `one` run within the tolerance of those of `other`."""
    segments = [pair for ring in other for pair in pairwise(ring)]
    west, east = min(x for r in other for x, _ in r) - NEAR_KM, max(x for r in other for x, _ in r) + NEAR_KM
    south, north = min(y for r in other for _, y in r) - NEAR_KM, max(y for r in other for _, y in r) + NEAR_KM
    near = 0
    for ring in one:
        for point in steps(ring):
            if west <= point[0] <= east and south <= point[1] <= north:
                near += any(to_segment(point, *segment) <= NEAR_KM for segment in segments)
    return near * STEP_KM


def aliases() -> dict[int, list[str]]:
    """The other names by area number."""
    found: dict[int, list[str]] = {}
    for line in (ZONES / "chicago-names.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            number, names = line.split("|")
            found[int(number)] = [name.strip() for name in names.split(",")]
    return found


def zones(features: list[dict[str, Any]]) -> list[dict[str, object]]:
    """The 77 rows, in order of number."""
    rings: dict[int, list[Ring]] = {}
    names: dict[int, str] = {}
    for feature in features:
        properties, geometry = feature["properties"], feature["geometry"]
        number = int(properties["area_num"])
        names[number] = NAMES.get(properties["community"], properties["community"])
        rings[number] = [[(x, y) for x, y in polygon[0]] for polygon in geometry["coordinates"]]
    flat = {number: [to_km(ring) for ring in outline] for number, outline in rings.items()}
    neighbours: dict[int, list[int]] = {number: [] for number in rings}
    for one, other in combinations(sorted(rings), 2):
        if max(shared_km(flat[one], flat[other]), shared_km(flat[other], flat[one])) > SHARED_KM:
            neighbours[one].append(other)
            neighbours[other].append(one)
    other_names = aliases()
    rows: list[dict[str, object]] = []
    for number in sorted(rings):
        east, north = centroid(flat[number])
        rows.append(
            {
                "code": f"chi-{number:02d}",
                "number": number,
                "name": names[number],
                "latitude": round(north / KM_LATITUDE, 5),
                "longitude": round(east / KM_LONGITUDE, 5),
                "neighbours": [f"chi-{other:02d}" for other in sorted(neighbours[number])],
                "aliases": other_names.get(number, []),
                "outline": rings[number],
            }
        )
    return rows


def main() -> None:
    """Reads the file named on the command line and writes the resource."""
    features = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["features"]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in zones(features))
    source = json.dumps("City of Chicago open data, Boundaries - Community Areas, simplified to about 100 m")
    (ZONES / "chicago.json").write_text(f'{{"source":{source},"zones":[\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
