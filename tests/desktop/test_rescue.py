"""What stands in the way of opening, and the windows that help: restore, salvage, and the backup at closing time."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

from mutualaid.desktop import pages as pages_module
from mutualaid.desktop import preferences
from mutualaid.desktop.app import Desktop
from mutualaid.desktop.day_end import DayEndWindow
from mutualaid.desktop.rescue import state
from mutualaid.desktop.rescue.restore import RestoreWindow
from mutualaid.desktop.rescue.salvage import SalvageWindow
from mutualaid.desktop.unlock import UnlockWindow
from mutualaid.language.catalog import set_language
from mutualaid.records.errors import Damaged, Fault, InUse, NoSpace, Refused, WrongPassphrase
from mutualaid.services.salvaging import Lost, Salvaged
from tests.desktop.fakes import GOOD, MORE_WORDS, WORDS, FakeDoors, FakeOffice

FOLDER = Path("/nowhere/office")


@pytest.fixture
def doors() -> FakeDoors:
    return FakeDoors(FOLDER)


@pytest.fixture
def unlock(qtbot, tasks, doors, settle) -> UnlockWindow:
    window = UnlockWindow(doors, tasks, FOLDER)
    qtbot.addWidget(window)
    window.show()
    settle()
    return window


def refuse(window: UnlockWindow, doors: FakeDoors, fault: Fault, settle) -> None:
    doors.fault = fault
    window.passphrase.line.setText(GOOD)
    window.unlock()
    settle()


def offered(window: UnlockWindow) -> list[str]:
    return [code for code, button in window.panel.buttons.items() if button.isVisibleTo(window)]


@pytest.mark.parametrize("code", state.TROUBLES)
def test_every_trouble_says_what_happened_what_is_safe_and_what_helps(code):
    trouble = state.TROUBLES[code]
    assert trouble.title
    assert trouble.happened
    assert trouble.safe
    assert trouble.actions
    assert len(set(trouble.actions)) == len(trouble.actions)


@pytest.mark.parametrize(
    ("fault", "title"),
    [
        (Damaged("page_of_some_new_kind"), "The store is damaged"),
        (NoSpace("cannot_read_or_write"), "The disk does not answer as it should"),
        (InUse("in_use"), "The store is open somewhere else"),
        (WrongPassphrase("of_some_new_kind"), "That did not open it"),
    ],
)
def test_a_fault_that_the_list_does_not_know_is_told_by_its_class_and_its_own_sentence(fault, title):
    trouble = state.trouble(fault)
    assert trouble.title == title
    assert trouble.happened


def test_only_a_store_that_was_changed_or_rolled_back_can_be_opened_anyway():
    assert {code for code, told in state.TROUBLES.items() if state.ANYWAY in told.actions} == {
        "store_changed",
        "store_rolled_back",
    }


def test_a_wrong_passphrase_leaves_the_field_in_view_and_offers_what_helps(unlock, doors, settle):
    unlock.passphrase.line.setText("no es esta")
    unlock.unlock()
    settle()
    assert unlock.passphrase_row.isVisibleTo(unlock)
    assert offered(unlock) == ["words", "restore", "elsewhere"]
    unlock.panel.buttons["words"].click()
    assert unlock.words_row.isVisibleTo(unlock)
    assert unlock.panel.isHidden()


def test_a_damaged_keyfile_takes_the_place_of_the_form(unlock, doors, settle, qtbot):
    refuse(unlock, doors, Damaged("keyfile_damaged"), settle)
    assert not unlock.passphrase_row.isVisibleTo(unlock)
    assert unlock.panel.title.text() == "The keyfile is damaged"
    with qtbot.waitSignal(unlock.restore_asked):
        unlock.panel.buttons["restore"].click()


def test_no_part_of_a_door_is_a_window_of_its_own(unlock, doors, settle, app):
    """What locks the office lets every other window go, and a part without a parent would go with them."""
    refuse(unlock, doors, Damaged("keyfile_damaged"), settle)
    assert [w for w in app.topLevelWidgets() if isinstance(w, QAbstractButton | QLineEdit | QLabel)] == []


def test_a_damaged_store_leads_to_what_can_be_read(unlock, doors, settle, qtbot):
    refuse(unlock, doors, Damaged("store_damaged"), settle)
    with qtbot.waitSignal(unlock.salvage_asked):
        unlock.panel.buttons["salvage"].click()


def test_opening_anyway_takes_a_word_typed_after_the_warning(unlock, doors, settle, qtbot):
    refuse(unlock, doors, Damaged("store_changed"), settle)
    unlock.panel.buttons["anyway"].click()
    assert unlock.panel.warning.isVisibleTo(unlock)
    unlock.panel.word.setText("yes")
    unlock.panel.confirm()
    assert unlock.panel.word_row.wrong
    assert not any(asked["accept_changed"] for asked in doors.asked)
    unlock.panel.word.setText(" open ")
    with qtbot.waitSignal(unlock.opened):
        unlock.panel.confirm()
    assert doors.asked[-1]["accept_changed"]


def test_the_word_is_asked_for_in_the_language_in_use():
    set_language("es")
    assert state.confirmed("abrir")
    assert not state.confirmed("open")


def test_two_of_three_sheets_are_asked_for_where_the_store_has_three(qtbot, tasks, doors, settle):
    doors.kinds = frozenset({"passphrase", "quorum"})
    window = UnlockWindow(doors, tasks, FOLDER)
    qtbot.addWidget(window)
    settle()
    window.switch_way()
    assert window.more_row.isVisibleTo(window)
    window.words.setPlainText(WORDS)
    window.more_words.setPlainText(MORE_WORDS)
    with qtbot.waitSignal(window.opened):
        window.unlock()
    assert doors.asked[-1]["recovery"] == (WORDS, MORE_WORDS)


def test_the_keyring_is_offered_only_where_the_store_has_it(qtbot, tasks, doors, unlock, settle):
    assert not unlock.keyring_button.isVisibleTo(unlock)
    doors.kinds = frozenset({"passphrase", "keyring"})
    window = UnlockWindow(doors, tasks, FOLDER)
    qtbot.addWidget(window)
    settle()
    with qtbot.waitSignal(window.opened):
        window.keyring_button.click()
    assert doors.asked[-1]["keyring"]


def test_what_opens_a_store_that_the_keyring_opened_anyway_is_the_keyring(qtbot, tasks, doors, settle):
    doors.kinds, doors.fault = frozenset({"passphrase", "keyring"}), Damaged("store_rolled_back")
    window = UnlockWindow(doors, tasks, FOLDER)
    qtbot.addWidget(window)
    settle()
    window.keyring_button.click()
    settle()
    window.panel.press("anyway")
    window.panel.word.setText("OPEN")
    with qtbot.waitSignal(window.opened):
        window.panel.confirm()
    assert (doors.asked[-1]["keyring"], doors.asked[-1]["accept_changed"]) == (True, True)


@pytest.fixture
def restore(qtbot, tasks, doors, tmp_path) -> RestoreWindow:
    window = RestoreWindow(doors, tasks, tmp_path / "office")
    qtbot.addWidget(window)
    window.show()
    return window


def fill_restore(window: RestoreWindow, backup: Path) -> None:
    backup.write_bytes(b"x")
    window.backup.take(backup)
    window.to_words()
    window.words.first.setPlainText(WORDS)
    window.to_secret()
    window.name.setText("Ana")
    window.secret.first.line.setText(GOOD)
    window.secret.second.line.setText(GOOD)


def test_a_backup_is_restored_step_by_step(restore, doors, qtbot, tmp_path):
    restore.to_words()
    assert restore.files.rows["backup"].wrong
    fill_restore(restore, tmp_path / "mutualaid.backup")
    with qtbot.waitSignal(restore.opened):
        restore.restore()
    assert doors.asked[-1] == {
        "backup": tmp_path / "mutualaid.backup",
        "folder": tmp_path / "office",
        "recovery": WORDS,
        "passphrase": GOOD,
        "coordinator": "Ana",
    }
    assert restore.secret.text() == ""


def test_words_that_do_not_open_the_backup_lead_back_to_the_words(restore, doors, settle, tmp_path):
    fill_restore(restore, tmp_path / "mutualaid.backup")
    doors.fault = WrongPassphrase("recovery_words_mistyped")
    restore.restore()
    settle()
    assert restore.steps.currentIndex() == 1
    assert restore.words.rows["first"].wrong


def test_a_damaged_backup_leads_back_to_the_choice_of_a_file(restore, doors, settle, tmp_path):
    fill_restore(restore, tmp_path / "mutualaid.backup")
    doors.fault = Damaged("backup_damaged")
    restore.restore()
    settle()
    assert restore.steps.currentIndex() == 0
    assert restore.messages.shown


def test_a_restore_never_goes_where_something_lies(qtbot, tasks, doors, tmp_path):
    for name in ("office", "office-2"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "store.db").write_bytes(b"x")
    window = RestoreWindow(doors, tasks, tmp_path / "office")
    qtbot.addWidget(window)
    assert window.folder.path == tmp_path / "office-3"
    window.folder.take(tmp_path)
    assert window.folder.path == tmp_path / "mutualaid-office"


def test_two_sheets_can_be_typed_for_a_backup_too(restore, doors, qtbot, tmp_path):
    fill_restore(restore, tmp_path / "mutualaid.backup")
    restore.words.set_two(True)
    assert not restore.words.ready()
    restore.words.second.setPlainText(MORE_WORDS)
    with qtbot.waitSignal(restore.opened):
        restore.restore()
    assert doors.asked[-1]["recovery"] == (WORDS, MORE_WORDS)


def salvaged(kept: dict[str, int], *lost: Lost, **rest) -> Salvaged:
    whole = {"renewed": 0, "outdated": (), "stood_in": (), "entries": (), "releases": (), "pages": 3, "settings": False}
    return Salvaged(kept=kept, lost=lost, **(whole | rest))


def test_what_was_brought_back_and_what_is_lost_is_told_by_kind_and_code(qtbot, tasks, doors, tmp_path, settle):
    doors.salvaged = salvaged(
        {"need": 70, "zone": 77, "household": 41, "lot": 0},
        Lost("household", 1, ("MARU-47",)),
        Lost("need", 2, ()),
        entries=((5, 7), (9, 9)),
        stood_in=(Lost("volunteer", 1, ("TAPI-11",)),),
        settings=True,
    )
    window = SalvageWindow(doors, tasks, tmp_path / "office")
    qtbot.addWidget(window)
    window.show()
    window.salvage()
    assert window.form.rows["passphrase"].wrong
    window.passphrase.line.setText(GOOD)
    window.salvage()
    settle()
    said = [window.parts.itemAt(place).widget().text() for place in range(window.parts.count())]
    assert said == [
        "What came back", "41 households", "70 needs", "77 zones",
        "What is lost", "1 household: MARU-47", "2 needs", "4 entries of the journal",
        "The settings of the office: look at them once.",
        "Empty now, because others refer to it: fill it in again", "1 volunteer: TAPI-11",
    ]  # fmt: skip
    with qtbot.waitSignal(window.made) as made:
        window.open_button.click()
    assert made.args == [tmp_path / "office-2"]


def test_a_store_of_which_nothing_was_lost_says_so():
    found = salvaged({"household": 41})
    assert state.salvaged_words(found).startswith("Everything could be read.")
    assert [title for title, _lines in state.salvaged_parts(found)] == ["What came back"]


def test_a_wrong_passphrase_for_salvaging_is_said_at_its_field(qtbot, tasks, doors, settle):
    window = SalvageWindow(doors, tasks, FOLDER)
    qtbot.addWidget(window)
    window.show()
    doors.fault = WrongPassphrase("wrong_passphrase")
    window.passphrase.line.setText("no es esta")
    window.salvage()
    settle()
    assert window.form.rows["passphrase"].wrong


@pytest.mark.parametrize("count", [1, 12, 13, 40])
def test_only_so_many_codes_of_what_is_lost_are_named(count):
    found = salvaged({}, Lost("need", count, tuple(f"MARU-47.{n:02}" for n in range(count))))
    ((_title, (line,)),) = state.salvaged_parts(found)
    assert line().count("MARU") == min(count, 12)
    assert ("more" in line()) == (count > 12)


@pytest.fixture
def desktop(app, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(pages_module, "PAGES", ())
    store = tmp_path / "office"
    made = Desktop(app, FakeDoors(store), preferences.Preferences(folder=str(store)), file=tmp_path / "window.json")
    yield made
    windows = [made.unlock, made.first_run, made.shell, made.rescue, made.day_end]
    made.leave()
    for window in windows:
        if window is not None:
            window.hide()
            window.deleteLater()


def test_locking_makes_the_days_backup_first(desktop, qtbot, tmp_path):
    office = FakeOffice(tmp_path / "office")
    desktop.enter(office)
    desktop._doors.due = True
    desktop.lock()
    assert isinstance(desktop.day_end, DayEndWindow)
    assert desktop.shell is None
    qtbot.waitUntil(lambda: desktop.unlock is not None)
    assert desktop._doors.backed_up == [tmp_path / "office"]
    assert office.closed
    assert desktop.unlock.messages.shown == ""


def test_a_backup_that_fails_does_not_keep_the_office_open_and_is_told_at_the_door(desktop, qtbot, tmp_path):
    office = FakeOffice(tmp_path / "office")
    desktop.enter(office)
    desktop._doors.due, desktop._doors.fault = True, NoSpace("disk_full")
    desktop.lock()
    qtbot.waitUntil(lambda: desktop.unlock is not None)
    assert office.closed
    assert desktop.unlock.messages.shown.startswith("Today's backup could not be made. The disk is full")


def test_the_backup_can_be_skipped(desktop, qtbot, tmp_path):
    office = FakeOffice(tmp_path / "office")
    desktop.enter(office)
    desktop._doors.due = True
    desktop.lock()
    desktop.day_end.skip_button.click()
    qtbot.waitUntil(lambda: desktop.unlock is not None)
    assert office.closed


def test_without_a_days_work_the_office_locks_at_once(desktop, tmp_path):
    office = FakeOffice(tmp_path / "office")
    desktop.enter(office)
    desktop.lock()
    assert office.closed
    assert desktop._doors.backed_up == []


def test_a_backup_that_was_missed_is_made_after_unlocking(desktop, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("mutualaid.desktop.app.do_chores", lambda _shell: None)  # this office has no store
    desktop.begin()
    desktop.unlock.passphrase.line.setText(GOOD)
    desktop.unlock.unlock()
    qtbot.waitUntil(lambda: desktop.shell is not None and not desktop.tasks.busy)
    assert desktop._doors.backed_up == [tmp_path / "office"]


def test_restoring_is_reached_from_the_first_window_and_back(desktop):
    desktop.show_first_run()
    desktop.first_run.backup_button.click()
    assert isinstance(desktop.rescue, RestoreWindow)
    desktop.rescue.left.emit()
    assert desktop.first_run is not None


def test_a_restored_office_is_the_one_that_is_opened_next_time(desktop, tmp_path):
    desktop.show_restore(desktop.show_first_run, tmp_path / "elsewhere")
    desktop.rescue.opened.emit(FakeOffice(tmp_path / "elsewhere"))
    assert desktop.shell is not None
    assert preferences.load(tmp_path / "window.json").folder == str(tmp_path / "elsewhere")


def test_what_was_salvaged_is_opened_by_the_passphrase(desktop, tmp_path):
    desktop.show_unlock(tmp_path / "office")
    desktop.unlock.salvage_asked.emit()
    assert isinstance(desktop.rescue, SalvageWindow)
    desktop.rescue.made.emit(tmp_path / "office-2")
    assert desktop.unlock.folder == tmp_path / "office-2"


def test_repairing_from_the_settings_locks_the_office_first(desktop, tmp_path):
    office = FakeOffice(tmp_path / "office")
    desktop.enter(office)
    desktop.shell.rescue_asked.emit("salvage")
    assert office.closed
    assert isinstance(desktop.rescue, SalvageWindow)


def test_refused_places_are_told_above_the_files(restore, doors, settle, tmp_path):
    fill_restore(restore, tmp_path / "mutualaid.backup")
    doors.fault = Refused("folder_not_empty")
    restore.restore()
    settle()
    assert restore.messages.shown.startswith("That folder already holds other files")
