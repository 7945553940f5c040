"""The change journal: one chained, sealed entry a transaction, over salted digests of what changed.

The digests stay when what they are of is erased, so the chain verifies before and after; without its salt a digest
cannot be guessed back into a name. Each entry carries a MAC under the vault's log key.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from mutualaid.records.views import JournalLine
from mutualaid.store import meta
from mutualaid.store.connection import Keys
from mutualaid.store.tables import change, change_seal, change_value
from mutualaid.vault.filestate import Head

HEAD = "store.head"
GAP_KIND, GAP_ACTION = "change", "gaps"
"""How a salvage notes which entries it could not bring back."""
EXPORT_KIND = "export"
"""How it is noted that a list left the store: of which kind, with what, and how many rows."""

_NOTHING = bytes(32)
_SIZE = 32
_AT_ONCE = 1_000  # changes of one entry that wait in memory to be written together


class Item(NamedTuple):
    """One change in a transaction: `action` is add, change, remove or set; `value` is JSON text."""

    kind: str
    uid: str
    action: str
    value: str


def _packed(*parts: str | bytes | int) -> bytes:
    """Parts with their lengths before them, so that no two lists of parts pack alike."""
    raw = [part if isinstance(part, bytes) else str(part).encode() for part in parts]
    return b"".join(len(part).to_bytes(8, "big") + part for part in raw)


def item_digest(item: Item, salt: bytes) -> bytes:
    """The salted digest of one change, as an entry keeps it."""
    return hashlib.sha256(_packed(salt, *item)).digest()


def entry_digest(
    seq: int, verb: str, actor: str, slot: str, clock: str, at: datetime, digests: bytes, previous: bytes
) -> bytes:
    """The digest of an entry, which the next entry and the seal are over."""
    return hashlib.sha256(_packed("journal", seq, verb, actor, slot, clock, at.isoformat(), digests, previous)).digest()


def _mac(keys: Keys, digest: bytes) -> bytes:
    return hmac.digest(keys.log_key, digest, "sha256")


def _head(connection: Connection) -> tuple[int, bytes]:
    text = meta.get(connection, HEAD)
    if text is None:
        return 0, _NOTHING
    head = json.loads(text)
    return int(head["seq"]), bytes.fromhex(head["digest"])


class Value(NamedTuple):
    """One change that the journal remembers, with what its entry says of who made it, when, and by which verb."""

    seq: int
    at: datetime
    verb: str
    actor: str
    kind: str
    uid: str
    action: str
    value: str


class Entry:
    """An entry being written, inside the caller's transaction. Of its items only their digests stay in memory.

    The values refer to an entry that is written last, so the check of that reference waits for the commit.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        last, self._previous = _head(connection)
        self.seq = last + 1
        self._waiting: list[tuple[Item, bytes]] = []
        self._digests = bytearray()
        self._written = 0

    def __len__(self) -> int:
        """How many changes it holds."""
        return len(self._digests) // _SIZE

    def note(self, item: Item) -> None:
        """Take one change up."""
        salt = secrets.token_bytes(16)
        self._digests += item_digest(item, salt)
        self._waiting.append((item, salt))
        if len(self._waiting) >= _AT_ONCE:
            if not self._written:
                self._connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            self._write_values()

    def _write_values(self) -> None:
        rows = [
            {"seq": self.seq, "position": position, "salt": salt, **item._asdict()}
            for position, (item, salt) in enumerate(self._waiting, self._written)
        ]
        self._connection.execute(insert(change_value), rows)
        self._written += len(rows)
        self._waiting.clear()

    def finish(self, keys: Keys, *, verb: str, clock: str, at: datetime) -> None:
        """Write the entry itself, sealed, with what of its items is not written yet."""
        digests, actor, slot = bytes(self._digests), keys.coordinator, keys.slot_id
        digest = entry_digest(self.seq, verb, actor, slot, clock, at, digests, self._previous)
        self._connection.execute(
            insert(change),
            {
                "seq": self.seq,
                "verb": verb,
                "actor": actor,
                "slot": slot,
                "clock": clock,
                "at": at,
                "digests": digests,
                "previous": self._previous,
                "digest": digest,
            },
        )
        self._connection.execute(insert(change_seal), {"seq": self.seq, "mac": _mac(keys, digest)})
        if self._waiting:
            self._write_values()
        meta.put(self._connection, HEAD, json.dumps({"seq": self.seq, "digest": digest.hex()}))


