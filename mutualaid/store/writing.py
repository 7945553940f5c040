"""Writes: everything inside one `with store.write(verb)` is kept whole, as one journal entry, or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import TypeVar

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from mutualaid.discretion.told import NOTHING, Told
from mutualaid.records.base import Record
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.office import OfficeSettings
from mutualaid.store import answered, backups, imports, journal, meta, search, texts
from mutualaid.store.backups import KeptBackup
from mutualaid.store.clock import Clock, first_clock, wall_millis
from mutualaid.store.connection import Keys
from mutualaid.store.faults import translated
from mutualaid.store.journal import Item
from mutualaid.store.reading import Reading
from mutualaid.store.registry import KINDS, Kind
from mutualaid.store.steps import Step, Steps
from mutualaid.store.tables import deleted, field_clock, release_ledger
from mutualaid.store.texts import Door
from mutualaid.store.uids import uuid7

R = TypeVar("R", bound=Record)

_AT_ONCE = 500
"""Records in one statement."""


class Writing(Reading):
    """A transaction that writes, and reads what it wrote. The store makes it and finishes it.

    `told` are the answers that the coordinator gave about the texts in it; `door` is what becomes of an identifier that
    she did not insist on.
    """

    def __init__(
        self, connection: Connection, keys: Keys, verb: str, *, told: Told = NOTHING, door: Door = Door.REFUSE
    ) -> None:
        super().__init__(connection, keys)
        self._verb, self._told, self._door = verb, told, door
        self._entry = journal.Entry(connection)
        self._undoable = False
        self.steps = Steps()
        last = meta.get(connection, meta.CLOCK)
        seen = first_clock() if last is None else Clock.parse(last)
        self._clock = seen.tick(wall_millis())

    def add(self, record: Record) -> str:
        """Keep a new record. Returns its uid. Raises BadInput("code_taken"), Refused("identifier_in_text")."""
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

    def bring_back(self, uid: str, record: Record) -> None:
        """Keep a removed record again, under the uid that it had."""
        kind = KINDS[type(record)]
        self._connection.execute(delete(deleted).where(deleted.c.kind == kind.name, deleted.c.uid == uid))
        self._add(kind, [record], [uid])

    def note_gaps(self, gaps: Sequence[tuple[int, int]], summary: Mapping[str, object]) -> None:
        """Write into the journal which of its own entries are lost, so that `verify` misses no others."""
        told = {"gaps": [list(gap) for gap in gaps], **summary}
        self._entry.note(Item(journal.GAP_KIND, "salvage", journal.GAP_ACTION, json.dumps(told)))

    def _add(self, kind: Kind, records: list[Record], given: list[str] | None = None) -> list[str]:
        uids = given or [uuid7() for _ in records]
        now = str(self._clock)
        insisted: dict[str, dict[str, list[str]]] = {}
        if given is None and self._door is not Door.OPEN:
            if self._door is Door.STRIKE:
                records = [texts.struck(record) for record in records]
            for uid, record in zip(uids, records, strict=True):
                if told := texts.insisted(record, None, self._told):
                    insisted[uid] = told
        rows = [
            {"uid": uid, "born": now, "changed": now, **kind.values(record, self._told)}
            for uid, record in zip(uids, records, strict=True)
        ]
        with translated(), self._connection.begin_nested():  # so that a caller may catch a taken code and go on
            self._connection.execute(insert(kind.table), rows)
        search.keep(self._connection, kind, zip(uids, map(kind.doc_of, records), strict=True))
        for uid, record in zip(uids, records, strict=True):
            self._note(kind, uid, "add", record.model_dump_json(exclude=set(kind.unjournalled)))
            self._answer(kind, uid, record, insisted.get(uid, {}), known=False)
        self.steps.note(Step(kind.record, uid, None, record) for uid, record in zip(uids, records, strict=True))
        return uids

    def change(self, kind: type[R], uid: str, **fields: object) -> R:
        """Set fields, validating the whole record again. Returns it as it then is; equal values change nothing.

        Raises BadInput("record_gone" | "field_invalid" | "code_taken"), Refused("append_only" | "identifier_in_text").
        """
        entry = KINDS[kind]
        before = self.get(kind, uid)
        after = kind.checked(**({field: getattr(before, field) for field in entry.fields} | fields))
        changed = [field for field in entry.fields if getattr(before, field) != getattr(after, field)]
        if changed and entry.appends_only:
            raise Refused("append_only")
        worded = texts.FIELDS.get(kind, frozenset()).intersection(changed)
        insisted: dict[str, list[str]] = {}
        if worded:
            after, insisted = self._admitted(uid, before, after, worded)
        if not changed and not self._told.said:
            return before
        if worded or self._told.said:
            self._answer(entry, uid, after, insisted, known=True)
        if not changed:
            if entry.extras is not None:
                self._write_columns(entry, uid, entry.extras(after, self.told(uid)))
            return before
        self._write_fields(entry, uid, after, changed)
        if (doc := entry.doc_of(after)) != entry.doc_of(before):
            search.drop(self._connection, entry, [uid])
            search.keep(self._connection, entry, [(uid, doc)])
        told = set(changed) - entry.unjournalled
        if self._undoable:
            was = before.model_dump_json(include=told)
            imports.keep_before(self._connection, self._entry.seq, entry.name, uid, was)
        self._note(entry, uid, "change", after.model_dump_json(include=told))
        self.steps.note([Step(kind, uid, before, after)])
        return after

    def _admitted(self, uid: str, before: R, after: R, worded: Collection[str]) -> tuple[R, dict[str, list[str]]]:
        """The record as it may be written, and by field the kinds of what she newly insisted on."""
        if self._door is Door.OPEN:
            return after, {}
        if self._door is Door.STRIKE:
            # What she once insisted on stays; what comes beside it is struck out.
            kept = texts.said_of(before) & texts.said_of(after)
            after = texts.struck(after, sorted(worded), (Told(frozenset(kept)),))
            return after, {}
        was = Told(frozenset(texts.said_of(before)))
        return after, texts.insisted(after, worded, self._told, (was, self.told(uid)))

    def _answer(self, kind: Kind, uid: str, record: Record, insisted: dict[str, list[str]], *, known: bool) -> None:
        """Keep the answers about a record's texts as they now are, and tell the journal what she insisted on."""
        before = self.told(uid) if known else None
        if before or self._told.said:
            answers = (self._told,) if before is None else (self._told, before)
            said = texts.said_of(record)
            answered.remember(
                self._connection, uid, [one for one in said if any(answer.holds(one) for answer in answers)]
            )
        if insisted:
            self._note(kind, uid, "insist", json.dumps({"kinds": insisted}, sort_keys=True))

    def _write_fields(self, kind: Kind, uid: str, after: Record, changed: list[str]) -> None:
        now = str(self._clock)
        values = {name: getattr(after, name) for name in changed}
        if kind.extras is not None and not texts.FIELDS[kind.record].isdisjoint(changed):
            values |= kind.extras(after, self.told(uid))
        self._write_columns(kind, uid, {"changed": now, **values})
        row = upsert(field_clock)
        self._connection.execute(
            row.on_conflict_do_update(index_elements=["kind", "uid", "field"], set_={"clock": row.excluded.clock}),
            [{"kind": kind.name, "uid": uid, "field": field, "clock": now} for field in changed],
        )

    def _write_columns(self, kind: Kind, uid: str, values: Mapping[str, object]) -> None:
        with translated():
            self._connection.execute(update(kind.table).where(kind.table.c.uid == uid).values(**values))

    def remove(self, kind: type[Record], uid: str) -> None:
        """Delete a record and leave a tombstone. Raises BadInput("record_gone"), Refused("append_only")."""
        self.remove_many(kind, [uid])

    def remove_many(self, kind: type[Record], uids: Sequence[str]) -> None:
        """Delete records of one kind, and leave tombstones. Raises as `remove` does, and then removes none."""
        entry, table, clocks = KINDS[kind], KINDS[kind].table, field_clock.c
        for start in range(0, len(uids), _AT_ONCE):
            part = uids[start : start + _AT_ONCE]
            if self.steps.whole and not entry.unjournalled:
                self.steps.note(Step(kind, row.uid, row.record, None) for row in self.all(kind, uid=part))
            with translated():
                gone = self._connection.execute(delete(table).where(table.c.uid.in_(part))).rowcount
            if gone != len(part):
                raise BadInput("record_gone", record=kind.__name__)
            self._connection.execute(delete(field_clock).where(clocks.kind == entry.name, clocks.uid.in_(part)))
            stones = [{"kind": entry.name, "uid": uid, "clock": str(self._clock)} for uid in part]
            self._connection.execute(insert(deleted), stones)
            if entry.doc is not None:
                search.drop(self._connection, entry, part)
            answered.forget(self._connection, part)
            for uid in part:
                self._note(entry, uid, "remove", "{}")

    def forget(self, *uids: str) -> None:
        """Erase what the journal, and what is kept for undoing imports, remember of records' values.

        That there were changes stays.
        """
        self.steps.forgotten.update(uids)
        for start in range(0, len(uids), _AT_ONCE):
            part = uids[start : start + _AT_ONCE]
            journal.forget(self._connection, part)
            imports.forget(self._connection, part)

    @property
    def seq(self) -> int:
        """The number of the journal entry that this transaction becomes, if it changes anything."""
        return self._entry.seq

    def begin_import(self) -> int:
        """Keep what is changed from here on as it was, for undoing. Returns the number of this journal entry."""
        self._undoable = True
        self.steps.stop()
        return self._entry.seq

    def finish_import(self, kind: str, counts: str, *, extra: Mapping[str, str], keep: Collection[int]) -> None:
        """Note in the list of imports what this one's rows were, with its counts (JSON).

        `extra` is more that undoing it takes, JSON by the key of a small value. Of older imports what undoing them
        takes is kept for those in `keep`.
        """
        for key, value in extra.items():
            imports.keep_before(self._connection, self._entry.seq, imports.SMALL, key, value)
        imports.keep(self._connection, self._entry.seq, kind, counts)
        imports.drop_others(self._connection, {*keep, self._entry.seq})
        self._entry.note(Item(imports.NAME, str(self._entry.seq), "add", counts))

    def close_import(self, seq: int) -> None:
        """Note that an import was undone; what undoing it took is dropped."""
        imports.close(self._connection, seq)
        self._entry.note(Item(imports.NAME, str(seq), "undo", "{}"))

    def set_settings(self, settings: OfficeSettings) -> None:
        """Keep the office's settings."""
        if meta.get(self._connection, meta.SETTINGS) is not None:
            self.steps.settings = (self.settings(), settings)
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
            self._entry.note(Item("meta", key, "set", value))

    def note_accepted(self, standing: str) -> None:
        """Say in the journal that somebody works on with a store which is "changed" or "rolled_back"."""
        self._set(meta.ACCEPTED, json.dumps({"at": datetime.now(UTC).isoformat(), "standing": standing}))

    def note_export(self, kind: str, rows: int, *, contact: bool) -> None:
        """Say in the journal that so many rows of a kind of record left the store, with contact data or without."""
        action = "contact" if contact else "codes"
        self._entry.note(Item(journal.EXPORT_KIND, kind, action, json.dumps({"rows": rows})))

    def append_ledger(self, entry: bytes) -> None:
        """Add an entry to the release ledger, for good."""
        ledger = release_ledger.c
        newest = select(ledger.seq, ledger.hash).order_by(ledger.seq.desc()).limit(1)
        last = self._connection.execute(newest).first()
        seq, previous = (0, bytes(32)) if last is None else last
        digest = hashlib.sha256(previous + entry).digest()
        self._connection.execute(insert(release_ledger), {"seq": seq + 1, "entry": entry, "hash": digest})
        self._entry.note(Item("release_ledger", str(seq + 1), "add", json.dumps(digest.hex())))

    def begin_backup(self, kept: KeptBackup) -> None:
        """Remember a backup that is being made; the journal tells of it when it is finished."""
        backups.keep(self._connection, kept)

    def finish_backup(self, backup_id: str, place: str | None = None) -> None:
        """Remember that a backup lies whole at its place, or at another than it was begun for."""
        backups.finish(self._connection, backup_id, place)
        self._entry.note(Item("backup", backup_id, "add", "{}"))

    def drop_backup(self, kept: KeptBackup) -> None:
        """Forget a backup and its key."""
        backups.drop(self._connection, kept.id)
        if kept.finished:
            self._entry.note(Item("backup", kept.id, "remove", "{}"))

    def finish(self) -> None:
        """Write the journal entry and the clock. The store calls it before it commits."""
        if not len(self._entry):
            return
        self._entry.finish(self._keys, verb=self._verb, clock=str(self._clock), at=datetime.now(UTC))
        meta.put(self._connection, meta.CLOCK, str(self._clock))

    def _note(self, kind: Kind, uid: str, action: str, value: str) -> None:
        self._entry.note(Item(kind.name, uid, action, value))
