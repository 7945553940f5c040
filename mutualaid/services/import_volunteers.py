"""Rows of a volunteers' list into volunteers; the same volunteer is recognised and learns, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from mutualaid.exchange.drafts import Draft, VolunteerDraft
from mutualaid.exchange.free_text import joined
from mutualaid.exchange.people import People
from mutualaid.exchange.same_person import Person
from mutualaid.progress import Progress
from mutualaid.records import codes
from mutualaid.records.errors import BadInput
from mutualaid.records.kinds import Trust
from mutualaid.records.skills import TRANSPORTS
from mutualaid.records.volunteer import Volunteer
from mutualaid.records.zones import Zone
from mutualaid.services.import_households import fuller_name, more_phones
from mutualaid.services.import_rows import (
    OF_ROW,
    STEP,
    Beside,
    Decision,
    Fate,
    Intake,
    Office,
    Outcome,
    doubtful_fate,
    fate,
    known_again,
    rejected,
)
from mutualaid.services.import_shown import shown_volunteer
from mutualaid.store.reading import Reading
from mutualaid.store.writing import Writing

_NOTE = 4000
_USUAL_TRANSPORT = "foot"
_USUAL_TASKS = 2


@dataclass
class _Known:
    """A volunteer of the store (`uid`) or one to come, as she will be."""

    record: Volunteer
    uid: str | None = None
    changes: dict[str, Any] = field(default_factory=dict)


class VolunteerIntake(Intake):
    """Decides and writes volunteers."""

    def __init__(self, read: Reading, office: Office) -> None:
        self._office = office
        self._known = [_Known(row.record, row.uid) for row in read.all(Volunteer)]
        self._taken = {known.record.code for known in self._known}
        self._by_code = {known.record.code: index for index, known in enumerate(self._known)}
        self._by_row: dict[int, int] = {}
        self._people = People()
        self._claimed: set[int] = set()
        self._before = len(self._known)
        for index, known in enumerate(self._known):
            self._people.keep(index, _person(known.record))

    def take(self, draft: Draft, told: Decision | None = None, doubtful: Decision | None = None) -> Fate:
        """Find the volunteer, or make her. What was `told` goes first.

        Raises BadInput("record_gone") when the volunteer to merge with is not there (any more).
        """
        draft = cast("VolunteerDraft", draft)
        warnings = dict.fromkeys(draft.warnings)
        asks = self._drafted(draft)
        index, possible = self._told(told) if told is not None else self._find(draft.code, asks)
        if index is None:
            index, possible, left_out = doubtful_fate(draft, possible, doubtful)
            if left_out is not None:
                return left_out
            again = self._again(draft, asks) if told is None and doubtful is None else None
            if again is not None:
                return known_again(draft, again)
        if possible is not None:
            warnings["possible_duplicate"] = None
        if index is None and not draft.zones:
            warnings["zone_office"] = None
        try:
            if index is None:
                record = self._new(draft)
                changes: dict[str, Any] = {}
            else:
                before = self._known[index].record
                changes = _more(before, draft, warnings)
                record = Volunteer.checked(**(_fields(before) | changes))
        except BadInput as problem:
            return rejected(draft, problem.code)
        near = possible if index is None else index
        return fate(draft, self._remember(draft.row, index, record, changes), warnings, near=near)

    def beside(self, near: int, zones: Mapping[str, Zone]) -> Beside:
        """The volunteer that a fate's `near` tells of."""
        known = self._known[near]
        ref = known.uid or next(f"{OF_ROW}{row}" for row, index in self._by_row.items() if index == near)
        return Beside(ref, known.record.code, shown_volunteer(known.record, zones))

    def _told(self, told: Decision) -> tuple[int | None, int | None]:
        if told.action == "new":
            return None, None
        if told.uid.startswith(OF_ROW):
            index = self._by_row.get(int(told.uid.removeprefix(OF_ROW)))
        else:
            index = next((index for index, known in enumerate(self._known) if known.uid == told.uid), None)
        if index is None:
            raise BadInput("record_gone", record="Volunteer")
        return index, None

    def _remember(self, row: int, index: int | None, record: Volunteer, changes: dict[str, Any]) -> Outcome:
        if index is None:
            self._known.append(_Known(record))
            self._taken.add(record.code)
            self._by_code[record.code] = self._by_row[row] = len(self._known) - 1
            self._people.keep(len(self._known) - 1, _person(record))
            return Outcome.ADDED
        known = self._known[index]
        known.record = record
        known.changes |= changes
        self._people.keep(index, _person(record))
        return Outcome.MERGED if changes else Outcome.DUPLICATE

    def _find(self, code: str, asks: Person) -> tuple[int | None, int | None]:
        if code in self._by_code:
            return self._by_code[code], None
        return self._people.nearest(asks)

    def _drafted(self, draft: VolunteerDraft) -> Person:
        zone = draft.zones[0] if draft.zones else self._office.zone
        return Person(name=draft.name, phones=frozenset(phone.number for phone in draft.phones), zone=zone, size=0)

    def _again(self, draft: VolunteerDraft, asks: Person) -> int | None:
        """The volunteer of the store to whom this row adds nothing at all: the file is read again.

        The name is too common to tell people apart, so each stands for one row only.
        """
        for index in self._people.repeated(asks, below=self._before):
            known = self._known[index]
            if index not in self._claimed and not _more(known.record, draft, {}):
                self._claimed.add(index)
                return index
        return None

    def _new(self, draft: VolunteerDraft) -> Volunteer:
        """A volunteer with what her way of getting around usually carries, where the row gives no figures."""
        means = TRANSPORTS[draft.transport or _USUAL_TRANSPORT]
        free = draft.code and draft.code not in self._taken
        return Volunteer.checked(
            code=draft.code if free else codes.volunteer_code(self._taken),
            name=draft.name,
            phones=list(draft.phones),
            languages=list(draft.languages),
            skills=list(draft.skills),
            trainings=list(draft.trainings),
            transport=means.code,
            seats=means.seats if draft.seats is None else draft.seats,
            capacity_kg=means.kg if draft.capacity_kg is None else draft.capacity_kg,
            stops=means.stops if draft.stops is None else draft.stops,
            zone=draft.zones[0] if draft.zones else self._office.zone,
            radius_km=means.radius_km if draft.radius_km is None else float(draft.radius_km),
            zones=list(draft.zones) if len(draft.zones) > 1 else [],
            availability=list(draft.availability),
            tasks_per_week=_USUAL_TASKS if draft.tasks_per_week is None else draft.tasks_per_week,
            trust=Trust.KNOWN if draft.trust is None else draft.trust,
            access=list(draft.access),
            notes=draft.notes,
        )

    def keep(self, write: Writing, progress: Progress) -> list[str]:
        """Write new volunteers, and what was learned about known ones."""
        fresh = [known for known in self._known if known.uid is None]
        touched = [known for known in self._known if known.uid is not None and known.changes]
        total, uids = len(fresh) + len(touched), []
        for start in range(0, len(fresh), STEP):
            progress.step(start, total)
            uids += write.add_many(known.record for known in fresh[start : start + STEP])
        for number, known in enumerate(touched):
            if number % STEP == 0:
                progress.step(len(fresh) + number, total)
            if known.uid is not None:
                write.change(Volunteer, known.uid, **known.changes)
        return uids


