"""Locking, of the whole desktop over a real store: what locks it, and what is left afterwards."""

from __future__ import annotations

import gc
import os
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from mutualaid.desktop import locking
from mutualaid.desktop.app import Desktop
from mutualaid.desktop.idle import IdleWatch
from mutualaid.desktop.locking import Closing, Why
from mutualaid.desktop.signals.base import SystemSignals
from mutualaid.desktop.signals.linux import LinuxSignals
from mutualaid.language.catalog import catalog
from mutualaid.progress import Progress
from mutualaid.services.office import Office
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.lock import StoreLock
from tests.desktop.fake_login import FakeLogin, missing
from tests.open_files import left_open
from tests.services.make import home

NAME = "Xochitl Ñandú"


def on_view() -> list[QWidget]:
    """Every window, dialog, menu, list and tooltip that the program shows."""
    return [window for window in QApplication.topLevelWidgets() if window.isVisible()]


def locked(program: Desktop, qtbot: QtBot) -> None:
    """Wait until the office is closed, and check what must hold after every lock."""
    qtbot.waitUntil(lambda: program.guard.closing is None and program.shell is None)
    assert program.unlock is not None
    assert on_view() == [program.unlock]
    folder = program.unlock.folder
    assert left_open(folder) == []
    with StoreLock(StoreFolder(folder)):  # which raises while anybody holds it
        pass


def press_panic() -> None:
    """The panic key, at whatever a real key press would go to."""
    target = QApplication.activePopupWidget() or QApplication.focusWidget() or QApplication.activeWindow()
    assert target is not None
    QTest.keyClick(target, Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)


@pytest.fixture
def login(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeLogin]:
    monkeypatch.setenv("XDG_SESSION_ID", "no such session")
    fake = FakeLogin(tmp_path)
    yield fake
    fake.close()


class TestTheSystem:
    @pytest.fixture
    def system(self, app: QApplication, login: FakeLogin) -> SystemSignals:
        return LinuxSignals(app, system=login.address, session=login.address)

    @pytest.mark.skipif(missing, reason="not installed: dbus-daemon")
    @pytest.mark.parametrize(
        ("told", "why"),
        [
            ("lock", Why.SCREEN), ("saver org.gnome.ScreenSaver on", Why.SCREEN), ("inactive", Why.SWITCH),
            ("sleep", Why.SLEEP),
        ],
    )  # fmt: skip
    def test_locks_the_office_and_waits_with_sleep_until_it_is_closed(
        self, program: Desktop, unlock: Callable[[], Office], login: FakeLogin, qtbot: QtBot, told: str, why: Why
    ) -> None:
        office = unlock()
        qtbot.waitUntil(lambda: login.heard() == "taken mutualaid")
        qtbot.waitUntil(lambda: bool(program.guard.signals._session_path))  # type: ignore[attr-defined]
        closed_first: list[bool] = []
        give_back = program.guard.signals.let_sleep
        program.guard.signals.let_sleep = lambda: (closed_first.append(office.vault.closed), give_back())  # type: ignore[method-assign]
        login.tell(told)
        qtbot.waitUntil(lambda: program.shell is None)
        locked(program, qtbot)
        assert closed_first == [True]
        qtbot.waitUntil(lambda: login.heard() == "given back mutualaid")
        assert program.unlock is not None
        assert program.unlock.note is not None
        assert program.unlock.note.why.text() == why.value


