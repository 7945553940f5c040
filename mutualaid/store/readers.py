"""Reader connections: opened when a thread asks and none is free, kept for the next, closed all together."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from mutualaid.records.errors import Refused

_PATIENCE_SECONDS = 5.0
_STEP_SECONDS = 0.02


class Readers:
    """Lends connections. There are never more than there were reads at one time."""

    def __init__(self, engine: Callable[[bool], Engine]) -> None:
        """`engine(first)` makes the engine of one reader; the first is the one that gets the large cache."""
        self._engine = engine
        self._change = threading.Condition()
        self._idle: list[Connection] = []
        self._lent: set[Connection] = set()
        self._opened = 0
        self._closed = False

    @contextlib.contextmanager
    def lend(self) -> Iterator[Connection]:
        """A connection in a transaction of its own, for one read. Raises Refused("store_locked") after `close`."""
        connection = self._take()
        try:
            connection.begin()
            yield connection
        finally:
            self._give_back(connection, sound=_ended(connection))

    @contextlib.contextmanager
    def lend_apart(self) -> Iterator[Any]:
        """The driver's connection, new, outside any transaction, and closed when the block ends."""
        connection = self._take(fresh=True)
        try:
            yield connection.connection.driver_connection
        finally:
            self._give_back(connection, sound=False)

    def _take(self, *, fresh: bool = False) -> Connection:
        with self._change:
            if self._closed:
                raise Refused("store_locked")
            if self._idle and not fresh:
                connection = self._idle.pop()
            else:
                connection = self._engine(self._opened == 0 and not fresh).connect()
                self._opened += not fresh
            self._lent.add(connection)
            return connection

    def _give_back(self, connection: Connection, *, sound: bool) -> None:
        with self._change:
            self._lent.discard(connection)
            if self._closed or not sound:
                _shut(connection)
            else:
                self._idle.append(connection)
            self._change.notify_all()

    def close(self, *, at_once: bool = False) -> None:
        """Interrupt reads under way, wait for their threads to let go, close everything; `at_once` without merging
        the log into the store.
        """
        ends = time.monotonic() + _PATIENCE_SECONDS
        with self._change:
            self._closed = True
            while self._lent and time.monotonic() < ends:
                for connection in self._lent:
                    interrupt(connection)  # again and again: one between two statements would pass unheard
                self._change.wait(timeout=_STEP_SECONDS)
            while self._idle:
                connection = self._idle.pop()
                if at_once:
                    shut_at_once(connection)
                else:
                    _shut(connection)


def _ended(connection: Connection) -> bool:
    """End the transaction. False when the connection is good for no other: SQLCipher stays in error once it met any."""
    try:
        connection.commit()  # nothing was written: this ends the snapshot
    except DBAPIError:
        with contextlib.suppress(DBAPIError):
            connection.rollback()
        return False
    return True


def interrupt(connection: Connection) -> None:
    """End the statement that runs on a connection now, if any does."""
    with contextlib.suppress(Exception):
        driver = connection.connection.driver_connection
        if driver is not None:
            driver.interrupt()


def shut_at_once(connection: Connection) -> None:
    """Close a connection that no thread uses. Being interrupted, the last one skips merging the log into the store."""
    with contextlib.suppress(Exception):
        driver = connection.connection.driver_connection
        if driver is not None:
            driver.rollback()
            driver.interrupt()
        connection.invalidate()  # closes it without another statement, which would take the interruption back
    _shut(connection)


def _shut(connection: Connection) -> None:
    with contextlib.suppress(Exception):
        connection.close()
