"""The key by which a store knows the folders that it released again. It lies in the store, and so in its backups."""

from __future__ import annotations

import hmac
import json
import secrets
from itertools import count

from mutualaid.store.reading import Reading
from mutualaid.store.writing import Writing
from mutualaid.summaries.noise import Randomness, geometric

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


def lot_of(key: bytes, period: str) -> int:
    """The draw that decides whether the period holds enough households: the same however often it is asked for."""
    return geometric(_stream(key, f"lot {period}"))


def _stream(key: bytes, name: str) -> Randomness:
    """Uniform integers that the key and the name decide: words of HMAC-SHA-256 in counter mode, those beyond thrown."""
    numbers = count()

    def below(limit: int) -> int:
        if limit > _WORD:
            raise ValueError("a word is too short for that")
        while True:
            word = int.from_bytes(hmac.digest(key, f"{name} {next(numbers)}".encode(), "sha256")[:8], "big")
            if word < _WORD - _WORD % limit:
                return word % limit

    return below


_WORD = 2**64
