"""Free text of one line with the watch over it: the sibling of `notes.NoteEditor`, for names, addresses and reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QLineEdit

from mutualaid.desktop.widgets.watched import Watched, underline, units

if TYPE_CHECKING:
    from mutualaid.discretion.watch import Finding

_LONGEST = 200


class WatchedLine(Watched):
    """A line. `changed` when the person typed; Ctrl+R redacts every finding at once, and can be undone with Ctrl+Z.

    `line` is the field itself, for placeholders, completers and `editingFinished`.
    """

    def __init__(self, text: str = "", *, most: int = _LONGEST) -> None:
        self.line = QLineEdit()
        self.line.setMaxLength(most)
        super().__init__(self.line)
        self.line.textEdited.connect(self._edited)
        if text:
            self.set_text(text)

    def _edited(self, _text: str) -> None:
        self.typed()

    def written(self) -> str:
        """The line as it stands."""
        return self.line.text()

    def write(self, text: str) -> None:
        """Show a text."""
        self.line.setText(text)

    def rewrite(self, text: str) -> None:
        """Put `text` in the line's place, keeping undo."""
        self.line.selectAll()
        self.line.insert(text)
        self.changed.emit()

    def mark(self, text: str, found: list[Finding]) -> None:
        """Underline the findings. A line has no formats of its own but those of text that an input method composes."""
        kind, here = QInputMethodEvent.AttributeType.TextFormat, self.line.cursorPosition()
        marks = []
        for finding in found:
            start, end = units(text[: finding.start]), units(text[: finding.end])
            marks.append(QInputMethodEvent.Attribute(kind, start - here, end - start, underline()))
        QCoreApplication.sendEvent(self.line, QInputMethodEvent("", marks))
