"""The map of a summary, painted by hand from its own outlines: darker is more, hidden areas are striped."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from mutualaid.desktop import theme
from mutualaid.desktop.summaries.published import Shape
from mutualaid.desktop.widgets.painted import Painted

_MARGIN = 8.0


def shade_of(value: int, most: int, tones: theme.Tones) -> QColor:
    """Between the ground and the accent, by how large a value is; the smallest is seen too."""
    part = 0.15 + 0.85 * (value / most if most else 0.0)
    ground, top = QColor(tones.base), QColor(tones.accent)
    mixed = [
        round(below + (above - below) * part)
        for below, above in zip(ground.getRgb()[:3], top.getRgb()[:3], strict=True)  # type: ignore[index]
    ]
    return QColor(*mixed)


def _middle(paths: Sequence[QPainterPath]) -> QPointF:
    """The centre of the zone that lies nearest to the middle of them all, so that it is a place inside the area."""
    centres = [path.boundingRect().center() for path in paths]
    mean = QPointF(sum(one.x() for one in centres) / len(centres), sum(one.y() for one in centres) / len(centres))
    return min(centres, key=lambda one: (one - mean).manhattanLength())


class ZoneMap(Painted):
    """Each area bears the number by which the list beside it names it.

    `number` says a value as the public reads it. What is drawn is read aloud as a list.
    """

    def __init__(self, title: str, shapes: Sequence[Shape], number: Callable[[int | None], str]) -> None:
        super().__init__()
        self._shapes = shapes
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(title)
        self.setAccessibleDescription("; ".join(f"{shape.name}: {number(shape.value)}" for shape in shapes))
        points = [point for shape in shapes for zone in shape.zones for ring in zone for point in ring]
        self._west, self._east = min(x for x, _ in points), max(x for x, _ in points)
        self._south, self._north = min(y for _, y in points), max(y for _, y in points)
        # A degree of longitude is shorter than one of latitude, by the cosine of the latitude.
        self._squeeze = math.cos(math.radians((self._south + self._north) / 2))

    def sizeHint(self) -> QSize:
        """As wide as a column, and as high as that makes it."""
        return QSize(360, self.heightForWidth(360))

    def minimumSizeHint(self) -> QSize:
        """Smaller than this no number would fit in."""
        return QSize(200, 200)

    def hasHeightForWidth(self) -> bool:
        """Its form is that of the city."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at which nothing is squeezed; within what a screen shows at once."""
        ratio = (self._north - self._south) / max((self._east - self._west) * self._squeeze, 1e-9)
        return round(min(max(width * ratio, 200), 460))

    def _scale(self) -> tuple[float, QPointF]:
        wide = (self._east - self._west) * self._squeeze or 1e-9
        high = self._north - self._south or 1e-9
        scale = min((self.width() - 2 * _MARGIN) / wide, (self.height() - 2 * _MARGIN) / high)
        return scale, QPointF((self.width() - wide * scale) / 2, (self.height() - high * scale) / 2)

    def _path(self, rings: Sequence[Sequence[tuple[float, float]]]) -> QPainterPath:
        scale, corner = self._scale()
        path = QPainterPath()
        for ring in rings:
            for number, (x, y) in enumerate(ring):
                point = QPointF((x - self._west) * self._squeeze, self._north - y) * scale + corner
                if number:
                    path.lineTo(point)
                else:
                    path.moveTo(point)
            path.closeSubpath()
        return path

    def paintEvent(self, event: QPaintEvent) -> None:
        """Each zone in its area's tone, then the areas' numbers over all."""
        tones, painter = theme.tones(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((shape.value or 0 for shape in self._shapes), default=0)
        places: list[tuple[QPointF, Shape, QColor]] = []
        for shape in self._shapes:
            fill = QColor(tones.base) if shape.value is None else shade_of(shape.value, most, tones)
            paths = [self._path(zone) for zone in shape.zones]
            for path in paths:
                painter.setPen(QPen(QColor(tones.border), 0.8))
                painter.setBrush(fill)
                painter.drawPath(path)
                if shape.value is None:
                    painter.setBrush(QBrush(QColor(tones.border), Qt.BrushStyle.BDiagPattern))
                    painter.drawPath(path)
            places.append((_middle(paths), shape, fill))
        for place, shape, fill in places:
            self._number(painter, place, shape, fill)
        self.paint_focus(painter)
        painter.end()

    def _number(self, painter: QPainter, place: QPointF, shape: Shape, fill: QColor) -> None:
        """An area's number, on a patch of its own ground where stripes would cross it."""
        tones, text = theme.tones(), str(int(shape.code.rpartition("-")[2]))
        metrics = self.fontMetrics()
        room = QRectF(0, 0, metrics.horizontalAdvance(text) + 8, metrics.height())
        room.moveCenter(place)
        if shape.value is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tones.base))
            painter.drawRoundedRect(room, 4, 4)
        pair = (tones.text, tones.base)
        painter.setPen(QColor(max(pair, key=lambda tone: theme.contrast(tone, fill.name()))))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
