"""The door for free text: which fields of each kind of record people write in, and what may not come in by them.

An identifier (an A-number, a Social Security number, a birth date and the like) is not written into the store unless
the coordinator insisted on the very sentence, whichever way it comes: by a form, a command, an import, another laptop.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from enum import Enum
from typing import TypeVar

from mutualaid.discretion.told import Answers, Said, about
from mutualaid.discretion.watch import Finding, find, find_identifiers, redact_all
from mutualaid.records.base import Record
from mutualaid.records.errors import Refused
from mutualaid.records.event import Event, ReceivedForm
from mutualaid.records.household import Consent, Contact, Household, Phone
from mutualaid.records.kept import PaperText, SavedFilter
from mutualaid.records.match import Rejection
from mutualaid.records.need import Need
from mutualaid.records.partner import Partner, PartnerService
from mutualaid.records.place import Site, ZoneRecord
from mutualaid.records.schedule import Appointment, Run, Shift, ShiftTemplate
from mutualaid.records.supply import CatalogueItem, Lot, Movement
from mutualaid.records.volunteer import Volunteer

R = TypeVar("R", bound=Record)

FIELDS: dict[type[Record], frozenset[str]] = {
    Household: frozenset({"code", "contact_name", "phones", "safe_contact", "address", "delivery_notes", "notes"}),
    Consent: frozenset({"how"}),
    Contact: frozenset({"note"}),
    Need: frozenset({"notes", "referred_to"}),
    Volunteer: frozenset({"code", "name", "phones", "notes"}),
    CatalogueItem: frozenset({"name_en", "name_es"}),
    Lot: frozenset({"source", "note"}),
    Movement: frozenset({"note"}),
    ZoneRecord: frozenset({"name", "aliases"}),
    Site: frozenset({"name"}),
    Rejection: frozenset({"note"}),
    Appointment: frozenset({"place", "room", "meeting_point"}),
    Shift: frozenset({"note"}),
    ShiftTemplate: frozenset({"note"}),
    Run: frozenset({"note"}),
    Partner: frozenset({"name", "address", "services", "note"}),
    SavedFilter: frozenset({"name", "filter"}),
    PaperText: frozenset({"title", "body"}),
    Event: frozenset({"name"}),
    ReceivedForm: frozenset({"helper", "answers"}),
}
"""The fields that hold text as somebody typed it. Of phones it is who answers; a code may be of an import's making. A
maker's batch number is not one of them: it is read off a package, and looks like anything."""

_OF_SERVICE = ("name", "fees", "eligibility", "hours", "note")
"""What of a partner's service somebody typed."""


class Door(Enum):
    """What becomes of an identifier in a text that is to be written: it is refused; struck out, where nobody sits
    before the program; or let through, where the office's own records come back from a damaged store.
    """

    REFUSE = "refuse"
    STRIKE = "strike"
    OPEN = "open"


def texts(record: Record, fields: Collection[str] | None = None) -> Iterator[tuple[str, str]]:
    """The texts of a record, each under its field; of those fields only, when given."""
    for field in FIELDS.get(type(record), ()) if fields is None else fields:
        for text in _strings(getattr(record, field)):
            yield field, text


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, Phone):
        yield from _strings(value.who_answers)
    elif isinstance(value, PartnerService):
        yield from (text for name in _OF_SERVICE if (text := getattr(value, name)))
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def said_of(record: Record) -> set[Said]:
    """What could be answered for in a record's texts."""
    return {about(text, finding) for _field, text in texts(record) for finding in find(text)}


def struck(record: R, fields: Collection[str] | None = None, answers: Collection[Answers] = ()) -> R:
    """The record with every identifier struck out that nobody insisted on. Raises Refused where it is in a code."""

    def look(text: str) -> list[Finding]:
        found = find_identifiers(text)
        return [one for one in found if not any(answer.holds(about(text, one)) for answer in answers)]

    wrong = {field for field, text in texts(record, fields) if look(text)}
    if not wrong:
        return record
    if "code" in wrong:
        raise Refused("identifier_in_text", record=type(record).__name__, field="code", kind="code")
    whole = {name: getattr(record, name) for name in type(record).model_fields}
    return type(record).checked(**(whole | {field: _without(whole[field], look) for field in wrong}))


def _without(value: object, look: Callable[[str], list[Finding]]) -> object:
    """A field's value, redacted wherever it holds text."""
    if isinstance(value, str):
        return redact_all(value, look=look)
    if isinstance(value, Phone):
        return value.model_copy(update={"who_answers": redact_all(value.who_answers, look=look)})
    if isinstance(value, PartnerService):
        return value.model_copy(update={name: redact_all(getattr(value, name), look=look) for name in _OF_SERVICE})
    if isinstance(value, Mapping):
        return {key: _without(part, look) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_without(part, look) for part in value]
    return value


def insisted(
    record: Record, fields: Collection[str] | None, told: Answers, before: Collection[Answers] = ()
) -> dict[str, list[str]]:
    """By field the kinds of the identifiers in a record's texts on which somebody insists now (`told`).

    What was there or answered for `before` is passed over. Raises Refused("identifier_in_text", record, field, kind)
    for one that nobody insisted on.
    """
    kinds: dict[str, list[str]] = {}
    for field, text in texts(record, fields):
        for finding in find_identifiers(text):
            said = about(text, finding)
            if any(answer.holds(said) for answer in before):
                continue
            if not told.holds(said):
                raise Refused("identifier_in_text", record=type(record).__name__, field=field, kind=finding.kind.value)
            kinds.setdefault(field, []).append(finding.kind.value)
    return kinds
