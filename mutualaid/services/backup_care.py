"""Backups that the program makes by itself: when, where, and which of them stay."""

from __future__ import annotations

import contextlib
import json
from datetime import datetime
from pathlib import Path

from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import NoSpace, Refused
from mutualaid.records.views import Changed
from mutualaid.services import backup_files
from mutualaid.services.backup_making import ONE_AT_A_TIME, BackupLine, back_up, settle
from mutualaid.services.backup_rules import outdated
from mutualaid.services.files import check_outside
from mutualaid.services.office import Office
from mutualaid.store.backups import KeptBackup
from mutualaid.vault.atomic import sync_folder

_CHOSEN = "backup_folder"


def keep_at(office: Office, *, folder: Path | None) -> Changed:
    """Keep the backups that are made by themselves in `folder`, a stick's perhaps; none: in the store's own again.

    Those that were made stay where they are. Raises Refused("backup_folder_missing" | "target_in_store").
    """
    if folder is not None:
        folder = folder.absolute()
        if not folder.is_dir():
            raise Refused("backup_folder_missing")
        check_outside(folder, office.folder)
    with office.store.write("keep backups elsewhere") as write:
        write.set_meta(_CHOSEN, json.dumps(None if folder is None else str(folder)))
    return Changed()


def kept_at(office: Office) -> Path | None:
    """The folder that was chosen for backups made by themselves; none for the one inside the store's."""
    with office.store.read() as read:
        chosen = json.loads(read.meta(_CHOSEN) or "null")
    return None if chosen is None else Path(chosen)


def due(office: Office, *, now: datetime) -> bool:
    """Whether a backup should be made by itself: something was changed since the last one, which is of another day.

    Of another day, not of an earlier one: after a clock that had jumped ahead, every day is earlier.
    """
    with office.store.read() as read:
        last = next((kept for kept in reversed(read.backups()) if kept.automatic and not is_gone(office, kept)), None)
        return read.worked_since(last.seq if last else 0) and (last is None or last.made_on != now.astimezone().date())


def automatic(office: Office, *, now: datetime, progress: Progress = SILENT) -> BackupLine | None:
    """Make today's backup when one is due, then drop those whose time is over. Returns it, or nothing when none is due.

    It lies in the chosen folder; when that is not there or cannot be written, in the store's own, and its `instead`
    says so. Raises as `back_up`.
    """
    with ONE_AT_A_TIME:
        settle(office)
        if not due(office, now=now):
            return None
        line = one_more(office, now=now, progress=progress)
        prune(office, now=now)
    return line


def one_more(office: Office, *, now: datetime, progress: Progress = SILENT) -> BackupLine:
    """Make a backup whether one is due or not, where those lie that are made by themselves, and as they are pruned.

    Its `instead` says whether the chosen folder could not take it. Raises as `back_up`.
    """
    with ONE_AT_A_TIME:
        return _made(office, now, progress)


def is_gone(office: Office, kept: KeptBackup) -> bool:
    """Whether the backup is gone from a folder that can be looked into."""
    return Path(kept.place).parent.is_dir() and not _is_there(office, kept)


def _made(office: Office, now: datetime, progress: Progress) -> BackupLine:
    chosen, own = kept_at(office), backup_files.own_folder(office.folder)
    day = now.astimezone().date()
    if chosen is not None and chosen.is_dir():
        with contextlib.suppress(NoSpace):
            target = backup_files.free_name(chosen, day)
            return back_up(office, target=target, progress=progress, automatic=True, now=now)
    target = backup_files.free_name(own, day)
    line = back_up(office, target=target, progress=progress, automatic=True, now=now)
    return line._replace(instead=chosen is not None)


def prune(office: Office, *, now: datetime) -> int:
    """Delete backups that were made by themselves and whose time is over, each with its key. Returns how many went.

    Never the newest, nor the newest that lies at its place now; never a file that is not that very backup. One whose
    folder is not there now is seen to when it is.
    """
    with ONE_AT_A_TIME:
        settle(office)
        with office.store.read() as read:
            made = [kept for kept in read.backups() if kept.automatic and kept.finished]
        there = [kept for kept in made if _is_there(office, kept)]
        going = [made[place] for place in sorted(outdated([kept.made_on for kept in made], now.astimezone().date()))]
        gone = [kept for kept in going if kept not in there[-1:] and _deleted(office, kept)]
        if gone:
            with office.store.write("prune backups") as write:
                for kept in gone:
                    write.drop_backup(kept)
    return len(gone)


def _deleted(office: Office, kept: KeptBackup) -> bool:
    """Delete the backup's file. Whether its key may go: not while the file may still lie somewhere out of reach."""
    path = Path(kept.place)
    if not path.parent.is_dir():
        return False
    if _is_there(office, kept):
        try:
            path.unlink()
            sync_folder(path.parent)
        except OSError:
            return False
    return True


def _is_there(office: Office, kept: KeptBackup) -> bool:
    return backup_files.is_backup(Path(kept.place), kept.id, office.vault.vault_id)
