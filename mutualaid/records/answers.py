"""Answers to the question list: what a value may be, which questions are still to be asked, what is missing.

Answers are plain JSON data, question id to value. What a person is typing is checked by `problems`, which tells her
what to mend; what comes out of a file is checked by `checked`, which refuses it. Importable without SQLModel.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from mutualaid.records.errors import BadInput
from mutualaid.records.questions import Answer, Question, QuestionList

Value = str | int | bool | list[str] | dict[str, int]
Answers = Mapping[str, Value]

_TEXT = frozenset({Answer.LINE, Answer.NOTE, Answer.PHONE})
_LISTS = frozenset({Answer.MANY, Answer.TIMES})
_OTHER_MOST = 200


def answered(value: Value | None) -> bool:
    """Whether a value says anything: a False does, an empty text, list or object does not."""
    if isinstance(value, bool | int):
        return True
    if isinstance(value, str):
        return bool(value.strip())
    return bool(value)


def said(question: Question, answers: Answers) -> bool:
    """Whether a question was answered, by a choice or in words beside the choices."""
    return answered(answers.get(question.id)) or bool(question.other and answered(answers.get(question.other)))


def is_asked(question: Question, questions: QuestionList, answers: Answers) -> bool:
    """Whether the question still makes sense: not once keeping was refused, nor without what it comes `after`."""
    if question.id != "keep" and answers.get("keep") is False:
        return False
    return not question.after or said(questions[question.after], answers)


def problems(questions: QuestionList, answers: Answers) -> dict[str, str]:
    """What is missing or does not hold, as question id to the code of a sentence in `language.question_words`.

    Codes: "answer_missing", "answer_refused" (keeping was), "answer_not_valid", "ages_exceed_size".
    """
    found: dict[str, str] = {}
    for question in questions:
        if not is_asked(question, questions, answers):
            continue
        value = answers.get(question.id)
        if question.needed and not said(question, answers):
            found[question.id] = "answer_missing"
        elif not (value is None or _holds(question, value)) or not _is_text(_beside(question, answers), _OTHER_MOST):
            found[question.id] = "answer_not_valid"
    if answers.get("keep") is False:
        found["keep"] = "answer_refused"
    if "ages" not in found and "household_size" not in found and _more_than_live_there(answers):
        found["ages"] = "ages_exceed_size"
    return found


def checked(questions: QuestionList, document: Any) -> dict[str, Value]:
    """The answers in a document that came from outside: known questions, values of the right shape, no control signs.

    Codes that the office does not have (a zone, a category) are kept: the kit may be older than the office's tables,
    and whoever reviews it can choose. Missing answers are no fault here. Raises BadInput("answer_invalid", question).
    """
    if not isinstance(document, dict):
        raise BadInput("answer_invalid", question="")
    others = {question.other: question for question in questions if question.other}
    known = {question.id: question for question in questions}
    kept: dict[str, Value] = {}
    for number, (name, value) in enumerate(document.items(), 1):
        question = known.get(name) if isinstance(name, str) else None
        if question is None and not (name in others and _is_text(value, _OTHER_MOST)):
            raise BadInput("answer_invalid", question=str(number))
        if question is not None and not _holds(question, value, any_code=True):
            raise BadInput("answer_invalid", question=question.id)
        kept[name] = value
    return kept


def tidied(questions: QuestionList, answers: Answers) -> dict[str, Value]:
    """Answers without what says nothing, texts trimmed, in NFC and without control signs: what is sealed or saved.

    An empty list of consents says something: it was asked, and all of it was refused.
    """
    tidy: dict[str, Value] = {}
    in_lines = {question.id for question in questions if question.kind is Answer.NOTE}
    for name, value in answers.items():
        one = _clean(value, lines=name in in_lines) if isinstance(value, str) else value
        if isinstance(one, dict):
            one = {code: number for code, number in one.items() if number}
        if answered(one) or (name == "consents" and one == []):
            tidy[name] = one
    return tidy


def _clean(text: str, *, lines: bool) -> str:
    shown = text.replace("\r\n", "\n").replace("\u2029", "\n")
    shown = "".join(sign if sign.isprintable() or (lines and sign == "\n") else " " for sign in shown).strip()
    return unicodedata.normalize("NFC", shown)


def _more_than_live_there(answers: Answers) -> bool:
    size, ages = answers.get("household_size"), answers.get("ages")
    return isinstance(size, int) and isinstance(ages, dict) and sum(ages.values()) > size


def _beside(question: Question, answers: Answers) -> Value:
    """What was written beside the choices, "" where nothing was."""
    return answers.get(question.other, "") if question.other else ""


def _holds(question: Question, value: Any, *, any_code: bool = False) -> bool:
    kind = question.kind
    if kind in _TEXT:
        return _is_text(value, question.most, lines=kind is Answer.NOTE)
    if kind is Answer.YES_NO:
        return isinstance(value, bool)
    if kind is Answer.NUMBER:
        return _is_number(value, 1, question.most)
    if kind is Answer.ONE:
        return _is_code(question, value, any_code)
    if kind in _LISTS:
        return (
            isinstance(value, list)
            and len(value) <= 200
            and all(_is_code(question, code, any_code) for code in value)
            and len(set(value)) == len(value)
        )
    return isinstance(value, dict) and all(
        code in question.choices and _is_number(number, 0, question.most) for code, number in value.items()
    )


def _is_number(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_code(question: Question, value: Any, any_code: bool) -> bool:
    if not isinstance(value, str):
        return False
    return value in question.choices or (any_code and 0 < len(value) <= 64 and value.isprintable())


def _is_text(value: Any, most: int, *, lines: bool = False) -> bool:
    if not isinstance(value, str) or len(value) > most:
        return False
    return all(sign.isprintable() or (lines and sign == "\n") for sign in value)
