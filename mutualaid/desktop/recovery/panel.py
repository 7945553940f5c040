"""The recovery words on the screen, once: shown sheet by sheet, put on paper, and proved by typing some back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from mutualaid.desktop.recovery import paper
from mutualaid.desktop.recovery.state import Sheets
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.layouts import clear
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words, plain_label
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence

_COLUMNS = 3


class WordsPanel(Translated, QWidget):
    """Shows the words of one sheet or of three, and puts them on paper; ticking `written` promises that they are."""

    def __init__(self, tasks: Tasks, *, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._tasks, self._today = tasks, today
        self.sheets: Sheets | None = None
        self._at = 0
        self._label, self._store = "", Path()
        self.messages = MessageBar()
        self.choosers = [Button(lambda n=n: self._title(n), role="toggle") for n in range(3)]  # type: ignore[misc]
        self.chooser = QButtonGroup(self)
        row = FlowLayout()
        for number, button in enumerate(self.choosers):
            button.setCheckable(True)
            self.chooser.addButton(button, number)
            row.addWidget(button)
        self.chooser.idClicked.connect(self._show)
        self.which = Said(N_("Any two of the three sheets open the office; one alone opens nothing."), role="subtle")
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(18)
        self.grid.setVerticalSpacing(6)
        self.print_button = Button(N_("Print…"), self.print_sheets)
        self.pdf_button = Button(N_("Save as PDF…"), self.ask_pdf)
        out = FlowLayout(gap=8)
        out.addWidget(self.print_button)
        out.addWidget(self.pdf_button)
        self.written = QCheckBox()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(10)
        body.addWidget(self.messages)
        body.addLayout(row)
        body.addWidget(self.which)
        body.addLayout(self.grid)
        body.addLayout(out)
        body.addWidget(
            Said(
                N_(
                    "Use a printer that is plugged in here; a shared one may keep a copy. Delete a PDF once it is "
                    "printed."
                ),
                role="subtle",
            )
        )
        body.addWidget(self.written)
        for part in (*self.choosers, self.which):
            part.hide()
        self.retranslate()

    def _title(self, number: int) -> str:
        return self.sheets.title(number) if self.sheets is not None else tr("Sheet")

    def show_sheets(self, sheets: Sheets, *, label: str, store: Path) -> None:
        """Show these words. `label` goes on the paper, `store` is where no PDF may go."""
        self.sheets, self._label, self._store = sheets, label, store
        self.written.setChecked(False)
        several = len(sheets) > 1
        for button in self.choosers:
            button.setVisible(several)
        self.which.setVisible(several)
        self._show(0)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words of the box, and show the sheet's words in the language in use."""
        if not hasattr(self, "written"):
            return
        several = self.sheets is not None and len(self.sheets) > 1
        self.written.setText(tr("All three sheets are on paper") if several else tr("I have all the words on paper"))
        for button in self.choosers:
            button.retranslate()
        self._show(self._at)

    def _show(self, at: int) -> None:
        self._at = at
        self.choosers[at].setChecked(True)
        clear(self.grid)
        if self.sheets is None or not len(self.sheets):
            return
        words = self.sheets.words(at)
        rows = (len(words) + _COLUMNS - 1) // _COLUMNS
        for position, word in enumerate(words):
            label = plain_label(f"{position + 1:>2}.  {word}", wrap=False)
            self.grid.addWidget(label, position % rows, position // rows, Qt.AlignmentFlag.AlignLeft)

    def print_sheets(self) -> None:
        """Print every sheet, a page each; where the system has no printer, say so."""
        if self.sheets is None:
            return
        if not paper.printers():
            self.messages.tell(
                tr("No printer is set up on this computer. Copy the words by hand, or save a PDF."), "warn"
            )
            return
        paper.ask_printer(self, tuple(self.sheets.texts), self._label, self._today(), self._printed)

    def _printed(self) -> None:
        self.messages.tell(tr("Sent to the printer. Take the paper now, and check that all is readable."), "good")

    def ask_pdf(self) -> None:
        """Ask for a place outside the store, and write the PDF."""
        paper.ask_pdf(self, self.save_pdf)

    def save_pdf(self, path: Path) -> None:
        """Write the sheets to a new file."""
        if self.sheets is None:
            return
        paper.save_pdf(
            self._tasks,
            path,
            self.sheets.texts,
            label=self._label,
            made_on=self._today(),
            store=self._store,
            owner=self,
            then=lambda _done: self.messages.tell(
                tr("Saved. Print it, then delete the file: whoever finds it can open the office."), "good"
            ),
            fail=lambda fault: self.messages.tell(sentence(fault), "fault"),
        )

    def forget(self) -> None:
        """Take the words out of the window."""
        clear(self.grid)
        if self.sheets is not None:
            self.sheets.forget()
        self.sheets = None


class ProofForm(Form):
    """Asks some of the words back, so that both sides know the paper is right."""

    def __init__(self, prove: Callable[[], object]) -> None:
        super().__init__()
        self._sheets: Sheets | None = None
        self.lines = [QLineEdit() for _ in range(3)]
        for place, line in enumerate(self.lines):
            self.add(str(place), lambda place=place: self._question(place), line)  # type: ignore[misc]
            following = self.lines[place + 1 : place + 2]
            line.returnPressed.connect(lambda following=following: self._on(following, prove))
        self.rows["2"].hide()

    def _on(self, following: list[QLineEdit], prove: Callable[[], object]) -> None:
        if following and following[0].isVisibleTo(self):
            following[0].setFocus()
        else:
            prove()

    def _question(self, place: int) -> str:
        if self._sheets is None or place >= len(self._sheets.asked):
            return tr("Word")
        return self._sheets.question(place)

    def ask(self, sheets: Sheets) -> None:
        """Ask for the words that these sheets chose."""
        self._sheets = sheets
        for place, (line, row) in enumerate(zip(self.lines, self.rows.values(), strict=True)):
            line.clear()
            row.setVisible(place < len(sheets.asked))
            row.set_error("")
            row.retranslate()
        self.lines[0].setFocus()

    def proved(self) -> bool:
        """Whether each typed word is the one asked for; the others are marked."""
        if self._sheets is None:
            return False
        errors: dict[str, Words] = {
            str(place): N_("That is not the word with this number on your paper.")
            for place in range(len(self._sheets.asked))
            if not self._sheets.is_right(place, self.lines[place].text())
        }
        return self.set_errors(errors)

    def clear(self) -> None:
        """Forget what was typed."""
        self._sheets = None
        for line in self.lines:
            line.clear()
