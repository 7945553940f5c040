"""Facts of a record, each a name and what holds: "Zone: Little Village". Empty ones are left away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.widgets.layouts import clear
from mutualaid.desktop.widgets.words import Said, Words, say

Fact = tuple[Words, Callable[[], str] | QWidget]
"""A name, and a function that says what holds in the language in use, or a widget that shows it."""


_TITLE = 150
"""The most pixels that a name takes, in letters of the usual size."""


class Facts(QWidget):
    """Names at the left, what holds at the right, as plain text that follows the language."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, 110)
        self._grid.setColumnStretch(1, 1)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Show these facts instead of the others."""
        clear(self._grid)
        held = [(name, value) for name, value in facts if isinstance(value, QWidget) or value()]
        for row, (name, value) in enumerate(held):
            title = Said(name, role="subtle")
            title.setMaximumWidth(theme.roomy(_TITLE))
            shown = value if isinstance(value, QWidget) else Said(value)
            title.setBuddy(shown)
            middle = Qt.AlignmentFlag.AlignVCenter if isinstance(value, QWidget) else Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(title, row, 0, middle)
            self._grid.addWidget(shown, row, 1)

    def texts(self) -> dict[str, str]:
        """What is shown, by name; for reading aloud and for tests."""
        found = {}
        for row in range(self._grid.rowCount()):
            name, value = self._grid.itemAtPosition(row, 0), self._grid.itemAtPosition(row, 1)
            if name is not None and value is not None and isinstance(value.widget(), QLabel):
                found[name.widget().text()] = say(value.widget().text)  # type: ignore[union-attr]
        return found
