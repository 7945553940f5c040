"""What `verify` looks at inside the store: pages and their seals, references, the journal's chain, the ledger's."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DBAPIError

from mutualaid.records.errors import Damaged
from mutualaid.records.household import Consent, Contact, Household
from mutualaid.records.match import Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.office import OfficeSettings
from mutualaid.records.supply import Lot, Movement
from mutualaid.records.volunteer import Volunteer
from mutualaid.store import journal, meta
from mutualaid.store.connection import Keys
from mutualaid.store.faults import meaning
from mutualaid.store.registry import KINDS
from mutualaid.store.tables import release_ledger
from mutualaid.vault.opened import Finding

_FILE = "store.db"
_REFERENCES = (
    (Need, "household", Household),
    (Consent, "household", Household),
    (Contact, "household", Household),
    (Contact, "volunteer", Volunteer),
    (Match, "need", Need),
    (Rejection, "need", Need),
    (Movement, "lot", Lot),
)


def findings(connection: Connection, keys: Keys) -> list[Finding]:
    """One finding for each thing that does not hold together."""
    checks: tuple[Callable[[Connection, Keys], Iterator[str]], ...] = (
        _pages,
        _references,
        journal.faults,
        _ledger,
        _office,
    )
    found = dict.fromkeys(code for check in checks for code in _codes(check, connection, keys))
    return [Finding(code, _FILE) for code in found]


def _codes(check: Callable[[Connection, Keys], Iterator[str]], connection: Connection, keys: Keys) -> list[str]:
    try:
        return list(check(connection, keys))
    except DBAPIError as error:  # a page that cannot be read ends the check that met it, not the others
        fault = meaning(error.orig)
        if isinstance(fault, Damaged):
            return ["store_page_damaged"]
        raise fault from None
    except ValueError:  # a value that its column's type cannot read
        return ["store_page_damaged"]


def _pages(connection: Connection, keys: Keys) -> Iterator[str]:  # noqa: ARG001
    sound = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
    sealed = not connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
    if not (sound and sealed):
        yield "store_page_damaged"


def _dangling(connection: Connection, table: Table, column: str, target: Table) -> bool:
    known = select(target.c.uid)
    query = select(table.c.id).where(table.c[column].is_not(None), table.c[column].not_in(known)).limit(1)
    return connection.execute(query).first() is not None


def _references(connection: Connection, keys: Keys) -> Iterator[str]:  # noqa: ARG001
    broken = bool(connection.exec_driver_sql("PRAGMA foreign_key_check").all())
    loose = (
        _dangling(connection, KINDS[kind].table, column, KINDS[target].table) for kind, column, target in _REFERENCES
    )
    if broken or any(loose):
        yield "store_reference_missing"


def _ledger(connection: Connection, keys: Keys) -> Iterator[str]:  # noqa: ARG001
    ledger = release_ledger.c
    previous = bytes(32)
    rows = connection.execute(select(ledger.seq, ledger.entry, ledger.hash).order_by(ledger.seq))
    for place, (seq, entry, kept) in enumerate(rows, start=1):
        previous = hashlib.sha256(previous + entry).digest()
        if seq != place or kept != previous:
            yield "ledger_broken"
            return


def _office(connection: Connection, keys: Keys) -> Iterator[str]:
    text = meta.get(connection, meta.SETTINGS)
    try:
        OfficeSettings.model_validate_json(text or "")
    except ValueError:
        yield "store_settings_damaged"
    if meta.get(connection, meta.VAULT_ID) != keys.vault_id:
        yield "store_foreign"
