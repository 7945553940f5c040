"""The office's own settings in the window: the office, zones on a map and from a file, places, kinds of help, items."""

from __future__ import annotations

from datetime import time

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mutualaid.desktop import language
from mutualaid.desktop.page import Context
from mutualaid.desktop.settings.item_form import ItemForm
from mutualaid.desktop.settings.page import SettingsPage
from mutualaid.desktop.settings.sites_part import SiteForm
from mutualaid.desktop.settings.zone_file import ZoneFileWindow, look_at
from mutualaid.desktop.settings.zone_form import ZoneForm
from mutualaid.language.catalog import tr
from mutualaid.records.kinds import Daypart
from mutualaid.records.time import PART_HOURS
from mutualaid.services import history
from mutualaid.services.catalogue import catalogue
from mutualaid.services.settings import open_categories
from mutualaid.services.sites import site_lines
from tests.desktop.keyboard import press, texts
from tests.exchange.test_geojson import THREE
from tests.services.make import stock


@pytest.fixture
def page(qtbot, tasks, office, bar, show_page):
    made = SettingsPage(Context(office, tasks, bar, go=lambda *_: None, run=lambda _name: None))
    tasks.changed.connect(made.changed)
    qtbot.addWidget(made)
    made.resize(1100, 760)
    show_page(made)
    return made


def window(kind):
    found = next(made for made in QApplication.topLevelWidgets() if isinstance(made, kind) and made.isVisible())
    found.activateWindow()
    return found


def open_section(page, settle, key: str):
    page.show_record(key)
    settle()
    return page.section(key)


def test_the_office_and_its_day_are_set_in_spanish_refused_when_out_of_order_and_undone(app, page, settle, office):
    language.switch(app, "es")
    section = open_section(page, settle, "office")
    section.name.line.setText("Casa Maru")
    section.zone.set_code("chi-31")
    section.keep_button.click()
    settle()
    assert (office.settings.name, office.settings.zone) == ("Casa Maru", "chi-31")
    assert office.settings.pickup_km == 5.0  # whole miles are shown, and what is finer stays
    section.rows[Daypart.MORNING].ends.set_code("13:00")
    section.hours_button.click()
    assert section.hours_form.rows["AFTERNOON"].wrong
    assert section.rows[Daypart.AFTERNOON].starts.accessibleName() == tr("{part} begins", part="Tarde")
    assert office.settings.hours == PART_HOURS
    section.rows[Daypart.AFTERNOON].starts.set_code("13:00")
    section.hours_button.click()
    settle()
    assert office.settings.hours[Daypart.MORNING] == (time(8), time(13))
    for _ in range(2):
        history.undo(office)
    section.refresh()
    assert section.rows[Daypart.MORNING].hours() == PART_HOURS[Daypart.MORNING]
    assert section.name.text() == ""


def test_arrows_and_clicks_choose_a_zone_on_the_map_and_one_is_added_with_the_cross(page, settle, office):
    section = open_section(page, settle, "zones")
    assert section.map.code == office.settings.zone
    assert section.chosen.heading.text() == "South Lawndale"
    section.map.setFocus()
    press(Qt.Key.Key_Up)
    settle()
    assert section.map.code == "chi-29"
    assert section.map.accessibleDescription() == "North Lawndale"
    assert section.model.lines[section.table.row()].code == "chi-29"
    here = next(line for line in section.lines if line.code == "chi-31")
    at = section.map._pixel(here.longitude, here.latitude)
    QTest.mouseClick(section.map, Qt.MouseButton.LeftButton, pos=QPointF(at).toPoint())
    settle()
    assert section.map.code == "chi-31"
    section.add_button.click()
    form = window(ZoneForm)
    form.name.line.setText("Cicero")
    before = form.place.plain()
    QTest.keyClick(form.place.map, Qt.Key.Key_Left)
    assert form.place.plain()[0] < before[0]
    form.place.longitude.setValue(-87.75)
    form.place.latitude.setValue(41.84)
    form.save_button.click()
    settle()
    assert "chi-30" in office.zones["cicero"].neighbours
    assert section.map.code == "cicero"
    section.close_button.click()
    settle()
    assert not office.zones["cicero"].active
    assert section.chosen.heading.text() == "Cicero (closed)"
    for _ in range(2):
        history.undo(office)
    assert "cicero" not in office.zones


def test_zones_from_a_file_are_shown_before_they_are_taken_in(page, settle, office, tmp_path):
    section = open_section(page, settle, "zones")
    path = tmp_path / "zones.geojson"
    path.write_text(THREE.read_text(encoding="utf-8").replace("North Lawndale", "Homan"), encoding="utf-8")
    look_at(section.context, section, path)
    settle()
    form = window(ZoneFileWindow)
    assert "1 new zone" in texts(form)
    form.code_key.set_code("area_num")
    form._again()
    settle()
    assert form.look.count("new") == 1  # a number of that file is none of ours
    form.table.go_to(1)
    assert form.map.code == form.model.lines[1].uid
    form.save_button.click()
    settle()
    assert "29" in office.zones
    history.undo(office)
    assert "29" not in office.zones


def test_a_place_is_added_renamed_and_closed_only_when_it_is_empty(page, settle, office):
    stock(office, "produce_box", 3)
    section = open_section(page, settle, "sites")
    section.close_button.click()
    settle()
    assert "Supplies still lie there" in section.messages.text.text()
    section.add_button.click()
    form = window(SiteForm)
    form.save_button.click()
    assert form.forms[0].rows["name"].wrong
    form.name.line.setText("Church basement")
    form.save_button.click()
    settle()
    section.table.go_to(0)
    section.close_button.click()
    settle()
    assert [(line.name, line.active) for line in site_lines(office)] == [("Pantry", True), ("Church basement", False)]


def test_a_kind_of_help_is_no_longer_offered_and_an_item_gets_a_box_a_cap_and_a_code(page, settle, office):
    section = open_section(page, settle, "help")
    section.list.setFocus()
    press(Qt.Key.Key_Down)
    assert section.rules.heading.text() == "Diapers and baby things"
    press(Qt.Key.Key_Space)
    settle()
    assert "baby" not in open_categories(office)
    history.undo(office)
    section.refresh()
    assert "baby" in section.list.codes()
    section = open_section(page, settle, "items")
    section.search.setText("eggs")
    section._narrow()
    assert [line.item.code for line in section.model.lines] == ["eggs_dozen"]
    section.change()
    form = window(ItemForm)
    assert form.box.plain() == [1, 1, 1, 2, 2, 2, 3]
    form.box.boxes[7].setValue(4)
    form.capped.setChecked(True)
    form.cap.setValue(3)
    row = form.codes.add()
    row.code.setText("0123456789012")
    row.units.setValue(12)
    form.save_button.click()
    settle()
    eggs = next(row.record for row in catalogue(office) if row.record.code == "eggs_dozen")
    assert (eggs.box, eggs.household_cap, eggs.packs[0].units) == ([1, 1, 1, 2, 2, 2, 3, 4], 3, 12)
    assert section.model.lines[0].item == eggs
