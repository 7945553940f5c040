"""The store's one writer: its connection, the lock that a writing thread holds, and the copying of the log."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, event

from mutualaid.records.errors import Fault, Refused
from mutualaid.store import wal
from mutualaid.store.connection import SMALL_CACHE_MB, Keys, copy_log, engine_for, raw_connection
from mutualaid.store.faults import files_translated, translated
from mutualaid.store.readers import interrupt
from mutualaid.store.standing import Kept, Unwatched

LONG_LOG = 16 * 1024 * 1024
_TRY = 0.01  # seconds


class Writer:
    """Threads take turns; what `proof` watches for is told to it in the order that it needs."""

    def __init__(self, path: Path, keys: Keys) -> None:
        self.proof = Unwatched()
        self._path = path
        self._engine = engine_for(lambda: raw_connection(path, keys, SMALL_CACHE_MB), writes=True)
        self._connection: Connection | None = None
        self._turn = threading.RLock()
        self._closed = self._halted = False
        event.listen(self._engine, "before_cursor_execute", self._refuse_when_halted)

    def _refuse_when_halted(self, *_statement: object) -> None:
        """Before each statement of a write."""
        if self._halted:
            raise Refused("store_locked")

    @property
    def closed(self) -> bool:
        """Whether nothing is written any more."""
        return self._closed

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """No other thread writes while the block runs. Raises nothing of its own."""
        with self._turn:
            yield

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Kept whole or not at all. Raises NoSpace, Damaged, Refused("store_locked")."""
        with self._turn, translated():
            if self._closed:
                raise Refused("store_locked")
            if self._connection is None:
                self._connection = self._engine.connect()
            if self._connection.in_transaction():
                raise RuntimeError("a write inside a write")
            self.proof.before_write()
            try:
                with self._connection.begin():
                    self.proof.count(self._connection)
                    yield self._connection
            except BaseException:
                self.drop()  # after a failed write (a full disk) a connection may not be trusted to go on
                raise
            self.proof.counted()
            if wal.size(self._path) > LONG_LOG:
                self.copy_log()

    def copy_log(self) -> bool:
        """Copy the log into the file and empty it, in one's turn; whether it was copied whole.

        What fails is done the next time.
        """
        try:
            with files_translated(), translated():
                self.proof.before_copying()
                self._connection = self._connection or self._engine.connect()
                return copy_log(self._connection)
        except Fault:
            self.drop()
            return False

    def last_words(self) -> Kept | None:
        """What the database says of itself after the copying, in one's turn; none when it cannot be read."""
        with contextlib.suppress(Exception):
            if self._connection is not None:
                with self._connection.begin():
                    return Kept.read(self._connection)
        return None

    def drop(self) -> None:
        """Close the connection; the next write opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(Exception):
                connection.close()

    def halt(self) -> None:
        """Let a write under way fail at its next statement. Call from any thread."""
        self._halted = True

    @contextlib.contextmanager
    def last_turn(self) -> Iterator[bool]:
        """Wait for the write under way, or interrupt it once halted; whether it was not closed before.

        From here on nothing is written any more.
        """
        while not self._turn.acquire(timeout=_TRY if self._halted else -1):
            interrupt(self._connection)
        try:
            first, self._closed = not self._closed, True
            yield first
        finally:
            self._turn.release()
