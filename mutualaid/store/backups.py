"""The store's list of its backups, inside the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select, update

from mutualaid.records.errors import BadInput
from mutualaid.store.tables import backup, change

VERBS = frozenset({"backup", "prune backups", "keep backups elsewhere"})
"""What the journal calls the making and pruning of backups: no work that a backup would be missed for."""


@dataclass(frozen=True)
class KeptBackup:
    """A backup as its store remembers it; see the table for what each field means."""

    id: str
    made_at: datetime
    made_on: date
    made_by: str
    automatic: bool
    place: str = field(repr=False)
    seq: int
    root: bytes = field(repr=False)
    finished: bool = False


def all_kept(connection: Connection) -> list[KeptBackup]:
    """Every backup, in the order in which they were made, whatever the clock said."""
    return [KeptBackup(*row) for row in connection.execute(select(backup).order_by(backup.c.seq, backup.c.made_at))]


def keep(connection: Connection, kept: KeptBackup) -> None:
    """Remember a backup that is begun."""
    connection.execute(insert(backup), vars(kept))


def finish(connection: Connection, backup_id: str, place: str | None) -> None:
    """Remember that it lies whole at its place, or at another. Raises BadInput("record_gone")."""
    elsewhere = {} if place is None else {"place": place}
    row = update(backup).where(backup.c.id == backup_id).values(finished=True, **elsewhere)
    if not connection.execute(row).rowcount:
        raise BadInput("record_gone")


def drop(connection: Connection, backup_id: str) -> None:
    """Forget it, its key above all."""
    connection.execute(delete(backup).where(backup.c.id == backup_id))


def worked_since(connection: Connection, seq: int) -> bool:
    """Whether anything but the making of backups was changed after the journal's entry `seq`."""
    later = select(change.c.seq).where(change.c.seq > seq, change.c.verb.not_in(VERBS)).limit(1)
    return connection.execute(later).first() is not None
