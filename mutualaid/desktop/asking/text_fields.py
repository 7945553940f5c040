"""Answers in words and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from mutualaid.desktop.asking.answer_field import Field, Saying
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.notes import NoteEditor
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import plain_label
from mutualaid.language import question_words
from mutualaid.records.questions import Question

if TYPE_CHECKING:
    from mutualaid.records.answers import Value

_NUMBER = 60
"""Width of a field for a number, in pixels."""


class LineField(Field):
    """Words on one line, under the watch."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.watched = WatchedLine()
        self.watched.line.setMaxLength(question.most)
        self.watched.changed.connect(self.changed)
        self.column.addWidget(self.watched)
        self.setFocusProxy(self.watched.line)

    def answers(self) -> dict[str, Value]:
        """As written."""
        return {self.question.id: self.watched.written()} if self.watched.written() else {}

    def plain(self) -> dict[str, str]:
        """As a draft may keep it."""
        return {self.question.id: self.watched.plain()}

    def put(self, answers: Mapping[str, Value]) -> None:
        """Show it."""
        self.watched.set_text(str(answers.get(self.question.id, "")))

    def relabel(self, saying: Saying) -> None:
        """Name it by its question."""
        self.watched.line.setAccessibleName(question_words.ask(self.question.id, saying.cat))


class PhoneField(Field):
    """A number, or several; not watched, because a phone's digits may look like other numbers."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.line = QLineEdit()
        self.line.setMaxLength(question.most)
        self.line.textEdited.connect(lambda _text: self.changed.emit())
        self.line.editingFinished.connect(self._settle)
        self.note = plain_label(role="warn")
        self.note.hide()
        self.column.addWidget(self.line)
        self.column.addWidget(self.note)
        self.setFocusProxy(self.line)

    def _settle(self) -> None:
        from mutualaid.exchange.phones import parse_phones, says_none

        text = self.line.text()
        self.note.setVisible(bool(text.strip()) and not says_none(text) and not parse_phones(text)[1])

    def answers(self) -> dict[str, Value]:
        """As written."""
        return {self.question.id: self.line.text()} if self.line.text() else {}

    def put(self, answers: Mapping[str, Value]) -> None:
        """Show it."""
        self.line.setText(str(answers.get(self.question.id, "")))
        self._settle()

    def relabel(self, saying: Saying) -> None:
        """Name it by its question."""
        self.line.setAccessibleName(question_words.ask(self.question.id, saying.cat))
        self.note.setText(saying.cat.tr("This is not a whole phone number; it will be kept in the notes."))


class NoteField(Field):
    """Words on several lines, under the watch."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.note = NoteEditor(lines=3)
        self.note.changed.connect(self.changed)
        self.column.addWidget(self.note)
        self.setFocusProxy(self.note.box)

    def answers(self) -> dict[str, Value]:
        """As written."""
        return {self.question.id: self.note.written()} if self.note.written() else {}

    def plain(self) -> dict[str, str]:
        """As a draft may keep it."""
        return {self.question.id: self.note.plain()}

    def put(self, answers: Mapping[str, Value]) -> None:
        """Show it."""
        self.note.set_text(str(answers.get(self.question.id, "")))

    def relabel(self, saying: Saying) -> None:
        """Name it by its question."""
        self.note.box.setAccessibleName(question_words.ask(self.question.id, saying.cat))


class NumberLine(QLineEdit):
    """A number of up to two digits; empty is none."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.setValidator(QIntValidator(0, most, self))
        self.setMaxLength(2)
        self.setFixedWidth(_NUMBER)

    def number(self) -> int | None:
        """The number."""
        return int(self.text()) if self.text().strip().isdigit() else None


class NumberField(Field):
    """How many."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.line = NumberLine(question.most)
        self.line.textEdited.connect(lambda _text: self.changed.emit())
        self.column.addWidget(self.line)
        self.setFocusProxy(self.line)

    def answers(self) -> dict[str, Value]:
        """The number."""
        number = self.line.number()
        return {} if number is None else {self.question.id: number}

    def put(self, answers: Mapping[str, Value]) -> None:
        """Show it."""
        self.line.setText(str(answers.get(self.question.id, "")))

    def relabel(self, saying: Saying) -> None:
        """Name it by its question."""
        self.line.setAccessibleName(question_words.ask(self.question.id, saying.cat))


class CountsField(Field):
    """How many of each."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.lines: dict[str, NumberLine] = {}
        self._titles: dict[str, QLabel] = {}
        strip = QWidget()
        flow = FlowLayout(strip, gap=14)
        for code in question.choices:
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(2)
            line, title = NumberLine(question.most), plain_label(role="subtle", wrap=False)
            line.textEdited.connect(lambda _text: self.changed.emit())
            title.setBuddy(line)
            self.lines[code], self._titles[code] = line, title
            column.addWidget(title)
            column.addWidget(line)
            flow.addWidget(holder)
        self.column.addWidget(strip)

    def setFocus(self, *_reason: object) -> None:
        """To the first."""
        next(iter(self.lines.values())).setFocus()

    def answers(self) -> dict[str, Value]:
        """The numbers that were given."""
        counts = {code: number for code, line in self.lines.items() if (number := line.number()) is not None}
        return {self.question.id: counts} if counts else {}

    def put(self, answers: Mapping[str, Value]) -> None:
        """Show them."""
        counts = cast("dict[str, int]", answers.get(self.question.id, {}))
        for code, line in self.lines.items():
            line.setText(str(counts.get(code, "")))

    def relabel(self, saying: Saying) -> None:
        """Name each by whom it counts."""
        about = question_words.ask(self.question.id, saying.cat)
        for code, name in saying.names(self.question).items():
            self._titles[code].setText(name)
            self.lines[code].setAccessibleName(name)
            self.lines[code].setAccessibleDescription(about)
