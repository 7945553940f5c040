"""The pieces that pages are made of: heading, card, empty state, a column that scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.icons import pixmap
from mutualaid.desktop.widgets.words import Button, Said, Words


class PageHeader(QWidget):
    """The page's title, a line under it that may change, and its buttons at the right."""

    def __init__(self, title: Words, *buttons: QWidget) -> None:
        super().__init__()
        self.title = Said(title, points=7, bold=True, wrap=False)
        self.line = Said("", role="subtle")
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self.title)
        left.addWidget(self.line)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addLayout(left, 1)
        for button in buttons:
            self._layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_line(self, words: Words) -> None:
        """Say something under the title, such as how many there are."""
        self.line.say(words)


class Card(QFrame):
    """A rounded surface with an optional heading; put content into `body`."""

    def __init__(self, title: Words = "") -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 14, 16, 14)
        self.body.setSpacing(8)
        self.heading: Said | None = None
        if title:
            self.heading = Said(title, points=1, bold=True)
            self.body.addWidget(self.heading)


class IconLabel(QLabel):
    """An icon as decoration: drawn in a tone of the theme, drawn again when that changes, no name of its own."""

    def __init__(self, name: str, size: int, tone: str = "accent") -> None:
        super().__init__()
        self._name, self._size, self._tone = name, size, tone
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(pixmap(self._name, getattr(theme.tones(), self._tone), self._size))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)


class EmptyState(QWidget):
    """A picture, a sentence on why there is nothing here, and what to do about it; the first button is the main one."""

    def __init__(self, icon: str, title: Words, words: Words, *buttons: Button) -> None:
        super().__init__()
        self.buttons = buttons
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(12)
        layout.addStretch(2)
        layout.addWidget(IconLabel(icon, 72), 0, Qt.AlignmentFlag.AlignHCenter)
        self.title = Said(title, points=4, bold=True)
        self.words = Said(words, role="subtle")
        for label in (self.title, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setFixedWidth(min(theme.roomy(520), 640))
            centred = QHBoxLayout()  # an alignment would not ask the label how high it is at that width
            centred.addStretch(1)
            centred.addWidget(label)
            centred.addStretch(1)
            layout.addLayout(centred)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        layout.addSpacing(4)
        layout.addLayout(row)
        layout.addStretch(3)


def scrolled(content: QWidget) -> QScrollArea:
    """The content in a column that scrolls downwards, never sideways, and that Tab passes by."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    content.setProperty("role", "scrolled")
    area.setWidget(content)
    return area


def bring_into_sight(part: QWidget) -> None:
    """Scroll the column that holds a part until it can be seen whole, as soon as what was shown just now has its place.

    Qt does so only where Tab goes.
    """

    def scroll() -> None:
        area = part.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None and part.isVisible():
            area.ensureWidgetVisible(part, 0, 12)

    QTimer.singleShot(0, part, scroll)


class DetailPane(QFrame):
    """The card beside a list: one record in a scrolling column, or a hint while nothing is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")

    def column(self) -> QVBoxLayout:
        """The column that a record is laid out in; `hold` then puts it into the card."""
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        return column

    def hold(self, column: QVBoxLayout, hint: Words) -> None:
        """Put the finished column into the card, behind the hint."""
        column.addStretch(1)
        nothing = Said(hint, role="subtle")
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area = scrolled(self._content)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._area)
        self._stack.addWidget(nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(self._stack)
        self.turn(chosen=False)

    def turn(self, *, chosen: bool, to_top: bool = False) -> None:
        """Show the record or the hint; `to_top` for another record than before."""
        self._stack.setCurrentIndex(0 if chosen else 1)
        if to_top:
            self._area.verticalScrollBar().setValue(0)
