"""Who interprets, in person or by telephone, for whom, and in which kept matches.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    no = sa.text("0")
    op.add_column("household", sa.Column("interpreter_in_person", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("volunteer", sa.Column("interprets_in_person", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("volunteer", sa.Column("calls", sa.Integer(), nullable=False, server_default=no))
    op.add_column("kept_match", sa.Column("interpreter", sa.String(), nullable=True))
    op.add_column("kept_match", sa.Column("by_telephone", sa.Boolean(), nullable=False, server_default=no))
