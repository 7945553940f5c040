from __future__ import annotations

import weakref
from pathlib import Path

import pytest

from mutualaid.desktop import app as app_module
from mutualaid.desktop import pages as pages_module
from mutualaid.desktop import preferences
from mutualaid.desktop.app import Desktop
from mutualaid.desktop.firstrun import FirstRunWindow
from mutualaid.desktop.idle import IdleWatch
from mutualaid.desktop.page import Page
from mutualaid.desktop.pages import PageSpec, WindowSpec
from mutualaid.desktop.shell import Shell
from mutualaid.desktop.unlock import UnlockWindow
from mutualaid.language.catalog import current_language
from mutualaid.records.errors import InUse
from mutualaid.records.views import Area, Changed, SearchHit
from tests.desktop.fakes import GOOD, MORE_WORDS, WORDS, FakeDoors, FakeOffice


@pytest.fixture(autouse=True)
def no_chores(monkeypatch: pytest.MonkeyPatch) -> None:
    """The offices here have no store to do the chores of opening in."""
    monkeypatch.setattr("mutualaid.desktop.app.do_chores", lambda _shell: None)


class Plain(Page):
    areas = frozenset({Area.NEEDS})

    def __init__(self, context) -> None:
        super().__init__(context)
        self.refreshed = 0
        self.masked = False
        self.records: list[str] = []

    def refresh(self) -> None:
        self.refreshed += 1

    def show_record(self, uid: str) -> None:
        self.records.append(uid)

    def set_masked(self, masked: bool) -> None:
        self.masked = masked


SPECS = (
    PageSpec("needs", "Needs", "needs", frozenset({"need"}), Plain),
    PageSpec("households", "Households", "households", frozenset({"household"}), Plain),
)


