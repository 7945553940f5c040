"""The forms that wait: a list, one form beside it, and letters for what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from mutualaid.desktop.events import form_words
from mutualaid.desktop.events.form_pane import KEYS, FormPane
from mutualaid.desktop.events.state import ReviewState
from mutualaid.desktop.widgets.line_model import Column, LineModel
from mutualaid.desktop.widgets.panels import EmptyState
from mutualaid.desktop.widgets.record_table import RecordTable
from mutualaid.desktop.widgets.words import Button, Translated
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_number


class Review(Translated, QWidget):
    """`verb_asked` carries what is to be done with the chosen form, `plain_asked` that all plain ones be accepted.

    `chosen` is emitted when another form comes into view. `plain_button` is for the page's heading.
    """

    verb_asked = Signal(str)
    plain_asked = Signal()
    chosen = Signal(str)

    def __init__(self, state: ReviewState, bring: Callable[[], object]) -> None:
        super().__init__()
        self.state = state
        self.model = LineModel(
            (
                Column(
                    N_("Form"), lambda form: format_number(form.number) if form.number else "—", width=58, number=True
                ),
                Column(N_("How it stands"), partial(form_words.standing, state), width=150),
                Column(N_("Asks for"), form_words.asks_for, width=170),
                Column(N_("Helper"), lambda form: form.helper or tr("themselves"), width=100),
                Column(N_("Event"), lambda form: form.event, width=130),
            )
        )
        self.table = RecordTable()
        self.table.setModel(self.model)
        self.table.setSortingEnabled(False)
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda _row: self.begin_form())
        self.table.delete_asked.connect(lambda: self.verb_asked.emit("aside"))
        self.pane = FormPane(state)
        self.pane.verb_asked.connect(self.verb_asked)
        self.pane.filled.connect(self._moved_on)
        self.pane.decided.connect(self._moved_on)
        self.plain_button = Button(self._plain_words, self.plain_asked.emit, hint=N_("Ctrl+Shift+A"))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.pane)
        split.setSizes([430, 560])
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        self.table.setMinimumWidth(260)
        self.bring_button = Button(N_("Bring in an event's file…"), bring, role="primary")
        none = EmptyState(
            "good",
            N_("Nothing waits for you"),
            N_("When an event's file is brought in, its forms wait here until you have looked at each of them."),
            self.bring_button,
        )
        self.stack = QStackedWidget()
        for widget in (split, none):
            self.stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)
        self.retranslate()

    def retranslate(self) -> None:
        """Name the table, and say its cells anew."""
        if hasattr(self, "stack"):
            self.table.setAccessibleName(tr("Forms that wait"))
            self.model.spoken()
            self.table.set_widths({at: column.width for at, column in enumerate(self.model.columns)})

    def show_forms(self) -> None:
        """Show what was read; the chosen form stays chosen, else the first comes into view."""
        forms = self.state.forms()
        focused = self.table.hasFocus()
        self.table.blockSignals(True)
        self.model.set_lines(forms)
        row = self.model.row_of(self.state.chosen)
        row = 0 if row < 0 and forms else row
        self.table.go_to(row)
        self.table.blockSignals(False)
        self.stack.setCurrentIndex(0 if forms else 1)
        self._count_plain()
        self._choose(forms[row].uid if forms else "")
        if focused and forms:
            self.table.setFocus()

    def _count_plain(self) -> None:
        self.plain_button.retranslate()
        self.plain_button.setVisible(self.isVisible() and bool(self.state.plain()))

    def showEvent(self, event: QShowEvent) -> None:
        """The button for all plain ones stands in the page's heading while this look is on view."""
        super().showEvent(event)
        self._count_plain()

    def hideEvent(self, event: QHideEvent) -> None:
        """And goes with it."""
        super().hideEvent(event)
        self.plain_button.hide()

    def _plain_words(self) -> str:
        n = len(self.state.plain())
        return ntr("Accept the {n} plain one…", "Accept all {n} plain ones…", n)

    def _picked(self, row: int) -> None:
        self._choose(self.model.lines[row].uid)

    def _choose(self, uid: str) -> None:
        self.state.chosen = uid
        self.pane.show_form(self.state.form(uid))
        if uid:
            self.chosen.emit(uid)

    def go_to(self, uid: str) -> None:
        """Choose a form."""
        row = self.model.row_of(uid)
        if row >= 0:
            self.table.go_to(row)
            self._choose(uid)

    def _moved_on(self) -> None:
        """Something about the chosen form changed: its line says so."""
        self.model.spoken()
        self._count_plain()

    def start(self) -> None:
        """Work begins in the list, or at the button of the empty look."""
        if self.stack.currentIndex() == 0:
            self.table.setFocus()
        else:
            self.bring_button.setFocus()

    def begin_form(self) -> None:
        """From the list into the form: to what is missing, else to the household that is like it, else to Accept."""
        if self.pane.to_gap():
            return
        if self.pane.likeness.isVisibleTo(self.pane):
            self.pane.likeness.pair.setFocus()
        else:
            self.pane.verbs["accept"].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The letters of the verbs, V to uncover, M, B and S for a household that is like it; not while typing.

        Escape leads back to the list from anywhere.
        """
        typing = isinstance(self.focusWidget(), QLineEdit | QPlainTextEdit) or self.pane.is_filling()
        letter = event.text().upper()
        if event.key() == Qt.Key.Key_Escape and not self.table.hasFocus():
            self.table.setFocus()
            return
        if typing or event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier or event.isAutoRepeat():
            super().keyPressEvent(event)
            return
        verb = next((name for name, key in KEYS.items() if key == letter), "")
        if verb:
            self.verb_asked.emit(verb)
        elif letter == "V":
            self.pane.toggle_cover()
        elif letter and self.pane.likeness.decide_by(letter):
            pass
        else:
            super().keyPressEvent(event)
