"""The event file's outer form: a signed header, then signed and chained records, which anyone with the kit can verify.

Nothing here needs the key that opens a record. What stands in clear is what the event laptop must know to go on after a
power cut: which event and file it is, of what kind each record is, and so how many forms there are. docs/files.md
describes the format.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from mutualaid.records.errors import BadInput
from mutualaid.vault import canonical, hybrid
from mutualaid.vault.canonical import NotCanonical, context, to_bytes

FORMAT = "mutualaid event file"
VERSION = 1
MARK = b"\nRECORD\n"
"""Before each record. One is written at a time, so a file that breaks off has no second mark after the break."""
BLOCK = 1024
MAX_PLAIN = 64 * BLOCK
MAX_BYTES = 1 << 28
"""A larger file (256 MiB, some ten thousand forms) is refused before it is read."""
SIGNATURE = 64

_HEADER_MOST = 2048
_LENGTH = 4
_HEAD = len(MARK) + 1 + _LENGTH
_RECORD_MOST = _HEAD + MAX_PLAIN + hybrid.OVERHEAD + SIGNATURE
_FIELDS = frozenset({"event", "file", "format", "public_key", "signature", "verify_key", "version"})


class Entry(StrEnum):
    """What a record is: the opening of a sitting, a form so far, a whole form, a form given up, a closing slip."""

    BEGIN = "B"
    PAGE = "P"
    WHOLE = "W"
    DROP = "D"
    SLIP = "S"


@dataclass(frozen=True)
class Header:
    """Whose file it is: ids of the event and of the file, the SHA-256 of the key it is sealed to, the verifying key."""

    event: str
    file: str
    public_key: str
    verify_key: str
    line: bytes = b""

    @property
    def digest(self) -> bytes:
        """Where the chain begins."""
        return hashlib.sha256(self.line).digest()


@dataclass(frozen=True, repr=False)
class Record:
    """A record whose signature and place in the chain hold. `before` and `digest` are the chain's two ends at it."""

    kind: Entry
    number: int
    start: int
    end: int
    before: bytes
    digest: bytes
    sealed: bytes

    def __repr__(self) -> str:
        return f"<Record {self.number} {self.kind.name}>"


@dataclass
class Count:
    """What has been sealed so far. `open`: a form is under way; `unfinished`: forms that broke off for good."""

    whole: int = 0
    unfinished: int = 0
    open: bool = False

    def add(self, kind: Entry) -> None:
        """Count a record in."""
        if kind in (Entry.BEGIN, Entry.SLIP):
            self.unfinished += self.open
        self.whole += kind is Entry.WHOLE
        self.open = kind is Entry.PAGE


def header_bytes(header: Header) -> bytes:
    """What a header's signature is over."""
    return context("event file", header.event, header.file, header.public_key, header.verify_key)


def header_line(header: Header, signature: bytes) -> bytes:
    """The header as the file's first line."""
    fields = {
        "event": header.event,
        "file": header.file,
        "format": FORMAT,
        "public_key": header.public_key,
        "signature": canonical.to_text(signature),
        "verify_key": header.verify_key,
        "version": VERSION,
    }
    return canonical.encode(fields) + b"\n"


def read_header(stream: BinaryIO) -> Header:
    """The header at the stream's beginning; its signature is checked only by the key that the header itself names.

    Raises BadInput("not_an_event_file" | "event_file_newer_version" | "event_file_damaged").
    """
    line = stream.readline(_HEADER_MOST)
    if FORMAT.encode() not in line:
        raise BadInput("not_an_event_file")
    try:
        found = canonical.decode(line.removesuffix(b"\n"))
        if found.get("format") != FORMAT:
            raise NotCanonical
        version = found.get("version")
        if type(version) is int and version > VERSION:
            raise BadInput("event_file_newer_version")
        if set(found) != _FIELDS or type(version) is not int or version != VERSION or not line.endswith(b"\n"):
            raise NotCanonical
        header = Header(
            event=_hex(found["event"], 32),
            file=_hex(found["file"], 32),
            public_key=_hex(found["public_key"], 64),
            verify_key=_hex(found["verify_key"], 64),
            line=line,
        )
        if not verifies(header.verify_key, to_bytes(found["signature"], SIGNATURE), header_bytes(header)):
            raise NotCanonical
    except NotCanonical:
        raise BadInput("event_file_damaged") from None
    return header


