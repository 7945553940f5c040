"""A backup: one file that holds a keyfile and an encrypted database, with a checksum and a MAC over both.

Nothing here holds the database in memory, and nothing of it is opened before the checksum and the MAC have held.
docs/files.md describes the format for other readers.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput, Damaged, Refused
from mutualaid.vault import atomic, document
from mutualaid.vault.document import KeyDocument
from mutualaid.vault.opened import OpenVault

VERSION = 1
MAX_DATABASE = 2**38
"""A larger database (256 GiB) is refused before any of it is read."""

_MAGIC = b"mutualaid backup "
_FIRST_LINE = re.compile(rb"mutualaid backup (\d{1,4})\n")
_LINE = _MAGIC + str(VERSION).encode() + b"\n"
_SIZES = 4, 8
_DIGEST = 32
_HEAD = len(_LINE) + sum(_SIZES) + _DIGEST
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Head:
    """What stands at a backup's beginning: its keyfile, read and whole, and how large its database is, in bytes."""

    keys: KeyDocument
    keyfile: bytes
    database: int

    @property
    def end(self) -> int:
        """How long the whole file is."""
        return _HEAD + len(self.keyfile) + self.database + 2 * _DIGEST


def part_of(target: Path, lineage: str) -> Path:
    """The temporary file beside `target` that becomes the backup of that lineage."""
    return target.with_name(f".{target.name}.{lineage[:16]}.part")


def write_part(target: Path, *, keyfile: bytes, keys: OpenVault, database: Path, progress: Progress = SILENT) -> Path:
    """Write a backup durably to a temporary file beside `target`; `publish` gives it its name.

    `keys` are those that the keyfile's bytes lead to. Raises NoSpace, Cancelled; then nothing is left.
    """
    part = part_of(target, keys.lineage)
    try:
        with database.open("rb") as source, _new(part) as file:
            size = os.fstat(source.fileno()).st_size
            sizes = len(keyfile).to_bytes(_SIZES[0], "big") + size.to_bytes(_SIZES[1], "big")
            head = _LINE + sizes
            checksum = hashlib.sha256()
            for piece in (head, hashlib.sha256(head).digest(), keyfile):
                checksum.update(piece)
                file.write(piece)
            for piece in _pieces(source, size, progress):
                checksum.update(piece)
                file.write(piece)
            file.write(checksum.digest())
            file.write(_mac(keys, checksum.digest()))
            file.flush()
            os.fsync(file.fileno())
    except BaseException as problem:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(problem, OSError):
            raise atomic.as_fault(problem) from None
        raise
    return part


def publish(part: Path, target: Path) -> None:
    """Give a finished temporary file its name, for good. Raises Refused("target_exists"), NoSpace; then it is gone."""
    try:
        atomic.publish_new(part, target)
        atomic.sync_folder(target.parent)
    except FileExistsError:
        raise Refused("target_exists") from None
    except OSError as problem:
        raise atomic.as_fault(problem) from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def read_head(path: Path) -> Head:
    """The beginning of a backup, checked as far as it goes without a key; the database is not read.

    Raises BadInput("file_missing" | "not_a_backup"), Damaged("backup_truncated" | "backup_damaged" |
    "backup_newer_version" | "keyfile_too_costly"), NoSpace.
    """
    with _reading(path) as file:
        return _head(file)


def unpack(path: Path, head: Head, keys: OpenVault, *, database: Path, progress: Progress = SILENT) -> None:
    """Copy the backup's database, still encrypted, into the new file `database`, and check every byte on the way.

    `head` is the file's own, `keys` what its keyfile leads to. Raises Damaged("backup_truncated" | "backup_damaged" |
    "backup_altered"), NoSpace, Cancelled; then no file is left.
    """
    try:
        with _reading(path) as file, _new(database) as copy:
            if _head(file) != head:
                raise Damaged("backup_damaged")
            file.seek(0)
            checksum = hashlib.sha256(file.read(_HEAD + len(head.keyfile)))
            for piece in _pieces(file, head.database, progress):
                checksum.update(piece)
                copy.write(piece)
            _check_end(file.read(2 * _DIGEST), checksum.digest(), keys)
            copy.flush()
            os.fsync(copy.fileno())
    except BaseException as problem:
        with contextlib.suppress(OSError):
            database.unlink(missing_ok=True)
        if isinstance(problem, OSError):
            raise atomic.as_fault(problem) from None
        raise


def _check_end(end: bytes, checksum: bytes, keys: OpenVault) -> None:
    """The checksum has no key and tells damage; the MAC has one, and tells that somebody made the checksum fit."""
    if end[:_DIGEST] != checksum:
        raise Damaged("backup_damaged")
    if not hmac.compare_digest(end[_DIGEST:], _mac(keys, checksum)):
        # A MAC damaged by accident looks the same; either way these bytes are not those that were written.
        raise Damaged("backup_altered")


def _mac(keys: OpenVault, checksum: bytes) -> bytes:
    return hmac.digest(keys.subkey("backup mac", keys.lineage), checksum, "sha256")


def _head(file: BinaryIO) -> Head:
    start = file.read(_HEAD)
    if not start.startswith(_MAGIC[: len(start)]):
        raise BadInput("not_a_backup")
    if len(start) < _HEAD:
        raise Damaged("backup_truncated")
    line = _FIRST_LINE.match(start)
    if line is None:
        raise Damaged("backup_damaged")
    # Only the first line and what follows it here keep their meaning in every version.
    sizes_end = line.end() + sum(_SIZES)
    start += file.read(sizes_end + _DIGEST - len(start))
    if start[sizes_end:] != hashlib.sha256(start[:sizes_end]).digest():
        raise Damaged("backup_damaged")
    if int(line[1]) != VERSION:
        raise Damaged("backup_newer_version")
    keyfile_size = int.from_bytes(start[line.end() : line.end() + _SIZES[0]], "big")
    database = int.from_bytes(start[line.end() + _SIZES[0] : sizes_end], "big")
    if keyfile_size > document.MAX_BYTES or database > MAX_DATABASE:
        raise Damaged("backup_damaged")
    there = os.fstat(file.fileno()).st_size
    if there != _HEAD + keyfile_size + database + 2 * _DIGEST:
        raise Damaged("backup_truncated" if there < _HEAD + keyfile_size + database + 2 * _DIGEST else "backup_damaged")
    keyfile = file.read(keyfile_size)
    return Head(_keys(keyfile), keyfile, database)


def _keys(keyfile: bytes) -> KeyDocument:
    try:
        return document.parse(keyfile)
    except Damaged as fault:
        if fault.code == "keyfile_damaged":
            raise Damaged("backup_damaged") from None
        if fault.code == "store_newer_version":
            raise Damaged("backup_newer_version") from None
        raise


def _pieces(file: BinaryIO, size: int, progress: Progress) -> Iterator[bytes]:
    done = 0
    while done < size:
        progress.step(done, size)
        piece = file.read(min(_CHUNK, size - done))
        if not piece:
            raise Damaged("backup_truncated")
        done += len(piece)
        yield piece
    progress.step(size, size)


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except (FileNotFoundError, NotADirectoryError):
        raise BadInput("file_missing") from None
    except IsADirectoryError:
        raise BadInput("not_a_backup") from None
    except OSError as problem:
        raise atomic.as_fault(problem) from None


def _new(path: Path) -> BinaryIO:
    """A new file that only its owner reads."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")
