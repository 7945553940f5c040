"""A message to copy about a match: to whom, in whose language, changed before it is copied, and noted as asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.clipboard import copy
from mutualaid.desktop.dialogs import WindowOver
from mutualaid.desktop.page import Context
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import FormRow
from mutualaid.desktop.widgets.layouts import clear
from mutualaid.desktop.widgets.masked import Masked
from mutualaid.desktop.widgets.phones import show_phone
from mutualaid.desktop.widgets.words import Button, Said, announce
from mutualaid.language import labels
from mutualaid.language.catalog import LANGUAGES, N_, catalog, tr
from mutualaid.language.errors import sentence
from mutualaid.language.safe_words import phone_words
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.records.views import Changed
    from mutualaid.services.messages import Message

_HOUSEHOLD = "household"
_NAMES = {"en": N_("English"), "es": N_("Spanish")}


class MessageWindow(WindowOver):
    """`people` are the match's volunteers as (uid, name); it begins with the first, or with the household.

    Copying closes nothing: a message may be sent to several. Nothing of it is kept.
    """

    def __init__(
        self, context: Context, parent: QWidget | None, match: str, people: Sequence[tuple[str, str]], *, code: str
    ) -> None:
        super().__init__(parent)
        self._context, self._match, self._people, self._code = context, match, list(people), code
        self._asked = 0
        self._language = ""
        self.draft: Message | None = None
        self._fault: Fault | None = None
        self.to, self.language = Choice(), Choice()
        self.rules = Said(self._rules_words, role="subtle")
        self.note = Said(self._note_words, role="warn")
        self.phones = QVBoxLayout()
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(theme.roomy(130))
        self.noted_button = Button(N_("Copy, and note as asked"), self.copy_and_note, role="primary")
        self.copy_button = Button(N_("Copy"), self.copy)
        self.close_button = Button(N_("Close"), self.reject)
        self._lay_out()
        self.retranslate()
        self.to.set_code(self._people[0][0] if self._people else _HOUSEHOLD)
        self.to.chosen.connect(lambda _code: self._other())
        self.language.chosen.connect(self._in_language)
        self.read()
        self.text.setFocus()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(10)
        layout.addWidget(Said(lambda: tr("Message about {code}", code=self._code), points=3, bold=True))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(FormRow(N_("To"), self.to), 2)
        row.addWidget(FormRow(N_("Written in"), self.language), 1)
        layout.addLayout(row)
        for widget in (self.rules, self.note):
            layout.addWidget(widget)
        layout.addLayout(self.phones)
        layout.addWidget(FormRow(N_("Text"), self.text, hint=self._hint_words), 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.close_button)
        buttons.addStretch(1)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.noted_button)
        layout.addLayout(buttons)
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(theme.roomy(560), screen.width() - 40), min(theme.roomy(480), screen.height() - 60))

    def retranslate(self) -> None:
        """Set every word again; the text stays in the language that it is written in."""
        self.setWindowTitle(tr("Message to copy"))
        self.to.set_choices([*self._people, (_HOUSEHOLD, tr("The household"))])
        self.language.set_choices([(code, tr(_NAMES[code])) for code in LANGUAGES if code in _NAMES])

    @staticmethod
    def _hint_words() -> str:
        return tr("Change it as you like. What is copied is taken off the clipboard after half a minute.")

    def _other(self) -> None:
        self._language = ""
        self.read()

    def _in_language(self, code: str) -> None:
        self._language = code
        self.read()

    def read(self) -> None:
        """Have the message written for whom it is to."""
        self._asked += 1
        asked, office, match = self._asked, self._context.office, self._match
        to, words = self.to.code() or _HOUSEHOLD, catalog(self._language) if self._language else None

        def work() -> Message:
            from mutualaid.services.messages import draft_message

            if to == _HOUSEHOLD:
                return draft_message(office, match=match, to="household", cat=words)
            return draft_message(office, match=match, volunteer=to, cat=words)

        def done(draft: Message) -> None:
            if asked == self._asked:
                self.draft, self._fault = draft, None
                self._show()

        def failed(fault: Fault) -> None:
            if asked == self._asked:
                self.draft, self._fault = None, fault
                self._show()
                announce(self, sentence(fault))

        self._context.tasks.read(work, done, owner=self, fail=failed)

    def _show(self) -> None:
        self.text.setPlainText(self.draft.text if self.draft is not None else "")
        self.text.setEnabled(self.draft is not None)
        if self.draft is not None:
            self.language.set_code(self.draft.language)
        for said in (self.rules, self.note):
            said.retranslate()
            said.setVisible(bool(said.text()))
        clear(self.phones)
        for phone in self.draft.phones if self.draft is not None else ():
            self.phones.addWidget(Masked(N_("Phone"), show_phone(phone.number)))
        self.copy_button.setEnabled(self.draft is not None)
        self.noted_button.setEnabled(self.draft is not None)
        self.noted_button.setVisible(self.to.code() != _HOUSEHOLD)

    def _rules_words(self) -> str:
        if self._fault is not None:
            return sentence(self._fault)
        if self.draft is None:
            return ""
        if not self.draft.phones:
            return tr("No number of theirs is known.")
        return "\n".join(phone_words(phone) for phone in self.draft.phones)

    def _note_words(self) -> str:
        draft = self.draft
        if draft is None or not draft.spoken:
            return ""
        return tr(
            "Their first language is {language}, which messages are not written in. Better say it to them.",
            language=labels.language(draft.spoken),
        )

    def copy(self) -> None:
        """Put the text on the clipboard, from where it is taken after a while."""
        copy(self.text.toPlainText())
        self._context.messages.tell(tr("Copied. It stays on the clipboard for half a minute."), "good")

    def copy_and_note(self) -> None:
        """The same, and note that the volunteer was asked."""
        copy(self.text.toPlainText())
        office, match, who = self._context.office, self._match, self.to.code()

        def work() -> Changed:
            from mutualaid.services.asks import say_asked

            return say_asked(office, match=match, volunteer=who)

        def done(_changed: Changed) -> None:
            tell_done(self._context, tr("Copied, and noted: asked today."))
            self.accept()

        self._context.tasks.write(work, done, owner=self)
