"""The store's own tables: journal, tombstones, clocks, ledger and search, and what may only be added to.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def _bookkeeping() -> None:
    op.create_table(
        "deleted",
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("clock", sa.Text(), nullable=False),
    )
    op.create_table(
        "field_clock",
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("uid", sa.Text(), primary_key=True),
        sa.Column("field", sa.Text(), primary_key=True),
        sa.Column("clock", sa.Text(), nullable=False),
    )
    op.create_table(
        "release_ledger",
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
    )


def _journal() -> None:
    op.create_table(
        "change",
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("digests", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "change_seal",
        sa.Column("seq", sa.Integer(), sa.ForeignKey("change.seq"), primary_key=True),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "change_value",
        sa.Column("seq", sa.Integer(), sa.ForeignKey("change.seq"), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_change_value_uid", "change_value", ["uid"])


def _append_only() -> None:
    """Rows that may not be mended, only added to; a contact may be erased, and so may a journal's value."""
    for table, doing in (
        ("change", "UPDATE"),
        ("change", "DELETE"),
        ("change_value", "UPDATE"),
        ("movement", "UPDATE"),
        ("movement", "DELETE"),
        ("release_ledger", "UPDATE"),
        ("release_ledger", "DELETE"),
        ("contact", "UPDATE"),
    ):
        op.execute(
            f"CREATE TRIGGER {table}_no_{doing.lower()} BEFORE {doing} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'append only'); END"
        )


def _search() -> None:
    op.create_table(
        "search_doc",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digits", sa.Text(), nullable=False),
        sa.UniqueConstraint("kind", "uid"),
    )
    op.create_index("ix_search_doc_code", "search_doc", [sa.text("code COLLATE NOCASE")])
    _index("search_word", ("code", "name", "body"), "unicode61 remove_diacritics 2")
    _index("search_part", ("code", "name", "digits"), "trigram remove_diacritics 1")


def _index(name: str, columns: tuple[str, ...], tokenizer: str) -> None:
    """A full-text index beside `search_doc`. Without secure-delete it would keep the words that were deleted."""
    listed = ", ".join(columns)
    fresh, stale = (", ".join(f"{which}.{column}" for column in columns) for which in ("new", "old"))
    op.execute(
        f"CREATE VIRTUAL TABLE {name} USING fts5("
        f"{listed}, content='search_doc', content_rowid='id', tokenize='{tokenizer}')"
    )
    op.execute(f"INSERT INTO {name}({name}, rank) VALUES('secure-delete', 1)")
    put = f"INSERT INTO {name}(rowid, {listed}) VALUES (new.id, {fresh});"  # noqa: S608
    take = f"INSERT INTO {name}({name}, rowid, {listed}) VALUES ('delete', old.id, {stale});"  # noqa: S608
    for doing, statements in (("INSERT", put), ("DELETE", take), ("UPDATE", take + put)):
        op.execute(f"CREATE TRIGGER {name}_{doing.lower()} AFTER {doing} ON search_doc BEGIN {statements} END")


def upgrade() -> None:
    _bookkeeping()
    _journal()
    _search()
    _append_only()
