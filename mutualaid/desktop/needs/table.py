"""The needs as a table of any length, of which several may be chosen together."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView

from mutualaid.desktop import theme
from mutualaid.desktop.needs.paged import PAGE, PagedLines
from mutualaid.desktop.needs.state import TITLES, Column, NeedsState
from mutualaid.desktop.widgets.record_table import RecordTable
from mutualaid.language.catalog import tr
from mutualaid.records.kinds import Urgency
from mutualaid.records.views import NeedLine

Index = QModelIndex | QPersistentModelIndex

# Roles as plain integers: an enum compared in `data`, tens of thousands of times a frame, costs more than the text.
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_READ = int(Qt.ItemDataRole.AccessibleTextRole)
_INK = int(Qt.ItemDataRole.ForegroundRole)
_FONT = int(Qt.ItemDataRole.FontRole)
_URGENCY, _BY = int(Column.URGENCY), int(Column.BY)


class NeedsTable(QAbstractTableModel):
    """Rows of the needs table. `wanted` asks for a page of lines by its number; `give_page` brings it."""

    wanted = Signal(int)

    def __init__(self, state: NeedsState, today: Callable[[], date]) -> None:
        super().__init__()
        self._state, self._today = state, today
        self.lines = PagedLines(self.wanted.emit)
        self._bold = QFont()
        self._bold.setBold(True)

    def set_ids(self, ids: array[int], first: Sequence[NeedLine]) -> None:
        """Show these needs; `first` are the lines of the first page."""
        self.beginResetModel()
        self.lines.set_ids(ids, first)
        self.endResetModel()

    def page_ids(self, page: int) -> list[int]:
        """The ids whose lines page `page` wants."""
        return self.lines.ids_of(page)

    def give_page(self, page: int, ids: Sequence[int], lines: Sequence[NeedLine]) -> None:
        """The lines of a page; dropped when the table has moved on to other ids since they were asked for."""
        rows = self.lines.give(page, ids, lines)
        if rows:
            self.dataChanged.emit(self.index(rows.start, 0), self.index(rows.stop - 1, len(Column) - 1))

    def line(self, row: int) -> NeedLine | None:
        """The line of a row; none while its page is being read."""
        return self.lines.line(row)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """How many needs."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """How many columns."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Text of a cell; what is urgent or late also stands out in weight and colour, never by colour alone."""
        if role not in (_DISPLAY, _TOOLTIP, _READ, _INK, _FONT):
            return None
        line = self.lines.line(index.row())
        if line is None:
            return "…" if role == _DISPLAY else None
        column = index.column()
        if role in (_DISPLAY, _TOOLTIP):
            return self._state.cell(line, column, self._today())
        if role == _READ:
            return f"{tr(TITLES[Column(column)])}: {self._state.cell(line, column, self._today())}"
        loud = (column == _URGENCY and line.urgency == Urgency.TODAY) or (
            column == _BY and self._state.late(line, self._today())
        )
        if not loud:
            return None
        return self._bold if role == _FONT else QColor(theme.tones().danger)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Titles of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == _DISPLAY:
            return tr(TITLES[Column(section)])
        return None

    def retranslate(self) -> None:
        """Say every word again."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        self.repaint_all()

    def repaint_all(self) -> None:
        """What the cells say has changed though the lines have not."""
        if len(self.lines):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, len(Column) - 1))


def _runs(rows: Iterable[int]) -> Iterator[range]:
    """Rising numbers as stretches without a gap: one selection of thousands of rows instead of thousands of one."""
    first = last = -1
    for row in rows:
        if row != last + 1 or first < 0:
            if first >= 0:
                yield range(first, last + 1)
            first = row
        last = row
    if first >= 0:
        yield range(first, last + 1)


class NeedsList(RecordTable):
    """The table over a NeedsTable. `chose` says how many are chosen: Shift and Ctrl choose more than one, as in any
    list.
    """

    chose = Signal(int)

    def __init__(self, model: NeedsTable) -> None:
        super().__init__()
        self.needs = model
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        # The header asks of each column whether every row of it is chosen, and that takes long of many thousands.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(model, self))
        self.selectionModel().selectionChanged.connect(lambda _new, _old: self.chose.emit(self.chosen_count()))

    def chosen_count(self) -> int:
        """How many are chosen."""
        return sum(part.height() for part in self._ranges())

    def _ranges(self) -> list[QItemSelectionRange]:
        selection = self.selectionModel().selection()
        return [selection.at(number) for number in range(selection.count())]

    def chosen(self) -> list[int]:
        """The local ids of what is chosen, from the top."""
        rows = sorted({row for part in self._ranges() for row in range(part.top(), part.bottom() + 1)})
        return [self.needs.lines.identity(row) for row in rows]

    def choose(self, identities: Collection[int]) -> None:
        """Choose these, as far as they are in the table, and leave the cursor where it is."""
        selection, last = QItemSelection(), self.needs.columnCount() - 1
        for rows in _runs(self.needs.lines.rows_of(identities)):
            selection.select(self.needs.index(rows.start, 0), self.needs.index(rows.stop - 1, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+A chooses all; the rest is as in any list of records."""
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def choose_one(self) -> None:
        """Only the row with the cursor is chosen."""
        if self.row() >= 0:
            self.selectRow(self.row())


__all__ = ["PAGE", "NeedsList", "NeedsTable"]
