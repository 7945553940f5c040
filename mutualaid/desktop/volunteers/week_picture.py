"""What pictures of a week have in common: seven columns, half hours, the parts of the day named and set apart."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from mutualaid.desktop import theme
from mutualaid.desktop.volunteers.week_model import HALF, HALVES, Hours, Span, Week, bounds, clock, part_at
from mutualaid.desktop.widgets.painted import Painted
from mutualaid.desktop.widgets.words import Translated
from mutualaid.language.formats import format_time, format_weekday
from mutualaid.language.labels import label

_USUAL = 12
"""The half hour at which the picture begins unless something is earlier: six in the morning."""


class WeekPicture(Translated, Painted):
    """What both have in common: seven columns, rows of half hours, the parts of the day named and set apart."""

    def __init__(self, hours: Hours, row: float) -> None:
        super().__init__()
        self.hours = hours
        self.week = Week()
        self._row_share = row
        self.away: frozenset[int] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def first(self) -> int:
        """The first row shown."""
        begin = min(bounds(self.hours)[0], _USUAL)
        return self.week.first_half(begin)

    def row_height(self) -> int:
        """How high a half hour is."""
        return max(6, round(self.fontMetrics().height() * self._row_share))

    def head(self) -> int:
        """How high the names of the days are."""
        return self.fontMetrics().height() + 8

    def gutter(self) -> int:
        """How wide the names of parts and hours are."""
        metrics = self.fontMetrics()
        names = [label(part) for part in self.hours] + [format_time(clock(22 * 60))]
        wanted = max(metrics.horizontalAdvance(name) for name in names) + 12
        return min(wanted, max(40, self.width() * 3 // 10))

    def cell(self, day: int, half: int) -> QRect:
        """Where a half hour lies."""
        left, wide, row = self.gutter(), self.width() - self.gutter() - 2, self.row_height()
        x0, x1 = left + wide * day // 7, left + wide * (day + 1) // 7
        return QRect(x0, self.head() + (half - self.first) * row, x1 - x0, row)

    def at(self, point: QPoint) -> tuple[int, int]:
        """The day and half hour nearest to a point."""
        wide = max(1, self.width() - self.gutter() - 2)
        day = (point.x() - self.gutter()) * 7 // wide
        half = self.first + (point.y() - self.head()) // self.row_height()
        return min(6, max(0, day)), min(HALVES - 1, max(self.first, half))

    def sizeHint(self) -> QSize:
        """High enough for every row."""
        return QSize(380, self.head() + (HALVES - self.first) * self.row_height() + 3)

    def minimumSizeHint(self) -> QSize:
        """It can be narrow, not low."""
        return QSize(240, self.sizeHint().height())

    def day_name(self, day: int) -> str:
        """What stands over a column."""
        return format_weekday(day, short=True)

    def paint_ground(self, painter: QPainter) -> None:
        """The parts of the day set apart, the names of days and hours."""
        shade, middle = theme.tones(), Qt.AlignmentFlag.AlignVCenter
        marks = bounds(self.hours)
        bottom = self.head() + (HALVES - self.first) * self.row_height()
        painter.fillRect(
            QRect(self.gutter(), self.head(), self.width() - self.gutter() - 2, bottom - self.head()),
            QColor(shade.base),
        )
        for at, (begin, end) in enumerate(itertools.pairwise(marks)):
            if at % 2 == 0:
                band = self.cell(0, max(begin, self.first)).united(self.cell(6, end - 1))
                painter.fillRect(band, QColor(shade.soft))
        painter.setPen(QColor(shade.text))
        for day in range(7):
            top = QRectF(self.cell(day, self.first)).translated(0, -self.head())
            top.setHeight(self.head())
            name = self.fontMetrics().elidedText(self.day_name(day), Qt.TextElideMode.ElideRight, int(top.width()))
            painter.drawText(top, Qt.AlignmentFlag.AlignCenter, name)
        high = max(self.row_height(), self.fontMetrics().height())
        taken = -high
        for half in range(self.first, HALVES):
            y = self.cell(0, half).top()
            begins = half in marks and part_at(half, self.hours) is not None
            if not begins and (half % 4 or y < taken + high or any(0 < mark - half < 3 for mark in marks)):
                continue
            part = part_at(half, self.hours) if begins else None
            painter.setPen(QColor(shade.text if begins else shade.subtle))
            words = label(part) if part is not None else format_time(clock(half * HALF))
            short = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, self.gutter() - 8)
            painter.drawText(QRectF(2, y - 1, self.gutter() - 8, high), middle | Qt.AlignmentFlag.AlignLeft, short)
            taken = y

    def paint_lines(self, painter: QPainter) -> None:
        """A line at each hour, a stronger one between parts of the day."""
        shade, marks = theme.tones(), bounds(self.hours)
        for half in range(self.first, HALVES + 1):
            y = self.head() + (half - self.first) * self.row_height()
            strong = half in marks
            if half % 2 and not strong:
                continue
            painter.setPen(QPen(QColor(shade.border if strong else shade.line), 1))
            painter.drawLine(self.gutter(), y, self.width() - 3, y)
        painter.setPen(QPen(QColor(shade.line), 1))
        for day in range(8):
            x = self.cell(day, self.first).left() if day < 7 else self.cell(6, self.first).right() + 1
            painter.drawLine(x, self.head(), x, self.head() + (HALVES - self.first) * self.row_height())

    def block(self, day: int, span: Span) -> QRectF:
        """Where a span lies, to the minute."""
        top, row = self.cell(day, self.first), self.row_height()
        y = self.head() + (span[0] / HALF - self.first) * row
        return QRectF(top.left() + 2, y + 0.5, top.width() - 3, (span[1] - span[0]) / HALF * row - 1)

    def paint_spans(self, painter: QPainter) -> None:
        """What is offered, as blocks with a check mark: colour alone tells nothing."""
        shade = theme.tones()
        for day, spans in enumerate(self.week.days):
            for span in spans:
                block = self.block(day, span)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(shade.accent))
                painter.drawRoundedRect(block, 3, 3)
                if block.height() >= self.fontMetrics().height():
                    painter.setPen(QColor(shade.on_accent))
                    painter.drawText(block, Qt.AlignmentFlag.AlignCenter, "✓")

    def paint_away(self, painter: QPainter) -> None:
        """Hatch the days on which she is away."""
        shade = theme.tones()
        for day in self.away:
            column = self.cell(day, self.first).united(self.cell(day, HALVES - 1)).adjusted(1, 0, 0, 0)
            painter.fillRect(column, QBrush(QColor(shade.danger), Qt.BrushStyle.BDiagPattern))
