"""One copy of a whole store under other keys: what re-keying, backups, restoring and salvage are made of."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mutualaid.progress import Progress
from mutualaid.records.errors import Damaged, NoSpace, Refused
from mutualaid.store import journal, meta
from mutualaid.store.connection import (
    SMALL_CACHE_MB,
    Keys,
    discard,
    engine_for,
    new_file,
    raw_connection,
)
from mutualaid.store.faults import files_translated, translated
from mutualaid.store.store import Store
from mutualaid.store.watched import watched
from mutualaid.vault import pages
from mutualaid.vault.atomic import sync_folder

_FORGED = "journal_forged"
_Shape = tuple[frozenset[tuple[str, ...]], dict[str, int]]


def copy_store(store: Store, *, to: Keys, path: Path, progress: Progress, lineage: str) -> None:
    """Copy one moment of the open `store` into a new file at `path` that opens under `to.data_key`.

    Tables, triggers, search and records are the same; others may write meanwhile. The copy names the vault of `to` and
    `lineage`. Each journal entry that the source's key vouches for is sealed anew under `to.log_key`; one that it does
    not keeps the seal it has, so that `verify` tells of it as before. The copy counts only once it was read back from
    end to end and lies on the disk: whatever goes wrong before, there is no file.

    Raises Cancelled, Refused("target_exists" | "store_locked"), Damaged("store_damaged") when the store itself cannot
    be read through, NoSpace("disk_full" | "cannot_read_or_write" | "copy_not_sound").
    """
    if path.exists() or path.is_symlink():
        raise Refused("target_exists")
    with files_translated(), translated():
        new_file(path)
        try:
            shape, size = _exported(store, to, path, progress)
            told = _sealed_and_read_back(store.keys, to, path, lineage, shape, lambda: progress.step(size, 2 * size))
            _confirm(store, told)
            with path.open("rb+") as file:
                os.fsync(file.fileno())
            sync_folder(path.parent)
            progress.step(2 * size, 2 * size)
        except BaseException:
            discard(path)
            raise


def _exported(store: Store, to: Keys, path: Path, progress: Progress) -> tuple[_Shape, int]:
    """Write the tables to `path`; gives their shape, and the source's pages."""
    with store.apart() as source:
        source.execute("ATTACH DATABASE ? AS target KEY ?", (str(path.resolve()), pages.new_file_key(to.data_key)))
        # A file that is deleted unless it is finished needs no journal, and is made durable once, at the end.
        source.execute("PRAGMA target.journal_mode = OFF").fetchall()
        source.execute("PRAGMA target.synchronous = OFF")
        source.execute("BEGIN")
        shape = _shape(source, "main")
        size: int = source.execute("PRAGMA main.page_count").fetchone()[0]

        def grown() -> None:
            progress.step(min(path.stat().st_size // pages.PAGE_BYTES, size), 2 * size)

        with watched(source, grown):
            source.execute("SELECT sqlcipher_export('target')").fetchall()
        source.execute("COMMIT")
        source.execute("DETACH DATABASE target")
    return shape, size


def _shape(connection: Any, schema: str) -> _Shape:
    """What is defined in a database, and how many rows each table has, those of the search indexes among them."""
    defined = connection.execute(f"SELECT type, name, tbl_name, sql FROM {schema}.sqlite_master").fetchall()  # noqa: S608
    tables = [name for kind, name, _, sql in defined if kind == "table" and not sql.startswith("CREATE VIRTUAL")]
    counted = (connection.execute(f'SELECT count(*) FROM {schema}."{name}"') for name in tables)  # noqa: S608
    return frozenset(defined), {name: rows.fetchone()[0] for name, rows in zip(tables, counted, strict=True)}


def _sealed_and_read_back(
    source: Keys, to: Keys, path: Path, lineage: str, shape: _Shape, look: Callable[[], None]
) -> set[str] | None:
    """Make the exported file the store of `to`, and read it back from end to end.

    Gives what its journal tells beside the seals, or none when the file is not what was written.
    """
    raw = raw_connection(path, to, SMALL_CACHE_MB, alone=True)
    with engine_for(lambda: raw, writes=True).connect() as connection, watched(raw, look):
        with connection.begin():
            same = _shape(raw, "main") == shape
            journalled = "change" in shape[1]  # else it is older than its journal
            vouched = journal.reseal(connection, source, to) if journalled else 0
            meta.put(connection, meta.VAULT_ID, to.vault_id)
            meta.put(connection, meta.LINEAGE, lineage)
            meta.put(connection, meta.FRESH, "true")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        with connection.begin():
            told = set(journal.faults(connection, to)) if journalled else set()
            whole = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
    forged = vouched < shape[1].get("change", 0)
    return told - {_FORGED} if same and whole and (_FORGED in told) == forged else None


def _confirm(store: Store, told: set[str] | None) -> None:
    """Whether what is wrong with the copy is wrong with the store too. Raises Damaged, NoSpace("copy_not_sound")."""
    if told == set():
        return
    with store.read() as read:
        of_store = {finding.code for finding in read.verify()}
    if told is None and "store_page_damaged" in of_store:
        raise Damaged("store_damaged")
    if told is None or not told <= of_store:
        raise NoSpace("copy_not_sound")
