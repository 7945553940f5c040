"""Rows that may be somebody known are decided about side by side, and a whole import is taken back."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mutualaid.desktop import tasks as task_module
from mutualaid.desktop.importing import state
from mutualaid.desktop.importing.dialog import Step
from mutualaid.desktop.importing.preview import ALIKE
from mutualaid.desktop.progress import ProgressWindow
from mutualaid.desktop.widgets.masked import DOTS
from mutualaid.records.household import Household
from mutualaid.services import importing
from mutualaid.services.households import household_lines
from mutualaid.services.importing import past_imports, preview_import, run_import
from tests.desktop.importing.conftest import question, said
from tests.desktop.keyboard import focused, press, tab_to
from tests.services.make import TODAY

OURS = "contact_name,phone,zone,household_size,category,received_on\n"
KNOWN = ("Rosa Aguilar Tum,773-555-0101,La Villita,5,food,2026-11-02", "Ana Caal,773-555-0102,Pilsen,3,food,2026-11-02")
ALIKE_ROWS = (
    "ROSA AGUILAR TUM,773-555-0188,La Villita,5,baby,2026-11-20",
    "Ana Caal Xol,773-555-0199,Pilsen,3,baby,2026-11-20",
    "Marie Toussaint,312-555-0103,Uptown,2,food,2026-11-20",
)


@pytest.fixture
def known(office, written):
    """Two households that came in before, by an import."""
    preview = preview_import(office, path=written(*KNOWN, name="before.csv", headers=OURS), today=TODAY)
    return run_import(office, preview=preview, today=TODAY)


@pytest.fixture
def compared(known, dialog, preview, written):
    """A file whose rows are alike, up to where they are compared."""
    preview(written(*ALIKE_ROWS, headers=OURS))
    tab_to(dialog.preview.alike_button)
    press(Qt.Key.Key_Return)
    return dialog.preview.alike


def names(office):
    return sorted(line.contact_name for line in household_lines(office))


def test_what_is_merely_alike_stays_apart_unless_she_says_so(known, dialog, preview, written, office, settle):
    preview(written(*ALIKE_ROWS, headers=OURS))
    assert "2 rows may be about somebody here already: kept apart unless you decide" in said(dialog.preview)
    dialog.start_import()
    settle()
    assert len(household_lines(office)) == 5


def test_alike_rows_are_decided_by_keyboard_and_the_rest_the_same(compared, dialog, office, settle):
    assert dialog.preview.stack.currentIndex() == ALIKE
    assert "1 of 2: row 2 of the file" in said(compared)
    assert "≠ differs" in said(compared)
    assert "Rosa Aguilar" not in said(compared)
    press(Qt.Key.Key_V)
    assert "Rosa Aguilar Tum" in said(compared)
    press(Qt.Key.Key_M)
    assert "You merge 1 row." in said(dialog.preview)
    assert compared.rest_button.text() == "The same for the 1 other"
    tab_to(compared.rest_button)
    press(Qt.Key.Key_Return)
    assert "You merge 2 rows." in said(dialog.preview)
    assert {row[1] for row in dialog.preview.cells()} == {"adds to what is here", "new"}
    dialog.start_import()
    settle()
    assert names(office) == ["Ana Caal Xol", "Marie Toussaint", "Rosa Aguilar Tum"]


def test_one_can_be_skipped_and_the_other_kept(compared, dialog, office, settle):
    press(Qt.Key.Key_S)
    compared.after_button.click()
    assert "2 of 2" in said(compared)
    compared.pair.decide("new")
    dialog.start_import()
    settle()
    assert names(office) == ["Ana Caal", "Ana Caal Xol", "Marie Toussaint", "Rosa Aguilar Tum"]


def test_going_away_covers_both_sides_and_decisions_outlive_another_look(compared, dialog, settle):
    press(Qt.Key.Key_V)
    press(Qt.Key.Key_S)
    dialog.cover()
    assert "Rosa Aguilar" not in said(compared)
    assert {row[2] for row in dialog.preview.cells()} == {DOTS}
    dialog.go(Step.COLUMNS)
    dialog.columns.table.go_to(5)
    dialog.columns.table.setFocus()
    press(Qt.Key.Key_Delete)
    dialog.go(Step.PREVIEW)
    settle()
    assert "You leave 1 row out." in said(dialog.preview)


def test_a_whole_import_is_taken_back_at_once(dialog, preview, written, office, settle, tasks):
    heard = []
    preview(written(*KNOWN, headers=OURS))
    dialog.start_import()
    settle()
    tasks.changed.connect(heard.append)
    dialog.outcome.undo_button.click()
    question(dialog).yes.click()
    settle()
    assert household_lines(office) == []
    assert "Taken out again: 2 needs and 2 households." in said(dialog.outcome)
    assert not dialog.outcome.undo_button.isVisible()
    assert [sorted(changed.areas) for changed in heard] == [["households", "needs"]]


def test_an_earlier_import_is_taken_back_from_the_list_and_what_was_worked_on_stays(
    known, open_dialog, office, tasks, qtbot
):
    first = household_lines(office)[0]
    with office.store.write("change household") as write:
        write.change(Household, first.uid, notes="Llamar después de las 5")
    dialog = open_dialog()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert dialog.file.recent.isVisible()
    tab_to(dialog.file.recent.buttons[0])
    assert "2 new households" in focused().accessibleName()
    press(Qt.Key.Key_Return)
    question(dialog).yes.click()
    qtbot.waitUntil(lambda: not tasks.busy)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert [line.uid for line in household_lines(office)] == [first.uid]
    assert "These stay, because somebody has worked on them since: 1 need and 1 household." in dialog.messages.shown
    QApplication.processEvents()
    assert "taken back" in said(dialog.file.recent)
    assert dialog.file.recent.buttons == []


def test_taking_back_what_is_gone_already_is_told_in_a_sentence(known, dialog, office, settle):
    past = past_imports(office)[0]
    for _ in range(2):
        dialog.ending.ask_undo_past(past)
        question(dialog).yes.click()
        settle()
    assert household_lines(office) == []
    assert dialog.messages.shown.startswith("That import")


def test_cancelling_an_undo_half_way_leaves_all_that_came_in(known, dialog, office, settle, monkeypatch, qtbot):
    monkeypatch.setattr(task_module, "PATIENCE_MS", 0)
    begun, go_on = threading.Event(), threading.Event()
    real = importing.undo_import

    def slow(office, *, undo, progress):
        begun.set()
        assert go_on.wait(60)
        return real(office, undo=undo, progress=progress)

    monkeypatch.setattr(importing, "undo_import", slow)
    dialog.ending.ask_undo_past(past_imports(office)[0])
    question(dialog).yes.click()
    qtbot.waitUntil(begun.is_set)
    qtbot.waitUntil(lambda: any(isinstance(made, ProgressWindow) for made in QApplication.topLevelWidgets()))
    next(made for made in QApplication.topLevelWidgets() if isinstance(made, ProgressWindow)).cancel_button.click()
    go_on.set()
    settle()
    assert len(household_lines(office)) == 2
    assert dialog.messages.shown == "Stopped. Nothing was changed."


def test_a_file_that_vanishes_between_the_steps_is_told_and_nothing_is_kept(dialog, opened, written, office, settle):
    file = written("Rosa,773-555-0101,Pilsen,Mandado,Hoy,5,")
    opened(file)
    for column, field in enumerate(("contact_name", "phone", "zone", "category")):
        dialog.told.columns.put(column, field)
    dialog.columns.changed.emit()
    file.unlink()
    dialog.forward()
    settle()
    assert dialog.flow.step is Step.COLUMNS
    assert dialog.messages.shown == "There is no such file; check its name and where it lies."
    assert dialog.next_button.isEnabled()
    assert household_lines(office) == []


def test_the_sentences_of_an_undo_name_kinds_and_counts_in_order():
    undone = importing.Undone(
        changed=None,  # type: ignore[arg-type]
        undone={"household": 3, "consent": 2, "need": 4},
        kept={"lot": 1},
        put_back=1,
        kept_changes=2,
    )
    assert state.undone_lines(undone) == [
        "Taken out again: 3 households and 4 needs.",
        "1 record that was here before is again as it was.",
        "These stay, because somebody has worked on them since: 1 lot.",
        "In 2 records something was changed again since; that stays.",
    ]
