"""The map of a release: its areas, shaded by what is published of them, and all of it in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mutualaid.language.catalog import Catalog
from mutualaid.language.formats import format_list, format_number
from mutualaid.papers.map_shapes import Line, Point, lay_out
from mutualaid.summaries.release import Release
from mutualaid.summaries.told import value_words
from mutualaid.summaries.words import area_name

SHADES = 4
"""As many as can be told apart on a copy in black and white."""


@dataclass(frozen=True)
class MapArea:
    """An area: its name, its number in words, and the class it is shaded by, None for a hidden one.

    `zones`: the rings of each of its zones. `at`, `room`: where it is written on, and how much room there is, see
    `map_shapes.Shapes`.
    """

    name: str
    words: str
    shade: int | None
    zones: tuple[tuple[Line, ...], ...]
    at: Point
    room: int


@dataclass(frozen=True)
class AreaMap:
    """The map, in the units of `map_shapes.SIDE`.

    `legend`: each shade with the smallest and largest number in it. `hidden`: the words for what is striped, "" when
    nothing is. `missing`: says which zones could not be drawn, "" for none.
    """

    caption: str
    told: str
    width: int
    height: int
    areas: tuple[MapArea, ...]
    lines: tuple[Line, ...]
    borders: tuple[Line, ...]
    legend: tuple[tuple[int, str], ...]
    hidden: str
    missing: str


def area_map(release: Release, title: str, cat: Catalog) -> AreaMap | None:
    """The map of the areas under the title of their table; None when there are no outlines for two at least."""
    values = {cell.geo: value for cell, value in release.table("areas").items()}
    areas = {code: release.scheme.levels[release.period.level].areas[code] for code in values}
    shapes = lay_out(release.outlines, areas)
    if shapes is None or len(shapes.places) < 2:
        return None
    shown = [value for code in shapes.places if (value := values[code]) is not None]
    classes = natural_classes(shown, SHADES)
    steps = (0, SHADES - 2) if len(classes) == 2 else range(SHADES)
    shades = {value: shade for shade, group in zip(steps, classes, strict=False) for value in group}
    drawn = []
    for code, (at, room) in shapes.places.items():
        value = values[code]
        zones = tuple(shapes.zones[zone] for zone in areas[code] if zone in shapes.zones)
        shade = None if value is None else shades[value]
        drawn.append(MapArea(area_name(code, cat), value_words(value, release, cat), shade, zones, at, room))
    missing = [release.names.get(zone, zone) for zones in areas.values() for zone in zones if zone not in shapes.zones]
    hides = any(area.shade is None for area in drawn)
    return AreaMap(
        caption=cat.tr("{title}, on a map", title=title),
        told="; ".join(f"{area.name}: {area.words}" for area in drawn) + ".",
        width=shapes.width,
        height=shapes.height,
        areas=tuple(drawn),
        lines=shapes.lines,
        borders=shapes.borders,
        legend=tuple((shades[group[0]], _range(group, cat)) for group in classes),
        hidden=value_words(None, release, cat) if hides else "",
        missing=cat.tr(
            "Not on the map, which has no outline of them: {zones}.", zones=plain(format_list(missing, cat=cat))
        )
        if missing
        else "",
    )


def plain(text: str) -> str:
    """What the office calls its zones, on one line, without letters that control or turn the text around them."""
    one_line = " ".join(text.split())
    return "".join(letter for letter in one_line if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn"})


def natural_classes(values: Sequence[int], most: int) -> list[list[int]]:
    """The distinct values in `most` classes or fewer, in order, with the least squared distance to the class's mean.

    Solved exactly over all cuts (W. D. Fisher 1958, known among map makers as Jenks's natural breaks). Class sizes
    do not matter: three areas that are much alike get one shade.
    """
    known = sorted(set(values))
    if len(known) <= most:
        return [[value] for value in known]

    def spread(first: int, last: int) -> float:
        group = known[first:last]
        return sum(value * value for value in group) - sum(group) ** 2 / len(group)

    best: list[tuple[float, list[int]]] = [(spread(0, end), [0]) for end in range(1, len(known) + 1)]
    for _ in range(most - 1):
        best = [
            min(
                ((best[cut - 1][0] + spread(cut, end), [*best[cut - 1][1], cut]) for cut in range(1, end)),
                default=best[end - 1],
                key=lambda one: (one[0], one[1]),
            )
            for end in range(1, len(known) + 1)
        ]
    cuts = [*best[-1][1], len(known)]
    return [known[first:last] for first, last in pairwise(cuts)]


def _range(group: Sequence[int], cat: Catalog) -> str:
    low, high = format_number(group[0], cat=cat), format_number(group[-1], cat=cat)
    return low if low == high else f"{low}–{high}"
