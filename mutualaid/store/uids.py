"""Identifiers of records: UUID version 7 (RFC 9562, 5.7), so that they sort by the time they were made."""

from __future__ import annotations

import secrets
import threading
import time

_lock = threading.Lock()
_last = (0, 0)


def uuid7() -> str:
    """A fresh UUIDv7 as lower-case text. Those made in one process sort in the order they were made.

    48 bits of milliseconds, 12 bits that count within one of them (RFC 9562, 6.2, method 1: begun at a random low
    number; a full counter borrows the next millisecond) and 62 random bits.
    """
    global _last  # noqa: PLW0603
    with _lock:
        millis, count = time.time_ns() // 1_000_000, secrets.randbelow(0x800)
        if millis <= _last[0]:
            millis, count = _last[0], _last[1] + 1
            if count > 0xFFF:
                millis, count = millis + 1, 0
        _last = (millis, count)
    tail = 0b10 << 62 | secrets.randbits(62)
    whole = f"{millis:012x}7{count:03x}{tail:016x}"
    return "-".join((whole[:8], whole[8:12], whole[12:16], whole[16:20], whole[20:]))
