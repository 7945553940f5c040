"""Rows that a person adds and takes away: phones, languages, absences, needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mutualaid.desktop.widgets.icons import IconButton
from mutualaid.desktop.widgets.plain import plain, put
from mutualaid.desktop.widgets.words import Button, Words


class Repeated(QWidget):
    """`make` builds a row, a widget with a `changed` signal that takes the focus where typing begins.

    `changed` is emitted when rows come, go or change. A row that is taken away gives the focus to the one before it.
    """

    changed = Signal()

    def __init__(
        self, make: Callable[[], Any], add_words: Words, remove_words: Words, *, top: bool = False, gap: int = 6
    ) -> None:
        super().__init__()
        self._make, self._remove_words, self._top = make, remove_words, top
        self._holders: list[QWidget] = []
        self.rows: list[Any] = []
        self.add_button = Button(add_words, lambda: self.add().setFocus())
        self.add_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(gap)
        self._layout.addWidget(self.add_button)

    def setFocus(self, *_reason: object) -> None:
        """Begin in the first row; no focus proxy, for a form would give it this field's name."""
        (self.rows[0] if self.rows else self.add_button).setFocus()

    def add(self) -> Any:
        """Another row, at the end."""
        row = self._make()
        remove = IconButton("close", self._remove_words)
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(row, 1)
        line.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop if self._top else Qt.AlignmentFlag.AlignBottom)
        remove.clicked.connect(lambda: self.remove(row))
        row.changed.connect(self.changed)
        self._layout.insertWidget(len(self.rows), holder)
        self.rows.append(row)
        self._holders.append(holder)
        self.changed.emit()
        return row

    def plain(self) -> list[Any]:
        """What each row holds."""
        return [plain(row) for row in self.rows]

    def set_plain(self, held: list[Any]) -> None:
        """As many rows as there were, each filled."""
        self.clear()
        for one in held:
            put(self.add(), one)

    def remove(self, row: Any) -> None:
        """Take a row away."""
        at = self.rows.index(row)
        self.rows.pop(at)
        holder = self._holders.pop(at)
        (self.rows[max(0, at - 1)] if self.rows else self.add_button).setFocus()
        holder.hide()
        self._layout.removeWidget(holder)
        holder.deleteLater()
        self.changed.emit()

    def clear(self) -> None:
        """Take all rows away."""
        while self.rows:
            self.remove(self.rows[-1])
