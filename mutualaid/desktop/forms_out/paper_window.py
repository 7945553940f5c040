"""The blank form on paper: which language first, how large, what is agreed to; looked at, then printed or saved."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mutualaid.desktop import printing
from mutualaid.desktop.forms_out.consent import ConsentWords
from mutualaid.desktop.forms_out.preview_window import PreviewWindow
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.check import Check
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import FormRow
from mutualaid.desktop.widgets.words import Said
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


class PaperWindow(PreviewWindow):
    """Choices at the left, the pages at the right as they will come out."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent, wait=_WAIT)
        self.order = Choice()
        self.order_row = FormRow(N_("Language that stands first"), self.order, hint=N_("The neighbor's own."))
        self.large = Check(N_("Large print"))
        self.consent = ConsentWords(standard_words)
        self.count = Said("", role="subtle")
        self.arrange(N_("Forms on paper"), self._choices(), size=(960, 680), side=330)
        self.order.chosen.connect(lambda _code: self.lay_out())
        self.large.toggled.connect(lambda _on: self.lay_out())
        self.consent.own.toggled.connect(lambda _on: self.lay_out())
        self.consent.changed.connect(self.later.start)
        self.retranslate()
        self.order.set_code("es")
        self.order.setFocus()

    def _choices(self) -> QVBoxLayout:
        left = QVBoxLayout()
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
        return left

    def retranslate(self) -> None:
        """Set the title and the languages."""
        if not hasattr(self, "count"):
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
        fresh = self.ask_anew()
        choices, large = self.choices(), self.large.isChecked()

        def work() -> DrawnPages:
            from mutualaid.papers.intake_form import drawn
            from mutualaid.services.blank_forms import paper

            return drawn(paper(choices, large=large))

        def show(made: DrawnPages) -> None:
            if fresh():
                self.can_leave(True)
                self.view.show_pages(made)
                self._say_count()

        def fail(fault: Fault) -> None:
            if fresh():
                self.can_leave(False, fault)

        self._context.tasks.read(work, show, owner=self, fail=fail)

    def _say_count(self) -> None:
        pages = self.view.count
        sheets = (pages + 1) // 2
        self.count.say(partial(_sheets_words, sheets) if pages else "")

    def print_pages(self) -> None:
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
            self.can_leave(False, fault)
            return None

    def _printed(self) -> None:
        self.messages.tell(tr("Sent to the printer. Hold one against the light: both sides must be readable."), "good")

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
