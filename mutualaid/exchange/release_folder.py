"""The folder of a release: there whole or not at all, on a stick as on a disk."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from mutualaid.records.errors import InUse, NoSpace, Refused
from mutualaid.vault import atomic
from mutualaid.vault.lock import hold

_PLAIN_NAME = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z0-9]+)+")
_LEFT = re.compile(r"\.release-.+\.[0-9a-f]{16}\.part")
_TRIES = 5
_LOCK, _UNFINISHED = "lock", "release"


def write_release_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files into the new `folder`, whole or not at all. Raises as `release_folder`."""
    with release_folder(folder, files):
        pass


@contextmanager
def release_folder(folder: Path, files: Mapping[str, bytes]) -> Iterator[None]:
    """Have room for the files beside the new `folder` while the block runs; after it they appear there, all at once.

    While the block settles what they say, files of their lengths lie synced in a temporary folder and hold nothing:
    work killed there leaves no draw that nobody remembers. They are filled, synced and renamed at the end; when
    anything fails, in here or in the block, the temporary folder is removed, and what killed work left there before
    too. Nobody's rights are set: a stick has none, and the files are public. Raises Refused("release_folder_exists")
    when `folder` is already there, NoSpace ("disk_full" or "cannot_read_or_write").
    """
    if os.path.lexists(folder):
        raise Refused("release_folder_exists")
    if not all(_PLAIN_NAME.fullmatch(name) for name in files):
        raise ValueError("a file of a release lies in its folder, under a name that every system takes")
    with _faults():
        folder.parent.mkdir(parents=True, exist_ok=True)
    with _workplace(folder) as place:
        with _faults():
            unfinished = place / _UNFINISHED
            unfinished.mkdir()
            for name, data in files.items():
                _write_synced(unfinished / name, bytes(len(data)), "xb")
            atomic.sync_folder(unfinished)
        yield
        if os.path.lexists(folder):
            raise Refused("release_folder_exists")
        with _faults():
            for name, data in files.items():
                _write_synced(unfinished / name, data, "r+b")
            unfinished.rename(folder)
            atomic.sync_folder(folder.parent)


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    """A new folder beside `folder`, locked for as long as the block runs and removed after it.

    The lock tells a folder that is being worked in from one that killed work left behind.
    """
    with _faults():
        for left in folder.parent.iterdir():
            with suppress(OSError):  # somebody else's, or on its way out: no reason to refuse the release
                _remove_left(left)
        place, descriptor = _locked_folder(folder)
    try:
        yield place
    finally:
        os.close(descriptor)
        shutil.rmtree(place, ignore_errors=True)


def _locked_folder(folder: Path) -> tuple[Path, int]:
    for _ in range(_TRIES):
        place = folder.with_name(f".{folder.name}.{secrets.token_hex(8)}.part")
        place.mkdir()
        descriptor = os.open(place / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            hold(descriptor, "store_in_use")
        except InUse:
            os.close(descriptor)  # another export took the folder for a left one before it was locked
            continue
        except NoSpace:
            return place, descriptor  # a stick or a share without locks: then nobody else locks there either
        if (place / _LOCK).exists():
            return place, descriptor
        os.close(descriptor)
    raise OSError(errno.EBUSY, "every folder was taken away")


def _remove_left(place: Path) -> None:
    """Remove a folder of ours in which nobody works; anything else is left alone."""
    if not _LEFT.fullmatch(place.name) or place.is_symlink() or not place.is_dir():
        return
    if {inner.name for inner in place.iterdir()} - {_LOCK, _UNFINISHED}:
        return
    descriptor = os.open(place / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        hold(descriptor, "store_in_use")
        shutil.rmtree(place, ignore_errors=True)
    except (InUse, NoSpace):
        return
    finally:
        os.close(descriptor)
    shutil.rmtree(place, ignore_errors=True)  # where an open file cannot be removed, the lock was left


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise atomic.as_fault(error) from None


def _write_synced(path: Path, data: bytes, mode: Literal["xb", "r+b"]) -> None:
    with path.open(mode) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
