"""The file's columns: what each is called, a few of its cells, and where it goes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidgetItem

from mutualaid.desktop.importing import fields
from mutualaid.desktop.importing.columns_state import ColumnsState, letters
from mutualaid.desktop.importing.dragging import COLUMN, FIELD, accept, carried, drag
from mutualaid.desktop.importing.list_keys import KeyedTable
from mutualaid.desktop.widgets.masked import DOTS
from mutualaid.language.catalog import tr


class ColumnTable(KeyedTable):
    """The file's columns: letters, header, a few cells, and where it goes.

    `given` carries (column, field) when a field was dropped on a column.
    """

    picked = Signal(int)
    given = Signal(int, str)
    told = Signal(str)

    def __init__(self) -> None:
        super().__init__(4)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        head = self.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.currentCellChanged.connect(lambda row, _c, _r, _o: self.picked.emit(row))
        self._state: ColumnsState | None = None
        self._marked = -1

    def show_state(self, state: ColumnsState) -> None:
        """Show the columns as they are mapped, keeping the cursor where it is."""
        self._state = state
        self.setHorizontalHeaderLabels(["", tr("Column of the file"), tr("Examples"), tr("Goes into")])
        self.setRowCount(len(state.headers))
        high = self.fontMetrics().height() + 14
        for row in range(len(state.headers)):
            self.setRowHeight(row, high)
            self._show_row(row)
        self._share_out()

    def _share_out(self) -> None:
        """Give names and fields the room they ask for, up to two fifths each; the examples have the rest."""
        widest = max(140, self.viewport().width() * 2 // 5)
        for column in (1, 3):
            self.resizeColumnToContents(column)
            self.setColumnWidth(column, min(self.columnWidth(column) + 12, widest))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the new width."""
        super().resizeEvent(event)
        self._share_out()

    def _show_row(self, row: int) -> None:
        state = self._state
        if state is None:
            return
        field = state.field_of(row)
        goes = ("→ " if field else "– ") + state.goes_into(row)
        texts = (letters(row), state.name(row), state.examples(row, DOTS), goes)
        for column, text in enumerate(texts):
            item = self.item(row, column)
            if item is None:
                item = QTableWidgetItem()
                self.setItem(row, column, item)
            item.setText(text)
            item.setToolTip(text)
            font = item.font()
            font.setBold(column == 3 and bool(field))
            font.setItalic(column == 3 and not field)
            item.setFont(font)

    def go_to(self, row: int) -> None:
        """Put the cursor on a column."""
        if 0 <= row < self.rowCount():
            self.setCurrentCell(row, 1)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Drag the column that has the cursor."""
        state, row = self._state, self.currentRow()
        if state is not None and row >= 0 and not drag(self, COLUMN, str(row), state.name(row)):
            self.told.emit("")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Fields may come; files are the window's."""
        accept(event, wanted=bool(carried(event.mimeData(), FIELD)))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Say what letting go here would do: in the row itself, and in a sentence."""
        field = carried(event.mimeData(), FIELD)
        row = self.rowAt(event.position().toPoint().y())
        self._mark(row if field else -1, field)
        accept(event, wanted=bool(field) and row >= 0)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """It has gone elsewhere."""
        self._mark(-1, "")

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the field for the column it was let go on."""
        field = carried(event.mimeData(), FIELD)
        row = self.rowAt(event.position().toPoint().y())
        self._mark(-1, "")
        if field and row >= 0:
            event.acceptProposedAction()
            self.given.emit(row, field)

    def _mark(self, row: int, field: str) -> None:
        state = self._state
        if row == self._marked or state is None:
            return
        before, self._marked = self._marked, row
        if before >= 0:
            self._show_row(before)
        item = self.item(row, 3)
        if row < 0 or item is None:
            self.told.emit("")
            return
        words = fields.field_words(field, state.kind)
        item.setText("⇒ " + words)
        self.told.emit(tr("Let go: “{column}” goes into {field}.", column=state.name(row), field=words))
