"""Backups as files: where they lie, what they are called, and opening one for a look inside."""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mutualaid.progress import Progress, Share
from mutualaid.records.errors import Damaged, Fault, Refused
from mutualaid.store.examining import Examined, examine
from mutualaid.vault import container, keyfile
from mutualaid.vault.atomic import as_fault
from mutualaid.vault.container import Head
from mutualaid.vault.keyfile import OpenVault
from mutualaid.vault.layout import StoreFolder

FOLDER = "backups"
"""Where backups lie unless another folder is chosen, inside the store's."""


@dataclass(frozen=True)
class OpenedBackup:
    """A backup whose checksum and MAC have held, unpacked for as long as it is looked at."""

    keys: OpenVault
    database: Path
    examined: Examined


def own_folder(store: Path) -> Path:
    """The folder for backups inside the store's."""
    return store / FOLDER


def make_own_folder(folder: Path, store: Path) -> None:
    """Make the folder for backups inside the store's, when that is the one. Raises NoSpace."""
    if folder.absolute() == own_folder(store).absolute():
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as problem:
            raise as_fault(problem) from None


def free_name(folder: Path, day: date) -> Path:
    """A name that is not taken: the day, and a number after the first of a day. It tells nothing else."""
    stem = f"mutualaid-{day.isoformat()}"
    names = (f"{stem}.backup" if number == 1 else f"{stem}-{number}.backup" for number in range(1, 10_000))
    return next(path for name in names if not (path := folder / name).exists() and not path.is_symlink())


def check_place(target: Path, store: Path) -> None:
    """Raise Refused("target_exists" | "target_in_store") unless a new backup may lie there."""
    if target.exists() or target.is_symlink():
        raise Refused("target_exists")
    folder = target.parent.resolve()
    if folder.is_relative_to(store.resolve()) and folder != own_folder(store).resolve():
        raise Refused("target_in_store")


def is_backup(path: Path, backup_id: str, vault_id: str) -> bool:
    """Whether that very backup lies whole at `path`, as far as its beginning and its size tell."""
    try:
        keys = container.read_head(path).keys
    except Fault:
        return False
    return keys.lineage == backup_id and keys.vault_id == vault_id


@contextlib.contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """A folder for the encrypted files of one job, inside `folder`; gone afterwards.

    A killed program's is found by its name, and removed when the store is opened next.
    """
    place = folder / f".backup.{secrets.token_hex(8)}.part"
    try:
        place.mkdir(mode=0o700)
    except OSError as problem:
        raise as_fault(problem) from None
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextlib.contextmanager
def opened(
    path: Path,
    head: Head,
    place: Path,
    *,
    recovery: str | Sequence[str] | None = None,
    root: bytes | None = None,
    progress: Progress,
) -> Iterator[OpenedBackup]:
    """Unpack the backup into the empty folder `place` and read it from end to end.

    Opened by recovery words or by the root that its store kept. Raises WrongPassphrase as the vault does, Damaged
    ("backup_damaged" | "backup_truncated" | "backup_altered", or as a store does), NoSpace, Cancelled.
    """
    try:
        keys = keyfile.open_document(head.keyfile, folder=StoreFolder(place), words=recovery, root=root)
    except Damaged as fault:
        if fault.code != "keyfile_damaged":
            raise
        raise Damaged("backup_altered") from None  # its checksum held, so somebody made it fit
    with keys:
        database = keys.folder.store
        container.unpack(path, head, keys, database=database, progress=Share(progress, 0, 300))
        examined = examine(database, keys, lineage=keys.lineage, progress=Share(progress, 300, 300))
        progress.step(Share.WHOLE, Share.WHOLE)
        yield OpenedBackup(keys, database, examined)
