"""What the operating system tells: the screen was locked, the machine goes to sleep, somebody else is at it."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal


class SystemSignals(QObject):
    """Emits `screen_locked`, `sleeping` (the machine is about to) and `user_switched`; each may come more than once.

    This class itself never emits: it stands where a system tells nothing. `start` begins to listen and is called
    once, after the first window is on view, because listening loads libraries.
    """

    screen_locked = Signal()
    sleeping = Signal()
    user_switched = Signal()

    sleeps_on_return = False
    """Whether the machine goes to sleep as soon as the receivers of `sleeping` return, so that they must be quick and
    be done by then. Where it is False the machine waits for `let_sleep`."""

    def start(self) -> None:
        """Begin to listen. Where the system offers nothing, does nothing and says nothing."""

    def delay_sleep(self) -> None:
        """An office is open: have the machine wait for `let_sleep` before it sleeps, where it can be asked to."""

    def let_sleep(self) -> None:
        """The office is closed: the machine may sleep."""

    def stop(self) -> None:
        """Listen no longer. Harmless when nothing was started."""


def system_signals(parent: QObject) -> SystemSignals:
    """Those of this operating system."""
    made: SystemSignals
    if sys.platform == "linux":
        from mutualaid.desktop.signals.linux import LinuxSignals

        made = LinuxSignals(parent)
    elif sys.platform == "win32":
        from mutualaid.desktop.signals.windows import WindowsSignals

        made = WindowsSignals(parent)
    elif sys.platform == "darwin":
        from mutualaid.desktop.signals.mac import MacSignals

        made = MacSignals(parent)
    else:
        made = SystemSignals(parent)
    return made
