"""Bytes of a file that somebody exported somewhere, as text: byte-order marks, UTF-8, UTF-16, then a good guess."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

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
_SPANISH = re.compile("[áéíóúñüÁÉÍÓÚÑÜ¿]")
_SAMPLE = 65536


@dataclass(frozen=True)
class Encoded:
    """How text lies in bytes: the encoding, how many bytes, their SHA-256, and how many double quotes there are."""

    name: str
    size: int
    digest: str
    quotes: int


def decode(data: bytes) -> str:
    """The text of `data`, without a byte-order mark.

    Raises BadInput("file_empty"), and BadInput("file_not_text") for anything that is no text.
    """
    return data.decode(examine([data]).name).removeprefix("\ufeff")


def examine(pieces: Iterable[bytes]) -> Encoded:
    """Find out the encoding of bytes that come piece by piece, by all of them and not only the first.

    Raises as `decode` does. Of the pieces nothing is kept but the beginning.
    """
    seen = _Seen()
    for piece in pieces:
        seen.take(piece)
    return seen.told()


class _Seen:
    """What is known of bytes so far. Whether one of the one-byte encodings can read them, the set of them tells."""

    def __init__(self) -> None:
        self._hash, self._size, self._quotes = hashlib.sha256(), 0, 0
        self._head, self._bytes, self._nulls = b"", set[int](), False
        self._name = ""
        self._decoder: codecs.IncrementalDecoder = codecs.getincrementaldecoder("utf-8")()
        self._sound, self._blank, self._sample = True, True, ""

    def take(self, piece: bytes) -> None:
        self._hash.update(piece)
        if not self._size and piece:
            self._name = next((name for mark, name in _MARKS if piece.startswith(mark)), "") or (
                _utf16_without_mark(piece) or "utf-8"
            )
            self._decoder = codecs.getincrementaldecoder(self._name)()
        self._size += len(piece)
        if len(self._head) < _SAMPLE:
            self._head += piece[: _SAMPLE - len(self._head)]
        self._bytes |= set(piece)
        if self._sound:
            self._decode(piece, final=False)
        if self._wide:
            return
        self._quotes += piece.count(b'"')
        self._nulls = self._nulls or 0 in self._bytes

    @property
    def _wide(self) -> bool:
        return self._name.startswith(("utf-16", "utf-32"))

    def _decode(self, piece: bytes, *, final: bool) -> None:
        try:
            text = self._decoder.decode(piece, final)
        except UnicodeDecodeError:
            self._sound = False
            return
        if len(self._sample) < _SAMPLE:
            self._sample += text[: _SAMPLE - len(self._sample)]
        self._blank = self._blank and not text.strip("\ufeff").strip()
        if self._wide:
            self._quotes += text.count('"')
            self._nulls = self._nulls or "\x00" in text

    def told(self) -> Encoded:
        if not self._size:
            raise BadInput("file_empty")
        if self._sound:
            self._decode(b"", final=True)
        name, sample = self._name, self._sample
        if not self._sound:
            if name != "utf-8" or self._nulls:
                raise BadInput("file_not_text")
            name = _one_byte(self._head, bytes(sorted(self._bytes)))
            sample = self._head.decode(name)
            self._blank = not sample.strip() and self._size <= _SAMPLE
        if self._nulls or len(_CONTROL.findall(sample)) > len(sample) // 200:
            raise BadInput("file_not_text")
        if self._blank:
            raise BadInput("file_empty")
        return Encoded(name, self._size, self._hash.hexdigest(), self._quotes)


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


def _one_byte(head: bytes, every: bytes) -> str:
    """Windows-1252 unless the letters speak for another of the few: by the accents of Spanish, then by a guess.

    `every` holds each different byte of the file: the encoding has to know them all.
    """
    from charset_normalizer import from_bytes  # slow to import, and rarely needed

    guess = from_bytes(head, cp_isolation=list(_ALLOWED)).best()
    offered = dict.fromkeys(("cp1252", guess.encoding if guess is not None else "cp1252", "mac_roman", "cp850"))
    for encoding in sorted(offered, key=lambda name: -len(_SPANISH.findall(head.decode(name, "replace")))):
        try:
            every.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(head.decode(encoding)):
            return encoding
    raise BadInput("file_not_text")
