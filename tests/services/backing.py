"""What an office holds, in one value that can be compared; and a busy office to back up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mutualaid.services import backups
from mutualaid.services.office import Office, create_office
from mutualaid.services.sampling import fill_sample
from mutualaid.store.registry import KINDS
from tests.services.make import CHEAP, PASSPHRASE, TODAY, helper, home, stock, wants

ANOTHER = "una vaca azul mira la luna"


def busy_office(folder: Path, language: str = "en") -> tuple[Office, str]:
    """An office with something of everything, and its recovery words."""
    office, words = create_office(folder, passphrase=PASSPHRASE, coordinator="Lupe", language=language, kdf=CHEAP)
    fill_sample(office, households=20, needs=60, volunteers=8, lots=10, seed=3, until=TODAY, months=3)
    home(office, wants(office, "food", notes="toca dos veces"), contact_name="Rosa Tum", address="2234 S Kedzie")
    helper(office)
    stock(office, "produce_box", 40)
    with office.store.write("release") as write:
        write.append_ledger(b"an entry that was published")
    return office, words


def holds(office: Office) -> dict[str, Any]:
    """Every record with its uid, settings, stock, what searches find, the ledger and the journal."""
    with office.store.read() as read:
        records = {kind.__name__: [(row.uid, row.record.model_dump_json()) for row in read.all(kind)] for kind in KINDS}
        return {
            "records": records,
            "settings": read.settings(),
            "stock": read.stock(),
            "found": [read.search(text) for text in ("rosa", "kedz", "veces", "arroz")],
            "ledger": read.ledger(),
            "journal": read.journal(100),
            "backup folder": read.meta("backup_folder"),
        }


def back_up(office: Office, target: Path) -> Path:
    """A backup at `target`."""
    return backups.back_up(office, target=target).path


def restore(path: Path, folder: Path, words: Any, **more: Any) -> Office:
    """The office that the backup was of, under a new passphrase at a cheap cost."""
    return backups.restore(path, folder, recovery=words, passphrase=ANOTHER, kdf=CHEAP, **more)


def everything_in(folder: Path) -> set[str]:
    """The names of all that lies under `folder`, but what the database keeps beside itself while it is open."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.name.endswith(("-wal", "-shm"))}
