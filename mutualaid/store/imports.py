"""What the store keeps of imports, so that each can be undone: what it changed, as it was before.

What an import added, and what it changed things to, its own journal entry tells. A record counts as worked on since
when it is not, field for field, what the import left; nobody's clock is asked, so that undoing a later import makes an
earlier one whole again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from mutualaid.records.base import Record
from mutualaid.records.errors import BadInput
from mutualaid.store.registry import KINDS, Kind
from mutualaid.store.tables import change, change_value, import_before, import_log

NAME = import_log.name
SMALL = "meta"
"""The kind under which more than records is kept of an import, by the key of a small value."""

OPEN, UNDONE, PAST = "open", "undone", "past"
"""An import that can be undone, one that was, and one of which what it takes is no longer kept."""

MOST_LISTED = 100
"""Imports that are listed; of older ones the journal alone tells."""


class KeptImport(NamedTuple):
    """An import by the number of its journal entry; `counts` is JSON, `state` one of those above."""

    seq: int
    at: datetime
    actor: str
    kind: str
    counts: str
    state: str


class Learned(NamedTuple):
    """What an import changed of a record: its fields as they were, and as the import left them."""

    kind: type[Record]
    uid: str
    before: dict[str, Any]
    after: dict[str, Any]


def keep(connection: Connection, seq: int, kind: str, counts: str) -> None:
    """List an import."""
    connection.execute(insert(import_log), {"seq": seq, "kind": kind, "counts": counts, "state": OPEN})
    oldest = select(import_log.c.seq).order_by(import_log.c.seq.desc()).offset(MOST_LISTED)
    connection.execute(delete(import_log).where(import_log.c.seq.in_(oldest)))


def keep_before(connection: Connection, seq: int, kind: str, uid: str, value: str) -> None:
    """Keep something as it was before an import first changed it."""
    row = upsert(import_before).values(seq=seq, kind=kind, uid=uid, value=value)
    connection.execute(row.on_conflict_do_nothing())


def listed(connection: Connection) -> list[KeptImport]:
    """Every import of the list, the newest first."""
    columns = (import_log.c.seq, change.c.at, change.c.actor, import_log.c.kind, import_log.c.counts)
    query = select(*columns, import_log.c.state).join_from(import_log, change, change.c.seq == import_log.c.seq)
    return [KeptImport(*row) for row in connection.execute(query.order_by(import_log.c.seq.desc()))]


def drop_others(connection: Connection, seqs: Collection[int]) -> None:
    """Drop what undoing takes of every import but these: the others can be undone no more."""
    log = import_log.c
    connection.execute(delete(import_before).where(import_before.c.seq.not_in(seqs)))
    connection.execute(update(import_log).where(log.seq.not_in(seqs), log.state == OPEN).values(state=PAST))


def close(connection: Connection, seq: int) -> None:
    """Mark an import as undone, and drop what that took."""
    connection.execute(update(import_log).where(import_log.c.seq == seq).values(state=UNDONE))
    connection.execute(delete(import_before).where(import_before.c.seq == seq))


def forget(connection: Connection, uids: Sequence[str]) -> None:
    """Erase what is kept of records that are erased."""
    connection.execute(delete(import_before).where(import_before.c.uid.in_(uids), import_before.c.kind != SMALL))


class Trace:
    """What one import did, as far as it is still there; good inside the reading that gave it."""

    def __init__(self, connection: Connection, seq: int) -> None:
        self._connection, self._seq = connection, seq

    def small(self, key: str) -> str | None:
        """What was kept under the key of a small value."""
        kept = import_before.c
        query = select(kept.value).where(kept.seq == self._seq, kept.kind == SMALL, kept.uid == key)
        return self._connection.execute(query).scalar()

    def _added(self, kind: Kind) -> Select[tuple[str]]:
        values = change_value.c
        return select(values.uid).where(values.seq == self._seq, values.kind == kind.name, values.action == "add")

    def added(self, kind: type[Record]) -> list[str]:
        """What it added of a kind and is still there, in the order it was added."""
        entry = KINDS[kind]
        table = entry.table
        here = select(table.c.uid).where(table.c.uid.in_(self._added(entry))).order_by(table.c.id)
        return list(self._connection.execute(here).scalars())

    def altered(self, kind: type[Record]) -> set[str]:
        """What of it is by now another than the import left, in any field."""
        entry, values = KINDS[kind], change_value.c
        table = entry.table
        query = (
            select(table.c.uid, values.value, *(table.c[field] for field in entry.fields))
            .join_from(change_value, table, table.c.uid == values.uid)
            .where(values.seq == self._seq, values.kind == entry.name, values.action == "add")
            .where(table.c.changed != table.c.born)
        )
        return {
            row[0]
            for row in self._connection.execute(query)
            if _differs(kind, json.loads(row[1]), dict(zip(entry.fields, row[2:], strict=True)))
        }

    def named_by_others(self, kind: type[Record], by: type[Record], column: str, name: str = "uid") -> set[str]:
        """The uids of what it added of `kind` that records of `by`, not of this import themselves, name in `column`.

        They name it by its `name`: "uid" or "code".
        """
        entry, other = KINDS[kind], KINDS[by]
        table, naming = entry.table, other.table
        named = naming.c[column] == table.c[name]
        theirs = select(naming.c.id).where(named, naming.c.uid.not_in(self._added(other)))
        query = select(table.c.uid).where(table.c.uid.in_(self._added(entry)), theirs.exists())
        return set(self._connection.execute(query).scalars())

    def naming(self, by: type[Record], column: str) -> dict[str, str]:
        """What it added of `by`: the uid of each, and whom or what it names in `column`."""
        table = KINDS[by].table
        query = select(table.c.uid, table.c[column]).where(table.c.uid.in_(self._added(KINDS[by])))
        return {uid: named for uid, named in self._connection.execute(query) if named is not None}

    def learned(self) -> list[Learned]:
        """What it changed of records."""
        kinds = {kind.name: kind.record for kind in KINDS.values()}
        kept, values = import_before.c, change_value.c
        same = (values.seq == kept.seq) & (values.kind == kept.kind) & (values.uid == kept.uid)
        query = (
            select(kept.kind, kept.uid, kept.value, values.value)
            .join_from(import_before, change_value, same)
            .where(kept.seq == self._seq, values.action == "change", kept.kind != SMALL)
            .order_by(values.position)
        )
        return [
            Learned(kinds[kind], uid, json.loads(before), json.loads(after))
            for kind, uid, before, after in self._connection.execute(query)
        ]


def _differs(kind: type[Record], left: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether a record is another than the one that the journal tells of."""
    try:
        record = kind.checked(**left)
    except BadInput:  # by a rule that this version made stricter
        return True
    return any(getattr(record, field) != value for field, value in now.items())