def head(connection: Connection) -> Head | None:
    """The newest entry; none in a store older than its journal."""
    if not connection.exec_driver_sql("SELECT count(*) FROM sqlite_master WHERE name = 'change'").scalar():
        return None
    query = select(change.c.seq, change.c.at, change.c.actor).order_by(change.c.seq.desc()).limit(1)
    row = connection.execute(query).first()
    if row is None:
        return None
    # The entry's own digest lies behind those of its changes: after a large import, megabytes to decrypt.
    told, digest = _head(connection)
    if told != row.seq:
        digest = connection.execute(select(change.c.digest).where(change.c.seq == row.seq)).scalar_one()
    return Head(row.seq, digest.hex(), row.at.isoformat(), row.actor)


def latest(connection: Connection, limit: int) -> list[JournalLine]:
    """The newest entries first, each with how many records of which kind it added, changed, removed or let out."""
    query = select(change.c.seq, change.c.at, change.c.verb, change.c.actor).order_by(change.c.seq.desc()).limit(limit)
    entries = connection.execute(query).all()
    values = change_value.c
    counted = (
        select(values.seq, values.kind, values.action, func.count())
        .where(values.seq.in_([entry.seq for entry in entries]), values.kind != EXPORT_KIND)
        .group_by(values.seq, values.kind, values.action)
        .order_by(values.kind, values.action)
    )
    changes: dict[int, list[tuple[str, str, int]]] = {}
    for seq, kind, action, count in connection.execute(counted):
        changes.setdefault(seq, []).append((kind, action, count))
    left = select(values.seq, values.uid, values.action, values.value).where(
        values.seq.in_([entry.seq for entry in entries]), values.kind == EXPORT_KIND
    )
    for seq, kind, action, value in connection.execute(left):
        changes.setdefault(seq, []).append((kind, f"export {action}", json.loads(value)["rows"]))
    return [JournalLine(*entry, changes=tuple(changes.get(entry.seq, ()))) for entry in entries]


def newest_of(connection: Connection, kind: str, uid: str) -> int | None:
    """The number of the newest entry that touched it, none when its values were erased or lost."""
    values = change_value.c
    newest = select(func.max(values.seq)).where(values.kind == kind, values.uid == uid)
    return connection.execute(newest).scalar()


_ASKED = 500
"""Records that one query asks about."""


def values_of(connection: Connection, uids: Sequence[str]) -> list[Value]:
    """Every change of those records that is still remembered, in the order in which they were made."""
    values = change_value.c
    query = select(
        change.c.seq, change.c.at, change.c.verb, change.c.actor, values.kind, values.uid, values.action, values.value
    ).join_from(change_value, change)
    found: list[Value] = []
    for start in range(0, len(uids), _ASKED):
        part = query.where(values.uid.in_(uids[start : start + _ASKED])).order_by(values.seq, values.position)
        found += [Value(*row) for row in connection.execute(part)]
    return sorted(found, key=lambda value: value.seq)


def forget(connection: Connection, uids: Sequence[str]) -> int:
    """Erase what the journal remembers of records. The chain verifies as before. Returns how many values went."""
    return connection.execute(delete(change_value).where(change_value.c.uid.in_(uids))).rowcount


