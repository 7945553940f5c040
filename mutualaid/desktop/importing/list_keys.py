"""The keys of the import's lists: letters look for a counterpart, Enter takes one, Delete takes it away."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from mutualaid.desktop.widgets.choice import Choice

_PASS = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier


def heard(event: QKeyEvent) -> Literal["typed", "asked", "cleared", ""]:
    """What a key asks for in a list: a letter, Enter, Delete, or nothing of these."""
    if event.modifiers() & ~_PASS:
        return ""
    if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return "asked"
    if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
        return "cleared"
    return "typed" if event.text().strip() and event.text().isprintable() else ""


def begin(choice: Choice, letter: str) -> None:
    """Go to a list to choose from, as if the letter had been typed there."""
    choice.setFocus()
    choice.line.selectAll()
    QApplication.sendEvent(choice.line, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
