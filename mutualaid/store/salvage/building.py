"""Writes what was salvaged into a new store, in one transaction, and reads it back."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from mutualaid.progress import Progress
from mutualaid.records.office import OfficeSettings
from mutualaid.store import journal, meta, search
from mutualaid.store.connection import Keys
from mutualaid.store.salvage.cells import Row, Value
from mutualaid.store.salvage.history import History, Named
from mutualaid.store.salvage.merge import Records
from mutualaid.store.salvage.shapes import Layout

_BATCH = 500


def insert_rows(connection: Connection, table: str, columns: Iterable[str], rows: Iterable[Row]) -> Iterator[int]:
    """Insert rows as SQLite holds them; gives, after each batch, how many went in."""
    names = list(columns)
    listed = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" for _ in names)
    statement = f'INSERT INTO "{table}" ({listed}) VALUES ({marks})'  # noqa: S608  names from our own tables
    ahead = iter(rows)
    while batch := list(islice(ahead, _BATCH)):
        connection.exec_driver_sql(statement, batch)
        yield len(batch)


def insert_records(connection: Connection, kinds: Mapping[str, Records], progress: Progress) -> None:
    """Insert every record that comes back, and what search finds it by. Raises Cancelled."""
    total = sum(len(records.rows) + len(records.docs) for records in kinds.values())
    done = 0
    for name, records in kinds.items():
        at = records.layout.place["id"]
        rows = _numbered_once(records.rows.values(), at)
        for count in insert_rows(connection, name, records.layout.place, rows):
            done += count
            progress.step(done, total)
        docs = iter(sorted(records.docs.items()))
        while batch := list(islice(docs, _BATCH)):
            search.keep(connection, records.kind, batch)
            done += len(batch)
            progress.step(done, total)


def _numbered_once(rows: Iterable[Row], at: int) -> list[Row]:
    """Rows by number; of two with one number (given again after the older was removed) the second gets a new one."""
    taken: set[Value] = set()
    numbered = []
    for row in rows:
        numbered.append((*row[:at], None, *row[at + 1 :]) if row[at] in taken else row)
        taken.add(row[at])
    return sorted(numbered, key=lambda row: (row[at] is None, row[at] or 0))


def insert_history(connection: Connection, history: History, layouts: Mapping[str, Layout], keys: Keys) -> None:
    """Insert the journal's entries as they were, sealed anew, and say where the next one goes on."""
    new = keys.log_key
    seals = []
    for seq, entry in history.entries.items():
        mac, digest = history.seals[seq], entry["digest"]
        forged = isinstance(mac, bytes) and not hmac.compare_digest(mac, history.seal(digest))
        fresh = hmac.digest(new, digest if isinstance(digest, bytes) else b"", "sha256")
        seals.append((seq, mac if forged else fresh))
    entries = [_in_order(history.entries[seq], layouts["change"]) for seq in sorted(history.entries)]
    values = [_in_order(row, layouts["change_value"]) for row in history.values]
    _all(insert_rows(connection, "change", layouts["change"].place, entries))
    _all(insert_rows(connection, "change_seal", ("seq", "mac"), sorted(seals)))
    _all(insert_rows(connection, "change_value", layouts["change_value"].place, values))
    last = history.entries[max(history.entries)]["digest"] if history.entries else bytes(32)
    digest = last.hex() if isinstance(last, bytes) else ""
    meta.put(connection, journal.HEAD, json.dumps({"seq": history.top, "digest": digest}))


def insert_ledger(connection: Connection, rows: Mapping[int, Row], told: Mapping[int, bytes]) -> list[int]:
    """Insert the ledger of releases; gives the numbers of lost entries.

    A lost entry leaves its place empty, with its hash where the journal knows it: the chain does not hold then, so that
    nothing more is released as if it had never been.
    """
    top = max([*rows, *told], default=0)
    lost = [seq for seq in range(1, top + 1) if seq not in rows]
    empty: dict[int, Row] = {seq: (seq, b"", told.get(seq, bytes(32))) for seq in lost}
    whole = {**empty, **rows}
    _all(insert_rows(connection, "release_ledger", ("seq", "entry", "hash"), [whole[seq] for seq in sorted(whole)]))
    return lost


def insert_meta(connection: Connection, found: Mapping[str, str], history: History) -> OfficeSettings | None:
    """Insert small values, lost ones from the journal; gives the settings, none when they are lost."""
    values = {key: steps[-1].value for (kind, key), steps in history.steps.items() if kind == "meta"} | dict(found)
    for key, value in values.items():
        if not key.startswith(meta.OWN) and key != meta.SETTINGS:
            meta.put(connection, key, value)
    try:
        settings = OfficeSettings.model_validate_json(values.get(meta.SETTINGS, ""))
    except ValueError:
        return None
    meta.put(connection, meta.SETTINGS, values[meta.SETTINGS])
    return settings


def insert_other(connection: Connection, layout: Layout, rows: Sequence[Row]) -> None:
    """Insert the rows of a table that is taken as it is, the last of each key."""
    places = [layout.place[name] for name in layout.key]
    kept: dict[tuple[Value, ...], Row] = {tuple(row[place] for place in places): row for row in rows}
    _all(insert_rows(connection, layout.table, layout.place, list(kept.values())))


def _in_order(row: Named, layout: Layout) -> Row:
    return tuple(row[name] for name in layout.place)


def _all(steps: Iterator[Any]) -> None:
    for _ in steps:
        pass
