"""What was sealed at an event comes into the office: looked at first, then kept as forms that wait for a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from mutualaid.exchange.answers import watched_answers
from mutualaid.exchange.drafts import Findings, HouseholdDraft
from mutualaid.exchange.people import People
from mutualaid.progress import SILENT, Progress
from mutualaid.records.answers import Answers, Value, checked, problems, tidied
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.event import Event, ReceivedForm
from mutualaid.records.kinds import FileMark, FormMark, FormState
from mutualaid.records.questions import QuestionList, question_list
from mutualaid.records.views import Area, Changed
from mutualaid.services.form_decisions import (
    Accepted,
    Undo,
    accept_forms,
    dismiss_forms,
    draft_of,
    take_back,
)
from mutualaid.services.likely_homes import Alike, asking, similar_each
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored
from mutualaid.store.texts import Door
from mutualaid.vault.canonical import to_bytes
from mutualaid.vault.hybrid import PRIVATE_BYTES
from mutualaid.vault.intake_read import EventReading, OpenedForm, OpenedSlip, read_event_file
from mutualaid.vault.intake_record import Header

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


@dataclass(frozen=True)
class _Found:
    """A file's event and what was read in it; forms worth keeping with what is known of each here."""

    event: Stored[Event]
    reading: EventReading
    forms: tuple[tuple[ReceivedForm, Stored[ReceivedForm] | None], ...]
    known: int
    unreadable: int


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
        found = _find(read, office, path, sound_part, today or date.today(), progress)
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
        found = _find(write, office, path, sound_part, today or date.today(), progress)
        uids = write.add_many(record for record, before in found.forms if before is None)
        for record, before in found.forms:
            if before is not None:
                write.change(ReceivedForm, before.uid, **_grown(before.record, record))
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
            who = asking(drafts[at])
            same, possible = before.find(who)
            if same is not None or possible:
                found.add(at)
            before.keep(at, who)
    return found


def _find(read: Reading, office: Office, path: Path, sound_part: bool, today: date, progress: Progress) -> _Found:
    """Read the file, and say of each form in it whether it is new, has grown, or is known."""
    events = {row.record.event: row for row in read.all(Event)}
    reading = read_event_file(path, lambda header: _key(header, events), sound_part=sound_part, progress=progress)
    event = events[reading.header.event]
    here = {row.record.begun: row for row in read.all(ReceivedForm, event=event.uid)}
    questions = question_list(zones=office.zones)
    forms: list[tuple[ReceivedForm, Stored[ReceivedForm] | None]] = []
    known, unreadable = 0, reading.unreadable
    for opened in reading.forms:
        before = here.get(opened.begun)
        if before is not None and before.record.last >= opened.last:
            known += 1
            continue
        answers = _answers(questions, opened.answers)
        unreadable += answers is None
        if answers:  # and nothing of who has not said yes
            late = 0 < len(reading.slips) == opened.slips
            forms.append((_record(event, opened, answers, late, today), before))
    return _Found(event, reading, tuple(forms), known, unreadable)


def _key(header: Header, events: Mapping[str, Stored[Event]]) -> bytes:
    """The private key of the header's event. Raises Refused and BadInput as `look` does."""
    found = events.get(header.event)
    if found is None:
        raise Refused("event_unknown")
    event = found.record
    if not event.private_key:
        raise Refused("event_closed")
    if header.verify_key != event.verify_key:
        raise BadInput("event_file_forged")
    if header.public_key != event.public_key:
        raise BadInput("event_file_sealed_elsewhere")
    return to_bytes(event.private_key, PRIVATE_BYTES)


def _answers(questions: QuestionList, document: Any) -> dict[str, Value] | None:
    """The answers that a form holds, none when they are not answers to our questions; {} of who did not say yes."""
    try:
        answers = tidied(questions, checked(questions, document))
    except BadInput:
        return None
    return answers if answers.get("keep") is True else {}


def _record(
    event: Stored[Event], opened: OpenedForm, answers: Mapping[str, Value], late: bool, today: date
) -> ReceivedForm:
    met = Findings()
    held = watched_answers(answers, met)
    doubtful = not event.record.made_on <= opened.on <= today
    marks = {
        FormMark.UNFINISHED: not opened.number,
        FormMark.AFTER_SLIP: late,
        FormMark.DAY_DOUBTFUL: doubtful,
        FormMark.STATUS_WORD: "status_word" in met.warnings,
        FormMark.IDENTIFIER_REDACTED: "identifier_redacted" in met.warnings,
    }
    return ReceivedForm.checked(
        begun=opened.begun,
        event=event.uid,
        helper=opened.helper,
        number=opened.number,
        last=opened.last,
        language=opened.language,
        on=today if doubtful else opened.on,
        marks=[mark.value for mark, there in marks.items() if there],
        answers=held,
    )


def _grown(before: ReceivedForm, after: ReceivedForm) -> dict[str, object]:
    """What a longer copy of the file changes of a form; one that was decided on waits again, and says why."""
    decided = before.state is not FormState.WAITING
    marks = [*after.marks, *[FormMark.GREW.value] * decided]
    return {
        "number": after.number, "last": after.last, "language": after.language, "on": after.on, "marks": marks,
        "answers": after.answers, "state": FormState.WAITING, "decided_on": None,
    }  # fmt: skip


def _collected(found: _Found, changed: Changed) -> Collected:
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
