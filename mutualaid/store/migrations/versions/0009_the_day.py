"""What a coordinator's day takes: runs, shift patterns, partners, kept filters and texts; caps, packs and batches.

What was noted in the contact log, of a movement or of a shift is found by search from here on.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def _record_table(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        *columns,
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uid", sa.String(), nullable=False, unique=True),
        sa.Column("born", sa.String(), nullable=False),
        sa.Column("changed", sa.String(), nullable=False),
    )


def _needed(kind: Any, *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names]


def _more_columns() -> None:
    """What records that are there already have besides, each with what it means to have said nothing."""
    for table, column in (
        ("need", sa.Column("follows", sa.String())),
        ("need", sa.Column("split_of", sa.String())),
        ("need", sa.Column("recurs_from", sa.Date())),
        ("kept_match", sa.Column("asked_on", sa.Date())),
        ("kept_match", sa.Column("asks", sa.Text(), nullable=False, server_default="[]")),
        ("catalogue_item", sa.Column("packs", sa.Text(), nullable=False, server_default="[]")),
        ("catalogue_item", sa.Column("low", sa.Integer(), nullable=False, server_default="0")),
        ("catalogue_item", sa.Column("household_cap", sa.Integer())),
        ("catalogue_item", sa.Column("cap_days", sa.Integer(), nullable=False, server_default="30")),
        ("lot", sa.Column("batch", sa.String(), nullable=False, server_default="")),
        ("movement", sa.Column("household", sa.String())),
        ("appointment", sa.Column("minutes", sa.Integer(), nullable=False, server_default="120")),
        ("shift", sa.Column("cover", sa.Text(), nullable=False, server_default="[]")),
        ("shift", sa.Column("template", sa.String())),
        ("zone", sa.Column("outline", sa.Text(), nullable=False, server_default="[]")),
        ("zone", sa.Column("active", sa.Boolean(), nullable=False, server_default="1")),
    ):
        op.add_column(table, column)
    op.create_index("ix_need_follows", "need", ["follows"])
    op.create_index("ix_movement_household", "movement", ["household"])
    op.create_index("ix_shift_template", "shift", ["template"])


def upgrade() -> None:
    _more_columns()
    _record_table(
        "shift_template",
        *_needed(sa.Text(), "kind"),
        *_needed(sa.String(), "zone"),
        sa.Column("site", sa.String()),
        *_needed(sa.Integer(), "weekday"),
        *_needed(sa.Text(), "starts"),
        *_needed(sa.Integer(), "minutes", "people"),
        sa.Column("skill", sa.String()),
        *_needed(sa.Text(), "volunteers"),
        *_needed(sa.String(), "note"),
        *_needed(sa.Boolean(), "active"),
    )
    _record_table(
        "run",
        *_needed(sa.String(), "code"),
        *_needed(sa.Date(), "day"),
        *_needed(sa.Integer(), "part"),
        *_needed(sa.Text(), "volunteers", "stops"),
        sa.Column("starts", sa.Text()),
        sa.Column("site", sa.String()),
        *_needed(sa.Text(), "state"),
        sa.Column("confirmed_on", sa.Date()),
        *_needed(sa.String(), "note"),
    )
    op.create_index("ix_run_code", "run", ["code"], unique=True)
    op.create_index("ix_run_day", "run", ["day"])
    op.create_index("ix_run_state", "run", ["state"])
    _record_table(
        "partner",
        *_needed(sa.String(), "code", "name"),
        *_needed(sa.Text(), "phones"),
        *_needed(sa.String(), "address", "url"),
        *_needed(sa.Text(), "zones", "services"),
        *_needed(sa.String(), "note", "hsds_id"),
        *_needed(sa.Boolean(), "active"),
    )
    op.create_index("ix_partner_code", "partner", ["code"], unique=True)
    op.create_index("ix_partner_hsds_id", "partner", ["hsds_id"])
    _record_table("saved_filter", *_needed(sa.String(), "page", "name"), *_needed(sa.Text(), "filter"))
    op.create_index("ix_saved_filter_page", "saved_filter", ["page"])
    _record_table("paper_text", *_needed(sa.String(), "code", "language", "title", "body"))
    op.create_index("ix_paper_text_code", "paper_text", ["code"])
    for noted in ("contact", "movement", "shift"):
        found = f"SELECT '{noted}', uid, '', '', note, '' FROM {noted} WHERE note != '' ORDER BY id"  # noqa: S608
        op.execute(f"INSERT INTO search_doc (kind, uid, code, name, body, digits) {found}")
