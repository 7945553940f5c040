"""The log of calls, texts and visits, with a small form to add one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop.households.state import contact_words
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.dates import DateField
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.notes import NoteEditor
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words, plain_label
from mutualaid.language.catalog import N_
from mutualaid.language.labels import label
from mutualaid.records.kinds import ContactKind, ContactOutcome

_MOST = 12


class ContactLog(Translated, QWidget):
    """`added` carries the fields of a Contact (without whom it is with)."""

    added = Signal(object)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._contacts: list[Any] = []
        self._all = False
        self.kind, self.outcome = Choice(), Choice()
        self.follow_up = DateField(today=today)
        self.note = NoteEditor(lines=2)
        self.form = Form()
        self.form.add("kind", N_("How"), self.kind)
        self.form.add("outcome", N_("What came of it"), self.outcome)
        self.form.add("follow_up_on", N_("Try again on"), self.follow_up)
        self.form.add("note", N_("Note"), self.note)
        self.save_button = Button(N_("Add to the log"), self._save, role="primary")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(Button(N_("Cancel"), self.close_form))
        buttons.addWidget(self.save_button)
        self.panel = QWidget()
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(0, 0, 0, 6)
        column.addWidget(self.form)
        column.addLayout(buttons)
        self.panel.hide()
        self.open_button = Button(N_("Write down a call or visit"), self.open_form)
        self.empty = Said(N_("Nobody has called or visited yet."), role="subtle")
        self.more = Button(N_("Show older ones"), self._show_all, role="link")
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
        self.retranslate()
        self._blank()

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

    def set_contacts(self, contacts: Sequence[Any], *, same: bool) -> None:
        """Show a household's log, newest first. `same` keeps the form open, for it is the household shown before."""
        self._contacts = sorted(contacts, key=lambda row: row.record.on)[::-1]
        if not same:
            self._all = False
            self.close_form(focus=False)
        self._fill()

    def _show_all(self) -> None:
        self._all = True
        self._fill()

    def _fill(self) -> None:
        while (item := self.entries.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in self._contacts if self._all else self._contacts[:_MOST]:
            self.entries.addWidget(Said(partial(contact_words, row.record, self._today())))
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

    def close_form(self, *, focus: bool = True) -> None:
        """Leave the form, forgetting what is in it."""
        self._blank()
        self.panel.hide()
        self.open_button.show()
        if focus:
            self.open_button.setFocus()

    def _save(self) -> None:
        errors: dict[str, Words] = {}
        follow_up: date | None = None
        try:
            follow_up = self.follow_up.day()
        except ValueError:
            errors["follow_up_on"] = N_("This is not a day. Write it like: Nov 25")
        if follow_up is not None and follow_up < self._today():
            errors["follow_up_on"] = N_("This day is over. Choose today or later.")
        if self.form.set_errors(errors):
            self.added.emit(
                {
                    "on": self._today(),
                    "kind": ContactKind(self.kind.code() or ContactKind.CALL.value),
                    "outcome": ContactOutcome(self.outcome.code() or ContactOutcome.REACHED.value),
                    "follow_up_on": follow_up,
                    "note": self.note.text(),
                }
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the form; Ctrl+Enter adds."""
        if not self.panel.isHidden():
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.key() == Qt.Key.Key_Escape:
                self.close_form()
                return
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._save()
                return
        super().keyPressEvent(event)
