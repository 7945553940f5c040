"""Locking: everything of the office leaves the screen at once, then the office is closed on a thread of its own.

A panic waits for nothing: the keys go first, what runs is interrupted, and should the store not be closed in time the
whole process ends, for nothing holds a key longer than the process does.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QProgressBar, QToolTip, QVBoxLayout, QWidget

from mutualaid.desktop.widgets.top_level import top_level_widgets
from mutualaid.desktop.widgets.words import Said, Translated
from mutualaid.language.catalog import N_, tr

PANIC_S = 0.9
"""How long a panic may take before the process is ended."""
SLEEP_S = 3.0
"""How long a clean close may hold up sleep before it is made a panic; Linux waits five seconds, as a rule."""
_MOMENT_MS = 300
_HANGERS_ON = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)


class Why(Enum):
    """What locked the office."""

    HAND = N_("The office is locked.")
    IDLE = N_("Locked because nobody used it for a while.")
    SCREEN = N_("Locked together with the screen.")
    SLEEP = N_("Locked because the computer went to sleep.")
    EVENT = N_("Locked for the event. Event mode runs in a window of its own and cannot reach the office.")
    SWITCH = N_("Locked because somebody else took over the screen.")
    PANIC = N_("Locked at once by the panic key. Whatever was being saved at that moment was undone.")


class LockedNote(Translated, QWidget):
    """What the unlock window says after a lock, and while the office is still being closed."""

    def __init__(self, why: Why) -> None:
        super().__init__()
        self.why = Said(why.value, role="subtle")
        self.closing = Said(N_("Closing the office. This takes a moment."), role="subtle")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.why, self.bar, self.closing):
            layout.addWidget(widget)
        self._closed = False
        self._show(closing=False)
        self.retranslate()
        QTimer.singleShot(_MOMENT_MS, self, lambda: self._show(closing=not self._closed))

    def retranslate(self) -> None:
        """The bar has a name too."""
        if hasattr(self, "bar"):
            self.bar.setAccessibleName(tr("Closing the office"))

    def _show(self, *, closing: bool) -> None:
        self.bar.setVisible(closing)
        self.closing.setVisible(closing)

    def done(self) -> None:
        """The office is closed."""
        self._closed = True
        self._show(closing=False)


class Closing:
    """An office on its way out: `close(panic)` runs on a thread of its own from the start.

    With `panic` the process is ended by `last_resort` unless it is done in time. `hurry` makes a panic of it later.
    """

    def __init__(self, close: Callable[[bool], None], *, panic: bool, last_resort: Callable[[], None]) -> None:
        self._close, self._last_resort = close, last_resort
        self._done = threading.Event()
        self._hurried = False
        self._thread = threading.Thread(target=self._run, args=(panic,), name="closing")
        if panic:
            self._watch()
        self._thread.start()

    def _run(self, panic: bool) -> None:
        try:
            self._close(panic)
        finally:
            self._done.set()

    def _watch(self) -> None:
        self._hurried = True
        threading.Thread(target=self._guard, name="panic", daemon=True).start()

    def _guard(self) -> None:
        if not self._done.wait(PANIC_S):
            self._last_resort()

    def hurry(self) -> None:
        """Wait for nothing any more."""
        if not self._hurried and not self._done.is_set():
            self._watch()
            threading.Thread(target=self._close, args=(True,), name="hurry").start()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the office is closed; whether it is."""
        return self._done.wait(seconds)


def clear_screen() -> None:
    """Hide every window, menu and tooltip of the program, before anything else is done."""
    QToolTip.hideText()
    for window in top_level_widgets():
        window.hide()


def sweep(keep: QWidget | None) -> None:
    """Let every window go but one, with all that hangs on them.

    Popups of lists and menus go with what they belong to; deleted before it they would be deleted twice.
    """
    for window in top_level_widgets():
        if window is keep:
            continue
        window.hide()
        if window.parentWidget() is None and window.windowType() not in _HANGERS_ON:
            window.deleteLater()


def end_at_once() -> None:
    """End this process without waiting for any of its threads. The system frees the store's lock and its memory."""
    os._exit(70)
