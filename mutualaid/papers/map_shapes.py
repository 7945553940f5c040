"""Outlines of zones laid out on a sheet: shapes to fill, thin lines between zones, thick borders between areas.

Outlines come from many hands: neighbours may share no single vertex, and leave slivers between them. So no polygons are
joined here; a piece of an outline is a border when the ground across it belongs to another area or to none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from mutualaid.summaries.facts import Outline

SIDE = 1000
"""The longer side of the sheet; all coordinates are whole numbers of its thousandths, y downwards."""
_WIDEST = 2.5
_SIMPLE = 1.5
_PIECE = 24.0
_ACROSS = 8.0
_GRID = 12
_FLAT = 0.5
"""How much less room to the left and right counts than above and below: what is written is wider than tall."""

Point = tuple[int, int]
Line = tuple[Point, ...]
Points = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Shapes:
    """A sheet of `width` by `height`. `zones`: each drawn zone's rings, to be filled even-odd.

    `places`: for each drawn area the middle of its roomiest part, and how far it is from there to the next border
    (half of that to the sides).
    """

    width: int
    height: int
    zones: Mapping[str, tuple[Line, ...]]
    lines: tuple[Line, ...]
    borders: tuple[Line, ...]
    places: Mapping[str, tuple[Point, int]]


def lay_out(outlines: Mapping[str, Outline], areas: Mapping[str, Sequence[str]]) -> Shapes | None:
    """The zones of the areas that have an outline, north up, true to shape in the middle of the map.

    None when nothing can be drawn: no outline, or none with a width and a height.
    """
    area_of = {zone: number for number, zones in enumerate(areas.values()) for zone in zones}
    sheet = _sheet({zone: outlines[zone] for zone in sorted(area_of) if zone in outlines})
    if sheet is None:
        return None
    rings, width, height = sheet
    owner = np.array([area_of[zone] for zone in rings])
    lines, borders, hedge = _edges(list(rings.values()), owner)
    places = {}
    for number, code in enumerate(areas):
        own = [shape for shape, area in zip(rings.values(), owner, strict=True) if area == number]
        if own:
            places[code] = _roomiest(own, hedge)
    zones = {zone: tuple(_line(ring) for ring in shape) for zone, shape in rings.items()}
    return Shapes(width, height, zones, lines, borders, places)


def _sheet(outlines: Mapping[str, Outline]) -> tuple[dict[str, list[Points]], int, int] | None:
    """The rings on the sheet, simplified, and its size."""
    raw = {zone: [np.array(ring, dtype=float) for ring in rings if len(ring) > 3] for zone, rings in outlines.items()}
    every = [ring for rings in raw.values() for ring in rings]
    if not every:
        return None
    all_points = np.concatenate(every)
    if not np.isfinite(all_points).all():
        return None
    (west, south), (east, north) = all_points.min(axis=0), all_points.max(axis=0)
    squeeze = math.cos(math.radians((south + north) / 2))
    wide, tall = (east - west) * squeeze, north - south
    if wide <= 0 or tall <= 0 or not 1 / _WIDEST <= wide / tall <= _WIDEST * 2:
        return None
    scale = SIDE / max(wide, tall)
    laid: dict[str, list[Points]] = {}
    for zone, rings in raw.items():
        flat = [np.column_stack(((ring[:, 0] - west) * squeeze, north - ring[:, 1])) * scale for ring in rings]
        kept = [simple for ring in flat if len(simple := _simplified(ring)) > 3]
        if kept:
            laid[zone] = kept
    return (laid, math.ceil(wide * scale), math.ceil(tall * scale)) if laid else None


def _simplified(ring: Points) -> Points:
    """The closed ring in whole numbers, without points within _SIMPLE of the line; nothing when no area is left.

    After Douglas and Peucker 1973.
    """
    rounded: Points = np.rint(ring)
    rounded = rounded[np.append(True, (np.diff(rounded, axis=0) != 0).any(axis=1))]
    if len(rounded) < 4:
        return np.empty((0, 2))
    far = int(np.hypot(*(rounded - rounded[0]).T).argmax())
    keep = {0, far, len(rounded) - 1}
    spans = [(0, far), (far, len(rounded) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        start, along = rounded[first], rounded[last] - rounded[first]
        between = rounded[first + 1 : last] - start
        away = np.abs(between[:, 0] * along[1] - between[:, 1] * along[0]) / max(1.0, math.hypot(*along))
        worst = int(away.argmax())
        if away[worst] > _SIMPLE:
            middle = first + 1 + worst
            keep.add(middle)
            spans += [(first, middle), (middle, last)]
    kept: Points = rounded[sorted(keep)]
    return kept


def _edges(
    zones: list[list[Points]], owner: npt.NDArray[np.int64]
) -> tuple[tuple[Line, ...], tuple[Line, ...], Points]:
    """Thin lines, thick borders, and points all along the borders. What two zones share is drawn by the first."""
    chains = [(number, _cut(ring)) for number, shape in enumerate(zones) for ring in shape]
    starts = np.concatenate([chain[:-1] for _, chain in chains])
    ends = np.concatenate([chain[1:] for _, chain in chains])
    own = np.concatenate([np.full(len(chain) - 1, number) for number, chain in chains])
    middles, along = (starts + ends) / 2, ends - starts
    aside = np.column_stack((-along[:, 1], along[:, 0])) * (_ACROSS / np.hypot(*along.T))[:, None]
    left, right = _zone_at(middles + aside, zones), _zone_at(middles - aside, zones)
    other = np.where(left == own, right, left)
    inner = (other >= 0) & (owner[other] == owner[own])
    drawn = (other < 0) | (own <= other)
    lines: list[Line] = []
    borders: list[Line] = []
    at = 0
    for _, chain in chains:
        run: list[int] = []
        for piece in range(at, at + len(chain) - 1):
            if run and (not drawn[piece] or inner[piece] != inner[run[0]]):
                (lines if inner[run[0]] else borders).append(_run(starts, ends, run))
                run = []
            if drawn[piece]:
                run.append(piece)
        if run:
            (lines if inner[run[0]] else borders).append(_run(starts, ends, run))
        at += len(chain) - 1
    hedge = np.concatenate([starts[~inner], middles[~inner]]) if (~inner).any() else middles
    return tuple(lines), tuple(borders), hedge


def _cut(ring: Points) -> Points:
    """The ring with its long sides cut in pieces, since one side can face several zones."""
    parts = [ring[:1]]
    for start, end in pairwise(ring):
        count = max(1, math.ceil(math.hypot(*(end - start)) / _PIECE))
        parts.append(start + (end - start) * (np.arange(1, count + 1) / count)[:, None])
    return np.concatenate(parts)


def _run(starts: Points, ends: Points, run: Sequence[int]) -> Line:
    """The pieces as one line, without the cuts on its straight parts."""
    points = [starts[run[0]], *(ends[piece] for piece in run)]
    kept = [points[0]]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        one, two = here - before, after - here
        if abs(one[0] * two[1] - one[1] * two[0]) > 1e-6:
            kept.append(here)
    return _line(np.array([*kept, points[-1]]))


def _zone_at(points: Points, zones: Sequence[list[Points]]) -> npt.NDArray[np.int64]:
    """The number of the zone that each point lies in, -1 for none."""
    found = np.full(len(points), -1)
    for number, rings in enumerate(zones):
        found[_inside(points, rings)] = number
    return found


def _inside(points: Points, rings: Sequence[Points]) -> npt.NDArray[np.bool_]:
    """Which points lie inside the rings, by the even-odd rule."""
    every = np.concatenate(rings)
    near = ((points >= every.min(axis=0)) & (points <= every.max(axis=0))).all(axis=1)
    odd = np.zeros(len(points), dtype=bool)
    x, y = points[near, 0][:, None], points[near, 1][:, None]
    crossings = np.zeros(int(near.sum()), dtype=np.int64)
    for ring in rings:
        (ax, ay), (bx, by) = ring[:-1].T, ring[1:].T
        rise = np.where(by == ay, 1.0, by - ay)
        crossings += (((ay > y) != (by > y)) & (x < (bx - ax) * (y - ay) / rise + ax)).sum(axis=1)
    odd[near] = crossings % 2 == 1
    return odd


def _roomiest(shapes: Sequence[list[Points]], hedge: Points) -> tuple[Point, int]:
    """Of a grid of points inside the shapes, the one farthest from the hedge, and how far; the first of equals."""
    every = np.concatenate([ring for rings in shapes for ring in rings])
    low, high = every.min(axis=0), every.max(axis=0)
    step = max(1.0, min(float(_GRID), float((high - low).min()) / 8))
    columns, rows = (np.arange(low[axis] + step / 2, high[axis], step) for axis in (0, 1))
    grid = np.array([(x, y) for y in rows for x in columns]).reshape(-1, 2)
    inside = np.zeros(len(grid), dtype=bool)
    for rings in shapes:
        inside |= _inside(grid, rings)
    if not inside.any():
        return _point(every.mean(axis=0)), 0
    grid = grid[inside]
    hedge = hedge[((hedge > low - 2 * _ACROSS) & (hedge < high + 2 * _ACROSS)).all(axis=1)]
    room = np.full(len(grid), float(SIDE) ** 2)
    for start in range(0, len(hedge), 256):
        aside = (grid[:, 0, None] - hedge[None, start : start + 256, 0]) * _FLAT
        apart = grid[:, 1, None] - hedge[None, start : start + 256, 1]
        room = np.minimum(room, (aside * aside + apart * apart).min(axis=1))
    best = int(room.argmax())
    return _point(grid[best]), math.isqrt(int(room[best]))


def _point(point: Points) -> Point:
    return round(float(point[0])), round(float(point[1]))


def _line(points: Points) -> Line:
    return tuple(_point(point) for point in points)
