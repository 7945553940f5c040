"""Forms from events: accepted into households and needs, or turned away, and both taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from mutualaid.exchange.answers import household_draft
from mutualaid.exchange.drafts import HouseholdDraft
from mutualaid.progress import SILENT, Progress
from mutualaid.records.answers import Answers, Value, checked, tidied
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.event import ReceivedForm
from mutualaid.records.household import Household
from mutualaid.records.kinds import FormState
from mutualaid.records.need import Need
from mutualaid.records.questions import question_list
from mutualaid.records.views import Area, Changed
from mutualaid.services.import_households import HouseholdIntake
from mutualaid.services.import_rows import Decision, Outcome
from mutualaid.services.import_rows import Office as OfficeFacts
from mutualaid.services.likely_homes import nearest, nearest_each, setting
from mutualaid.services.office import Office
from mutualaid.services.undoing import Made, Noting, unmake, untouched
from mutualaid.store.stored import Stored
from mutualaid.store.texts import Door
from mutualaid.store.writing import Writing

HOW = "event"
"""How consent was given, as it is kept with each."""

_AREAS = frozenset({Area.INTAKE, Area.HOUSEHOLDS, Area.NEEDS})
_FEW = 3
"""Drafts that are looked up one by one, for which not every household is read."""

_NONE: Mapping[str, Decision] = {}
_AS_GIVEN: Mapping[str, Answers] = {}


@dataclass(frozen=True)
class Undo:
    """What deciding on forms did, held in memory only: the answers are kept nowhere else once they were decided on."""

    made: Made = field(repr=False)
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Accepted:
    """What became of forms, with what takes it back."""

    changed: Changed
    undo: Undo
    added: int = 0
    merged: int = 0
    needs: int = 0


def accept_forms(
    office: Office,
    *,
    forms: Sequence[str],
    decisions: Mapping[str, Decision] = _NONE,
    answers: Mapping[str, Answers] = _AS_GIVEN,
    today: date | None = None,
    progress: Progress = SILENT,
) -> Accepted:
    """Make households and needs of waiting forms, in one transaction, or add them to those that they belong to.

    `decisions` are what was said of forms that may be about somebody known; without one, a form goes to a household
    only where the one rule of imports says that it is the same, also to one that another of these forms made. "skip"
    turns it away. `answers` are those that were changed at the desk. The answers are dropped from the store with it.

    Raises Refused("form_not_waiting"), BadInput("form_has_gaps", forms=how many) when needed answers are missing,
    BadInput("record_gone" | "answer_invalid"), Refused("identifier_in_text") for one that was written at the desk,
    Cancelled. Whatever is raised, nothing was written.
    """
    day = today or date.today()
    with office.store.write("accept forms") as write:
        noting = Noting(write)
        rows = _waiting(write, forms)
        said = {row.uid: _said(office, row, answers) for row in rows}
        skipped = [row for row in rows if row.uid in decisions and decisions[row.uid].action == "skip"]
        taken = [row for row in rows if row not in skipped]
        drafts = [draft_of(office, row.record, said[row.uid], row=at) for at, row in enumerate(taken, 1)]
        gaps = sum(bool(draft.problems) for draft in drafts)
        if gaps:
            raise BadInput("form_has_gaps", forms=gaps)
        homes = _take(noting, office, taken, drafts, decisions, day, progress)
        _decide(noting, taken, FormState.ACCEPTED, day, homes)
        _decide(noting, skipped, FormState.DISMISSED, day)
        made = noting.made()
        progress.step(1, 1)
    new, needs = made.of(Household), made.of(Need)
    return Accepted(
        changed=Changed(_AREAS, tuple(dict.fromkeys([*homes, *needs]))),
        undo=Undo(made, tuple(row.uid for row in rows)),
        added=len(new),
        merged=len(set(homes) - set(new)),
        needs=len(needs),
    )


def dismiss_forms(office: Office, *, forms: Sequence[str], today: date | None = None) -> Accepted:
    """Turn waiting forms away; their answers are dropped from the store. Raises Refused("form_not_waiting")."""
    with office.store.write("dismiss forms") as write:
        noting = Noting(write)
        rows = _waiting(write, forms)
        _decide(noting, rows, FormState.DISMISSED, today or date.today())
    uids = tuple(row.uid for row in rows)
    return Accepted(Changed(frozenset({Area.INTAKE}), uids), Undo(noting.made(), uids))


def take_back(office: Office, *, undo: Undo) -> Changed:
    """Undo an acceptance or a dismissal: the forms wait again, with their answers.

    Raises Refused("undo_gone"), with nothing changed, once somebody has worked on what was made of them.
    """
    with office.store.write("take back forms", door=Door.OPEN) as write:
        if not untouched(write, undo.made):
            raise Refused("undo_gone")
        unmake(write, undo.made)
    return Changed(_AREAS, undo.forms)


def draft_of(office: Office, form: ReceivedForm, answers: Answers, *, row: int = 1) -> HouseholdDraft:
    """What a form tells of a household."""
    return household_draft(answers, number=row, setting=setting(office, form.on), on=form.on, how=HOW)


def _waiting(write: Writing, forms: Sequence[str]) -> list[Stored[ReceivedForm]]:
    """The forms in the order given, each once. Raises Refused("form_not_waiting")."""
    wanted = list(dict.fromkeys(forms))
    rows = {row.uid: row for row in write.all(ReceivedForm, uid=wanted, state=FormState.WAITING)}
    if len(rows) < len(wanted):
        raise Refused("form_not_waiting")
    return [rows[uid] for uid in wanted]


def _said(office: Office, row: Stored[ReceivedForm], changed: Mapping[str, Answers]) -> Mapping[str, Value]:
    if row.uid not in changed:
        return row.record.answers
    questions = question_list(zones=office.zones)
    return tidied(questions, checked(questions, dict(changed[row.uid])))


def _take(
    noting: Noting,
    office: Office,
    rows: Sequence[Stored[ReceivedForm]],
    drafts: Sequence[HouseholdDraft],
    decisions: Mapping[str, Decision],
    today: date,
    progress: Progress,
) -> list[str]:
    """Write what the drafts tell. Returns the uid of each one's household, in their order."""
    write = cast("Writing", noting)
    few = len(drafts) <= _FEW
    likely = [list(nearest(write, draft)) for draft in drafts] if few else nearest_each(write, drafts)
    near = {found.uid for each in likely for _how, found in each}
    near |= {decision.uid for decision in decisions.values() if decision.uid}
    intake = HouseholdIntake(write, OfficeFacts(office.settings.zone, today), only=near)
    fates = []
    for at, (row, draft) in enumerate(zip(rows, drafts, strict=True)):
        progress.step(at, 2 * len(rows))
        fates.append(intake.take(draft, decisions.get(row.uid)))
    gaps = sum(fate.outcome is Outcome.REJECTED for fate in fates)
    if gaps:
        raise BadInput("form_has_gaps", forms=gaps)
    progress.step(len(rows), 2 * len(rows))
    intake.keep(write, progress)
    new = iter(noting.made().of(Household))
    return [
        next(new) if fate.outcome is Outcome.ADDED else intake.beside(cast("int", fate.near), office.zones).uid
        for fate in fates
    ]


def _decide(
    noting: Noting, rows: Iterable[Stored[ReceivedForm]], state: FormState, today: date, homes: Sequence[str] = ()
) -> None:
    for at, row in enumerate(rows):
        home = homes[at] if homes else None
        noting.change(ReceivedForm, row.uid, state=state, answers={}, household=home, decided_on=today)
