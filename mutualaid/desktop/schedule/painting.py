"""How the schedule is painted: hours, blocks, hatching, the time it is now. What is amiss has a shape and words too."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF

from mutualaid.desktop import theme
from mutualaid.desktop.schedule import words
from mutualaid.desktop.schedule.lanes import Block, Span, blocks
from mutualaid.language.formats import format_time

if TYPE_CHECKING:
    from mutualaid.desktop.schedule.canvas import WeekCanvas
    from mutualaid.services.week import Entry

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def gutter(metrics: QFontMetrics) -> int:
    """Pixels that the hours take at the left."""
    return max(metrics.horizontalAdvance(format_time(time(hour))) for hour in (0, 10, 12, 22)) + 14


def grid(painter: QPainter, canvas: WeekCanvas) -> None:
    """Days side by side, hours below one another; today is lighter, days away are hatched."""
    shade, state = theme.tones(), canvas.state
    painter.fillRect(canvas.rect(), QColor(shade.base))
    for number in range(state.days):
        day = state.first + timedelta(days=number)
        left = canvas.gutter + number * canvas.column
        whole = QRectF(left, 0, canvas.column, canvas.height())
        if canvas.now is not None and day == canvas.now.date():
            painter.fillRect(whole, QColor(shade.good_soft))
        elif day.weekday() >= 5:
            painter.fillRect(whole, QColor(shade.window))
        if state.volunteer and state.away(day):
            painter.fillRect(whole, QBrush(QColor(shade.border), Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(QColor(shade.line), 1))
        painter.drawLine(QPointF(left, 0), QPointF(left, canvas.height()))
    for hour in range(1, 24):
        y = canvas.y_of(hour * 60)
        painter.setPen(QPen(QColor(shade.line), 1))
        painter.drawLine(QPointF(canvas.gutter, y), QPointF(canvas.width(), y))


def hours(painter: QPainter, canvas: WeekCanvas) -> None:
    """The hours at the left, which stay there when the days are scrolled sideways."""
    shade, high = theme.tones(), canvas.fontMetrics().height()
    painter.fillRect(QRectF(canvas.offset, 0, canvas.gutter, canvas.height()), QColor(shade.base))
    painter.setPen(QColor(shade.subtle))
    for hour in range(1, 24):
        y = canvas.y_of(hour * 60)
        place = QRectF(canvas.offset, y - high / 2, canvas.gutter - 6, high)
        painter.drawText(place, _RIGHT, format_time(time(hour)))


def now_mark(painter: QPainter, canvas: WeekCanvas) -> None:
    """A line with a dot at the time it is now."""
    now = canvas.now
    if now is None or not 0 <= (now.date() - canvas.state.first).days < canvas.state.days:
        return
    y = canvas.y_of(now.hour * 60 + now.minute)
    left = canvas.gutter + (now.date() - canvas.state.first).days * canvas.column
    painter.setPen(QPen(QColor(theme.tones().danger), 2))
    painter.setBrush(QColor(theme.tones().danger))
    painter.drawLine(QPointF(left, y), QPointF(left + canvas.column, y))
    painter.drawEllipse(QPointF(left, y), 4, 4)


def _tones(entry: Entry) -> tuple[str, str]:
    """The ground and the edge of a block, by what it is."""
    shade = theme.tones()
    if entry.forbidden:
        return shade.danger_soft, shade.danger
    if entry.missing:
        return shade.warn_soft, shade.warn
    kinds = {"run": shade.accent, "shift": shade.good, "hearing": shade.text, "task": shade.border}
    return shade.soft, kinds[entry.kind.value]


def block(painter: QPainter, canvas: WeekCanvas, piece: Block, entry: Entry, *, chosen: bool, focused: bool) -> None:
    """One entry: an edge that tells what it is, a sign when something is amiss, and as many lines as fit."""
    shade, rect = theme.tones(), canvas.rect_of(piece)
    ground, edge = _tones(entry)
    painter.save()
    shape = QPainterPath()
    shape.addRoundedRect(rect, 4, 4)
    painter.setBrush(QColor(ground))
    dashed = bool(entry.missing) or entry.waits
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    painter.setPen(QPen(QColor(shade.focus if chosen else edge), 2.5 if chosen else 1.2, style))
    painter.drawPath(shape)
    painter.setClipPath(shape)
    painter.fillRect(QRectF(rect.left(), rect.top(), 4, rect.height()), QColor(edge))
    inner = rect.adjusted(9, 3, -4, -2)
    if entry.forbidden or entry.missing:
        size = canvas.fontMetrics().height() * 0.75
        _sign(painter, QPointF(inner.right() - size, inner.top() + 1), size, edge, conflict=bool(entry.forbidden))
        inner.setRight(inner.right() - size - 4)
    _lines(painter, canvas, inner, entry, edge)
    painter.restore()
    if focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(shade.focus), 1, Qt.PenStyle.DotLine))
        painter.drawRoundedRect(rect.adjusted(3, 3, -3, -3), 3, 3)


def _lines(painter: QPainter, canvas: WeekCanvas, room: QRectF, entry: Entry, edge: str) -> None:
    shade, plain = theme.tones(), canvas.font()
    bold = QFont(plain)
    bold.setBold(True)
    amiss = words.amiss(entry)
    said = [
        (words.title(entry), bold, shade.text),
        *([(amiss, bold, edge)] if amiss and (entry.forbidden or entry.missing) else []),
        (words.times(entry.starts, entry.ends), plain, shade.text),
        (canvas.state.where(entry), plain, shade.text),
        (words.people(entry, canvas.state.named), plain, shade.text),
        *([(amiss, plain, shade.text)] if amiss and not (entry.forbidden or entry.missing) else []),
    ]
    top = room.top()
    for text, font, colour in said:
        metrics = QFontMetrics(font)
        if not text:
            continue
        if top + metrics.height() > room.bottom() + 3:
            return
        painter.setFont(font)
        painter.setPen(QColor(colour))
        high = _wrapped(metrics, text, room.width())
        if high is not None and top + high <= room.bottom() + 3:
            whole = QRectF(room.left(), top, room.width(), high)
            painter.drawText(whole, _LEFT | int(Qt.TextFlag.TextWordWrap), text)
            top += high
            continue
        short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(QRectF(room.left(), top, room.width(), metrics.height()), _LEFT, short)
        top += metrics.height()


def _wrapped(metrics: QFontMetrics, text: str, wide: float) -> int | None:
    """How high a text is when it is wrapped at its spaces; none when a word of it is too wide for that."""
    if any(metrics.horizontalAdvance(word) > wide for word in text.split(" ")):
        return None
    return metrics.boundingRect(QRect(0, 0, int(wide), 10_000), _LEFT | int(Qt.TextFlag.TextWordWrap), text).height()


def _sign(painter: QPainter, at: QPointF, size: float, colour: str, *, conflict: bool) -> None:
    """A filled triangle for a conflict, an empty ring for a place that nobody has."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 1.8))
    if conflict:
        painter.setBrush(QColor(colour))
        corners = [at + QPointF(size / 2, 0), at + QPointF(size, size), at + QPointF(0, size)]
        painter.drawPolygon(QPolygonF(corners))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(at.x(), at.y() + 1, size - 2, size - 2))


