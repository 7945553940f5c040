"""The supplies page and its forms on a real, encrypted store, used by keyboard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from mutualaid.desktop import language
from mutualaid.desktop.page import Context
from mutualaid.desktop.supplies import state
from mutualaid.desktop.supplies.moves import MoveDialog
from mutualaid.desktop.supplies.new_things import NewItem, NewSite
from mutualaid.desktop.supplies.page import SuppliesPage
from mutualaid.desktop.supplies.receive import ReceiveDialog
from mutualaid.records.kinds import MovementKind
from mutualaid.records.supply import Lot, Movement
from mutualaid.services.supplies import items, lot, lot_lines, sites
from tests.desktop.keyboard import CONTROL, choose, focused, press, tab_to, write
from tests.services.make import TODAY, stock


@pytest.fixture
def started():
    return []


@pytest.fixture
def page(qtbot, tasks, office, bar, started):
    context = Context(office, tasks, bar, go=lambda _k, _u: None, run=started.append, today=lambda: TODAY)
    made = SuppliesPage(context)
    tasks.changed.connect(made.changed)
    qtbot.addWidget(made)
    made.resize(1100, 720)
    return made


@pytest.fixture
def shown(page, show_page):
    def show():
        show_page(page)
        page.table.setFocus()
        return page

    return show


def opened(page, kind):
    dialog = next(made for made in page.findChildren(kind) if made.isVisible())
    dialog.activateWindow()
    QApplication.processEvents()
    return dialog


def rows(page, column=0):
    model = page.model
    return [model.data(model.index(row, column)) for row in range(model.rowCount())]


def reserve(office, uid, units):
    with office.store.write("match") as writing:
        writing.add(Movement.checked(lot=uid, kind=MovementKind.RESERVED, units=-units, on=TODAY))


def test_an_empty_office_is_told_what_to_do_and_can_import(shown, page, started):
    shown()
    assert page.stack.currentIndex() == 1
    assert not page.filters.isVisible()
    page.empty.buttons[1].click()
    assert started == ["import"]


def test_supplies_are_received_in_spanish_by_keyboard_alone(app, shown, page, settle, office):
    stock(office, "blanket", 3)
    language.switch(app, "es")
    shown()
    press(Qt.Key.Key_N)
    settle()
    form = opened(page, ReceiveDialog)
    assert form.windowTitle() == "Recibir provisiones"
    choose(form.item, "panales, talla 4")
    tab_to(form.units)
    write("25")
    assert form.units.suffix() == " paquetes"
    assert form.site.code()  # the only place is chosen already
    tab_to(form.expires)
    write("3 dic")
    tab_to(form.source)
    write("Parroquia")
    press(Qt.Key.Key_Return, CONTROL)
    settle()
    line = next(one for one in lot_lines(office) if one.item == "diapers_4")
    assert (line.on_hand, line.free, line.source) == (25, 25, "Parroquia")
    assert line.expires_on == TODAY + timedelta(days=10)
    assert page.selected == line.uid
    assert page.lot.title.text() == "Pañales, talla 4"


def test_a_lot_without_item_or_place_is_not_taken_in_and_says_so_beside_the_field(shown, page, settle, office):
    shown()
    page.add()
    settle()
    form = opened(page, ReceiveDialog)
    form.expires.line.setText("3/11")
    form.save()
    assert form.form.rows["item"].error.text() == "Choose what it is."
    assert form.form.rows["site"].error.text() == "Choose where it lies."
    assert "not a day" in form.form.rows["expires_on"].error.text()
    assert focused() in (form.item, form.item.line)
    assert lot_lines(office) == []
    form.dirty = False
    form.reject()


def test_a_new_item_and_a_new_place_are_made_on_the_way_and_chosen(shown, page, settle, office):
    shown()
    page.add()
    settle()
    form = opened(page, ReceiveDialog)
    form.new_item()
    item = opened(form, NewItem)
    item.save()
    assert item.form.rows["name_en"].wrong
    item.english.set_text("Car seat")
    item.category.set_code("baby")
    item.boxes[3].setValue(2)
    item.save()
    settle()
    form.new_site()
    place = opened(form, NewSite)
    place.name.set_text("Back porch")
    place.save()
    settle()
    assert form.item.code() == "car-seat"
    assert form.site.currentText() == "Back porch"
    form.save()
    settle()
    made = next(row.record for row in items(office) if row.record.code == "car-seat")
    assert (made.name_es, made.for_household(2), made.for_household(9)) == ("Car seat", 1, 2)
    assert [row.record.zone for row in sites(office)] == [office.settings.zone]
    assert [line.item for line in lot_lines(office)] == ["car-seat"]


def test_counting_handing_out_and_spoiling_move_the_stock_and_are_listed(shown, page, settle, office):
    uid = stock(office, "blanket", 20)
    shown()
    for key, units in ((Qt.Key.Key_C, "18"), (Qt.Key.Key_H, "3"), (Qt.Key.Key_S, "2")):
        page.table.setFocus()
        press(key)
        form = opened(page, MoveDialog)
        form.units.selectAll()
        write(units)
        press(Qt.Key.Key_Return, CONTROL)
        settle()
    assert lot(office, uid=uid).on_hand == 13
    assert [text.replace("\u00a0", " ") for text in page.lot.texts()] == [
        "Nov 23, 2026 · Spoiled · −2 units",
        "Nov 23, 2026 · Handed out · −3 units",
        "Nov 23, 2026 · Counted · −2 units",
        "Nov 23, 2026 · Received · +20 units",
    ]
    assert page.lot.facts.texts()["Here"] == "13\u00a0units"


def test_what_is_promised_to_matches_can_neither_be_handed_out_nor_counted_away(shown, page, settle, office):
    uid = stock(office, "blanket", 20)
    reserve(office, uid, 12)
    shown()
    assert page.lot.facts.texts()["Promised to matches"] == "12\u00a0units"
    page.act("hand_out")
    form = opened(page, MoveDialog)
    assert form.there.text() == "Here: 20\u00a0units. Promised to matches: 12\u00a0units. Free: 8\u00a0units."
    form.units.setValue(9)
    form.save()
    assert form.form.rows["units"].error.text() == "Only 8 are free."
    form.dirty = False
    form.reject()
    page.act("count")
    form = next(made for made in page.findChildren(MoveDialog) if made.isVisible())
    form.units.setValue(11)
    form.save()
    assert "12 are promised" in form.form.rows["units"].error.text()
    form.dirty = False
    form.reject()
    assert lot(office, uid=uid).on_hand == 20


def test_a_refusal_of_the_store_is_said_in_the_form_and_loses_nothing(shown, page, settle, office):
    uid = stock(office, "blanket", 5)
    shown()
    page.act("hand_out")
    form = opened(page, MoveDialog)
    reserve(office, uid, 4)  # meanwhile, elsewhere
    form.units.setValue(3)
    form.save()
    settle()
    assert form.isVisible()
    assert form.messages.shown == "Only 1 are free in that lot; take fewer, or count the lot first."
    assert form.units.value() == 3
    form.dirty = False
    form.reject()


def test_dates_near_and_past_are_told_in_words_and_tone(shown, page, office):
    stock(office, "produce_box", 4, expires_on=TODAY + timedelta(days=3))
    stock(office, "produce_box", 4, expires_on=TODAY - timedelta(days=2))
    stock(office, "produce_box", 4, expires_on=TODAY + timedelta(days=30))
    shown()
    assert rows(page, state.EXPIRES) == ["past its date (Nov 21)", "expires in 3 days", "Dec 23, 2026"]
    assert [page._tone(row) for row in range(3)] == ["danger", "warn", ""]
    assert page.header.line.text() == "3 lots · 1 expires within 7 days · 1 is past its date"
    assert page.lot.badge.text() == "past its date (Nov 21)"


def test_filters_narrow_by_category_place_date_and_stock_and_can_be_cleared(shown, page, settle, office):
    stock(office, "produce_box", 4, expires_on=TODAY + timedelta(days=3))
    stock(office, "blanket", 2)
    spent = stock(office, "masks", 1)
    from mutualaid.services.supplies import hand_out

    hand_out(office, uid=spent, units=1)
    shown()
    assert rows(page) == ["Produce box", "Blanket"]
    for choice, text, expected in (
        (page.filters.category, "things for", ["Blanket"]),
        (page.filters.category, "all cat", ["Produce box", "Blanket"]),
        (page.filters.dates, "within 7", ["Produce box"]),
        (page.filters.dates, "any", ["Produce box", "Blanket"]),
        (page.filters.stock, "empty", ["Face masks"]),
    ):
        choose(choice, text)
        settle()
        assert rows(page) == expected
    page.filters.clear_button.click()
    settle()
    assert rows(page) == ["Produce box", "Blanket", "Face masks"]
    page.search.setFocus()
    write("mask")
    page.refresh()
    settle()
    assert rows(page) == ["Face masks"]


def test_a_lot_or_item_found_elsewhere_is_shown_though_a_filter_hides_it(shown, page, settle, office):
    stock(office, "produce_box", 4)
    hidden = stock(office, "blanket", 2)
    shown()
    choose(page.filters.category, "food")
    settle()
    page.show_record(hidden)
    settle()
    assert page.selected == hidden
    page.show_record(next(row.uid for row in items(office) if row.record.code == "produce_box"))
    settle()
    assert rows(page) == ["Produce box"]


def test_names_follow_the_language_at_once_and_the_chart_leaves_money_out(app, shown, page, office):
    stock(office, "blanket", 7)
    stock(office, "cash_aid", 900)
    shown()
    assert page.chart.accessibleDescription() == "Blanket (units): 7"
    language.switch(app, "es")
    assert sorted(rows(page)) == ["Ayuda en efectivo", "Cobija"]
    assert page.chart.accessibleDescription() == "Cobija (unidades): 7"
    assert page.header.title.text() == "Provisiones"


def test_stored_words_are_shown_as_they_are_never_as_markup(shown, page, office):
    stock(office, "blanket", 7, source="<b>Cruz</b>")
    shown()
    label = next(made for made in page.lot.findChildren(QLabel) if made.text() == "<b>Cruz</b>")
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert isinstance(lot(office, uid=page.selected).record, Lot)
