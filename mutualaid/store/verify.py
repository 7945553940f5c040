"""What `verify` looks at inside the store: pages and their seals, references, the journal's chain, the ledger's."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, exists, func, select, true
from sqlalchemy.exc import DBAPIError

from mutualaid.records.errors import Damaged
from mutualaid.records.event import Event, ReceivedForm
from mutualaid.records.household import Consent, Contact, Household
from mutualaid.records.match import Match, Rejection
from mutualaid.records.need import Need
from mutualaid.records.office import OfficeSettings
from mutualaid.records.supply import Lot, Movement
from mutualaid.records.volunteer import Volunteer
from mutualaid.store import journal, meta
from mutualaid.store.connection import Keys
from mutualaid.store.damage import Damage, find_all, find_damage, runs
from mutualaid.store.faults import meaning
from mutualaid.store.registry import KINDS
from mutualaid.store.tables import release_ledger, search_doc
from mutualaid.vault.opened import Finding

PAGES, SEARCH = "store_page_damaged", "store_search_out_of_step"
_FILE = "store.db"
_REFERENCES = (
    (Need, "household", Household),
    (Consent, "household", Household),
    (Contact, "household", Household),
    (Contact, "volunteer", Volunteer),
    (Match, "need", Need),
    (Rejection, "need", Need),
    (Movement, "lot", Lot),
    (ReceivedForm, "event", Event),
)


def findings(connection: Connection, keys: Keys) -> list[Finding]:
    """One finding for each thing that does not hold together."""
    checks: tuple[Callable[[Connection, Keys], Iterator[Finding]], ...] = (
        _pages,
        _references,
        _search,
        _journal,
        _ledger,
        _office,
    )
    found: list[Finding] = []
    damaged = False
    for check in checks:
        told, met_damage = _told(check, connection, keys)
        found += told
        damaged = damaged or met_damage
    by_code: dict[str, Finding] = {}
    for finding in [*([_damaged(find_damage(_path(connection), keys.data_key))] if damaged else []), *found]:
        if len(finding.more) >= len(by_code.get(finding.code, finding).more):
            by_code[finding.code] = finding
    return list(by_code.values())


def findings_of_closed(path: Path, keys: Keys, fault: Damaged) -> list[Finding]:
    """What is wrong with a store that `fault` keeps from opening, from its pages alone. Raises NoSpace."""
    damage, gaps, ledger = find_all(path, keys)
    found = [_damaged(damage)] if damage.pages else []
    if not damage.pages or fault.code != "store_damaged":  # which the damaged pages explain
        found.append(Finding(fault.code, _FILE))
    if gaps:
        entries = ", ".join(runs(range(first, last + 1)) for first, last in gaps)
        found.append(Finding("journal_broken", _FILE, (("entries", entries),)))
    if ledger:
        found.append(Finding("ledger_broken", _FILE, (("entries", runs(ledger)),)))
    return found


def _damaged(damage: Damage) -> Finding:
    """The finding that pages of the file are damaged, naming as much of the damage as can be."""
    if not damage.pages:
        return Finding(PAGES, _FILE)
    more: tuple[tuple[str, Hashable], ...] = (("pages", runs(damage.pages)), ("areas", damage.areas))
    return Finding(PAGES, _FILE, (*more, ("unreadable", damage.unreadable)) if damage.unreadable else more)


def _told(
    check: Callable[[Connection, Keys], Iterator[Finding]], connection: Connection, keys: Keys
) -> tuple[list[Finding], bool]:
    """What a check finds, and whether it met a damaged page: that ends the check that met it, not the others."""
    found: list[Finding] = []
    try:
        found += check(connection, keys)
    except DBAPIError as error:
        fault = meaning(error.orig)
        if isinstance(fault, Damaged):
            return found, True
        raise fault from None
    except (ValueError, TypeError):  # a value that its column's type cannot read
        return found, True
    return [finding for finding in found if finding.code != PAGES], any(finding.code == PAGES for finding in found)


def _path(connection: Connection) -> Path:
    """The file that is open."""
    return Path(connection.exec_driver_sql("PRAGMA database_list").all()[0][2])


def _pages(connection: Connection, keys: Keys) -> Iterator[Finding]:  # noqa: ARG001
    if connection.exec_driver_sql("PRAGMA cipher_integrity_check").all():
        yield Finding(PAGES, _FILE)
        return
    for index in ("search_word", "search_part"):
        # The check looks at an index by what its connection remembers of it; a query makes it look again first.
        with suppress(DBAPIError):
            connection.exec_driver_sql(f"SELECT 1 FROM {index} WHERE {index} MATCH 'a' LIMIT 1").all()  # noqa: S608
    told = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    wrong = [line for line in told if line != "ok"]
    of_search = [line for line in wrong if "fts5" in line.lower() or "search_" in line]
    if of_search:
        yield Finding(SEARCH, _FILE)
    if len(of_search) < len(wrong):
        yield Finding("store_tables_disagree", _FILE)


def _references(connection: Connection, keys: Keys) -> Iterator[Finding]:  # noqa: ARG001
    missing = []
    for kind, column, target in _REFERENCES:
        table, known = KINDS[kind].table, select(KINDS[target].table.c.uid)
        loose = table.c[column].is_not(None) & table.c[column].not_in(known)
        count = connection.execute(select(func.count()).select_from(table).where(loose)).scalar_one()
        if count:
            missing.append((table.name, KINDS[target].name, count))
    broken = len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())
    if broken:
        missing.append(("change", "change", broken))
    if missing:
        yield Finding("store_reference_missing", _FILE, (("missing", tuple(missing)),))


def _search(connection: Connection, keys: Keys) -> Iterator[Finding]:  # noqa: ARG001
    """Records that search does not know of, under their own code, and what it knows that is not there."""
    doc = search_doc.c
    wrong = 0
    for kind in KINDS.values():
        if kind.doc is None:
            continue
        table = kind.table
        listed = select(doc.uid).where(doc.kind == kind.name, doc.uid == table.c.uid)
        found_by = table.c.note != "" if kind.noted else true()
        if not kind.noted:
            listed = listed.where(doc.code == table.c.code)
        known = select(table.c.uid).where(table.c.uid == doc.uid)
        for query in (
            select(func.count()).select_from(table).where(found_by, ~exists(listed)),
            select(func.count()).select_from(search_doc).where(doc.kind == kind.name, ~exists(known)),
        ):
            wrong += connection.execute(query).scalar_one()
    if wrong:
        yield Finding(SEARCH, _FILE, (("entries", wrong),))


def _journal(connection: Connection, keys: Keys) -> Iterator[Finding]:
    for code, entries in journal.examined(connection, keys).items():
        yield Finding(code, _FILE, (("entries", runs(entries)),))


def _ledger(connection: Connection, keys: Keys) -> Iterator[Finding]:  # noqa: ARG001
    ledger = release_ledger.c
    wrong: list[int] = []
    last, previous = 0, bytes(32)
    rows = connection.execute(select(ledger.seq, ledger.entry, ledger.hash).order_by(ledger.seq))
    for seq, entry, kept in rows:
        wrong += range(last + 1, seq)
        if kept != hashlib.sha256(previous + entry).digest():
            wrong.append(seq)
        last, previous = seq, kept
    if wrong:
        yield Finding("ledger_broken", _FILE, (("entries", runs(wrong)),))


def _office(connection: Connection, keys: Keys) -> Iterator[Finding]:
    text = meta.get(connection, meta.SETTINGS)
    try:
        OfficeSettings.model_validate_json(text or "")
    except ValueError:
        yield Finding("store_settings_damaged", _FILE)
    if meta.get(connection, meta.VAULT_ID) != keys.vault_id:
        yield Finding("store_foreign", _FILE)
