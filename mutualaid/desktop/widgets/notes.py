"""Free text of several lines with the watch over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from mutualaid.desktop.widgets.watched import Watched, underline, units

if TYPE_CHECKING:
    from mutualaid.discretion.watch import Finding


class _Box(QPlainTextEdit):
    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)


class NoteEditor(Watched):
    """A note. `changed` when the person typed; Ctrl+R redacts every finding at once, and can be undone with Ctrl+Z."""

    def __init__(self, *, lines: int = 4) -> None:
        self.box = _Box()
        super().__init__(self.box)
        self.box.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 24)
        self.box.textChanged.connect(self.typed)

    def written(self) -> str:
        """The note as it stands."""
        return self.box.toPlainText()

    def write(self, text: str) -> None:
        """Show a note."""
        self.box.setPlainText(text)

    def rewrite(self, text: str) -> None:
        """Put `text` in the note's place, keeping undo."""
        cursor = self.box.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def mark(self, text: str, found: list[Finding]) -> None:
        """Underline the findings."""
        marks = []
        for finding in found:
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.box.document())
            cursor.setPosition(units(text[: finding.start]))
            cursor.setPosition(units(text[: finding.end]), QTextCursor.MoveMode.KeepAnchor)
            mark.format, mark.cursor = underline(), cursor
            marks.append(mark)
        self.box.setExtraSelections(marks)
