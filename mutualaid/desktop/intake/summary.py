"""All answers once more before they are sent, each with a way to change it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.intake.look import SELF_TARGET, TARGET, Big, Leaf, heading, text
from mutualaid.desktop.intake.state import FormState, short_number
from mutualaid.desktop.widgets.words import Translated
from mutualaid.language import question_words
from mutualaid.language.answer_words import answer_words
from mutualaid.language.catalog import N_, ptr, tr
from mutualaid.records.questions import Answer, Question
from mutualaid.services.event_laptop import Kit


class SummaryPage(Translated, Leaf):
    """`change` carries the id of a question; `send`, `back` and `stop` as on a question's page."""

    change = Signal(str)
    send = Signal()
    back = Signal()
    stop = Signal()

    def __init__(self, kit: Kit, form: FormState, *, self_serve: bool) -> None:
        super().__init__()
        self._kit, self._form = kit, form
        high = SELF_TARGET if self_serve else TARGET
        self.heading = heading(N_("Is everything right?"))
        self.hint = text(
            N_("You can change anything. It is put away for the office only when you press “Send”."), role="subtle"
        )
        self.column.addWidget(self.heading)
        self.column.addWidget(self.hint)
        self.alone = text(
            N_(
                "There is no name, no number and no other way to reach you here. Without any of them nobody can find "
                "you again."
            ),
            role="warn",
        )
        self.column.addWidget(self.alone)
        self.alone.setVisible(form.unreachable)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, theme.roomy(130))
        self.buttons: dict[str, Big] = {}
        self.values: dict[str, QLabel] = {}
        faults = form.missing()
        for row, question in enumerate(form.asked()):
            self._line(grid, 3 * row, question, faults.get(question.id, ""), high)
        self.column.addLayout(grid)
        self.column.addStretch(1)
        self.back_button = Big(N_("Back"), self.back.emit, high=high)
        self.stop_button = Big(N_("Stop, keep nothing"), self.stop.emit, role="quiet", high=high)
        self.send_button = Big(N_("Send"), self.send.emit, role="primary", high=high)
        self.row.addWidget(self.back_button)
        self.row.addWidget(self.stop_button)
        self.row.addStretch(1)
        self.row.addWidget(self.send_button)
        self.retranslate()

    def _line(self, grid: QGridLayout, row: int, question: Question, fault: str, high: int) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        name = text(partial(question_words.short, question.id), bold=True)
        value = text(partial(self._value, question))
        button = Big(ptr_change, partial(self.change.emit, question.id), high=high)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        grid.addWidget(name, row, 0, middle)
        grid.addWidget(value, row, 1, middle)
        grid.addWidget(button, row, 2, middle)
        if fault:
            grid.addWidget(text(partial(question_words.problem, fault), role="error"), row + 1, 0, 1, 3)
        elif question.kind is Answer.PHONE and short_number(str(self._form.answers.get(question.id, ""))):
            grid.addWidget(text(N_("That number looks short."), role="warn"), row + 1, 0, 1, 3)
        grid.addWidget(line, row + 2, 0, 1, 3)
        self.buttons[question.id], self.values[question.id] = button, value

    def _value(self, question: Question) -> str:
        return answer_words(question, self._form.answers, self._kit.zones) or ptr("answer", "Left out")

    def retranslate(self) -> None:
        """A button to change says what it changes."""
        for question_id, button in getattr(self, "buttons", {}).items():
            button.setAccessibleName(tr("Change: {answer}", answer=question_words.short(question_id)))

    def first(self) -> QWidget:
        """Sending: the question before it said that all can be changed."""
        return self.send_button

    def wipe(self) -> None:
        """Leave nothing of the answers on the labels."""
        for label in self.values.values():
            label.setText("")


def ptr_change() -> str:
    """What the button beside an answer says."""
    return ptr("an answer", "Change")
