"""The settings page over a real office: coordinators, paper, backups, the laptop, checking."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from mutualaid.desktop.dialogs import _Question
from mutualaid.desktop.page import Context
from mutualaid.desktop.settings.check_dialog import CheckBackup
from mutualaid.desktop.settings.key_dialogs import (
    AddCoordinator,
    ChangePassphrase,
    RemoveCoordinator,
    RenameCoordinator,
)
from mutualaid.desktop.settings.page import SettingsPage
from mutualaid.desktop.settings.sheets_dialog import SheetsDialog
from mutualaid.desktop.settings.state import SECTIONS
from mutualaid.records.errors import WrongPassphrase
from mutualaid.services import backups, keys
from mutualaid.services.journal import latest_changes
from mutualaid.services.office import open_office
from mutualaid.services.verifying import Finding
from mutualaid.vault import kdf, keychain, ways
from tests.services.make import CHEAP, PASSPHRASE

HERS = "otros gatos sobre la luna llena"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a form stretches is stretched cheaply; the program itself has no such way."""
    monkeypatch.setattr(ways, "calibrate", lambda: CHEAP)
    monkeypatch.setattr(kdf, "calibrate", lambda: CHEAP)


@pytest.fixture
def page(qtbot, tasks, bar, office, show_page) -> SettingsPage:
    made = SettingsPage(Context(office, tasks, bar, go=lambda *_: None, run=lambda _name: None))
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show_record("keys")
    show_page(made)
    return made


def dialog(kind):
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def names(page: SettingsPage) -> list[str]:
    return [row.slot.name for row in page.section("keys").rows if row.slot.kind == "passphrase"]


def add(page: SettingsPage, settle, name: str = "Ana") -> None:
    page.section("keys").add_button.click()
    form = dialog(AddCoordinator)
    form.name.setText(name)
    form.secret.first.line.setText(HERS)
    form.secret.second.line.setText(HERS)
    form.save_button.click()
    settle()


def test_a_coordinator_is_added_and_opens_the_office_with_her_own_passphrase(page, office, settle):
    add(page, settle)
    assert names(page) == ["Lupe", "Ana"]
    assert page.section("keys").messages.shown.startswith("Ana can open this office now")
    folder = office.folder
    office.close()
    hers = open_office(folder, passphrase=HERS)
    assert hers.coordinator == "Ana"
    hers.close()


def test_what_is_wrong_with_a_new_coordinator_is_said_at_its_field(page, settle):
    page.section("keys").add_button.click()
    form = dialog(AddCoordinator)
    form.name.setText("lupe")
    form.save()
    assert form.forms[0].rows["name"].wrong
    form.name.setText("Ana")
    form.secret.first.line.setText("corta")
    form.save()
    assert form.secret.rows["first"].wrong
    form.secret.first.line.setText(HERS)
    form.secret.second.line.setText("otra cosa")
    form.save()
    assert form.secret.rows["second"].wrong
    form.dirty = False
    form.reject()


def test_her_name_can_be_changed_and_changed_back(page, settle):
    add(page, settle)
    page.section("keys").rows[1].buttons["rename"].click()
    form = dialog(RenameCoordinator)
    form.name.setText("Ana María")
    form.save()
    settle()
    assert names(page) == ["Lupe", "Ana María"]
    page.section("keys").messages.action.click()
    settle()
    assert names(page) == ["Lupe", "Ana"]


def test_ones_own_passphrase_is_changed(page, office, settle):
    page.section("keys").rows[0].buttons["passphrase"].click()
    form = dialog(ChangePassphrase)
    form.secret.first.line.setText(HERS)
    form.secret.second.line.setText(HERS)
    form.save()
    settle()
    folder = office.folder
    office.close()
    with pytest.raises(WrongPassphrase):
        open_office(folder, passphrase=PASSPHRASE)
    open_office(folder, passphrase=HERS).close()


def test_removing_somebody_takes_her_consent_box_and_then_her_passphrase_opens_nothing(page, office, settle):
    add(page, settle)
    page.section("keys").rows[1].buttons["remove"].click()
    form = dialog(RemoveCoordinator)
    assert not form.save_button.isEnabled()
    form.sure.setChecked(True)
    form.save_button.click()
    settle()
    assert names(page) == ["Lupe"]
    folder = office.folder
    office.close()
    with pytest.raises(WrongPassphrase):
        open_office(folder, passphrase=HERS)
    open_office(folder, passphrase=PASSPHRASE).close()


