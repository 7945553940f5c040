"""A bar chart painted by hand: horizontal bars, each with its name and number, read aloud as a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.words import Translated, Words, say
from mutualaid.language.catalog import tr
from mutualaid.language.formats import format_number

_ROW = 30


class BarChart(Translated, QWidget):
    """Bars of (label, value); a value of none was not published and is drawn as such. Numbers are printed, so that
    no colour or length alone tells them.
    """

    def __init__(self, title: Words = "") -> None:
        super().__init__()
        self._title = title
        self._bars: list[tuple[Words, int | None]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_bars(self, bars: Sequence[tuple[Words, int | None]]) -> None:
        """Show these bars."""
        self._bars = list(bars)
        self.updateGeometry()
        self.retranslate()

    def retranslate(self) -> None:
        """Set what is read aloud, and paint again."""
        self.setAccessibleName(say(self._title) if self._title else "")
        self.setAccessibleDescription("; ".join(f"{say(label)}: {self._number(value)}" for label, value in self._bars))
        self.update()

    @staticmethod
    def _number(value: int | None) -> str:
        return tr("not shown") if value is None else format_number(value)

    def sizeHint(self) -> QSize:
        """As high as its bars."""
        return QSize(360, max(1, len(self._bars)) * self._row())

    def minimumSizeHint(self) -> QSize:
        """It can be narrow, not low."""
        return QSize(220, self.sizeHint().height())

    def _row(self) -> int:
        return max(_ROW, self.fontMetrics().height() + 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Names at the left, bars from a common line, numbers behind them."""
        if not self._bars:
            return
        shade, metrics, row = theme.tones(), self.fontMetrics(), self._row()
        names = [say(label) for label, _value in self._bars]
        left = min(max(metrics.horizontalAdvance(name) for name in names) + 12, int(self.width() * 0.45))
        room = self.width() - left - max(metrics.horizontalAdvance(self._number(v)) for _l, v in self._bars) - 14
        most = max((value or 0 for _label, value in self._bars), default=0) or 1
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, ((_label, value), name) in enumerate(zip(self._bars, names, strict=True)):
            top = number * row
            painter.setPen(QColor(shade.text))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, left - 10)
            painter.drawText(QRectF(0, top, left - 8, row), Qt.AlignmentFlag.AlignVCenter, shown)
            length = max(2.0, room * (value or 0) / most)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shade.accent if value is not None else shade.line))
            painter.drawRoundedRect(QRectF(left, top + 6, length, row - 12), 4, 4)
            painter.setPen(QColor(shade.text))
            place = QRectF(left + length + 6, top, self.width() - left - length - 6, row)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._number(value))
        painter.end()
