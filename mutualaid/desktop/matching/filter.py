"""The field over the lists that lets through only what holds the typed words."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.words import Translated
from mutualaid.language.catalog import tr

_PAUSE_MS = 150


class FilterField(Translated, QLineEdit):
    """`asked`: the words changed, a moment after the last letter. `left`: Enter, Down or Escape leads to the list."""

    asked = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setClearButtonEnabled(True)
        self.setMaxLength(100)
        self.setMinimumWidth(theme.roomy(200))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)
        self._asked = ""
        self.textChanged.connect(lambda _text: self._timer.start(_PAUSE_MS))
        self.retranslate()

    def retranslate(self) -> None:
        """Say what it looks through."""
        words = tr("Code, volunteer, zone or item")
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setToolTip(tr("/ or Ctrl+F"))

    def _ask(self) -> None:
        self._timer.stop()
        if self.text() != self._asked:
            self._asked = self.text()
            self.asked.emit(self._asked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Down go to the list; Escape empties the field first."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._ask()
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
                self._ask()
            else:
                self.left.emit()
        else:
            super().keyPressEvent(event)
