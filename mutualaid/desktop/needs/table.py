"""The needs as a table of any length: ordered ids in memory, lines read by pages of 128 when they come into view."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont

from mutualaid.desktop import theme
from mutualaid.desktop.needs.state import TITLES, Column, NeedsState
from mutualaid.language.catalog import tr
from mutualaid.records.kinds import Urgency
from mutualaid.records.views import NeedLine

PAGE = 128
KEPT = 24
"""Pages that stay in memory: about 3,000 lines, so scrolling back reads nothing."""

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
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, Sequence[NeedLine]] = OrderedDict()
        self._asked: set[int] = set()
        self._bold = QFont()
        self._bold.setBold(True)

    def set_ids(self, ids: array[int], first: Sequence[NeedLine]) -> None:
        """Show these needs; `first` are the lines of the first page."""
        self.beginResetModel()
        self._ids = ids
        self._pages = OrderedDict({0: first}) if first else OrderedDict()
        self._asked = set()
        self.endResetModel()

    def page_ids(self, page: int) -> list[int]:
        """The ids whose lines page `page` wants."""
        return list(self._ids[page * PAGE : (page + 1) * PAGE])

    def give_page(self, page: int, ids: Sequence[int], lines: Sequence[NeedLine]) -> None:
        """The lines of a page; dropped when the table has moved on to other ids since they were asked for."""
        if list(ids) != self.page_ids(page):
            return
        self._asked.discard(page)
        self._pages[page] = lines
        self._pages.move_to_end(page)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)
        last = min((page + 1) * PAGE, len(self._ids)) - 1
        self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(Column) - 1))

    def line(self, row: int) -> NeedLine | None:
        """The line of a row; none while its page is being read."""
        page, offset = divmod(row, PAGE)
        lines = self._pages.get(page)
        if lines is None:
            if page not in self._asked:
                self._asked.add(page)
                self.wanted.emit(page)
            return None
        return lines[offset] if offset < len(lines) else None

    def row_of(self, identity: int) -> int:
        """The row of a local id, -1 if it is not among them."""
        try:
            return self._ids.index(identity)
        except ValueError:
            return -1

    def identity(self, row: int) -> int:
        """The local id of a row."""
        return self._ids[row]

    def row_of_uid(self, uid: str) -> int:
        """The row of a uid among the lines in memory, -1 if it is not there."""
        for page, lines in self._pages.items():
            for offset, line in enumerate(lines):
                if line.uid == uid:
                    return page * PAGE + offset
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """How many needs."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        """How many columns."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        """Text of a cell; what is urgent or late also stands out in weight and colour, never by colour alone."""
        if role not in (_DISPLAY, _TOOLTIP, _READ, _INK, _FONT):
            return None
        line = self.line(index.row())
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
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(Column) - 1))
