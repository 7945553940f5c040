"""A table inside a form: a few rows high, in the order in which its lines came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize

from mutualaid.desktop.widgets.line_model import Column, LineModel
from mutualaid.desktop.widgets.record_table import RecordTable
from mutualaid.desktop.widgets.words import Translated
from mutualaid.language.catalog import tr

_TITLES = 1.6
"""How much of a row the titles and the frame take."""

_LEAST = 2
"""Rows of a table that holds next to nothing: what stands below it is not pushed out of sight."""


class SmallTable(Translated, RecordTable):
    """Shows `lines`, up to `rows` high without scrolling. `title` (marked) is its name for those who hear it; `spare`
    columns give way.
    """

    def __init__(self, title: str, columns: Sequence[Column], *, rows: int = 5, spare: Sequence[int] = ()) -> None:
        super().__init__()
        self._title = title
        self.line_model = LineModel(columns)
        self.setModel(self.line_model)
        self.horizontalHeader().setSortIndicatorShown(False)
        self.horizontalHeader().setSectionsClickable(False)
        self._rows = rows
        self._keep_room(rows)  # before anything is read, for the window's size
        self.retranslate()
        self.give_way(spare)

    @property
    def lines(self) -> list[Any]:
        """What is shown."""
        return self.line_model.lines

    def set_lines(self, lines: Sequence[Any], row: int | None = None) -> None:
        """Show these lines; the cursor stays on its row, or goes to `row`."""
        wanted = max(self.row(), 0) if row is None else max(row, 0)
        self.line_model.set_lines(lines)
        self._keep_room(max(len(lines), _LEAST))
        self.go_to(min(wanted, len(lines) - 1))

    def sizeHint(self) -> QSize:
        """No higher than it must be; whoever has room to spare may give it more."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def _keep_room(self, rows: int) -> None:
        height = self.verticalHeader().defaultSectionSize()
        self.setMinimumHeight(round((min(rows, self._rows) + _TITLES) * height))
        self.updateGeometry()

    def line(self) -> Any | None:
        """The line with the cursor."""
        return self.lines[self.row()] if 0 <= self.row() < len(self.lines) else None

    def retranslate(self) -> None:
        """Titles, cells and the name in the language in use."""
        if hasattr(self, "line_model"):
            self.setAccessibleName(tr(self._title))
            self.line_model.spoken()
            self.set_widths({number: column.width for number, column in enumerate(self.line_model.columns)})
