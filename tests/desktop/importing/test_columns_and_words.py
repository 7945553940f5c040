"""Files of nobody's tool: their columns and words are matched by keyboard, by dragging, and remembered."""

from __future__ import annotations

import json

import xlsxwriter
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragLeaveEvent, QDragMoveEvent, QDropEvent

from mutualaid.desktop.importing.dialog import Step
from mutualaid.desktop.importing.dragging import COLUMN, FIELD
from mutualaid.desktop.widgets.masked import DOTS
from mutualaid.services.households import household_lines
from mutualaid.services.import_memory import remembered_mapping
from tests.desktop.importing.conftest import said
from tests.desktop.keyboard import CONTROL, focused, press, tab_to, write

LINK, LEFT, NONE = Qt.DropAction.LinkAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
ROSA = "Rosa Aguilar Tum,773-555-0101,La Villita,Mandadito,Ya mero,5,alergia"
JOSE = "José Caal,(773) 555-0102,Pilsen,Mandadito,Ya mero,3,"


def names(dialog):
    return [dialog.columns.table.item(row, 3).text() for row in range(dialog.columns.table.rowCount())]


def type_field(dialog, text):
    assert focused() is dialog.columns.table
    write(text)
    press(Qt.Key.Key_Tab)
    dialog.activateWindow()


def test_unknown_headers_stop_at_columns_and_say_what_is_needed(dialog, opened, written):
    assert opened(written(ROSA)) is Step.COLUMNS
    assert "Still needed: the column for What is needed." in said(dialog.columns)
    assert "Left out: Quién, Celu, Por dónde anda, Qué pide, Apuro, Cuántos son and 1 more." in said(dialog.columns)
    assert not dialog.next_button.isEnabled()
    assert "lista" not in dialog.windowTitle()
    table = dialog.columns.table
    assert {table.item(row, 2).text() for row in range(table.rowCount())} == {DOTS}
    dialog.columns.show_button.click()
    assert table.item(0, 2).text() == "Rosa Aguilar Tum"
    dialog.cover()
    assert table.item(0, 2).text() == DOTS


def test_a_whole_file_goes_in_by_keyboard_alone(dialog, opened, written, settle, office):
    opened(written(ROSA, JOSE))
    for text in ("name", "phone", "zone", "what", "how s", "people", "notes"):
        type_field(dialog, text)
    assert names(dialog) == [
        "→ Name", "→ Phone", "→ Zone", "→ What is needed", "→ How soon", "→ People", "→ Notes"
    ]  # fmt: skip
    press(Qt.Key.Key_Return, CONTROL)
    settle()
    assert dialog.flow.step is Step.WORDS
    assert "2 words of the file are not known yet." in dialog.words.title.text()
    for text in ("food", "today"):
        assert focused() is dialog.words.table
        write(text)
        press(Qt.Key.Key_Tab)
        dialog.activateWindow()
    assert dialog.words.title.text() == "Every word is known. Look whether each is read rightly."
    press(Qt.Key.Key_Return, CONTROL)
    settle()
    assert dialog.flow.step is Step.PREVIEW
    assert "2 new households" in said(dialog.preview)
    press(Qt.Key.Key_Return, CONTROL)
    settle()
    assert dialog.flow.step is Step.RESULT
    assert len(household_lines(office)) == 2


def test_delete_leaves_a_column_out_and_enter_offers_the_list(dialog, opened, written):
    opened(written(ROSA))
    type_field(dialog, "phone")
    dialog.columns.table.go_to(0)
    press(Qt.Key.Key_Delete)
    assert names(dialog)[0] == "– left out"
    assert "is left out" in dialog.columns.told.text()
    press(Qt.Key.Key_Return)
    assert dialog.columns.into.view().isVisible()
    dialog.columns.into.hidePopup()
    dialog.activateWindow()
    dialog.columns.into.setFocus()
    press(Qt.Key.Key_Escape)  # back to the columns; the window stays
    assert focused() is dialog.columns.table
    assert dialog.isVisible()
    assert names(dialog)[0] == "– left out"


def test_our_fields_can_be_gone_through_by_keyboard_too(dialog, opened, written):
    opened(written(ROSA))
    dialog.columns.table.go_to(3)
    tab_to(dialog.columns.ours)
    dialog.columns.ours.setCurrentRow(dialog.told.columns.order.index("category"))
    press(Qt.Key.Key_Return)
    assert names(dialog)[3] == "→ What is needed"
    press(Qt.Key.Key_Delete)
    assert names(dialog)[3] == "– left out"


def moved(target, kind, what, row_rect):
    data = QMimeData()
    data.setData(kind, what.encode())
    at = QPointF(row_rect.center())
    move = QDragMoveEvent(at.toPoint(), LINK, data, LEFT, NONE)
    drop = QDropEvent(at, LINK, data, LEFT, NONE)
    return data, move, drop


def test_a_column_is_dragged_onto_a_field_and_says_in_words_what_letting_go_would_do(dialog, opened, written):
    opened(written(ROSA))
    ours, row = dialog.columns.ours, dialog.told.columns.order.index("category")
    _data, move, drop = moved(ours, COLUMN, "3", ours.visualItemRect(ours.item(row)))
    ours.dragMoveEvent(move)
    assert ours.item(row).text() == "⇒ What is needed ← Qué pide"
    assert dialog.columns.told.text() == "Let go: “Qué pide” goes into What is needed."
    ours.dragLeaveEvent(QDragLeaveEvent())
    assert ours.item(row).text() == "What is needed (needed)"
    ours.dragMoveEvent(move)
    ours.dropEvent(drop)
    assert names(dialog)[3] == "→ What is needed"
    assert ours.item(row).text() == "What is needed ← Qué pide"


