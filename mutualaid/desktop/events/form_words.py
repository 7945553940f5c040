"""What the intake page says of a waiting form: its line in the list, its marks, its gaps, its answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mutualaid.desktop.events.state import ReviewState
from mutualaid.language import labels
from mutualaid.language.answer_words import answer_words
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_date, format_list, format_number
from mutualaid.language.import_words import warning
from mutualaid.records.answers import Answers
from mutualaid.records.questions import QuestionList

if TYPE_CHECKING:
    from mutualaid.services.collecting import WaitingForm

COVERED = ("contact_name", "phone", "address")
"""The questions whose answers stay covered until she asks for them."""

_ASKED_IN = {"en": N_("asked in English"), "es": N_("asked in Spanish")}


def title(form: WaitingForm) -> str:
    """What a form is called: it has no name on it."""
    return tr("Form {number}", number=format_number(form.number)) if form.number else tr("Unfinished form")


def line(form: WaitingForm) -> str:
    """Where and when it was filled in, by whom, and in which language."""
    helper = tr("written down by {helper}", helper=form.helper) if form.helper else tr("filled in by themselves")
    asked = tr(_ASKED_IN[form.language]) if form.language in _ASKED_IN else ""
    return " · ".join(part for part in (form.event, format_date(form.on), helper, asked) if part)


def asks_for(form: WaitingForm) -> str:
    """What is needed, in a line."""
    codes, other = form.answers.get("needs"), form.answers.get("other_need")
    needs = [labels.category(code) for code in codes] if isinstance(codes, list) else []
    return format_list([*needs, *([other] if isinstance(other, str) and other else [])])


def standing(state: ReviewState, form: WaitingForm) -> str:
    """How a form stands, in the list."""
    if state.is_late(form.uid):
        return tr("for later")
    if state.is_changed(form.uid):
        return tr("changed by you")
    if state.is_plain(form):
        return tr("in order")
    if form.alike and state.decision(form.uid) is None:
        return tr("perhaps known")
    things = state.to_look_at(form)
    return ntr("{n} thing to look at", "{n} things to look at", things) if things else tr("in order")


def warnings(form: WaitingForm) -> list[str]:
    """What asks for a look, without what is a gap anyway."""
    gaps = set(form.draft.problems)
    return [warning(code) for code in form.draft.warnings if code not in gaps]


def answer_lines(answers: Answers, questions: QuestionList, zones: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each answered question's id with its answer in words."""
    refused = tr("They allow nothing of it")
    asked = [question for question in questions if question.id != "keep"]
    said = [(question.id, answer_words(question, answers, zones, refused=refused)) for question in asked]
    return [(name, words) for name, words in said if words]