def test_the_hand_locks_and_the_same_store_opens_again(
    program: Desktop, unlock: Callable[[], Office], qtbot: QtBot
) -> None:
    for _time in range(2):
        office = unlock()
        assert program.shell is not None
        QTest.keyClick(program.shell, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        locked(program, qtbot)
        assert office.vault.closed


def test_being_away_locks(program: Desktop, unlock: Callable[[], Office], qtbot: QtBot) -> None:
    unlock()
    assert program.shell is not None
    watch = program.shell.idle
    watch._last -= watch._lock_s
    watch.look()
    locked(program, qtbot)
    assert program.unlock is not None
    assert program.unlock.note is not None
    assert program.unlock.note.why.text() == Why.IDLE.value


@pytest.mark.parametrize("jump", [10 * 365.25 * 86400, -10 * 365.25 * 86400, 3600, -3600])
def test_the_clock_on_the_wall_neither_locks_nor_keeps_from_locking(
    app: QApplication, monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    steady = [1000.0]
    monkeypatch.setattr(time, "clock_gettime", lambda clock: steady[0] if clock == time.CLOCK_BOOTTIME else 1 / 0)
    owner = QObject()
    watch = IdleWatch(owner, mask_s=120, lock_s=600)
    heard: list[str] = []
    watch.masked.connect(lambda: heard.append("mask"))
    watch.locked.connect(lambda: heard.append("lock"))
    wall = time.time()
    monkeypatch.setattr(time, "time", lambda: wall + jump)
    monkeypatch.setenv("TZ", "America/Chicago")
    time.tzset()
    watch.look()
    assert heard == []
    for seconds in (119, 121, 599, 601):
        steady[0] = 1000.0 + seconds
        watch.look()
    assert heard == ["mask", "lock"]
    monkeypatch.undo()
    time.tzset()


def test_nothing_of_half_done_work_stays_on_the_screen_or_in_memory(
    program: Desktop, unlock: Callable[[], Office], qtbot: QtBot
) -> None:
    office = unlock()
    home(office, contact_name=NAME)
    shell = program.shell
    assert shell is not None
    shell.go("households")
    shell.page("households").add()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: len(on_view()) == 2)
    form = next(window for window in on_view() if isinstance(window, QDialog))
    form.fields.name.set_text(NAME)  # type: ignore[attr-defined]
    form.dirty = True  # type: ignore[attr-defined]
    form.reject()  # asks whether to throw it away
    form.fields.received.button.click()  # type: ignore[attr-defined]  a calendar in a menu
    shell.run_action("import")
    qtbot.waitUntil(lambda: len(on_view()) >= 4)
    next(window for window in on_view() if hasattr(window, "choose")).choose()  # type: ignore[attr-defined]
    shell.search.setText(NAME)
    shell.search._ask()
    qtbot.waitUntil(lambda results=shell.search.results: results.isVisible())  # type: ignore[misc]
    QToolTip.showText(shell.mapToGlobal(shell.rect().center()), NAME, shell)
    assert len(on_view()) >= 7
    gone = [weakref.ref(one) for one in (shell, shell.page("households"), form, office)]
    del shell, form, office
    program.lock()
    locked(program, qtbot)
    qtbot.waitUntil(lambda: not gc.collect() or all(one() is None for one in gone))
    assert [one() for one in gone if one() is not None] == []
    left = [line.text() for line in all_widgets(QLineEdit) if NAME in line.text()]
    assert left == []


def all_widgets(kind: type[Any]) -> list[Any]:
    return [widget for widget in QApplication.allWidgets() if isinstance(widget, kind)]


def test_what_runs_is_stopped_before_the_keys_go(program: Desktop, unlock: Callable[[], Office], qtbot: QtBot) -> None:
    office = unlock()
    shell = program.shell
    assert shell is not None
    under_way, seen = threading.Event(), []

    def work(progress: Progress) -> None:
        under_way.set()
        try:
            while True:
                progress.step(1, 2)
                time.sleep(0.001)
        finally:
            seen.append(office.vault.closed)

    for start in (shell.tasks.compute, shell.tasks.write_long):
        under_way.clear()
        start(work, owner=shell, title="Working")
        assert under_way.wait(20)
    program.lock()
    locked(program, qtbot)
    assert seen == [False, False]


def test_the_unlock_window_says_that_it_is_closing_and_opens_when_that_is_done(
    program: Desktop, unlock: Callable[[], Office], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = unlock()
    go_on = threading.Event()
    close = office.close
    monkeypatch.setattr(office, "close", lambda *, panic=False: go_on.wait(20) and close(panic=panic))
    program.lock()
    assert program.unlock is not None
    note = program.unlock.note
    assert note is not None
    qtbot.waitUntil(lambda: note.closing.isVisible() and note.bar.isVisible())
    program.unlock.passphrase.line.setText("siete gatos bajo la lluvia")
    program.unlock.unlock()  # before the office is closed: it waits for its turn
    go_on.set()
    qtbot.waitUntil(lambda: program.shell is not None)
    assert program.shell is not None
    assert not program.shell.office.vault.closed


class TestPanic:
    """The panic key works whatever has the focus, and no window comes in the place of the one that went."""

    def lock(self, program: Desktop, office: Office, qtbot: QtBot) -> None:
        press_panic()
        assert program.shell is None
        assert [window for window in on_view() if not window.isMinimized()] == []
        locked(program, qtbot)
        assert office.vault.closed
        assert program.unlock is not None
        assert program.unlock.note is not None
        assert program.unlock.note.why.text() == Why.PANIC.value

    def test_on_a_page(self, program: Desktop, unlock: Callable[[], Office], qtbot: QtBot) -> None:
        self.lock(program, unlock(), qtbot)

    def test_in_the_search_field(self, program: Desktop, unlock: Callable[[], Office], qtbot: QtBot) -> None:
        office = unlock()
        assert program.shell is not None
        program.shell.search.setFocus()
        self.lock(program, office, qtbot)

    def test_in_a_form_and_in_the_question_over_it(
        self, program: Desktop, unlock: Callable[[], Office], qtbot: QtBot
    ) -> None:
        office = unlock()
        form = open_form(program, qtbot)
        form.dirty = True  # type: ignore[attr-defined]
        form.reject()
        self.lock(program, office, qtbot)

    def test_in_a_menu(self, program: Desktop, unlock: Callable[[], Office], qtbot: QtBot) -> None:
        office = unlock()
        open_form(program, qtbot).fields.received.button.click()  # type: ignore[attr-defined]
        assert QApplication.activePopupWidget() is not None
        self.lock(program, office, qtbot)

    def test_in_an_open_list(self, program: Desktop, unlock: Callable[[], Office], qtbot: QtBot) -> None:
        office = unlock()
        open_form(program, qtbot).fields.zone.showPopup()  # type: ignore[attr-defined]
        assert QApplication.activePopupWidget() is not None
        self.lock(program, office, qtbot)

    def test_in_a_file_dialog(self, program: Desktop, unlock: Callable[[], Office], qtbot: QtBot) -> None:
        office = unlock()
        assert program.shell is not None
        program.shell.run_action("import")
        qtbot.waitUntil(lambda: len(on_view()) == 2)
        next(window for window in on_view() if hasattr(window, "choose")).choose()  # type: ignore[attr-defined]
        qtbot.waitUntil(lambda: len(on_view()) == 3)
        self.lock(program, office, qtbot)

    def test_over_a_progress_window_whose_work_does_not_listen(
        self, program: Desktop, unlock: Callable[[], Office], qtbot: QtBot
    ) -> None:
        office = unlock()
        shell = program.shell
        assert shell is not None
        go_on = threading.Event()
        shell.tasks.compute(lambda _progress: go_on.wait(20), owner=shell, title="Working")
        qtbot.waitUntil(lambda: len(on_view()) == 2)
        self.lock(program, office, qtbot)  # while it still runs
        go_on.set()

    def test_at_the_unlock_window(self, program: Desktop, qtbot: QtBot) -> None:
        assert program.unlock is not None
        qtbot.waitUntil(lambda: not program.tasks.busy)
        program.unlock.passphrase.line.setText("half typed")
        program.unlock.activateWindow()
        press_panic()
        assert program.unlock.isMinimized()
        assert program.unlock.passphrase.text() == ""

    def test_at_the_unlock_window_while_something_else_is_under_way(
        self, program: Desktop, unlock: Callable[[], Office], qtbot: QtBot
    ) -> None:
        go_on = threading.Event()
        program.tasks.read(lambda: go_on.wait(20), owner=program)
        assert program.unlock is not None
        program.unlock.activateWindow()
        press_panic()
        assert program.unlock.isMinimized()
        go_on.set()
        qtbot.waitUntil(lambda: not program.tasks.busy)
        assert not unlock().vault.closed  # what she opens afterwards stays open

    def test_while_an_office_is_about_to_open(self, program: Desktop, qtbot: QtBot, place: Path) -> None:
        assert program.unlock is not None
        program.unlock.passphrase.line.setText("siete gatos bajo la lluvia")
        program.unlock.unlock()
        press_panic()
        qtbot.waitUntil(lambda: not program.tasks.busy and program.guard.closing is None)
        assert program.shell is None
        assert [window for window in on_view() if not window.isMinimized()] == []
        assert left_open(place) == []

    def test_a_store_that_does_not_close_in_time_ends_the_process(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(locking, "PANIC_S", 0.01)
        ended, go_on = threading.Event(), threading.Event()

        def close(_panic: bool) -> None:
            go_on.wait(20)

        closing = Closing(close, panic=True, last_resort=ended.set)
        assert ended.wait(20)
        go_on.set()
        assert closing.wait(20)

    def test_a_slow_close_is_hurried(self) -> None:
        asked: list[bool] = []
        go_on = threading.Event()

        def close(panic: bool) -> None:
            asked.append(panic)
            go_on.set() if panic else go_on.wait(20)

        closing = Closing(close, panic=False, last_resort=lambda: None)
        closing.hurry()
        assert closing.wait(20)
        assert sorted(asked) == [False, True]


def open_form(program: Desktop, qtbot: QtBot) -> QWidget:
    """The form of a new household, over its page."""
    assert program.shell is not None
    program.shell.go("households")
    program.shell.page("households").add()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: len(on_view()) == 2)
    form = next(window for window in on_view() if isinstance(window, QDialog))
    form.activateWindow()
    form.fields.name.setFocus()  # type: ignore[attr-defined]
    return form


@pytest.mark.parametrize("why", list(Why))
def test_what_locked_it_is_said_in_spanish_too(why: Why) -> None:
    assert catalog("es").tr(why.value) != why.value


def test_the_process_is_ended_by_the_last_resort() -> None:
    child = os.fork()
    if child == 0:
        locking.end_at_once()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 70