def carried(painter: QPainter, canvas: WeekCanvas) -> None:
    """Where the carried entry would lie, with what stands against it, beside where it still is."""
    state, shade = canvas.state, theme.tones()
    lies = state.lies()
    if lies is None or state.carry is None:
        return
    hard = not state.can_drop()
    soft = bool(state.carry_clashes())
    colour = shade.danger if hard else shade.warn if soft else shade.accent
    ground = QColor(shade.danger_soft if hard else shade.warn_soft if soft else shade.good_soft)
    for piece in blocks([Span(state.carry.entry.uid, *lies)], state.first, state.days):
        rect = canvas.rect_of(piece)
        painter.setBrush(ground)
        painter.setPen(QPen(QColor(colour), 3, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(rect, 5, 5)
        if hard:
            painter.fillRect(rect.adjusted(3, 3, -3, -3), QBrush(QColor(colour), Qt.BrushStyle.BDiagPattern))
            _ground_of_words(painter, canvas, rect, ground)
        bold = QFont(canvas.font())
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(QColor(shade.text))
        room = rect.adjusted(8, 4, -6, -4)
        said = f"{words.title(state.carry.entry)}\n{words.times(*lies)}"
        painter.drawText(room, _LEFT | int(Qt.TextFlag.TextWordWrap), said)


def _ground_of_words(painter: QPainter, canvas: WeekCanvas, rect: QRectF, ground: QColor) -> None:
    high = min(rect.height() - 6, canvas.fontMetrics().height() * 2 + 6)
    painter.fillRect(QRectF(rect.left() + 4, rect.top() + 3, rect.width() - 8, high), ground)


def heading(painter: QPainter, canvas: WeekCanvas, day: date, rect: QRectF, text: str, away: str) -> None:
    """A day's name, marked when it is today, and who is away that day under it, hatched."""
    shade = theme.tones()
    today = canvas.now is not None and day == canvas.now.date()
    line = painter.fontMetrics().height()
    if today:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shade.accent))
        painter.drawRoundedRect(QRectF(rect.left() + 2, rect.top() + 1, rect.width() - 4, line + 6), 4, 4)
    painter.setPen(QColor(shade.on_accent if today else shade.text))
    name = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width() - 8))
    painter.drawText(QRectF(rect.left(), rect.top() + 1, rect.width(), line + 6), Qt.AlignmentFlag.AlignCenter, name)
    if away:
        strip = QRectF(rect.left() + 2, rect.top() + line + 9, rect.width() - 4, line + 4)
        painter.setPen(QPen(QColor(shade.border), 1))
        painter.setBrush(QColor(shade.soft))
        painter.drawRoundedRect(strip, 3, 3)
        painter.fillRect(
            QRectF(strip.left(), strip.top(), 8, strip.height()), QBrush(QColor(shade.text), Qt.BrushStyle.BDiagPattern)
        )
        painter.setPen(QColor(shade.text))
        room = strip.adjusted(12, 0, -3, 0)
        short = painter.fontMetrics().elidedText(away, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, short)
