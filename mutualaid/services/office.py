"""An office: one store, opened by one coordinator. Every other service takes it as its first argument."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import Damaged, NoSpace, Refused
from mutualaid.records.office import OfficeSettings
from mutualaid.records.place import ZoneRecord
from mutualaid.records.zones import Zone
from mutualaid.services.backup_making import BackupFirst
from mutualaid.services.files import write_new
from mutualaid.services.first_records import seed, zone_code
from mutualaid.services.history import History
from mutualaid.store.store import Store
from mutualaid.vault import filestate, keyfile, rewriting, witness
from mutualaid.vault.atomic import remove_leftovers
from mutualaid.vault.kdf import Argon2Cost
from mutualaid.vault.keyfile import OpenVault
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.lock import StoreLock
from mutualaid.vault.opened import Finding


class Office:
    """An open store with its keys. Close it, and nothing of it stays open."""

    def __init__(self, *, vault: OpenVault, store: Store, lock: StoreLock) -> None:
        self.vault = vault
        self.store = store
        self._lock = lock
        self.history = History()
        store.listener = self.history.heard
        with store.read(even_if_changed=True) as read:
            self.settings = read.settings()
            self.last_change = read.last_change()
            """The journal's newest entry when the store was opened: whoever unlocks it can tell whether it is hers."""

    def __repr__(self) -> str:
        return "<Office>"

    @property
    def coordinator(self) -> str:
        """The name of the slot that opened the store; every change is attributed to it."""
        return self.vault.coordinator

    @property
    def folder(self) -> Path:
        """The store's folder."""
        return self.vault.folder.path

    @property
    def standing(self) -> str:
        """Whether the store's file is what it was when it was last closed.

        "proved"; "unproven" (it was not closed properly, so nothing vouches for what happened since); "changed" or
        "rolled_back", which is refused unless it was opened with `accept_changed`. Waits for the check, some tenths of
        a second: call it off the UI thread. When it gives "changed" for a store that was opened without that, every
        later read and write raises Damaged: close it, and ask.
        """
        return self.store.standing

    def confirm(self) -> None:
        """Wait for the check. Raises Damaged("store_changed" | "store_damaged") when it forbids working on."""
        self.store.confirm()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found wrong at opening though the store opened: codes with facts, each with a sentence."""
        return tuple(dict.fromkeys([*self.vault.findings, *self.store.findings]))

    def replace(self, vault: OpenVault, store: Store) -> None:
        """Go on with other keys and the store under them; whoever calls has closed the store of before."""
        self.vault.close()
        self.vault, self.store = vault, store
        store.listener = self.history.heard

    @cached_property
    def zones(self) -> Mapping[str, Zone]:
        """Zones by code, the office's own among them."""
        with self.store.read() as read:
            rows = read.columns(ZoneRecord, "code", "name", "latitude", "longitude", "aliases", "neighbours", "active")
            return {
                code: Zone(code, name, latitude, longitude, tuple(aliases), tuple(neighbours), active=active)
                for _uid, code, name, latitude, longitude, aliases, neighbours, active in rows
            }

    def forget_zones(self) -> None:
        """Read the zones again at the next use, after a zone changed."""
        self.__dict__.pop("zones", None)

    def close(self, *, panic: bool = False) -> None:
        """Close the store, drop the keys, free the lock; safe to call twice.

        In a `panic` the keys go first and nothing is waited for: a write under way is undone.
        """
        if panic:
            self.vault.close()
        self.history.clear()
        try:
            self.store.close(panic=panic)
        finally:
            self.vault.close()
            self._lock.release()


def create_office(
    folder: Path,
    *,
    passphrase: str,
    coordinator: str,
    zone: str = "",
    language: str = "en",
    kdf: Argon2Cost | None = None,
    sheet: Path | None = None,
    progress: Progress = SILENT,
) -> tuple[Office, str]:
    """Make a new store in `folder` and open it. Returns it with the recovery words in `language` ("en" or "es"), which
    are shown just this once; both languages' words open the store. `sheet` is a file that they are also written to.

    Raises Refused("store_exists" | "folder_not_empty" | "target_exists" | "recovery_inside_store" | "passphrase_..."),
    BadInput("zone_unknown"), NoSpace. A failure leaves no half-made store behind.
    """
    settings = OfficeSettings(zone=zone_code(zone))
    place, was_there = StoreFolder(folder), folder.is_dir()
    if folder.exists() and not was_there:
        raise Refused("target_exists")
    if sheet is not None and sheet.resolve().is_relative_to(folder.resolve()):
        raise Refused("recovery_inside_store")
    if sheet is not None and (sheet.exists() or sheet.is_symlink()):
        raise Refused("target_exists")
    progress.step(0, 3)
    try:
        vault, words = keyfile.create(place, passphrase=passphrase, coordinator=coordinator, kdf=kdf)
    except BaseException:
        if not was_there:
            with contextlib.suppress(OSError):
                folder.rmdir()  # which takes an empty folder only
        raise
    lock = StoreLock(place)
    try:
        lock.acquire()
        progress.step(1, 3)
        store = Store.create(vault, settings=settings, seed=seed)
        try:
            progress.step(2, 3)
            if sheet is not None:
                write_recovery(sheet, words.text(language))
            return Office(vault=vault, store=store, lock=lock), words.text(language)
        except BaseException:
            store.close()
            raise
    except BaseException:
        vault.close()
        lock.release()
        _unmake(folder, keep=was_there)
        raise


