"""Big tiles to choose from: one, or as many as fit; a tick and not only a colour says which are chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.intake.look import ENTER, TARGET, larger
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.words import Translated, Words, say

_MARK, _PAD, _GAP = 24, 14, 12
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignVCenter)
_COLUMN = 270
"""About how wide a tile is, in pixels at the usual size of letters."""


if TYPE_CHECKING:
    _Pressed = QAbstractButton
else:
    _Pressed = object  # two of Qt's own classes cannot be bases of one


class _Tile(Translated, _Pressed):
    """What both kinds share: drawn as a card whose words wrap, pressed anywhere; the second click of two is none."""

    def _set_up(self, words: Words, high: int, *, centred: bool = False) -> None:
        self._words, self._high, self._centred = words, high, centred
        larger(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.retranslate()

    def retranslate(self) -> None:
        """Say it anew."""
        if hasattr(self, "_words"):
            self.setText(say(self._words))
            self.updateGeometry()

    def hitButton(self, pos: QPoint) -> bool:
        """All of it can be pressed."""
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        """As wide as a column."""
        width = theme.roomy(_COLUMN)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """As narrow as its longest word."""
        longest = max((self.fontMetrics().horizontalAdvance(word) for word in self.text().split()), default=0)
        return QSize(longest + self._beside(), self._high)

    def _beside(self) -> int:
        return _MARK + _GAP + 2 * _PAD

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """High enough for its words."""
        room = QRect(0, 0, max(20, width - self._beside()), 10_000)
        return max(self._high, self.fontMetrics().boundingRect(room, _WRAP, self.text()).height() + 2 * _PAD)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A hand that clicks everything twice has chosen once."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses what is not chosen; on what is, it goes on, which is for the page to hear."""
        if event.key() in ENTER and not event.modifiers():
            if event.isAutoRepeat():
                return
            if not self.isChecked():
                self.click()
                return
            event.ignore()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card, a box or a ring with its tick, the words."""
        shade, chosen = theme.tones(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = 2.0 if chosen else 1.0
        colour = shade.accent if chosen else shade.border
        ground = shade.soft if self.isDown() or (chosen or self.underMouse()) else shade.base
        if self.hasFocus():
            line, colour = 3.0, shade.focus
        painter.setPen(QPen(QColor(colour), line))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 10, 10)
        box = QRectF(_PAD, (self.height() - _MARK) / 2, _MARK, _MARK)
        self._paint_mark(painter, box, chosen)
        painter.setPen(QColor(shade.text))
        painter.setFont(self.font())
        painter.drawText(self.rect().adjusted(_PAD + _MARK + _GAP, 0, -_PAD, 0), _WRAP, self.text())

    def _paint_mark(self, painter: QPainter, box: QRectF, chosen: bool) -> None:
        shade = theme.tones()
        painter.setPen(QPen(QColor(shade.accent if chosen else shade.border), 2))
        painter.setBrush(QColor(shade.accent if chosen else shade.base))
        round_by = box.width() / 2 if isinstance(self, QRadioButton) else 6
        painter.drawRoundedRect(box, round_by, round_by)
        if chosen:
            painter.setPen(QPen(QColor(shade.on_accent), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            x, y, side = box.x(), box.y(), box.width()
            points = [(0.24, 0.52), (0.43, 0.71), (0.77, 0.32)]
            painter.drawPolyline([QPoint(round(x + a * side), round(y + b * side)) for a, b in points])


class Tick(_Tile, QCheckBox):
    """A tile of several that may be chosen."""

    def __init__(self, words: Words, *, high: int = TARGET) -> None:
        super().__init__()
        self._set_up(words, high)


class Pick(_Tile, QRadioButton):
    """A tile of several of which one is chosen; the arrow keys go through those that stand together."""

    def __init__(self, words: Words, *, high: int = TARGET) -> None:
        super().__init__()
        self._set_up(words, high)


class _Columns(FlowLayout):
    """Columns of one width, as many as have room; the tiles of a row are as high as the highest.

    A grid of Qt's would have to be laid anew when another number of columns fits, and PySide keeps what it knew of the
    old places: the next widget that comes to lie there in memory is then taken for one of them.
    """

    def __init__(self, parent: QWidget, most: int) -> None:
        super().__init__(parent, gap=10)
        self._most = most

    def _columns(self, width: int) -> int:
        wide = max(theme.roomy(_COLUMN), self.minimumSize().width())
        return max(1, min(self._most, self.count(), (width + self._gap) // (wide + self._gap)))

    def _lay_out(self, rect: QRect, *, move: bool) -> int:
        columns = self._columns(rect.width())
        wide = (rect.width() - (columns - 1) * self._gap) // columns
        top = rect.y()
        for first in range(0, self.count(), columns):
            row = self._items[first : first + columns]
            high = max(max(item.heightForWidth(wide), item.minimumSize().height()) for item in row)
            for column, item in enumerate(row):
                if move:
                    item.setGeometry(QRect(rect.x() + column * (wide + self._gap), top, wide, high))
            top += high + self._gap
        return max(0, top - self._gap - rect.y())


class TileGrid(QWidget):
    """Tiles side by side, as many in a row as have room."""

    def __init__(self, tiles: Sequence[QAbstractButton], *, most: int = 3) -> None:
        super().__init__()
        layout = _Columns(self, most)
        for tile in tiles:
            layout.addWidget(tile)
