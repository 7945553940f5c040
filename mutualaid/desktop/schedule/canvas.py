"""The week or the day as one painted surface: entries by time, moved by mouse and, exactly so, by keyboard."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip

from mutualaid.desktop.schedule import painting
from mutualaid.desktop.schedule.lanes import DAY, Block
from mutualaid.desktop.schedule.state import WEEK, ScheduleState
from mutualaid.desktop.widgets.painted import Painted
from mutualaid.desktop.widgets.words import Translated, announce, describe
from mutualaid.language.catalog import tr

_LETTERS = 9
"""How many letters a day's column holds at least."""

_EDGE = 7
"""How near to its lower edge, in pixels, a block is stretched rather than moved."""


class WeekCanvas(Translated, Painted):
    """`chosen`: another entry has the cursor. `opened`: Enter on it. `dropped`: what is carried is to be put where the
    state says. `carried`: it was picked up, moved or left. `new_asked`: add something from then on. `turned`: a page
    on or back. `days_asked`: show so many days.
    """

    chosen = Signal(str)
    opened = Signal()
    dropped = Signal()
    carried = Signal()
    new_asked = Signal(object)
    turned = Signal(int)
    days_asked = Signal(int)

    def __init__(self, state: ScheduleState) -> None:
        super().__init__()
        self.state = state
        self._blocks: list[Block] = []
        self._pressed: tuple[QPointF, str, int, bool] | None = None
        self.now: datetime | None = None
        self.offset = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    # ---- where things are

    @property
    def hour(self) -> float:
        """Pixels of an hour: two lines of letters."""
        return max(44.0, self.fontMetrics().height() * 2.4)

    @property
    def gutter(self) -> int:
        """Pixels at the left, where the hours stand."""
        return painting.gutter(self.fontMetrics())

    @property
    def column(self) -> float:
        """Pixels of a day."""
        return max(1.0, (self.width() - self.gutter) / self.state.days)

    def sizeHint(self) -> QSize:
        """A whole day high."""
        return QSize(600, round(self.hour * 24) + 1)

    def minimumSizeHint(self) -> QSize:
        """Not low, nor so narrow that a day holds no word: then it scrolls sideways."""
        return QSize(
            self.gutter + self.fontMetrics().averageCharWidth() * _LETTERS * self.state.days, self.sizeHint().height()
        )

    def y_of(self, minute: float) -> float:
        """How far down a minute of the day is."""
        return minute * self.hour / 60

    def rect_of(self, block: Block) -> QRectF:
        """Where a block is painted."""
        day = (block.day - self.state.first).days
        wide = (self.column - 6) / block.lanes
        left = self.gutter + day * self.column + 2 + block.lane * wide
        top, bottom = self.y_of(block.top), self.y_of(block.bottom)
        return QRectF(left, top + 1, wide - 2, max(bottom - top - 2, self.hour / 2 - 2))

    def block_at(self, place: QPointF) -> Block | None:
        """The block under a point."""
        return next((block for block in reversed(self._blocks) if self.rect_of(block).contains(place)), None)

    def time_at(self, place: QPointF) -> tuple[date, int]:
        """The day and the minute under a point, within those on view."""
        day = int((place.x() - self.gutter) // self.column)
        day = min(max(day, 0), self.state.days - 1)
        minute = min(max(round(place.y() * 60 / self.hour), 0), DAY)
        return self.state.first + timedelta(days=day), minute

    def center_of(self, uid: str) -> QPointF | None:
        """The middle of an entry's first block."""
        block = next((one for one in self._blocks if one.uid == uid), None)
        return self.rect_of(block).center() if block is not None else None

    # ---- showing

    def show_state(self) -> None:
        """Paint what the state holds by now."""
        self._blocks = self.state.blocks()
        self.updateGeometry()
        self.retranslate()

    def retranslate(self) -> None:
        """Set what is read aloud, and paint again."""
        self.setAccessibleName(tr("Schedule"))
        describe(self, self.said())
        self.update()

    def said(self) -> str:
        """What is read aloud: the carried entry's place, the chosen one, or how many there are."""
        if self.state.carry is not None:
            return self.state.carry_words()
        entry = self.state.entry()
        return self.state.spoken(entry) if entry is not None else self.state.count_words()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The grid, the blocks, the time it is now, and what is carried."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painting.grid(painter, self)
        for block in self._blocks:
            entry = self.state.entry(block.uid)
            if entry is not None:
                chosen = block.uid == self.state.chosen
                painting.block(painter, self, block, entry, chosen=chosen, focused=chosen and self.hasFocus())
        painting.now_mark(painter, self)
        painting.hours(painter, self)
        painting.carried(painter, self)
        self.paint_focus(painter)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """A tooltip for each block."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            block = self.block_at(QPointF(event.pos()))
            entry = self.state.entry(block.uid) if block is not None else None
            QToolTip.showText(event.globalPos(), self.state.spoken(entry) if entry is not None else "", self)
            return True
        return super().event(event)

    # ---- choosing

    def choose(self, uid: str) -> None:
        """Put the cursor on an entry."""
        if uid != self.state.chosen:
            self.state.chosen = uid
            self.chosen.emit(uid)
        self.retranslate()
        announce(self, self.said())

    # ---- by mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the mouse; it may be dragged from here."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self.state.carry is not None:
            self.leave()
        block = self.block_at(event.position())
        self.choose(block.uid if block is not None else "")
        if block is None:
            return
        day, minute = self.time_at(event.position())
        entry = self.state.entry(block.uid)
        assert entry is not None
        grabbed = round((datetime.combine(day, datetime.min.time()) - entry.starts).total_seconds() / 60) + minute
        stretch = block.finishes and self.rect_of(block).bottom() - event.position().y() <= _EDGE
        self._pressed = (event.position(), block.uid, grabbed, stretch)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry along; over a lower edge the mouse says that it stretches."""
        if self._pressed is None:
            self._show_edge(event.position())
            return
        begun, uid, grabbed, stretch = self._pressed
        if self.state.carry is None:
            far = (event.position() - begun).manhattanLength() >= QApplication.startDragDistance()
            if not far or not self.state.pick_up(uid):
                return
            announce(self, tr("Picked up."))
        carry = self.state.carry
        assert carry is not None
        day, minute = self.time_at(event.position())
        if stretch:
            carry.end_at(day, minute)
        else:
            # A run goes to the part of the day that the mouse is in, wherever it was taken hold of.
            carry.put(day, minute if carry.by_parts else minute - grabbed)
        self._told()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop it here."""
        self._pressed = None
        if self.state.carry is not None:
            self.drop()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is there, or add something new."""
        block = self.block_at(event.position())
        if block is not None:
            self.opened.emit()
            return
        day, minute = self.time_at(event.position())
        self.new_asked.emit(datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute // 30 * 30))

    def _show_edge(self, place: QPointF) -> None:
        block = self.block_at(place)
        edge = block is not None and block.finishes and self.rect_of(block).bottom() - place.y() <= _EDGE
        self.setCursor(Qt.CursorShape.SizeVerCursor if edge else Qt.CursorShape.ArrowCursor)

    # ---- by keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from entry to entry, or move the one that is carried; Space or M picks up, Enter drops."""
        key, shift = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
            return
        done = self._carry_key(key, shift) if self.state.carry is not None else self._plain_key(key)
        if not done:
            super().keyPressEvent(event)

    def _plain_key(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.choose(self.state.next_entry(1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.choose(self.state.beside(1 if key == Qt.Key.Key_Right else -1))
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turned.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state.chosen:
            self.opened.emit()
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_M) and self.state.chosen:
            self.pick_up()
        elif key in (Qt.Key.Key_W, Qt.Key.Key_D):
            self.days_asked.emit(WEEK if key == Qt.Key.Key_W else 1)
        elif key == Qt.Key.Key_N:
            entry = self.state.entry()
            self.new_asked.emit(entry.starts if entry is not None else None)
        else:
            return False
        return True

    def _carry_key(self, key: Qt.Key, shift: bool) -> bool:
        carry = self.state.carry
        assert carry is not None
        downwards = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key, 0)
        if downwards and shift:
            carry.stretch(downwards)
        elif downwards:
            carry.step(steps=downwards)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            carry.step(days=1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.drop()
            return True
        elif key == Qt.Key.Key_Escape:
            self.leave()
            return True
        else:
            return key in (Qt.Key.Key_Space, Qt.Key.Key_M)
        self._told()
        return True

    # ---- carrying

    def pick_up(self) -> None:
        """Take up the chosen entry."""
        if self.state.pick_up():
            announce(self, tr("Picked up. Arrows move it, Shift with arrows makes it longer, Enter drops it."))
            self._told()
        else:
            announce(self, tr("This is planned at the matching desk; it cannot be moved here."))
            self.carried.emit()

    def drop(self) -> None:
        """Put it where it is now, unless it never left, or something forbids it."""
        carry = self.state.carry
        if carry is None:
            return
        if not carry.moved:
            self.leave()
        elif self.state.can_drop():
            self.dropped.emit()
        else:
            self._told()  # it stays in the air, with what stands against it; Escape leaves it

    def _told(self) -> None:
        self.carried.emit()
        self.retranslate()
        announce(self, self.said())

    def leave(self) -> None:
        """Leave it where it was."""
        self.state.carry = None
        self.carried.emit()
        self.retranslate()
        announce(self, tr("Left where it was."))
