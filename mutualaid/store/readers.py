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

    def close(self, *, patience: float) -> None:
        """Interrupt reads under way, wait so many seconds for their threads to let go, close everything."""
        ends = time.monotonic() + patience
        with self._change:
            self._closed = True
            while self._lent and time.monotonic() < ends:
                for connection in self._lent:
                    interrupt(connection)  # again and again: one between two statements would pass unheard
                self._change.wait(timeout=_STEP_SECONDS)
            while self._idle:
                _shut(self._idle.pop())


def _ended(connection: Connection) -> bool:
    """End the transaction. False when the connection is good for no other: SQLCipher stays in error once it met any."""
    try:
        connection.commit()  # nothing was written: this ends the snapshot
    except DBAPIError:
        with contextlib.suppress(DBAPIError):
            connection.rollback()
        return False
    return True


def interrupt(connection: Connection | None) -> None:
    """End the statement that runs on a connection now, if any does."""
    with contextlib.suppress(Exception):
        driver: Any = connection.connection.driver_connection if connection is not None else None
        if driver is not None:
            driver.interrupt()


def _shut(connection: Connection) -> None:
    with contextlib.suppress(Exception):
        connection.close()
