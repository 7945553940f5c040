"""Small values by key, inside the caller's transaction. Keys beginning with "store." are the store's own."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from mutualaid.store.tables import meta

VAULT_ID = "store.vault_id"
GENERATION = "store.generation"
FRESH = "store.fresh"
ACCEPTED = "store.accepted"
LINEAGE = "store.lineage"
CLOCK = "store.clock"
SETTINGS = "settings"
OWN = "store."


def get(connection: Connection, key: str) -> str | None:
    """The value (JSON text), or none."""
    return connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar()


def put(connection: Connection, key: str, value: str) -> None:
    """Keep a value in place of any other."""
    row = insert(meta).values(key=key, value=value)
    connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": row.excluded.value}))


def drop(connection: Connection, key: str) -> None:
    """Keep no value."""
    connection.execute(delete(meta).where(meta.c.key == key))