def test_a_field_is_dragged_onto_a_column(dialog, opened, written):
    opened(written(ROSA))
    table = dialog.columns.table
    _data, move, drop = moved(table, FIELD, "phone", table.visualItemRect(table.item(1, 1)))
    table.dragMoveEvent(move)
    assert table.item(1, 3).text() == "⇒ Phone"
    table.dropEvent(drop)
    assert names(dialog)[1] == "→ Phone"


def test_a_second_file_of_that_shape_is_read_as_the_first_until_that_is_forgotten(
    dialog, mapped, opened, written, settle, office
):
    mapped(written(ROSA))
    state = dialog.words.state
    for word in state.lines:
        if word.field == "category":
            state.choose(word, "food")
        if word.field == "urgency":
            state.choose(word, "today")
    dialog.words.changed.emit()
    dialog.forward()
    settle()
    dialog.start_import()
    settle()
    second = written(JOSE, name="otra.csv")
    assert opened(second) is Step.PREVIEW
    assert "1 new household" in said(dialog.preview)
    dialog.go(Step.COLUMNS)
    assert "As last time with a file like this one." in said(dialog.columns)
    dialog.columns.forget_button.click()
    settle()
    assert remembered_mapping(office, headers=dialog.told.look.headers) is None
    assert opened(second) is Step.COLUMNS
    assert "As last time" not in said(dialog.columns)


def test_going_back_keeps_what_was_chosen_and_reads_the_file_anew(dialog, mapped, written, settle):
    mapped(written(ROSA))
    state = dialog.words.state
    state.choose(next(word for word in state.lines if word.field == "category"), "food")
    dialog.words.changed.emit()
    press(Qt.Key.Key_Left, ALT)
    assert dialog.flow.step is Step.COLUMNS
    dialog.columns.table.go_to(6)
    press(Qt.Key.Key_Delete)
    dialog.go(Step.PREVIEW)
    settle()
    fields = dialog.preview.preview.rows[0].fields
    assert "notes" not in fields
    assert fields["category"] == "Food"


def test_rows_may_be_of_another_kind(dialog, opened, written, settle):
    opened(written("Rosa,773-555-0101,Pilsen,Español", headers="Quién,Celu,Dónde,Habla\n"))
    dialog.columns.kind.set_code("volunteers")
    dialog.columns.kind.chosen.emit("volunteers")
    settle()
    assert dialog.flow.step is Step.COLUMNS
    assert said(dialog.columns).count("Still needed: the column for Name.") == 1
    assert "Ways to help" in [dialog.columns.ours.item(row).text() for row in range(dialog.columns.ours.count())]


def test_columns_that_are_called_alike_or_nothing_are_told_apart(dialog, opened, written, settle):
    opened(written("Rosa,773-555-0101,Mandado,x", headers="Dato,Dato,,Dato\n"))
    table = dialog.columns.table
    assert [table.item(row, 1).text() for row in range(4)] == ["Dato", "Dato (2)", "Column C", "Dato (3)"]
    for column, field in ((0, "contact_name"), (1, "phone"), (2, "category")):
        dialog.told.columns.put(column, field)
    dialog.columns.changed.emit()
    dialog.go(Step.PREVIEW)
    settle()
    assert dialog.preview.preview.rows[0].fields["contact_name"] == "Rosa"
    assert dialog.preview.preview.rows[0].fields["phone"].endswith("7735550101")


def test_of_several_sheets_she_says_which_before_anything_is_matched(dialog, opened, settle, tmp_path):
    file = tmp_path / "libro.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for name, rows in (
            ("Octubre", [("Quién", "Celu", "Pide"), ("Rosa Tum", "773-555-0101", "Mandado")]),
            ("Noviembre", [("Name", "Phone", "Zone", "Needs"), ("José Caal", "773-555-0102", "Pilsen", "Food")]),
        ):
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
    assert opened(file) is Step.FILE
    tab_to(dialog.file.sheet)
    write("novi")
    press(Qt.Key.Key_Tab)
    settle()
    assert dialog.told.look.headers == ("Name", "Phone", "Zone", "Needs")
    dialog.go(Step.PREVIEW)
    settle()
    assert dialog.preview.preview.rows[0].fields["contact_name"] == "José Caal"
    assert "1 new household" in said(dialog.preview)


def test_leaving_asks_before_what_was_matched_is_lost(dialog, opened, written):
    opened(written(ROSA))
    type_field(dialog, "name")
    dialog.reject()
    assert dialog.isVisible()
    asked = next(made for made in dialog.children() if hasattr(made, "yes") and made.isVisible())
    asked.yes.click()
    assert not dialog.isVisible()


def test_nothing_told_to_the_wizard_is_kept_before_the_import(dialog, mapped, written, office):
    mapped(written(ROSA))
    with office.store.read() as read:
        assert "Mandadito" not in json.dumps(read.meta("import_mappings") or "")
    assert household_lines(office) == []
