"""A section of the page of the day: its heading, its lines as a table without a header, and what is left out."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from mutualaid.desktop import theme
from mutualaid.desktop.today.state import PAGES, TITLES, TodayState
from mutualaid.desktop.today.words import troubled
from mutualaid.desktop.widgets.icons import icon
from mutualaid.desktop.widgets.line_model import Column, LineModel
from mutualaid.desktop.widgets.panels import Card
from mutualaid.desktop.widgets.record_table import RecordTable
from mutualaid.desktop.widgets.words import Button, Said, Translated
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_number
from mutualaid.services.today_lines import Section, SectionKind, TodayLine

_WHEN = 2
_MOST = {0: 0.34, _WHEN: 0.36}
"""The share of the width that a column may take."""
_ROOM, _SIGN = 24, 30
"""Pixels beside a text, and those that its sign takes."""
_DECORATION = int(Qt.ItemDataRole.DecorationRole)
_FOREGROUND = int(Qt.ItemDataRole.ForegroundRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)


class _Lines(LineModel):
    """Lines of a section. What is overdue or uncovered bears a sign, and is told in the tone of danger."""

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """A cell's text; the sign and the tone of its last column."""
        if index.column() == _WHEN and role in (_DECORATION, _FOREGROUND):
            if not troubled(self.lines[index.row()]):
                return None
            return icon("warn", size=16) if role == _DECORATION else QColor(theme.tones().danger)
        if index.column() == 0 and role == _SPOKEN:
            return ", ".join(column.text(self.lines[index.row()]) for column in self.columns)
        return super().data(index, role)


class LinesTable(RecordTable):
    """As high as its lines. `passed` is emitted when an arrow leaves it: -1 upwards, 1 downwards."""

    passed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def fit(self) -> None:
        """Share the width out, let long words take more lines, and be as high as that makes it."""
        room = self.viewport().width()
        code, when = (min(self._wish(at), int(room * _MOST[at])) for at in (0, _WHEN))
        for at, width in enumerate((code, room - code - when, when)):
            self.setColumnWidth(at, max(width, 40))
        least = self.verticalHeader().defaultSectionSize()
        for row in range(self.model().rowCount()):
            self.setRowHeight(row, max(least, self.sizeHintForRow(row)))
        self.setFixedHeight(self.verticalHeader().length() + 2 * self.frameWidth() + 2)

    def _wish(self, column: int) -> int:
        """The width at which no text of a column is broken, its sign included."""
        model, metrics = self.model(), self.fontMetrics()
        texts = [str(model.index(row, column).data()) for row in range(model.rowCount())]
        widest = max((metrics.horizontalAdvance(line) for text in texts for line in text.split("\n")), default=0)
        return widest + _ROOM + (_SIGN if column == _WHEN else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps words elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and self.model() is not None:
            self.fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The cursor is where it was, or on the first line."""
        super().focusInEvent(event)
        self.go_to(max(0, self.row()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """One section at a time shows which line is chosen."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.clearSelection()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows go on into the next section."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        last = 0 if step < 0 else self.model().rowCount() - 1
        if step and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and self.row() == last:
            self.passed.emit(step)
        else:
            super().keyPressEvent(event)


class SectionCard(Translated, Card):
    """One section. `chosen` carries the line that was opened, `page_asked` the key of the page with all of it."""

    chosen = Signal(object)
    page_asked = Signal(str)

    def __init__(self, kind: SectionKind, state: TodayState) -> None:
        super().__init__()
        self.kind, self._state = kind, state
        self._section = Section(kind)
        heading = QHBoxLayout()
        heading.setSpacing(8)
        self.title = Said(TITLES[kind], points=1, bold=True)
        self.count = Said(lambda: format_number(self._section.total), role="badge", wrap=False)
        heading.addWidget(self.title, 1)
        heading.addWidget(self.count, 0, Qt.AlignmentFlag.AlignTop)
        words = state.words
        columns = (
            Column(N_("Who or what"), words.head),
            Column(N_("What is to be done"), words.what),
            Column(N_("When"), words.when),
        )
        self.model = _Lines(columns)
        self.table = LinesTable()
        self.table.setModel(self.model)
        self.table.opened.connect(self._open)
        self.table.clicked.connect(lambda index: self._open(index.row()))
        self.more = Button("", self._fold, role="link")
        self.elsewhere = Button("", lambda: self.page_asked.emit(PAGES[kind][0]), role="link")
        under = QHBoxLayout()
        under.setSpacing(8)
        under.addWidget(self.more)
        under.addWidget(self.elsewhere)
        under.addStretch(1)
        self.body.addLayout(heading)
        self.body.addWidget(self.table)
        self.body.addLayout(under)

    def show_section(self, section: Section) -> None:
        """Show what was read of it, the cursor on the line where it was."""
        row = self.table.row()
        before = self.model.lines[row] if 0 <= row < len(self.model.lines) else None
        self._section = section
        self._show()
        if before is not None:
            self._go_back_to(before, row)

    def _go_back_to(self, before: TodayLine, row: int) -> None:
        """Put the cursor on a line that was on view before, or where it was when that is gone."""
        lines = self.model.lines
        again = next((at for at, line in enumerate(lines) if (line.kind, line.uid) == (before.kind, before.uid)), -1)
        self.table.go_to(again if again >= 0 else min(row, len(lines) - 1))
        if not self.table.hasFocus():
            self.table.clearSelection()

    def _show(self) -> None:
        section, state = self._section, self._state
        self.model.set_lines(state.shown(section))
        self.table.fit()
        for button, words in ((self.more, state.more_words), (self.elsewhere, state.elsewhere_words)):
            button.say(partial(words, section))
            button.setVisible(bool(words(section)))
        self.retranslate()

    def _fold(self) -> None:
        self._state.unfolded ^= {self.kind}
        self._show()

    def _open(self, row: int) -> None:
        self.chosen.emit(self.model.lines[row])

    def retranslate(self) -> None:
        """Say every word anew."""
        self.count.retranslate()
        self.table.setAccessibleName(tr(TITLES[self.kind]))
        self.model.spoken()
        self.table.fit()