def test_all_keys_are_replaced_and_work_goes_on(page, office, settle):
    epoch = office.vault.epoch
    page.section("keys").rekey_button.click()
    dialog(_Question).yes.click()
    settle()
    assert page.section("keys").messages.shown.startswith("All keys are new.")
    assert office.vault.epoch == epoch + 1
    add(page, settle)
    assert names(page) == ["Lupe", "Ana"]


def test_a_new_sheet_is_proved_before_it_counts_as_on_paper(page, office, settle):
    page.section("keys").quorum_button.click()
    dialog(_Question).yes.click()
    settle()
    shown = dialog(SheetsDialog)
    sheets = list(shown.sheets.texts)
    assert len(sheets) == 3
    assert not shown.save_button.isEnabled()
    shown.panel.written.setChecked(True)
    shown.save_button.click()
    shown.save()
    assert shown.proof.rows["0"].wrong
    for line, (sheet, word) in zip(shown.proof.lines, shown.sheets.asked, strict=True):
        line.setText(shown.sheets.words(sheet)[word])
    shown.save_button.click()
    settle()
    assert page.section("keys").messages.shown.startswith("The new words are on paper.")
    assert page.section("keys").state.quorum
    folder = office.folder
    office.close()
    with pytest.raises(WrongPassphrase):
        open_office(folder, recovery=sheets[0])
    open_office(folder, recovery=(sheets[2], sheets[0])).close()


def test_words_that_were_not_proved_are_not_let_go_without_a_question(page, settle):
    page.section("keys").make_sheets(quorum=False)
    settle()
    shown = dialog(SheetsDialog)
    shown.reject()
    question = dialog(_Question)
    question.no.click()
    assert shown.isVisible()
    shown.reject()
    dialog(_Question).yes.click()
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def test_a_pdf_of_the_sheet_is_not_put_into_the_office(page, office, settle, tmp_path):
    page.section("keys").make_sheets(quorum=False)
    settle()
    shown = dialog(SheetsDialog)
    shown.panel.save_pdf(office.folder / "sheet.pdf")
    settle()
    assert shown.panel.messages.property("kind") == "fault"
    shown.panel.save_pdf(tmp_path / "sheet.pdf")
    settle()
    assert shown.panel.messages.shown.startswith("Saved.")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    shown.dirty = False
    shown.reject()


def test_without_a_printer_that_is_said_and_nothing_else_happens(page, settle, monkeypatch):
    from mutualaid.desktop.recovery import paper

    monkeypatch.setattr(paper, "printers", list)
    page.section("keys").make_sheets(quorum=False)
    settle()
    shown = dialog(SheetsDialog)
    shown.panel.print_button.click()
    assert shown.panel.messages.shown.startswith("No printer is set up on this computer.")
    shown.dirty = False
    shown.reject()


def test_the_keyring_rests_with_its_reason_where_there_is_none(page, settle, monkeypatch):
    monkeypatch.setattr(keychain, "available", lambda: False)
    page.refresh()
    settle()
    assert not page.section("keys").ring_button.isEnabled()
    assert page.section("keys").ring_line.text().startswith("This computer offers no keyring")


def test_a_key_goes_into_the_keyring_only_after_what_that_weakens_was_said(page, office, settle, kept_in_memory):
    page.refresh()
    settle()
    page.section("keys").ring_button.click()
    question = dialog(_Question)
    assert "keyring" not in {slot.kind for slot in keys.slots(office)}
    question.yes.click()
    settle()
    assert page.section("keys").state.in_keyring
    page.section("keys").ring_button.click()
    settle()
    assert not page.section("keys").state.in_keyring


