"""The import dialog on a real, encrypted store, with what people really sent."""

from __future__ import annotations

import threading

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from mutualaid.desktop import language
from mutualaid.desktop import tasks as task_module
from mutualaid.desktop.importing.dialog import Step, dropped_file
from mutualaid.desktop.progress import ProgressWindow
from mutualaid.desktop.widgets.masked import DOTS
from mutualaid.records.errors import NoSpace
from mutualaid.services import importing
from mutualaid.services.households import household_lines
from mutualaid.services.supplies import lot_lines
from mutualaid.services.volunteers import volunteer_lines
from tests.desktop.importing.conftest import question, said
from tests.desktop.keyboard import CONTROL, press


def test_a_file_is_previewed_with_names_covered_and_nothing_is_kept_yet(dialog, preview, settle, copied, office):
    preview(copied("google-form.csv"))
    assert dialog.flow.step is Step.PREVIEW
    assert dialog.file.preset.currentText() == "Google Forms: requests"
    cells = dialog.preview.cells()
    assert len(cells) == 20
    assert {row[2] for row in cells} == {DOTS}
    told = said(dialog.preview)
    assert "130 rows were read" in told
    assert "A number such as an SSN, ITIN or A-number was taken out." in told
    assert "Row 131: " in told
    dialog.preview.names_button.click()
    assert DOTS not in {row[2] for row in dialog.preview.cells()}
    assert household_lines(office) == []


def test_importing_by_keyboard_shows_counts_and_what_to_do_with_the_file(
    dialog, preview, settle, copied, office, tasks, went
):
    heard = []
    tasks.changed.connect(heard.append)
    path = copied("google-form.csv", rows=12)
    preview(path)
    press(Qt.Key.Key_Return, CONTROL)
    settle()
    assert dialog.flow.step is Step.RESULT
    kept = len(household_lines(office))
    assert f"{kept} new households" in said(dialog.outcome)
    assert "still lies where it was" in said(dialog.outcome)
    assert [sorted(changed.areas) for changed in heard] == [["households", "needs"]]
    dialog.outcome.go_button.click()
    assert went == [("needs", "")]
    assert not dialog.isVisible()
    assert path.exists()


def test_a_second_press_on_import_does_nothing_twice(dialog, preview, settle, copied, office, monkeypatch):
    runs = []
    real = importing.run_import
    monkeypatch.setattr(importing, "run_import", lambda *args, **said: runs.append(1) or real(*args, **said))
    preview(copied("google-form.csv", rows=12))
    dialog.start_import()
    dialog.start_import()
    dialog.import_button.click()
    settle()
    dialog.start_import()
    settle()
    assert len(runs) == 1


def test_the_same_file_again_offers_nothing_to_import(dialog, preview, settle, copied, office):
    path = copied("google-form.csv", rows=12)
    preview(path)
    dialog.start_import()
    settle()
    kept = len(household_lines(office))
    preview(path)
    assert "rows are here already: nothing added" in said(dialog.preview)
    assert not dialog.import_button.isEnabled()
    assert dialog.messages.shown == "There is nothing new in this file."
    assert len(household_lines(office)) == kept


def test_volunteers_and_supplies_come_in_too(dialog, preview, settle, copied, office):
    for name, lines in (("airtable-volunteers.csv", volunteer_lines), ("supplies.csv", lot_lines)):
        preview(copied(name))
        dialog.start_import()
        settle()
        assert lines(office)


def test_cancelling_half_way_leaves_nothing(dialog, preview, settle, copied, office, monkeypatch, qtbot, window):
    monkeypatch.setattr(task_module, "PATIENCE_MS", 0)
    written, go_on = threading.Event(), threading.Event()
    real = importing.HouseholdIntake.keep

    def keep(self, write, progress):
        uids = real(self, write, progress)
        written.set()
        assert go_on.wait(60)
        progress.step(1, 2)
        return uids

    monkeypatch.setattr(importing.HouseholdIntake, "keep", keep)
    preview(copied("google-form.csv", rows=12))
    dialog.start_import()
    qtbot.waitUntil(written.is_set, timeout=20_000)
    qtbot.waitUntil(lambda: any(isinstance(made, ProgressWindow) for made in QApplication.topLevelWidgets()))
    dialog.reject()  # while it works only its own Cancel stops it
    assert dialog.isVisible()
    shown = next(made for made in QApplication.topLevelWidgets() if isinstance(made, ProgressWindow))
    shown.cancel_button.click()
    go_on.set()
    settle()
    assert household_lines(office) == []
    assert dialog.flow.step is Step.PREVIEW
    assert dialog.messages.shown == "Stopped. Nothing was imported."
    assert dialog.import_button.isEnabled()


