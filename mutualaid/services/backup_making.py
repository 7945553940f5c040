"""Making a backup, whole or not at all, and the list of those that there are."""

from __future__ import annotations

import contextlib
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mutualaid.progress import SILENT, Progress, Share
from mutualaid.records.errors import Damaged, Fault, NoSpace
from mutualaid.services import backup_files
from mutualaid.store.backups import KeptBackup
from mutualaid.store.copying import copy_store
from mutualaid.store.examining import count_rows
from mutualaid.store.faults import files_translated
from mutualaid.store.store import Store
from mutualaid.vault import container, rotation
from mutualaid.vault.keyfile import OpenVault
from mutualaid.vault.layout import StoreFolder

if TYPE_CHECKING:
    from mutualaid.services.office import Office  # which opens a store, and may have to back it up for that

ONE_AT_A_TIME = threading.RLock()
"""Making and pruning look at the same list; a pruning in mid-making would take the making for one cut short."""


class BackupLine(NamedTuple):
    """A backup as its store lists it.

    `there`: it lies at `path` now. `instead`: the chosen folder could not take it, so it lies in the store's own.
    """

    id: str
    made_at: datetime
    made_by: str
    automatic: bool
    path: Path
    there: bool
    instead: bool = False


def back_up(
    office: Office, *, target: Path, progress: Progress = SILENT, automatic: bool = False, now: datetime | None = None
) -> BackupLine:
    """Write a backup of this moment to the new file `target`; others may go on working.

    It opens by the recovery words or two sheets, never by a passphrase. It is read back whole before it takes its
    name, and the store keeps its key. Raises Refused("target_exists" | "target_in_store" | "slots_without_paper"),
    NoSpace, Damaged, Cancelled; then there is no file, and the list is as it was.
    """
    target, moment = target.absolute(), now or datetime.now(UTC)
    with ONE_AT_A_TIME:
        backup_files.check_place(target, office.folder)
        settle(office)
        backup_files.make_own_folder(target.parent, office.folder)
        with backup_files.workplace(office.folder) as place:
            keyfile, keys = rotation.sealed_for(office.vault, slots="recovery", folder=StoreFolder(place / "copy"))
            with keys:
                kept = _described(office.store, office.coordinator, keys, target, moment, automatic=automatic)
                # Remembered before any of it is written: a file whose key is lost could be neither checked nor pruned.
                with office.store.write("backup") as write:
                    write.begin_backup(kept)
                try:
                    part = _written(office.store, keyfile, keys, kept, place, progress)
                    container.publish(part, target)
                    with office.store.write("backup") as write:
                        write.finish_backup(kept.id)
                except BaseException:
                    _take_back(office, kept)
                    raise
    return line_of(office, kept)


class BackupFirst:
    """The backup of a store that is about to be brought up to date; call it with the store as it still is.

    The list of backups may not be there yet, so `note` writes the backup down once it is; `take_back` when that never
    comes to pass. A call raises as `back_up` does, and then nothing may be changed.
    """

    def __init__(self, vault: OpenVault, *, progress: Progress = SILENT, now: datetime | None = None) -> None:
        self._vault = vault
        self._progress = progress
        self._moment = now or datetime.now(UTC)
        self._made: KeptBackup | None = None

    def __call__(self, store: Store) -> None:
        """Make it, in the store's own folder for backups."""
        home = self._vault.folder.path
        folder = backup_files.own_folder(home)
        backup_files.make_own_folder(folder, home)
        target = backup_files.free_name(folder, self._moment.astimezone().date())
        with backup_files.workplace(home) as place:
            keyfile, keys = rotation.sealed_for(self._vault, slots="recovery", folder=StoreFolder(place / "copy"))
            with keys:
                kept = _described(store, self._vault.coordinator, keys, target, self._moment, automatic=True)
                container.publish(_written(store, keyfile, keys, kept, place, self._progress), target)
        self._made = kept

    def note(self, store: Store) -> None:
        """Write it down in the store's list, when one was made."""
        if self._made is None:
            return
        try:
            with store.write("backup") as write:
                write.begin_backup(self._made)
                write.finish_backup(self._made.id)
        except BaseException:
            self.take_back()
            raise

    def take_back(self) -> None:
        """Remove what was made: the store is as it was."""
        if self._made is not None:
            with contextlib.suppress(OSError):
                Path(self._made.place).unlink()


