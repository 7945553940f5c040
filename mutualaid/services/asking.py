"""One household's answers, said on the telephone or keyed from paper, into the store at once; and taking them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from mutualaid.exchange.answers import household_draft
from mutualaid.exchange.drafts import HouseholdDraft
from mutualaid.progress import SILENT
from mutualaid.records.answers import Answers, problems, tidied
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.household import Household
from mutualaid.records.need import Need
from mutualaid.records.questions import QuestionList, question_list
from mutualaid.records.views import Area, Changed
from mutualaid.services import keying
from mutualaid.services.import_households import HouseholdIntake
from mutualaid.services.import_rows import Decision, Outcome
from mutualaid.services.import_rows import Office as OfficeFacts
from mutualaid.services.likely_homes import Alike, setting, similar, the_same
from mutualaid.services.office import Office
from mutualaid.services.settings import open_categories
from mutualaid.services.undoing import Made, Noting, unmake, untouched
from mutualaid.store.texts import Door
from mutualaid.store.writing import Writing

__all__ = ["Alike", "Asked", "Undo", "office_questions", "similar", "take_answers", "undo_asked"]

_AREAS = frozenset({Area.HOUSEHOLDS, Area.NEEDS})
_FIELD_OF = {
    "keep_refused": "keep",
    "who_missing": "contact_name",
    "zone_missing": "zone",
    "zone_unknown": "zone",
    "category_missing": "needs",
    "category_unknown": "needs",
}


@dataclass(frozen=True)
class Undo:
    """What one household's answers made and changed, held in memory only, to take it back by (`undo_asked`)."""

    household: str
    made: Made
    batch: str = ""
    counted: str = ""


@dataclass(frozen=True)
class Asked(Changed):
    """What became of answers, besides what was touched: their household, old or new, and how many needs are new."""

    outcome: Outcome = Outcome.DUPLICATE
    uid: str = ""
    code: str = ""
    needs: int = 0
    undo: Undo | None = None


def office_questions(office: Office, *, first: Sequence[str] = (), offered: bool = False) -> QuestionList:
    """The questions with the office's zones; those named in `first` go before the others. With `offered` they ask only
    for the kinds of help that the office offers by now; a sheet that was printed before may ask for more.
    """
    categories = open_categories(office) if offered else list(CATEGORIES)
    return question_list(zones=office.zones, categories=categories).ordered(first)


def take_answers(
    office: Office, *, answers: Answers, on: date, how: str, decision: Decision | None = None, batch: str = ""
) -> Asked:
    """Keep the answers as a household with its needs and consents, or add them to the household they belong to.

    `how` they were given ("call", "paper") is kept with each consent. Without a `decision` they go to a known household
    only where the one rule of imports says that it is the same. With a `batch` the sheet is counted there in the same
    transaction; one that is left out ("skip") counts as known already.

    Raises Refused("keep_refused"), BadInput("answer_missing" | "answer_not_valid" | "ages_exceed_size" | "who_missing"
    | ..., field=question id), BadInput("record_gone" | "batch_gone"). Whatever is raised, nothing was written.
    """
    draft = _draft(office, answers, on, how)
    with office.store.write("key in a sheet" if batch else "take a call") as write:
        if decision is not None and decision.action == "skip":
            if batch:
                keying.count(write, batch, keying.TWICE)
            return Asked()
        asked = _keep(write, office, draft, decision, batch)
        if batch and asked.undo is not None:
            keying.count(write, batch, asked.undo.counted)
    return asked


def _draft(office: Office, answers: Answers, on: date, how: str) -> HouseholdDraft:
    questions = office_questions(office)
    said = tidied(questions, answers)
    if said.get("keep") is False:
        raise Refused("keep_refused")
    for question, code in problems(questions, said).items():
        raise BadInput(code, field=question)
    draft = household_draft(said, number=1, setting=setting(office, on), on=on, how=how)
    _refuse(draft.problems)
    return draft


def _refuse(codes: Sequence[str]) -> None:
    for code in codes:
        raise BadInput(code, field=_FIELD_OF.get(code, ""))


def _keep(write: Writing, office: Office, draft: HouseholdDraft, decision: Decision | None, batch: str) -> Asked:
    if decision is None:
        known = the_same(write, draft)
        decision = Decision("merge", known) if known else Decision("new")
    known = decision.uid
    before = write.get(Household, known) if known else None
    noting = Noting(write)
    facts = OfficeFacts(office.settings.zone, draft.received_on or date.today())
    intake = HouseholdIntake(write, facts, only=[known])
    fate = intake.take(draft, decision)
    _refuse(fate.problems)
    intake.keep(cast("Writing", noting), SILENT)
    made = noting.made()
    if before is not None and not made.changed:  # so that a later change of it is met all the same
        made = replace(made, changed=((known, before, before),))
    uid, needs = known or made.of(Household)[0], made.of(Need)
    undo = Undo(household=uid, made=made, batch=batch, counted=keying.MERGED if known else keying.KEYED)
    code = write.get(Household, uid).code
    return Asked(_AREAS, (uid, *needs), fate.outcome, uid, code, len(needs), undo)


def undo_asked(office: Office, *, undo: Undo) -> Changed:
    """Take back what answers made: records go, a household that was added to becomes what it was, a sheet is uncounted.

    Raises Refused("asked_worked_on"), with nothing changed, once somebody has worked on any of it.
    """
    with office.store.write("take back answers", door=Door.OPEN) as write:
        if not untouched(write, undo.made):
            raise Refused("asked_worked_on")
        unmake(write, undo.made)
        if undo.batch:
            keying.uncount(write, undo.batch, undo.counted)
    return Changed(_AREAS, (undo.household,) if undo.made.changed else ())
