"""What was answered, in the reader's words: the summary before sending."""

from __future__ import annotations

from collections.abc import Mapping

from mutualaid.desktop.intake.state import given
from mutualaid.language import question_words
from mutualaid.language.catalog import ptr, tr
from mutualaid.language.formats import format_list, format_number
from mutualaid.records.answers import Answers
from mutualaid.records.questions import DAYS, PARTS, Answer, Question


def choice_words(question: Question, code: str, zones: Mapping[str, str]) -> str:
    """A choice, an area by its name."""
    return zones.get(code, code) if question.id == "zone" else question_words.choice(question, code)


def answer_words(question: Question, answers: Answers, zones: Mapping[str, str]) -> str:
    """A question's answer as one text; "" when there is none."""
    value, beside = given(answers, question)
    said: list[str] = []
    if isinstance(value, bool):
        said = [question_words.yes_no(value)]
    elif isinstance(value, int):
        said = [format_number(value)]
    elif isinstance(value, dict):
        said = [
            tr("{group}: {n}", group=question_words.choice(question, code), n=format_number(value[code]))
            for code in question.choices
            if value.get(code)
        ]
    elif question.kind is Answer.TIMES and isinstance(value, list):
        return "\n".join(_days(value))
    elif isinstance(value, list):
        said = [choice_words(question, code, zones) for code in question.choices if code in value]
        if question.id == "consents" and not value:
            said = [ptr("consents", "Nothing of it")]
    elif isinstance(value, str):
        said = [choice_words(question, value, zones) if question.kind is Answer.ONE else value]
    return "\n".join([*said, beside] if beside else said)


def _days(codes: list[str]) -> list[str]:
    """A line a day: Monday: morning and evening."""
    lines = []
    for day in DAYS:
        parts = [question_words.part(part).lower() for part in PARTS if f"{day}_{part}" in codes]
        if parts:
            lines.append(tr("{group}: {n}", group=question_words.day(day), n=format_list(parts)))
    return lines
