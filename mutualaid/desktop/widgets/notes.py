"""Free text with the watch over it: what should not be kept is underlined as she types, and one key takes it out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.words import Button, Translated, announce, plain_label
from mutualaid.language.catalog import N_, ntr
from mutualaid.language.formats import format_list

_PAUSE_MS = 250


class _Box(QPlainTextEdit):
    def __init__(self, redact: Callable[[], None]) -> None:
        super().__init__()
        self._redact = redact
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() == Qt.Key.Key_R:
            self._redact()
            return
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)


class NoteEditor(Translated, QWidget):
    """A note. `changed` when the person typed; Ctrl+R redacts every finding at once, and can be undone with Ctrl+Z."""

    changed = Signal()

    def __init__(self, *, lines: int = 4) -> None:
        super().__init__()
        self.box = _Box(self.redact)
        self.box.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 24)
        self.box.textChanged.connect(self._typed)
        self.warning = plain_label(role="warn")
        self.button = Button(N_("Take it out (Ctrl+R)"), self.redact)
        self.alarm = QWidget()
        row = QHBoxLayout(self.alarm)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.warning, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.alarm.hide()
        self.setFocusProxy(self.box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.box)
        layout.addWidget(self.alarm)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._last = ""

    def text(self) -> str:
        """The note, white space at its ends dropped."""
        return self.box.toPlainText().strip()

    def set_text(self, text: str) -> None:
        """Show a note."""
        self.box.setPlainText(text)
        self._timer.stop()
        self.look()

    def plain(self) -> str:
        """The note as it stands."""
        return self.box.toPlainText()

    def set_plain(self, text: str) -> None:
        """Show it."""
        self.set_text(text)

    def retranslate(self) -> None:
        """Say again what was found."""
        self.look()

    def _typed(self) -> None:
        self._timer.start(_PAUSE_MS)
        self.changed.emit()

    def look(self) -> None:
        """Underline what the watch finds and say what kinds it is."""
        from mutualaid.desktop.widgets.findings import kind_words
        from mutualaid.discretion.watch import find

        text = self.box.toPlainText()
        found = find(text)
        marks = []
        for finding in found:
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.box.document())
            # Qt counts UTF-16 units; the watch counts characters.
            cursor.setPosition(_units(text[: finding.start]))
            cursor.setPosition(_units(text[: finding.end]), QTextCursor.MoveMode.KeepAnchor)
            look = QTextCharFormat()
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(QColor(theme.tones().danger))
            look.setBackground(QColor(theme.tones().warn_soft))
            look.setForeground(QColor(theme.tones().text))
            mark.format, mark.cursor = look, cursor
            marks.append(mark)
        self.box.setExtraSelections(marks)
        kinds = list(dict.fromkeys(kind_words(finding.kind) for finding in found))
        said = ""
        if found:
            said = ntr(
                "This should not be kept: {kinds}. Nobody's help depends on it.",
                "These should not be kept: {kinds}. Nobody's help depends on them.",
                len(found),
                kinds=format_list(kinds),
            )
        self.alarm.setVisible(bool(found))
        self.warning.setText(said)
        if said and said != self._last:
            announce(self.box, said)
        self._last = said

    def redact(self) -> None:
        """Take out everything that was found, keeping undo."""
        from mutualaid.discretion.watch import redact_all

        text = self.box.toPlainText()
        clean = redact_all(text)
        if clean != text:
            cursor = self.box.textCursor()
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(clean)
            self.look()
        self.box.setFocus()


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
