"""The keys of the import's lists: letters look for a counterpart, Enter takes one, Delete takes it away."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableWidget

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


class KeyedTable(QTableWidget):
    """A table whose lines are given a meaning by keys: `typed` carries the letter with which she begins to name it,
    `asked` comes with Enter, `cleared` with Delete.
    """

    typed = Signal(str)
    asked = Signal()
    cleared = Signal()

    def __init__(self, columns: int) -> None:
        super().__init__(0, columns)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters begin a name, Enter opens the list of them, Delete takes it away."""
        wanted = heard(event)
        if wanted == "typed":
            self.typed.emit(event.text())
        elif wanted == "asked":
            self.asked.emit()
        elif wanted == "cleared":
            self.cleared.emit()
        else:
            super().keyPressEvent(event)
