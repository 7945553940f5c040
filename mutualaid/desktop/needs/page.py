"""The needs page: filters over a table or a board, one need beside it, and all that can be done with it by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from mutualaid.desktop.needs.acting import Acting
from mutualaid.desktop.needs.board import Board
from mutualaid.desktop.needs.lanes import Lane
from mutualaid.desktop.needs.reading import Found, read_lines, read_need, read_needs
from mutualaid.desktop.needs.state import SORTS, Column
from mutualaid.desktop.page import Context
from mutualaid.language.catalog import tr
from mutualaid.records.views import Area, NeedLine

if TYPE_CHECKING:
    from mutualaid.services.needs import NeedPage

_WIDTHS = {Column.CODE: 96, Column.NAME: 118, Column.WHAT: 200, Column.URGENCY: 104, Column.BY: 104, Column.ZONE: 140}
_GIVE_WAY = (Column.RECEIVED, Column.STATE, Column.LANGUAGES, Column.ZONE)
"""Columns that go first where there is no room; the need beside the table says them all."""
LOOK = "needs"
"""Under which name it is remembered whether the table or the board was last on view."""


class NeedsPage(Acting):
    """Reads ids and lines by pages; keeps the chosen need by its uid through every refresh."""

    areas = frozenset({Area.NEEDS, Area.HOUSEHOLDS, Area.MATCHES})
    covers_names = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._identity = 0
        self._generation = 0
        self.filters.changed.connect(self.refresh)
        self.filters.saved.applied.connect(self._show_order)
        self.model.wanted.connect(self._read_page)
        self.model.dataChanged.connect(self._lines_came)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._order)
        self.table.picked.connect(self._picked)
        self.table.give_way(_GIVE_WAY)
        self.retranslate()
        self._show_order()
        self.retranslate()
        self.show_look(board=context.looks.get(LOOK) == "board")

    def tie_board(self, board: Board) -> None:
        """What is read of the board's columns and of the card in use."""
        super().tie_board(board)
        board.setAccessibleName(tr("Needs by state"))
        board.picked.connect(self._picked_card)
        board.wanted.connect(self._read_lane)
        board.turned.connect(self.refresh)

    def retranslate(self) -> None:
        """What no part says by itself."""
        self.table.setAccessibleName(tr("Needs"))
        if "board" in self.__dict__:  # else it is named when it is made
            self.board.setAccessibleName(tr("Needs by state"))
        self.model.retranslate()
        self.table.set_widths({int(column): width for column, width in _WIDTHS.items()})

    def find_here(self) -> None:
        """Into the page's search field."""
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def set_masked(self, masked: bool) -> None:
        """Cover names and contact data, or show the names again."""
        self.state.masked = masked
        self.names_button.setVisible(masked and not self.state.board)  # no name stands on a card
        self.model.repaint_all()
        if masked:
            self.detail.cover()
        else:
            self.start()

    def turn(self, *, board: bool) -> None:
        """Show the board or the table from now on, also when the office is next opened."""
        if board != self.state.board:
            self.context.looks[LOOK] = "board" if board else "table"
            self.show_look(board=board)
            self.refresh()
            self.start()

    def refresh(self) -> None:
        """Read what the table or the board shows, and the names of codes; what is selected stays selected."""
        self._generation += 1
        generation, office, wanted, uid = self._generation, self.context.office, self.state.filter, self.uid
        today = self.context.today()
        lanes = {lane for lane, column in self.board.columns.items() if column.open} if self.state.board else None
        self.context.tasks.read(
            lambda: read_needs(office, wanted, uid, today, lanes),
            lambda found: self._show(generation, found),
            owner=self,
        )

    def _show(self, generation: int, found: Found) -> None:
        if generation != self._generation:
            return
        if found.names != self.state.names:
            self.state.names = found.names
            self.filters.retranslate()
        self.filters.saved.set_rows(found.saved)
        board = self.state.board
        count, waiting = found.counts()
        told = count if self.state.narrowed else waiting
        focused = self.stack.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        if board:
            self.board.show_found(found.lanes, self.uid)
        else:
            self._show_table(found)
        total = found.total
        self.header.set_line(lambda: self.state.count_line(told) if total else tr("Nothing here yet"))
        self.filters.setVisible(total > 0)
        self.show_stack(count=count, total=total)
        if found.page is not None:
            self.detail.show_need(found.page)
        elif not board and self.table.row() < 0 and count:
            self.table.go_to(0)
        if focused and count and self.focusWidget() is None:
            self.start()

    def _show_table(self, found: Found) -> None:
        chosen = self.table.chosen() if self.table.chosen_count() > 1 else []
        focused = self.table.hasFocus()
        self.table.blockSignals(True)
        self.model.set_ids(found.ids, found.first)
        row = self.model.lines.row_of_uid(self.uid) if self.uid else -1
        if row < 0 and self._identity:
            row = self.model.lines.row_of(self._identity)
        self.table.go_to(row)
        if chosen:
            self.table.choose(chosen)
        self.table.blockSignals(False)
        self.many.show_count(self.table.chosen_count())
        if focused:
            self.table.setFocus()

    def _read_page(self, page: int) -> None:
        ids, office = self.model.page_ids(page), self.context.office

        def show(lines: list[NeedLine]) -> None:
            self.model.give_page(page, ids, lines)

        self.context.tasks.read(lambda: read_lines(office, ids), show, owner=self)

    def _read_lane(self, lane: int, page: int) -> None:
        model, office = self.board.columns[Lane(lane)].model, self.context.office
        ids = model.lines.ids_of(page)

        def show(lines: list[NeedLine]) -> None:
            model.give_page(page, ids, lines)

        self.context.tasks.read(lambda: read_lines(office, ids), show, owner=self)

    def _order(self, column: int, order: Qt.SortOrder) -> None:
        if self.state.set_order(Column(column), order == Qt.SortOrder.DescendingOrder):
            self.refresh()
        else:
            self._show_order()

    def _show_order(self) -> None:
        """The arrow in the header, as the filter orders."""
        header, wanted = self.table.horizontalHeader(), self.state.filter
        column = next((column for column, sort in SORTS.items() if sort == wanted.sort), Column.URGENCY)
        order = Qt.SortOrder.DescendingOrder if wanted.descending else Qt.SortOrder.AscendingOrder
        header.blockSignals(True)
        header.setSortIndicator(int(column), order)
        header.blockSignals(False)

    def _picked(self, row: int) -> None:
        self._identity = self.model.lines.identity(row)
        line = self.model.line(row)
        if line is not None:
            self.open_need(line.uid)

    def _picked_card(self, line: NeedLine | None) -> None:
        if line is not None and line.uid != self.uid:
            self.open_need(line.uid)

    def _lines_came(self, first: QModelIndex, last: QModelIndex) -> None:
        """The cursor may stand on a line that was still being read."""
        row = self.table.row()
        if row >= 0 and first.row() <= row <= last.row():
            line = self.model.line(row)
            if line is not None and line.uid != self.uid:
                self.open_need(line.uid)

    def open_need(self, uid: str) -> None:
        """Read a need and show it beside the list."""
        self.uid = uid
        office, today = self.context.office, self.context.today()

        self.context.tasks.read(lambda: read_need(office, uid, today), self._show_need, owner=self)

    def _show_need(self, page: NeedPage) -> None:
        if page.uid == self.uid:
            self.detail.show_need(page)

    def show_record(self, uid: str) -> None:
        """Show just that need: its code becomes the search, which she can clear."""
        self.uid, self._identity = uid, 0
        office, today = self.context.office, self.context.today()

        def show(page: NeedPage) -> None:
            self.state.show_only(page.record.code)
            self.filters.show_state()
            self.detail.show_need(page)
            self.start()
            self.refresh()

        self.context.tasks.read(lambda: read_need(office, uid, today), show, owner=self)

    def views(self) -> Mapping[str, Callable[[], object]]:
        """The board, the table again, and several chosen."""
        return {
            "board": partial(self.turn, board=True),
            "table": partial(self.turn, board=False),
            "several": self.table.selectAll,
            "one": self.table.choose_one,
        }

    def dialogs(self) -> Mapping[str, Callable[[], object]]:
        """Every dialog of the page, for its picture."""
        return {
            "add": self.add,
            "change": self.edit,
            **{
                verb: partial(self.act, verb) for verb in ("close", "refer", "hold", "part", "split", "contact", "move")
            },
            "keep": partial(self.ask_filter, "keep"),
            "duplicates": self.find_duplicates,
            **{f"many-{verb}": partial(self.show_many, verb) for verb in ("change", "close", "refer", "merge")},
        }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The letters of the page, as F1 lists them; Escape goes back to the list."""
        typing = isinstance(self.focusWidget(), QLineEdit)
        if event.key() == Qt.Key.Key_Escape:
            self.leave_detail()
        elif typing or event.modifiers() or not self.by_key(event.text().upper()):
            super().keyPressEvent(event)
