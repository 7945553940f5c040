"""What an office sets for itself: its place, its day, its zones, sites and catalog. All of it can be undone."""

from __future__ import annotations

from datetime import time

import pytest

from mutualaid.records import zones as zone_table
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.kinds import Daypart
from mutualaid.records.supply import CatalogueItem, Pack
from mutualaid.records.time import PART_HOURS
from mutualaid.services import catalogue, history, settings, sites, supplies, zones
from mutualaid.services.asking import office_questions
from mutualaid.services.needs import need
from mutualaid.services.office import Office
from tests.services.make import home, stock, wants

CICERO = {"name": "Cicero", "latitude": 41.8456, "longitude": -87.7539}


def test_the_place_the_day_and_the_kinds_of_help_are_set_and_taken_back(office: Office) -> None:
    settings.set_office(office, name="Casa Maru", zone="chi-31", pickup_km=3, haul_km=40)
    later = PART_HOURS | {Daypart.NIGHT: (time(20), time(23, 30))}
    settings.set_hours(office, hours=later)
    settings.set_closed_categories(office, closed=["cash", "watch"])
    settings.set_taxonomy(office, terms={"Food Pantry": "food", "Zoo": ""})
    assert office.settings.hours == later
    assert set(CATEGORIES) - set(settings.open_categories(office)) == {"cash", "watch"}
    assert office.settings.taxonomy == {"food pantry": "food", "zoo": ""}
    for _ in range(4):
        history.undo(office)
    assert office.settings.name == ""
    assert office.settings.zone == "chi-30"
    assert office.settings.hours == PART_HOURS
    assert settings.open_categories(office) == list(CATEGORIES)
    history.redo(office)
    assert office.settings.name == "Casa Maru"


def test_what_cannot_be_is_refused_and_nothing_is_changed(office: Office) -> None:
    before, late = office.settings, PART_HOURS | {Daypart.MORNING: (time(8), time(13))}
    for work, code in (
        (lambda: settings.set_office(office, name="", zone="mars", pickup_km=3, haul_km=4), "zone_unknown"),
        (lambda: settings.set_office(office, name="", zone="chi-30", pickup_km=0, haul_km=4), "field_invalid"),
        (lambda: settings.set_hours(office, hours={Daypart.NIGHT: (time(1), time(2))}), "hours_not_in_order"),
        (lambda: settings.set_hours(office, hours=late), "hours_not_in_order"),
        (lambda: settings.set_closed_categories(office, closed=list(CATEGORIES)), "category_missing"),
        (lambda: settings.set_closed_categories(office, closed=["zoo"]), "category_unknown"),
        (lambda: settings.set_taxonomy(office, terms={"Zoo": "zoo"}), "category_unknown"),
    ):
        with pytest.raises(BadInput, match=code):
            work()
        assert office.settings == before


def test_a_zone_is_renamed_tied_to_its_neighbours_from_both_sides_and_closed(office: Office) -> None:
    uid = zones.add_zone(office, **CICERO, neighbours=("chi-30",)).uids[0]
    assert "cicero" in office.zones["chi-30"].neighbours
    zones.change_zone(office, uid=uid, name="Cicero, Illinois", aliases=["Hawthorne"], neighbours=["chi-29"])
    assert zone_table.find("hawthorne", office.zones).name == "Cicero, Illinois"
    assert "cicero" not in office.zones["chi-30"].neighbours
    assert "cicero" in office.zones["chi-29"].neighbours
    home(office, zone="cicero")
    assert zones.zone_use(office, code="cicero") == (1, 0, 0)
    zones.close_zone(office, uid=uid)
    assert not office.zones["cicero"].active
    assert zones.zone_lines(office)[-1].code == "cicero"
    history.undo(office)
    assert office.zones["cicero"].active
    with pytest.raises(Refused, match="zone_exists"):
        zones.change_zone(office, uid=uid, name="La Villita")
    with pytest.raises(BadInput, match="zone_unknown"):
        zones.change_zone(office, uid=uid, neighbours=["cicero"])
    here = next(line for line in zones.zone_lines(office) if line.code == office.settings.zone)
    assert here.outline
    with pytest.raises(Refused, match="zone_is_office"):
        zones.close_zone(office, uid=here.uid)


def test_a_site_is_renamed_moved_and_closed_only_when_nothing_lies_there(office: Office) -> None:
    lot = stock(office, "produce_box", 3)
    first = sites.site_lines(office)[0]
    assert first.lots == 1
    sites.change_site(office, uid=first.uid, name="Santa Inés", zone="chi-31")
    with pytest.raises(Refused, match="site_not_empty"):
        sites.close_site(office, uid=first.uid)
    supplies.spoil(office, uid=lot, units=3)
    sites.close_site(office, uid=first.uid)
    supplies.add_site(office, name="Almacén", zone="chi-30")
    assert [(line.name, line.zone, line.active) for line in sites.site_lines(office)] == [
        ("Almacén", "chi-30", True),
        ("Santa Inés", "chi-31", False),
    ]
    with pytest.raises(Refused, match="site_exists"):
        sites.change_site(office, uid=first.uid, name="almacén", zone="chi-30")


def test_an_items_box_packs_and_cap_are_kept_and_one_item_a_category_is_the_usual(office: Office) -> None:
    rows = {row.record.code: row for row in catalogue.catalogue(office)}
    usual = next(row for row in rows.values() if row.record.category == "food" and row.record.default)
    other = rows["eggs_dozen"]
    after = other.record.model_copy(
        update={
            "box": [1, 1, 2],
            "barcodes": ["0123456789012"],
            "packs": [Pack(code="10123456789019", units=12)],
            "household_cap": 2,
            "default": True,
        }
    )
    catalogue.keep_item(office, item=after, uid=other.uid)
    with office.store.read() as read:
        assert read.get(CatalogueItem, other.uid) == after
        assert not read.get(CatalogueItem, usual.uid).default
    with pytest.raises(Refused, match="barcode_taken"):
        catalogue.keep_item(
            office, item=usual.record.model_copy(update={"barcodes": ["10123456789019"]}), uid=usual.uid
        )
    with pytest.raises(Refused, match="default_item_closed"):
        catalogue.keep_item(office, item=after.model_copy(update={"active": False}), uid=other.uid)
    code = catalogue.new_code(office, name="Frijol negro 2 kg")
    new = CatalogueItem.checked(code=code, name_en="Black beans", name_es="Frijol negro", category="food", box=[1, 2])
    catalogue.keep_item(office, item=new)
    for _ in range(2):
        history.undo(office)
    with office.store.read() as read:
        assert read.by_code(CatalogueItem, code) is None
        assert read.get(CatalogueItem, usual.uid).default


def test_what_is_no_longer_offered_is_not_asked_for_and_what_was_asked_for_before_still_is(office: Office) -> None:
    settings.set_closed_categories(office, closed=["cash"])
    asked = {code for question in office_questions(office, offered=True).questions for code in question.choices}
    printed = {code for question in office_questions(office).questions for code in question.choices}
    assert "cash" not in asked
    assert {"food", "cash"} <= printed
    uid = home(office, wants(office, "cash"))[1]
    assert need(office, uid=uid).record.category == "cash"
