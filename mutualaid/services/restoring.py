"""From a backup to a store again, in a folder of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from mutualaid.progress import SILENT, Progress, Share
from mutualaid.services import backup_files, release_lock
from mutualaid.services.new_folder import check_folder, take_place, workplace
from mutualaid.services.office import Office
from mutualaid.store.backups import KeptBackup
from mutualaid.store.copying import copy_store
from mutualaid.store.store import Store
from mutualaid.vault import atomic, container, keyfile, names, rotation, ways
from mutualaid.vault import passphrase as phrases
from mutualaid.vault.kdf import Argon2Cost
from mutualaid.vault.keyfile import OpenVault
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.lock import StoreLock


def restore(
    path: Path,
    folder: Path,
    *,
    recovery: str | Sequence[str],
    passphrase: str,
    coordinator: str = "",
    kdf: Argon2Cost | None = None,
    progress: Progress = SILENT,
    now: datetime | None = None,
) -> Office:
    """Make a store of the backup at `path` in the new or empty `folder`, and open it.

    `recovery` are the words, or two sheets as two texts; they open the new store too. Passphrases of before do not:
    `passphrase` is the only one, and belongs to `coordinator`, or else to whoever made the backup. Periods that may
    have been published after the backup stay closed for releases (see `releases.make_release`).

    Raises Refused("store_exists" | "folder_not_empty" | "target_exists" | "passphrase_..." | "coordinator_name"),
    WrongPassphrase, BadInput("file_missing" | "not_a_backup"), Damaged("backup_..."), NoSpace, Cancelled; then there is
    no folder that was not there before.
    """
    phrases.check(passphrase)
    folder, day = folder.absolute(), (now or datetime.now(UTC)).astimezone().date()
    check_folder(folder)
    head = container.read_head(path)
    with workplace(folder) as place:
        (place / "backup").mkdir(mode=0o700)
        fresh = StoreFolder(place / "store")
        fresh.path.mkdir(mode=0o700)
        with backup_files.opened(
            path, head, place / "backup", recovery=recovery, progress=Share(progress, 0, 450)
        ) as opened:
            own, latest = opened.examined.own, opened.examined.latest
            name = names.checked(coordinator or (own.made_by if own else latest.actor if latest else ""))
            data, keys = rotation.sealed_for(opened.keys, slots="recovery", folder=fresh)
            with keys:
                _copied(opened, keys, Share(progress, 450, 900))
                atomic.write_each((fresh.keyfile, fresh.keyfile_copy), data)
                ways.add_passphrase(keys, passphrase=passphrase, name=name, kdf=kdf)
        progress.step(950, Share.WHOLE)
        vault = keyfile.open_with_passphrase(fresh, passphrase)
        try:
            _marked(vault, own, path, day)
            progress.step(Share.WHOLE, Share.WHOLE)
            take_place(fresh.path, folder)
        except BaseException:
            vault.close()
            raise
    return _opened(vault, folder)


def _copied(opened: backup_files.OpenedBackup, keys: OpenVault, progress: Progress) -> None:
    store = Store(opened.keys, opened.database)
    try:
        copy_store(store, to=keys, path=keys.folder.store, progress=progress, lineage=keys.lineage)
    finally:
        store.close()


def _marked(vault: OpenVault, own: KeptBackup | None, path: Path, day: date) -> None:
    """Note the restore in the new store: where its backup lies, and until when a release may be missing."""
    store = Store.open(vault)
    try:
        with store.write("restore") as write:
            latest = [line.at.astimezone().date() for line in write.journal(1)]
            release_lock.lock(write, through=max([day, *latest]))
            if own is not None:
                write.finish_backup(own.id, place=str(path.absolute()))
    finally:
        store.close()


def _opened(vault: OpenVault, folder: Path) -> Office:
    vault.folder = StoreFolder(folder)
    lock = StoreLock(vault.folder)
    try:
        lock.acquire()
        return Office(vault=vault, store=Store.open(vault), lock=lock)
    except BaseException:
        vault.close()
        lock.release()
        raise
