"""An index of nothing but the needs that somebody waits for, in the order that the needs table opens with.

It holds all that this query asks for, and few pages have to be decrypted for it. The plus keeps SQLite from answering
by the state's own index and sorting what it finds; queries that are to use this index say it in the same words.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_index(
        "ix_need_waiting",
        "need",
        [sa.text("urgency DESC"), "received_on", "id", "state"],
        sqlite_where=sa.text("+state IN ('matched', 'new', 'open', 'partly_matched', 'scheduled')"),
    )
