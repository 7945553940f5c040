"""A text that a neighbour types, with the watch over it: what nobody should write down is pointed out, kindly."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from mutualaid.desktop.intake.look import ENTER, TARGET, Big, larger, tall
from mutualaid.desktop.widgets.words import Translated, announce, plain_label
from mutualaid.discretion.watch import find, redact_all
from mutualaid.language.catalog import N_, tr

_PAUSE_MS = 400
_QUIET = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
"""Has input methods and keyboards on the screen learn none of the words."""
_TAKES_OUT = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut)


def _copies(event: QKeyEvent) -> bool:
    """Whether a key would put something on the clipboard, where the next person could paste it from."""
    return any(event.matches(one) for one in _TAKES_OUT)


class _Line(QLineEdit):
    def __init__(self, parent: Watched) -> None:
        super().__init__(parent)
        self._home = parent
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setInputMethodHints(_QUIET)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _copies(event) or self._home.heard(event):
            return
        super().keyPressEvent(event)


class _Note(QPlainTextEdit):
    def __init__(self, parent: Watched) -> None:
        super().__init__(parent)
        self._home = parent
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setInputMethodHints(_QUIET | Qt.InputMethodHint.ImhMultiLine)
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _copies(event) or self._home.heard(event):
            return
        super().keyPressEvent(event)


class Watched(Translated, QWidget):
    """One line, or a note of several. `changed` when the person typed; `entered` at Enter (a note's: Ctrl+Enter)."""

    changed = Signal()
    entered = Signal()

    def __init__(self, *, most: int, lines: int = 1, high: int = TARGET) -> None:
        super().__init__()
        self._most = most
        self.field: QLineEdit | QPlainTextEdit
        if lines == 1:
            line = _Line(self)
            line.setMaxLength(most)
            line.textEdited.connect(lambda _text: self._typed())
            self.field = line
            tall(line, high)
        else:
            note = _Note(self)
            note.textChanged.connect(self._note_typed)
            self.field = note
            larger(self.field)
            self.field.setFixedHeight(self.field.fontMetrics().lineSpacing() * lines + 28)
        self.setFocusProxy(self.field)
        self.remark = plain_label(role="warn")
        larger(self.remark)
        self.button = Big(N_("Take it out (Ctrl+R)"), self.take_out)
        self.alarm = QWidget()
        row = QHBoxLayout(self.alarm)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.remark, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.alarm.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.field)
        layout.addWidget(self.alarm)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.look)

    def heard(self, event: QKeyEvent) -> bool:
        """Whether a key was one of ours: Enter, or the one that takes out."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() == Qt.Key.Key_R:
            self.take_out()
            return True
        if event.key() in ENTER and (control or isinstance(self.field, QLineEdit)):
            if not event.isAutoRepeat():
                self.entered.emit()
            return True
        return False

    def text(self) -> str:
        """What was typed."""
        return self.field.text() if isinstance(self.field, QLineEdit) else self.field.toPlainText()

    def set_text(self, text: str) -> None:
        """Show an answer."""
        if isinstance(self.field, QLineEdit):
            self.field.setText(text)
        else:
            self.field.setPlainText(text)
        self._timer.stop()
        self.look()

    def name(self, name: str, description: str = "") -> None:
        """What a screen reader calls the field."""
        self.field.setAccessibleName(name)
        self.field.setAccessibleDescription(description)

    def retranslate(self) -> None:
        """Say again what was found."""
        if hasattr(self, "alarm"):
            self.look()

    def _typed(self) -> None:
        self._timer.start()
        self.changed.emit()

    def _note_typed(self) -> None:
        if isinstance(self.field, QPlainTextEdit) and len(self.field.toPlainText()) > self._most:
            cursor = self.field.textCursor()
            at = min(cursor.position(), self._most)
            self.field.setPlainText(self.field.toPlainText()[: self._most])
            cursor = self.field.textCursor()
            cursor.setPosition(at)
            self.field.setTextCursor(cursor)
        self._typed()

    def look(self) -> None:
        """Say so when something stands there that nobody should write down."""
        found = bool(find(self.text()))
        told = not self.alarm.isHidden()
        self.remark.setText(
            tr(
                "This looks like the number of a document, or like something about papers. Nobody's help depends on "
                "it, and we do not keep it: it is taken out before anything is put away."
            )
            if found
            else ""
        )
        self.alarm.setVisible(found)
        if found and not told:
            announce(self.field, self.remark.text())

    def take_out(self) -> None:
        """Put a neutral mark in the place of all that was found."""
        clean = redact_all(self.text())
        if clean != self.text():
            self.set_text(clean[: self._most])
            self.changed.emit()
        self.field.setFocus()
