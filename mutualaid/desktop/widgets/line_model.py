"""A table's model over frozen lines held in memory: columns say their text, and by what they sort."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from mutualaid.desktop.widgets.choice import fold
from mutualaid.language.catalog import tr

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Column:
    """A column: its title (marked), the text of a line, what to sort by (the text without), its width, its side."""

    title: str
    text: Callable[[Any], str]
    order: Callable[[Any], Any] | None = None
    width: int = 120
    number: bool = False


class LineModel(QAbstractTableModel):
    """Lines with a `uid` each. Sorting keeps the order of reading among equals."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.lines: list[Any] = []
        self._sort: tuple[int, bool] | None = None

    def set_lines(self, lines: Sequence[Any]) -> None:
        """Show these lines, in the order asked for before."""
        self.beginResetModel()
        self.lines = self._sorted(list(lines))
        self.endResetModel()

    def row_of(self, uid: str) -> int:
        """The row of a record, -1 when it is not among them."""
        return next((row for row, line in enumerate(self.lines) if line.uid == uid), -1)

    def spoken(self) -> None:
        """Words changed: have everything read again."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, len(self.columns) - 1))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the lines in order of a column."""
        if not 0 <= column < len(self.columns):
            return
        self._sort = (column, order == Qt.SortOrder.DescendingOrder)
        self.set_lines(self.lines)

    def _sorted(self, lines: list[Any]) -> list[Any]:
        if self._sort is None:
            return lines
        column, down = self.columns[self._sort[0]], self._sort[1]
        return sorted(lines, key=column.order or (lambda line: fold(column.text(line))), reverse=down)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """How many lines."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """How many columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = _DISPLAY) -> Any:
        """A cell's text; as its tooltip too, because columns may be narrow."""
        if role in (_DISPLAY, _TOOLTIP):
            return self.columns[index.column()].text(self.lines[index.row()])
        if role == _ALIGN:
            return _RIGHT if self.columns[index.column()].number else _LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """A column's title."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _DISPLAY:
            return tr(self.columns[section].title)
        if role == _ALIGN:
            return _RIGHT if self.columns[section].number else _LEFT
        return None
