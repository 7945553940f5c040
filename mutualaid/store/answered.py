"""What a coordinator answered about a record's texts, kept without them: a keyed mark of each sentence and record.

The key lies in the encrypted store and not under the vault's root, because re-keying changes all that hangs from that
and knows no sentence to mark anew. Marks go with the sentence and with the record.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete, insert, select

from mutualaid.discretion.told import Said
from mutualaid.store import meta
from mutualaid.store.tables import told_text

_KEY = "store.told_key"
_MARK = 16


class Remembered:
    """The answers kept with one record."""

    def __init__(self, key: bytes, uid: str, marks: frozenset[bytes]) -> None:
        self._key, self._uid, self._marks = key, uid, marks

    def __repr__(self) -> str:
        return f"<Remembered {len(self._marks)}>"

    def __bool__(self) -> bool:
        return bool(self._marks)

    def holds(self, said: Said) -> bool:
        """Whether that was answered so, for this record."""
        return bool(self._marks) and _mark(self._key, self._uid, said) in self._marks


def _mark(key: bytes, uid: str, said: Said) -> bytes:
    answer, sentence = said
    message = f"{uid}\0{answer.value}\0{sentence}".encode("utf-8", "surrogatepass")
    return hmac.digest(key, message, "sha256")[:_MARK]


def remembered(connection: Connection, uid: str) -> Remembered:
    """What was answered about a record."""
    marks = frozenset(connection.execute(select(told_text.c.mark).where(told_text.c.uid == uid)).scalars())
    kept = meta.get(connection, _KEY) if marks else None
    return Remembered(b"", uid, frozenset()) if kept is None else Remembered(_read(kept), uid, marks)


def remember(connection: Connection, uid: str, said: Iterable[Said]) -> None:
    """Keep these answers about a record, and no others."""
    forget(connection, [uid])
    wanted = set(said)
    if wanted:
        key = _key(connection)
        connection.execute(insert(told_text), [{"uid": uid, "mark": _mark(key, uid, one)} for one in sorted(wanted)])


def forget(connection: Connection, uids: Collection[str]) -> None:
    """Keep no answer about these records."""
    connection.execute(delete(told_text).where(told_text.c.uid.in_(uids)))


def _key(connection: Connection) -> bytes:
    kept = meta.get(connection, _KEY)
    if kept is None:
        kept = json.dumps(secrets.token_hex(32))
        meta.put(connection, _KEY, kept)
    return _read(kept)


def _read(kept: str) -> bytes:
    return bytes.fromhex(json.loads(kept))
