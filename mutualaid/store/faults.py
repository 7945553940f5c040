"""What the database's errors mean to a person. No statement, value or path leaves the store inside an error."""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, StatementError
from sqlcipher3 import dbapi2

from mutualaid.records.errors import BadInput, Damaged, Fault, InUse, NoSpace, Refused

# The driver tells a constraint but not which; SQLite's message does, with names of columns and no value.
_UNIQUE = re.compile(r"UNIQUE constraint failed: \w+\.code$")
_APPEND_ONLY = "append only"
_MEANING: dict[int, tuple[type[Fault], str]] = {
    sqlite3.SQLITE_FULL: (NoSpace, "disk_full"),
    sqlite3.SQLITE_IOERR: (NoSpace, "cannot_read_or_write"),
    sqlite3.SQLITE_CANTOPEN: (NoSpace, "cannot_read_or_write"),
    sqlite3.SQLITE_READONLY: (NoSpace, "cannot_read_or_write"),
    sqlite3.SQLITE_PERM: (NoSpace, "cannot_read_or_write"),
    sqlite3.SQLITE_BUSY: (InUse, "store_in_use"),
    sqlite3.SQLITE_LOCKED: (InUse, "store_in_use"),
    sqlite3.SQLITE_CORRUPT: (Damaged, "store_damaged"),
    sqlite3.SQLITE_NOTADB: (Damaged, "store_damaged"),
    sqlite3.SQLITE_FORMAT: (Damaged, "store_damaged"),
    sqlite3.SQLITE_INTERRUPT: (Refused, "store_locked"),
}


# An SQL function that runs statements (sqlcipher_export) hands on what stopped them in words only.
_MEANT: dict[str, int] = {
    "database or disk is full": sqlite3.SQLITE_FULL,
    "disk I/O error": sqlite3.SQLITE_IOERR,
    "database disk image is malformed": sqlite3.SQLITE_CORRUPT,
    "interrupted": sqlite3.SQLITE_INTERRUPT,
}


class StoreMisuse(Exception):
    """A mistake in the program: a query or a value that the tables do not take. Carries no value."""


def meaning(problem: BaseException | None) -> Exception:
    """The fault that stands for a driver's error, or StoreMisuse with the code's name when nobody could have met it."""
    code = getattr(problem, "sqlite_errorcode", None)
    if code is not None and code & 0xFF == sqlite3.SQLITE_CONSTRAINT:
        if str(problem) == _APPEND_ONLY:
            return Refused("append_only")
        if _UNIQUE.match(str(problem)):
            return BadInput("code_taken")
    if code == sqlite3.SQLITE_ERROR:
        code = _MEANT.get(str(problem), code)
    known = None if code is None else _MEANING.get(code & 0xFF)
    if known is not None:
        return known[0](known[1])
    name = getattr(problem, "sqlite_errorname", None) or type(problem).__name__
    return StoreMisuse(str(name))


@contextmanager
def translated() -> Iterator[None]:
    """Turn every error of the database inside the block into a fault of ours."""
    try:
        yield
    except DBAPIError as error:
        raise meaning(error.orig) from None
    except StatementError as error:
        raise StoreMisuse(f"a value does not fit its column: {type(error.orig).__name__}") from None
    except dbapi2.Error as error:
        raise meaning(error) from None


@contextmanager
def files_translated() -> Iterator[None]:
    """Turn errors of the file system inside the block into NoSpace."""
    try:
        yield
    except OSError as error:
        raise NoSpace("disk_full" if error.errno == errno.ENOSPC else "cannot_read_or_write") from None
