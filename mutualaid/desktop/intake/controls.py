"""How a question is answered: one control for each kind of answer."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mutualaid.desktop.intake.look import TARGET, text
from mutualaid.desktop.intake.state import given, short_number
from mutualaid.desktop.intake.tiles import Pick, TileGrid
from mutualaid.desktop.intake.watched import Watched
from mutualaid.desktop.widgets.words import Translated, announce
from mutualaid.language import question_words
from mutualaid.language.catalog import N_
from mutualaid.records.answers import Answers, Value
from mutualaid.records.questions import Answer, Question

_PAUSE_MS = 1500


class Control(Translated, QWidget):
    """Answers one question. `changed` when the person did something, `entered` when she wants to go on."""

    changed = Signal()
    entered = Signal()

    def __init__(self, question: Question, *, high: int = TARGET) -> None:
        super().__init__()
        self.question, self.high = question, high
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)

    def values(self) -> Mapping[str, Value | None]:
        """The answer by its id, and the words beside the choices by theirs; None where there is none."""
        raise NotImplementedError

    def show_answers(self, answers: Answers) -> None:
        """Fill it with what was answered before."""
        raise NotImplementedError

    def first(self) -> QWidget:
        """What gets the keyboard."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Name what is in it."""


class Text(Control):
    """A line, a note or a telephone number."""

    def __init__(self, question: Question, *, high: int = TARGET) -> None:
        super().__init__(question, high=high)
        self.watched = Watched(most=question.most, lines=5 if question.kind is Answer.NOTE else 1, high=high)
        self.watched.changed.connect(self.changed)
        self.watched.entered.connect(self.entered)
        self.short = text(N_("That number looks short. If it is right as it is, just go on."), role="warn")
        self.short.hide()
        self.body.addWidget(self.watched)
        self.body.addWidget(self.short)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.look)
        self.watched.changed.connect(self._timer.start)
        self.retranslate()

    def look(self) -> None:
        """Remark on a telephone number that cannot be whole; never more than that."""
        short = self.question.kind is Answer.PHONE and short_number(self.watched.text())
        if short and self.short.isHidden():
            announce(self.watched.field, self.short.text())
        self.short.setVisible(short)

    def values(self) -> Mapping[str, Value | None]:
        """Its text."""
        return {self.question.id: self.watched.text() or None}

    def show_answers(self, answers: Answers) -> None:
        """Show the text."""
        value, _ = given(answers, self.question)
        self.watched.set_text(value if isinstance(value, str) else "")

    def first(self) -> QWidget:
        """The field."""
        return self.watched.field

    def retranslate(self) -> None:
        """The field is called what is asked."""
        if hasattr(self, "watched"):
            self.watched.name(question_words.ask(self.question.id), question_words.why(self.question.id))


class YesNo(Control):
    """Yes or no, as two tiles."""

    def __init__(self, question: Question, *, high: int = TARGET) -> None:
        super().__init__(question, high=high)
        self.yes = Pick(lambda: question_words.yes_no(True), high=high)
        self.no = Pick(lambda: question_words.yes_no(False), high=high)
        for one in (self.yes, self.no):
            one.clicked.connect(lambda _checked=False: self.changed.emit())
        self.body.addWidget(TileGrid([self.yes, self.no], most=2))

    def values(self) -> Mapping[str, Value | None]:
        """True, False, or none yet."""
        return {self.question.id: self.yes.isChecked() if self.yes.isChecked() or self.no.isChecked() else None}

    def show_answers(self, answers: Answers) -> None:
        """Press the one that was chosen."""
        value, _ = given(answers, self.question)
        if isinstance(value, bool):
            (self.yes if value else self.no).setChecked(True)

    def first(self) -> QWidget:
        """The one that is chosen, or yes."""
        return self.no if self.no.isChecked() else self.yes
