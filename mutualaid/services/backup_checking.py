"""Checking a backup: read from end to end, as a restore would, without restoring it."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from mutualaid.language.errors import sentence
from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput, Damaged, Fault, Refused
from mutualaid.services import backup_files
from mutualaid.services.office import Office
from mutualaid.services.verifying import Finding
from mutualaid.vault import container
from mutualaid.vault.container import Head


class BackupCheck(NamedTuple):
    """What a check found: nothing wrong when `findings` is empty; the rest is what the backup holds, if it opens."""

    findings: list[Finding]
    made_at: datetime | None = None
    made_by: str = ""
    automatic: bool = False
    counts: dict[str, int] = {}  # noqa: RUF012  read only


def check_backup(
    path: Path,
    *,
    office: Office | None = None,
    recovery: str | Sequence[str] | None = None,
    progress: Progress = SILENT,
) -> list[Finding]:
    """What is wrong with a backup; nothing when it is whole and would restore. Raises as `examine_backup`."""
    return examine_backup(path, office=office, recovery=recovery, progress=progress).findings


def examine_backup(
    path: Path,
    *,
    office: Office | None = None,
    recovery: str | Sequence[str] | None = None,
    progress: Progress = SILENT,
) -> BackupCheck:
    """Read a backup from end to end, by the key that `office` kept of it or by recovery words (two sheets: two texts).

    Nothing is written but an encrypted copy for the time of the check. Raises WrongPassphrase when the words do not
    open it, Refused("backup_key_not_kept") when the office does not know it, BadInput("file_missing"), NoSpace,
    Cancelled; whatever is wrong with the file itself is a finding.
    """
    try:
        head = container.read_head(path)
        root = None if office is None else _kept_root(office, head)
        with (
            _workplace(office) as place,
            backup_files.opened(path, head, place, recovery=recovery, root=root, progress=progress) as opened,
        ):
            examined = opened.examined
    except (Damaged, BadInput) as fault:
        if fault.code == "file_missing":
            raise
        return BackupCheck([_finding(fault)])
    own, latest = examined.own, examined.latest
    return BackupCheck(
        findings=[_finding(BadInput(found.code, **found.facts)) for found in examined.findings],
        made_at=own.made_at if own else latest.at if latest else None,
        made_by=own.made_by if own else latest.actor if latest else "",
        automatic=own.automatic if own else False,
        counts=examined.counts,
    )


def _kept_root(office: Office, head: Head) -> bytes:
    if head.keys.vault_id != office.vault.vault_id:
        raise Damaged("backup_of_another_store")
    with office.store.read() as read:
        root = next((kept.root for kept in read.backups() if kept.id == head.keys.lineage), None)
    if root is None:
        raise Refused("backup_key_not_kept")
    return root


def _finding(fault: Fault) -> Finding:
    return Finding(fault.code, sentence(fault))


@contextlib.contextmanager
def _workplace(office: Office | None) -> Iterator[Path]:
    """Where the encrypted copy lies: in the store's folder, else where the system keeps what is temporary."""
    if office is not None:
        with backup_files.workplace(office.folder) as place:
            yield place
    else:
        with tempfile.TemporaryDirectory(prefix="mutualaid-", ignore_cleanup_errors=True) as place:
            yield Path(place)
