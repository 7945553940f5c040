"""The log of calls, texts and visits with a household or a volunteer: what is in it, and a small form to add to it.

Any page may show one: it reads and writes by itself. Entries are never changed; what was just added can be undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mutualaid.desktop.page import Context
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.dates import DateField
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.layouts import clear
from mutualaid.desktop.widgets.notes import NoteEditor
from mutualaid.desktop.widgets.panels import bring_into_sight
from mutualaid.desktop.widgets.watched import answered_in
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words, plain_label
from mutualaid.language import labels
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_date, relative_day
from mutualaid.language.labels import label
from mutualaid.records.kinds import ContactKind, ContactOutcome

if TYPE_CHECKING:
    from mutualaid.records.household import Contact
    from mutualaid.records.views import Changed

_MOST = 12
"""Entries that are shown before the older ones are asked for."""


def contact_words(contact: Contact, today: date) -> str:
    """A line of the contact log."""
    parts = [format_date(contact.on), labels.label(contact.kind), labels.label(contact.outcome)]
    if contact.follow_up_on is not None:
        parts.append(tr("try again {day}", day=relative_day(contact.follow_up_on, today)))
    return " · ".join(parts)


class ContactLog(Translated, QWidget):
    """Shows the log with whom `show_with` names. While `silent`, for they said no to being contacted, no day to try
    again can be set.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._whom: dict[str, str] = {}
        self._contacts: list[Any] = []
        self._all = False
        self.kind, self.outcome = Choice(), Choice()
        self.follow_up = DateField(today=context.today)
        self.note = NoteEditor(lines=2)
        self.form = Form()
        self.form.add("kind", N_("How"), self.kind)
        self.form.add("outcome", N_("What came of it"), self.outcome)
        self.form.add("follow_up_on", N_("Try again on"), self.follow_up)
        self.form.add("note", N_("Note"), self.note)
        self.save_button = Button(N_("Add to the log"), self._save, role="primary", hint=N_("Ctrl+Enter"))
        self.open_button = Button(N_("Write down a call or visit"), self.open_form)
        self.empty = Said(N_("Nobody has called or visited yet."), role="subtle")
        self.more = Button(N_("Show older ones"), self._show_all, role="link")
        self._build()
        self.retranslate()
        self._blank()

    def _build(self) -> None:
        buttons = QWidget()
        row = FlowLayout(buttons, gap=6)
        row.addWidget(Button(N_("Cancel"), self.close_form))
        row.addWidget(self.save_button)
        self.panel = QWidget()
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(0, 0, 0, 6)
        column.addWidget(self.form)
        column.addWidget(buttons)
        self.panel.hide()
        self.entries = QVBoxLayout()
        self.entries.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.panel)
        layout.addWidget(self.empty)
        layout.addLayout(self.entries)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def retranslate(self) -> None:
        """Set the choices."""
        self.kind.set_choices([(kind.value, label(kind)) for kind in ContactKind])
        self.outcome.set_choices([(outcome.value, label(outcome)) for outcome in ContactOutcome])

    def _blank(self) -> None:
        self.kind.set_code(ContactKind.CALL.value)
        self.outcome.set_code(ContactOutcome.REACHED.value)
        self.follow_up.set_day(None)
        self.note.set_text("")
        self.form.set_errors({})

    def show_with(
        self,
        *,
        household: str = "",
        volunteer: str = "",
        contacts: Sequence[Any] | None = None,
        silent: bool = False,
    ) -> None:
        """Show the log with one of them, newest first, reading it unless it is given. For whom was shown before what is
        half-written stays.
        """
        whom = {"household": household} if household else {"volunteer": volunteer}
        if whom != self._whom:
            self._whom, self._all, self._contacts = whom, False, []
            self.close_form(focus=False)
        self.form.rows["follow_up_on"].setVisible(not silent)
        if silent:
            self.follow_up.set_day(None)
        if contacts is not None:
            self._take(whom, sorted(contacts, key=lambda row: row.record.on)[::-1])
            return
        office = self.context.office

        def read() -> Any:
            from mutualaid.services.contact_log import contacts

            return contacts(office, **whom)

        self.context.tasks.read(read, partial(self._take, whom), owner=self, fail=lambda _fault: None)

    def _take(self, whom: dict[str, str], contacts: list[Any]) -> None:
        if whom == self._whom:
            self._contacts = contacts
            self._fill()

    def _show_all(self) -> None:
        self._all = True
        self._fill()

    def _fill(self) -> None:
        clear(self.entries)
        for row in self._contacts if self._all else self._contacts[:_MOST]:
            self.entries.addWidget(Said(partial(contact_words, row.record, self.context.today())))
            if row.record.note:
                note = plain_label(row.record.note, role="subtle")
                note.setContentsMargins(12, 0, 0, 0)
                self.entries.addWidget(note)
        self.empty.setVisible(not self._contacts)
        self.more.setVisible(not self._all and len(self._contacts) > _MOST)

    def texts(self) -> list[str]:
        """What is shown, for reading and for tests."""
        items = [self.entries.itemAt(place) for place in range(self.entries.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget.text() for widget in widgets if isinstance(widget, Said)]

    def open_form(self) -> None:
        """Begin a new entry."""
        self.panel.show()
        self.open_button.hide()
        self.kind.setFocus()
        bring_into_sight(self.panel)

    def close_form(self, *, focus: bool = True) -> None:
        """Leave the form, forgetting what is in it."""
        self._blank()
        self.panel.hide()
        self.open_button.show()
        if focus:
            self.open_button.setFocus()

    def _fields(self) -> dict[str, Any] | None:
        errors: dict[str, Words] = {}
        follow_up: date | None = None
        try:
            follow_up = self.follow_up.day()
        except ValueError:
            errors["follow_up_on"] = N_("This is not a day. Write it like: Nov 25")
        if follow_up is not None and follow_up < self.context.today():
            errors["follow_up_on"] = N_("This day is over. Choose today or later.")
        if not self.form.set_errors(errors):
            return None
        return {
            **self._whom,
            "on": self.context.today(),
            "kind": ContactKind(self.kind.code() or ContactKind.CALL.value),
            "outcome": ContactOutcome(self.outcome.code() or ContactOutcome.REACHED.value),
            "follow_up_on": follow_up,
            "note": self.note.text(),
        }

    def _save(self) -> None:
        fields = self._fields()
        if fields is None:
            return
        office, whom = self.context.office, self._whom

        def write() -> Changed:
            from mutualaid.records.household import Contact
            from mutualaid.services.contact_log import log_contact

            return log_contact(office, contact=Contact.checked(**fields))

        def done(_changed: Changed) -> None:
            if whom == self._whom:
                self.close_form()
            tell_done(self.context, tr("Written into the log."))

        self.context.tasks.write(answered_in(self, office, write), done, owner=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the form; Ctrl+Enter adds, and Ctrl+S as in every form."""
        if not self.panel.isHidden():
            save = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_S)
            if event.key() == Qt.Key.Key_Escape:
                self.close_form()
                return
            if save and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._save()
                return
        super().keyPressEvent(event)
