"""Zones out of a GeoJSON file: what is drawn, what is left out and why, and which files are refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid.exchange import geojson
from mutualaid.exchange.geojson import features_of, read_features, touching
from mutualaid.records.errors import BadInput
from mutualaid.records.place import MOST_POINTS, ZoneRecord
from mutualaid.records.zones import chicago, chicago_outlines

THREE = Path(__file__).parents[1] / "data" / "geojson" / "three-areas.geojson"


def square(west: float, south: float, side: float = 0.02) -> list[list[float]]:
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def collection(*shapes: tuple[str, Any], **more: Any) -> dict[str, Any]:
    features = [
        {"type": "Feature", "properties": {"name": f"Zone {n}", **more}, "geometry": {"type": kind, "coordinates": at}}
        for n, (kind, at) in enumerate(shapes, 1)
    ]
    return {"type": "FeatureCollection", "features": features}


def test_the_areas_of_chicago_are_read_as_the_program_knows_them() -> None:
    found = read_features(THREE)
    assert (found.keys[0], found.codes) == ("community", ("area_num",))
    for feature in found.features:
        code = f"chi-{feature.said['area_num']}"
        assert [[tuple(p) for p in ring] for ring in feature.outline] == [list(r) for r in chicago_outlines()[code]]
        known = chicago()[code]
        assert abs(feature.centre[0] - known.longitude) + abs(feature.centre[1] - known.latitude) < 0.0005


def test_who_borders_on_whom_is_told_by_the_outlines_alone() -> None:
    drawn = {code: [list(ring) for ring in rings] for code, rings in chicago_outlines().items()}
    found = {(one, other) for one, others in touching(drawn).items() for other in others}
    known = {(zone.code, other) for zone in chicago().values() for other in zone.neighbours}
    assert not found - known
    assert len(found) > 0.95 * len(known)  # the others meet at a corner


def test_islands_holes_crossing_lines_and_open_rings_are_drawn() -> None:
    hole = [[-87.695, 41.805], [-87.685, 41.805], [-87.685, 41.815], [-87.695, 41.805]]
    bow = [[-87.5, 41.8], [-87.4, 41.9], [-87.4, 41.8], [-87.5, 41.9], [-87.5, 41.8]]
    document = collection(
        ("MultiPolygon", [[square(-87.7, 41.8), hole], [square(-87.6, 41.8, 0.001)]]),
        ("Polygon", [bow]),
        ("Polygon", [square(-87.3, 41.8)[:-1]]),
        ("Point", [-87.2, 41.8]),
    )
    first, crossing, opened, point = features_of(document).features
    assert [len(ring) for ring in first.outline] == [5, 4, 5]
    assert first.centre == (-87.69, 41.81)
    assert crossing.centre == (-87.45, 41.85)
    assert opened.outline[0][0] == opened.outline[0][-1]
    assert (point.centre, point.outline) == ((-87.2, 41.8), ())


def test_what_can_be_no_zone_is_left_out_and_said_why() -> None:
    shapes = [
        ("Polygon", [square(-87.7, 41.8)]),
        ("Polygon", [square(179.99, 41.8, 0.02)]),  # off the eastern edge
        ("Polygon", [[[179, 0], [-179, 0], [-179, 1], [179, 0]]]),  # across the 180th meridian, so around the globe
        ("Polygon", [[[444000, 4632000], [444900, 4632000], [444900, 4632900], [444000, 4632000]]]),  # meters
        ("Polygon", [[[-87, 41], [-87, 41], [-87, 41]]]),
        ("LineString", [[-87, 41], [-88, 41]]),
        ("Polygon", [[["-87", 41], [True, 41], [-87, 42]]]),
        ("Polygon", "nonsense"),
        ("Polygon", [[[-87]]]),
    ]
    assert [one.left_out for one in features_of(collection(*shapes)).features] == [
        "", "off_globe", "too_wide", "off_globe", "no_shape", "no_shape", "no_shape", "no_shape", "no_shape",
    ]  # fmt: skip


def test_a_fine_outline_is_made_plain_and_hostile_files_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coast = [[-87.7 + 0.00006 * (n % 7), 41.8 + n * 0.00001] for n in range(9000)]
    (one,) = features_of(collection(("Polygon", [[*coast, [-87.6, 41.8]]]))).features
    assert 100 < sum(map(len, one.outline)) <= MOST_POINTS
    path = tmp_path / "x.geojson"

    def code(data: bytes) -> str:
        path.write_bytes(data)
        with pytest.raises(BadInput) as refused:
            read_features(path)
        return refused.value.code

    nan = json.dumps(collection(("Polygon", [square(-87.7, 41.8)]))).replace("-87.68", "NaN").encode()
    deep = b'{"type":"FeatureCollection","features":' + b"[" * 100_000
    for data in (b"", b"{", b"[]", b'{"type": "Topology"}', b"\xff\xfe", nan, deep, b"PK\x03\x04"):
        assert code(data) == "geojson_unreadable"
    assert code(b'{"type":"FeatureCollection","features":[]}') == "geojson_empty"
    same = collection(("Polygon", [square(-87.7, 41.8)]), ("Polygon", [square(-87.5, 41.8)]))
    for feature in same["features"]:
        feature["properties"] = {"kind": "area", "sure": True}
    assert code(json.dumps(same).encode()) == "geojson_unnamed"
    monkeypatch.setattr(geojson, "MOST_BYTES", 100)
    assert code(b" " * 101) == "geojson_too_large"
    monkeypatch.setattr(geojson, "MOST_ZONES", 1)
    with pytest.raises(BadInput, match="geojson_too_large"):
        features_of(same)


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats(-200, 200) | st.text(max_size=5) | st.integers(-200, 200),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=8)
@given(
    st.lists(st.tuples(st.sampled_from(["Polygon", "MultiPolygon", "Point", "GeometryCollection"]), _JSON), max_size=4)
)
def test_whatever_a_shape_holds_it_is_a_zone_that_can_be_kept_or_is_left_out(shapes: list[tuple[str, Any]]) -> None:
    document = collection(("Polygon", [square(-87.7, 41.8)]), *shapes)
    for one in features_of(document).features:
        if not one.left_out:
            ZoneRecord.checked(
                code="x", name="X", longitude=one.centre[0], latitude=one.centre[1],
                outline=[list(ring) for ring in one.outline],
            )  # fmt: skip
