"""How far the plan in the making may still be from the best: heard from the search, drawn as a falling line."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.words import Translated
from mutualaid.language.catalog import tr
from mutualaid.progress import Progress


class Best(NamedTuple):
    """The best plan so far: its value, the proved bound, and after how many seconds it was heard of."""

    value: float
    bound: float
    after: float

    @property
    def gap(self) -> float:
        """How far the value may be below the best possible, 0 to 1."""
        return max(0.0, (self.bound - self.value) / self.bound) if self.bound > 0 else 0.0


class Watched(Progress):
    """A handle that keeps what it heard, and stops when either it or the job's own handle is cancelled.

    `best` grows on the working thread and is only read on the window's; a value once found is never worse later.
    """

    def __init__(self) -> None:
        super().__init__(self._hear, self._better)
        self.seen = (0, 0)
        self.best: list[Best] = []
        self.outer: Progress | None = None
        self._began = time.monotonic()

    def _hear(self, done: int, total: int) -> None:
        self.seen = (done, total)

    def _better(self, value: float, bound: float) -> None:
        if self.best:
            value, bound = max(value, self.best[-1].value), min(bound, self.best[-1].bound)
        self.best.append(Best(value, bound, self.elapsed))

    @property
    def elapsed(self) -> float:
        """Seconds since the work was asked for."""
        return time.monotonic() - self._began

    @property
    def cancelled(self) -> bool:
        """Whether a stop has been asked for, by the person or by the lock."""
        return super().cancelled or (self.outer is not None and self.outer.cancelled)


class GapLine(Translated, QWidget):
    """The gap over time as a falling staircase, its ground at no gap at all."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: Sequence[Best] = ()
        self._until = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        """Name it."""
        self.setAccessibleName(tr("How far below the best possible plan, over time"))

    def show_steps(self, steps: Sequence[Best], until: float) -> None:
        """Draw these, the last one held up to `until` seconds."""
        self._steps, self._until = steps, until
        self.update()

    def sizeHint(self) -> QSize:
        """As high as two lines of words."""
        return QSize(theme.roomy(150), 2 * self.fontMetrics().height() + 4)

    def points(self, area: QRectF) -> QPolygonF:
        """The staircase within an area: time to the right, the gap upwards from none at the bottom."""
        steps, line = list(self._steps), QPolygonF()
        most = max((step.gap for step in steps), default=0.0) or 1.0
        first = steps[0].after if steps else 0.0
        span = max(self._until - first, 1e-3)
        height = area.top()
        for number, step in enumerate(steps):
            x = area.left() + area.width() * min(1.0, (step.after - first) / span)
            if number:
                line.append(QPointF(x, height))
            height = area.bottom() - area.height() * step.gap / most
            line.append(QPointF(x, height))
        if steps:
            line.append(QPointF(area.right(), height))
        return line

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, area under the line, line."""
        shade, painter = theme.tones(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(2, 4, -2, -3)
        painter.setPen(QPen(QColor(shade.border), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        line = self.points(area)
        if line.size():
            under = QPolygonF(line)
            under.append(area.bottomRight())
            under.append(QPointF(line.first().x(), area.bottom()))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shade.good_soft))
            painter.drawPolygon(under)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(shade.accent), 2))
            painter.drawPolyline(line)
        painter.end()
