"""The steps of a change of keys that a crash may come between, and what the next opening makes of it.

docs/files.md gives their order. Whatever lies in the folder, one of the two sets of keys in the keyfile opens the
database there: with the new one the change is completed, with the old one it is dropped.
"""

from __future__ import annotations

import contextlib
import os

from mutualaid.records.errors import Damaged, NoSpace, WrongPassphrase
from mutualaid.store.connection import discard
from mutualaid.store.salvage.rescue import readable
from mutualaid.vault import atomic, rotation
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.opened import Finding, OpenVault
from mutualaid.vault.sealed import seal, unseal

_SEALED = ("draft",)
"""What the small sealed files in the folder may be for."""


def settle(vault: OpenVault) -> OpenVault:
    """Complete or drop a change of keys that was cut short, and give the vault that the store now opens with.

    A dropped one is told as a finding, "rekey_interrupted". Raises WrongPassphrase when the change was done but for its
    end, and whoever opens was to lose her way in by it; NoSpace.
    """
    place = vault.folder
    if not vault.pending_there:
        discard(place.rekeyed)
        return vault
    if vault.pending is not None and readable(place.store, vault.pending):
        return complete(vault)
    if readable(place.store, vault):
        drop(vault)
        vault.findings = (*vault.findings, Finding("rekey_interrupted", place.keyfile.name))
    elif vault.pending is None and place.store.exists():
        raise WrongPassphrase("wrong_passphrase")
    return vault


def put_in_place(place: StoreFolder) -> None:
    """Let the database under the next keys take the present one's place, for good. Raises NoSpace."""
    try:
        os.replace(place.rekeyed, place.store)
        atomic.sync_folder(place.path)
    except OSError as problem:
        raise atomic.as_fault(problem) from None


def complete(vault: OpenVault) -> OpenVault:
    """The database lies there under the next keys: make them the only ones. Raises NoSpace; then do it again."""
    pending = vault.pending
    if pending is not None:
        _reseal(vault, pending)
    return rotation.finish(vault)


def drop(vault: OpenVault) -> None:
    """The database lies there under the present keys: forget the next ones, as far as the disk lets us."""
    discard(vault.folder.rekeyed)
    with contextlib.suppress(NoSpace):
        rotation.abandon(vault)


def _reseal(old: OpenVault, new: OpenVault) -> None:
    """Drafts are sealed with keys of the store. One that opens under neither is left for whoever keeps them."""
    for path in old.folder.path.glob("*.sealed"):
        for purpose in _SEALED:
            with contextlib.suppress(Damaged, OSError):
                atomic.write_whole(path, seal(new, purpose, unseal(old, purpose, path.read_bytes())))
                break
