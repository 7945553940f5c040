"""Bar charts painted by hand: horizontal bars, each with its name and number, read aloud as a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.painted import Painted
from mutualaid.desktop.widgets.words import Translated, Words, say
from mutualaid.language.catalog import tr
from mutualaid.language.formats import format_number

_ROW = 30
_MOST_LABEL = 0.45
"""The share of the width that names may take; where one is longer, names stand above their bars."""
_HIDDEN = 34


class BarRows(Translated, Painted):
    """Rows of a name, a bar from a common line, and a text behind it. Subclasses say the rows and paint the bars."""

    def __init__(self, title: Words = "") -> None:
        super().__init__()
        self._title = title
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def labels(self) -> list[str]:
        """The name of each row."""
        raise NotImplementedError

    def numbers(self) -> list[str]:
        """What stands behind each bar."""
        raise NotImplementedError

    def spoken(self) -> list[str]:
        """Each row as it is read aloud."""
        return [f"{label}: {number}" for label, number in zip(self.labels(), self.numbers(), strict=True)]

    def paint_bar(self, painter: QPainter, row: int, area: QRectF) -> float:
        """Paint a row's bar at the left of the area, and give its length."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Set what is read aloud, and paint again."""
        self.setAccessibleName(say(self._title) if self._title else "")
        self.setAccessibleDescription("; ".join(self.spoken()))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its bars."""
        return QSize(360, self.heightForWidth(360))

    def minimumSizeHint(self) -> QSize:
        """It can be narrow, not low."""
        return QSize(220, max(1, len(self.labels())) * self._row())

    def hasHeightForWidth(self) -> bool:
        """Where it is narrow, names stand above their bars."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high it is in so many pixels."""
        rows = max(1, len(self.labels()))
        return rows * self._row() + (rows * self._line() if self._stacked(width) else 0)

    def _row(self) -> int:
        return max(_ROW, self.fontMetrics().height() + 12)

    def _line(self) -> int:
        return self.fontMetrics().height() + 2

    def _label_room(self) -> int:
        return max(map(self.fontMetrics().horizontalAdvance, self.labels()), default=0) + 12

    def _stacked(self, width: int) -> bool:
        return self._label_room() > width * _MOST_LABEL

    def paintEvent(self, event: QPaintEvent) -> None:
        """Names at the left or above, bars from a common line, numbers behind them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if labels := self.labels():
            self._draw(painter, labels, self.numbers())
        self.paint_focus(painter)
        painter.end()

    def _draw(self, painter: QPainter, labels: Sequence[str], numbers: Sequence[str]) -> None:
        metrics, row, stacked = self.fontMetrics(), self._row(), self._stacked(self.width())
        left = 6 if stacked else self._label_room()
        room = self.width() - left - max(map(metrics.horizontalAdvance, numbers)) - 14
        top, middle, text = 0, Qt.AlignmentFlag.AlignVCenter, QColor(theme.tones().text)
        for at, (label, number) in enumerate(zip(labels, numbers, strict=True)):
            name = metrics.elidedText(label, Qt.TextElideMode.ElideRight, self.width() - 12)
            painter.setPen(text)
            if stacked:
                painter.drawText(QRectF(6, top, self.width() - 8, self._line()), middle, name)
                top += self._line()
            else:
                painter.drawText(QRectF(4, top, left - 8, row), middle, name)
            length = self.paint_bar(painter, at, QRectF(left, top + 6, max(room, 1), row - 12))
            painter.setPen(text)
            behind = QRectF(left + length + 6, top, self.width() - left - length - 6, row)
            painter.drawText(behind, middle, number)
            top += row


class BarChart(BarRows):
    """Bars of (label, value); a value of none was not published and is drawn striped, all of one length. Numbers are
    printed, so that no colour or length alone tells them apart.
    """

    def __init__(self, title: Words = "", *, tone: str = "accent") -> None:
        super().__init__(title)
        self._tone = tone
        self._bars: list[tuple[Words, int | None]] = []
        self.retranslate()

    def set_bars(self, bars: Sequence[tuple[Words, int | None]]) -> None:
        """Show these bars."""
        self._bars = list(bars)
        self.retranslate()

    def labels(self) -> list[str]:
        """The name of each bar."""
        return [say(label) for label, _value in self._bars]

    def numbers(self) -> list[str]:
        """The value of each bar."""
        return [self._number(value) for _label, value in self._bars]

    def _number(self, value: int | None) -> str:
        return tr("not shown") if value is None else format_number(value)

    def paint_bar(self, painter: QPainter, row: int, area: QRectF) -> float:
        """A plain bar, or a striped one."""
        shade, value = theme.tones(), self._bars[row][1]
        most = max((known or 0 for _label, known in self._bars), default=0) or 1
        length = min(_HIDDEN, area.width()) if value is None else max(2.0, area.width() * value / most)
        if value is None:
            painter.setPen(QPen(QColor(shade.border), 1))
            painter.setBrush(QBrush(QColor(shade.border), Qt.BrushStyle.BDiagPattern))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(getattr(shade, self._tone)))
        painter.drawRoundedRect(QRectF(area.left(), area.top(), length, area.height()), 4, 4)
        return length
