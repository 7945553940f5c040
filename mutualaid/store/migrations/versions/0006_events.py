"""Events with the keys of their kits, and the forms that came in from them.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


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


def upgrade() -> None:
    _record_table(
        "event",
        *_needed(sa.String(), "event", "name"),
        *_needed(sa.Date(), "made_on"),
        *_needed(sa.String(), "check", "verify_key", "public_key", "private_key"),
        sa.Column("closed_on", sa.Date()),
    )
    op.create_index("ix_event_event", "event", ["event"], unique=True)
    _record_table(
        "received_form",
        *_needed(sa.String(), "begun", "event", "helper"),
        *_needed(sa.Integer(), "number", "last"),
        *_needed(sa.String(), "language"),
        *_needed(sa.Date(), "on"),
        *_needed(sa.Text(), "state", "marks", "answers"),
        sa.Column("household", sa.String()),
        sa.Column("decided_on", sa.Date()),
    )
    op.create_index("ix_received_form_begun", "received_form", ["begun"], unique=True)
    op.create_index("ix_received_form_event", "received_form", ["event"])
    op.create_index("ix_received_form_state", "received_form", ["state"])
