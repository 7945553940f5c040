"""What was answered on a form, in the coordinator's words. Codes that this office does not have stand as they are."""

from __future__ import annotations

from collections.abc import Mapping

from mutualaid.language import question_words
from mutualaid.language.catalog import tr
from mutualaid.language.formats import format_list, format_number
from mutualaid.records.answers import Answers, Value
from mutualaid.records.questions import DAYS, PARTS, Answer, Question


def answer_words(question: Question, answers: Answers, zones: Mapping[str, str]) -> str:
    """A question's answer, a line for each part of it; "" when there is none. `zones` are names by code."""
    value, beside = answers.get(question.id), answers.get(question.other) if question.other else None
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
        return [_line(question_words.choice(question, code), format_number(n)) for code, n in value.items() if n]
    if isinstance(value, list):
        if question.kind is Answer.TIMES:
            return _days(value)
        if question.id == "consents" and not value:
            return [tr("They allow nothing of it")]
        return [_choice(question, code, zones) for code in value]
    if isinstance(value, str):
        return [_choice(question, value, zones) if question.kind is Answer.ONE else value]
    return []


def _choice(question: Question, code: str, zones: Mapping[str, str]) -> str:
    known = code in question.choices and question.id != "zone"
    return question_words.choice(question, code) if known else zones.get(code, code)


def _line(name: str, words: str) -> str:
    return tr("{name}: {words}", name=name, words=words)


def _days(codes: list[str]) -> list[str]:
    lines = []
    for day in DAYS:
        parts = [question_words.part(part).lower() for part in PARTS if f"{day}_{part}" in codes]
        if parts:
            lines.append(_line(question_words.day(day), format_list(parts)))
    return lines