def _hex(text: object, length: int) -> str:
    if not isinstance(text, str) or len(text) != length or not set(text) <= set("0123456789abcdef"):
        raise NotCanonical
    return text


def verifies(verify_key: str, signature: bytes, message: bytes) -> bool:
    """Whether the Ed25519 signature holds; `verify_key` is in hex."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(verify_key)).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def bound_to(header: Header, kind: Entry, number: int, before: bytes) -> bytes:
    """What a record is sealed under: it opens in its own place of its own file, and nowhere else."""
    return context("event record", header.event, header.file, kind.value, number, before.hex())


def record_bytes(header: Header, kind: Entry, number: int, before: bytes, sealed: bytes) -> bytes:
    """What a record's signature is over."""
    digest = hashlib.sha256(sealed).hexdigest()
    return context("event record signature", header.event, header.file, kind.value, number, before.hex(), digest)


def framed(kind: Entry, sealed: bytes, signature: bytes) -> bytes:
    """A record as the file has it."""
    return MARK + kind.value.encode() + len(sealed).to_bytes(_LENGTH, "big") + sealed + signature


def chained(before: bytes, record: bytes) -> bytes:
    """The chain after a record."""
    return hashlib.sha256(before + record).digest()


class Walk:
    """The sound records of a file from its beginning, each verified; then `end` and `tail` say where and why it ended.

    `tail`: "" when the file ends with its last sound record; "torn" when a single record, the last, is not whole, as a
    power cut leaves it; "damaged" when more followed what does not hold.
    """

    def __init__(self, stream: BinaryIO, header: Header) -> None:
        self._stream, self._header = stream, header
        self.end = len(header.line)
        self.digest = header.digest
        self.number = 0
        self.count = Count()
        self.tail = ""

    def __iter__(self) -> Iterator[Record]:
        self._stream.seek(self.end)
        while head := self._stream.read(_HEAD):
            record = self._record(head)
            if record is None:
                self._stream.seek(self.end + 1)
                self.tail = "damaged" if self._marked_again() else "torn"
                return
            self.end, self.digest, self.number = record.end, record.digest, record.number
            self.count.add(record.kind)
            yield record

    def _record(self, head: bytes) -> Record | None:
        """The record that begins with `head`, none when it is not whole or does not hold."""
        size = int.from_bytes(head[-_LENGTH:], "big") - hybrid.OVERHEAD
        if len(head) < _HEAD or not head.startswith(MARK) or not BLOCK <= size <= MAX_PLAIN or size % BLOCK:
            return None
        try:
            kind = Entry(head[len(MARK) : len(MARK) + 1].decode("ascii"))
        except ValueError:
            return None
        body = self._stream.read(size + hybrid.OVERHEAD + SIGNATURE)
        sealed, signature = body[: size + hybrid.OVERHEAD], body[size + hybrid.OVERHEAD :]
        signed = record_bytes(self._header, kind, self.number + 1, self.digest, sealed)
        if len(signature) < SIGNATURE or not verifies(self._header.verify_key, signature, signed):
            return None
        whole = head + body
        after = chained(self.digest, whole)
        return Record(kind, self.number + 1, self.end, self.end + len(whole), self.digest, after, sealed)

    def _marked_again(self) -> bool:
        """Whether another record's mark follows; what is longer than any record is no torn one either."""
        rest = self._stream.read(_RECORD_MOST + 1)
        return len(rest) >= _RECORD_MOST or MARK in rest
