"""The curve of fairness, painted by hand: what all get and what the worst-served language gets, setting by setting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.matching import fair_words
from mutualaid.desktop.widgets.words import Translated
from mutualaid.language.catalog import tr
from mutualaid.language.formats import format_percent

if TYPE_CHECKING:
    from mutualaid.services.fairness import CurvePoint

_DOT, _CHOSEN = 3.0, 6.0


class FairCurve(Translated, QWidget):
    """Two lines over the settings, from 0 % at the ground to the most at the top; names and numbers are printed, and
    the lines differ in form, so that no color alone tells them apart.
    """

    def __init__(self, points: Sequence[CurvePoint]) -> None:
        super().__init__()
        self._points, self.at = points, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        """Set what is read aloud, and paint again."""
        self.setAccessibleName(tr("What fairness costs"))
        self.setAccessibleDescription(" ".join(fair_words.setting(point) for point in self._points))
        self.update()

    def choose(self, at: int) -> None:
        """Mark a setting."""
        self.at = at
        self.update()

    def sizeHint(self) -> QSize:
        """Ten lines of words high."""
        return QSize(theme.roomy(480), 10 * self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """It can be narrow, not low."""
        return QSize(theme.roomy(240), self.sizeHint().height())

    def _area(self) -> QRectF:
        line = self.fontMetrics().height()
        side = self.fontMetrics().horizontalAdvance(format_percent(1.0)) / 2 + 6
        return QRectF(self.rect()).adjusted(side, 3.2 * line, -side, -1.6 * line)

    def places(self, shares: Sequence[float]) -> list[QPointF]:
        """Where shares stand, one for each setting."""
        area, most = self._area(), max(1e-9, *(point.points for point in self._points), *self._lowest())
        steps = max(1, len(shares) - 1)
        return [
            QPointF(area.left() + area.width() * i / steps, area.bottom() - area.height() * share / most)
            for i, share in enumerate(shares)
        ]

    def _lowest(self) -> list[float]:
        return [point.fill for point in self._points]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground with the settings, the chosen one, both lines, their names and the chosen numbers."""
        shade, painter, area = theme.tones(), QPainter(self), self._area()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        painter.setPen(QPen(QColor(shade.border), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        all_served, worst = self.places([point.points for point in self._points]), self.places(self._lowest())
        painter.setPen(QPen(QColor(shade.border), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(worst[self.at].x(), area.top() - 4), QPointF(worst[self.at].x(), area.bottom()))
        self._draw_line(painter, all_served, QPen(QColor(shade.subtle), 2, Qt.PenStyle.DashLine))
        self._draw_line(painter, worst, QPen(QColor(shade.accent), 2.5))
        for i, point in enumerate(self._points):
            painter.setPen(QColor(shade.text if i == self.at else shade.subtle))
            room = QRectF(worst[i].x() - area.width() / 2, area.bottom() + 2, area.width(), line + 4)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, format_percent(point.give))
        self._legend(painter, QColor(shade.subtle), Qt.PenStyle.DashLine, 0, tr("All needs, by urgency"))
        self._legend(painter, QColor(shade.accent), Qt.PenStyle.SolidLine, 1, tr("Worst-served language"))
        painter.end()

    def _draw_line(self, painter: QPainter, places: list[QPointF], pen: QPen) -> None:
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(places))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(pen.color())
        for i, place in enumerate(places):
            size = _CHOSEN if i == self.at else _DOT
            painter.drawEllipse(place, size, size)

    def _legend(self, painter: QPainter, color: QColor, style: Qt.PenStyle, row: int, name: str) -> None:
        high = 1.2 * self.fontMetrics().height()
        top = row * high
        painter.setPen(QPen(color, 2.5, style))
        painter.drawLine(QPointF(4, top + high / 2), QPointF(30, top + high / 2))
        painter.setPen(QColor(theme.tones().text))
        painter.drawText(QRectF(38, top, self.width() - 40, high), Qt.AlignmentFlag.AlignVCenter, name)
