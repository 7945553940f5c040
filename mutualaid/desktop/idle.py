"""Hides contact data, then locks, when nobody has touched the keyboard or the mouse for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

_ACTIONS = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}
_LOOK_MS = 1000


def steady_seconds() -> float:
    """A clock that nobody can set, and that runs on while the laptop sleeps where the system has one (Linux)."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(boot) if boot is not None else time.monotonic()


class IdleWatch(QObject):
    """Emits `masked` after `mask_s` idle seconds and `locked` after `lock_s`, once each until she comes back."""

    masked = Signal()
    locked = Signal()

    def __init__(
        self, parent: QObject, *, mask_s: float, lock_s: float, clock: Callable[[], float] = steady_seconds
    ) -> None:
        super().__init__(parent)
        self._mask_s, self._lock_s, self._clock = mask_s, lock_s, clock
        self._last = clock()
        self._mask_told = self._lock_told = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_LOOK_MS)

    def set_minutes(self, mask: int, lock: int) -> None:
        """Other limits from now on."""
        self._mask_s, self._lock_s = mask * 60, lock * 60

    def touch(self) -> None:
        """Somebody is there."""
        self._last = self._clock()
        self._mask_told = self._lock_told = False

    def look(self) -> None:
        """Compare the clock with the last touch and tell what is due."""
        idle = self._clock() - self._last
        if idle >= self._lock_s and not self._lock_told:
            self._lock_told = True
            self.locked.emit()
        elif idle >= self._mask_s and not self._mask_told:
            self._mask_told = True
            self.masked.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Sees every event of the application and swallows none."""
        if event.type() in _ACTIONS:
            # A laptop that slept past the limit must lock, not be woken by the first key.
            self.look()
            if not self._lock_told:
                self.touch()
        return False
