"""The know-your-rights card: the office's own words in both languages, the card as it will look, printed or saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop import printing, theme
from mutualaid.desktop.dialogs import ask
from mutualaid.desktop.forms_out.pages_view import PagesView
from mutualaid.desktop.page import Context
from mutualaid.desktop.runs.paper_window import print_out, save_out
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.notes import NoteEditor
from mutualaid.desktop.widgets.panels import scrolled
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Button, Said, Translated
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.papers.page_pictures import PagePictures
    from mutualaid.papers.sheet import Sheet
    from mutualaid.services.paper_texts import CardText

_WAIT = 400
_ORDER = (("es", N_("Title in Spanish"), N_("In Spanish, one sentence a line")),
          ("en", N_("Title in English"), N_("In English, one sentence a line")))  # fmt: skip


class RightsWindow(Translated, QDialog):
    """The words at the left, the page of cards at the right. What is printed is what is on view, kept or not."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._asked = 0
        self._kept: dict[str, CardText] = {}
        self.sheet: Sheet | None = None
        self.messages = MessageBar()
        self.form = Form()
        self.titles: dict[str, WatchedLine] = {}
        self.bodies: dict[str, NoteEditor] = {}
        for language, title, body in _ORDER:
            self.titles[language] = WatchedLine(most=40)
            self.bodies[language] = NoteEditor(lines=9)
            self.form.add(f"title_{language}", title, self.titles[language])
            self.form.add(f"body_{language}", body, self.bodies[language])
        self.view = PagesView()
        self.restore_button = Button(N_("Standard text"), self.restore, role="link")
        self.close_button = Button(N_("Close"), self.reject)
        self.save_button = Button(N_("Keep these words"), self.save)
        self.pdf_button = Button(N_("Save as PDF…"), self.ask_pdf)
        self.print_button = Button(N_("Print…"), self.print_cards, role="primary")
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_WAIT)
        self._later.timeout.connect(self.lay_out)
        self._lay_parts()
        for field in (*self.titles.values(), *self.bodies.values()):
            field.changed.connect(self._typed)
        self._ready(None)
        self.retranslate()
        screen = QGuiApplication.primaryScreen().availableGeometry()
        width = min(theme.roomy(980), screen.width() - 40)
        self._side.setFixedWidth(min(theme.roomy(400), width // 2))
        self.resize(width, min(720, screen.height() - 60))

    def _lay_parts(self) -> None:
        side = QWidget()
        left = QVBoxLayout(side)
        left.setContentsMargins(2, 2, 12, 2)
        left.setSpacing(12)
        left.addWidget(
            Said(
                N_(
                    "Five cards a page: cut along the dashes, fold along the dots. It is general information and no "
                    "legal advice; have a lawyer of your own read what you change."
                ),
                role="subtle",
            )
        )
        left.addWidget(self.form)
        left.addWidget(self.restore_button, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        self._side = scrolled(side)
        middle = QHBoxLayout()
        middle.setSpacing(14)
        middle.addWidget(self._side)
        middle.addWidget(self.view, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.close_button, self.save_button, self.pdf_button, self.print_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(10)
        layout.addWidget(Said(N_("Know-your-rights card"), points=4, bold=True))
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
        """Set the title."""
        self.setWindowTitle(tr("Know-your-rights card"))

    def read(self) -> None:
        """Show what the office keeps, and lay it out."""
        office = self._context.office

        def work() -> dict[str, CardText]:
            from mutualaid.services.paper_texts import card_texts

            return card_texts(office)

        def show(texts: dict[str, CardText]) -> None:
            self._kept = texts
            self._put(texts)
            self.titles["es"].line.setFocus()

        self._context.tasks.read(work, show, owner=self)

    def _put(self, texts: dict[str, CardText]) -> None:
        for language, text in texts.items():
            self.titles[language].set_text(text.title)
            self.bodies[language].set_text(text.body)
        self._typed()
        self.lay_out()

    def texts(self) -> dict[str, CardText]:
        """What is in the fields."""
        from mutualaid.services.paper_texts import CardText

        return {
            language: CardText(self.titles[language].written().strip(), self.bodies[language].written().strip())
            for language, _title, _body in _ORDER
        }

    def _typed(self) -> None:
        self.save_button.setEnabled(bool(self._kept) and self.texts() != self._kept)
        self._later.start()

    def restore(self) -> None:
        """Put the standard text into the fields; it is kept when she says so."""
        from mutualaid.services.paper_texts import standard_card

        self._put({language: standard_card(language) for language, _title, _body in _ORDER})

    def save(self) -> None:
        """Keep the words."""
        office, texts = self._context.office, self.texts()

        def work() -> Changed:
            from mutualaid.services.paper_texts import keep_card

            return keep_card(office, texts=texts)

        def done(_changed: Changed) -> None:
            self._kept = texts
            self._typed()
            tell_done(self._context, tr("The words of the card are kept."))
            self.messages.tell(tr("The words of the card are kept."), "good")

        def fail(fault: Fault) -> None:
            self.messages.tell(sentence(fault), "fault")

        self._context.tasks.write(work, done, owner=self, fail=fail)

    def reject(self) -> None:
        """Close; ask first when words would be lost."""
        if self._kept and self.texts() != self._kept:
            ask(
                self,
                N_("Throw away what you typed?"),
                N_("Nothing of it has been saved yet."),
                N_("Throw away"),
                super().reject,
                danger=True,
            )
            return
        super().reject()

    def lay_out(self) -> None:
        """Lay the cards out, off the window's thread, and show them."""
        self._later.stop()
        self._asked += 1
        asked, texts = self._asked, self.texts()

        def work() -> tuple[Sheet, PagePictures]:
            from mutualaid.services.paper_texts import card_sheet

            sheet = card_sheet(texts)
            return sheet, sheet.pictures()

        def show(made: tuple[Sheet, PagePictures]) -> None:
            if asked == self._asked:
                self._ready(made[0])
                self.view.show_pages(made[1])

        self._context.tasks.read(work, show, owner=self)

    def _ready(self, sheet: Sheet | None) -> None:
        self.sheet = sheet
        for button in (self.pdf_button, self.print_button):
            button.setEnabled(sheet is not None)

    def print_cards(self) -> None:
        """Print them; where the system has no printer, say so."""
        print_out(self, self._context, self.sheet, self.messages)

    def ask_pdf(self) -> None:
        """Ask for a place outside the store, and write the PDF."""
        printing.ask_pdf(self, self.save_pdf)

    def save_pdf(self, path: Path) -> None:
        """Write the cards to a new file."""
        save_out(self, self._context, self.sheet, path, self.messages)


def open_rights(context: Context, parent: QWidget) -> RightsWindow:
    """Open the window."""
    window = RightsWindow(context, parent)
    window.open()
    window.read()
    return window
