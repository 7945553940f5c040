"""Writes: everything inside one `with store.write(verb)` is kept whole, as one journal entry, or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import TypeVar

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from mutualaid.records.base import Record
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.office import OfficeSettings
from mutualaid.store import backups, journal, meta, search
from mutualaid.store.backups import KeptBackup
from mutualaid.store.clock import Clock, first_clock, wall_millis
from mutualaid.store.connection import Keys
from mutualaid.store.faults import translated
from mutualaid.store.journal import Item
from mutualaid.store.reading import Reading
from mutualaid.store.registry import KINDS, Kind
from mutualaid.store.tables import deleted, field_clock, release_ledger
from mutualaid.store.uids import uuid7

R = TypeVar("R", bound=Record)


class Writing(Reading):
    """A transaction that writes, and reads what it wrote. The store makes it and finishes it."""

    def __init__(self, connection: Connection, keys: Keys, verb: str) -> None:
        super().__init__(connection, keys)
        self._verb = verb
        self._items: list[Item] = []
        last = meta.get(connection, meta.CLOCK)
        seen = first_clock() if last is None else Clock.parse(last)
        self._clock = seen.tick(wall_millis())

    def add(self, record: Record) -> str:
        """Keep a new record. Returns its uid. Raises BadInput("code_taken")."""
        return self.add_many([record])[0]

    def add_many(self, records: Iterable[Record]) -> list[str]:
        """Keep new records, fastest when those of a kind come together. Returns their uids in order."""
        uids: list[str] = []
        for kind, same in groupby(records, key=type):
            uids += self._add(KINDS[kind], list(same))
        return uids

    def stand_in(self, uid: str, record: Record) -> None:
        """Keep a record in the place of a lost one, under the uid by which others name it."""
        self._add(KINDS[type(record)], [record], [uid])

    def note_gaps(self, gaps: Sequence[tuple[int, int]], summary: Mapping[str, object]) -> None:
        """Write into the journal which of its own entries are lost, so that `verify` misses no others."""
        told = {"gaps": [list(gap) for gap in gaps], **summary}
        self._items.append(Item(journal.GAP_KIND, "salvage", journal.GAP_ACTION, json.dumps(told)))

    def _add(self, kind: Kind, records: list[Record], given: list[str] | None = None) -> list[str]:
        uids = given or [uuid7() for _ in records]
        now = str(self._clock)
        rows = [
            {"uid": uid, "born": now, "changed": now, **kind.values(record)}
            for uid, record in zip(uids, records, strict=True)
        ]
        with translated(), self._connection.begin_nested():  # so that a caller may catch a taken code and go on
            self._connection.execute(insert(kind.table), rows)
        if kind.doc is not None:
            search.keep(self._connection, kind, [(uid, kind.doc(one)) for uid, one in zip(uids, records, strict=True)])
        for uid, record in zip(uids, records, strict=True):
            self._note(kind, uid, "add", record.model_dump_json(exclude=set(kind.unjournalled)))
        return uids

    def change(self, kind: type[R], uid: str, **fields: object) -> R:
        """Set fields, validating the whole record again. Returns it as it then is; equal values change nothing.

        Raises BadInput("record_gone" | "field_invalid" | "code_taken"), Refused("append_only").
        """
        entry = KINDS[kind]
        before = self.get(kind, uid)
        after = kind.checked(**({field: getattr(before, field) for field in entry.fields} | fields))
        changed = [field for field in entry.fields if getattr(before, field) != getattr(after, field)]
        if not changed:
            return before
        if entry.appends_only:
            raise Refused("append_only")
        self._write_fields(entry, uid, after, changed)
        if entry.doc is not None and entry.doc(before) != entry.doc(after):
            search.keep(self._connection, entry, [(uid, entry.doc(after))])
        told = set(changed) - entry.unjournalled
        self._note(entry, uid, "change", after.model_dump_json(include=told))
        return after

    def _write_fields(self, kind: Kind, uid: str, after: Record, changed: list[str]) -> None:
        now = str(self._clock)
        values = {name: value for name, value in kind.values(after).items() if name in changed}
        if kind.extras is not None:
            values |= kind.extras(after)
        table = kind.table
        with translated():
            self._connection.execute(update(table).where(table.c.uid == uid).values(changed=now, **values))
        row = upsert(field_clock)
        self._connection.execute(
            row.on_conflict_do_update(index_elements=["kind", "uid", "field"], set_={"clock": row.excluded.clock}),
            [{"kind": kind.name, "uid": uid, "field": field, "clock": now} for field in changed],
        )

    def remove(self, kind: type[Record], uid: str) -> None:
        """Delete a record and leave a tombstone. Raises BadInput("record_gone"), Refused("append_only")."""
        entry = KINDS[kind]
        with translated():
            gone = self._connection.execute(delete(entry.table).where(entry.table.c.uid == uid)).rowcount
        if not gone:
            raise BadInput("record_gone", record=kind.__name__)
        clocks = field_clock.c
        self._connection.execute(delete(field_clock).where(clocks.kind == entry.name, clocks.uid == uid))
        self._connection.execute(insert(deleted), {"kind": entry.name, "uid": uid, "clock": str(self._clock)})
        if entry.doc is not None:
            search.drop(self._connection, entry, uid)
        self._note(entry, uid, "remove", "{}")

    def forget(self, uid: str) -> None:
        """Erase what the journal remembers of a record's values; that there were changes stays."""
        journal.forget(self._connection, uid)

    def set_settings(self, settings: OfficeSettings) -> None:
        """Keep the office's settings."""
        self._set(meta.SETTINGS, settings.model_dump_json())

    def set_meta(self, key: str, value: str) -> None:
        """Keep a small office-wide value, JSON text. Raises ValueError on the store's own keys and on other text."""
        json.loads(value)
        if key.startswith(meta.OWN) or key == meta.SETTINGS:
            raise ValueError("a key of the store's own")
        self._set(key, value)

    def _set(self, key: str, value: str) -> None:
        if meta.get(self._connection, key) != value:
            meta.put(self._connection, key, value)
            self._items.append(Item("meta", key, "set", value))

    def note_accepted(self, standing: str) -> None:
        """Say in the journal that somebody works on with a store which is "changed" or "rolled_back"."""
        self._set(meta.ACCEPTED, json.dumps({"at": datetime.now(UTC).isoformat(), "standing": standing}))

    def append_ledger(self, entry: bytes) -> None:
        """Add an entry to the release ledger, for good."""
        ledger = release_ledger.c
        newest = select(ledger.seq, ledger.hash).order_by(ledger.seq.desc()).limit(1)
        last = self._connection.execute(newest).first()
        seq, previous = (0, bytes(32)) if last is None else last
        digest = hashlib.sha256(previous + entry).digest()
        self._connection.execute(insert(release_ledger), {"seq": seq + 1, "entry": entry, "hash": digest})
        self._items.append(Item("release_ledger", str(seq + 1), "add", json.dumps(digest.hex())))

    def begin_backup(self, kept: KeptBackup) -> None:
        """Remember a backup that is being made; the journal tells of it when it is finished."""
        backups.keep(self._connection, kept)

    def finish_backup(self, backup_id: str, place: str | None = None) -> None:
        """Remember that a backup lies whole at its place, or at another than it was begun for."""
        backups.finish(self._connection, backup_id, place)
        self._items.append(Item("backup", backup_id, "add", "{}"))

    def drop_backup(self, kept: KeptBackup) -> None:
        """Forget a backup and its key."""
        backups.drop(self._connection, kept.id)
        if kept.finished:
            self._items.append(Item("backup", kept.id, "remove", "{}"))

    def finish(self) -> None:
        """Write the journal entry and the clock. The store calls it before it commits."""
        if not self._items:
            return
        now = datetime.now(UTC)
        journal.append(self._connection, self._keys, verb=self._verb, clock=str(self._clock), at=now, items=self._items)
        meta.put(self._connection, meta.CLOCK, str(self._clock))

    def _note(self, kind: Kind, uid: str, action: str, value: str) -> None:
        self._items.append(Item(kind.name, uid, action, value))
