"""Scanning, counting a place, packing a box, money, recalls: real windows, a scanner that types faster than people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mutualaid.desktop import language
from mutualaid.desktop.page import Context
from mutualaid.desktop.supplies import scans, state
from mutualaid.desktop.supplies.box_window import BoxWindow
from mutualaid.desktop.supplies.burst import Burst
from mutualaid.desktop.supplies.count_window import CountWindow
from mutualaid.desktop.supplies.moves import MoveDialog
from mutualaid.desktop.supplies.page import SuppliesPage
from mutualaid.desktop.supplies.pools_window import CapDialog, PoolsWindow
from mutualaid.desktop.supplies.recall_window import RecallWindow
from mutualaid.desktop.supplies.scan_in import ScanInWindow
from mutualaid.desktop.undoing import undo
from mutualaid.records.kinds import Mode
from mutualaid.services import scanning, supplies
from mutualaid.services.supplies import items, lot, lot_lines
from tests.desktop.keyboard import CONTROL, NONE, choose, focused, press, tab_to, write
from tests.services.make import TODAY, home, stock, wants

MILK = "036000291452"
LABEL = f"]C10100{MILK}17270100" + "10LOT/9"


@pytest.fixture(autouse=True)
def pace(monkeypatch):
    """Keys come a millisecond apart, however busy the machine is; a test may set another pace."""
    pace, now = [0.001], [100.0]

    def moment(_event):
        now[0] += pace[0]
        return now[0]

    monkeypatch.setattr(scans, "moment", moment)
    return pace


@pytest.fixture
def gone():
    return []


@pytest.fixture
def page(qtbot, tasks, office, bar, gone, show_page):
    context = Context(office, tasks, bar, go=lambda *where: gone.append(where), run=print, today=lambda: TODAY)
    made = SuppliesPage(context)
    tasks.changed.connect(made.changed)
    qtbot.addWidget(made)
    made.resize(1100, 760)
    stock(office, "blanket", 20)
    show_page(made)
    made.table.setFocus()
    return made


def scan(text):
    """As a wedge scanner types: no pause, Shift for capitals, Ctrl+] for the separator, and Enter."""
    for sign in text:
        if sign == "\x1d":
            QTest.keyClick(focused(), Qt.Key.Key_BracketRight, CONTROL)
        else:
            QTest.keyClick(focused(), sign, Qt.KeyboardModifier.ShiftModifier if sign.isupper() else NONE)
    QTest.keyClick(focused(), Qt.Key.Key_Return)


def opened(page, kind):
    dialog = next(made for made in page.findChildren(kind) if made.isVisible())
    dialog.activateWindow()
    QApplication.processEvents()
    return dialog


def item_uid(office, code):
    return next(row.uid for row in items(office) if row.record.code == code)


def test_a_burst_is_told_from_typing_by_its_pace():
    burst, at = Burst(), 0.0
    for sign in MILK:
        burst.key(sign, at)
        at += 0.01
    assert burst.end(at) == MILK
    for sign in MILK:
        burst.key(sign, at)
        at += 0.1
    assert burst.end(at) == ""
    for sign in "12":
        burst.key(sign, at)
    assert burst.end(at) == ""


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_scan_anywhere_on_the_page_receives_and_an_unknown_code_is_taught(app, page, office, settle, lang):
    language.switch(app, lang)
    scan(MILK)
    settle()
    window = opened(page, ScanInWindow)
    assert window.windowTitle() == {"en": "Receive by scanning", "es": "Recibir con el escáner"}[lang]
    assert window.teach.isVisible()
    assert MILK in window.teach.question.text()
    choose(window.teach.item, "blank" if lang == "en" else "cobij")
    window.teach.save()
    settle()
    assert not window.teach.isVisible()
    assert [line.units for line in window.sheet.lines] == [1]
    scan(MILK)  # the same again, and then another batch of it, with its date
    settle()
    scan(LABEL)
    settle()
    assert [(line.item, line.units, line.batch) for line in window.sheet.lines] == [
        ("blanket", 2, ""),
        ("blanket", 1, "LOT/9"),
    ]
    window.units.setValue(30)  # the line that is selected
    tab_to(window.source)
    write("Parroquia 12")
    window.field.setFocus()
    window.source.setFocus()  # later, as a pause would be
    scan(MILK)  # into a field: what she typed there stays, the code goes to the list
    settle()
    assert window.source.text() == "Parroquia 12"
    press(Qt.Key.Key_Return, CONTROL)
    settle()
    received = {line.on_hand: lot(office, uid=line.uid).record for line in lot_lines(office)}
    assert sorted(received) == [3, 20, 30]
    assert (received[30].batch, str(received[30].expires_on)) == ("LOT/9", "2027-01-31")
    assert {received[3].source, received[30].source} == {"Parroquia 12"}
    assert page.context.messages.action.isVisibleTo(page.context.messages)
    undo(page.context)
    settle()
    assert [line.on_hand for line in lot_lines(office)] == [20]


def test_words_and_numbers_that_are_no_codes_stay_where_they_were_typed(page, settle):
    page.search.setFocus()
    scan("blanket 12")
    settle()
    assert page.search.text() == "blanket 12"
    assert not [window for window in page.findChildren(ScanInWindow) if window.isVisible()]
    page.search.setFocus()
    page.search.setText("beans")
    scan(MILK)
    settle()
    assert page.search.text() == "beans"
    assert opened(page, ScanInWindow).teach.isVisible()


def test_a_slow_typist_is_never_taken_for_a_scanner(page, settle, pace):
    pace[0] = 0.2
    page.search.setFocus()
    scan(MILK)
    settle()
    assert page.search.text() == MILK
    assert not [window for window in page.findChildren(ScanInWindow) if window.isVisible()]


def test_a_code_that_was_misread_says_so_and_nothing_is_lost(page, office, settle):
    scanning.teach_code(office, code=MILK, item="blanket")
    page.scan_in(MILK)
    settle()
    window = opened(page, ScanInWindow)
    window.field.setFocus()
    write("036000291453")
    press(Qt.Key.Key_Return)
    settle()
    assert window.messages.shown.startswith("That code was not read whole")
    assert len(window.sheet.lines) == 1
    window.remove()
    assert not window.save_button.isEnabled()


def test_a_place_is_counted_by_scanning_and_typing_and_the_differences_are_shown_before_one_write(page, office, settle):
    scanning.teach_code(office, code=MILK, item="blanket", units=6)
    stock(office, "masks", 4)
    soap = stock(office, "hygiene_kit", 9)
    page.refresh()
    settle()
    page.table.setFocus()
    press(Qt.Key.Key_L)
    settle()
    window = opened(page, CountWindow)
    assert window.told.text() == "3 lots are not counted yet"
    window.table.setFocus()
    scan(MILK)
    settle()
    scan(MILK)
    settle()
    assert window.told.text() == "2 lots are not counted yet"
    row = next(place for place, line in enumerate(window.table.lines) if line.uid == soap)
    window.table.go_to(row)
    window.units.setFocus()
    window.units.selectAll()
    write("7")
    press(Qt.Key.Key_Return)
    settle()
    window.save()
    assert [(line.item, line.units - line.expected) for line in window.changes.lines] == [
        ("blanket", -8),
        ("hygiene_kit", -2),
    ]
    assert "1 lot was not counted and stays as it is" in window.summary.text()
    assert lot(office, uid=soap).on_hand == 9
    supplies.hand_out(office, uid=soap, units=1)  # meanwhile, elsewhere
    window.save()
    settle()
    assert window.steps.currentIndex() == 0
    assert "moved while you were counting" in window.messages.shown
    window.sheet.set(soap, 7)
    window.save()
    window.save()
    settle()
    assert sorted(line.on_hand for line in lot_lines(office)) == [4, 7, 12]
    undo(page.context)
    settle()
    assert sorted(line.on_hand for line in lot_lines(office)) == [4, 8, 20]


def test_a_walk_in_is_found_and_its_diet_and_cap_are_shown_and_kept(app, page, office, settle):
    supplies.change_item(office, uid=item_uid(office, "blanket"), household_cap=3)
    rosa = home(office, diet=["halal"], size=5)[0]
    page.refresh()
    settle()
    page.act("hand_out")
    form = opened(page, MoveDialog)
    assert "One household gets at most 3\u00a0units in 30 days." in form.there.text()
    form.save()
    assert form.form.rows["household"].error.text() == "Say which household gets it."
    form.home.search.setFocus()
    write("rosa")
    form.home._find()
    settle()
    press(Qt.Key.Key_Return)
    settle()
    assert form.home.home.uid == rosa
    language.switch(app, "es")
    assert "5 personas · Halal · todavía puede recibir 3\u00a0unidades" in form.home.told.text()
    form.units.setValue(4)
    form.save()
    assert form.form.rows["units"].error.text() == "Todavía pueden recibir 3\u00a0unidades."
    form.units.setValue(3)
    form.save()
    settle()
    assert page.context.messages.text.text() == "Cobija: se entregó, 3\u00a0unidades."
    assert page.lot.texts()[0].split(" · ")[3] == form.home.home.code
    assert page.lot.verbs["return"].isEnabled()


def test_some_is_brought_elsewhere_and_some_comes_back(page, office, settle):
    supplies.add_site(office, name="Garage", zone="chi-31")
    page.refresh()
    settle()
    page.table.setFocus()
    press(Qt.Key.Key_T)
    form = opened(page, MoveDialog)
    form.units.setValue(6)
    form.save()
    assert form.form.rows["site"].error.text() == "Choose where it goes."
    choose(form.site, "gar")
    press(Qt.Key.Key_Return, CONTROL)
    settle()
    assert sorted(line.on_hand for line in lot_lines(office)) == [6, 14]
    uid = page.selected
    supplies.hand_out(office, uid=uid, units=2)
    page.refresh()
    settle()
    page.table.setFocus()
    press(Qt.Key.Key_B)
    form = opened(page, MoveDialog)
    form.units.setValue(3)
    form.save()
    settle()
    assert form.messages.shown == "Not that many were handed out of this lot: only 2."
    form.units.setValue(1)
    form.save()
    settle()
    assert sum(line.on_hand for line in lot_lines(office)) == 19


def test_a_box_shows_what_is_missing_takes_something_else_and_is_handed_out(page, office, settle):
    stock(office, "produce_box", 1, expires_on=TODAY + timedelta(days=2))
    stock(office, "pantry_box", 9)
    need = wants(office, "food", item="produce_box", quantity=2, mode=Mode.PICKUP)
    rosa, food = home(office, need)
    page.pack()
    settle()
    box = opened(page, BoxWindow)
    assert [line.item for line in box.table.lines] == ["produce_box", "hygiene_kit"]
    assert not box.keep_button.isVisible()
    box.home.take(rosa)
    settle()
    assert [(line.item, line.wanted, line.missing) for line in box.table.lines] == [("produce_box", 2, 1)]
    assert box.people.value() == 4
    assert box.keep_button.isVisible()
    assert box.instead.text().startswith("Missing: 1")
    box.swap("pantry_box")
    settle()
    assert [(line.item, line.wanted) for line in box.table.lines] == [("produce_box", 1), ("pantry_box", 1)]
    box.save()
    settle()
    assert sorted(line.on_hand for line in lot_lines(office)) == [0, 8, 20]
    with office.store.read() as read:
        assert next(line for line in read.need_lines(read.need_ids(_all())) if line.uid == food).filled == 1
    undo(page.context)
    settle()
    assert sorted(line.on_hand for line in lot_lines(office)) == [1, 9, 20]


def _all():
    from mutualaid.records.views import NeedFilter

    return NeedFilter()


def test_money_is_seen_beside_the_page_and_its_cap_is_changed(page, office, settle):
    stock(office, "gift_card_groceries", 500)
    page.table.setFocus()
    press(Qt.Key.Key_M)
    settle()
    window = opened(page, PoolsWindow)
    assert not window.isModal()
    cells = [window.table.line_model.data(window.table.line_model.index(0, column)) for column in range(7)]
    assert [cell.replace("\u00a0", " ") for cell in cells] == [
        "Groceries gift card", "500 dollars", "0 dollars", "0 dollars", "500 dollars", "0", "no cap",
    ]  # fmt: skip
    window.save()
    form = opened(window, CapDialog)
    form.capped.setChecked(True)
    form.units.setValue(50)
    form.save()
    settle()
    assert window.table.lines[0].cap == 50
    rosa = home(office)[0]
    uid = next(line.uid for line in lot_lines(office) if line.item == "gift_card_groceries")
    supplies.hand_out(office, uid=uid, units=20, household=rosa, on=TODAY)
    window.refresh()
    settle()
    assert (window.table.lines[0].left, window.table.lines[0].households) == (480, 1)


def test_a_batch_is_recalled_by_code_and_what_runs_low_is_said_and_found(page, office, settle, gone):
    supplies.change_item(office, uid=item_uid(office, "blanket"), low=50)
    rice = stock(office, "rice_beans_5kg", 10, batch="AB-7")
    rosa = home(office, contact_name="Rosa Tum")[0]
    supplies.hand_out(office, uid=rice, units=2, household=rosa, on=TODAY)
    page.refresh()
    settle()
    assert page.low_words.text() == "Running low: Blanket: 20 of 50"
    page.low_button.click()
    settle()
    assert [line.item for line in page.model.lines] == ["blanket"]
    page.show_record(rice)
    settle()
    page.lot.batch_button.click()
    settle()
    window = opened(page, RecallWindow)
    with office.store.read() as read:
        code = read.household_lines()[0].code
    assert window.homes.text() == f"Call: {code} (2 on Nov 23, 2026)."
    assert "Rosa" not in window.homes.text()
    window.save()
    assert gone == [("supplies", rice)]


def test_no_column_makes_the_list_scroll_sideways_at_the_width_of_a_laptop(page, settle):
    page.resize(1040, 700)
    settle()
    assert page.table.horizontalScrollBar().maximum() == 0
    assert not page.table.isColumnHidden(state.EXPIRES)
    assert page.table.isColumnHidden(state.SPARE[0])
    page.resize(2200, 700)
    settle()
    assert not any(page.table.isColumnHidden(column) for column in state.SPARE)


def test_the_separator_of_a_scanner_is_heard_as_it_is_typed(qtbot):
    field = scans.ScanField()
    qtbot.addWidget(field)
    field.show()
    heard = []
    field.scanned.connect(heard.append)
    field.setFocus()
    QTest.keyClick(field, "1")
    QTest.keyClick(field, Qt.Key.Key_BracketRight, CONTROL)
    QTest.keyClick(field, "2")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert heard == ["1\x1d2"]
