"""The tables of the records: each is its record plus keys and clocks. Rows never leave the store.

`born` and `changed` are clock readings (`store.clock`); `uid` is how records name one another; `id` is local.
"""

from __future__ import annotations

from sqlmodel import Field, SQLModel

from mutualaid.records.event import Event, ReceivedForm
from mutualaid.records.household import Consent, Contact, Household
from mutualaid.records.kept import PaperText, SavedFilter
from mutualaid.records.match import KeptPlan, Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.partner import Partner
from mutualaid.records.place import Site, ZoneRecord
from mutualaid.records.schedule import Appointment, Run, Shift, ShiftTemplate
from mutualaid.records.supply import CatalogueItem, Lot, Movement
from mutualaid.records.volunteer import Volunteer


class Keyed(SQLModel):
    """What every row has besides its record."""

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    born: str
    changed: str


class HouseholdRow(Keyed, Household, table=True):
    """Households."""

    __tablename__ = "household"


class ConsentRow(Keyed, Consent, table=True):
    """What households allowed."""

    __tablename__ = "consent"


class ContactRow(Keyed, Contact, table=True):
    """The contact log."""

    __tablename__ = "contact"


class NeedRow(Keyed, Need, table=True):
    """Needs. `flagged`: the watch finds something in the notes that should not be kept.

    The indexes for the order that the needs table opens with, of every need and of those that somebody waits for, run
    both ways, which models cannot say and Alembic cannot compare: they stand in the migrations alone.
    """

    __tablename__ = "need"
    flagged: bool = False


class VolunteerRow(Keyed, Volunteer, table=True):
    """Volunteers."""

    __tablename__ = "volunteer"


class CatalogueItemRow(Keyed, CatalogueItem, table=True):
    """The catalogue."""

    __tablename__ = "catalogue_item"


class LotRow(Keyed, Lot, table=True):
    """Lots."""

    __tablename__ = "lot"


class MovementRow(Keyed, Movement, table=True):
    """Movements of stock; a trigger keeps them as they were written."""

    __tablename__ = "movement"


class ZoneRow(Keyed, ZoneRecord, table=True):
    """Zones."""

    __tablename__ = "zone"


class SiteRow(Keyed, Site, table=True):
    """Sites."""

    __tablename__ = "site"


class MatchRow(Keyed, Match, table=True):
    """Kept matches; `match` by itself is a word of SQLite's."""

    __tablename__ = "kept_match"


class RejectionRow(Keyed, Rejection, table=True):
    """Proposals turned down."""

    __tablename__ = "rejection"


class KeptPlanRow(Keyed, KeptPlan, table=True):
    """The last plan."""

    __tablename__ = "kept_plan"


class AppointmentRow(Keyed, Appointment, table=True):
    """Accompaniments."""

    __tablename__ = "appointment"


class ShiftRow(Keyed, Shift, table=True):
    """Shifts."""

    __tablename__ = "shift"


class ShiftTemplateRow(Keyed, ShiftTemplate, table=True):
    """Shifts that come back every week."""

    __tablename__ = "shift_template"


class RunRow(Keyed, Run, table=True):
    """Delivery runs."""

    __tablename__ = "run"


class PartnerRow(Keyed, Partner, table=True):
    """Partner organisations."""

    __tablename__ = "partner"


class SavedFilterRow(Keyed, SavedFilter, table=True):
    """Filters kept under a name."""

    __tablename__ = "saved_filter"


class PaperTextRow(Keyed, PaperText, table=True):
    """Texts that the office prints."""

    __tablename__ = "paper_text"


class EventRow(Keyed, Event, table=True):
    """Events."""

    __tablename__ = "event"


class ReceivedFormRow(Keyed, ReceivedForm, table=True):
    """Forms from events."""

    __tablename__ = "received_form"
