"""Zones of one's own stand beside the city's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mutualaid.records import zones as zone_table
from mutualaid.records.errors import BadInput, Refused
from mutualaid.services import history
from mutualaid.services.office import Office
from mutualaid.services.problem import build_problem
from mutualaid.services.zone_files import import_geojson, look_zones
from mutualaid.services.zones import add_zone
from tests.exchange.test_geojson import THREE
from tests.services.make import TODAY, helper, home, stock, wants
from tests.services.test_matching_desk import NOW

CICERO = {"name": "Cicero", "latitude": 41.8456, "longitude": -87.7539}


def test_a_zone_of_ones_own_is_found_by_name_and_planned_for(office: Office) -> None:
    add_zone(office, **CICERO, aliases=("Hawthorne",))
    found = zone_table.find("hawthorne", office.zones)
    assert found is not None
    assert found.code == "cicero"
    assert "chi-30" in found.neighbours
    home(office, wants(office, "food"), zone="cicero", received_on=TODAY)
    helper(office)
    stock(office, "produce_box", 3)
    document = build_problem(office, as_of=NOW).document
    assert len(document["zones"]) == 2
    assert 2 < document["km"][0][1] < 8


def test_a_name_that_is_taken_or_a_place_off_the_globe_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="zone_exists"):
        add_zone(office, name="la villita", latitude=41.8, longitude=-87.7)
    with pytest.raises(BadInput, match="field_invalid"):
        add_zone(office, name="Nowhere", latitude=141.8, longitude=-87.7)


def test_a_file_of_zones_is_looked_at_and_taken_in_and_taken_back(office: Office, tmp_path: Path) -> None:
    seen = look_zones(office, path=THREE, code_key="area_num")
    assert (seen.name_key, seen.count("same"), seen.count("new")) == ("community", 3, 0)
    document = json.loads(THREE.read_text(encoding="utf-8"))
    south, west, east = document["features"]
    south["properties"]["community"] = "Lawndale North"
    south["geometry"]["coordinates"][0][0][0] = south["geometry"]["coordinates"][0][0][-1] = [-87.72, 41.85]
    west["properties"]["community"] = "Little Village"
    ring = [[-87.80, 41.82], [-87.74, 41.82], [-87.74, 41.86], [-87.80, 41.86], [-87.80, 41.82]]
    away = {"type": "Polygon", "coordinates": [[[444000, 4632000], [444900, 4632000], [444900, 4632900]]]}
    for name, shape in (("Cicero", {"type": "Polygon", "coordinates": [ring]}), ("Gary", away)):
        document["features"].append({"type": "Feature", "properties": {"community": name}, "geometry": shape})
    path = tmp_path / "zones.geojson"
    path.write_text(json.dumps(document), encoding="utf-8")
    seen = look_zones(office, path=path)
    assert [(zone.name, zone.kind, zone.code) for zone in seen.zones] == [
        ("Lawndale North", "new", ""),
        ("Little Village", "changed", "chi-30"),
        (east["properties"]["community"], "same", "chi-31"),
        ("Cicero", "new", ""),
        ("Gary", "off_globe", ""),
    ]
    import_geojson(office, path=path)
    village = office.zones["chi-30"]
    assert (village.name, "South Lawndale" in village.aliases) == ("Little Village", True)
    assert "cicero" in office.zones["chi-30"].neighbours
    assert "chi-30" in office.zones["cicero"].neighbours
    assert "lawndale-north" in office.zones["chi-30"].neighbours
    assert look_zones(office, path=path).count("same") == 4
    history.undo(office)
    assert office.zones["chi-30"].name == "South Lawndale"
    assert "cicero" not in office.zones
    east["properties"]["community"] = "La Villita"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(BadInput, match="geojson_names"):
        import_geojson(office, path=path)
