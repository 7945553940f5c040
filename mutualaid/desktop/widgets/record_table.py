"""The table that lists records on every page: whole rows, sorted by a click or a key, opened with Enter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from mutualaid.desktop import theme

_ROW = 38
_TITLE = 38
"""Pixels beside a column's title: its padding, the sort arrow, and that titles are bold."""


class RecordTable(QTableView):
    """Emits `opened` (Enter, double click), `picked` (another row), `new_asked` (N), `delete_asked` (Delete).

    Tab leaves the table; arrows move in it; Alt+arrow left or right with Enter on the header is Qt's own.
    """

    opened = Signal(int)
    picked = Signal(int)
    new_asked = Signal()
    delete_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._widths: dict[int, int] = {}
        self._spare: tuple[int, ...] = ()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(max(_ROW, self.fontMetrics().height() + 18))
        columns = self.horizontalHeader()
        columns.setSectionsClickable(True)
        columns.setSortIndicatorShown(True)
        columns.setHighlightSections(False)
        columns.setStretchLastSection(True)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def set_widths(self, widths: Mapping[int, int]) -> None:
        """Make columns at least so many pixels wide, and never narrower than their titles in the language in use."""
        titles = self.horizontalHeader().fontMetrics()
        for column, width in widths.items():
            title = str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")
            self._widths[column] = max(theme.roomy(width), titles.horizontalAdvance(title) + _TITLE)
            self.setColumnWidth(column, self._widths[column])
        self._fit()

    def give_way(self, columns: Sequence[int]) -> None:
        """Hide these columns, first to last, as far as there is no room for all: no table scrolls sideways for them."""
        self._spare = tuple(columns)
        self._fit()

    def _fit(self) -> None:
        if not self._spare or self.model() is None:
            return
        titles = self.horizontalHeader()
        hidden: set[int] = set()
        wide = {column: self._widths.get(column, titles.sectionSize(column)) for column in range(titles.count())}
        for column in self._spare:
            if sum(width for one, width in wide.items() if one not in hidden) <= self.viewport().width():
                break
            hidden.add(column)
        for column in self._spare:
            if self.isColumnHidden(column) != (column in hidden):
                self.setColumnHidden(column, column in hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may hold other columns."""
        super().resizeEvent(event)
        self._fit()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        """Another row has the cursor."""
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.picked.emit(current.row())

    def row(self) -> int:
        """The row with the cursor, -1 for none."""
        index = self.currentIndex()
        return index.row() if index.isValid() else -1

    def go_to(self, row: int) -> None:
        """Put the cursor on a row and bring it into view."""
        model = self.model()
        if 0 <= row < model.rowCount():
            index = model.index(row, 0)
            self.setCurrentIndex(index)
            self.selectRow(row)
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a list; letters do not search, so that N and / mean the same everywhere."""
        key = event.key()
        rest = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = rest == Qt.KeyboardModifier.NoModifier
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.row() >= 0:
            self.opened.emit(self.row())
        elif plain and key == Qt.Key.Key_Delete and self.row() >= 0:
            self.delete_asked.emit()
        elif plain and key == Qt.Key.Key_N:
            self.new_asked.emit()
        elif event.text() and event.text().isprintable() and key != Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)
