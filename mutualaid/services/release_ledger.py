"""The ledger of releases in the store: read, added to, and copied into a backup before anything leaves the laptop."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput, Damaged, NoSpace, Refused
from mutualaid.services.backup_care import is_gone, one_more
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading
from mutualaid.summaries.ledger import Entry, LedgerEntry, read_entry, read_head, releases_in
from mutualaid.vault import slots

ONE_AT_A_TIME = threading.RLock()
"""Two drawings of one period may never both find it missing in the ledger."""

_KIND = "release_ledger"
"""What the journal calls an entry of the ledger."""


def ledger_of(read: Reading) -> list[Entry]:
    """The ledger's entries, oldest first; of releases without their files. Raises Damaged("release_ledger_broken")."""
    return [read_head(bytes(head)) for head in read.ledger_heads()]


def released_as(read: Reading, release_id: str) -> LedgerEntry:
    """The release with that id, with its files. Raises BadInput("record_gone"), Damaged("release_ledger_broken")."""
    head = next((entry for entry in releases_in(ledger_of(read)) if entry.release_id == release_id), None)
    if head is None:
        raise BadInput("record_gone")
    entry = read_entry(read.ledger_entry(head.seq))
    if not isinstance(entry, LedgerEntry) or entry.hash != head.hash:
        raise Damaged("release_ledger_broken")
    return entry


def require_paper(office: Office) -> None:
    """Raise Refused("slots_without_paper") when no backup could be made, which a release needs."""
    if not any(slot.kind in slots.ON_PAPER for slot in office.vault.document.slots):
        raise Refused("slots_without_paper")


def back_up_releases(office: Office, *, progress: Progress = SILENT) -> None:
    """See to it that a backup holds the ledger with every release in it: call it before a folder appears.

    Raises NoSpace("release_without_backup"), Refused("slots_without_paper"), Cancelled; the release stays settled.
    """
    if _is_backed_up(office):
        return
    try:
        one_more(office, now=datetime.now(UTC), progress=progress)
    except NoSpace:
        raise NoSpace("release_without_backup") from None


def _is_backed_up(office: Office) -> bool:
    """Whether a backup that lies at its place, or out of reach, was made after the newest release was remembered."""
    with office.store.read() as read:
        newest = releases_in(ledger_of(read))[-1]
        change = read.change_of(_KIND, str(newest.seq))
        made = [kept for kept in read.backups() if kept.finished and change is not None and kept.seq >= change]
    return any(not is_gone(office, kept) for kept in made)
