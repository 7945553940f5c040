"""SQLite's record format: the bytes of one row as its values (sqlite.org/fileformat2.html, 2.1).

The bytes may be anything at all. What is no row raises Malformed, and nothing is read beyond the bytes given.
"""

from __future__ import annotations

import struct
import sys
from typing import TypeAlias

Value: TypeAlias = int | float | str | bytes | None
Row: TypeAlias = tuple[Value, ...]

MOST_COLUMNS = 200
_SHARED = 40
"""Texts up to this long (codes, uids, dates, clock readings) come again and again, and are held once."""
_WIDTHS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_FLOAT = struct.Struct(">d")


class Malformed(Exception):
    """The bytes are not what SQLite would have written there."""


def varint(data: bytes, at: int) -> tuple[int, int]:
    """The variable-length integer (64 bits, unsigned) at `at`, and where the next byte lies. Raises Malformed."""
    end = len(data)
    if at >= end:
        raise Malformed
    byte = data[at]
    if byte < 0x80:
        return byte, at + 1
    value = 0
    for place in range(at, at + 8):
        if place >= end:
            raise Malformed
        byte = data[place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + 1
    if at + 8 >= end:
        raise Malformed
    return value << 8 | data[at + 8], at + 9


def row(payload: bytes) -> Row:
    """The values of a record. Raises Malformed unless it fills `payload` to the last byte."""
    size, at = varint(payload, 0)
    if not at <= size <= len(payload):
        raise Malformed
    values: list[Value] = []
    body = size
    while at < size:
        kind, at = varint(payload, at)
        value, body = _value(payload, kind, body)
        values.append(value)
        if len(values) > MOST_COLUMNS:
            raise Malformed
    if at != size or body != len(payload):
        raise Malformed
    return tuple(values)


def _value(payload: bytes, kind: int, at: int) -> tuple[Value, int]:
    if kind >= 12:
        end = at + (kind - 12) // 2
        if end > len(payload):
            raise Malformed
        data = payload[at:end]
        if kind % 2 == 0:
            return data, end
        try:
            text = data.decode()
        except UnicodeDecodeError:
            raise Malformed from None
        return (sys.intern(text) if len(text) <= _SHARED else text), end
    if kind == 0:
        return None, at
    if kind in (8, 9):
        return kind - 8, at
    end = at + (8 if kind == 7 else _WIDTHS.get(kind, len(payload) + 1))
    if end > len(payload):
        raise Malformed
    data = payload[at:end]
    return (_FLOAT.unpack(data)[0] if kind == 7 else int.from_bytes(data, "big", signed=True)), end
