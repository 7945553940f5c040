"""Sizes and the pieces that event mode's pages are made of: letters and targets for tired eyes and hands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.panels import scrolled
from mutualaid.desktop.widgets.words import Button, Said, Words

TARGET = 48
"""The least height, in pixels, of what is pressed."""
SELF_TARGET = 60
"""The same where people fill the form in by themselves, some of them on a touch screen."""
BODY, HEADING = 4, 11
"""Points that the letters are larger than elsewhere."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WIDE = 860


def larger(widget: QWidget, points: int = BODY) -> None:
    """Give a widget, and what is made inside it later, larger letters."""
    font = widget.font()
    font.setPointSizeF(font.pointSizeF() + points)
    widget.setFont(font)


def tall(field: QLineEdit, high: int) -> None:
    """Give a field of one line larger letters, and as much room as what is pressed."""
    larger(field)
    field.setProperty("role", "bigger" if high >= SELF_TARGET else "big")


def text(words: Words, *, role: str = "", points: int = BODY, bold: bool = False) -> Said:
    """A sentence that wraps, in this mode's letters."""
    return Said(words, role=role, points=points, bold=bold)


def heading(words: Words) -> Said:
    """What a page is about."""
    return Said(words, points=HEADING, bold=True)


class Big(Button):
    """A button that nobody misses. A key held down presses it once."""

    def __init__(
        self, words: Words, press: Callable[[], object] | None = None, *, role: str = "", high: int = TARGET
    ) -> None:
        super().__init__(words, press, role=role)
        larger(self)
        self._high = high

    def sizeHint(self) -> QSize:
        """At least as high as a target."""
        hint = super().sizeHint()
        return QSize(hint.width() + 16, max(self._high, hint.height()))

    def minimumSizeHint(self) -> QSize:
        """It may not be made lower."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), max(self._high, hint.height()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, once."""
        if event.key() in ENTER and event.isAutoRepeat():
            return
        super().keyPressEvent(event)


class Leaf(QWidget):
    """A page: a column in the middle that scrolls when it must, and a row of buttons below that is always there."""

    def __init__(self) -> None:
        super().__init__()
        inside = QWidget()
        across = QHBoxLayout(inside)
        across.setContentsMargins(24, 12, 24, 12)
        # Between stretches, not by alignment: an aligned widget is never asked its height for the width it gets.
        middle = QWidget()
        middle.setMaximumWidth(theme.roomy(_WIDE))
        self.column = QVBoxLayout(middle)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(14)
        across.addStretch(1)
        across.addWidget(middle, 60)
        across.addStretch(1)
        self.area = scrolled(inside)
        self.row = QHBoxLayout()
        self.row.setContentsMargins(24, 10, 24, 16)
        self.row.setSpacing(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.area, 1)
        layout.addLayout(self.row)

    def first(self) -> QWidget:
        """What has the keyboard when the page comes into view."""
        return self


def centred(*labels: QLabel) -> None:
    """Set texts in the middle."""
    for label in labels:
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
