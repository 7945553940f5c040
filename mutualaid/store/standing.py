"""What is known of a store's file, in a word; what the database says of itself; what a store asks of its watcher."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection

from mutualaid.store import journal, meta
from mutualaid.vault.filestate import Head
from mutualaid.vault.opened import Finding

PROVED, UNPROVEN, CHANGED, ROLLED_BACK = "proved", "unproven", "changed", "rolled_back"
REFUSED = (CHANGED, ROLLED_BACK)


class Kept(NamedTuple):
    """What the database says of itself. `fresh`: nobody has written to it since it was made, as new or as a copy."""

    generation: int
    fresh: bool
    head: Head | None

    @classmethod
    def read(cls, connection: Connection) -> Kept:
        """Inside the caller's transaction. Raises ValueError when a value is not what was ever written."""
        generation = int(meta.get(connection, meta.GENERATION) or 0)
        return cls(generation, meta.get(connection, meta.FRESH) is not None, journal.head(connection))


class Unwatched:
    """A file that is only being made, by one who throws it away when anything goes wrong."""

    findings: tuple[Finding, ...] = ()

    def judge(self, kept: Kept) -> None:
        """Weigh what the database says of itself."""

    def start(self) -> None:
        """Begin to check the file."""

    @property
    def standing(self) -> str:
        """What is known of it."""
        return UNPROVEN

    def changed(self) -> list[Finding]:
        """What the check has against it."""
        return []

    def refuse_changed(self) -> None:
        """Raise when the check has found what forbids reading on."""

    def confirm(self) -> None:
        """Wait for the check, and raise as `refuse_changed`."""

    def before_write(self) -> None:
        """Call before a transaction that writes, outside any."""

    def count(self, connection: Connection) -> None:
        """Call inside a transaction that writes, first."""

    def counted(self) -> None:
        """Call when it was kept."""

    def before_copying(self) -> None:
        """Call before the log is copied into the file."""

    @property
    def due(self) -> bool:
        """Whether the log has to be copied at closing."""
        return True

    def seal(self, kept: Kept) -> None:
        """Call when the log was copied whole and every connection is closed."""

    def stop(self) -> None:
        """Call from any thread: nothing waits any more."""

    def close(self) -> None:
        """Call last."""
