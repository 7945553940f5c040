"""What watches over an open office from outside of it: the system, the panic key, the clipboard, and its closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from mutualaid.desktop.clipboard import ClipboardGuard
from mutualaid.desktop.doors import Doors
from mutualaid.desktop.locking import PANIC_S, SLEEP_S, Closing, Why, end_at_once
from mutualaid.desktop.panic import PanicKey
from mutualaid.desktop.signals.base import SystemSignals, system_signals
from mutualaid.desktop.tasks import Tasks

if TYPE_CHECKING:
    from mutualaid.services.office import Office


class Guard(QObject):
    """Emits `asked` with a Why when something says to lock, and closes offices away from the window's thread.

    `signals` and `last_resort` are for tests; left out they are the system's, and ending the process.
    """

    asked = Signal(object)

    def __init__(
        self,
        app: QApplication,
        doors: Doors,
        *,
        signals: SystemSignals | None = None,
        last_resort: Callable[[], None] = end_at_once,
    ) -> None:
        super().__init__(app)
        self._doors, self._last_resort = doors, last_resort
        self.closing: Closing | None = None
        self.clipboard = ClipboardGuard(self)
        self.panic_key = PanicKey(self)
        self.panic_key.pressed.connect(lambda: self.asked.emit(Why.PANIC))
        app.installEventFilter(self.panic_key)
        self.signals = signals or system_signals(self)
        self.signals.screen_locked.connect(lambda: self.asked.emit(Why.SCREEN))
        self.signals.user_switched.connect(lambda: self.asked.emit(Why.SWITCH))
        self.signals.sleeping.connect(self._sleep)

    def office_opened(self) -> None:
        """From now on there is something to lock."""
        self.signals.start()
        self.signals.delay_sleep()

    def close(self, office: Office, tasks: Tasks, *, panic: bool, after: Callable[[Tasks], None]) -> Closing:
        """Stop what runs and close the office; `after` runs on the closing thread, when the keys are gone."""
        doors = self._doors
        tasks.cancel()

        def close(at_once: bool) -> None:
            if not at_once:
                tasks.wait()  # no thread may use the store when its keys go
            doors.close(office, panic=at_once)
            after(tasks)

        self.closing = Closing(close, panic=panic, last_resort=self._last_resort)
        return self.closing

    def closed(self, closing: Closing) -> None:
        """It is done: the machine may sleep."""
        if closing is self.closing:
            self.closing = None
            self.signals.let_sleep()

    def hurry(self) -> None:
        """Wait no longer for a clean close, if one is under way."""
        if self.closing is not None:
            self.closing.hurry()

    def _sleep(self) -> None:
        self.asked.emit(Why.SLEEP)
        closing = self.closing
        if closing is None:
            return
        if not self.signals.sleeps_on_return:
            # A bound method of what is no QObject would not be kept alive by the timer.
            QTimer.singleShot(int(SLEEP_S * 1000), self, lambda: closing.hurry())  # noqa: PLW0108
        elif not closing.wait(SLEEP_S / 2):
            closing.hurry()
            closing.wait(PANIC_S)

    def leave(self) -> None:
        """The program ends: let an office that is being closed be closed, and listen no longer."""
        if self.closing is not None:
            self.closing.wait()
        self.signals.stop()
