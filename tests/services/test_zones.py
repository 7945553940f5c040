"""Zones of one's own stand beside the city's."""

from __future__ import annotations

import pytest

from mutualaid.records import zones as zone_table
from mutualaid.records.errors import BadInput, Refused
from mutualaid.services.office import Office
from mutualaid.services.problem import build_problem
from mutualaid.services.zones import add_zone
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
