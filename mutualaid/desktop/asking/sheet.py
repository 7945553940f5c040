"""All questions on one page, as they are said to a neighbour, in a language that may be another than the window's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QBoxLayout, QLabel, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.asking.answer_field import Field, Saying
from mutualaid.desktop.asking.fields import field_for
from mutualaid.desktop.widgets.watched import Watched
from mutualaid.desktop.widgets.words import Said, Translated, Words, announce, plain_label, say
from mutualaid.language import question_words
from mutualaid.language.catalog import N_, Catalog, catalog, current
from mutualaid.records.answers import answered, is_asked

if TYPE_CHECKING:
    from mutualaid.records.answers import Value
    from mutualaid.records.questions import QuestionList
    from mutualaid.records.zones import Zone

SECTIONS = {
    "keep": N_("How to reach them"),
    "household_size": N_("Who lives there"),
    "needs": N_("What they need"),
    "notes": N_("Before the end"),
}
"""The headings, each over the question with which its part begins, in whatever order the questions come."""

_SIDE = 300
_WIDE = 900
"""On a narrower screen a question stands over its field: the week's hours need the room."""
LARGE = 1.3
"""From letters so many times as large, a question stands over its field and not beside it."""


class AskRow(Translated, QWidget):
    """A question with its field: its number on the paper (0: none), the words, why it is asked, what is wrong."""

    def __init__(self, field: Field, number: int) -> None:
        super().__init__()
        self.field, self._number = field, number
        self.label, self.second = plain_label(), plain_label(role="subtle")
        self.why, self.error = plain_label(role="subtle"), plain_label(role="error")
        self.above = Said("", role="warn")
        for part in (self.second, self.why, self.error, self.above):
            part.hide()
        font = self.label.font()
        font.setPointSizeF(font.pointSizeF() + 1.5)
        self.label.setFont(font)
        self._cats: tuple[Catalog, ...] = ()
        self._error: Words = ""
        wide = QGuiApplication.primaryScreen().availableGeometry().width() >= _WIDE
        beside = wide and theme.roomy(100) < 100 * LARGE
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom, self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14 if beside else 4)
        words, answer = QVBoxLayout(), QVBoxLayout()
        for column in (words, answer):
            column.setSpacing(2)
        for part in (self.label, self.second, self.why):
            words.addWidget(part)
        words.addStretch(1)
        for widget in (self.above, field, self.error):
            answer.addWidget(widget)
        answer.addStretch(1)
        row.addLayout(words, 3)
        row.addLayout(answer, 7)
        if beside:
            self.label.setMinimumWidth(_SIDE)

    def relabel(self, cats: tuple[Catalog, ...], zones: Mapping[str, Zone]) -> None:
        """Say it in the first of these languages, and under that in the second."""
        self._cats = cats
        question = self.field.question
        asked = question_words.ask(question.id, cats[0])
        self.label.setText(cats[0].tr("{number}. {question}", number=self._number, question=asked)
                           if self._number else asked)  # fmt: skip
        self.second.setText(question_words.ask(question.id, cats[1]) if len(cats) > 1 else "")
        self.second.setVisible(len(cats) > 1)
        self.why.setText(question_words.why(question.id, cats[0]))
        self.label.setToolTip(self.why.text())
        self.field.relabel(Saying(cats[0], zones))

    def retranslate(self) -> None:
        """What is wrong is told to the coordinator, in the window's language."""
        if hasattr(self, "error"):
            self.error.setText(say(self._error) if self._error else "")

    def set_error(self, words: Words) -> None:
        """Show what is wrong ("" nothing) and have it read aloud."""
        self._error = words
        self.error.setVisible(bool(words))
        self.retranslate()
        if words:
            announce(self.field, self.error.text())


