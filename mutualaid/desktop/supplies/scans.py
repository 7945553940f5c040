"""The barcode scanner, which is a keyboard: taken from wherever the focus is, and a field to scan or type into."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QCompleter, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from mutualaid.desktop.supplies.burst import Burst
from mutualaid.desktop.widgets.words import Translated
from mutualaid.exchange.gs1 import GS, LONGEST, reads_as_code
from mutualaid.language.catalog import tr

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BEGINNINGS = frozenset("0123456789](")
_TYPED = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)


def moment(event: QKeyEvent) -> float:
    """When a key was pressed, in seconds of one clock: the system says it, so a busy program hears a scan as one."""
    return event.timestamp() / 1000 if event.timestamp() else time.monotonic()


class ScanField(Translated, QLineEdit):
    """Scan into it, or type the digits under the bars; at Enter `scanned` carries them and the field is empty again."""

    scanned = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(LONGEST)
        self.returnPressed.connect(self._entered)
        self.retranslate()

    def retranslate(self) -> None:
        """Set prompt and name."""
        self.setPlaceholderText(tr("Scan, or type the digits under the bars and press Enter"))
        self.setAccessibleName(tr("Barcode"))

    def _entered(self) -> None:
        text = self.text()
        self.clear()
        if text.strip():
            self.scanned.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The separator of GS1 codes is typed as Ctrl+], and Enter is not for the window's main button."""
        if _is_separator(event):
            self.insert(GS)
            return
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # which saves
            return
        super().keyPressEvent(event)
        if event.key() in _ENTER:
            event.accept()


class Scanner(QObject):
    """Hears bursts of keys wherever the focus is within `owner`; `scanned` carries what was scanned.

    Typing is left alone: what a burst put into a field is taken out of it again only when it ended as a code.
    """

    scanned = Signal(str)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._burst = Burst()
        self._before: Callable[[], None] | None = None
        self._heard: list[QObject] = []
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        for one in self._heard:
            one.removeEventFilter(self)
        self._heard = []
        self._burst.drop()
        if now is None or isinstance(now, ScanField) or not (now is self._owner or self._owner.isAncestorOf(now)):
            return
        self._heard.append(now)
        finder = now.completer() if isinstance(now, QLineEdit) else None
        popup = finder.popup() if finder is not None else None
        if popup is not None:
            self._heard.append(popup)  # while it is open, the keys come to it first
        for one in self._heard:
            one.destroyed.connect(self._gone)
            one.installEventFilter(self)

    def _gone(self, *_what: object) -> None:
        self._heard = []

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Listen; only the Enter of a scan, and its keys where nothing is typed into, go no further."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        into = QApplication.focusWidget()
        typed = isinstance(into, _TYPED)
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return self._ended(moment(event), typed=typed)
        sign = GS if _is_separator(event) else event.text()
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if not sign or (held and sign != GS):
            if sign:
                self._burst.drop()
            return False  # a Shift by itself is part of a capital
        begins = self._burst.key(sign, moment(event))
        if begins:
            self._before = _restorer(into) if typed else None
            return not typed and sign in _BEGINNINGS
        return sign == GS or (not typed and self._burst.text[0] in _BEGINNINGS)

    def _ended(self, at: float, *, typed: bool) -> bool:
        text = self._burst.end(at)
        if not text or (typed and not reads_as_code(text)) or (not typed and text[0] not in _BEGINNINGS):
            return False
        if typed and self._before is not None:
            self._before()
        self.scanned.emit(text)
        return True


def _is_separator(event: QKeyEvent) -> bool:
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return event.text() == GS or (control and event.key() == Qt.Key.Key_BracketRight)


def _restorer(widget: QWidget | None) -> Callable[[], None] | None:
    """What puts back what stood in a field before the burst."""
    if isinstance(widget, QLineEdit):
        line, text, cursor = widget, widget.text(), widget.cursorPosition()

        def restore_line() -> None:
            line.setText(text)
            line.setCursorPosition(cursor)
            finder: QCompleter | None = line.completer()
            popup = finder.popup() if finder is not None else None
            if popup is not None:
                popup.hide()

        return restore_line
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        notes, plain = widget, widget.toPlainText()

        def restore_notes() -> None:
            cursor = notes.textCursor()
            cursor.select(cursor.SelectionType.Document)
            cursor.insertText(plain)

        return restore_notes
    if isinstance(widget, QAbstractSpinBox):
        line = widget.lineEdit()
        number = line.text()

        def restore_number() -> None:
            line.setText(number)
            widget.interpretText()
            widget.selectAll()

        return restore_number
    return None
