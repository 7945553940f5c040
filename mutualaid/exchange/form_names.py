"""What the columns of our XLSForm are called, and the words over them: shared by what writes the form and what reads
back what a tool exports of it.

Names are the question ids, so they never change. A label stands over one column only, because an export with labels for
headers has nothing else to tell its columns apart.
"""

from __future__ import annotations

from mutualaid.language import question_words
from mutualaid.language.catalog import Catalog
from mutualaid.records.questions import Question

ASKED_ON = "asked_on"
"""The day on which the form was filled in, as the phone has it."""

YES, NO = "yes", "no"
OTHER = "other"
"""The choice that opens the line for what fits no choice."""
NONE = "none"
"""The choice of `consents` by which all of them are refused; leaving them open says nothing."""

TONGUES = {"en": "English (en)", "es": "Español (es)"}
"""The languages of a form as XLSForm names them."""


def age_name(band: str) -> str:
    """The column in which the people of an age band are counted: "ages_0_2", "ages_65"."""
    return "ages_" + band.replace("-", "_").rstrip("+")


def label(question: Question, words: Catalog) -> str:
    """The words over a question's column."""
    return question_words.ask(question.id, words)


def other_label(question: Question, words: Catalog) -> str:
    """The words over the line beside a question's choices: whose line it is must be told, for some are called alike."""
    return f"{question_words.short(question.id, words)}: {question_words.other(question.other, words)}"


def none_label(words: Catalog) -> str:
    """How all consents are refused at once."""
    return words.tr("None of these")
