"""A release as the public will see it: the first sentence, and each published table as bars or as a grid."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QStackedWidget, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from mutualaid.desktop.summaries import state
from mutualaid.desktop.widgets.chart import BarChart
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.panels import scrolled
from mutualaid.desktop.widgets.words import Said, Translated
from mutualaid.language.catalog import N_, tr

if TYPE_CHECKING:
    from mutualaid.services.releases import PublishedRow


class PublishedChart(BarChart):
    """Bars of published values; a hidden one is short, grey, and says "fewer than 11"."""

    @staticmethod
    def _number(value: int | None) -> str:
        return state.value_words(value)


class ReleasePreview(Translated, QWidget):
    """Shows the rows of one release."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[PublishedRow] = ()
        self.told = Said("")
        self.table_choice = Choice()
        self.table_choice.chosen.connect(lambda _code: self._fill())
        self.chart = PublishedChart()
        self.grid = QTableWidget()
        self.grid.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.grid.setTabKeyNavigation(False)
        self.grid.setAlternatingRowColors(True)
        self.method = Said(
            N_(
                "Numbers are rounded and slightly changed so that nobody can be recognized; parts may not add up to "
                "their totals."
            ),
            role="subtle",
        )
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.chart)
        column.addStretch(1)
        self.pages = QStackedWidget()
        self.pages.addWidget(scrolled(holder))
        self.pages.addWidget(self.grid)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.told)
        layout.addWidget(self.table_choice)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.method)
        self.retranslate()

    def show_rows(self, rows: Sequence[PublishedRow]) -> None:
        """Show another release."""
        self._rows = rows
        self.retranslate()
        if not self.table_choice.code():
            self.table_choice.set_code(next(iter(state.tables_in(rows)), ""))
            self._fill()

    def retranslate(self) -> None:
        """Say everything again."""
        self.table_choice.set_choices([(name, tr(state.TABLES[name][0])) for name in state.tables_in(self._rows)])
        self.table_choice.line.setAccessibleName(tr("Which table"))
        rows = self._rows
        self.told.say((lambda: state.total_words(rows)) if rows else "")
        self._fill()

    def _fill(self) -> None:
        table = self.table_choice.code()
        if not table:
            return
        title, dimensions = state.TABLES[table]
        if len(dimensions) == 1:
            self.pages.setCurrentIndex(0)
            self.chart.setAccessibleName(tr(title))
            bars = state.bars(self._rows, table)
            self.chart.set_bars([(partial(state.code_words, dimensions[0], code), value) for code, value in bars])
            return
        self.pages.setCurrentIndex(1)
        self.grid.setAccessibleName(tr(title))
        down, across, values = state.grid(self._rows, table)
        self.grid.setRowCount(len(down))
        self.grid.setColumnCount(len(across))
        self.grid.setVerticalHeaderLabels([state.code_words(dimensions[0], code) for code in down])
        self.grid.setHorizontalHeaderLabels([state.code_words(dimensions[1], code) for code in across])
        for row, one in enumerate(down):
            for column, other in enumerate(across):
                item = QTableWidgetItem(state.value_words(values[one, other]) if (one, other) in values else "")
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.grid.setItem(row, column, item)
        self.grid.resizeColumnsToContents()

    def cells(self) -> list[list[str]]:
        """The grid as shown."""
        return [
            [self.grid.item(row, column).text() for column in range(self.grid.columnCount())]  # type: ignore[union-attr]
            for row in range(self.grid.rowCount())
        ]
