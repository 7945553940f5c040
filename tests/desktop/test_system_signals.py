"""What the system tells: on Linux from a real message bus with a fake logind in a process of its own."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from mutualaid.desktop.signals import windows
from mutualaid.desktop.signals.base import SystemSignals, system_signals
from mutualaid.desktop.signals.linux import LinuxSignals
from tests.desktop.fake_login import FakeLogin, missing

real_bus = pytest.mark.skipif(missing, reason="not installed: dbus-daemon")


@pytest.fixture
def login(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeLogin]:
    monkeypatch.setenv("XDG_SESSION_ID", "no such session")
    fake = FakeLogin(tmp_path)
    yield fake
    fake.close()


@pytest.fixture
def signals(app: QObject, login: FakeLogin, qtbot: QtBot) -> Iterator[LinuxSignals]:
    made = LinuxSignals(system=login.address, session=login.address)
    made.start()
    qtbot.waitUntil(lambda: bool(made._session_path))
    gc.collect()  # whatever Python alone kept alive is gone now
    yield made
    made.stop()


@real_bus
@pytest.mark.parametrize(
    ("told", "signal"),
    [
        ("sleep", "sleeping"),
        ("lock", "screen_locked"),
        ("inactive", "user_switched"),
        ("saver org.freedesktop.ScreenSaver on", "screen_locked"),
        ("saver org.gnome.ScreenSaver on", "screen_locked"),
        ("saver org.cinnamon.ScreenSaver on", "screen_locked"),
        ("saver org.mate.ScreenSaver on", "screen_locked"),
        ("saver org.xfce.ScreenSaver on", "screen_locked"),
    ],
)
def test_each_thing_that_the_system_says_is_heard(
    signals: LinuxSignals, login: FakeLogin, qtbot: QtBot, told: str, signal: str
) -> None:
    with qtbot.waitSignal(getattr(signals, signal)):
        login.tell(told)


@real_bus
def test_what_does_not_concern_this_session_is_passed_over(
    signals: LinuxSignals, login: FakeLogin, qtbot: QtBot
) -> None:
    heard: list[str] = []
    signals.screen_locked.connect(lambda: heard.append("locked"))
    signals.user_switched.connect(lambda: heard.append("switched"))
    signals.sleeping.connect(lambda: heard.append("sleeping"))
    for words in (
        "wake",
        "active",
        "saver org.gnome.ScreenSaver off",
        "lock /org/freedesktop/login1/session/c9",
        "sleep",
    ):
        login.tell(words)
    qtbot.waitUntil(lambda: "sleeping" in heard)
    assert heard == ["sleeping"]


@real_bus
def test_sleep_is_delayed_while_an_office_is_open_and_the_delay_is_given_back(
    signals: LinuxSignals, login: FakeLogin, qtbot: QtBot
) -> None:
    for _time in range(2):
        signals.delay_sleep()
        qtbot.waitUntil(lambda: login.heard() == "taken mutualaid")
        qtbot.waitUntil(lambda: signals._inhibitor >= 0)
        signals.let_sleep()
        assert login.next() == "given back mutualaid"


@real_bus
def test_a_delay_that_is_granted_after_the_office_closed_is_given_back_at_once(
    signals: LinuxSignals, login: FakeLogin, qtbot: QtBot
) -> None:
    signals.delay_sleep()
    signals.let_sleep()
    said: list[str] = []
    qtbot.waitUntil(lambda: bool(said.append(login.heard()) or "given back mutualaid" in said))


@real_bus
def test_a_bus_that_goes_away_takes_nothing_with_it(signals: LinuxSignals, login: FakeLogin, qtbot: QtBot) -> None:
    login.daemon.terminate()
    login.daemon.wait()
    signals.delay_sleep()
    qtbot.waitUntil(lambda: not signals._watchers)
    signals.let_sleep()


@real_bus
def test_what_listened_may_be_deleted_while_the_bus_still_speaks(login: FakeLogin, qtbot: QtBot, app: QObject) -> None:
    owner = QObject()
    made = LinuxSignals(owner, system=login.address, session=login.address)
    made.start()
    made.delay_sleep()
    login.tell("sleep")
    made.stop()
    del made, owner
    gc.collect()
    login.tell("sleep")
    other = LinuxSignals(system=login.address, session="")
    other.start()
    with qtbot.waitSignal(other.sleeping):
        login.tell("sleep")
    other.stop()


def test_without_a_bus_nothing_is_heard_and_nothing_said(
    app: QObject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    owner = QObject()
    signals = system_signals(owner)
    signals.delay_sleep()
    signals.start()
    signals.let_sleep()
    signals.stop()


def test_a_system_of_another_kind_tells_nothing(app: QObject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "plan9")
    assert type(system_signals(QObject(app))) is SystemSignals


@pytest.mark.parametrize(
    ("message", "wparam", "meant"),
    [
        (0x218, 4, "sleeping"),
        (0x218, 7, ""),
        (0x2B1, 7, "locked"),
        (0x2B1, 8, ""),
        (0x2B1, 2, "switched"),
        (0x10, 7, ""),
    ],
)
def test_the_messages_of_windows_are_read_as_documented(message: int, wparam: int, meant: str) -> None:
    assert windows.meaning(message, wparam) == meant
