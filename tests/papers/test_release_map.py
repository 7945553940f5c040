"""How zones of any making are laid out, bordered, labelled and shaded."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid.language.catalog import catalog
from mutualaid.papers.map_shapes import SIDE, Line, lay_out
from mutualaid.papers.release_map import area_map, natural_classes
from mutualaid.summaries.facts import Outline
from tests.papers.maps import chicago_release

SQUARE = 0.01


def square(column: int, row: int, *, shrunk: float = 0.0) -> Outline:
    """A zone on the equator, one square of a grid, drawn smaller by a share of its side all around."""
    left, low = (column + shrunk) * SQUARE, (row + shrunk) * SQUARE
    right, high = (column + 1 - shrunk) * SQUARE, (row + 1 - shrunk) * SQUARE
    return (((left, low), (right, low), (right, high), (left, high), (left, low)),)


def lengths(lines: Sequence[Line]) -> float:
    return sum(((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5 for line in lines for a, b in pairwise(line))


@pytest.mark.parametrize("shrunk", [0.0, 0.005])
def test_only_what_lies_between_areas_or_around_them_is_a_border(shrunk: float) -> None:
    zones = {f"{column}{row}": square(column, row, shrunk=shrunk) for column in range(4) for row in range(4)}
    areas = {"west": [zone for zone in zones if zone[0] in "01"], "east": [zone for zone in zones if zone[0] in "23"]}
    shapes = lay_out(zones, areas)
    assert shapes is not None
    assert (shapes.width, shapes.height) == (SIDE, SIDE)
    assert lengths(shapes.borders) == pytest.approx(5 * SIDE, rel=0.03)
    assert lengths(shapes.lines) == pytest.approx(5 * SIDE, rel=0.03)
    for code, middle in (("west", SIDE / 4), ("east", SIDE * 3 / 4)):
        (x, y), room = shapes.places[code]
        assert (x, y) == (pytest.approx(middle, abs=25), pytest.approx(SIDE / 2, abs=400))
        assert room > 100


def test_a_zone_inside_another_is_another_shape_and_its_border_is_drawn() -> None:
    ring = ((0.0, 0.0), (0.04, 0.0), (0.04, 0.04), (0.0, 0.04), (0.0, 0.0))
    hole = ((0.01, 0.01), (0.03, 0.01), (0.03, 0.03), (0.01, 0.03), (0.01, 0.01))
    shapes = lay_out({"around": (ring, hole), "within": (hole,)}, {"a": ["around"], "b": ["within"]})
    assert shapes is not None
    assert lengths(shapes.borders) == pytest.approx(6 * SIDE, rel=0.03)
    (x, y), _ = shapes.places["a"]
    assert not (SIDE / 4 < x < SIDE * 3 / 4 and SIDE / 4 < y < SIDE * 3 / 4)


OUTLINES = st.dictionaries(
    st.sampled_from("abcdef"),
    st.lists(
        st.lists(st.tuples(st.floats(-180, 180), st.floats(-85, 85)), min_size=1, max_size=8).map(
            lambda ring: (*ring, ring[0])
        ),
        max_size=3,
    ).map(tuple),
)


def check(outlines: dict[str, Outline]) -> None:
    shapes = lay_out(outlines, {"one": ["a", "b", "c"], "two": ["d", "e", "missing"]})
    if shapes is not None:
        assert set(shapes.zones) <= set(outlines)
        for rings in shapes.zones.values():
            assert all(0 <= x <= shapes.width and 0 <= y <= shapes.height for ring in rings for x, y in ring)


@settings(max_examples=25)
@given(OUTLINES)
def test_no_outline_whatever_it_is_stops_a_release(outlines: dict[str, Outline]) -> None:
    check(outlines)


@pytest.mark.campaign
@given(OUTLINES)
def test_no_outline_stops_a_release_however_many_are_tried(outlines: dict[str, Outline]) -> None:
    check(outlines)


@pytest.mark.parametrize("outlines", [{}, {"a": ()}, {"a": (((1.0, 1.0),) * 5,)}, {"a": (((0.0, float("nan")),) * 5,)}])
def test_without_a_shape_there_is_no_map(outlines: dict[str, Outline]) -> None:
    assert lay_out(outlines, {"one": ["a"]}) is None


def cost(groups: Sequence[Sequence[int]]) -> float:
    return sum(sum((value - sum(group) / len(group)) ** 2 for value in group) for group in groups)


@given(st.lists(st.integers(0, 400).map(lambda n: 5 * n), min_size=1, max_size=9), st.integers(1, 4))
def test_the_shades_are_the_best_of_all_ways_to_cut(values: list[int], most: int) -> None:
    found = natural_classes(values, most)
    known = sorted(set(values))
    assert [value for group in found for value in group] == known
    ways = combinations(range(1, len(known)), min(most, len(known)) - 1)
    best = min(cost([known[a:b] for a, b in pairwise((0, *cuts, len(known)))]) for cuts in ways)
    assert cost(found) == pytest.approx(best, abs=1e-6)


def test_every_area_of_the_real_map_is_written_on_itself_with_what_is_published() -> None:
    release = chicago_release("2026", households=2_000)
    drawn = area_map(release, "Needs by area", catalog("en"))
    assert drawn is not None
    values = release.table("areas")
    assert len(drawn.areas) == len(values) > 3
    assert [area.words.replace(",", "") for area in drawn.areas] == [str(value) for value in values.values()]
    shown = {number for _, words in drawn.legend for number in words.replace(",", "").split("–")}
    assert shown <= {str(value) for value in values.values()}
    assert drawn.hidden == ""
    assert drawn.missing == ""
    assert len({area.at for area in drawn.areas}) == len(drawn.areas)


def test_zones_that_the_map_does_not_have_are_named_and_one_area_is_no_map() -> None:
    release = chicago_release("2026", households=2_000)
    zones = list(release.outlines)
    random.Random(1).shuffle(zones)
    some = area_map(
        replace(release, outlines={zone: release.outlines[zone] for zone in zones[2:]}), "Áreas", catalog("es")
    )
    assert some is not None
    assert all(release.names[zone] in some.missing for zone in zones[:2])
    first = next(cell.geo for cell in release.table("areas"))
    only = release.scheme.levels["year"].areas[first]
    one = {zone: release.outlines[zone] for zone in only}
    assert area_map(replace(release, outlines=one), "", catalog("en")) is None
    assert area_map(replace(release, outlines={}), "", catalog("en")) is None
