"""A paper of a run or of the shifts: looked at as it will come out, then printed or saved as a PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop import printing, theme
from mutualaid.desktop.forms_out.pages_view import PagesView
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.check import Check
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import FormRow
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.panels import scrolled
from mutualaid.desktop.widgets.words import Button, Said, Translated
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.papers.page_pictures import PagePictures
    from mutualaid.papers.sheet import Sheet
    from mutualaid.services.office import Office

Make = Callable[["Office", Mapping[str, Any]], "Sheet"]
"""Makes the paper as chosen: "language" (none: as it suggests itself), "codes", "kind" and "start"."""

_WAIT = 250


@dataclass(frozen=True)
class PaperKind:
    """A paper: its title, what there is to mind about it, what can be chosen, and how it is made."""

    title: str
    mind: str
    choices: frozenset[str]
    make: Make


_NAMES_PEOPLE = N_(
    "It tells who gets what, and on a confirmed run where. Hand it over in person; a PDF of it can be read by whoever "
    "finds it, so delete it when the run is over."
)
_NAMES_NOBODY = N_("It names nobody.")


def run_sheet(uid: str) -> PaperKind:
    """The sheet of whoever drives."""

    def make(office: Office, chosen: Mapping[str, Any]) -> Sheet:
        from mutualaid.services.run_sheets import driver_sheet

        return driver_sheet(office, uid=uid, language=chosen["language"] or None, codes=chosen["codes"])

    return PaperKind(N_("Run sheet"), _NAMES_PEOPLE, frozenset({"language", "codes"}), make)


def slips(uid: str) -> PaperKind:
    """What stays with the boxes."""

    def make(office: Office, _chosen: Mapping[str, Any]) -> Sheet:
        from mutualaid.services.run_sheets import delivery_slips

        return delivery_slips(office, uid=uid)

    return PaperKind(N_("Delivery slips"), _NAMES_NOBODY, frozenset(), make)


def box_labels(uid: str) -> PaperKind:
    """What is stuck on the boxes."""

    def make(office: Office, chosen: Mapping[str, Any]) -> Sheet:
        from mutualaid.services.run_sheets import stop_labels

        return stop_labels(office, uid=uid, kind=chosen["kind"], start=chosen["start"])

    return PaperKind(N_("Box labels"), _NAMES_NOBODY, frozenset({"labels"}), make)


def expiring_note(day: date) -> PaperKind:
    """The cover for papers that must not lie about."""

    def make(_office: Office, _chosen: Mapping[str, Any]) -> Sheet:
        from mutualaid.services.run_sheets import cover_note

        return cover_note(day)

    return PaperKind(N_("Expiring note"), _NAMES_NOBODY, frozenset(), make)


def roster(first: date, last: date) -> PaperKind:
    """The shifts between two days."""

    def make(office: Office, chosen: Mapping[str, Any]) -> Sheet:
        from mutualaid.services.rosters import shift_roster

        language = chosen["language"] or None
        return shift_roster(office, first=first, last=last, language=language, codes=chosen["codes"])

    mind = N_("It tells who is where and when. Hand it over in person, and delete a PDF of it when the days are over.")
    return PaperKind(N_("Shift roster"), mind, frozenset({"language", "codes"}), make)


class SheetWindow(Translated, QDialog):
    """Choices at the left, the pages at the right."""

    def __init__(self, context: Context, kind: PaperKind, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self.kind = context, kind
        self._asked = 0
        self.sheet: Sheet | None = None
        self.messages = MessageBar()
        self.language = Choice()
        self.codes = Check(N_("Codes, no names"))
        self.labels = Choice()
        self.start = Amount(1, 30)
        self.view = PagesView()
        self.close_button = Button(N_("Close"), self.reject)
        self.pdf_button = Button(N_("Save as PDF…"), self.ask_pdf)
        self.print_button = Button(N_("Print…"), self.print_sheet, role="primary")
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_WAIT)
        self._later.timeout.connect(self.lay_out)
        self._lay_parts()
        self.language.chosen.connect(lambda _code: self.lay_out())
        self.labels.chosen.connect(lambda _code: self._format_chosen())
        self.codes.toggled.connect(lambda _on: self.lay_out())
        self.start.valueChanged.connect(lambda _place: self._later.start())
        self._ready(None)
        self.retranslate()
        self.language.set_code("")
        self.labels.set_code("Avery 5160")
        screen = QGuiApplication.primaryScreen().availableGeometry()
        width = min(theme.roomy(900), screen.width() - 40)
        self._side.setFixedWidth(min(theme.roomy(300), width // 2))
        self.resize(width, min(680, screen.height() - 60))

    def _lay_parts(self) -> None:
        side = QWidget()
        left = QVBoxLayout(side)
        left.setContentsMargins(2, 2, 12, 2)
        left.setSpacing(14)
        choices = self.kind.choices
        self.language_row = FormRow(N_("Language"), self.language)
        self.labels_row = FormRow(N_("Sheet of stickers"), self.labels, hint=N_("The number on the package."))
        self.start_row = FormRow(N_("Sticker to begin with"), self.start, hint=N_("Those before it were used already."))
        for widget, wanted in (
            (self.language_row, "language" in choices),
            (self.codes, "codes" in choices),
            (self.labels_row, "labels" in choices),
            (self.start_row, "labels" in choices),
        ):
            left.addWidget(widget)
            widget.setVisible(wanted)
        left.addWidget(Said(self.kind.mind, role="subtle" if self.kind.mind == _NAMES_NOBODY else "warn"))
        left.addStretch(1)
        self._side = scrolled(side)
        middle = QHBoxLayout()
        middle.setSpacing(14)
        middle.addWidget(self._side)
        middle.addWidget(self.view, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.close_button, self.pdf_button, self.print_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(10)
        layout.addWidget(Said(self.kind.title, points=4, bold=True))
        layout.addWidget(self.messages)
        layout.addLayout(middle, 1)
        layout.addLayout(buttons)

    def done(self, result: int) -> None:
        """Close, and give the keyboard back to the window beneath, which only some window managers do."""
        super().done(result)
        parent = self.parentWidget()
        if parent is not None:
            parent.window().activateWindow()

    def retranslate(self) -> None:
        """Set the title and the choices."""
        if not hasattr(self, "_side"):
            return
        self.setWindowTitle(tr(self.kind.title))
        self.language.set_choices([("es", tr("Spanish")), ("en", tr("English"))], empty=tr("As it suits who gets it"))
        from mutualaid.papers.box_labels import FORMATS

        self.labels.set_choices([(code, code) for code in FORMATS])

    def _format_chosen(self) -> None:
        from mutualaid.papers.box_labels import FORMATS

        self.start.setMaximum(FORMATS[self.labels.code() or "Avery 5160"].places)
        self.lay_out()

    def chosen(self) -> dict[str, Any]:
        """What was chosen."""
        return {
            "language": self.language.code(),
            "codes": self.codes.isChecked(),
            "kind": self.labels.code() or "Avery 5160",
            "start": self.start.value(),
        }

    def lay_out(self) -> None:
        """Make the paper as chosen, off the window's thread, and show it."""
        self._later.stop()
        self._asked += 1
        asked, office, chosen, make = self._asked, self._context.office, self.chosen(), self.kind.make

        def work() -> tuple[Sheet, PagePictures]:
            sheet = make(office, chosen)
            return sheet, sheet.pictures()

        def show(made: tuple[Sheet, PagePictures]) -> None:
            if asked == self._asked:
                self.messages.hide()
                self._ready(made[0])
                self.view.show_pages(made[1])

        def fail(fault: Fault) -> None:
            if asked == self._asked:
                self._ready(None)
                self.messages.tell(sentence(fault), "fault")

        self._context.tasks.read(work, show, owner=self, fail=fail)

    def _ready(self, sheet: Sheet | None) -> None:
        self.sheet = sheet
        for button in (self.pdf_button, self.print_button):
            button.setEnabled(sheet is not None)

    def print_sheet(self) -> None:
        """Print it; where the system has no printer, say so."""
        print_out(self, self._context, self.sheet, self.messages)

    def ask_pdf(self) -> None:
        """Ask for a place outside the store, and write the PDF."""
        printing.ask_pdf(self, self.save_pdf)

    def save_pdf(self, path: Path) -> None:
        """Write the paper to a new file, for this account only."""
        save_out(self, self._context, self.sheet, path, self.messages)


