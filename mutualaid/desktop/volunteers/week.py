"""A week of offered hours, painted on with the mouse or by keyboard."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen

from mutualaid.desktop import theme
from mutualaid.desktop.volunteers.week_model import (
    HALF,
    HALVES,
    Hours,
    Week,
    bounds,
    run_words,
    spans_words,
    week_words,
)
from mutualaid.desktop.volunteers.week_picture import WeekPicture
from mutualaid.desktop.widgets.words import announce, describe
from mutualaid.language.catalog import tr
from mutualaid.language.formats import format_weekday


class WeekGrid(WeekPicture):
    """Drag to paint hours, or to rub them out where the first one was painted. By keyboard: arrows move, with Shift
    they choose more, Space paints or rubs out what is chosen, Page Up and Down go by parts of the day, Ctrl+Z undoes.

    `changed` when the person changed something, `moved` when the cursor is on another day.
    """

    changed = Signal()
    moved = Signal(int)

    def __init__(self, hours: Hours) -> None:
        super().__init__(hours, 0.72)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.cursor_at = (0, bounds(hours)[0])
        self.anchor = self.cursor_at
        self._before: list[Week] = []
        self._dragged: tuple[Week, bool] | None = None
        self.retranslate()

    def set_week(self, week: Week) -> None:
        """Show a week; nothing of it is to be undone."""
        self.week = week
        self._before.clear()
        self.updateGeometry()
        self.retranslate()

    def set_away(self, days: Collection[int]) -> None:
        """Mark weekdays on which she is away in the coming seven days."""
        self.away = frozenset(days)
        self.retranslate()

    def change(self, week: Week) -> None:
        """Change the week as the person wished; `undo` takes it back."""
        if week != self.week:
            self._before.append(self.week)
            self._take(week)

    def _take(self, week: Week) -> None:
        first = self.first
        self.week = week
        if self.first != first:
            self.updateGeometry()
        self.retranslate()
        self.changed.emit()

    @property
    def can_undo(self) -> bool:
        """Whether something was changed here."""
        return bool(self._before)

    def undo(self) -> None:
        """Take the last change here back."""
        if self._before:
            self._take(self._before.pop())
            announce(self, tr("Undone: {what}.", what=week_words(self.week)))

    def retranslate(self) -> None:
        """Set what is read aloud and paint again."""
        self.setAccessibleName(tr("Times of the week"))
        describe(self, f"{run_words(self.week, *self.cursor_at, self.hours)}. {week_words(self.week)}")
        self.setToolTip(week_words(self.week))
        self.update()

    def chosen(self) -> tuple[range, int, int]:
        """What the keyboard has chosen: the days, the first and the last half hour."""
        (day, half), (other, another) = self.cursor_at, self.anchor
        return range(min(day, other), max(day, other) + 1), min(half, another), max(half, another)

    def go(self, day: int, half: int, *, choose: bool = False) -> None:
        """Put the cursor there; with `choose` what was begun to be chosen grows up to it."""
        before = self.cursor_at[0]
        self.cursor_at = (min(6, max(0, day)), min(HALVES - 1, max(self.first, half)))
        if not choose:
            self.anchor = self.cursor_at
        self.retranslate()
        announce(self, self._spoken())
        if self.cursor_at[0] != before:
            self.moved.emit(self.cursor_at[0])

    def _spoken(self) -> str:
        days, first, last = self.chosen()
        if len(days) == 1 and first == last:
            return run_words(self.week, *self.cursor_at, self.hours)
        names = f"{format_weekday(days[0])} – {format_weekday(days[-1])}" if len(days) > 1 else format_weekday(days[0])
        return tr("Chosen: {days}, {times}", days=names, times=spans_words([(first * HALF, (last + 1) * HALF)]))

    def press(self, *, on: bool | None = None) -> None:
        """Paint what is chosen, or rub it out where all of it was painted."""
        days, first, last = self.chosen()
        whole = all(self.week.share(day, half) >= 1 for day in days for half in range(first, last + 1))
        self.change(self.week.painted(days, first, last, not whole if on is None else on))
        announce(self, run_words(self.week, *self.cursor_at, self.hours))

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z is the grid's own while it holds something to undo."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.key() == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if undo and self.can_undo:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the grid."""
        day, half = self.cursor_at
        more = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        marks = [mark for mark in bounds(self.hours) if mark < HALVES]
        down = next((mark for mark in marks if mark > half), HALVES - 1)
        up = next((mark for mark in reversed(marks) if mark < half), self.first)
        steps = {
            Qt.Key.Key_Left: (day - 1, half),
            Qt.Key.Key_Right: (day + 1, half),
            Qt.Key.Key_Up: (day, half - 1),
            Qt.Key.Key_Down: (day, half + 1),
            Qt.Key.Key_Home: (0, half),
            Qt.Key.Key_End: (6, half),
            Qt.Key.Key_PageUp: (day, up),
            Qt.Key.Key_PageDown: (day, down - 1 if more and down - 1 > half else down),
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.go(*steps[key], choose=more)
        elif key == Qt.Key.Key_Space:
            self.press()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.press(on=False)
        elif key == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier and self.can_undo:
            self.undo()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to paint, or to rub out."""
        point = event.position().toPoint()
        inside = point.x() >= self.gutter() and point.y() >= self.head()
        if event.button() != Qt.MouseButton.LeftButton or not inside:
            super().mousePressEvent(event)
            return
        self.go(*self.at(point))
        self._dragged = (self.week, self.week.share(*self.cursor_at) < 1)
        self._drag()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it."""
        if self._dragged is not None:
            self.go(*self.at(event.position().toPoint()), choose=True)
            self._drag()

    def _drag(self) -> None:
        assert self._dragged is not None
        begun, on = self._dragged
        self.week = begun.painted(*self.chosen(), on)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It is painted: one thing to undo."""
        if self._dragged is None or event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            return
        (begun, _on), painted, self._dragged = self._dragged, self.week, None
        self.week, self.anchor = begun, self.cursor_at
        self.change(painted)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, hours, days away, what is chosen."""
        shade, painter = theme.tones(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_ground(painter)
        self.paint_spans(painter)
        self.paint_lines(painter)
        self.paint_away(painter)
        if self.hasFocus():
            days, first, last = self.chosen()
            frame = self.cell(days[0], first).united(self.cell(days[-1], last))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(shade.base), 4))
            painter.drawRect(QRectF(frame).adjusted(1, 1, -1, -1))
            painter.setPen(QPen(QColor(shade.focus), 2))
            painter.drawRect(QRectF(frame).adjusted(1, 1, -1, -1))
        painter.end()
