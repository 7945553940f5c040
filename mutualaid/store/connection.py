"""Encrypted connections: SQLCipher under SQLAlchemy's ordinary SQLite dialect.

The order of what happens on connect matters, and is written down in docs/files.md.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2

from mutualaid.records.errors import Damaged
from mutualaid.store.faults import files_translated
from mutualaid.vault import pages

MAIN_CACHE_MB = 128
SMALL_CACHE_MB = 16
_PLAIN_HEADER = b"SQLite format 3\x00"
_BUSY_SECONDS = 10.0
_LEAST_CIPHER = (4, 6)


class Folder(Protocol):
    """Where the store's files lie."""

    @property
    def path(self) -> Path:
        """The folder."""

    @property
    def store(self) -> Path:
        """The encrypted database."""

    @property
    def state(self) -> Path:
        """What its bytes were when it was last closed."""


class Keys(Protocol):
    """What the store takes from an opened vault."""

    @property
    def data_key(self) -> bytes:
        """The raw SQLCipher key, 32 bytes."""

    @property
    def log_key(self) -> bytes:
        """The change journal's MAC key."""

    @property
    def generation_key(self) -> bytes:
        """The MAC key for the state of the file."""

    def subkey(self, purpose: str, *parts: str | int) -> bytes:
        """A key for one purpose, 32 bytes."""

    @property
    def folder(self) -> Folder:
        """The files."""

    vault_id: str
    lineage: str
    epoch: int
    revision: int
    coordinator: str
    slot_id: str


class _Connection(dbapi2.Connection):  # type: ignore[misc]
    """A connection that leaves the log alone when it closes.

    SQLite's last connection would copy the log into the file, which the store must know of, and which takes long when
    it has to close in a hurry. An interrupt before closing ends that copying before its first page; an empty log is
    removed all the same.
    """

    def close(self) -> None:
        with contextlib.suppress(dbapi2.ProgrammingError):  # closed already
            self.interrupt()
        super().close()


def raw_connection(path: Path, keys: Keys, cache_mb: int, *, alone: bool = False) -> Any:
    """A driver connection to the encrypted file at `path`, which must exist. Raises dbapi2.Error, Damaged.

    `alone`: nobody else ever opens the file meanwhile, so no shared memory lies beside it (a stick may refuse it).
    """
    key = pages.new_file_key(keys.data_key) if _is_new(path) else pages.key_of(keys.data_key)
    connection = dbapi2.connect(
        path.resolve().as_uri() + "?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_BUSY_SECONDS,
        factory=_Connection,
    )
    try:
        _unlock(connection, key)
        if alone:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
        _settle(connection, cache_mb)
    except BaseException:
        connection.close()
        raise
    return connection


def _is_new(path: Path) -> bool:
    try:
        return path.stat().st_size == 0
    except OSError:  # connecting says what is the matter
        return False


def _unlock(connection: Any, key: str) -> None:
    # SQLCipher writes what goes wrong to standard error unless told not to, before anything can go wrong.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.set_key(key)
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    version = connection.execute("PRAGMA cipher_version").fetchone()
    if version is None or tuple(int(part) for part in version[0].split()[0].split(".")[:2]) < _LEAST_CIPHER:
        raise RuntimeError("this build of SQLite does not encrypt")


def _settle(connection: Any, cache_mb: int) -> None:
    for pragma in (
        "temp_store = MEMORY",  # a sort that spills to a file spills plaintext
        "journal_mode = WAL",
        "wal_autocheckpoint = 0",  # the store copies the log itself
        "synchronous = FULL",  # NORMAL loses acknowledged commits at power loss
        "foreign_keys = ON",
        "secure_delete = ON",
        "trusted_schema = OFF",
        "cell_size_check = ON",
        f"cache_size = {-1024 * cache_mb}",
        "journal_size_limit = 16777216",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    if connection.execute("PRAGMA temp_store").fetchone() != (2,):
        raise RuntimeError("temporary tables would go to a file")


def copy_log(connection: Connection) -> bool:
    """Copy the log into the file and empty it, without waiting for readers; whether all of it was copied.

    Raises dbapi2.Error.
    """
    raw: Any = connection.connection.driver_connection
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        raw.execute(f"PRAGMA busy_timeout = {int(_BUSY_SECONDS * 1000)}")
    return not busy


def check_file(path: Path) -> None:
    """Refuse what SQLite would take for an empty or a plain store. Raises Damaged, OSError."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_PLAIN_HEADER))
    except FileNotFoundError:
        raise Damaged("store_missing") from None
    if not head:
        raise Damaged("store_empty")
    # A crash may leave part of a page at the end, but then its log has the page whole.
    cut = path.stat().st_size % pages.PAGE_BYTES and not path.with_name(path.name + "-wal").exists()
    if cut or head == _PLAIN_HEADER:
        raise Damaged("store_damaged")


def new_file(path: Path) -> None:
    """Create an empty file that only its owner reads; SQLite gives its companions the same rights."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def discard(path: Path) -> None:
    """Remove a database file and what lies beside it, as far as they are there. Raises NoSpace."""
    with files_translated():
        for name in (path.name, path.name + "-wal", path.name + "-shm", path.name + "-journal"):
            path.with_name(name).unlink(missing_ok=True)


def engine_for(connect: Callable[[], Any], *, writes: bool) -> Engine:
    """An engine whose every transaction begins by itself: BEGIN IMMEDIATE when it writes, else BEGIN."""
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=connect,
        poolclass=NullPool,
        hide_parameters=True,
        skip_autocommit_rollback=False,
    )
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
