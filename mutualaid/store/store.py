"""The store: one encrypted file, one writer, as many readers as threads ask for."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

from mutualaid.records.errors import Damaged, NoSpace, Refused
from mutualaid.records.office import OfficeSettings
from mutualaid.store import meta, migrate
from mutualaid.store.connection import (
    MAIN_CACHE_MB,
    SMALL_CACHE_MB,
    Keys,
    check_file,
    discard,
    engine_for,
    new_file,
    raw_connection,
    sync_folder,
)
from mutualaid.store.faults import StoreMisuse, files_translated, translated
from mutualaid.store.readers import Readers, interrupt, shut_at_once
from mutualaid.store.reading import Reading
from mutualaid.store.stored import Stored
from mutualaid.store.writing import Writing

__all__ = ["Store", "Stored"]

_PANIC_STEP_SECONDS = 0.01


class Store:
    """An open store. Threads may share it; a `Reading` or `Writing` stays on the thread that asked for it."""

    def __init__(self, keys: Keys, path: Path) -> None:
        """Use `Store.create` or `Store.open`."""
        self._keys = keys
        self._path = path
        self._engine = engine_for(lambda: raw_connection(path, keys, SMALL_CACHE_MB), writes=True)
        self._writer: Connection | None = None
        self._writing = threading.RLock()
        self._readers = Readers(self._reader_engine)
        self._closed = False
        self._halted = False
        event.listen(self._engine, "before_cursor_execute", self._refuse_when_halted)

    def __repr__(self) -> str:
        return "<Store closed>" if self._closed else "<Store>"

    @property
    def keys(self) -> Keys:
        """The keys that it was opened with."""
        return self._keys

    def _reader_engine(self, first: bool) -> Engine:
        cache = MAIN_CACHE_MB if first else SMALL_CACHE_MB
        return engine_for(lambda: raw_connection(self._path, self._keys, cache), writes=False)

    @classmethod
    def create(
        cls, vault: Keys, *, settings: OfficeSettings, seed: Callable[[Writing], None] = lambda _write: None
    ) -> Store:
        """Make the vault's new store, holding what `seed` writes, and open it.

        It is built under another name and renamed when it is whole. Raises Refused("store_exists"), NoSpace.
        """
        path = vault.folder.store
        if path.exists():
            raise Refused("store_exists")
        fresh = path.with_name(path.name + ".new")
        with files_translated():
            discard(fresh)
            new_file(fresh)
            try:
                cls._fill(vault, fresh, settings, seed)
                fresh.replace(path)
                sync_folder(path.parent)
            except BaseException:
                discard(fresh)
                raise
        return cls.open(vault)

    @classmethod
    def _fill(cls, vault: Keys, path: Path, settings: OfficeSettings, seed: Callable[[Writing], None]) -> None:
        store = cls(vault, path)
        try:
            with store._transaction() as connection:
                migrate.to_head(connection)
                meta.put(connection, meta.VAULT_ID, vault.vault_id)
            with store.write("create") as write:
                write.set_settings(settings)
            with store.write("seed") as write:
                seed(write)
        finally:
            store.close()
        if path.with_name(path.name + "-wal").exists():  # a failing disk kept it from being merged
            raise NoSpace("cannot_read_or_write")
        with path.open("rb+") as file:
            os.fsync(file.fileno())

    @classmethod
    def open(cls, vault: Keys) -> Store:
        """Open the vault's store, bringing an older one up to date.

        Raises Damaged("store_missing" | "store_empty" | "store_damaged" | "store_foreign" | "store_newer_version"),
        NoSpace, InUse.
        """
        path = vault.folder.store
        with files_translated():
            check_file(path)
        store = cls(vault, path)
        try:
            store._admit()
        except StoreMisuse:  # tables that are not there
            store.close()
            raise Damaged("store_damaged") from None
        except BaseException:
            store.close()
            raise
        return store

    def _admit(self) -> None:
        with self._transaction() as connection:
            at = migrate.revision(connection)
            if at is None:
                raise Damaged("store_damaged")
            kept = meta.get(connection, meta.VAULT_ID)
            if kept != self._keys.vault_id:
                raise Damaged("store_damaged" if kept is None else "store_foreign")
            migrate.to_head(connection)

    @contextlib.contextmanager
    def read(self) -> Iterator[Reading]:
        """A snapshot to read from, on any thread. Raises Refused("store_locked") once the store is closed."""
        with translated(), self._readers.lend() as connection:
            yield Reading(connection, self._keys)

    @contextlib.contextmanager
    def apart(self) -> Iterator[Any]:
        """A driver connection of its own, outside any transaction, for work that no other should wait for.

        Closing the store interrupts it. Raises Refused("store_locked") once the store is closed.
        """
        with translated(), self._readers.lend_apart() as connection:
            yield connection

    def merge_log(self) -> None:
        """Bring what the log holds into the file: after a crash its pages may be torn where the log has them whole."""
        with self.apart() as connection:
            connection.execute("PRAGMA wal_checkpoint(FULL)").fetchall()

    @contextlib.contextmanager
    def write(self, verb: str) -> Iterator[Writing]:
        """A transaction: one clock tick, one journal entry under `verb`, kept whole or not at all.

        Waits for another thread's. Raises NoSpace, Refused("store_locked"); whatever the block raises undoes it.
        """
        with self._transaction() as connection:
            writing = Writing(connection, self._keys, verb)
            yield writing
            writing.finish()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with self._writing, translated():
            if self._closed:
                raise Refused("store_locked")
            if self._writer is None:
                self._writer = self._engine.connect()
            if self._writer.in_transaction():
                raise RuntimeError("a write inside a write")
            try:
                with self._writer.begin():
                    yield self._writer
            except BaseException:
                self._drop_writer()  # after a failed write (a full disk) a connection may not be trusted to go on
                raise

    def _drop_writer(self) -> None:
        writer, self._writer = self._writer, None
        if writer is None:
            return
        if self._halted:
            shut_at_once(writer)
        else:
            with contextlib.suppress(Exception):
                writer.close()

    def _refuse_when_halted(self, *_statement: object) -> None:
        if self._halted:
            raise Refused("store_locked")

    def close(self, *, panic: bool = False) -> None:
        """Close every connection and leave a single file; safe to call twice.

        A read under way on another thread is interrupted and raises Refused("store_locked"); a write is let finish.
        In a `panic` a write is interrupted and undone too, and the log stays beside the store for the next opening to
        merge: nothing is waited for but the step that the disk is at.
        """
        self._halted = self._halted or panic
        while not self._writing.acquire(timeout=_PANIC_STEP_SECONDS if self._halted else -1):
            if self._writer is not None:
                interrupt(self._writer)
        try:
            if self._closed:
                return
            self._closed = True
            self._readers.close(at_once=panic)
            if self._writer is not None and not panic:
                with contextlib.suppress(Exception):  # the log is then merged at the next opening
                    self._writer.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
                    self._writer.rollback()
            self._drop_writer()
        finally:
            self._writing.release()
