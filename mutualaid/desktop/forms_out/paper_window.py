"""The blank form on paper: which language first, how large, what is agreed to; looked at, then printed or saved."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop import printing, theme
from mutualaid.desktop.forms_out.consent import ConsentWords
from mutualaid.desktop.forms_out.pages_view import PagesView
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.check import Check
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import FormRow
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.panels import scrolled
from mutualaid.desktop.widgets.words import Button, Said, Translated
from mutualaid.language.catalog import N_, catalog, ntr, tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.papers.intake_form import FormSheet
    from mutualaid.papers.sheet_marks import DrawnPages
    from mutualaid.services.blank_forms import FormChoices

_ORDERS = {"es": ("es", "en"), "en": ("en", "es")}
_WAIT = 250
"""Milliseconds after the last key before the pages are laid out anew."""


def standard_words(language: str) -> str:
    """What the paper says is agreed to, unless the office says it in its own words."""
    from mutualaid.papers.intake_form import standard_consent

    return standard_consent(catalog(language))


class PaperWindow(Translated, QDialog):
    """Choices at the left, the pages at the right as they will come out."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._fault: Fault | None = None
        self._asked = 0
        self.messages = MessageBar()
        self.order = Choice()
        self.order_row = FormRow(N_("Language that stands first"), self.order, hint=N_("The neighbor's own."))
        self.large = Check(N_("Large print"))
        self.consent = ConsentWords(standard_words)
        self.count = Said("", role="subtle")
        self.view = PagesView()
        self.close_button = Button(N_("Close"), self.reject)
        self.pdf_button = Button(N_("Save as PDF…"), self.ask_pdf)
        self.print_button = Button(N_("Print…"), self.print_form, role="primary")
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_WAIT)
        self._later.timeout.connect(self.lay_out)
        self._lay_parts()
        self.order.chosen.connect(lambda _code: self.lay_out())
        self.large.toggled.connect(lambda _on: self.lay_out())
        self.consent.own.toggled.connect(lambda _on: self.lay_out())
        self.consent.changed.connect(self._later.start)
        self.retranslate()
        self.order.set_code("es")
        screen = QGuiApplication.primaryScreen().availableGeometry()
        width = min(theme.roomy(960), screen.width() - 40)
        self._side.setFixedWidth(min(theme.roomy(330), width // 2))
        self.resize(width, min(680, screen.height() - 60))
        self.order.setFocus()

    def _lay_parts(self) -> None:
        side = QWidget()
        left = QVBoxLayout(side)
        left.setContentsMargins(2, 2, 12, 2)
        left.setSpacing(14)
        for widget in (
            Said(
                N_(
                    "Every question in two languages, numbered as the page for keying in. How many copies is up to the "
                    "printer's window."
                ),
                role="subtle",
            ),
            self.order_row,
            FormRow(N_("For eyes that find the usual print hard"), self.large),
            self.consent,
            self.count,
            Said(
                N_("Filled-in sheets name families. Keep them with you, key them in the same day, then shred them."),
                role="warn",
            ),
        ):
            left.addWidget(widget)
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
        layout.addWidget(Said(N_("Forms on paper"), points=4, bold=True))
        layout.addWidget(self.messages)
        layout.addLayout(middle, 1)
        layout.addLayout(buttons)

    def retranslate(self) -> None:
        """Set the title and the languages."""
        if not hasattr(self, "view"):
            return
        self.setWindowTitle(tr("Forms on paper"))
        self.order.set_choices([("es", tr("Spanish")), ("en", tr("English"))])
        self._say_count()

    def choices(self) -> FormChoices:
        """What the form is to offer and say."""
        from mutualaid.services.blank_forms import FormChoices
        from mutualaid.services.settings import open_categories

        order, office = _ORDERS[self.order.code() or "es"], self._context.office
        return FormChoices(
            office.zones, categories=tuple(open_categories(office)), order=order, consent=self.consent.words()
        )

    def lay_out(self) -> None:
        """Lay the pages out as chosen, off the window's thread, and show them."""
        self._later.stop()
        self._asked += 1
        asked = self._asked
        choices, large = self.choices(), self.large.isChecked()

        def work() -> DrawnPages:
            from mutualaid.papers.intake_form import drawn
            from mutualaid.services.blank_forms import paper

            return drawn(paper(choices, large=large))

        def show(made: DrawnPages) -> None:
            if asked != self._asked:
                return  # two readers work at once, and the later question is the one that counts
            if self._fault is not None:
                self.messages.hide()
            self._ready(None)
            self.view.show_pages(made)
            self._say_count()

        def fail(fault: Fault) -> None:
            if asked == self._asked:
                self._ready(fault)

        self._context.tasks.read(work, show, owner=self, fail=fail)

    def _ready(self, fault: Fault | None) -> None:
        """A form that cannot be made is neither printed nor saved."""
        self._fault = fault
        for button in (self.pdf_button, self.print_button):
            button.setEnabled(fault is None)
        if fault is not None:
            self.messages.tell(sentence(fault), "fault")

    def _say_count(self) -> None:
        pages = self.view.count
        sheets = (pages + 1) // 2
        self.count.say(partial(_sheets_words, sheets) if pages else "")

    def print_form(self) -> None:
        """Print it; where the system has no printer, say so."""
        if not printing.printers():
            self.messages.tell(tr("No printer is set up on this computer. Save a PDF instead."), "warn")
            return
        sheet = self._sheet()
        if sheet is not None:
            printing.ask_printer(self, partial(_drawn, sheet), self._printed, both_sides=True)

    def _sheet(self) -> FormSheet | None:
        from mutualaid.services.blank_forms import paper

        try:
            return paper(self.choices(), large=self.large.isChecked())
        except Fault as fault:
            self._ready(fault)
            return None

    def _printed(self) -> None:
        self.messages.tell(tr("Sent to the printer. Hold one against the light: both sides must be readable."), "good")

    def ask_pdf(self) -> None:
        """Ask for a place outside the store, and write the PDF."""
        printing.ask_pdf(self, self.save_pdf)

    def save_pdf(self, path: Path) -> None:
        """Write the form to a new file."""
        choices, large, store = self.choices(), self.large.isChecked(), self._context.office.folder

        def work() -> int:
            from mutualaid.services.blank_forms import save_paper

            return save_paper(path, choices=choices, large=large, store=store)

        self._context.tasks.read(
            work,
            lambda _pages: self.messages.tell(tr("The form is in the file you chose. It names nobody."), "good"),
            owner=self,
            fail=lambda fault: self.messages.tell(sentence(fault), "fault"),
        )


def _drawn(sheet: FormSheet) -> DrawnPages:
    from mutualaid.papers.intake_form import drawn

    return drawn(sheet)


def _sheets_words(sheets: int) -> str:
    return ntr("{n} sheet, printed on both sides.", "{n} sheets, printed on both sides.", sheets)


def open_paper(context: Context, parent: QWidget) -> PaperWindow:
    """Open the window."""
    window = PaperWindow(context, parent)
    window.open()
    window.lay_out()
    return window
