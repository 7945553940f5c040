"""A new root and data key for a store, so that neither a stolen keyfile nor a revoked slot opens what is written next.

The order is what makes it safe: `begin` puts the new keys beside the old ones in both copies of the keyfile; the store
is copied under the new data key and takes the old one's place; `finish` drops the old keys. At any moment one of the
two sets of keys in the folder opens the store in the folder, whichever copy of the keyfile is left.
"""

from __future__ import annotations

import os
from typing import Literal

from mutualaid.records.errors import Refused
from mutualaid.vault import keyset, names, witness
from mutualaid.vault import slots as _slots
from mutualaid.vault.kdf import KEY_BYTES, wipe
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.opened import OpenVault
from mutualaid.vault.rewriting import rewrite


def begin(vault: OpenVault, *, without: frozenset[str] = frozenset()) -> OpenVault:
    """Write new keys beside the present ones; slots `without` are left out of them. Returns the vault as it will be.

    It is also `vault.pending`, and closes with it. Who is left out loses the keyring's way in as well. Raises Refused:
    "rotation_under_way", "slot_unknown", "slot_own" (the one it was opened with), "slot_on_paper" and "slot_of_keyring"
    (which have a way of their own to be replaced); InUse("keyfile_changed"), NoSpace.
    """
    refuse(vault, without)
    gone = _left_out(vault, without)
    name_of = {slot.id: slot.name for slot in vault.slots}
    staying = [(slot, name_of[slot.id]) for slot in vault.document.slots if slot.id not in gone]
    root, data_key = bytearray(os.urandom(KEY_BYTES)), bytearray(os.urandom(KEY_BYTES))
    fresh = keyset.key_set(vault.vault_id, vault.epoch + 1, staying, root, data_key)
    pending = OpenVault(
        folder=vault.folder,
        document=vault.document,
        epoch=fresh.epoch,
        slot_id=vault.slot_id,
        slots=tuple(slot for slot in vault.slots if slot.id not in gone),
        root=root,
        data_key=data_key,
        findings=vault.findings,
    )
    try:
        rewrite(vault, slots=vault.document.slots, current=vault.document.current, pending=pending, pending_set=fresh)
    except BaseException:
        pending.close()
        raise
    pending.adopt(vault.document, pending.slots)
    vault.pending = pending
    return pending


def refuse(vault: OpenVault, without: frozenset[str]) -> None:
    """Raise Refused as `begin` would, and do nothing."""
    if vault.pending_there:
        raise Refused("rotation_under_way")
    _left_out(vault, without)


def finish(vault: OpenVault) -> OpenVault:
    """The store lies there under the pending keys: make them the only ones. Returns the vault that holds them.

    `vault` keeps its own keys until it is closed. This account's witness goes over to the new ones. Raises
    Refused("no_rotation"), InUse("keyfile_changed"), NoSpace;
    the keyfile then still holds both sets, and finishing again is safe.
    """
    pending, keys = vault.pending, vault.document.pending
    if pending is None or keys is None:
        raise Refused("no_rotation")
    staying = tuple(slot for slot in vault.document.slots if keys.member(slot.id))
    rewrite(pending, slots=staying, current=keys, pending=None, pending_set=None)
    witness.supersede(vault, pending)
    vault.pending = None
    return pending


def abandon(vault: OpenVault) -> None:
    """The store still lies there under the present keys: drop the pending ones.

    Raises Refused("no_rotation"), InUse("keyfile_changed"), NoSpace.
    """
    if not vault.pending_there:
        raise Refused("no_rotation")
    rewrite(vault, slots=vault.document.slots, current=vault.document.current, pending=None, pending_set=None)
    if vault.pending is not None:
        vault.pending.close()
        vault.pending = None


def sealed_for(vault: OpenVault, *, slots: Literal["recovery", "all"], folder: StoreFolder) -> tuple[bytes, OpenVault]:
    """A keyfile with a fresh root, data key and lineage that the same secrets open: a backup's, or a restored store's.

    "recovery" takes the slots of what is printed, "all" every slot. Returns its bytes, which are written nowhere yet,
    and its vault, whose `folder` is where they are to go. Raises Refused("slots_without_paper") without printed words.
    """
    name_of = {slot.id: slot.name for slot in vault.slots}
    chosen = [
        (slot, name_of[slot.id]) for slot in vault.document.slots if slots == "all" or slot.kind in _slots.ON_PAPER
    ]
    if not chosen:
        raise Refused("slots_without_paper")
    root, data_key = bytearray(os.urandom(KEY_BYTES)), bytearray(os.urandom(KEY_BYTES))
    keys = keyset.first(vault.vault_id, chosen, root, data_key)
    wipe(data_key)
    return keys.to_bytes(), keyset.with_root(folder, keys, root)


def _left_out(vault: OpenVault, without: frozenset[str]) -> set[str]:
    """The ids to leave out: those named, and the keyring's when it lets one of them in."""
    by_id = {slot.id: slot for slot in vault.slots}
    gone = set()
    for slot_id in without:
        slot = by_id.get(slot_id)
        if slot is None:
            raise Refused("slot_unknown")
        if slot.kind in _slots.ON_PAPER:
            raise Refused("slot_on_paper")
        if slot.kind == _slots.KEYRING:
            raise Refused("slot_of_keyring")
        if slot.name == vault.coordinator:
            raise Refused("slot_own")
        gone |= {each.id for each in vault.slots if names.same(each.name, slot.name)}
    return gone
