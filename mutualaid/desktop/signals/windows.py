"""Windows: session and power messages to a hidden window, by ctypes. Written from Microsoft's reference.

Untested there. Only `meaning` is tested, with messages made by hand.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import wintypes
from typing import Any, Literal

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject
from PySide6.QtGui import QWindow

from mutualaid.desktop.signals.base import SystemSignals

_WM_POWERBROADCAST = 0x0218
_PBT_APMSUSPEND = 0x0004
_WM_WTSSESSION_CHANGE = 0x02B1
_WTS_CONSOLE_DISCONNECT, _WTS_REMOTE_DISCONNECT, _WTS_SESSION_LOGOFF, _WTS_SESSION_LOCK = 0x2, 0x4, 0x6, 0x7
_NOTIFY_FOR_THIS_SESSION = 0
_DEVICE_NOTIFY_WINDOW_HANDLE = 0

Meaning = Literal["locked", "sleeping", "switched", ""]


def meaning(message: int, wparam: int) -> Meaning:
    """What a window message tells, "" for nothing that matters here."""
    if message == _WM_POWERBROADCAST and wparam == _PBT_APMSUSPEND:
        return "sleeping"
    if message == _WM_WTSSESSION_CHANGE and wparam == _WTS_SESSION_LOCK:
        return "locked"
    if message == _WM_WTSSESSION_CHANGE and wparam in (
        _WTS_CONSOLE_DISCONNECT, _WTS_REMOTE_DISCONNECT, _WTS_SESSION_LOGOFF
    ):  # fmt: skip
        return "switched"
    return ""


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, signals: WindowsSignals) -> None:
        super().__init__()
        self._signals = signals

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> Any:
        """Look at every message that Qt takes from Windows, and swallow none."""
        if kind == b"windows_generic_MSG":
            told = wintypes.MSG.from_address(int(message))
            self._signals.tell(meaning(told.message, told.wParam))
        return False, 0


class WindowsSignals(SystemSignals):
    """Registers a window of its own, never shown, for the session's messages; a modern laptop's standby too."""

    sleeps_on_return = True

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window: QWindow | None = None
        self._filter: _Filter | None = None
        self._standby: int | None = None

    def tell(self, what: Meaning) -> None:
        """Emit what a message meant."""
        if what == "locked":
            self.screen_locked.emit()
        elif what == "sleeping":
            self.sleeping.emit()
        elif what == "switched":
            self.user_switched.emit()

    def start(self) -> None:
        """Make the window and register it."""
        app = QCoreApplication.instance()
        if sys.platform != "win32" or self._window is not None or app is None:
            return
        self._window = QWindow()
        self._window.create()
        handle = wintypes.HWND(int(self._window.winId()))
        self._filter = _Filter(self)
        app.installNativeEventFilter(self._filter)
        register = ctypes.WinDLL("wtsapi32").WTSRegisterSessionNotification
        register.argtypes, register.restype = [wintypes.HWND, wintypes.DWORD], wintypes.BOOL
        register(handle, _NOTIFY_FOR_THIS_SESSION)
        power = ctypes.WinDLL("user32").RegisterSuspendResumeNotification
        power.argtypes, power.restype = [wintypes.HANDLE, wintypes.DWORD], wintypes.HANDLE
        self._standby = power(handle, _DEVICE_NOTIFY_WINDOW_HANDLE)

    def stop(self) -> None:
        """Undo what `start` did."""
        app, window = QCoreApplication.instance(), self._window
        self._window = None
        if sys.platform != "win32" or window is None:
            return
        unregister = ctypes.WinDLL("wtsapi32").WTSUnRegisterSessionNotification
        unregister.argtypes, unregister.restype = [wintypes.HWND], wintypes.BOOL
        unregister(wintypes.HWND(int(window.winId())))
        if self._standby:
            end = ctypes.WinDLL("user32").UnregisterSuspendResumeNotification
            end.argtypes, end.restype = [wintypes.HANDLE], wintypes.BOOL
            end(self._standby)
        if app is not None and self._filter is not None:
            app.removeNativeEventFilter(self._filter)
        window.destroy()