def reseal(connection: Connection, before: Keys, after: Keys) -> int:
    """Seal anew, under the key of `after`, each entry that the key of `before` vouches for. Returns how many.

    The others keep the seal that they have: what was forged under the old key stays forged under the new one.
    """
    old, new = before.log_key, after.log_key
    query = select(change_seal.c.seq, change_seal.c.mac, change.c.digest).join_from(change_seal, change)
    sealed = [
        {"which": seq, "mac": hmac.digest(new, digest, "sha256")}
        for seq, mac, digest in connection.execute(query)
        if hmac.compare_digest(mac, hmac.digest(old, digest, "sha256"))
    ]
    if sealed:
        connection.execute(update(change_seal).where(change_seal.c.seq == bindparam("which")), sealed)
    return len(sealed)


def faults(connection: Connection, keys: Keys) -> Iterator[str]:
    """What does not hold together: journal_broken, journal_forged, journal_shortened, journal_value_changed."""
    yield from examined(connection, keys)


def examined(connection: Connection, keys: Keys) -> dict[str, list[int]]:
    """Each code of `faults` with the numbers of the entries that it is about, missing ones among them.

    Entries of which a salvage said, under its own sound seal, that it could not bring them back are not missed again.
    """
    known = _known_gaps(connection, keys)
    wrong: dict[str, list[int]] = {"journal_broken": [], "journal_forged": []}
    seq, previous = 0, _NOTHING
    digests: dict[int, bytes] = {}
    for row, mac in _entries(connection):
        lost = range(seq + 1, row.seq)
        told = any(first <= lost.start and lost.stop - 1 <= last for first, last in known)
        if lost and not told:
            wrong["journal_broken"] += lost
        if (not lost and row.previous != previous) or row.digest != entry_digest(*row[:-1]):
            wrong["journal_broken"].append(row.seq)
        if mac is None or not hmac.compare_digest(mac, _mac(keys, row.digest)):
            wrong["journal_forged"].append(row.seq)
        seq, previous, digests[row.seq] = row.seq, row.digest, row.digests
    head, newest = _head(connection)
    if not wrong["journal_broken"] and (seq, previous) != (head, newest):
        wrong["journal_shortened"] = list(range(seq + 1, head + 1)) or [seq]
    values = connection.execute(select(change_value))
    wrong["journal_value_changed"] = sorted({row.seq for row in values if not _value_fits(digests, row)})
    return {code: entries for code, entries in wrong.items() if entries}


def _known_gaps(connection: Connection, keys: Keys) -> list[tuple[int, int]]:
    """The runs of entries that salvages told of, in entries whose seal and value hold."""
    query = (
        select(change_value, change.c.digests, change.c.digest, change_seal.c.mac)
        .join_from(change_value, change)
        .join(change_seal, change_seal.c.seq == change.c.seq)
        .where(change_value.c.kind == GAP_KIND, change_value.c.action == GAP_ACTION)
    )
    return [
        (first, last)
        for row in connection.execute(query)
        if hmac.compare_digest(row.mac, _mac(keys, row.digest)) and _value_fits({row.seq: row.digests}, row)
        for first, last in json.loads(row.value)["gaps"]
    ]


class _Entry(NamedTuple):
    seq: int
    verb: str
    actor: str
    slot: str
    clock: str
    at: datetime
    digests: bytes
    previous: bytes
    digest: bytes


def _entries(connection: Connection) -> Iterator[tuple[_Entry, bytes | None]]:
    query = select(*(change.c[name] for name in _Entry._fields), change_seal.c.mac)
    joined = query.select_from(change.outerjoin(change_seal)).order_by(change.c.seq)
    for row in connection.execute(joined):
        yield _Entry(*row[:-1]), row[-1]


def _value_fits(digests: dict[int, bytes], row: object) -> bool:
    seq, position = row.seq, row.position  # type: ignore[attr-defined]
    kept = digests.get(seq, b"")[_SIZE * position : _SIZE * (position + 1)]
    item = Item(row.kind, row.uid, row.action, row.value)  # type: ignore[attr-defined]
    return kept == item_digest(item, row.salt)  # type: ignore[attr-defined]