def _unmake(folder: Path, *, keep: bool) -> None:
    """Take back what was made in a folder that held nothing before, and the folder itself unless it was there."""
    with contextlib.suppress(OSError):
        for part in list(folder.iterdir()):
            part.unlink()
        if not keep:
            folder.rmdir()


def open_vault(
    place: StoreFolder, *, passphrase: str | None, recovery: str | Sequence[str] | None, keyring: bool
) -> OpenVault:
    """The store's keys alone, by whichever secret is given. Raises as `open_office`, but not InUse."""
    if keyring:
        return keyfile.open_with_keyring(place)
    if passphrase is not None:
        return keyfile.open_with_passphrase(place, passphrase)
    return keyfile.open_with_recovery(place, recovery or "")


def open_office(
    folder: Path,
    *,
    passphrase: str | None = None,
    recovery: str | Sequence[str] | None = None,
    keyring: bool = False,
    accept_changed: bool = False,
    progress: Progress = SILENT,
) -> Office:
    """Open the store in `folder` with a passphrase, the recovery words (two sheets of a quorum as two texts), or by the
    system's keyring.

    Reading may begin at once, while the store's file is compared with what it was at the last closing; see
    `Office.standing`. With `accept_changed` a store that somebody changed or put back is opened all the same, and its
    journal says so. A store of an older program is backed up before its tables are brought up to date.

    Raises WrongPassphrase, Damaged, InUse("store_in_use"), NoSpace, Refused("keyring_..."). Derivation takes about a
    second, and the keyring may wait for a person: call it off the UI thread.
    """
    from mutualaid.services.key_rotation import settle

    place = StoreFolder(folder)
    vault = open_vault(place, passphrase=passphrase, recovery=recovery, keyring=keyring)
    lock, backup = StoreLock(place), BackupFirst(vault, progress=progress)
    try:
        lock.acquire()
        rewriting.refuse_if_overtaken(vault)  # it was read before the lock was taken
        vault.findings = (*vault.findings, *witness.findings(vault))
        remove_leftovers(folder)
        vault = settle(vault)
        backup = BackupFirst(vault, progress=progress)
        store = Store.open(vault, accept_changed=accept_changed, progress=progress, before_migration=backup)
        office = Office(vault=vault, store=store, lock=lock)
    except Damaged as fault:
        older = fault.code == "store_damaged" and _keys_were_replaced(vault)
        backup.take_back()
        vault.close()
        lock.release()
        if older:
            raise Damaged("keyfile_older_than_store") from None
        raise
    except BaseException:
        backup.take_back()
        vault.close()
        lock.release()
        raise
    try:
        backup.note(office.store)
        _settle_keys(office)
    except BaseException:
        office.close()
        raise
    return office


def _keys_were_replaced(vault: OpenVault) -> bool:
    """Whether a store that these keys do not open was given others since: by what lies beside it, or was seen here."""
    with contextlib.suppress(OSError):
        if filestate.claimed_epoch(vault.folder.state.read_bytes(), vault) > vault.epoch:
            return True
    seen = witness.newest(vault)
    return (seen is not None and seen.epoch > vault.epoch) or (vault.pending_there and vault.pending is None)


def _settle_keys(office: Office) -> None:
    """Put right what a crash left half done about the keyfile, as far as the disk lets us."""
    from mutualaid.services.keys import note_missed_changes

    with contextlib.suppress(NoSpace, Damaged):  # a store that is refused says so when it is used
        rewriting.renew_older_copy(office.vault)
        note_missed_changes(office)


def write_recovery(sheet: Path, words: str) -> None:
    """Write the recovery words to a file of their own. Raises Refused("target_exists"), NoSpace."""
    write_new(sheet, (words + "\n").encode())
