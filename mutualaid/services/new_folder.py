"""A folder that appears whole or not at all: where a restore and a salvage build a store."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from mutualaid.records.errors import Fault, Refused
from mutualaid.vault import atomic
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.lock import StoreLock


def check_folder(folder: Path) -> None:
    """Refuse any place but a new or an empty folder: Refused("target_exists" | "store_exists" | "folder_not_empty")."""
    if not os.path.lexists(folder):
        return
    if not folder.is_dir() or folder.is_symlink():
        raise Refused("target_exists")
    if StoreFolder(folder).exists():
        raise Refused("store_exists")
    if any(folder.iterdir()):
        raise Refused("folder_not_empty")


@contextlib.contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """A locked folder beside `folder` for the work, and none of what killed work left there before.

    Folders above that were not there are made, and go again when the work fails. Raises NoSpace, also for an OSError of
    the work itself.
    """
    missing = [above for above in folder.parents if not above.exists()]
    place = folder.with_name(f".{folder.name}.{secrets.token_hex(8)}.part")
    try:
        place.mkdir(mode=0o700, parents=True)
    except OSError as problem:
        raise atomic.as_fault(problem) from None
    try:
        with StoreLock(StoreFolder(place)):
            _remove_leftovers(folder, beside=place)
            yield place
    except BaseException as problem:
        shutil.rmtree(place, ignore_errors=True)
        with contextlib.suppress(OSError):
            for above in missing:
                above.rmdir()  # which takes an empty folder only
        if isinstance(problem, OSError):
            raise atomic.as_fault(problem) from None
        raise
    shutil.rmtree(place, ignore_errors=True)


def _remove_leftovers(folder: Path, *, beside: Path) -> None:
    ours = re.compile(rf"\.{re.escape(folder.name)}\.[0-9a-f]{{16}}\.part")
    for place in folder.parent.iterdir():
        if ours.fullmatch(place.name) and place != beside and place.is_dir() and not place.is_symlink():
            with contextlib.suppress(Fault), StoreLock(StoreFolder(place)):
                shutil.rmtree(place, ignore_errors=True)


def take_place(fresh: Path, folder: Path) -> None:
    """Give the finished folder its name. Raises Refused("target_exists"), NoSpace."""
    try:
        if folder.is_dir():
            folder.rmdir()  # it was empty; what came since is left alone, and ends the work
        fresh.rename(folder)
        atomic.sync_folder(folder.parent)
    except FileExistsError:
        raise Refused("target_exists") from None
    except OSError as problem:
        raise atomic.as_fault(problem) from None