def _described(
    store: Store, by: str, keys: OpenVault, target: Path, moment: datetime, *, automatic: bool
) -> KeptBackup:
    with store.read() as read:
        latest = read.journal(1)
    return KeptBackup(
        id=keys.lineage,
        made_at=moment.astimezone(UTC),
        made_on=moment.astimezone().date(),
        made_by=by,
        automatic=automatic,
        place=str(target),
        seq=latest[0].seq if latest else 0,
        root=keys.root,
    )


def _written(store: Store, keyfile: bytes, keys: OpenVault, kept: KeptBackup, place: Path, progress: Progress) -> Path:
    """The finished file under its first name, read back by the kept key alone.

    Raises NoSpace("backup_not_sound") when it is not what was copied; then it is gone.
    """
    target, copy = Path(kept.place), keys.folder
    part = container.part_of(target, kept.id)
    try:
        with files_translated():
            copy.path.mkdir(mode=0o700)
            copy_store(store, to=keys, path=copy.store, progress=Share(progress, 0, 400), lineage=keys.lineage)
            counts = count_rows(copy.store, keys)
            container.write_part(
                target, keyfile=keyfile, keys=keys, database=copy.store, progress=Share(progress, 400, 600)
            )
            copy.store.unlink()
            (place / "again").mkdir(mode=0o700)
            _read_back(store, part, kept, counts, place / "again", Share(progress, 600, 1000))
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    return part


def _read_back(
    store: Store, part: Path, kept: KeptBackup, counts: dict[str, int], place: Path, progress: Progress
) -> None:
    """What is wrong with the store itself is wrong with its backup too, and no reason to be without one."""
    try:
        with backup_files.opened(part, container.read_head(part), place, root=kept.root, progress=progress) as opened:
            examined = opened.examined
    except Damaged:
        raise NoSpace("backup_not_sound") from None
    told = {finding.code for finding in examined.findings}
    if told:
        with store.read() as read:
            told -= {finding.code for finding in read.verify()}
    if told or examined.counts != counts:
        raise NoSpace("backup_not_sound")


def _take_back(office: Office, kept: KeptBackup) -> None:
    """Leave nothing of a backup that was not finished: not its file, not its key."""
    target = Path(kept.place)
    with contextlib.suppress(OSError):
        container.part_of(target, kept.id).unlink(missing_ok=True)
    if backup_files.is_backup(target, kept.id, office.vault.vault_id):
        with contextlib.suppress(OSError):
            target.unlink()
    with contextlib.suppress(Fault), office.store.write("backup") as write:
        write.drop_backup(kept)


def settle(office: Office) -> None:
    """See to backups whose making was cut short by a crash: one that got its name is whole, of others nothing stays.

    One that was to lie in a folder that is not there now waits.
    """
    with office.store.read() as read:
        unfinished = [kept for kept in read.backups() if not kept.finished]
    for kept in unfinished:
        target = Path(kept.place)
        if not target.parent.is_dir():
            continue
        if backup_files.is_backup(target, kept.id, office.vault.vault_id):
            with contextlib.suppress(OSError):
                container.part_of(target, kept.id).unlink(missing_ok=True)  # the same file under its first name
            with office.store.write("backup") as write:
                write.finish_backup(kept.id)
        else:
            _take_back(office, kept)


def listed(office: Office) -> list[BackupLine]:
    """The backups that the store knows of, newest first."""
    with office.store.read() as read:
        kept = read.backups()
    return [line_of(office, one) for one in reversed(kept) if one.finished]


def line_of(office: Office, kept: KeptBackup) -> BackupLine:
    """The backup as it is listed."""
    there = backup_files.is_backup(Path(kept.place), kept.id, office.vault.vault_id)
    return BackupLine(kept.id, kept.made_at, kept.made_by, kept.automatic, Path(kept.place), there)