def print_out(window: QWidget, context: Context, sheet: Sheet | None, messages: MessageBar) -> None:
    """Draw the pages finely, off the window's thread, then ask which printer. Nothing of it touches a file of ours."""
    if sheet is None:
        return
    if not printing.printers():
        messages.tell(tr("No printer is set up on this computer. Save a PDF instead."), "warn")
        return

    def work() -> PagePictures:
        from mutualaid.papers.sheet import PRINTER_DPI

        return sheet.pictures(PRINTER_DPI)

    def ask(made: PagePictures) -> None:
        printing.ask_printer(window, lambda: made, partial(messages.tell, tr("Sent to the printer."), "good"))

    context.tasks.read(work, ask, owner=window, fail=lambda fault: messages.tell(sentence(fault), "fault"))


def save_out(window: QWidget, context: Context, sheet: Sheet | None, path: Path, messages: MessageBar) -> None:
    """Write the PDF off the window's thread, and say how to keep it."""
    if sheet is None:
        return
    office = context.office

    def work() -> None:
        from mutualaid.services.run_sheets import save_sheet

        save_sheet(office, sheet, path=path)

    said = tr("The paper is in the file you chose. Keep it safe, and delete it when it is no longer needed.")
    context.tasks.read(
        work,
        lambda _none: messages.tell(said, "good"),
        owner=window,
        fail=lambda fault: messages.tell(sentence(fault), "fault"),
    )


def open_sheet(context: Context, kind: PaperKind, parent: QWidget) -> SheetWindow:
    """Open the window of a paper."""
    window = SheetWindow(context, kind, parent)
    window.open()
    window.lay_out()
    return window