def test_a_full_disk_is_told_in_both_languages_and_leaves_nothing(
    app, dialog, preview, settle, copied, office, monkeypatch
):
    real = importing.HouseholdIntake.keep

    def keep(self, write, progress):
        real(self, write, progress)
        raise NoSpace("disk_full")

    monkeypatch.setattr(importing.HouseholdIntake, "keep", keep)
    preview(copied("google-form.csv", rows=12))
    for lang, words in (("en", "The disk is full"), ("es", "El disco está lleno")):
        language.switch(app, lang)
        settle()
        dialog.start_import()
        settle()
        assert dialog.messages.shown.startswith(words)
    assert household_lines(office) == []
    monkeypatch.undo()
    dialog.start_import()
    settle()
    assert dialog.flow.step is Step.RESULT
    assert household_lines(office)


def test_junk_is_refused_in_one_sentence_and_another_file_can_be_chosen(dialog, preview, settle, copied, tmp_path):
    junk = tmp_path / "junk.csv"
    junk.write_bytes(bytes(range(256)) * 40)
    dialog.read(junk)
    settle()
    assert dialog.flow.step is Step.FILE
    assert dialog.messages.shown
    assert dialog.file.choose_button.isEnabled()
    dialog.read(tmp_path / "nowhere.csv")
    settle()
    assert dialog.messages.shown == "There is no such file; check its name and where it lies."
    preview(copied("kobo.csv"))
    assert dialog.flow.step is Step.PREVIEW
    assert dialog.messages.shown == ""


def test_an_error_that_nobody_foresaw_is_told_calmly_and_the_dialog_goes_on(
    dialog, preview, settle, copied, monkeypatch, caplog
):
    def broken(*_args, **_said):
        raise RuntimeError("Rosa 773")

    monkeypatch.setattr(importing, "preview_import", broken)
    preview(copied("google-form.csv", rows=12))
    assert dialog.messages.shown.startswith("Something went wrong")
    assert dialog.file.choose_button.isEnabled()
    assert "Rosa" not in caplog.text
    caplog.clear()


def test_another_origin_that_does_not_fit_asks_for_the_columns_and_can_be_taken_back(dialog, preview, settle, copied):
    preview(copied("google-form.csv", rows=12))
    dialog.go(Step.FILE)
    dialog.file.preset.set_code("supplies")
    dialog.file.preset.chosen.emit("supplies")
    settle()
    assert dialog.flow.step is Step.FILE
    assert "Its columns are not known." in said(dialog.file)
    assert not dialog.rail.buttons[Step.PREVIEW].isEnabled()
    dialog.file.preset.set_code("google-form")
    dialog.file.preset.chosen.emit("google-form")
    settle()
    assert "Its columns are not known." not in said(dialog.file)
    dialog.go(Step.PREVIEW)
    settle()
    assert dialog.import_button.isEnabled()


def test_rejected_rows_go_to_a_new_file_with_reasons_and_never_over_another(dialog, preview, settle, copied, tmp_path):
    preview(copied("google-form.csv"))
    dialog.start_import()
    settle()
    target = tmp_path / "rest.csv"
    dialog.ending.save_rejects(target)
    settle()
    rows = target.read_text("utf-8-sig").splitlines()
    assert rows[0].endswith("row,reason")
    assert "zone_unknown" in target.read_text("utf-8-sig")
    before = target.read_bytes()
    dialog.ending.save_rejects(target)
    settle()
    assert dialog.messages.shown.startswith("Something already lies at that place")
    assert target.read_bytes() == before


def test_the_file_is_deleted_only_after_asking_and_what_that_cannot_do_is_said(dialog, preview, settle, copied):
    path = copied("google-form.csv", rows=12)
    preview(path)
    dialog.start_import()
    settle()
    dialog.outcome.delete_button.click()
    asked = question(dialog)
    assert "the form's own server" in said(asked)
    assert path.exists()
    asked.yes.click()
    settle()
    assert not path.exists()
    assert "traces can stay on the disk" in said(dialog.outcome)
    assert not dialog.outcome.delete_button.isVisible()


def test_everything_shown_follows_the_language(app, dialog, preview, settle, copied):
    preview(copied("google-form.csv"))
    language.switch(app, "es")
    QApplication.processEvents()
    assert "Se leyeron 130 filas" in said(dialog.preview)
    assert dialog.preview.table.horizontalHeaderItem(1).text() == "Qué pasa"
    assert "nueva" in {row[1] for row in dialog.preview.cells()}
    assert dialog.windowTitle() == "Importar"
    assert dialog.import_button.text() == "Importar"


def test_a_file_can_be_dropped_in(dialog, settle, copied):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(copied("google-form.csv", rows=12)))])
    event = QDropEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    dialog.dropEvent(event)
    settle()
    assert dialog.told.look.preset == "google-form"
    data.setUrls([QUrl("https://example.org/list.csv")])
    assert dropped_file(data) is None


def test_covering_hides_names_again(dialog, preview, settle, copied):
    preview(copied("google-form.csv", rows=12))
    dialog.preview.names_button.click()
    dialog.preview.cover()
    assert {row[2] for row in dialog.preview.cells()} == {DOTS}
