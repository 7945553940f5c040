"""One question on one page: what is asked, why, a control to answer it, and the way back and on."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from mutualaid.desktop.intake.choices import Many, One, Times
from mutualaid.desktop.intake.controls import Control, Text, YesNo
from mutualaid.desktop.intake.finding import Found
from mutualaid.desktop.intake.look import ENTER, SELF_TARGET, TARGET, Big, Leaf, heading, text
from mutualaid.desktop.intake.numbers import Counts, Number
from mutualaid.desktop.intake.start import consent_text
from mutualaid.desktop.widgets.words import Translated, Words, announce, describe, say
from mutualaid.language import question_words
from mutualaid.language.catalog import N_
from mutualaid.records.answers import Answers
from mutualaid.records.questions import Answer, Question
from mutualaid.services.event_laptop import Kit

_FEW = 8
"""So many choices stand as tiles; more are a list to search."""


def control_for(question: Question, zones: Mapping[str, str], *, high: int) -> Control:
    """What answers a question of its kind."""
    if question.kind in (Answer.LINE, Answer.NOTE, Answer.PHONE):
        return Text(question, high=high)
    if question.kind is Answer.ONE:
        return (One if len(question.choices) <= _FEW and question.id != "zone" else Found)(question, zones, high=high)
    kinds: dict[Answer, type[Control]] = {
        Answer.NUMBER: Number,
        Answer.YES_NO: YesNo,
        Answer.MANY: Many,
        Answer.COUNTS: Counts,
        Answer.TIMES: Times,
    }
    return kinds[question.kind](question, high=high)


class QuestionPage(Translated, Leaf):
    """`next`, `skip`, `back` and `stop` are what the person asks for; none of them turns the page by itself."""

    next = Signal()
    skip = Signal()
    back = Signal()
    stop = Signal()

    def __init__(
        self, kit: Kit, question: Question, answers: Answers, *, first: bool, changing: bool, self_serve: bool
    ) -> None:
        super().__init__()
        self.question = question
        high = SELF_TARGET if self_serve else TARGET
        self.heading = heading(lambda: question_words.ask(question.id))
        why: Words = (lambda: consent_text(kit)) if question.id == "keep" else (lambda: question_words.why(question.id))
        self.why = text(why, role="subtle")
        self.told = text("", role="error", bold=True)
        self.told.hide()
        self.control = control_for(question, kit.zones, high=high)
        self.control.show_answers(answers)
        self.control.changed.connect(self.told.hide)
        self.control.entered.connect(self.next)
        for part in (self.heading, self.why, self.control, self.told):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.back_button = Big(N_("Back"), self.back.emit, high=high)
        self.stop_button = Big(N_("Stop, keep nothing"), self.stop.emit, role="quiet", high=high)
        self.skip_button = Big(N_("Skip"), self.skip.emit, high=high)
        self.next_button = Big(
            N_("Back to all answers") if changing else N_("Next"), self.next.emit, role="primary", high=high
        )
        for button in (self.back_button, self.stop_button):
            self.row.addWidget(button)
        self.row.addStretch(1)
        for button in (self.skip_button, self.next_button):
            self.row.addWidget(button)
        self.back_button.setVisible(not first)  # only now: shown before it has a parent it would be a window of its own
        self.skip_button.setVisible(not question.needed)
        self.retranslate()

    def retranslate(self) -> None:
        """What a screen reader adds to the first thing that has the keyboard."""
        if hasattr(self, "next_button"):
            first = self.control.first()
            if not isinstance(first, QLineEdit | QPlainTextEdit):
                describe(first, f"{self.heading.text()} {self.why.text()}")

    def tell(self, words: Words) -> None:
        """Say what is in the way of going on."""
        self.told.say(words)
        self.told.show()
        self.area.ensureWidgetVisible(self.told)
        announce(self.told, say(words))

    def first(self) -> QWidget:
        """The control."""
        return self.control.first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter that nothing else wanted goes on; held down, it does so once."""
        if event.key() in ENTER and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            if not event.isAutoRepeat():
                self.next.emit()
            return
        super().keyPressEvent(event)

    def wipe(self) -> None:
        """Leave nothing of the answer in the fields; what can undo it goes with them."""
        for line in self.findChildren(QLineEdit):
            line.clear()
            line.setText("")
        for note in self.findChildren(QPlainTextEdit):
            note.setUndoRedoEnabled(False)
            note.setPlainText("")