@pytest.fixture
def kept_in_memory(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """A keyring that forgets when the test ends."""
    held: dict[str, bytes] = {}
    monkeypatch.setattr(keychain, "available", lambda: True)
    monkeypatch.setattr(keychain, "keep", held.__setitem__)
    monkeypatch.setattr(keychain, "fetch", held.get)
    monkeypatch.setattr(keychain, "forget", lambda name: held.pop(name, None))
    return held


def backup_section(page: SettingsPage, settle):
    page.show_record("backups")
    settle()
    return page.section("backups")


def test_a_backup_is_made_listed_and_checked(page, office, settle, tmp_path):
    section = backup_section(page, settle)
    assert section.newest.property("role") == "warn"
    section.make(tmp_path / "stick.backup")
    settle()
    assert section.messages.shown.startswith("The backup is made")
    assert section.list.count() == 1
    assert section.newest.property("role") == ""
    section.check_button.click()
    settle()
    assert "is whole: 0 households, 0 needs" in section.messages.shown
    data = bytearray((tmp_path / "stick.backup").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "stick.backup").write_bytes(bytes(data))
    section.check_chosen()
    settle()
    assert section.messages.property("kind") == "fault"


def test_a_backup_does_not_go_into_the_office_nor_over_a_file(page, office, settle, tmp_path):
    section = backup_section(page, settle)
    section.make(office.folder / "mine.backup")
    settle()
    assert section.messages.property("kind") == "fault"
    (tmp_path / "there.backup").write_bytes(b"x")
    section.make(tmp_path / "there.backup")
    settle()
    assert section.messages.property("kind") == "fault"
    assert (tmp_path / "there.backup").read_bytes() == b"x"


def test_automatic_backups_go_where_she_says(page, office, settle, tmp_path):
    section = backup_section(page, settle)
    stick = tmp_path / "stick"
    stick.mkdir()
    section.folder.take(stick)
    settle()
    made = backups.automatic(office, now=datetime.now().astimezone())
    assert made.path.parent == stick
    section.folder.take(tmp_path / "not there")
    settle()
    assert section.messages.property("kind") == "fault"
    assert section.folder.path == stick


def test_a_restore_is_rehearsed_with_the_words_from_the_paper(page, office, settle, tmp_path):
    (words,) = keys.new_recovery(office, language="es")
    section = backup_section(page, settle)
    section.make(tmp_path / "stick.backup")
    settle()
    section.rehearse_button.click()
    form = dialog(CheckBackup)
    assert form.file.path == tmp_path / "stick.backup"
    form.words.first.setPlainText("no son las palabras")
    form.save()
    settle()
    assert form.words.rows["first"].wrong
    form.words.first.setPlainText(words)
    form.save()
    settle()
    assert form.messages.shown.endswith("The paper opens it.")
    assert form.words.first.text() == ""
    form.reject()


def test_the_laptop_is_looked_at(page, settle, monkeypatch):
    from mutualaid.services import surroundings

    page.show_record("safety")
    monkeypatch.setattr(surroundings, "surroundings", lambda: [Finding("swap_in_clear", "")])
    page.refresh()
    settle()
    told = page.section("safety").findings()
    assert len(told) == 1
    assert told[0]
    monkeypatch.setattr(surroundings, "surroundings", list)
    page.refresh()
    settle()
    assert page.section("safety").findings() == ["Nothing of it is written to the disk in the clear."]


def test_the_minutes_are_kept_and_hold_at_once(page, office, settle):
    page.show_record("safety")
    page.section("safety").mask_box.setValue(5)
    page.section("safety").lock_box.setValue(5)
    page.section("safety").save_button.click()
    assert page.section("safety").form.rows["lock"].wrong
    page.section("safety").lock_box.setValue(20)
    page.section("safety").save_button.click()
    settle()
    assert (office.settings.mask_minutes, office.settings.lock_minutes) == (5, 20)
    with office.store.read() as read:
        assert read.settings().lock_minutes == 20


def test_the_store_is_checked_and_what_is_wrong_is_said_in_words(page, office, settle, monkeypatch):
    from mutualaid.services import verifying

    page.show_record("check")
    page.section("check").check_button.click()
    settle()
    assert page.section("check").result.text().startswith("All is as it should be")
    wrong = [Finding("keyfile_copy_missing", "One copy of the keyfile is missing.")]
    monkeypatch.setattr(verifying, "verify", lambda _office, **_how: wrong)
    page.section("check").check_button.click()
    settle()
    assert page.section("check").result.text() == "1 thing is not as it should be:"
    assert page.section("check").findings.itemAt(0).widget().text() == "One copy of the keyfile is missing."


def test_the_newest_entries_of_the_journal_are_listed_by_whom_and_what(page, office, settle):
    add(page, settle)
    page.show_record("check")
    settle()
    rows = page.section("check").model.lines
    assert [row.entry.seq for row in rows] == [entry.seq for entry in latest_changes(office, limit=200)]
    assert {row.entry.actor for row in rows} == {"Lupe"}


def test_a_section_is_reached_by_its_key_and_the_list_by_keyboard(page, settle, qtbot):
    for key, _words in SECTIONS:
        page.show_record(key)
        settle()
        assert page.list.hasFocus()
        assert page.section(key).isVisibleTo(page)


def test_cancelling_a_backup_leaves_all_as_it_was(page, office, settle, tmp_path, monkeypatch):
    from mutualaid.progress import Cancelled

    def cancelled(*_given, **_how):
        raise Cancelled

    section = backup_section(page, settle)
    monkeypatch.setattr(backups, "back_up", cancelled)
    section.make(Path(tmp_path) / "stick.backup")
    settle()
    assert section.messages.shown == "Stopped. Everything is as it was."
    assert section.make_button.isEnabled()
