"""What undoing an import takes; and movements that may go with their lot, never before it.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "import_log",
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
    )
    op.create_table(
        "import_before",
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
    op.create_index("ix_import_before_uid", "import_before", ["uid"])
    op.execute("DROP TRIGGER movement_no_delete")
    op.execute(
        "CREATE TRIGGER movement_no_delete BEFORE DELETE ON movement "
        "WHEN NOT EXISTS (SELECT 1 FROM deleted WHERE kind = 'lot' AND uid = OLD.lot) "
        "BEGIN SELECT RAISE(ABORT, 'append only'); END"
    )
