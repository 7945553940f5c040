"""What was sealed at an event comes into the office: looked at first, then kept as forms that wait for a decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mutualaid.exchange.drafts import HouseholdDraft
from mutualaid.exchange.people import People
from mutualaid.exchange.same_person import person_of
from mutualaid.progress import SILENT, Progress
from mutualaid.records.answers import Answers, problems
from mutualaid.records.event import Event, ReceivedForm
from mutualaid.records.kinds import FileMark, FormMark, FormState
from mutualaid.records.questions import question_list
from mutualaid.records.views import Area, Changed
from mutualaid.services.event_forms import Found, find_forms, grown
from mutualaid.services.form_decisions import Accepted, Undo, accept_forms, dismiss_forms, draft_of, take_back
from mutualaid.services.likely_homes import Alike, similar_each
from mutualaid.services.office import Office
from mutualaid.store.texts import Door
from mutualaid.vault.intake_read import OpenedSlip

__all__ = [
    "Accepted", "Alike", "Collected", "Undo", "WaitingForm",
    "accept_forms", "collect", "dismiss_forms", "look", "take_back", "waiting_forms",
]  # fmt: skip

_AREA = frozenset({Area.INTAKE})


@dataclass(frozen=True)
class Collected:
    """What an event's file holds, and what of it is new here.

    `whole` and `unfinished` are counted as its slip counts them. `known` forms were brought in before; `fresh` are to
    be looked at; the others were of people who had not said yes to being written down. `fingerprint` is to be compared
    with the paper slip, `slips` are what the file's own closing entries say. `unreadable` records were signed with the
    kit, and say nothing that could be read.
    """

    event: str
    uid: str
    helpers: tuple[str, ...]
    whole: int
    unfinished: int
    known: int
    fresh: int
    marks: tuple[FileMark, ...]
    unreadable: int
    fingerprint: str
    slips: tuple[OpenedSlip, ...]
    changed: Changed = field(default_factory=Changed)


@dataclass(frozen=True, repr=False)
class WaitingForm:
    """A form that waits for a decision. `number` is what was said at the event, 0 when it broke off.

    `alike` are households that may be the same; that another waiting form may be is a mark. `doubts` are the codes of
    all that asks for a look, marks included; without any, it may be accepted unseen. Personal: show it, do not keep it.
    """

    uid: str
    event: str
    helper: str
    number: int
    language: str
    on: date
    answers: Answers
    marks: tuple[FormMark, ...]
    draft: HouseholdDraft
    alike: tuple[Alike, ...]
    doubts: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<WaitingForm {self.number}>"


def look(
    office: Office,
    *,
    path: Path,
    sound_part: bool = False,
    today: date | None = None,
    progress: Progress = SILENT,
) -> Collected:
    """Verify and open an event's file; nothing is written. With `sound_part`, as far as a damaged one is proven sound.

    Raises BadInput("file_missing" | "not_an_event_file" | "event_file_too_large" | "event_file_newer_version" |
    "event_file_damaged" | "event_file_forged" | "event_file_sealed_elsewhere"), Refused("event_unknown" |
    "event_closed"), NoSpace, Cancelled.
    """
    with office.store.read() as read:
        found = find_forms(read, office, path, sound_part, today or date.today(), progress)
    return _collected(found, Changed())


def collect(
    office: Office,
    *,
    path: Path,
    sound_part: bool = False,
    today: date | None = None,
    progress: Progress = SILENT,
) -> Collected:
    """Keep an event's forms as waiting for a decision, in one transaction. What was brought in before is not again.

    Identifiers and status words are struck out first, for nobody who could be asked sits before them; that they were is
    a mark. Raises as `look`.
    """
    with office.store.write("collect", door=Door.STRIKE) as write:
        found = find_forms(write, office, path, sound_part, today or date.today(), progress)
        uids = write.add_many(record for record, before in found.forms if before is None)
        for record, before in found.forms:
            if before is not None:
                write.change(ReceivedForm, before.uid, **grown(before.record, record))
                uids.append(before.uid)
    return _collected(found, Changed(_AREA, tuple(uids)))


def waiting_forms(office: Office) -> list[WaitingForm]:
    """The forms that wait, those brought in first first."""
    with office.store.read() as read:
        events = {row.uid: row.record.name for row in read.all(Event)}
        rows = read.all(ReceivedForm, state=FormState.WAITING)
    drafts = [draft_of(office, row.record, row.record.answers) for row in rows]
    questions = question_list(zones=office.zones)
    twice = _alike_waiting(drafts)
    forms = []
    near = similar_each(office, drafts=drafts)
    for at, (row, draft, alike) in enumerate(zip(rows, drafts, near, strict=True)):
        form, answers = row.record, row.record.answers
        marks = tuple(FormMark(mark) for mark in [*form.marks, *[FormMark.ALIKE_WAITING] * (at in twice)])
        wrong = problems(questions, answers).values()
        doubts = (*marks, *draft.problems, *wrong, *draft.warnings, *["possible_duplicate"] * bool(alike))
        forms.append(
            WaitingForm(
                uid=row.uid,
                event=events.get(form.event, ""),
                helper=form.helper,
                number=form.number,
                language=form.language,
                on=form.on,
                answers=answers,
                marks=marks,
                draft=draft,
                alike=alike,
                doubts=tuple(dict.fromkeys(map(str, doubts))),
            )
        )
    return forms


def _alike_waiting(drafts: Sequence[HouseholdDraft]) -> set[int]:
    """The places of drafts that may be about the same household as another of them."""
    found: set[int] = set()
    for places in (range(len(drafts)), range(len(drafts) - 1, -1, -1)):
        before = People()
        for at in places:
            who = person_of(drafts[at])
            same, possible = before.find(who)
            if same is not None or possible:
                found.add(at)
            before.keep(at, who)
    return found


def _collected(found: Found, changed: Changed) -> Collected:
    reading = found.reading
    slips = reading.slips
    after = bool(slips) and any(form.slips == len(slips) for form in reading.forms)
    marks = {
        FileMark.NO_SLIP: not slips,
        FileMark.SEVERAL_SLIPS: len(slips) > 1,
        FileMark.SLIP_DISAGREES: not all(slip.agrees for slip in slips),
        FileMark.FORMS_AFTER_SLIP: after,
        FileMark.CUT: reading.tail == "torn",
        FileMark.DAMAGED: reading.tail == "damaged",
        FileMark.UNREADABLE: found.unreadable > 0,
    }
    return Collected(
        event=found.event.record.name,
        uid=found.event.uid,
        helpers=tuple(reading.helpers),
        whole=reading.whole,
        unfinished=reading.unfinished,
        known=found.known,
        fresh=len(found.forms),
        marks=tuple(mark for mark, there in marks.items() if there),
        unreadable=found.unreadable,
        fingerprint=reading.fingerprint,
        slips=tuple(slips),
        changed=changed,
    )
