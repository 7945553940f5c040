"""The store: one encrypted file, one writer, as many readers as threads ask for."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from mutualaid.discretion.told import NOTHING, Told
from mutualaid.progress import SILENT, Cancelled, Progress
from mutualaid.records.errors import Damaged, Fault, NoSpace, Refused
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
)
from mutualaid.store.faults import StoreMisuse, files_translated, translated
from mutualaid.store.proof import Proof, seal
from mutualaid.store.readers import Readers
from mutualaid.store.reading import Reading
from mutualaid.store.standing import CHANGED, ROLLED_BACK, Kept, Unwatched
from mutualaid.store.steps import Written
from mutualaid.store.stored import Stored
from mutualaid.store.texts import Door
from mutualaid.store.watched import watched
from mutualaid.store.writer import Writer
from mutualaid.store.writing import Writing
from mutualaid.vault.atomic import sync_folder
from mutualaid.vault.opened import Finding, OpenVault

__all__ = ["Store", "Stored"]

_PATIENCE, _HURRY = 5.0, 0.3  # seconds


class Store:
    """An open store. Threads may share it; a `Reading` or `Writing` stays on the thread that asked for it."""

    def __init__(self, keys: Keys, path: Path) -> None:
        """Use `Store.create` or `Store.open`."""
        self._keys = keys
        self._path = path
        self._writer = Writer(path, keys)
        self._readers = Readers(self._reader_engine)
        self._proof = Unwatched()
        self._answers = threading.local()
        self.listener: Callable[[Written], None] | None = None
        """Told of each transaction that was kept, on the thread that wrote it."""

    def __repr__(self) -> str:
        return "<Store closed>" if self.closed else "<Store>"

    @property
    def keys(self) -> Keys:
        """The keys that it was opened with."""
        return self._keys

    def _reader_engine(self, first: bool) -> Engine:
        cache = MAIN_CACHE_MB if first else SMALL_CACHE_MB
        return engine_for(lambda: raw_connection(self._path, self._keys, cache), writes=False)

    @classmethod
    def create(
        cls, vault: OpenVault, *, settings: OfficeSettings, seed: Callable[[Writing], None] = lambda _write: None
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
        seal(vault)
        return cls.open(vault)

    @classmethod
    def _fill(cls, vault: OpenVault, path: Path, settings: OfficeSettings, seed: Callable[[Writing], None]) -> None:
        store = cls(vault, path)
        try:
            with store._transaction() as connection:
                migrate.to_head(connection)
                meta.put(connection, meta.VAULT_ID, vault.vault_id)
                meta.put(connection, meta.LINEAGE, vault.lineage)
                meta.put(connection, meta.FRESH, "true")
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
    def open(
        cls,
        vault: OpenVault,
        *,
        accept_changed: bool = False,
        progress: Progress = SILENT,
        before_migration: Callable[[Store], None] = lambda _store: None,
    ) -> Store:
        """Open the vault's store, bringing an older one up to date: all of it or nothing, after `before_migration`.

        Reading may begin at once; writing waits until the file was compared with what it was at the last closing, and
        both are refused when somebody changed it. `accept_changed` opens it all the same, and the journal says so.

        Raises Damaged("store_missing" | "store_empty" | "store_damaged" | "store_foreign" | "store_newer_version" |
        "store_changed" | "store_rolled_back"), NoSpace, InUse; Refused("migration_stopped") when `progress` was
        cancelled before an older store was brought up to date.
        """
        path = vault.folder.store
        store = cls(vault, path)
        try:
            with files_translated():
                check_file(path)
                store._proof = store._writer.proof = Proof(vault, accept_changed=accept_changed)
            if store._admit() != migrate.HEAD:
                store._bring_up_to_date(progress, before_migration)
            if accept_changed and store.standing in (CHANGED, ROLLED_BACK):
                with store.write("accept changed store") as write:
                    write.note_accepted(store.standing)
        except StoreMisuse:  # tables that are not there
            store.close(panic=True)
            raise Damaged("store_damaged") from None
        except BaseException:
            store.close(panic=True)
            raise
        return store

    def _admit(self) -> str:
        """Compare what the database says of itself with the keys, begin the check of its file, give its revision."""
        with translated(), self._readers.lend() as connection:
            at = migrate.revision(connection)
            if at is None:
                raise Damaged("store_damaged")
            kept = meta.get(connection, meta.VAULT_ID)
            if kept != self._keys.vault_id:
                raise Damaged("store_damaged" if kept is None else "store_foreign")
            migrate.refuse_unknown(at)
            self._proof.judge(Kept.read(connection))
        self._proof.start()
        return at

    def _bring_up_to_date(self, progress: Progress, before: Callable[[Store], None]) -> None:
        try:
            before(self)
            with self._transaction() as connection:
                with watched(connection.connection.driver_connection, lambda: progress.step(0, 0)):
                    migrate.to_head(connection)
                progress.step(1, 1)
        except Cancelled:
            raise Refused("migration_stopped") from None

    @property
    def standing(self) -> str:
        """Whether the file is what it was at the last closing: "proved", "unproven", "changed" or "rolled_back".

        Waits for the check, which takes some tenths of a second: call it off the UI thread.
        """
        return self._proof.standing

    def confirm(self) -> None:
        """Wait for the check. Raises Damaged("store_changed" | "store_damaged") when it forbids working on."""
        self._proof.confirm()

    def changed(self) -> list[Finding]:
        """What the check has against the file: "store_changed", "store_damaged", "store_rolled_back"; waits for it."""
        return self._proof.changed()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found wrong beside the file's contents: "wal_damaged", "file_state_missing" and the like."""
        return self._proof.findings

    @contextlib.contextmanager
    def read(self, *, even_if_changed: bool = False) -> Iterator[Reading]:
        """A snapshot to read from, on any thread.

        Raises Refused("store_locked") once the store is closed; Damaged("store_changed" | "store_damaged") once the
        check has found that, unless it is just that which is to be looked into.
        """
        if not even_if_changed:
            self._proof.refuse_changed()
        with translated(), self._readers.lend() as connection:
            yield Reading(connection, self._keys)

    @contextlib.contextmanager
    def apart(self) -> Iterator[Any]:
        """A driver connection of its own, outside any transaction, for work that no other should wait for.

        Closing the store interrupts it. Raises Refused("store_locked") once the store is closed.
        """
        with translated(), self._readers.lend_apart() as connection:
            yield connection

    @property
    def closed(self) -> bool:
        """Whether it is closed."""
        return self._writer.closed

    @contextlib.contextmanager
    def still(self) -> Iterator[None]:
        """Let no other thread write while the block runs."""
        with self._writer.turn():
            yield

    def merge_log(self) -> None:
        """Bring what the log holds into the file: after a crash its pages may be torn where the log has them whole.

        Of a file that is refused nothing is touched. Raises Refused("store_locked").
        """
        with self._writer.turn():
            if self.closed:
                raise Refused("store_locked")
            if not self._proof.changed():
                self._writer.copy_log()

    @contextlib.contextmanager
    def write(self, verb: str, *, door: Door = Door.REFUSE) -> Iterator[Writing]:
        """A transaction: one clock tick, one journal entry under `verb`, kept whole or not at all.

        `door` says what becomes of an identifier in a text that nobody insisted on (see `answering`).

        Waits for another thread's. Raises NoSpace, Refused("store_locked"); whatever the block raises undoes it.
        """
        with self._transaction() as connection:
            told = getattr(self._answers, "told", NOTHING)
            writing = Writing(connection, self._keys, verb, told=told, door=door)
            yield writing
            writing.finish()
        if self.listener is not None and (writing.steps or writing.steps.forgotten or not writing.steps.whole):
            self.listener(Written(writing.seq, verb, writing.steps))

    @contextlib.contextmanager
    def answering(self, told: Told) -> Iterator[None]:
        """Let the coordinator's answers about texts hold for what this thread writes while the block runs."""
        self._answers.told = told
        try:
            yield
        finally:
            del self._answers.told

    def _transaction(self) -> AbstractContextManager[Connection]:
        return self._writer.transaction()

    def close(self, *, panic: bool = False) -> None:
        """Close every connection; safe to call twice.

        A read under way on another thread is interrupted and raises Refused("store_locked"); a write is let finish.
        The log is copied into the file and the file's state is sealed. `panic`: nothing of that, at once; a write under
        way is undone, what was kept before is kept, and the next opening finds the store unproven.
        """
        if panic:
            self._writer.halt()
            self._proof.stop()
        with self._writer.last_turn() as first:
            if not first:
                return
            self._readers.close(patience=_HURRY if panic else _PATIENCE)
            kept = None
            if not panic and self._proof.due and self._writer.copy_log():
                kept = self._writer.last_words()
            self._writer.drop()
            if kept is not None:
                with contextlib.suppress(Fault, OSError):  # the store is then unproven at the next opening
                    self._proof.seal(kept)
            self._proof.close()
