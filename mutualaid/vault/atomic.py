"""Files that are there whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path

from mutualaid.records.errors import NoSpace

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_LEFTOVER = re.compile(r"\..+\.[0-9a-f]{16}\.part")
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}


def as_fault(problem: OSError) -> NoSpace:
    """The fault to show for a failed read or write; it carries no path."""
    return NoSpace("disk_full" if problem.errno in _FULL else "cannot_read_or_write")


def write_whole(path: Path, data: bytes, mode: int = 0o600, *, replace: bool = True) -> None:
    """Write `data` to `path` so that a crash or a full disk leaves the old file or the new one, never a piece.

    The bytes go to a temporary file beside it, reach the disk, then take the name. With `replace=False` a file that
    is already there is left as it is and FileExistsError is raised. Raises NoSpace("disk_full") or
    NoSpace("cannot_read_or_write"); the temporary file is removed then.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        _write_durably(part, data, mode)
        if replace:
            os.replace(part, path)
        else:
            publish_new(part, path)
        sync_folder(path.parent)
    except OSError as problem:
        if isinstance(problem, FileExistsError) and not replace:
            raise
        raise as_fault(problem) from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def write_each(paths: Sequence[Path], data: bytes, mode: int = 0o600) -> None:
    """Write `data` to every one of `paths`, which lie in one folder, in their order; each is whole or as it was.

    All temporary files reach the disk before the first takes its name, so a full disk leaves every file as it was, and
    a crash between two names leaves the first new and the others old. Raises NoSpace as `write_whole`.
    """
    parts = [path.with_name(f".{path.name}.{secrets.token_hex(8)}.part") for path in paths]
    try:
        for part in parts:
            _write_durably(part, data, mode)
        for part, path in zip(parts, paths, strict=True):
            os.replace(part, path)
            sync_folder(path.parent)
    except OSError as problem:
        raise as_fault(problem) from None
    finally:
        for part in parts:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def remove_leftovers(folder: Path) -> int:
    """Remove what a killed `write_whole`, or a job with a folder of its own, left in `folder`; returns how many.

    Call it on a store's own folder only, while holding the store's lock.
    """
    removed = 0
    for entry in folder.iterdir():
        if _LEFTOVER.fullmatch(entry.name):
            with contextlib.suppress(OSError):
                if entry.is_dir() and not entry.is_symlink():
                    shutil.rmtree(entry)
                else:
                    entry.unlink()
                removed += 1
    return removed


def is_leftover(path: Path) -> bool:
    """Whether `path` is named as a temporary file of `write_whole`."""
    return _LEFTOVER.fullmatch(path.name) is not None


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable, where the system can (Windows keeps them so by itself)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(descriptor)
    except OSError as problem:
        # Some network and FUSE folders refuse to sync a directory; the file itself has reached the disk.
        if problem.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


def _write_durably(path: Path, data: bytes, mode: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, mode)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def publish_new(part: Path, path: Path) -> None:
    """Give the finished file `part` the name `path`, unless that is taken. Raises FileExistsError, OSError."""
    try:
        os.link(part, path)  # unlike a rename, a link never replaces what is there
    except OSError as problem:
        if problem.errno not in _NO_LINKS:
            raise
        if path.exists():  # a stick's file system without links: the best it allows
            raise FileExistsError(errno.EEXIST, "the file is already there") from None
        os.replace(part, path)
