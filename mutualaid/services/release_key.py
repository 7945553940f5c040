"""The key by which a store knows the folders that it released again. It lies in the store, and so in its backups."""

from __future__ import annotations

import json
import secrets

from mutualaid.store.reading import Reading
from mutualaid.store.writing import Writing

_KEY = "release_key"
_BYTES = 32


def make_key(write: Writing) -> bytes:
    """The store's key, made now if it has none."""
    key = key_of(write)
    if key is None:
        key = secrets.token_bytes(_BYTES)
        write.set_meta(_KEY, json.dumps(key.hex()))
    return key


def key_of(read: Reading) -> bytes | None:
    """The store's key; none in a store of before there were any that has released nothing since."""
    kept = json.loads(read.meta(_KEY) or "null")
    return None if kept is None else bytes.fromhex(kept)
