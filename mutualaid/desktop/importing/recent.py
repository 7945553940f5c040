"""The imports so far: when, by whom, what came in, and the button that takes one back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from mutualaid.desktop.importing import state
from mutualaid.desktop.widgets.layouts import clear
from mutualaid.desktop.widgets.words import Button, Said, Translated, plain_label
from mutualaid.language.catalog import N_, tr

if TYPE_CHECKING:
    from mutualaid.services.importing import PastImport

MOST = 8
"""As many of the latest imports are listed."""


class RecentImports(Translated, QWidget):
    """The latest imports, the last one first. `undo_asked` carries one of them; away while there are none."""

    undo_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[PastImport] = ()
        self.buttons: list[Button] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Said(N_("Imports so far"), bold=True))
        layout.addLayout(self._grid)
        self.hide()

    def show_lines(self, lines: Sequence[PastImport]) -> None:
        """Show these imports."""
        self.lines = lines[:MOST]
        self.retranslate()
        self.setVisible(bool(lines))

    def retranslate(self) -> None:
        """Say everything again in the language in use."""
        clear(self._grid)
        self.buttons = []
        for row, line in enumerate(self.lines):
            words = state.past_words(line)
            self._grid.addWidget(plain_label(words), row, 0)
            if not line.can_undo:
                self._grid.addWidget(plain_label(state.past_end(line), role="subtle", wrap=False), row, 1)
                continue
            button = Button(N_("Undo…"), partial(self.undo_asked.emit, line))
            button.setAccessibleName(tr("Undo: {what}", what=words))
            self.buttons.append(button)
            self._grid.addWidget(button, row, 1, Qt.AlignmentFlag.AlignTop)
