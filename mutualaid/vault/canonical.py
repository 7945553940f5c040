"""The one way a keyfile's values are written as bytes, so that equal values are equal bytes."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any


class NotCanonical(ValueError):
    """The bytes are not what this module would have written."""


def encode(value: object) -> bytes:
    """JSON in ASCII with sorted keys and no white space. `value` holds only str, int, None, lists and dicts."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode("ascii")


def decode(data: bytes) -> dict[str, Any]:
    """The JSON object in `data`. Raises NotCanonical unless encoding it again gives the same bytes."""
    try:
        value = json.loads(data.decode("ascii"))
        same = isinstance(value, dict) and encode(value) == data
    except (ValueError, RecursionError):
        raise NotCanonical from None
    if not same:
        raise NotCanonical
    found: dict[str, Any] = value
    return found


def to_text(data: bytes) -> str:
    """Base64 (RFC 4648, padded)."""
    return base64.b64encode(data).decode("ascii")


def to_bytes(text: object, length: int | None = None) -> bytes:
    """The bytes of base64 `text`. Raises NotCanonical on another spelling, or another number of bytes than `length`."""
    if not isinstance(text, str):
        raise NotCanonical
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NotCanonical from None
    if to_text(data) != text or (length is not None and len(data) != length):
        raise NotCanonical
    return data


def context(purpose: str, *parts: str | int) -> bytes:
    """Bytes that bind a key or a box to what it is for; no two lists of parts give the same bytes."""
    return encode(["mutualaid", 1, purpose, *parts])
