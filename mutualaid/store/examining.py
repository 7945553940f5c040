"""A look through a whole copy of a store that nobody works in: what a backup is checked by."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mutualaid.progress import Progress
from mutualaid.records.base import Record
from mutualaid.records.errors import Damaged
from mutualaid.records.household import Household
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.supply import Lot
from mutualaid.records.views import JournalLine
from mutualaid.records.volunteer import Volunteer
from mutualaid.store import meta, migrate
from mutualaid.store.backups import KeptBackup
from mutualaid.store.connection import SMALL_CACHE_MB, Keys, check_file, engine_for, raw_connection
from mutualaid.store.faults import StoreMisuse, files_translated, translated
from mutualaid.store.reading import Reading
from mutualaid.store.watched import watched
from mutualaid.vault.opened import Finding

COUNTED: dict[str, type[Record]] = {
    "households": Household,
    "needs": Need,
    "volunteers": Volunteer,
    "lots": Lot,
    "matches": Match,
}
"""What is counted, by the name under which it is told."""


@dataclass(frozen=True)
class Examined:
    """What a copy holds. `latest`: its journal's newest entry; `own`: the backup as which it was made."""

    findings: tuple[Finding, ...]
    counts: dict[str, int]
    latest: JournalLine | None
    own: KeptBackup | None


def count_rows(path: Path, keys: Keys) -> dict[str, int]:
    """How many of each there are in the database at `path`, which nobody works in. Raises Damaged, NoSpace."""
    with translated():
        raw = raw_connection(path, keys, SMALL_CACHE_MB, alone=True)
        with engine_for(lambda: raw, writes=False).connect() as connection, connection.begin():
            return _counts(Reading(connection, keys))


def examine(path: Path, keys: Keys, *, lineage: str, progress: Progress) -> Examined:
    """Read the database at `path` from end to end; `findings` is empty when all of it holds together.

    An older program's is first brought up to date, in place. Raises Damaged("store_damaged" | "store_foreign" |
    "store_newer_version") when it does not open, NoSpace, Cancelled.
    """
    with files_translated():
        check_file(path)
    try:
        with translated():
            raw = raw_connection(path, keys, SMALL_CACHE_MB, alone=True)
            with engine_for(lambda: raw, writes=True).connect() as connection:
                # Only what cannot be written again is worth interrupting: a step of the schema takes no time.
                with connection.begin():
                    if meta.get(connection, meta.VAULT_ID) != keys.vault_id:
                        raise Damaged("store_foreign")
                    if migrate.revision(connection) != migrate.HEAD:
                        migrate.to_head(connection)
                with watched(raw, lambda: progress.step(0, 0)), connection.begin():
                    return _read(Reading(connection, keys), lineage)
    except StoreMisuse:  # tables that are not there
        raise Damaged("store_damaged") from None


def _read(reading: Reading, lineage: str) -> Examined:
    return Examined(
        findings=tuple(reading.verify()),
        counts=_counts(reading),
        latest=next(iter(reading.journal(1)), None),
        own=next((kept for kept in reading.backups() if kept.id == lineage), None),
    )


def _counts(reading: Reading) -> dict[str, int]:
    return {name: reading.count(kind) for name, kind in COUNTED.items()}
