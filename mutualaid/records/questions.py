"""What an office asks a household, once, as data: event mode, the office's form, paper and XLSForm are made from it.

A question has an id, a way of being answered and its choices; its words, in both languages, lie in
`language.question_words`. Nobody is made to answer: what is `needed` is the little without which no help can be
brought, and everything else may be skipped. There is no question about status, nationality, birth or any government's
number, and none may be added.

Ids and codes lie in sealed files, on paper and in other tools' forms, so they never change; `VERSION` is raised when a
question is added, and files of older versions stay readable because a question that is not there is one not answered.
Importable without SQLModel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mutualaid.records.categories import CATEGORIES
from mutualaid.records.kinds import ConsentPurpose
from mutualaid.records.skills import ACCESS, DIETS

VERSION = 1

MOST_LANGUAGES = 12
"""How many languages a form offers by name unless an event chooses its own; any other may be written in."""


class Answer(StrEnum):
    """How a question is answered, with the JSON value that holds the answer.

    `line`, `note` and `phone`: text. `number`: a whole number. `yes_no`: true or false. `one`: a code. `many`: a list
    of codes. `counts`: an object from code to a whole number. `times`: a list of codes like "mon_morning".
    """

    LINE = "line"
    NOTE = "note"
    PHONE = "phone"
    NUMBER = "number"
    YES_NO = "yes_no"
    ONE = "one"
    MANY = "many"
    COUNTS = "counts"
    TIMES = "times"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that is asked. `most`: characters of a text, or the largest number.

    `other` is the key under which what fits no choice is written; it goes with this question and has none of its own.
    `after` names a question without whose answer this one is pointless: it is asked only when that was answered.
    """

    id: str
    kind: Answer
    choices: tuple[str, ...] = ()
    needed: bool = False
    most: int = 200
    other: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class QuestionList:
    """The questions in the order in which they are asked."""

    questions: tuple[Question, ...]

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)

    def __len__(self) -> int:
        return len(self.questions)

    def __getitem__(self, question_id: str) -> Question:
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def ordered(self, first: Sequence[str]) -> QuestionList:
        """The same list with the named questions at its head, for a form that begins elsewhere."""
        head = tuple(self[question_id] for question_id in first)
        return QuestionList(head + tuple(one for one in self.questions if one not in head))


AGES = ("0-2", "3-11", "12-17", "18-64", "65+")
"""Ages asked for, in years, both included; as `exchange.amounts.parse_ages` reads them."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("morning", "afternoon", "evening")
TIMES = tuple(f"{day}_{part}" for day in DAYS for part in PARTS)
"""When somebody may come: seven days in three parts. Nobody is sent to a family's door at night."""

PHONE_RULES = ("may_text", "may_leave_message", "whatsapp")
URGENCIES = ("today", "this_week", "this_month", "whenever")
HANDOVER = ("delivery", "pickup")
CONSENTS = tuple(
    purpose.value
    for purpose in (ConsentPurpose.CONTACT, ConsentPurpose.SHARE, ConsentPurpose.COUNT, ConsentPurpose.REFER)
)
"""What may be done with the answers; keeping them at all is asked first, as "keep"."""

COMMON_LANGUAGES = ("spa", "eng", "mam", "quc", "kjb", "kek", "cak", "hat", "ukr", "ara", "pol", "cmn")
"""What most forms offer by name, in this order."""

CALL_ORDER = ("keep", "safe_contact", "phone", "phone_rules", "contact_name")
"""What a form for a telephone call begins with: how to reach them safely, in case the call breaks off."""


def question_list(
    *,
    zones: Iterable[str],
    categories: Iterable[str] = tuple(CATEGORIES),
    languages: Iterable[str] = COMMON_LANGUAGES,
) -> QuestionList:
    """The questions with their choices: an office's zone codes, and the categories and languages that it offers."""
    return QuestionList(
        (
            Question("keep", Answer.YES_NO, needed=True),
            Question("contact_name", Answer.LINE, most=120),
            Question("languages", Answer.MANY, tuple(languages), other="other_language"),
            Question("wants_interpreter", Answer.YES_NO, after="languages"),
            Question("safe_contact", Answer.LINE),
            Question("phone", Answer.PHONE, most=60),
            Question("phone_rules", Answer.MANY, PHONE_RULES, after="phone"),
            Question("household_size", Answer.NUMBER, most=40),
            Question("ages", Answer.COUNTS, AGES, most=40),
            Question("zone", Answer.ONE, tuple(zones), needed=True),
            Question("needs", Answer.MANY, tuple(categories), needed=True, other="other_need"),
            Question("urgency", Answer.ONE, URGENCIES),
            Question("diet", Answer.MANY, tuple(DIETS), other="other_diet"),
            Question("access", Answer.MANY, tuple(ACCESS), other="other_access"),
            Question("handover", Answer.ONE, HANDOVER),
            Question("address", Answer.LINE),
            Question("windows", Answer.TIMES, TIMES),
            Question("notes", Answer.NOTE, most=1500),
            Question("consents", Answer.MANY, CONSENTS),
        )
    )
