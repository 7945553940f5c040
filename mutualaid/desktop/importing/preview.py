"""The step Preview: counts, what to look at, what is turned away, the first rows as they will be, and who is alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mutualaid.desktop import theme
from mutualaid.desktop.importing import fields, state
from mutualaid.desktop.importing.alike_part import AlikePart
from mutualaid.desktop.importing.alike_state import AlikeState
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.masked import DOTS
from mutualaid.desktop.widgets.panels import scrolled
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words, plain_label
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_number

if TYPE_CHECKING:
    from mutualaid.services.importing import ImportPreview

ROWS, ALIKE = range(2)
_WIDEST = 190


class Lines(Translated, QWidget):
    """A heading with sentences under it; away while there are none."""

    def __init__(self, title: Words, role: str = "") -> None:
        super().__init__()
        self._role = role
        self.title = Said(title, bold=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(4)
        self._column.addWidget(self.title)
        self.labels: list[QLabel] = []
        self.hide()

    def set_lines(self, lines: list[str]) -> None:
        """Say these sentences."""
        for label in self.labels:
            label.hide()
            label.deleteLater()
        self.labels = [plain_label(line, role=self._role) for line in lines]
        for label in self.labels:
            self._column.addWidget(label)
            label.show()  # by itself it would come on view only with the next event
        self.setVisible(bool(lines))


class PreviewStep(Translated, QWidget):
    """Shows an ImportPreview and takes decisions about rows that are alike; `decided` follows each."""

    decided = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.preview: ImportPreview | None = None
        self.alike_state = AlikeState("needs", ())
        self.covered = True
        self._remarks = state.Remarks()
        self.counts = Lines(N_("What will happen"))
        self.decisions = Lines(N_("What you decided"))
        self.warnings = Lines(N_("Please look at"), "warn")
        self.rejected = Lines(N_("Cannot be taken in"), "error")
        self.rows_button = Button(N_("The first rows"), lambda: self.turn(ROWS), role="toggle")
        self.alike_button = Button(self._alike_words, lambda: self.turn(ALIKE), role="toggle")
        for button in (self.rows_button, self.alike_button):
            button.setCheckable(True)
        self.names_button = Button(N_("Show names and contact data"), self._uncover, role="link")
        self.table = QTableWidget()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.alike = AlikePart()
        self.alike.changed.connect(self._decided)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        told = QWidget()
        column = QVBoxLayout(told)
        column.setContentsMargins(0, 0, 10, 0)
        for part in (self.counts, self.decisions, self.rejected, self.warnings):
            column.addWidget(part)
        column.addStretch(1)
        self.told = scrolled(told)
        self.told.setFixedWidth(min(theme.roomy(310), 400))
        self.told.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the arrow keys scroll it
        head = QWidget()
        flow = FlowLayout(head)
        for button in (self.rows_button, self.alike_button, self.names_button):
            flow.addWidget(button)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.alike)
        right = QVBoxLayout()
        right.addWidget(head)
        right.addWidget(self.stack, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(self.told)
        layout.addLayout(right, 1)

    def show_preview(self, preview: ImportPreview, remarks: state.Remarks, alike: AlikeState) -> None:
        """Show another preview, its names covered; the first rows on view."""
        self.preview, self._remarks, self.alike_state = preview, remarks, alike
        self.covered = True
        self.alike.show_state(alike)
        self.turn(ROWS)
        self.retranslate()

    def turn(self, part: int) -> None:
        """Show the first rows, or the rows to compare, which take all the room there is."""
        self.told.setVisible(part == ROWS)
        self.stack.setCurrentIndex(part)
        self.rows_button.setChecked(part == ROWS)
        self.alike_button.setChecked(part == ALIKE)
        self._show_names_button()
        if part == ALIKE:
            self.alike.start()

    def cover(self) -> None:
        """Cover names and contact data."""
        self.covered = True
        self.alike.cover()
        self._fill()

    def _uncover(self) -> None:
        self.covered = False
        self._fill()
        self.table.setFocus()

    def _alike_words(self) -> str:
        count = len(self.alike_state.rows) + self.alike_state.more
        return tr("Compare ({n})", n=format_number(count))

    def _decided(self) -> None:
        self._say_decisions()
        self._fill()
        self.decided.emit()

    def _say_decisions(self) -> None:
        self.decisions.set_lines(self.alike_state.summary())

    def retranslate(self) -> None:
        """Say everything again in the language in use."""
        self.table.setAccessibleName(tr("The first rows as they will be kept"))
        self.told.setAccessibleName(tr("What will happen"))
        preview = self.preview
        if preview is None:
            return
        kind = preview.kind.value
        read = ntr("{n} row was read", "{n} rows were read", preview.counts.read)
        lines = [read, *state.count_lines(kind, preview.counts, done=False)]
        doubtful = self.alike_state.doubtful
        if doubtful:
            lines.append(
                ntr("{n} row may be about somebody here already: kept apart unless you decide",
                    "{n} rows may be about somebody here already: kept apart unless you decide", doubtful)
            )  # fmt: skip
        self.counts.set_lines(lines)
        self.warnings.set_lines(state.warning_lines(self._remarks))
        self.rejected.set_lines(state.rejected_lines(self._remarks))
        self.alike_button.retranslate()
        self.alike_button.setVisible(bool(self.alike_state.rows))
        self._say_decisions()
        self._fill()

    def _show_names_button(self) -> None:
        preview = self.preview
        personal = preview is not None and any(
            fields.covers(preview.kind.value, name) for name in state.preview_columns(preview)
        )
        self.names_button.setVisible(self.covered and personal and self.stack.currentIndex() == ROWS)

    def _fill(self) -> None:
        preview = self.preview
        if preview is None:
            return
        names, kind = state.preview_columns(preview), preview.kind.value
        self._show_names_button()
        said = {row.row: self.alike_state.decided(row) for row in self.alike_state.rows}
        self.table.setRowCount(len(preview.rows))
        self.table.setColumnCount(2 + len(names))
        titles = [fields.field_words(name, kind) for name in names]
        self.table.setHorizontalHeaderLabels([tr("Row"), tr("What happens"), *titles])
        for place, row in enumerate(preview.rows):
            action = said.get(row.row, "")
            happens = state.decided_words(action) if action else state.outcome_words(row.outcome.value)
            cells = [format_number(row.row), happens]
            for name in names:
                text = " ".join(row.fields.get(name, "").split())
                cells.append(DOTS if text and self.covered and fields.covers(kind, name) else text)
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(place, column, item)
        self.table.resizeColumnsToContents()
        widest = theme.roomy(_WIDEST)
        for column in range(self.table.columnCount()):
            self.table.setColumnWidth(column, min(self.table.columnWidth(column) + 8, widest))

    def cells(self) -> list[list[str]]:
        """The table as shown."""
        return [
            [self.table.item(row, column).text() for column in range(self.table.columnCount())]  # type: ignore[union-attr]
            for row in range(self.table.rowCount())
        ]
