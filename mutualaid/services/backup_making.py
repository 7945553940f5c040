"""Making a backup, whole or not at all, and the list of those that there are."""

from __future__ import annotations

import contextlib
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from mutualaid.progress import SILENT, Progress, Share
from mutualaid.records.errors import Damaged, Fault, NoSpace
from mutualaid.services import backup_files
from mutualaid.services.office import Office
from mutualaid.store.backups import KeptBackup
from mutualaid.store.copying import copy_store
from mutualaid.store.examining import count_rows
from mutualaid.vault import container, rotation
from mutualaid.vault.keyfile import OpenVault
from mutualaid.vault.layout import StoreFolder

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
            copy = StoreFolder(place / "copy")
            copy.path.mkdir(mode=0o700)
            keyfile, keys = rotation.sealed_for(office.vault, slots="recovery", folder=copy)
            with keys:
                kept = _begun(office, keys, target, automatic=automatic, moment=moment)
                try:
                    copy_store(
                        office.store, to=keys, path=copy.store, progress=Share(progress, 0, 400), lineage=keys.lineage
                    )
                    counts = count_rows(copy.store, keys)
                    part = container.write_part(
                        target, keyfile=keyfile, keys=keys, database=copy.store, progress=Share(progress, 400, 600)
                    )
                    copy.store.unlink()
                    _read_back(office, part, kept, counts, place / "again", Share(progress, 600, 1000))
                    container.publish(part, target)
                    with office.store.write("backup") as write:
                        write.finish_backup(kept.id)
                except BaseException:
                    _take_back(office, kept)
                    raise
    return line_of(office, kept)


def _begun(office: Office, keys: OpenVault, target: Path, *, automatic: bool, moment: datetime) -> KeptBackup:
    """Remember the backup before any of it is written: a file whose key is lost could be neither checked nor pruned."""
    with office.store.read() as read:
        latest = read.journal(1)
    kept = KeptBackup(
        id=keys.lineage,
        made_at=moment.astimezone(UTC),
        made_on=moment.astimezone().date(),
        made_by=office.coordinator,
        automatic=automatic,
        place=str(target),
        seq=latest[0].seq if latest else 0,
        root=keys.root,
    )
    with office.store.write("backup") as write:
        write.begin_backup(kept)
    return kept


def _read_back(
    office: Office, part: Path, kept: KeptBackup, counts: dict[str, int], place: Path, progress: Progress
) -> None:
    """Open the finished file by the kept key alone. Raises NoSpace("backup_not_sound") when it is not what was copied.

    What is wrong with the store itself is wrong with its backup too, and no reason to be without one.
    """
    place.mkdir(mode=0o700)
    try:
        with backup_files.opened(part, container.read_head(part), place, root=kept.root, progress=progress) as opened:
            examined = opened.examined
    except Damaged:
        raise NoSpace("backup_not_sound") from None
    told = {finding.code for finding in examined.findings}
    if told:
        with office.store.read() as read:
            told -= {finding.code for finding in read.verify()}
    if told or examined.counts != counts or examined.own is None:
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
