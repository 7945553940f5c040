"""Some questions of the list as rows of a form: what is missing in a waiting form, or all of it to be changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal

from mutualaid.desktop.asking.answer_field import Field, Saying
from mutualaid.desktop.asking.fields import field_for
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.words import Translated
from mutualaid.language import question_words
from mutualaid.language.catalog import current
from mutualaid.records.answers import Answers, Value
from mutualaid.records.questions import Question
from mutualaid.records.zones import Zone


class AnswerForm(Translated, Form):
    """A row for each of some questions. `changed` when the person changed an answer."""

    changed = Signal()

    def __init__(self, questions: Sequence[Question], zones: Mapping[str, Zone]) -> None:
        super().__init__()
        self._zones = zones
        self.fields: dict[str, Field] = {}
        for question in questions:
            field = field_for(question)
            field.changed.connect(self.changed)
            self.fields[question.id] = field
            self.add(question.id, partial(question_words.short, question.id), field)
        self.retranslate()

    def retranslate(self) -> None:
        """Name every choice; what is chosen stays."""
        saying = Saying(current(), self._zones)
        for field in getattr(self, "fields", {}).values():
            field.relabel(saying)

    def put(self, answers: Answers) -> None:
        """Fill every field."""
        for field in self.fields.values():
            field.put(answers)

    def answers(self, before: Answers) -> dict[str, Value]:
        """The answers `before` with those of the fields in their place."""
        after = dict(before)
        for field in self.fields.values():
            for name in (field.question.id, field.question.other):
                after.pop(name, None)
            after |= field.answers()
        return after
