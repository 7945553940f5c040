"""Sealing records into an event file: each is on the disk, whole and unreadable here, before its call returns."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from mutualaid.records.errors import BadInput, Fault, NoSpace, Refused
from mutualaid.vault import canonical, groups, hybrid, lock
from mutualaid.vault import intake_record as form
from mutualaid.vault.atomic import as_fault, write_whole
from mutualaid.vault.intake_kit import KitFile
from mutualaid.vault.intake_record import Count, Entry, Header, Walk

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_LENGTH = 4
_LOCKED_AT = 1 << 40
"""Windows locks a stretch of bytes against reading too; this one lies beyond any file's end."""


class SealedFile:
    """An event file that is being written. Its lock is held until `close()`.

    Nothing that was typed reaches the disk unsealed, and nothing is reported as kept that is not there: when a write
    fails, the file is brought back to its last whole record, and the next call tries again.
    """

    def __init__(self, kit: KitFile, path: Path) -> None:
        """Begin a new file at `path`, or go on in the same event's file that is there already.

        What a power cut left of an unacknowledged record is cut off. Raises Refused("event_file_foreign" |
        "event_file_other_event" | "event_file_not_whole"), InUse("event_file_in_use"), NoSpace; a file that is refused
        stays as it is.
        """
        self._signing: Ed25519PrivateKey | None = kit.signing_key()
        self._kit = kit
        if not path.exists() and not path.is_symlink():
            _begin(kit, path, self._signing)
        self._descriptor: int | None = _opened(path)
        try:
            with contextlib.suppress(OSError):
                os.lseek(self._descriptor, _LOCKED_AT, os.SEEK_SET)
            lock.hold(self._descriptor, "event_file_in_use")
            with os.fdopen(os.dup(self._descriptor), "rb") as stream:
                self._header, walk = _looked_over(kit, stream)
        except BaseException as problem:
            self.close()
            if isinstance(problem, OSError):
                raise as_fault(problem) from None
            raise
        self._end, self._digest, self._number = walk.end, walk.digest, walk.number
        self.count: Count = walk.count

    def __repr__(self) -> str:
        return f"<SealedFile of {self.count.whole} forms>"

    @property
    def fingerprint(self) -> str:
        """The chain's end in groups of letters: it changes with every record, and no other file has it."""
        return groups.shown(self._digest)

    def append(self, kind: Entry, content: Mapping[str, Any]) -> None:
        """Seal `content` (plain JSON data) as the next record. Returns when it has reached the disk.

        Raises NoSpace when it has not: nothing was kept then, and calling again tries again. Raises
        BadInput("answer_invalid") for content that is too large, Refused("event_file_closed") after `close()`.
        """
        if self._descriptor is None or self._signing is None:
            raise Refused("event_file_closed")
        place = self._header, kind, self._number + 1, self._digest
        plain = _padded(content)
        sealed = hybrid.seal(self._kit.public_key, plain, form.bound_to(*place))
        plain[:] = bytes(len(plain))
        record = form.framed(kind, sealed, self._signing.sign(form.record_bytes(*place, sealed)))
        self._write(self._descriptor, record)
        self._end += len(record)
        self._digest = form.chained(self._digest, record)
        self._number += 1
        self.count.add(kind)

    def _write(self, descriptor: int, record: bytes) -> None:
        try:
            _cut(descriptor, self._end)  # what a write that failed before may have left
            os.lseek(descriptor, self._end, os.SEEK_SET)
            rest = memoryview(record)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            os.fsync(descriptor)
        except OSError as problem:
            with contextlib.suppress(OSError):
                _cut(descriptor, self._end)
                os.fsync(descriptor)
            raise as_fault(problem) from None

    def close(self) -> None:
        """Give the file back and drop the signing key; safe to call twice."""
        descriptor, self._descriptor = self._descriptor, None
        self._signing = None
        if descriptor is not None:
            os.close(descriptor)


def _begin(kit: KitFile, path: Path, signing: Ed25519PrivateKey) -> None:
    """A new file with its header alone, whole or not at all."""
    bare = Header(
        event=kit.event_id,
        file=secrets.token_hex(16),
        public_key=kit.public_digest,
        verify_key=kit.verify_key.hex(),
    )
    line = form.header_line(bare, signing.sign(form.header_bytes(bare)))
    with contextlib.suppress(FileExistsError):  # another process was quicker: its file is looked over like any other
        write_whole(path, line, replace=False)


def _opened(path: Path) -> int:
    """The file at `path`, open for reading and writing. Raises Refused("event_file_foreign"), NoSpace."""
    flags = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as problem:
        if problem.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO):
            raise Refused("event_file_foreign") from None
        raise as_fault(problem) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Refused("event_file_foreign")
    return descriptor


def _looked_over(kit: KitFile, stream: BinaryIO) -> tuple[Header, Walk]:
    """The file's header and its verified records. Nothing is cut yet: the next write does that."""
    stream.seek(0)
    try:
        header = form.read_header(stream)
    except NoSpace:
        raise
    except Fault:
        raise Refused("event_file_foreign") from None
    keys = kit.public_digest, kit.verify_key.hex()
    if header.event != kit.event_id or (header.public_key, header.verify_key) != keys:
        raise Refused("event_file_other_event")
    walk = Walk(stream, header)
    for _ in walk:
        pass
    if walk.tail == "damaged":
        raise Refused("event_file_not_whole")
    return header, walk


def _padded(content: Mapping[str, Any]) -> bytearray:
    """The content with its length before it, and zeros to whole KiB, so that its size tells little."""
    plain = canonical.encode(dict(content))
    size = -(-(_LENGTH + len(plain)) // form.BLOCK) * form.BLOCK
    if size > form.MAX_PLAIN:
        raise BadInput("answer_invalid", question="")
    padded = bytearray(size)
    padded[:_LENGTH] = len(plain).to_bytes(_LENGTH, "big")
    padded[_LENGTH : _LENGTH + len(plain)] = plain
    return padded


def _cut(descriptor: int, end: int) -> None:
    found = os.fstat(descriptor)
    if not found.st_nlink:  # somebody deleted it: what is written into it would be gone with the program
        raise OSError(errno.ENOENT, "the file is not there any more")
    if found.st_size < end:  # somebody cut it: a record beyond the hole would belong to no chain
        raise OSError(errno.EIO, "the file is shorter than what was sealed")
    if found.st_size != end:
        os.ftruncate(descriptor, end)
