"""Salvage a damaged store: what its sound pages hold, in a new store that the same secrets open."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from mutualaid.language.catalog import tr
from mutualaid.progress import SILENT, Progress, Share
from mutualaid.records.errors import Damaged, NoSpace
from mutualaid.services import release_lock
from mutualaid.services.files import check_outside
from mutualaid.services.first_records import DEFAULT_ZONE, first_records
from mutualaid.services.new_folder import check_folder, take_place, workplace
from mutualaid.services.office import open_vault
from mutualaid.store.registry import KINDS
from mutualaid.store.salvage.rescue import Given, Rescued, readable, rescue
from mutualaid.store.writing import Writing
from mutualaid.vault import atomic, rotation
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.lock import StoreLock
from mutualaid.vault.opened import OpenVault


class Lost(NamedTuple):
    """So many entries of a kind (a table's name), and the codes of those whose code is known."""

    kind: str
    number: int
    codes: tuple[str, ...]


class Salvaged(NamedTuple):
    """What came back, and what did not.

    `kept` counts records by kind (a table's name), `renewed` those of them whose own page was damaged and which the
    change journal gave back, `outdated` those of these of which a later change may be lost. `lost` are gone; for those
    in `stood_in` a stand-in was made, since others refer to them: it has to be filled in again. `entries` are numbers
    of lost journal entries, as first and last of each run, `releases` those of lost entries of the ledger; `pages`
    counts the damaged pages. `settings`: those of the office are lost.
    """

    kept: dict[str, int]
    renewed: int
    outdated: tuple[Lost, ...]
    lost: tuple[Lost, ...]
    stood_in: tuple[Lost, ...]
    entries: tuple[tuple[int, int], ...]
    releases: tuple[int, ...]
    pages: int
    settings: bool

    @property
    def whole(self) -> bool:
        """Whether nothing at all was lost."""
        return not (self.outdated or self.lost or self.stood_in or self.entries or self.releases or self.settings)


def salvage(
    folder: Path,
    new: Path,
    *,
    passphrase: str | None = None,
    recovery: str | Sequence[str] | None = None,
    keyring: bool = False,
    progress: Progress = SILENT,
) -> Salvaged:
    """Bring everything that is sound in the damaged store in `folder` into a store in the new or empty folder `new`.

    Everyone's passphrase, and the recovery words, open the new store as they did the old, which is only read and may be
    on a disk that cannot be written. Raises Refused("store_exists" | "folder_not_empty" | "target_exists" |
    "target_in_store"), WrongPassphrase, Damaged (of the keyfile, or "store_missing" | "nothing_to_salvage"), InUse,
    NoSpace, Cancelled; then `new` is as it was.
    """
    new = new.absolute()
    check_folder(new)
    check_outside(new, folder)
    place = StoreFolder(folder)
    vault = open_vault(place, passphrase=passphrase, recovery=recovery, keyring=keyring)
    with vault, _untouched(place), workplace(new) as work:
        fresh = StoreFolder(work / "store")
        fresh.path.mkdir(mode=0o700)
        data, keys = rotation.sealed_for(vault, slots="all", folder=fresh)
        with keys:
            rescued = rescue(
                place.store,
                keys=_that_open(vault),
                to=keys,
                given=Given(DEFAULT_ZONE, _remark(), date.today()),
                progress=Share(progress, 0, 990),
                afterwards=_complete,
            )
        atomic.write_each((fresh.keyfile, fresh.keyfile_copy), data)
        progress.step(Share.WHOLE, Share.WHOLE)
        take_place(fresh.path, new)
    return _told(rescued)


def _remark() -> str:
    """The note on a stand-in, in the language of whoever salvages."""
    return tr("What was kept here was lost when the store's file was damaged; ask again.")


@contextlib.contextmanager
def _untouched(place: StoreFolder) -> Iterator[None]:
    """Hold the damaged store's lock, without making one: where there is none, or none can be, nobody has it open."""
    lock = StoreLock(place)
    if place.lock.exists():
        with contextlib.suppress(NoSpace):
            lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _that_open(vault: OpenVault) -> OpenVault:
    """The keys that the damaged file was written under: the present ones, or those that a re-keying was going to."""
    path = vault.folder.store
    if not path.exists():
        raise Damaged("store_missing")
    for keys in (vault, vault.pending):
        if keys is not None and readable(path, keys):
            return keys
    raise Damaged("nothing_to_salvage")


def _complete(write: Writing, rescued: Rescued) -> None:
    """Fill in what an office begins with where it was lost, and keep closed what may have been published unnoticed."""
    lost = {kind for kind, _ in rescued.lost}
    for record in first_records():
        name = KINDS[type(record)].name
        code = getattr(record, "code", "")
        if (name in lost or name not in rescued.kept) and write.by_code(type(record), code) is None:
            write.add(record)
    if rescued.unsure_ledger:
        release_lock.lock(write, through=date.today())


def _told(rescued: Rescued) -> Salvaged:
    return Salvaged(
        kept=rescued.kept,
        renewed=rescued.renewed,
        outdated=_by_kind(rescued.outdated),
        lost=_by_kind(rescued.lost),
        stood_in=_by_kind(rescued.stood_in),
        entries=rescued.gaps,
        releases=rescued.ledger,
        pages=rescued.pages,
        settings=rescued.settings_lost,
    )


def _by_kind(named: Sequence[tuple[str, str]]) -> tuple[Lost, ...]:
    found = []
    for kind in dict.fromkeys(kind for kind, _ in named):
        codes = [code for name, code in named if name == kind]
        found.append(Lost(kind, len(codes), tuple(dict.fromkeys(code for code in codes if code))))
    return tuple(found)
