"""The know-your-rights card: the office's own words in both languages, the card as it will look, printed or saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mutualaid.desktop.dialogs import ask
from mutualaid.desktop.page import Context
from mutualaid.desktop.runs.sheet_preview import SheetPreview
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.notes import NoteEditor
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Button, Said
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.papers.sheet import Sheet
    from mutualaid.services.paper_texts import CardText

_WAIT = 400
_ORDER = (("es", N_("Title in Spanish"), N_("In Spanish, one sentence a line")),
          ("en", N_("Title in English"), N_("In English, one sentence a line")))  # fmt: skip


class RightsWindow(SheetPreview):
    """The words at the left, the page of cards at the right. What is printed is what is on view, kept or not."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent, wait=_WAIT)
        self._kept: dict[str, CardText] = {}
        self.form = Form()
        self.titles: dict[str, WatchedLine] = {}
        self.bodies: dict[str, NoteEditor] = {}
        for language, title, body in _ORDER:
            self.titles[language] = WatchedLine(most=40)
            self.bodies[language] = NoteEditor(lines=9)
            self.form.add(f"title_{language}", title, self.titles[language])
            self.form.add(f"body_{language}", body, self.bodies[language])
        self.restore_button = Button(N_("Standard text"), self.restore, role="link")
        self.save_button = Button(N_("Keep these words"), self.save)
        title = N_("Know-your-rights card")
        self.arrange(title, self._choices(), more=(self.save_button,), size=(980, 720), side=400)
        for field in (*self.titles.values(), *self.bodies.values()):
            field.changed.connect(self._typed)
        self.retranslate()

    def _choices(self) -> QVBoxLayout:
        left = QVBoxLayout()
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
        return left

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
        self.later.start()

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

    def maker(self) -> Callable[[], Sheet]:
        """The cards with the words that are on view, kept or not."""
        texts = self.texts()

        def make() -> Sheet:
            from mutualaid.services.paper_texts import card_sheet

            return card_sheet(texts)

        return make


def open_rights(context: Context, parent: QWidget) -> RightsWindow:
    """Open the window."""
    window = RightsWindow(context, parent)
    window.open()
    window.read()
    return window
