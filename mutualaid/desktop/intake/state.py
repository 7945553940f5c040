"""Where a person is in the form and what she has answered so far. No widget, no file."""

from __future__ import annotations

from collections.abc import Mapping

from mutualaid.discretion.watch import find, redact_all
from mutualaid.records.answers import Answers, Value, is_asked, problems, said, tidied
from mutualaid.records.questions import Answer, Question, QuestionList

SUMMARY = "summary"
"""Where the last question leads; no question has this id."""

KEEP = "keep"
SHORT_PHONE = 10
"""Digits that a telephone number here has at least."""

_TEXTS = (Answer.LINE, Answer.NOTE, Answer.PHONE)


def short_number(text: str) -> bool:
    """Whether somebody began a telephone number that has too few digits to be called."""
    return 0 < sum(sign.isdigit() for sign in text) < SHORT_PHONE


class FormState:
    """One person's form. `at` is the id of the question on view, or SUMMARY."""

    def __init__(self, questions: QuestionList) -> None:
        self.questions = questions
        self.answers: dict[str, Value] = {}
        self.at = next(iter(questions)).id
        self._to_summary = False
        self._passed: set[str] = set()

    @property
    def question(self) -> Question:
        """The question on view. Raises KeyError on the summary."""
        return self.questions[self.at]

    def asked(self) -> list[Question]:
        """What is asked of this person, after what she has answered so far."""
        return [one for one in self.questions if is_asked(one, self.questions, self.answers)]

    def position(self) -> tuple[int, int]:
        """Which of how many questions is on view, from 1."""
        asked = [one.id for one in self.asked()]
        return asked.index(self.at) + 1, len(asked)

    def take(self, values: Mapping[str, Value | None]) -> None:
        """Answers of the question on view, None for one that was taken back; what must not be kept is struck out."""
        for name, value in values.items():
            if value is None:
                self.answers.pop(name, None)
            else:
                self.answers[name] = self._struck(name, value)

    def _struck(self, name: str, value: Value) -> Value:
        """Nobody at an event may insist on a number that identifies, so it does not even reach the draft."""
        if not isinstance(value, str) or not self._is_text(name) or not find(value):
            return value
        most = next((one.most for one in self.questions if one.id == name), 200)
        return redact_all(value)[:most]

    def _is_text(self, name: str) -> bool:
        return any((one.id == name and one.kind in _TEXTS) or one.other == name for one in self.questions)

    @property
    def changing(self) -> bool:
        """Whether the question on view was gone back to from the summary."""
        return self._to_summary and self.at != SUMMARY

    @property
    def refused(self) -> bool:
        """Whether she would rather have nothing written down."""
        return self.answers.get(KEEP) is False

    def unanswered(self) -> bool:
        """Whether the question on view has no answer yet; that everything was refused is one."""
        nothing_allowed = self.at == "consents" and self.answers.get("consents") == []
        return not said(self.question, self.answers) and not nothing_allowed

    def problem(self) -> str:
        """The code of what keeps the answer on view from being taken, "" when nothing does."""
        return problems(self.questions, self.answers).get(self.at, "")

    def missing(self) -> dict[str, str]:
        """What keeps the whole form from being sent: question id to the code of a sentence."""
        return problems(self.questions, self.to_seal())

    def to_seal(self) -> dict[str, Value]:
        """What may be sealed: the answers to what is still asked, tidied."""
        names = {name for one in self.asked() for name in (one.id, one.other) if name}
        return tidied(self.questions, {name: value for name, value in self.answers.items() if name in names})

    @property
    def unreachable(self) -> bool:
        """Whether nobody could find her again: no name, no number, no other way."""
        given = self.to_seal()
        return not any(given.get(name) for name in ("contact_name", "phone", "safe_contact"))

    def skip(self) -> None:
        """Take back what was answered here."""
        self.answers.pop(self.question.id, None)
        self.answers.pop(self.question.other, None)

    def go_on(self) -> None:
        """To the next question; after a change that was made from the summary, back there.

        What only now makes sense, and was never on view, is asked first.
        """
        here = self.at
        self._passed.add(here)
        asked = [one.id for one in self.asked()]
        if self._to_summary:
            new = [one.id for one in self.asked() if one.after == here and one.id not in self._passed]
            self.at = new[0] if new else SUMMARY
        else:
            at = asked.index(here)
            self.at = asked[at + 1] if at + 1 < len(asked) else SUMMARY
        if self.at == SUMMARY:
            self._to_summary = True

    def go_back(self) -> bool:
        """To the question before, or from a change to the summary; False at the first one, where nothing is before."""
        asked = [one.id for one in self.asked()]
        if self.at == SUMMARY:
            self.at, self._to_summary = asked[-1], False
            return True
        if self._to_summary:
            self.at = SUMMARY
            return True
        at = asked.index(self.at)
        if at == 0:
            return False
        self.at = asked[at - 1]
        return True

    def change(self, question_id: str) -> None:
        """From the summary to one answer."""
        self.at, self._to_summary = question_id, True


def given(answers: Answers, question: Question) -> tuple[Value | None, str]:
    """A question's answer and the words beside its choices."""
    beside = answers.get(question.other, "") if question.other else ""
    return answers.get(question.id), beside if isinstance(beside, str) else ""
