"""The preview of an import: counts, what to look at, what is turned away, and the first rows as they will be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mutualaid.desktop.importing import state
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.panels import scrolled
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words, plain_label
from mutualaid.language.catalog import N_, ntr, tr

if TYPE_CHECKING:
    from mutualaid.services.importing import ImportPreview
    from mutualaid.services.office import Office


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
        self.setVisible(bool(lines))


class PreviewPart(Translated, QWidget):
    """Shows an ImportPreview. `preset_asked` carries another preset to read the file with."""

    preset_asked = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self.preview: ImportPreview | None = None
        self.covered = True
        self.file = plain_label()
        self.preset = Choice()
        self.preset.chosen.connect(self.preset_asked)
        self.counts = Lines(N_("What will happen"))
        self.warnings = Lines(N_("Please look at"), "warn")
        self.rejected = Lines(N_("Cannot be taken in"), "error")
        self.names_button = Button(N_("Show names and contact data"), self._uncover, role="link")
        self.table = QTableWidget()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        origin = QHBoxLayout()
        label = Said(N_("Where it comes from"), role="subtle", wrap=False)
        label.setBuddy(self.preset)
        self.file.setMinimumWidth(200)
        self.preset.setMinimumWidth(260)
        origin.addWidget(self.file, 1)
        origin.addWidget(label)
        origin.addWidget(self.preset)
        told = QWidget()
        column = QVBoxLayout(told)
        column.setContentsMargins(0, 0, 10, 0)
        for part in (self.counts, self.rejected, self.warnings):
            column.addWidget(part)
        column.addStretch(1)
        self.told = left = scrolled(told)
        left.setFixedWidth(330)
        left.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # the arrow keys scroll it
        head = QHBoxLayout()
        head.addWidget(Said(N_("The first rows as they will be kept"), bold=True), 1)
        head.addWidget(self.names_button)
        right = QVBoxLayout()
        right.addLayout(head)
        right.addWidget(self.table, 1)
        both = QHBoxLayout()
        both.setSpacing(14)
        both.addWidget(left)
        both.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(origin)
        layout.addLayout(both, 1)

    def show_preview(self, preview: ImportPreview) -> None:
        """Show another preview, its names covered."""
        self.preview = preview
        self.covered = True
        self.retranslate()

    def cover(self) -> None:
        """Cover names and contact data."""
        self.covered = True
        self._fill()

    def _uncover(self) -> None:
        self.covered = False
        self._fill()
        self.table.setFocus()

    def retranslate(self) -> None:
        """Say everything again in the language in use."""
        self.preset.set_choices([(code, state.preset_words(code)) for code in state.PRESETS if code != "auto"])
        self.preset.line.setAccessibleName(tr("Where it comes from"))
        self.table.setAccessibleName(tr("The first rows as they will be kept"))
        self.told.setAccessibleName(tr("What will happen"))
        preview = self.preview
        if preview is None:
            return
        self.preset.set_code(preview.preset)
        self.file.setText(tr("File: {name}", name=preview.path.name))
        read = ntr("{n} row was read", "{n} rows were read", preview.counts.read)
        self.counts.set_lines([read, *state.count_lines(preview.kind.value, preview.counts, done=False)])
        self.warnings.set_lines(state.warning_lines(preview.warnings))
        self.rejected.set_lines(state.rejected_lines(preview.rejected))
        self._fill()

    def _fill(self) -> None:
        preview = self.preview
        if preview is None:
            return
        from mutualaid.services.import_shown import shown

        names = state.preview_columns(preview)
        kind = preview.kind.value
        self.names_button.setVisible(self.covered and any(state.covers(kind, name) for name in names))
        self.table.setRowCount(len(preview.rows))
        self.table.setColumnCount(2 + len(names))
        self.table.setHorizontalHeaderLabels([tr("Row"), tr("What happens"), *(tr(state.FIELDS[n]) for n in names)])
        drafts = preview.drafted.drafts
        for place, row in enumerate(preview.rows):
            fields = shown(drafts[place], self._office.zones)
            cells = [str(row.row), state.outcome_words(row.outcome.value)]
            for name in names:
                text = " ".join(fields.get(name, "").split())
                cells.append(state.COVERED if text and self.covered and state.covers(kind, name) else text)
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(place, column, item)
        self.table.resizeColumnsToContents()
        for column in range(self.table.columnCount()):
            self.table.setColumnWidth(column, min(self.table.columnWidth(column) + 8, 190))

    def cells(self) -> list[list[str]]:
        """The table as shown."""
        return [
            [self.table.item(row, column).text() for column in range(self.table.columnCount())]  # type: ignore[union-attr]
            for row in range(self.table.rowCount())
        ]