def _fields(record: Volunteer) -> dict[str, Any]:
    return {name: getattr(record, name) for name in type(record).model_fields}


def _person(record: Volunteer) -> Person:
    """Volunteers have no household size; one for all makes zone and whole name enough where a phone is missing."""
    return Person(name=record.name, phones=frozenset(phone.number for phone in record.phones), zone=record.zone, size=0)


def _more(record: Volunteer, draft: VolunteerDraft, warnings: dict[str, None]) -> dict[str, Any]:
    """What a row adds to a volunteer who is known: languages, skills, trainings, phones, and what was empty."""
    notes = joined(record.notes, draft.notes)
    if len(notes) > _NOTE:
        warnings["note_too_long"] = None
        notes = record.notes
    spoken = {language.code for language in record.languages}
    taken = {(training.skill, training.on) for training in record.trainings}
    after = {
        "name": fuller_name(record.name, draft.name),
        "phones": more_phones(record.phones, draft.phones),
        "languages": [*record.languages, *(one for one in draft.languages if one.code not in spoken)],
        "skills": list(dict.fromkeys((*record.skills, *draft.skills))),
        "trainings": [*record.trainings, *(one for one in draft.trainings if (one.skill, one.on) not in taken)],
        "zones": record.zones or (list(draft.zones) if len(draft.zones) > 1 else []),
        "availability": record.availability or list(draft.availability),
        "access": list(dict.fromkeys((*record.access, *draft.access))),
        "notes": notes,
    }
    return {name: value for name, value in after.items() if value != getattr(record, name)}
