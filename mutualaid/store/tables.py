"""The store's own tables, beside those of the records: what changed, when, by whom, and what is searched."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)
from sqlmodel import SQLModel

from mutualaid.records.columns import Utc

_metadata = SQLModel.metadata

meta = Table("meta", _metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))
"""Small values, JSON text each. Keys beginning with "store." are the store's own."""

deleted = Table(
    "deleted",
    _metadata,
    Column("kind", Text, primary_key=True),
    Column("uid", Text, primary_key=True),
    Column("clock", Text, nullable=False),
)
"""Tombstones: a record removed here does not come back from another laptop."""

field_clock = Table(
    "field_clock",
    _metadata,
    Column("kind", Text, primary_key=True),
    Column("uid", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("clock", Text, nullable=False),
)
"""When a field changed, for the few that changed after their record was born."""

change = Table(
    "change",
    _metadata,
    Column("seq", Integer, primary_key=True),
    Column("verb", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("slot", Text, nullable=False),
    Column("clock", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Column("digests", LargeBinary, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)
"""The journal: one row a transaction, chained by `previous`. `digests` holds 32 bytes for each change in it."""

change_seal = Table(
    "change_seal",
    _metadata,
    Column("seq", Integer, ForeignKey("change.seq"), primary_key=True),
    Column("mac", LargeBinary, nullable=False),
)
"""Each journal row's MAC, apart from it, because a change of keys writes it anew."""

change_value = Table(
    "change_value",
    _metadata,
    Column("seq", Integer, ForeignKey("change.seq"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("uid", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Index("ix_change_value_uid", "uid"),
)
"""What each change was. Erasing deletes rows here; the salted digests that stay behind say nothing."""

release_ledger = Table(
    "release_ledger",
    _metadata,
    Column("seq", Integer, primary_key=True),
    Column("entry", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)
"""What was ever published, oldest first; `hash` chains over the entries."""

search_doc = Table(
    "search_doc",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("uid", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("digits", Text, nullable=False),
    UniqueConstraint("kind", "uid"),
)
"""What can be searched; triggers keep the word and the trigram index beside it. An index on `code` heeds no case."""

backup = Table(
    "backup",
    _metadata,
    Column("id", Text, primary_key=True),
    Column("made_at", Utc, nullable=False),
    Column("made_on", Date, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("automatic", Boolean, nullable=False),
    Column("place", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("finished", Boolean, nullable=False),
)
"""Backups, each with the root of its keys, which goes when the backup does. `id` is the lineage in its keyfile,
`made_on` the office's local day, `seq` the journal's last entry before it. Unfinished: begun, perhaps cut short."""

import_log = Table(
    "import_log",
    _metadata,
    Column("seq", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("counts", Text, nullable=False),
    Column("state", Text, nullable=False),
)
"""What was imported, by the number of its journal entry: what its rows were, their counts (JSON), and whether it is
"open" to be undone, "undone" or "past"."""

import_before = Table(
    "import_before",
    _metadata,
    Column("seq", Integer, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("uid", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Index("ix_import_before_uid", "uid"),
)
"""What an import changed as it was before, JSON by field, so that it can be undone; what it added tells the journal."""

told_text = Table(
    "told_text",
    _metadata,
    Column("uid", Text, primary_key=True),
    Column("mark", LargeBinary, primary_key=True),
)
"""That a coordinator said of a sentence in a record that it is fine, or that it must be kept: a keyed mark, no text."""
