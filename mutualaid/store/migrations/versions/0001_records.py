"""The tables of the records, and small values by key.

Revision ID: 0001
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _record_table(name: str, *columns: sa.Column[Any]) -> None:
    """A record's columns with what every row has besides."""
    op.create_table(
        name,
        *columns,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uid", sa.String(), nullable=False, unique=True),
        sa.Column("born", sa.String(), nullable=False),
        sa.Column("changed", sa.String(), nullable=False),
    )


def _strings(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _household() -> None:
    _record_table(
        "household",
        *_strings("code", "contact_name"),
        sa.Column("phones", sa.Text(), nullable=False),
        sa.Column("safe_contact", sa.String(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("wants_interpreter", sa.Boolean(), nullable=False),
        sa.Column("relay_languages", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        *_texts("ages", "diet", "access"),
        *_strings("zone", "address", "delivery_notes", "notes"),
        *_texts("excluded_volunteers", "excluded_zones"),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date()),
    )
    op.create_index("ix_household_code", "household", ["code"], unique=True)
    op.create_index("ix_household_zone", "household", ["zone"])


def _consent() -> None:
    _record_table(
        "consent",
        sa.Column("household", sa.String(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
    )
    op.create_index("ix_consent_household", "consent", ["household"])


def _contact() -> None:
    _record_table(
        "contact",
        sa.Column("household", sa.String()),
        sa.Column("volunteer", sa.String()),
        sa.Column("on", sa.Date(), nullable=False),
        *_texts("kind", "outcome"),
        sa.Column("follow_up_on", sa.Date()),
        sa.Column("note", sa.String(), nullable=False),
    )
    op.create_index("ix_contact_follow_up_on", "contact", ["follow_up_on"])
    op.create_index("ix_contact_household", "contact", ["household"])
    op.create_index("ix_contact_volunteer", "contact", ["volunteer"])


def _need() -> None:
    _record_table(
        "need",
        *_strings("code", "household", "category"),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("item", sa.String()),
        sa.Column("substitutes", sa.Text()),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("filled", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String()),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("needed_by", sa.Date()),
        *_texts("windows", "recurrence"),
        sa.Column("recurs_until", sa.Date()),
        sa.Column("skill", sa.String()),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("trust", sa.Integer(), nullable=False),
        sa.Column("duration_minutes", sa.Integer()),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("close_reason", sa.Text()),
        sa.Column("referred_to", sa.String(), nullable=False),
        sa.Column("hold_until", sa.Date()),
        sa.Column("finished_on", sa.Date()),
        sa.Column("flagged", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_need_by_urgency", "need", [sa.text("urgency DESC"), "received_on"])
    op.create_index("ix_need_category", "need", ["category"])
    op.create_index("ix_need_code", "need", ["code"], unique=True)
    op.create_index("ix_need_finished_on", "need", ["finished_on"])
    op.create_index("ix_need_household", "need", ["household"])
    op.create_index("ix_need_mode", "need", ["mode"])
    op.create_index("ix_need_received_on", "need", ["received_on"])
    op.create_index("ix_need_state", "need", ["state"])
    op.create_index("ix_need_urgency", "need", ["urgency"])


def _volunteer() -> None:
    _record_table(
        "volunteer",
        *_strings("code", "name"),
        *_texts("phones", "languages", "skills", "trainings"),
        sa.Column("transport", sa.String(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("capacity_kg", sa.Integer(), nullable=False),
        sa.Column("stops", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("radius_km", sa.Float(), nullable=False),
        *_texts("zones", "availability", "absences"),
        sa.Column("tasks_per_week", sa.Integer(), nullable=False),
        sa.Column("trust", sa.Integer(), nullable=False),
        *_texts("access", "excluded_households"),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
    )
    op.create_index("ix_volunteer_active", "volunteer", ["active"])
    op.create_index("ix_volunteer_code", "volunteer", ["code"], unique=True)
    op.create_index("ix_volunteer_zone", "volunteer", ["zone"])


def _catalogue_item() -> None:
    _record_table(
        "catalogue_item",
        *_strings("code", "name_en", "name_es", "category", "unit"),
        sa.Column("unit_kg", sa.Float(), nullable=False),
        *_texts("box", "diet", "barcodes"),
        sa.Column("default", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_catalogue_item_category", "catalogue_item", ["category"])
    op.create_index("ix_catalogue_item_code", "catalogue_item", ["code"], unique=True)


def _lot() -> None:
    _record_table(
        "lot",
        *_strings("code", "item", "site"),
        sa.Column("expires_on", sa.Date()),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("diet", sa.Text(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
    )
    op.create_index("ix_lot_code", "lot", ["code"], unique=True)
    op.create_index("ix_lot_expires_on", "lot", ["expires_on"])
    op.create_index("ix_lot_item", "lot", ["item"])
    op.create_index("ix_lot_site", "lot", ["site"])


def _movement() -> None:
    _record_table(
        "movement",
        sa.Column("lot", sa.String(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("match", sa.String()),
        sa.Column("note", sa.String(), nullable=False),
    )
    op.create_index("ix_movement_lot", "movement", ["lot"])
    op.create_index("ix_movement_match", "movement", ["match"])


def _places() -> None:
    _record_table(
        "zone",
        *_strings("code", "name"),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        *_texts("aliases", "neighbours"),
        sa.Column("own", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_zone_code", "zone", ["code"], unique=True)
    _record_table(
        "site",
        *_strings("code", "name", "zone"),
        sa.Column("active", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_site_code", "site", ["code"], unique=True)


def _kept_match() -> None:
    _record_table(
        "kept_match",
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("volunteers", sa.Text(), nullable=False),
        sa.Column("day", sa.Date()),
        sa.Column("part", sa.Integer()),
        *_texts("lots", "state", "reasons"),
        sa.Column("decided_on", sa.Date(), nullable=False),
    )
    op.create_index("ix_kept_match_day", "kept_match", ["day"])
    op.create_index("ix_kept_match_need", "kept_match", ["need"])
    op.create_index("ix_kept_match_state", "kept_match", ["state"])


def _rejection() -> None:
    _record_table(
        "rejection",
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("volunteer", sa.String()),
        sa.Column("day", sa.Date()),
        sa.Column("part", sa.Integer()),
        sa.Column("item", sa.String()),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
    )
    op.create_index("ix_rejection_need", "rejection", ["need"])


def _kept_plan() -> None:
    _record_table(
        "kept_plan",
        sa.Column("made_on", sa.Date(), nullable=False),
        *_strings("problem", "plan"),
        sa.Column("ids", sa.Text(), nullable=False),
    )


def _appointment() -> None:
    _record_table(
        "appointment",
        sa.Column("household", sa.String(), nullable=False),
        sa.Column("need", sa.String()),
        sa.Column("starts", sa.Text(), nullable=False),
        *_strings("place", "room", "meeting_point"),
        sa.Column("pair", sa.Text(), nullable=False),
        sa.Column("replacement", sa.String()),
        sa.Column("call_tree", sa.Text(), nullable=False),
        sa.Column("delete_after", sa.Date(), nullable=False),
    )
    op.create_index("ix_appointment_household", "appointment", ["household"])


def _shift() -> None:
    _record_table(
        "shift",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("site", sa.String()),
        *_texts("starts", "ends"),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("skill", sa.String()),
        sa.Column("volunteers", sa.Text(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
    )
    op.create_index("ix_shift_starts", "shift", ["starts"])


def _meta() -> None:
    op.create_table(
        "meta", sa.Column("key", sa.Text(), primary_key=True), sa.Column("value", sa.Text(), nullable=False)
    )


def upgrade() -> None:
    _household()
    _consent()
    _contact()
    _need()
    _volunteer()
    _catalogue_item()
    _lot()
    _movement()
    _places()
    _kept_match()
    _rejection()
    _kept_plan()
    _appointment()
    _shift()
    _meta()
