"""Linux: logind on the system bus, screen savers on the session bus, by QtDBus.

logind tells of sleep, of `loginctl lock-session` and of another user at the screen (the session is then not active).
Desktops tell of their lock screen on the session bus, each under a name of its own. A delay inhibitor makes logind
wait, five seconds as a rule, until the office is closed.

Of QtDBus under PySide6 three things are minded here. A watcher of a pending call that Python lets go is deleted before
it answers: they are kept in a set. A file descriptor in a reply lives as long as any copy of the reply, which is until
some garbage collection: it is taken out, so that closing it gives the inhibitor back at once. And Python integers go
out as signed ones, which logind refuses, so that no method is called that asks for an unsigned one.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import SLOT, QObject, Slot

from mutualaid.desktop.signals.base import SystemSignals

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

_LOGIN = "org.freedesktop.login1"
_MANAGER = (_LOGIN, "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
_SESSION = "org.freedesktop.login1.Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_SAVERS = (
    "org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver", "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)  # fmt: skip
"""Service and interface have one name; the path differs, and is left open."""
_numbers = count(1)


def _slot(signature: str) -> Any:
    """A slot by its signature. The binding takes text here and is declared to take bytes."""
    return SLOT(signature)


def system_address() -> str:
    """Where the system bus listens, "" where there is none."""
    given = os.environ.get("DBUS_SYSTEM_BUS_ADDRESS", "")
    usual = Path("/run/dbus/system_bus_socket")
    return given or (f"unix:path={usual}" if usual.exists() else "")


def session_address() -> str:
    """Where the session bus listens, "" where there is none. Asking libdbus would start one."""
    given = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    usual = Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere")) / "bus"
    return given or (f"unix:path={usual}" if usual.exists() else "")


class LinuxSignals(SystemSignals):
    """Listens on both buses, on whichever is there. `system` and `session` are addresses; None is the usual one."""

    def __init__(self, parent: QObject | None = None, *, system: str | None = None, session: str | None = None) -> None:
        super().__init__(parent)
        self._addresses = system, session
        self._system: QDBusConnection | None = None
        self._names: list[str] = []
        self._session_path = ""
        self._watchers: set[QDBusPendingCallWatcher] = set()
        self._inhibitor = -1
        self._wanted = self._asked = False

    def start(self) -> None:
        """Connect to the buses that are there, and subscribe."""
        if self._names:
            return
        system, session = self._addresses
        self._system = self._connect(system_address() if system is None else system)
        if self._system is not None:
            self._system.connect(*_MANAGER, "PrepareForSleep", self, _slot("_prepare_for_sleep(bool)"))
            self._system.connect(_LOGIN, "", _SESSION, "Lock", self, _slot("_lock(QDBusMessage)"))
            self._find_session([name for name in (os.environ.get("XDG_SESSION_ID"), "auto") if name])
        saver = self._connect(session_address() if session is None else session)
        if saver is not None:
            for name in _SAVERS:
                saver.connect(name, "", name, "ActiveChanged", self, _slot("_saver(bool)"))
        if self._wanted:
            self._inhibit()

    def _connect(self, address: str) -> QDBusConnection | None:
        if not address:
            return None
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:  # libdbus is not installed
            return None
        name = f"mutualaid-{next(_numbers)}"
        connection = QDBusConnection.connectToBus(address, name)
        if not connection.isConnected():
            QDBusConnection.disconnectFromBus(name)
            return None
        self._names.append(name)
        return connection

    def stop(self) -> None:
        """Give the inhibitor back and leave the buses."""
        self.let_sleep()
        self._watchers.clear()
        self._system = None
        if self._names:
            from PySide6.QtDBus import QDBusConnection

            for name in self._names:
                QDBusConnection.disconnectFromBus(name)
            self._names.clear()

    def _call(
        self, place: tuple[str, str, str], method: str, given: list[Any], then: Callable[[list[Any]], None]
    ) -> None:
        """Call without waiting; `then` gets what the reply holds, nothing after an error."""
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

        if self._system is None:
            return
        message = QDBusMessage.createMethodCall(*place, method)
        message.setArguments(given)
        watcher = QDBusPendingCallWatcher(self._system.asyncCall(message))

        def answered(_watcher: QDBusPendingCallWatcher) -> None:
            self._watchers.discard(watcher)
            reply = watcher.reply()
            then([] if reply.type() != QDBusMessage.MessageType.ReplyMessage else list(reply.arguments()))

        watcher.finished.connect(answered)
        self._watchers.add(watcher)

    def _find_session(self, names: list[str]) -> None:
        """Ask for the path of this session under each of the names until one is known."""

        def found(answer: list[Any]) -> None:
            if not answer:
                self._find_session(names[1:])
            elif self._system is not None:
                self._session_path = answer[0].path()
                change = (_LOGIN, self._session_path, _PROPERTIES, "PropertiesChanged")
                self._system.connect(*change, self, _slot("_session_changed(QDBusMessage)"))

        if names:
            self._call(_MANAGER, "GetSession", [names[0]], found)

    def delay_sleep(self) -> None:
        """Take a delay inhibitor, now or once connected."""
        self._wanted = True
        if self._system is not None:
            self._inhibit()

    def _inhibit(self) -> None:
        if self._asked or self._inhibitor >= 0:
            return
        self._asked = True
        self._call(_MANAGER, "Inhibit", ["sleep", "mutualaid", "Closing the office", "delay"], self._inhibited)

    def _inhibited(self, answer: list[Any]) -> None:
        self._asked = False
        if answer:
            self._inhibitor = int(answer[0].takeFileDescriptor())
        if not self._wanted:
            self._give_back()

    def let_sleep(self) -> None:
        """Give the inhibitor back."""
        self._wanted = False
        self._give_back()

    def _give_back(self) -> None:
        held, self._inhibitor = self._inhibitor, -1
        if held >= 0:
            with contextlib.suppress(OSError):
                os.close(held)

    @Slot(bool)
    def _prepare_for_sleep(self, begins: bool) -> None:
        if begins:
            self.sleeping.emit()

    @Slot("QDBusMessage")
    def _lock(self, message: QDBusMessage) -> None:
        if message.path() == self._session_path:
            self.screen_locked.emit()

    @Slot("QDBusMessage")
    def _session_changed(self, _message: QDBusMessage) -> None:
        place = (_LOGIN, self._session_path, _PROPERTIES)
        self._call(place, "Get", [_SESSION, "Active"], self._active)

    def _active(self, answer: list[Any]) -> None:
        if answer and answer[0].variant() is False:
            self.user_switched.emit()

    @Slot(bool)
    def _saver(self, active: bool) -> None:
        if active:
            self.screen_locked.emit()
