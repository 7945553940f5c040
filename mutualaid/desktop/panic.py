"""The panic key: one hand, from anywhere in the program, whatever has the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

PANIC_KEYS = "Shift+Esc"
"""Both lie at the left edge of every keyboard, neither types anything, no desktop that we know takes the two for
itself, and Escape needs no Fn key where the function keys do."""

_KEYS = {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}


class PanicKey(QObject):
    """An event filter for the application: sees a key before menus, dialogs and fields do. Emits `pressed`."""

    pressed = Signal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Shift+Escape, and let everything else pass."""
        if event.type() not in _KEYS or not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != Qt.KeyboardModifier.ShiftModifier:
            return False
        event.accept()
        if not event.isAutoRepeat():
            self.pressed.emit()
        return True
