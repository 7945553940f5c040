"""The step File: choose or drop one, say where it comes from and which sheet; and the imports so far, to take back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.importing import state
from mutualaid.desktop.importing.recent import RecentImports
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.panels import Card, IconLabel, scrolled
from mutualaid.desktop.widgets.words import Button, Said, Translated, plain_label, restyle
from mutualaid.language.catalog import N_, tr

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData


def dropped_file(data: QMimeData) -> Path | None:
    """The one local file that is being dragged, none for anything else."""
    urls = data.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


class DropPlace(QFrame):
    """Where a file is dropped, with what can be; `dropped` carries it. While one hovers it says so in words."""

    dropped = Signal(object)

    def __init__(self, choose: Button) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.setProperty("role", "card")
        self.words = Said(
            N_(
                "Drag a file here, or choose one: a spreadsheet, or a CSV from Google Forms, KoboToolbox, ODK Central "
                "or Airtable, with requests, volunteers or supplies. You see what would happen before anything is "
                "kept."
            ),
            role="subtle",
        )
        self.title = Said(N_("Bring in a list"), points=3, bold=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(10)
        layout.addWidget(IconLabel("import", 48), 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.title)
        layout.addWidget(self.words)
        layout.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)

    def _hover(self, here: bool) -> None:
        self.title.say(N_("Let go: the file is read, and nothing is kept yet") if here else N_("Bring in a list"))
        self.setProperty("hover", here)
        restyle(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file may come."""
        if dropped_file(event.mimeData()) is not None and self.isEnabled():
            event.acceptProposedAction()
            self._hover(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """It has gone elsewhere."""
        self._hover(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it."""
        self._hover(False)
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)


class FileStep(Translated, QWidget):
    """`choose_asked` and `dropped` bring a file; `preset_asked` and `sheet_asked` have it read in another way."""

    choose_asked = Signal()
    dropped = Signal(object)
    preset_asked = Signal(str)
    sheet_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.choose_button = Button(N_("Choose a file…"), self.choose_asked.emit, role="primary")
        self.place = DropPlace(self.choose_button)
        self.place.dropped.connect(self.dropped)
        self.card = Card(N_("The file you chose"))
        self.file = plain_label()
        self.preset, self.sheet = Choice(), Choice()
        self.preset.chosen.connect(self.preset_asked)
        self.sheet.chosen.connect(self.sheet_asked)
        self.preset_label = Said(N_("Where it comes from"), role="subtle", wrap=False)
        self.sheet_label = Said(N_("Which sheet"), role="subtle", wrap=False)
        self.preset_label.setBuddy(self.preset)
        self.sheet_label.setBuddy(self.sheet)
        self.unknown = Said(N_("Its columns are not known. Say on the next step what each of them holds."), role="warn")
        self.recent = RecentImports()
        self._name = ""
        self._sheets: tuple[str, ...] = ()
        self._preset = ""
        self._build()
        self.retranslate()
        self.show_file("", (), "", "", known=True)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.addWidget(self.preset_label, 0, 0)
        grid.addWidget(self.preset, 0, 1)
        grid.addWidget(self.sheet_label, 1, 0)
        grid.addWidget(self.sheet, 1, 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for choice in (self.preset, self.sheet):
            choice.setMaximumWidth(theme.roomy(360))
        self.card.body.addWidget(self.file)
        self.card.body.addLayout(grid)
        self.card.body.addWidget(self.unknown)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(14)
        for part in (self.place, self.card, self.recent):
            column.addWidget(part)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(content))

    def show_file(self, name: str, sheets: Sequence[str], sheet: str, preset: str, *, known: bool) -> None:
        """Show which file is being worked on; "" for none yet. `preset` "" is a shape of nobody's we know."""
        self._name, self._sheets, self._preset = name, tuple(sheets), preset
        self.card.setVisible(bool(name))
        self.unknown.setVisible(not known)
        self._fill()
        self.sheet.set_code(sheet)
        several = len(self._sheets) > 1
        for widget in (self.sheet, self.sheet_label):
            widget.setVisible(several)

    def _fill(self) -> None:
        self.file.setText(tr("File: {name}", name=self._name) if self._name else "")
        self.preset.set_choices([(code, state.preset_words(code)) for code in state.PRESETS if code != "auto"],
                                empty=tr("A list of another shape"))  # fmt: skip
        self.preset.set_code(self._preset)
        self.sheet.set_choices([(name, name) for name in self._sheets])

    def retranslate(self) -> None:
        """Say everything again in the language in use."""
        kept = self.sheet.code()
        self._fill()
        self.sheet.set_code(kept)
        self.preset.setAccessibleName(tr("Where it comes from"))
        self.sheet.setAccessibleName(tr("Which sheet"))

    def rest(self, busy: bool) -> None:
        """While a file is read, no other is asked for."""
        for widget in (self.place, self.choose_button, self.preset, self.sheet, self.recent):
            widget.setEnabled(not busy)

    def start(self) -> None:
        """Put the focus where the work begins."""
        self.choose_button.setFocus()
