"""An event file against what the office knows: whose it is, which of its forms are new here, and what each says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mutualaid.discretion.watch import find_identifiers, redact_all
from mutualaid.exchange.answers import watched_answers
from mutualaid.exchange.drafts import Findings
from mutualaid.progress import Progress
from mutualaid.records.answers import Value, checked, tidied
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.event import Event, ReceivedForm
from mutualaid.records.kinds import FormMark, FormState
from mutualaid.records.questions import QuestionList, question_list
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading
from mutualaid.store.stored import Stored
from mutualaid.vault.canonical import to_bytes
from mutualaid.vault.hybrid import PRIVATE_BYTES
from mutualaid.vault.intake_read import EventReading, OpenedForm, read_event_file
from mutualaid.vault.intake_record import Header


@dataclass(frozen=True)
class Found:
    """A file's event and what was read in it; forms worth keeping with what is known of each here."""

    event: Stored[Event]
    reading: EventReading
    forms: tuple[tuple[ReceivedForm, Stored[ReceivedForm] | None], ...]
    known: int
    unreadable: int


def find_forms(read: Reading, office: Office, path: Path, sound_part: bool, today: date, progress: Progress) -> Found:
    """Read the file, and say of each form in it whether it is new, has grown, or is known.

    Raises as `collecting.look` does.
    """
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
    return Found(event, reading, tuple(forms), known, unreadable)


def _key(header: Header, events: Mapping[str, Stored[Event]]) -> bytes:
    """The private key of the header's event. Raises Refused and BadInput as `find_forms` does."""
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
    bare = {name: _without_identifiers(value) for name, value in held.items()}  # of a phone that was none, too
    doubtful = not event.record.made_on <= opened.on <= today
    marks = {
        FormMark.UNFINISHED: not opened.number,
        FormMark.AFTER_SLIP: late,
        FormMark.DAY_DOUBTFUL: doubtful,
        FormMark.STATUS_WORD: "status_word" in met.warnings,
        FormMark.IDENTIFIER_REDACTED: "identifier_redacted" in met.warnings or bare != held,
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
        answers=bare,
    )


def _without_identifiers(value: Value) -> Value:
    return redact_all(value, look=find_identifiers) if isinstance(value, str) else value


def grown(before: ReceivedForm, after: ReceivedForm) -> dict[str, object]:
    """What a longer copy of the file changes of a form; one that was decided on waits again, and says why."""
    decided = before.state is not FormState.WAITING
    marks = [*after.marks, *[FormMark.GREW.value] * decided]
    return {
        "number": after.number, "last": after.last, "language": after.language, "on": after.on, "marks": marks,
        "answers": after.answers, "state": FormState.WAITING, "decided_on": None,
    }  # fmt: skip