@pytest.fixture
def shell(qtbot, tasks):
    made = Shell(FakeOffice(Path("/nowhere")), tasks, pages=SPECS, actions={})
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def desktop(app, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(pages_module, "PAGES", SPECS)
    store = tmp_path / "office"
    made = Desktop(app, FakeDoors(store), preferences.Preferences(folder=str(store)), file=tmp_path / "window.json")
    yield made
    windows = [made.unlock, made.first_run, made.shell, made.rescue, made.day_end]
    made.leave()
    for window in windows:
        if window is not None:
            window.hide()
            window.deleteLater()


def test_a_wrong_passphrase_is_said_beside_the_field_and_can_be_tried_again(qtbot, tasks):
    window = UnlockWindow(FakeDoors(), tasks, Path("/nowhere/office"))
    qtbot.addWidget(window)
    window.passphrase.line.setText("no es esta")
    window.open_button.click()
    assert not window.open_button.isEnabled()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert window.passphrase_row.error.text().startswith("That passphrase does not open this store.")
    window.passphrase.line.setText(GOOD)
    with qtbot.waitSignal(window.opened):
        window.open_button.click()
    assert window.passphrase.text() == ""


def test_the_recovery_words_open_too(qtbot, tasks):
    window = UnlockWindow(FakeDoors(), tasks, Path("/nowhere/office"))
    qtbot.addWidget(window)
    window.switch_way()
    window.words.setPlainText(WORDS)
    with qtbot.waitSignal(window.opened):
        window.unlock()


def test_a_second_window_says_that_the_store_is_in_use(qtbot, tasks):
    doors = FakeDoors()
    doors.fault = InUse("store_in_use")
    window = UnlockWindow(doors, tasks, Path("/nowhere/office"))
    qtbot.addWidget(window)
    window.passphrase.line.setText(GOOD)
    window.unlock()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert window.panel.title.text() == "The store is open somewhere else"
    assert not window.passphrase_row.isVisibleTo(window)
    doors.fault = None
    window.panel.buttons["again"].click()
    with qtbot.waitSignal(window.opened):
        window.unlock()


def first_run(qtbot, tasks, tmp_path) -> tuple[FirstRunWindow, FakeDoors]:
    doors = FakeDoors()
    window = FirstRunWindow(doors, tasks, folder=tmp_path / "office")
    qtbot.addWidget(window)
    window.show()
    return window, doors


def test_an_office_is_made_after_its_recovery_words_were_proved(qtbot, tasks, tmp_path):
    window, doors = first_run(qtbot, tasks, tmp_path)
    window.new_button.click()
    window.to_secret()
    assert window.about.rows["coordinator"].wrong
    window.coordinator.setText("Lupita")
    window.zone.line.setText("pilsen")
    window.zone.line.editingFinished.emit()
    window.to_secret()
    secret = window.secret
    secret.first.line.setText("corta")
    window.make()
    assert secret.rows["first"].wrong
    secret.first.line.setText(GOOD)
    secret.second.line.setText("otra cosa")
    window.make()
    assert secret.rows["second"].wrong
    secret.second.line.setText(GOOD)
    window.make()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert doors.asked == [
        {"folder": tmp_path / "office", "passphrase": GOOD, "coordinator": "Lupita", "zone": "chi-31"}
    ]
    assert not window.words_step.forward.isEnabled()
    window.words_step.panel.written.setChecked(True)
    window.words_step.forward.click()
    words, proof = WORDS.split(), window.proof_step.form
    asked = [word for _sheet, word in window.words_step.panel.sheets.asked]
    proof.lines[0].setText("equivocada")
    proof.lines[1].setText(words[asked[1]].upper())
    window.prove()
    assert [row.wrong for row in proof.rows.values()] == [True, False, False]
    proof.lines[0].setText(words[asked[0]])
    with qtbot.waitSignal(window.opened):
        window.prove()
    assert window.words_step.panel.grid.count() == 0


def test_three_sheets_can_be_had_instead_and_one_word_of_each_is_asked_back(qtbot, tasks, tmp_path):
    window, _doors = first_run(qtbot, tasks, tmp_path)
    window._made((FakeOffice(tmp_path / "office"), WORDS))
    panel = window.words_step.panel
    assert not panel.choosers[0].isVisibleTo(window)
    window.words_step.other_way.click()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert [button.text() for button in panel.choosers] == ["Sheet 1 of 3", "Sheet 2 of 3", "Sheet 3 of 3"]
    panel.choosers[1].click()
    shown = {panel.grid.itemAt(place).widget().text().split()[-1] for place in range(panel.grid.count())}
    assert shown == set(MORE_WORDS.split())
    panel.written.setChecked(True)
    window.words_step.forward.click()
    for line, (sheet, word) in zip(window.proof_step.form.lines, panel.sheets.asked, strict=True):
        line.setText((WORDS, MORE_WORDS, WORDS)[sheet].split()[word])
    with qtbot.waitSignal(window.opened):
        window.prove()


def test_a_folder_without_a_store_is_not_opened(qtbot, tasks, tmp_path):
    window, _doors = first_run(qtbot, tasks, tmp_path)
    window.take_existing(str(tmp_path))
    assert window.messages.shown.startswith("No office lies in that folder.")


def test_closing_before_the_words_are_proved_closes_the_office(desktop, qtbot, tmp_path):
    desktop.show_first_run()
    window = desktop.first_run
    office = FakeOffice(tmp_path / "office")
    window._made((office, WORDS))
    desktop.leave()
    assert office.closed


def test_unlocking_opens_the_shell_and_locking_closes_the_office(desktop, qtbot, tmp_path):
    desktop.begin()
    desktop.unlock.passphrase.line.setText(GOOD)
    desktop.unlock.unlock()
    qtbot.waitUntil(lambda: desktop.shell is not None)
    office = desktop.shell.office
    desktop.shell.lock_asked.emit()
    assert desktop.shell is None
    qtbot.waitUntil(lambda: office.closed)
    assert desktop.unlock is not None
    assert preferences.load(tmp_path / "window.json").folder == str(tmp_path / "office")


def test_locking_lets_go_of_all_that_was_read(desktop, qtbot, tmp_path):
    desktop.enter(FakeOffice(tmp_path / "office"))
    shell = weakref.ref(desktop.shell)
    page = weakref.ref(desktop.shell.page("needs"))
    desktop.shell.lock_asked.emit()
    qtbot.waitUntil(lambda: shell() is None and page() is None)


def test_the_sample_office_is_not_remembered(desktop, qtbot, tmp_path):
    desktop.show_first_run()
    desktop.first_run.sample_button.click()
    qtbot.waitUntil(lambda: desktop.shell is not None)
    assert not (tmp_path / "window.json").exists()


def test_the_language_changes_at_once_and_is_remembered(desktop, qtbot, tmp_path):
    desktop.begin()
    desktop.unlock.language_button.buttons["es"].click()
    assert current_language() == "es"
    assert preferences.load(tmp_path / "window.json").language == "es"


def test_an_error_that_nobody_caught_is_told_calmly(desktop, qtbot, caplog):
    desktop.enter(FakeOffice(Path("/nowhere/sample")))
    app_module.install_excepthook(desktop)
    import sys

    try:
        sys.excepthook(KeyError, KeyError("Doña Ana"), None)
    finally:
        sys.excepthook = sys.__excepthook__
    assert desktop.shell.messages.shown.startswith("Something went wrong")
    assert "Ana" not in caplog.text
    caplog.clear()


def test_a_write_refreshes_the_page_on_view_now_and_a_hidden_one_when_it_is_shown(shell):
    shell.go("households")
    shell.go("needs")
    needs, households = shell.page("needs"), shell.page("households")
    before = (needs.refreshed, households.refreshed)
    shell.tasks.changed.emit(Changed(frozenset({Area.NEEDS}), ("u1",)))
    assert (needs.refreshed, households.refreshed) == (before[0] + 1, before[1])
    shell.go("households")
    assert households.refreshed == before[1] + 1
    shell.tasks.changed.emit(Changed(frozenset({Area.RELEASES})))
    assert households.refreshed == before[1] + 1


def test_a_hit_opens_on_its_page(shell):
    shell.search.opened.emit(SearchHit("Household", "u7", "MARU-47", "Ana"))
    assert shell.page() is shell.page("households")
    assert shell.page("households").records == ["u7"]


def test_a_run_opens_in_the_window_that_runs_have(shell, monkeypatch):
    opened = []
    spec = WindowSpec("runs", "truck", frozenset({"run"}), lambda _context, parent, uid: opened.append((parent, uid)))
    monkeypatch.setattr(pages_module, "WINDOWS", (spec,))
    before = shell.page()
    shell.search.opened.emit(SearchHit("run", "u9", "R-4", ""))
    assert (opened, shell.page()) == ([(shell, "u9")], before)


def test_contact_data_is_covered_and_then_the_office_locks_when_she_is_away(app, qtbot, shell):
    now = [0.0]
    watch = IdleWatch(shell, mask_s=120, lock_s=600, clock=lambda: now[0])
    heard = []
    watch.masked.connect(lambda: heard.append("mask"))
    watch.locked.connect(lambda: heard.append("lock"))
    for moment in (60, 121, 300, 601, 700):
        now[0] = moment
        watch.look()
    assert heard == ["mask", "lock"]
    watch.touch()
    now[0] += 119
    watch.look()
    assert heard == ["mask", "lock"]


def test_a_laptop_that_slept_too_long_locks_at_the_first_key(app, qtbot, shell):
    from PySide6.QtCore import QEvent

    now, heard = [0.0], []
    watch = IdleWatch(shell, mask_s=120, lock_s=600, clock=lambda: now[0])
    watch.locked.connect(lambda: heard.append("lock"))
    now[0] = 9000
    watch.eventFilter(shell, QEvent(QEvent.Type.MouseMove))
    assert heard == ["lock"]


def test_the_shell_covers_every_page_that_was_made(shell):
    shell.go("needs")
    shell.idle.masked.emit()
    assert shell.page("needs").masked


def test_every_icon_only_button_has_a_name(shell):
    from PySide6.QtWidgets import QAbstractButton

    for button in shell.findChildren(QAbstractButton):
        assert button.text() or button.accessibleName() or not button.isVisible(), button
