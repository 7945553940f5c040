"""Bytes of a file that somebody exported somewhere, as text: byte-order marks, UTF-8, UTF-16, then a good guess."""

from __future__ import annotations

import codecs
import re

from mutualaid.records.errors import BadInput

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ALLOWED = ("cp1252", "mac_roman", "cp850", "iso8859_15", "latin_1")
"""One-byte encodings that spreadsheets of the Americas and western Europe still write."""

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_SAMPLE = 65536


def decode(data: bytes) -> str:
    """The text of `data`, without a byte-order mark.

    Raises BadInput("file_empty"), and BadInput("file_not_text") for anything that is no text.
    """
    if not data:
        raise BadInput("file_empty")
    text = _decoded(data)
    sample = text[:_SAMPLE]
    if "\x00" in text or len(_CONTROL.findall(sample)) > len(sample) // 200:
        raise BadInput("file_not_text")
    if not text.strip():
        raise BadInput("file_empty")
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding).removeprefix("\ufeff")
    unmarked = _utf16_without_mark(data)
    if unmarked is not None:
        return _strict(data, unmarked)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _one_byte(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise BadInput("file_not_text") from None


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 of western text has a zero for every other byte, always on the same side."""
    head = data[:4096]
    half = max(1, len(head) // 2)
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > half * 0.6 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _one_byte(data: bytes) -> str:
    """Windows-1252 unless the look of the letters speaks for another of the few; the guess is only a hint."""
    if b"\x00" in data:
        raise BadInput("file_not_text")
    from charset_normalizer import from_bytes  # slow to import, and rarely needed

    guess = from_bytes(data[:_SAMPLE], cp_isolation=list(_ALLOWED)).best()
    for encoding in dict.fromkeys(("cp1252", guess.encoding if guess is not None else "cp1252", "mac_roman")):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text[:_SAMPLE]):
            return text
    raise BadInput("file_not_text")