class AskingSheet(Translated, QWidget):
    """The questions in their order. `changed` carries the id of the question that the person answered otherwise.

    `numbered` shows the number that each has on the paper. Questions that make no sense yet are hidden; what was
    answered there stays, and counts again when they come back.
    """

    changed = Signal(str)

    def __init__(self, questions: QuestionList, zones: Mapping[str, Zone], *, numbered: bool = False) -> None:
        super().__init__()
        self.questions, self.zones = questions, zones
        self.language = ""
        self.both = False
        self.rows: dict[str, AskRow] = {}
        self.heads: dict[str, QLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for number, question in enumerate(questions, 1):
            if question.id in SECTIONS:
                self.heads[question.id] = head = Said(SECTIONS[question.id], points=1, bold=True)
                column.addWidget(head)
            field = field_for(question)
            row = self.rows[question.id] = AskRow(field, number if numbered else 0)
            field.changed.connect(lambda name=question.id: self._answered(name))
            column.addWidget(row)
        column.addStretch(1)
        self.retranslate()
        self._show_asked()

    def catalogs(self) -> tuple[Catalog, ...]:
        """The languages that the questions are in; the window's own until another was chosen."""
        first = catalog(self.language) if self.language else current()
        other = catalog("en" if first.language == "es" else "es")
        return (first, other) if self.both else (first,)

    def set_language(self, language: str, *, both: bool = False) -> None:
        """Say the questions in a language ("en", "es"; "" the window's), with the other under it; answers stay."""
        self.language, self.both = language, both
        self.retranslate()

    def retranslate(self) -> None:
        """Name every question and field."""
        for row in getattr(self, "rows", {}).values():
            row.relabel(self.catalogs(), self.zones)

    def show_why(self, on: bool) -> None:
        """Show under each question why it is asked, or leave it out."""
        for row in self.rows.values():
            row.why.setVisible(on)

    def answers(self) -> dict[str, Value]:
        """The answers to the questions that are asked."""
        everything = self._everything()
        asked: dict[str, Value] = {}
        for question in self.questions:
            if is_asked(question, self.questions, everything):
                asked |= {name: everything[name] for name in (question.id, question.other) if name in everything}
        return asked

    def put(self, answers: Mapping[str, Value]) -> None:
        """Show these answers, and none besides."""
        for row in self.rows.values():
            row.field.put(answers)
            row.set_error("")
        self._show_asked()

    def plain(self) -> dict[str, Any]:
        """What stands in every field, finished or not."""
        return {name: row.field.plain() for name, row in self.rows.items()}

    def set_plain(self, held: Mapping[str, Any]) -> None:
        """Show it. Questions that an older form did not have stay empty."""
        for name, row in self.rows.items():
            row.field.set_plain(held.get(name, {}))
        self._show_asked()

    def set_errors(self, errors: Mapping[str, Words]) -> str:
        """Show these and no others, and go to the first; its question, "" for none."""
        first = ""
        for name, row in self.rows.items():
            row.set_error(errors.get(name, ""))
            first = first or (name if name in errors and row.isVisibleTo(self) else "")
        if first:
            self.go(first)
        return first

    def go(self, question: str) -> None:
        """Put the focus into a question's field."""
        self.rows[question].field.setFocus()

    def go_to_section(self, step: int) -> None:
        """Go to the beginning of the next part, or of the one before."""
        order = list(self.rows)
        starts = [name for name in order if name in self.heads and self.rows[name].isVisibleTo(self)]
        here = order.index(self.where() or order[0])
        later = [name for name in starts if order.index(name) > here]
        earlier = [name for name in starts if order.index(name) < here]
        goal = (later or starts[:1]) if step > 0 else (earlier[-1:] or starts[-1:])
        if goal:
            self.go(goal[0])

    def where(self) -> str:
        """The question in which the focus is, "" for none."""
        focused = QApplication.focusWidget()
        return next((name for name, row in self.rows.items() if focused and row.isAncestorOf(focused)), "")

    def pointed_out(self) -> str:
        """The first question in whose words something stands that the watch points out, "" for none."""
        for name, row in self.rows.items():
            for watched in row.findChildren(Watched):
                watched.look()
                if not watched.alarm.isHidden():
                    return name
        return ""

    def is_blank(self, *, but: str = "") -> bool:
        """Whether nothing at all was answered, or nothing but one question."""
        return not any(answered(value) or value == [] for name, value in self._everything().items() if name != but)

    def _everything(self) -> dict[str, Value]:
        return {name: value for row in self.rows.values() for name, value in row.field.answers().items()}

    def _answered(self, question: str) -> None:
        self.rows[question].set_error("")
        self._show_asked()
        self.changed.emit(question)

    def _show_asked(self) -> None:
        everything = self._everything()
        for question in self.questions:
            asked = is_asked(question, self.questions, everything)
            for part in (self.rows[question.id], self.heads.get(question.id)):
                if part is not None and part.isHidden() == asked:
                    part.setVisible(asked)
