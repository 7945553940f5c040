"""Our fields: what each is called, and which column of the file goes into it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget

from mutualaid.desktop.importing import fields
from mutualaid.desktop.importing.columns_state import ColumnsState
from mutualaid.desktop.importing.dragging import COLUMN, FIELD, accept, carried, drag
from mutualaid.desktop.importing.list_keys import heard
from mutualaid.language.catalog import tr


class FieldList(QListWidget):
    """Our fields, each with the column that goes into it. `given` carries (field, column) when a column was dropped."""

    given = Signal(str, int)
    asked = Signal(str)
    cleared = Signal(str)
    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "lines")
        self.setWordWrap(True)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._state: ColumnsState | None = None
        self._marked = -1

    def show_state(self, state: ColumnsState) -> None:
        """Show the fields as they are fed, keeping the cursor where it is."""
        self._state = state
        at = self.currentRow()
        while self.count() > len(state.order):
            self.takeItem(self.count() - 1)
        while self.count() < len(state.order):
            self.addItem("")
        for row in range(len(state.order)):
            self._show_row(row)
        self.setCurrentRow(max(0, min(at, self.count() - 1)))

    def _show_row(self, row: int) -> None:
        state, item = self._state, self.item(row)
        if state is None or not 0 <= row < len(state.order):
            return
        field = state.order[row]
        words, column = fields.field_words(field, state.kind), state.at.get(field)
        if column is not None:
            text = tr("{field} ← {column}", field=words, column=state.name(column))
        else:
            text = state.need_words(field)
        item.setText(text)
        item.setToolTip(text)
        font = item.font()
        font.setBold(column is not None)
        item.setFont(font)

    def field(self) -> str:
        """The field with the cursor, "" for none."""
        state, row = self._state, self.currentRow()
        return state.order[row] if state is not None and 0 <= row < len(state.order) else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the column at hand into the field, Delete takes the field's column out; letters go to a field."""
        wanted = heard(event)
        if wanted == "asked" and self.field():
            self.asked.emit(self.field())
        elif wanted == "cleared" and self.field():
            self.cleared.emit(self.field())
        else:
            super().keyPressEvent(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Drag the field that has the cursor."""
        state, field = self._state, self.field()
        if state is not None and field and not drag(self, FIELD, field, fields.field_words(field, state.kind)):
            self.told.emit("")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Columns may come."""
        accept(event, wanted=bool(carried(event.mimeData(), COLUMN)))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Say what letting go here would do."""
        column = carried(event.mimeData(), COLUMN)
        row = self.indexAt(event.position().toPoint()).row()
        self._mark(row if column else -1, column)
        accept(event, wanted=bool(column) and row >= 0)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """It has gone elsewhere."""
        self._mark(-1, "")

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the column into the field it was let go on."""
        column = carried(event.mimeData(), COLUMN)
        row = self.indexAt(event.position().toPoint()).row()
        self._mark(-1, "")
        if column and row >= 0 and self._state is not None:
            event.acceptProposedAction()
            self.given.emit(self._state.order[row], int(column))

    def _mark(self, row: int, column: str) -> None:
        state = self._state
        if row == self._marked or state is None:
            return
        before, self._marked = self._marked, row
        if before >= 0:
            self._show_row(before)
        if row < 0:
            self.told.emit("")
            return
        words, name = fields.field_words(state.order[row], state.kind), state.name(int(column))
        self.item(row).setText("⇒ " + tr("{field} ← {column}", field=words, column=name))
        self.told.emit(tr("Let go: “{column}” goes into {field}.", column=name, field=words))
