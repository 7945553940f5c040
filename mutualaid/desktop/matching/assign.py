"""Assign someone else: choose anybody, see what it would change, and have it so or leave it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from mutualaid.desktop import theme
from mutualaid.desktop.matching.answer import Answer, answer_words, choice_words
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.choice import fold
from mutualaid.desktop.widgets.headed_list import HeadedList
from mutualaid.desktop.widgets.panels import scrolled
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words, announce, plain_label
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.progress import Progress
from mutualaid.records.errors import Fault
from mutualaid.records.kinds import Mode

if TYPE_CHECKING:
    from mutualaid.desktop.needs.state import Names
    from mutualaid.services.office import Office
    from mutualaid.services.plan_page import NeedHead
    from mutualaid.services.whatif import Choice, WhatIf

ANYBODY = ""
"""The choice of whoever disturbs the plan least; offered for a need that the plan leaves out."""


class AssignDialog(Translated, QDialog):
    """Lists those who fit first and the others with the rule in their way. Calls `take(answer)` when the answer is
    liked. Asking changes nothing; closing while it is worked out gives it up.
    """

    def __init__(
        self,
        parent: QWidget,
        office: Office,
        tasks: Tasks,
        need: NeedHead,
        *,
        left_out: bool,
        names: Names,
        worth: float,
        take: Callable[[WhatIf], object],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._office, self._tasks, self._need, self._names, self._worth = office, tasks, need, names, worth
        self._left_out, self._take = left_out, take
        self._pickup = need.mode == Mode.PICKUP
        self.choices: list[Choice] | None = None
        self.answer: WhatIf | None = None
        self._asking: Progress | None = None
        self._fault: Fault | None = None
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(lambda _text: self._fill())
        self.list = HeadedList()
        self.list.currentItemChanged.connect(lambda _now, _before: self._chosen())
        self.list.itemActivated.connect(lambda _item: self.ask())
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.outcome = QWidget()
        self.told = QVBoxLayout(self.outcome)
        self.told.setContentsMargins(0, 0, 8, 0)
        self.ask_button = Button(N_("See what it would change"), self.ask, role="primary")
        self.do_button = Button(N_("Do it"), self._do, role="primary")
        self.close_button = Button(self._close_words, self._close)
        self._lay_out()
        self.retranslate()
        tasks.read(self._read, self._show_choices, owner=self, fail=self._failed)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(8)
        layout.addWidget(Said(self._question, points=2, bold=True))
        layout.addWidget(self.field)
        layout.addWidget(self.list, 3)
        layout.addWidget(self.bar)
        layout.addWidget(scrolled(self.outcome), 2)
        row = QHBoxLayout()
        row.addStretch(1)
        for button in (self.close_button, self.ask_button, self.do_button):
            row.addWidget(button)
        layout.addLayout(row)
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(theme.roomy(600), screen.width() - 40), min(theme.roomy(620), screen.height() - 60))
        self.field.setFocus()

    def _question(self) -> str:
        code = self._need.code
        if self._pickup:
            return tr("Which lot should {code} get?", code=code)
        return tr("Who should help with {code}?", code=code)

    def _close_words(self) -> str:
        return tr("Cancel") if self._asking is not None else tr("Close")

    def retranslate(self) -> None:
        """Set every word again, those of the list and the answer too."""
        self.setWindowTitle(tr("Give something else") if self._pickup else tr("Assign someone else"))
        find = tr("Find a lot") if self._pickup else tr("Find a volunteer")
        self.field.setPlaceholderText(find)
        self.field.setAccessibleName(find)
        self.list.setAccessibleName(tr("Lots") if self._pickup else tr("Volunteers"))
        self.bar.setAccessibleName(tr("Working out what it would change"))
        self._fill()
        self._show()

    def _read(self) -> list[Choice]:
        from mutualaid.services.whatif import choices

        return choices(self._office, need=self._need.uid)

    def _show_choices(self, found: list[Choice]) -> None:
        self.choices = found
        self._fill()
        self._show()

    def _failed(self, fault: Fault) -> None:
        self._asking, self._fault = None, fault
        self.choices = self.choices or []
        self._show()
        announce(self, sentence(fault))

    def _fill(self) -> None:
        """List what the field lets through; what was chosen stays chosen."""
        if self.choices is None:
            return
        chosen = self.list.uid()
        wanted = fold(self.field.text()).split()
        told = [(choice_words(one, self._names), one) for one in self.choices]
        let = [(words, one) for words, one in told if all(word in fold(words) for word in wanted)]
        anybody = tr("Whatever changes least") if self._pickup else tr("Whoever it disturbs least")
        groups: list[tuple[Words, list[tuple[str, str]]]] = [
            ("", [(anybody, ANYBODY)] if self._left_out and not wanted else []),
            (N_("These fit"), [(words, one.uid) for words, one in let if not one.forbidden]),
            (N_("Something stands in the way of these"), [(words, one.uid) for words, one in let if one.forbidden]),
        ]
        self.list.fill(groups, nothing=N_("Nothing found."))
        if self.list.uid() != chosen:
            self._chosen()

    def _chosen(self) -> None:
        """Another choice: the answer to the one before no longer stands."""
        self._give_up()
        self.answer = self._fault = None
        self._show()

    def ask(self) -> None:
        """Have the engine work out what the chosen one would change."""
        uid = self.list.uid()
        if uid is None or self._asking is not None:
            return
        handle = self._asking = Progress()
        self.answer = self._fault = None
        office, need, pickup = self._office, self._need.uid, self._pickup

        def work() -> WhatIf:
            from mutualaid.services.whatif import what_if

            who = uid if uid != ANYBODY else None
            if pickup:
                return what_if(office, need=need, lot=who, progress=handle)
            return what_if(office, need=need, volunteer=who, progress=handle)

        def done(answer: WhatIf) -> None:
            if self._asking is handle:
                self._asking, self.answer = None, answer
                self._show()
                said = answer_words(answer, self._names, self._worth)
                announce(self, " ".join([said.heading, *said.in_the_way, *said.changes]))
                (self.do_button if answer.possible else self.list).setFocus()

        def failed(fault: Fault) -> None:
            if self._asking is handle:
                self._failed(fault)

        self._tasks.read(work, done, owner=self, fail=failed)
        self._show()
        self.close_button.setFocus()

    def _give_up(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    def _close(self) -> None:
        """Cancel what is being worked out, else close."""
        if self._asking is None:
            self.reject()
            return
        self._give_up()
        self._show()
        self.list.setFocus()

    def done(self, result: int) -> None:
        """Close, giving up what is being worked out."""
        self._give_up()
        super().done(result)

    def _do(self) -> None:
        if self.answer is not None and self.answer.possible:
            self._take(self.answer)
            self.accept()

    def _show(self) -> None:
        """Show the answer, or that it is being worked out."""
        while self.told.count():
            item = self.told.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.bar.setVisible(self._asking is not None or (self.choices is None and self._fault is None))
        if self._fault is not None:
            self.told.addWidget(plain_label(sentence(self._fault), role="error"))
        elif self.answer is not None:
            self._tell(answer_words(self.answer, self._names, self._worth))
        elif self._asking is None:
            self.told.addWidget(plain_label(tr("Asking changes nothing."), role="subtle"))
        self.told.addStretch(1)
        ready = self.answer is not None and self.answer.possible
        self.do_button.setVisible(ready)
        self.ask_button.setVisible(not ready)
        self.ask_button.setEnabled(self._asking is None and self.list.uid() is not None)
        self.do_button.setDefault(ready)
        self.close_button.retranslate()

    def _tell(self, said: Answer) -> None:
        self.told.addWidget(Said(lambda: said.heading, bold=True))
        for role, lines in (("warn", said.in_the_way), ("", said.changes), ("subtle", [said.advice])):
            for line in filter(None, lines):
                self.told.addWidget(plain_label(line, role=role))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks, or does what was asked; Down in the field goes to the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.do_button.isVisible():
                self._do()
            else:
                self.ask()
            return
        if event.key() == Qt.Key.Key_Down and self.field.hasFocus():
            self.list.setFocus()
            return
        super().keyPressEvent(event)
