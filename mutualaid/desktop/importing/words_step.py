"""The step Words: what people wrote or ticked, and which of our words each stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mutualaid.desktop.importing import fields
from mutualaid.desktop.importing.list_keys import KeyedTable, begin
from mutualaid.desktop.importing.words_state import WordsState
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.masked import DOTS
from mutualaid.desktop.widgets.words import Button, Said, Translated, announce, plain_label
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_number

if TYPE_CHECKING:
    from mutualaid.services.importing import ValueLine


class WordsStep(Translated, QWidget):
    """Shows a WordsState and changes it; `changed` follows each change."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.state: WordsState | None = None
        self._offered = ""
        self.title = plain_label()
        self.show_button = Button(N_("Show the words"), self._uncover, role="link")
        self.table = KeyedTable(4)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.currentCellChanged.connect(lambda row, _c, _r, _o: self._picked(row))
        self.table.typed.connect(self._typed)
        self.table.asked.connect(self._ask)
        self.table.cleared.connect(lambda: self._choose(""))
        self.means_label = plain_label()
        self.means = Choice()
        self.means_label.setBuddy(self.means)
        self.means.chosen.connect(self._chosen)
        self.hint = Said(
            N_(
                "Words that stay unknown are not guessed: the row keeps them in its notes, or is turned away and says "
                "why. What you choose is remembered for files of this shape."
            ),
            role="subtle",
        )
        self._build()
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.show_button)
        means = QHBoxLayout()
        means.addWidget(self.means_label, 1)
        means.addWidget(self.means, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addLayout(means)
        layout.addWidget(self.hint)

    def show_state(self, state: WordsState) -> None:
        """Show a file's words, the cursor on the first."""
        self.state, self._offered = state, ""
        self._fill()
        self.table.setCurrentCell(0 if state.lines else -1, 1)
        self._picked(self.table.currentRow())

    def start(self) -> None:
        """Put the focus where the work begins."""
        self.table.setFocus()

    def cover(self) -> None:
        """Cover what people wrote: between options there may be a sentence about somebody."""
        if self.state is not None:
            self.state.covered = True
            self._fill()

    def _uncover(self) -> None:
        if self.state is not None:
            self.state.covered = False
            self._fill()
            self.table.setFocus()

    def retranslate(self) -> None:
        """Say everything again in the language in use."""
        self.table.setAccessibleName(tr("Words of the file"))
        self._offered = ""
        if self.state is not None:
            self.state.speak()
        self._fill()

    def _fill(self) -> None:
        state = self.state
        if state is None:
            return
        self.table.setHorizontalHeaderLabels([tr("Field"), tr("Words of the file"), tr("How many rows"), tr("Read as")])
        self.table.setRowCount(len(state.lines))
        high = self.table.fontMetrics().height() + 14
        for row, word in enumerate(state.lines):
            self.table.setRowHeight(row, high)
            self._show_row(row, word)
        for column in (0, 2, 3):
            self.table.resizeColumnToContents(column)
            self.table.setColumnWidth(column, self.table.columnWidth(column) + 12)
        self._say_title()
        self._picked(self.table.currentRow())

    def _say_title(self) -> None:
        state = self.state
        if state is None:
            return
        self.title.setText(state.title())
        for widget in (self.table, self.means_label, self.means, self.hint):
            widget.setVisible(bool(state.lines))
        self.show_button.setVisible(state.covered and bool(state.lines))

    def _show_row(self, row: int, word: ValueLine) -> None:
        state = self.state
        if state is None:
            return
        known = bool(state.code(word))
        read_as = ("✓ " if known else "? ") + state.read_as(word)
        shown = DOTS if state.covered else word.words
        texts = (fields.field_words(word.field, state.kind), shown, format_number(word.count), read_as)
        for column, text in enumerate(texts):
            item = self.table.item(row, column)
            if item is None:
                item = QTableWidgetItem()
                self.table.setItem(row, column, item)
            item.setText(text)
            item.setToolTip(text)
            font = item.font()
            font.setBold(column == 3 and not known)
            item.setFont(font)

    def _word(self) -> ValueLine | None:
        state, row = self.state, self.table.currentRow()
        return state.lines[row] if state is not None and 0 <= row < len(state.lines) else None

    def _picked(self, _row: int) -> None:
        state, word = self.state, self._word()
        self.means.setEnabled(word is not None)
        if state is None or word is None:
            return
        if self._offered != word.field:
            self.means.set_choices(state.choices(word.field), empty=tr("not known"))
            self._offered = word.field
        self.means.set_code(state.code(word))
        shown = DOTS if state.covered else word.words
        self.means_label.setText(tr("“{words}” stands for", words=shown))
        self.means.setAccessibleName(tr("“{words}” stands for", words=shown))

    def _typed(self, letter: str) -> None:
        begin(self.means, letter)

    def _ask(self) -> None:
        self.means.setFocus()
        self.means.showPopup()

    def _chosen(self, code: str) -> None:
        self._choose(code, onward=True)
        self.table.setFocus()

    def _choose(self, code: str, *, onward: bool = False) -> None:
        state, word, row = self.state, self._word(), self.table.currentRow()
        if state is None or word is None:
            return
        state.choose(word, code)
        self._show_row(row, word)
        self._say_title()
        announce(self, state.read_as(word))
        self.changed.emit()
        if onward and code:
            self.table.setCurrentCell(state.next_unknown(row), 1)
        self._picked(self.table.currentRow())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape in the list goes back to the words, and nothing was chosen."""
        if event.key() == Qt.Key.Key_Escape and self.means.line.hasFocus():
            self._picked(self.table.currentRow())
            self.table.setFocus()
            return
        super().keyPressEvent(event)
