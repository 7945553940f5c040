"""New keys for the whole store: against a stolen keyfile or passphrase, and when a coordinator is to stay out."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime

from mutualaid.progress import SILENT, Cancelled, Progress, Share
from mutualaid.records.errors import InUse
from mutualaid.records.views import Area, Changed
from mutualaid.services import backup_files, key_rotation
from mutualaid.services.backups import back_up
from mutualaid.services.keys import note_keys
from mutualaid.services.office import Office
from mutualaid.store import proof, wal
from mutualaid.store.connection import discard
from mutualaid.store.copying import copy_store
from mutualaid.store.store import Store
from mutualaid.vault import rotation

Backup = Callable[[Office, Progress], object]
_CHANGED = Changed(frozenset({Area.SETTINGS}))


def _backed_up(office: Office, progress: Progress) -> None:
    day = datetime.now(UTC).astimezone().date()
    target = backup_files.free_name(backup_files.own_folder(office.folder), day)
    back_up(office, target=target, progress=progress, automatic=True)


def rekey(office: Office, *, progress: Progress = SILENT, backup: Backup = _backed_up) -> Changed:
    """Encrypt the store anew under a fresh root and data key, which every way in leads to as before.

    What was copied of the store until now opens with the old keyfile as ever; what is written from now on does not. A
    backup is made first. Other threads' writes wait, and reads go on until the store is replaced; takes some seconds a
    hundred megabytes. Raises Cancelled (until the new store takes the old one's place, everything then is as it was),
    Damaged, NoSpace, Refused("rotation_under_way" | "slots_without_paper" | "store_locked"), InUse("store_in_use").
    """
    return _rotated(office, frozenset(), "rekey", progress, backup)


def revoke(office: Office, *, slot_id: str, progress: Progress = SILENT, backup: Backup = _backed_up) -> Changed:
    """Take a coordinator's way in, and replace all keys, so that what she may have kept of them opens nothing new.

    Raises as `rekey`, and Refused("slot_unknown" | "slot_own" | "slot_on_paper" | "slot_of_keyring").
    """
    return _rotated(office, frozenset({slot_id}), "revoke", progress, backup)


def _rotated(office: Office, without: frozenset[str], verb: str, progress: Progress, backup: Backup) -> Changed:
    rotation.refuse(office.vault, without)
    office.confirm()
    backup(office, Share(progress, 0, 400))
    vault = office.vault
    with office.store.still():
        pending = rotation.begin(vault, without=without)
        try:
            discard(vault.folder.rekeyed)
            part = Share(progress, 400, 980)
            copy_store(office.store, to=pending, path=vault.folder.rekeyed, progress=part, lineage=vault.lineage)
            office.store.close()
            if wal.size(vault.folder.store):  # a reader that does not let go: what the log holds would be lost
                raise InUse("store_in_use")
            key_rotation.put_in_place(vault.folder)
        except BaseException:
            if vault.folder.rekeyed.exists() or not office.store.closed:
                key_rotation.drop(vault)
                _reopen(office)
            raise
    fresh = key_rotation.complete(vault)
    with contextlib.suppress(Exception):  # the store is then unproven at the next opening
        proof.seal(fresh)
    office.replace(fresh, Store.open(fresh))
    with office.store.write(verb) as write:
        note_keys(write, fresh)
    with contextlib.suppress(Cancelled):  # it is done
        progress.step(Share.WHOLE, Share.WHOLE)
    return _CHANGED


def _reopen(office: Office) -> None:
    if office.store.closed:
        office.store = Store.open(office.vault)
