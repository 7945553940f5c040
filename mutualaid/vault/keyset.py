"""Between a keyfile's document and its keys: sealing a root to every slot, and coming back to it through one."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

from mutualaid.vault import kdf, slots
from mutualaid.vault.boxes import DoesNotOpen, close_box, open_box
from mutualaid.vault.canonical import context
from mutualaid.vault.document import KeyDocument, KeySet, Member
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.opened import OpenVault, SlotName, derived
from mutualaid.vault.slots import Slot

_LABEL_BLOCK = 64


class AlteredError(Exception):
    """A slot opened, but what lies around it is not what was written: its checksum was made to fit."""


def member(vault_id: str, epoch: int, slot: Slot, name: str, root: bytes | bytearray) -> Member:
    """The entry through which `slot`, called `name`, leads to `root`."""
    label_key = derived(root, vault_id, epoch, "slot names")
    label = close_box(label_key, _padded(name), context("slot name", vault_id, epoch, slot.id))
    return Member(slot.id, slots.seal_root(vault_id, epoch, slot, root), label)


def key_set(
    vault_id: str, epoch: int, named: Iterable[tuple[Slot, str]], root: bytes | bytearray, data_key: bytes | bytearray
) -> KeySet:
    """The keys in which every slot of `named` (slot, name) leads to `root`, and the root to `data_key`."""
    members = tuple(member(vault_id, epoch, slot, name, root) for slot, name in named)
    wrap_key = derived(root, vault_id, epoch, "data key wrap")
    return KeySet(epoch, members, close_box(wrap_key, data_key, context("data key", vault_id, epoch)))


def first(
    vault_id: str, named: Sequence[tuple[Slot, str]], root: bytes | bytearray, data_key: bytes | bytearray
) -> KeyDocument:
    """The first document of a lineage of its own: revision 1, epoch 1."""
    keys = key_set(vault_id, 1, named, root, data_key)
    lineage = secrets.token_hex(16)
    return authenticated(KeyDocument(vault_id, 1, tuple(slot for slot, _ in named), keys, lineage), root)


def authenticated(
    document: KeyDocument, root: bytes | bytearray, pending_root: bytes | bytearray | None = None
) -> KeyDocument:
    """`document` with its MACs, under the root of its current keys and of its pending ones where it has some."""
    mac_key = derived(root, document.vault_id, document.current.epoch, "keyfile mac")
    if document.pending is None or pending_root is None:
        return document.authenticated(mac_key)
    return document.authenticated(
        mac_key, derived(pending_root, document.vault_id, document.pending.epoch, "keyfile mac")
    )


def unseal(folder: StoreFolder, keys: KeyDocument, kind: str, tried: Sequence[bytes]) -> OpenVault | None:
    """Open `keys` through the first slot of `kind` that one of the secrets unlocks, or None. Raises AlteredError."""
    for slot in keys.slots:
        for secret in tried if slot.kind == kind else ():
            if not secret:
                continue
            try:
                private = slots.unlock(keys.vault_id, slot, secret)
            except DoesNotOpen:
                continue
            try:
                return _through(folder, keys, slot, private)
            except DoesNotOpen:
                raise AlteredError from None
            finally:
                kdf.wipe(private)
    return None


def with_root(folder: StoreFolder, keys: KeyDocument, root: bytes | bytearray) -> OpenVault:
    """Open `keys` by the root itself, in the name of its first slot. Raises AlteredError."""
    try:
        return _with_root(folder, keys, keys.current, keys.slots[0].id, bytearray(root))
    except DoesNotOpen:
        raise AlteredError from None


def names(keys: KeyDocument, key_set: KeySet, root: bytes | bytearray) -> tuple[SlotName, ...]:
    """The slots that `key_set` holds, with their names. Raises DoesNotOpen."""
    label_key = derived(root, keys.vault_id, key_set.epoch, "slot names")
    found = []
    for slot in keys.slots:
        entry = key_set.member(slot.id)
        if entry is not None:
            label = open_box(label_key, entry.label_box, context("slot name", keys.vault_id, key_set.epoch, slot.id))
            found.append(SlotName(slot.id, slot.kind, _unpadded(label)))
    return tuple(found)


def _through(folder: StoreFolder, keys: KeyDocument, slot: Slot, private: bytearray) -> OpenVault:
    """The vault as `slot` opens it, and the pending one beside it when the slot is to stay."""
    opened = [_one_set(folder, keys, keys.current, slot, private)]
    if keys.pending is not None and keys.pending.member(slot.id) is not None:
        opened.append(_one_set(folder, keys, keys.pending, slot, private))
        opened[0].pending = opened[1]
    return opened[0]


def _one_set(folder: StoreFolder, keys: KeyDocument, key_set: KeySet, slot: Slot, private: bytearray) -> OpenVault:
    entry = key_set.member(slot.id)
    if entry is None:
        raise DoesNotOpen
    root = slots.open_root(keys.vault_id, key_set.epoch, slot, private, entry.sealed_root)
    return _with_root(folder, keys, key_set, slot.id, root)


def _with_root(folder: StoreFolder, keys: KeyDocument, key_set: KeySet, slot_id: str, root: bytearray) -> OpenVault:
    vault_id, epoch = keys.vault_id, key_set.epoch
    mac_key = derived(root, vault_id, epoch, "keyfile mac")
    holds = keys.is_authentic(mac_key) if key_set is keys.current else keys.pending_is_authentic(mac_key)
    if not holds:
        raise DoesNotOpen
    wrap_key = derived(root, vault_id, epoch, "data key wrap")
    return OpenVault(
        folder=folder,
        document=keys,
        epoch=epoch,
        slot_id=slot_id,
        slots=names(keys, key_set, root),
        root=root,
        data_key=open_box(wrap_key, key_set.data_key_box, context("data key", vault_id, epoch)),
    )


def _padded(name: str) -> bytes:
    """Names end with a newline and spaces to whole blocks, so that the box tells little of a name's length."""
    bare = name.encode() + b"\n"
    return bare + b" " * (-len(bare) % _LABEL_BLOCK)


def _unpadded(padded: bytearray) -> str:
    return padded[: padded.rindex(b"\n")].decode()
