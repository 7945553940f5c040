"""The office's zones as a map, painted from their outlines: arrows go from zone to zone, a click chooses one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QSizePolicy

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.painted import Painted
from mutualaid.desktop.widgets.words import Translated, announce, describe
from mutualaid.language.catalog import tr

if TYPE_CHECKING:
    from mutualaid.services.zones import ZoneLine

_MARGIN = 10.0
_DOT = 5.0
_MOST_POINTS = 60_000
"""Points drawn at once; of finer outlines every second, third, ... is left out."""
_AHEAD = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class ZoneMap(Translated, Painted):
    """Draws zones. `picked` carries the code of the one that was clicked or gone to by an arrow.

    When a place is being chosen (`choose_place`), a click or the arrows move a point instead, and `pointed` carries its
    longitude and latitude.
    """

    picked = Signal(str)
    pointed = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[ZoneLine] = []
        self.code = ""
        self.place: tuple[float, float] | None = None
        self.placing = False
        self._paths: dict[str, QPainterPath] = {}
        self._box = QRectF(-88, -42, 1, 1)
        self._squeeze = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.retranslate()

    def retranslate(self) -> None:
        """What it is called, and what it says of the zone that is chosen."""
        self.setAccessibleName(tr("Where it lies") if self.placing else tr("Map of the zones"))
        describe(self, self.spoken())

    def sizeHint(self) -> QSize:
        """As large as a column."""
        return QSize(340, 380)

    def minimumSizeHint(self) -> QSize:
        """Smaller than this nothing could be told apart."""
        return QSize(200, 200)

    def set_zones(self, lines: Sequence[ZoneLine]) -> None:
        """Draw these; the chosen one stays chosen."""
        self.lines = list(lines)
        points = sum(len(ring) for line in lines for ring in line.outline)
        step = max(1, math.ceil(points / _MOST_POINTS))
        every = [point for line in lines for ring in line.outline for point in ring]
        every += [(line.longitude, line.latitude) for line in lines]
        if every:
            (west, east), (south, north) = ((min(one), max(one)) for one in zip(*every, strict=True))
            # A degree of longitude is shorter than one of latitude, by the cosine of the latitude.
            self._squeeze = math.cos(math.radians((south + north) / 2))
            self._box = QRectF(west * self._squeeze, -north, max((east - west) * self._squeeze, 0.01),
                               max(north - south, 0.01))  # fmt: skip
        self._paths = {line.code: self._path(line, step) for line in lines if line.outline}
        self.retranslate()
        self.update()

    def choose_place(self, longitude: float, latitude: float) -> None:
        """Have a place chosen, beginning there."""
        self.placing, self.place = True, (longitude, latitude)
        self.retranslate()
        self.update()

    def go_to(self, code: str) -> None:
        """Choose a zone by program."""
        self.code = code
        describe(self, self.spoken())
        self.update()

    def spoken(self) -> str:
        """What is read aloud: the chosen zone, or the chosen place."""
        if self.placing and self.place is not None:
            return tr("Latitude {latitude}, longitude {longitude}. Arrows move it.",
                      longitude=f"{self.place[0]:.4f}", latitude=f"{self.place[1]:.4f}")  # fmt: skip
        line = self._line(self.code)
        return line.name if line is not None else tr("Arrows go from zone to zone.")

    def _line(self, code: str) -> ZoneLine | None:
        return next((line for line in self.lines if line.code == code), None)

    def _path(self, line: ZoneLine, step: int) -> QPainterPath:
        path = QPainterPath()
        for ring in line.outline:
            kept = [*ring[:-1:step], ring[-1]]
            for number, (x, y) in enumerate(kept):
                point = QPointF(x * self._squeeze, -y)
                if number:
                    path.lineTo(point)
                else:
                    path.moveTo(point)
            path.closeSubpath()
        return path

    def _transform(self) -> QTransform:
        """From the sheet of degrees to pixels."""
        scale = min(
            (self.width() - 2 * _MARGIN) / self._box.width(), (self.height() - 2 * _MARGIN) / self._box.height()
        )
        made = QTransform()
        made.translate((self.width() - self._box.width() * scale) / 2, (self.height() - self._box.height() * scale) / 2)
        made.scale(scale, scale)
        made.translate(-self._box.x(), -self._box.y())
        return made

    def _pixel(self, longitude: float, latitude: float) -> QPointF:
        return self._transform().map(QPointF(longitude * self._squeeze, -latitude))

    def middle(self) -> tuple[float, float]:
        """The place in the middle of the map, as longitude and latitude."""
        return round(self._box.center().x() / self._squeeze, 4), round(-self._box.center().y(), 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Zones, the chosen one in the accent's tone with its name, then the place."""
        tones, painter = theme.tones(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        transform = self._transform()
        pen = QPen(QColor(tones.border), 1)
        for line in sorted(self.lines, key=lambda line: line.code == self.code):
            chosen = line.code == self.code
            painter.setPen(QPen(QColor(tones.focus), 2) if chosen else pen)
            painter.setBrush(QColor(tones.accent) if chosen else QColor(tones.base))
            if line.code in self._paths:
                shape = transform.map(self._paths[line.code])
                painter.drawPath(shape)
                if not line.active:
                    painter.setBrush(QBrush(QColor(tones.border), Qt.BrushStyle.BDiagPattern))
                    painter.drawPath(shape)
            else:
                painter.drawEllipse(self._pixel(line.longitude, line.latitude), _DOT, _DOT)
        named = self._line(self.code)
        if named is not None and not self.placing:
            self._label(painter, named)
        if self.placing and self.place is not None:
            self._cross(painter, self._pixel(*self.place))
        self.paint_focus(painter)
        painter.end()

    def _label(self, painter: QPainter, line: ZoneLine) -> None:
        """The chosen zone's name on a patch of its own, kept inside the map."""
        tones, metrics = theme.tones(), self.fontMetrics()
        room = QRectF(0, 0, min(metrics.horizontalAdvance(line.name) + 14, self.width() - 8), metrics.height() + 6)
        room.moveCenter(self._pixel(line.longitude, line.latitude))
        if line.code in self._paths:  # above the zone, or below it where there is no room, so that it stays in view
            shape = self._transform().mapRect(self._paths[line.code].boundingRect())
            room.moveBottom(shape.top() - 3)
            if room.top() < 4:
                room.moveTop(shape.bottom() + 3)
        room.moveLeft(min(max(room.left(), 4), self.width() - 4 - room.width()))
        room.moveTop(min(max(room.top(), 4), self.height() - 4 - room.height()))
        painter.setPen(QPen(QColor(tones.focus), 1))
        painter.setBrush(QColor(tones.base))
        painter.drawRoundedRect(room, 4, 4)
        painter.setPen(QColor(tones.text))
        short = metrics.elidedText(line.name, Qt.TextElideMode.ElideRight, int(room.width()) - 8)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, short)

    def _cross(self, painter: QPainter, at: QPointF) -> None:
        for width, tone in ((5, theme.tones().base), (2, theme.tones().danger)):
            painter.setPen(QPen(QColor(tone), width))
            painter.drawLine(at - QPointF(9, 0), at + QPointF(9, 0))
            painter.drawLine(at - QPointF(0, 9), at + QPointF(0, 9))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the zone under the pointer, else the nearest; or put the point there."""
        at = event.position()
        if self.placing:
            inverted, _fine = self._transform().inverted()
            sheet = inverted.map(at)
            self._point(sheet.x() / self._squeeze, -sheet.y())
            return
        sheet = self._transform().inverted()[0].map(at)
        under = [code for code, path in self._paths.items() if path.contains(sheet)]
        code = under[0] if under else self._nearest(at)
        if code:
            self._go(code)

    def _nearest(self, at: QPointF) -> str:
        apart = [
            ((self._pixel(line.longitude, line.latitude) - at).manhattanLength(), line.code)
            for line in self.lines
            if not line.outline
        ]
        return min(apart)[1] if apart and min(apart)[0] < 4 * _DOT else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the next zone that way, or move the point; Home goes to the first zone of the list."""
        way = _AHEAD.get(Qt.Key(event.key()))
        if way is not None and self.placing and self.place is not None:
            step = 4.0 / self._transform().m11() * (8 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            self._point(self.place[0] + way[0] * step / self._squeeze, self.place[1] - way[1] * step)
        elif way is not None and self.lines:
            self._step(*way)
        elif event.key() == Qt.Key.Key_Home and self.lines and not self.placing:
            self._go(self.lines[0].code)
        else:
            super().keyPressEvent(event)

    def _point(self, longitude: float, latitude: float) -> None:
        self.place = round(min(max(longitude, -180), 180), 4), round(min(max(latitude, -90), 90), 4)
        describe(self, self.spoken())
        self.update()
        self.pointed.emit(*self.place)

    def _step(self, right: int, down: int) -> None:
        """To the zone that lies nearest in that direction, where what lies aside counts twice."""
        here = self._line(self.code)
        if here is None:
            self._go(self.lines[0].code)
            return
        start = self._pixel(here.longitude, here.latitude)
        best: tuple[float, str] | None = None
        for line in self.lines:
            away = self._pixel(line.longitude, line.latitude) - start
            ahead = away.x() * right + away.y() * down
            aside = abs(away.x() * down) + abs(away.y() * right)
            if line.code != here.code and ahead > 0.5 and (best is None or (ahead + 2 * aside, line.code) < best):
                best = ahead + 2 * aside, line.code
        if best is not None:
            self._go(best[1])

    def _go(self, code: str) -> None:
        self.go_to(code)
        announce(self, self.spoken())
        self.picked.emit(code)
