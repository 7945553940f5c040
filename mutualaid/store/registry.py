"""Which record lies in which table, what is searched of it, and what the journal leaves out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Table
from sqlmodel import SQLModel

from mutualaid.discretion.told import NOTHING, Answers, unanswered
from mutualaid.records.base import Record
from mutualaid.records.event import Event, ReceivedForm
from mutualaid.records.household import Consent, Contact, Household, Phone
from mutualaid.records.kept import PaperText, SavedFilter
from mutualaid.records.match import KeptPlan, Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.partner import Partner
from mutualaid.records.place import Site, ZoneRecord
from mutualaid.records.schedule import Appointment, Run, Shift, ShiftTemplate
from mutualaid.records.supply import CatalogueItem, Lot, Movement
from mutualaid.records.volunteer import Volunteer
from mutualaid.store import rows

R = TypeVar("R", bound=Record)


class Doc(NamedTuple):
    """What a search finds a record by: `digits` are those of its phone numbers, each after a space."""

    code: str
    name: str
    body: str = ""
    digits: str = ""


@dataclass(frozen=True)
class Kind:
    """A record type with its row type. `name` is the table's, and names the kind in journal, tombstones and search.

    A kind that is `noted` has no code, and is found by its note alone: what has no note has no `doc`.
    """

    record: type[Record]
    row: type[SQLModel]
    doc: Callable[[Any], Doc | None] | None = None
    noted: bool = False
    extras: Callable[[Any, Answers], dict[str, object]] | None = None
    unjournalled: frozenset[str] = frozenset()
    appends_only: bool = False

    @cached_property
    def table(self) -> Table:
        """The table."""
        table: Table = self.row.__table__  # type: ignore[attr-defined]
        return table

    @property
    def name(self) -> str:
        """The table's name."""
        return self.table.name

    def doc_of(self, record: Record) -> Doc | None:
        """What a search finds the record by, none when it does not."""
        return self.doc(record) if self.doc is not None else None

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The record's fields, in the order they were declared."""
        return tuple(self.record.model_fields)

    def values(self, record: Record, answers: Answers = NOTHING) -> dict[str, Any]:
        """Column values of a record, without keys and clocks; what she answered about its texts counts."""
        values = {field: getattr(record, field) for field in self.fields}
        if self.extras is not None:
            values.update(self.extras(record, answers))
        return values


def _digits(phones: list[Phone]) -> str:
    return " ".join(phone.number.lstrip("+") for phone in phones)


def _words(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _household(record: Household) -> Doc:
    body = _words(record.safe_contact, record.address, record.delivery_notes, record.notes)
    return Doc(record.code, record.contact_name, body, _digits(record.phones))


def _volunteer(record: Volunteer) -> Doc:
    return Doc(record.code, record.name, record.notes, _digits(record.phones))


def _partner(record: Partner) -> Doc:
    body = _words(record.address, record.note, *(service.name for service in record.services))
    return Doc(record.code, record.name, body, " ".join(number.lstrip("+") for number in record.phones))


def _note(record: Contact | Movement | Shift) -> Doc | None:
    return Doc("", "", record.note) if record.note else None


_KINDS = (
    Kind(Household, rows.HouseholdRow, doc=_household),
    Kind(Consent, rows.ConsentRow),
    Kind(Contact, rows.ContactRow, doc=_note, noted=True, appends_only=True),
    Kind(
        Need,
        rows.NeedRow,
        doc=lambda need: Doc(need.code, "", need.notes),
        extras=lambda need, answers: {"flagged": bool(need.notes and unanswered(need.notes, (answers,)))},
    ),
    Kind(Volunteer, rows.VolunteerRow, doc=_volunteer),
    Kind(CatalogueItem, rows.CatalogueItemRow, doc=lambda item: Doc(item.code, f"{item.name_en} / {item.name_es}")),
    Kind(Lot, rows.LotRow, doc=lambda lot: Doc(lot.code, lot.item, _words(lot.source, lot.batch, lot.note))),
    Kind(Movement, rows.MovementRow, doc=_note, noted=True, appends_only=True),
    Kind(ZoneRecord, rows.ZoneRow),
    Kind(Site, rows.SiteRow, doc=lambda site: Doc(site.code, site.name)),
    Kind(Match, rows.MatchRow),
    Kind(Rejection, rows.RejectionRow),
    # A plan is a megabyte made anew from the rest: the journal says that there was one, not what it said.
    Kind(KeptPlan, rows.KeptPlanRow, unjournalled=frozenset({"problem", "plan", "ids"})),
    Kind(Appointment, rows.AppointmentRow),
    Kind(Shift, rows.ShiftRow, doc=_note, noted=True),
    Kind(ShiftTemplate, rows.ShiftTemplateRow),
    Kind(Run, rows.RunRow, doc=lambda run: Doc(run.code, "", run.note)),
    Kind(Partner, rows.PartnerRow, doc=_partner),
    Kind(SavedFilter, rows.SavedFilterRow),
    Kind(PaperText, rows.PaperTextRow),
    # What the journal remembers outlives a closed event and a form that was turned away: it never had the key nor them.
    Kind(Event, rows.EventRow, unjournalled=frozenset({"private_key"})),
    Kind(ReceivedForm, rows.ReceivedFormRow, unjournalled=frozenset({"answers"})),
)
KINDS: dict[type[Record], Kind] = {kind.record: kind for kind in _KINDS}
"""Every kind of record that the store keeps."""
