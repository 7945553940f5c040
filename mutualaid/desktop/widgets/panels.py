"""The pieces that pages are made of: heading, card, empty state, a column that scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.icons import pixmap
from mutualaid.desktop.widgets.words import Button, Said, Words

_GAP = 8
_LINE = 300
"""Pixels that the line under a title has at least beside the page's buttons, in letters of the usual size."""
_PANE = 370
"""The least width of the card beside a list."""


class PageHeader(QWidget):
    """The page's title, a line under it that may change, and its buttons: at the right, or below the line where both
    do not fit side by side.
    """

    def __init__(self, title: Words, *buttons: QWidget) -> None:
        super().__init__()
        self.title = Said(title, points=7, bold=True, wrap=False)
        self.line = Said("", role="subtle")
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self.title)
        left.addWidget(self.line)
        self._buttons = QWidget()
        self._row = FlowLayout(self._buttons, gap=_GAP)
        self._arranged: tuple[int, bool] | None = None
        for button in buttons:
            self._row.addWidget(button)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_GAP)
        self._layout.addLayout(left, 1)
        self._layout.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_line(self, words: Words) -> None:
        """Say something under the title, such as how many there are."""
        self.line.say(words)

    def event(self, event: QEvent) -> bool:
        """Another width, other words or another button: see again what fits."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        row, beside = self._row.row_width(), QBoxLayout.Direction.LeftToRight
        text = max(self.title.sizeHint().width(), min(self.line.sizeHint().width(), theme.roomy(_LINE)))
        folded = text + _GAP + row > self.width()
        if (row, folded) == self._arranged:
            return  # aligning asks for another layout even where nothing moves, which would go on for ever
        self._arranged = (row, folded)
        self._buttons.setHidden(not row)
        self._layout.setDirection(QBoxLayout.Direction.TopToBottom if folded else beside)
        self._layout.setAlignment(self._buttons, Qt.AlignmentFlag(0) if folded else Qt.AlignmentFlag.AlignVCenter)
        self._buttons.setMinimumWidth(0 if folded else row)


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


class _Scrolled(QScrollArea):
    """A column is at least as wide as its content has to be, for nobody can scroll to what lies beside."""

    def minimumSizeHint(self) -> QSize:
        """The content's least width and the scroll bar's."""
        hint, content = super().minimumSizeHint(), self.widget()
        if content is None:
            return hint
        wide = content.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width() + 2 * self.frameWidth()
        return hint.expandedTo(QSize(wide, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The content is laid out anew, and may want another width."""
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def scrolled(content: QWidget) -> QScrollArea:
    """The content in a column that scrolls downwards, never sideways, and that Tab passes by."""
    area = _Scrolled()
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

    def minimumSizeHint(self) -> QSize:
        """Wide enough to read in, and as wide as what is in it has to be."""
        return super().minimumSizeHint().expandedTo(QSize(_PANE, 0))

    def column(self) -> QVBoxLayout:
        """The column that a record is laid out in; `hold` ends it.

        It is in its place from the start: what is put together first and into its place at the end is styled again at
        each step on the way.
        """
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(self._stack)
        content = QWidget()
        self._area = scrolled(content)
        self._stack.addWidget(self._area)
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        return column

    def hold(self, column: QVBoxLayout, hint: Words) -> None:
        """End the column, and show the hint instead of it until something is chosen."""
        column.addStretch(1)
        nothing = Said(hint, role="subtle")
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(nothing)
        self.turn(chosen=False)

    def turn(self, *, chosen: bool, to_top: bool = False) -> None:
        """Show the record or the hint; `to_top` for another record than before."""
        self._stack.setCurrentIndex(0 if chosen else 1)
        if to_top:
            self._area.verticalScrollBar().setValue(0)
