"""The board: needs by state, drawn as cards, moved by dragging or by a key. It reads what is on view and no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from mutualaid.desktop.needs.column import Column
from mutualaid.desktop.needs.lanes import Lane, move_of
from mutualaid.desktop.needs.reading import FoundLane
from mutualaid.desktop.needs.state import NeedsState
from mutualaid.records.views import NeedLine


class Board(QScrollArea):
    """Emits `picked` with a need's line (none while it is being read), `moved` with a line and the lane it is to go
    into, `opened` on Enter, `close_asked` on Delete, `wanted` with a lane and the number of a page, `turned` when a
    column was opened.
    """

    picked = Signal(object)
    moved = Signal(object, int)
    opened = Signal()
    close_asked = Signal()
    wanted = Signal(int, int)
    turned = Signal()

    def __init__(self, state: NeedsState, today: Callable[[], date]) -> None:
        super().__init__()
        self._state = state
        self._dragged: NeedLine | None = None
        self.may_refer: Callable[[NeedLine], bool] = lambda _line: True
        self.columns = {lane: Column(lane, state, today) for lane in Lane}
        content = QWidget()
        content.setProperty("role", "scrolled")
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for lane, column in self.columns.items():
            row.addWidget(column, 1 if column.open else 0)
            column.turned.connect(self.turned)
            column.dropped.connect(partial(self._dropped, lane))
            column.model.wanted.connect(partial(self.wanted.emit, int(lane)))
            cards = column.cards
            cards.side.connect(partial(self._aside, lane))
            cards.picked.connect(partial(self._picked, lane))
            cards.opened.connect(lambda _row: self.opened.emit())
            cards.close_asked.connect(self.close_asked)
            cards.began.connect(self._began)
            cards.ended.connect(self._ended)
            column.model.dataChanged.connect(partial(self._lines_came, lane))
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._lane = Lane.OPEN
        self.setFocusProxy(self.columns[Lane.OPEN].cards)

    def show_found(self, found: Mapping[Lane, FoundLane], uid: str) -> None:
        """Show these columns; the card with that uid keeps the cursor where it went."""
        focused = self._focused()
        for lane, part in found.items():
            column = self.columns[lane]
            column.cards.blockSignals(True)
            column.set_ids(part.total, part.ids, part.first)
            column.cards.blockSignals(False)
        place = self._place(uid)
        if place is None:
            rows = self.columns[self._lane].model.rowCount()
            first = self._lane if rows else next((one for one in Lane if self._can_enter(one)), None)
            place = None if first is None else (first, 0)
        if place is not None:
            self._go(*place, focus=focused)

    def _focused(self) -> bool:
        """Whether the keyboard is on a card, or comes back to one when the window above is gone."""
        here = self.window().focusWidget()
        return any(column.cards is here for column in self.columns.values())

    def _can_enter(self, lane: Lane) -> bool:
        return self.columns[lane].open and self.columns[lane].model.rowCount() > 0

    def _place(self, uid: str) -> tuple[Lane, int] | None:
        for lane, column in self.columns.items():
            row = column.model.lines.row_of_uid(uid) if uid and column.open else -1
            if row >= 0:
                return lane, row
        return None

    def _go(self, lane: Lane, row: int, *, focus: bool) -> None:
        column = self.columns[lane]
        row = min(row, column.model.rowCount() - 1)
        if row < 0:
            return
        self._lane = lane
        self.setFocusProxy(column.cards)
        index = column.model.index(row, 0)
        moved = column.cards.currentIndex() != index
        column.cards.setCurrentIndex(index)
        column.cards.scrollTo(index)
        if focus:
            column.cards.setFocus()
            self.ensureWidgetVisible(column, 8, 0)
        if not moved:
            self._picked(lane, row)

    def _aside(self, lane: Lane, step: int) -> None:
        """To the next column in that direction with a card in it, at the same height."""
        row = self.columns[lane].cards.row()
        lanes = list(Lane)[lane + 1 :] if step > 0 else list(Lane)[:lane][::-1]
        for other in lanes:
            if self._can_enter(other):
                self._go(other, max(row, 0), focus=True)
                return

    def _picked(self, lane: Lane, row: int) -> None:
        if not self.columns[lane].cards.signalsBlocked():
            self._lane = lane
            self.setFocusProxy(self.columns[lane].cards)
            for other, column in self.columns.items():
                if other != lane:
                    column.cards.clearSelection()
            self.picked.emit(self.columns[lane].model.lines.line(row))

    def _lines_came(self, lane: Lane, *_what: object) -> None:
        row = self.columns[lane].cards.row()
        if lane == self._lane and row >= 0 and not self.columns[lane].cards.signalsBlocked():
            self.picked.emit(self.columns[lane].model.lines.line(row))

    def line(self) -> NeedLine | None:
        """The card with the cursor."""
        row = self.columns[self._lane].cards.row()
        return self.columns[self._lane].model.lines.line(row) if row >= 0 else None

    def repaint_all(self) -> None:
        """What the cards say has changed."""
        for column in self.columns.values():
            column.model.repaint_all()

    def _began(self, line: NeedLine) -> None:
        self._dragged = line
        may_refer = self.may_refer(line)
        for lane, column in self.columns.items():
            column.consider(move_of(line, lane, may_refer=may_refer))

    def _ended(self) -> None:
        for column in self.columns.values():
            column.consider(None)

    def _dropped(self, lane: Lane) -> None:
        line, self._dragged = self._dragged, None
        if line is not None:
            self.moved.emit(line, int(lane))
