"""Changing the answers of a waiting form: all of its questions in one window, kept encrypted while she types."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.events.answer_fields import AnswerForm
from mutualaid.desktop.form_window import FormWindow
from mutualaid.desktop.widgets.words import Words
from mutualaid.language import question_words
from mutualaid.language.catalog import N_
from mutualaid.records.answers import Answers, Value, problems, tidied
from mutualaid.records.questions import QuestionList
from mutualaid.records.zones import Zone


class ChangeAnswers(FormWindow):
    """`taken` is called with the changed answers; they are written only when the form is accepted."""

    draft_kind = "waiting_form"

    def __init__(
        self,
        uid: str,
        answers: Answers,
        questions: QuestionList,
        zones: Mapping[str, Zone],
        taken: Callable[[str, Mapping[str, Value]], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(N_("Change the answers"), N_("Take these answers"), parent)
        self._uid, self._before, self._taken = uid, answers, taken
        self._questions = questions
        self.form = AnswerForm([question for question in questions if question.id != "keep"], zones)
        self.form.put(answers)
        self.form.changed.connect(self.touch)
        self.forms.append(self.form)
        self.body.addWidget(self.form)
        self.begin(next(iter(self.form.fields.values())))

    def draft_uid(self) -> str:
        """The form whose answers these are."""
        return self._uid

    def save(self) -> None:
        """Take them, unless one does not hold. What is missing may stay so: it is pointed out again."""
        answers = tidied(self._questions, self.form.answers(self._before))
        wrong: dict[str, Words] = {
            name: lambda code=code: question_words.problem(code)  # type: ignore[misc]
            for name, code in problems(self._questions, answers).items()
            if code != "answer_missing"
        }
        if self.set_errors(wrong):
            self.done_well()
            self._taken(self._uid, answers)
