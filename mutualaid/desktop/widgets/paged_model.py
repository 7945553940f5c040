"""A table of any length: the order of its records in memory, their lines read by pages when they come into view."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, overload

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal

from mutualaid.desktop.widgets.line_model import Column, LineModel

PAGE = 128
KEPT = 24
"""Pages that stay in memory: about 3,000 lines, so scrolling back reads nothing."""

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)


class Waiting(NamedTuple):
    """The line of a record while its page is being read."""

    uid: str


class Pages(Sequence[Any]):
    """Lines by row, read as they are asked for: `want` is told the number of a page that is not there.

    Walking through all of it wants nothing, and gives what is there.
    """

    def __init__(self, uids: Sequence[str], want: Callable[[int], object]) -> None:
        self.uids = list(uids)
        self._want = want
        self._pages: OrderedDict[int, list[Any]] = OrderedDict()
        self._asked: set[int] = set()

    def page(self, number: int) -> list[str]:
        """The records of a page."""
        return self.uids[number * PAGE : (number + 1) * PAGE]

    def give(self, number: int, lines: Sequence[Any]) -> None:
        """Keep the lines of a page; of records that are gone meanwhile there is none."""
        found = {line.uid: line for line in lines}
        self._asked.discard(number)
        self._pages[number] = [found.get(uid, Waiting(uid)) for uid in self.page(number)]
        self._pages.move_to_end(number)
        while len(self._pages) > KEPT:
            self._pages.popitem(last=False)

    def there(self, row: int) -> Any:
        """The line of a row if it is in memory, else who it is."""
        number, offset = divmod(row, PAGE)
        lines = self._pages.get(number)
        return Waiting(self.uids[row]) if lines is None else lines[offset]

    def __len__(self) -> int:
        return len(self.uids)

    def __iter__(self) -> Iterator[Any]:
        return (self.there(row) for row in range(len(self.uids)))

    @overload
    def __getitem__(self, row: int) -> Any: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[Any]: ...
    def __getitem__(self, row: int | slice) -> Any:
        if isinstance(row, slice):
            return [self.there(one) for one in range(*row.indices(len(self.uids)))]
        number = row // PAGE
        if number not in self._pages and number not in self._asked:
            self._asked.add(number)
            self._want(number)
        return self.there(row)


class PagedModel(LineModel):
    """`wanted` asks for a page by its number, `order_asked` for other records: the order is the reader's to make."""

    wanted = Signal(int)
    order_asked = Signal()

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__(columns)
        self.order: tuple[int, bool] | None = None
        """The column to order by, and whether downwards."""
        self.pages = Pages((), self.wanted.emit)
        self.lines = self.pages  # type: ignore[assignment]

    def set_uids(self, uids: Sequence[str], first: Sequence[Any]) -> None:
        """Show these records, in this order; `first` are the lines of the first page."""
        self.beginResetModel()
        self.pages = Pages(uids, self.wanted.emit)
        self.pages.give(0, first)
        self.lines = self.pages  # type: ignore[assignment]
        self.endResetModel()

    def give_page(self, number: int, uids: Sequence[str], lines: Sequence[Any]) -> None:
        """The lines of a page; dropped when the table has moved on to other records since they were asked for."""
        if list(uids) != self.pages.page(number):
            return
        self.pages.give(number, lines)
        last = min((number + 1) * PAGE, len(self.pages)) - 1
        self.dataChanged.emit(self.index(number * PAGE, 0), self.index(last, len(self.columns) - 1))

    def row_of(self, uid: str) -> int:
        """The row of a record, -1 when it is not among them."""
        try:
            return self.pages.uids.index(uid)
        except ValueError:
            return -1

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Have the records read in another order."""
        if 0 <= column < len(self.columns):
            self.order = (column, order == Qt.SortOrder.DescendingOrder)
            self.order_asked.emit()

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = _DISPLAY) -> Any:
        """A cell's text; dots while its page is being read."""
        if role != _ALIGN and isinstance(self.lines[index.row()], Waiting):
            return "…" if role == _DISPLAY else None
        return super().data(index, role)
