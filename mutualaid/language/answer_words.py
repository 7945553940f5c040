"""What was answered to the question list, in the reader's words: before a neighbour sends it, and at the desk."""

from __future__ import annotations

from collections.abc import Mapping

from mutualaid.language import question_words
from mutualaid.language.catalog import ptr, tr
from mutualaid.language.formats import format_list, format_number
from mutualaid.records.answers import Answers, Value
from mutualaid.records.questions import DAYS, PARTS, Answer, Question


def choice_words(question: Question, code: str, zones: Mapping[str, str]) -> str:
    """A choice, an area by its name. A code that this office does not have stands as it is."""
    known = code in question.choices and question.id != "zone"
    return question_words.choice(question, code) if known else zones.get(code, code)


def answer_words(question: Question, answers: Answers, zones: Mapping[str, str], *, refused: str = "") -> str:
    """A question's answer, a line for each part of it; "" when there is none. `zones` are names by code.

    `refused` is said where of all consents none was given; unless told otherwise, as the neighbour would.
    """
    value, beside = answers.get(question.id), answers.get(question.other) if question.other else None
    if question.id == "consents" and value == []:
        return refused or ptr("consents", "Nothing of it")
    said = _value_words(question, value, zones)
    if isinstance(beside, str) and beside:
        said.append(beside)
    return "\n".join(said)


def _value_words(question: Question, value: Value | None, zones: Mapping[str, str]) -> list[str]:
    if isinstance(value, bool):
        return [question_words.yes_no(value)]
    if isinstance(value, int):
        return [format_number(value)]
    if isinstance(value, dict):
        counted = ((code, value.get(code, 0)) for code in question.choices)
        return [_line(question_words.choice(question, code), format_number(n)) for code, n in counted if n]
    if isinstance(value, list):
        return _days(value) if question.kind is Answer.TIMES else [choice_words(question, one, zones) for one in value]
    if isinstance(value, str):
        return [choice_words(question, value, zones) if question.kind is Answer.ONE else value]
    return []


def _line(name: str, words: str) -> str:
    return tr("{name}: {words}", name=name, words=words)


def _days(codes: list[str]) -> list[str]:
    """A line a day: Monday: morning and evening."""
    lines = []
    for day in DAYS:
        parts = [question_words.part(part).lower() for part in PARTS if f"{day}_{part}" in codes]
        if parts:
            lines.append(_line(question_words.day(day), format_list(parts)))
    return lines
