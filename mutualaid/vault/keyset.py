"""Between a keyfile's document and its keys: sealing a root to every slot, and coming back to it through one."""

from __future__ import annotations

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


def seal(
    vault_id: str,
    epoch: int,
    revision: int,
    named: list[tuple[Slot, str]],
    root: bytes | bytearray,
    data_key: bytes | bytearray,
) -> KeyDocument:
    """The document in which every slot of `named` (slot, name) leads to `root`, and the root to `data_key`."""
    label_key = derived(root, vault_id, epoch, "slot names")
    members = tuple(
        Member(
            slot.id,
            slots.seal_root(vault_id, epoch, slot, root),
            close_box(label_key, _padded(name), context("slot name", vault_id, epoch, slot.id)),
        )
        for slot, name in named
    )
    wrap_key = derived(root, vault_id, epoch, "data key wrap")
    keys = KeySet(epoch, members, close_box(wrap_key, data_key, context("data key", vault_id, epoch)))
    bare = KeyDocument(vault_id, revision, tuple(slot for slot, _ in named), keys)
    return bare.authenticated(derived(root, vault_id, epoch, "keyfile mac"))


def unseal(folder: StoreFolder, keys: KeyDocument, kind: str, secret: bytes) -> OpenVault | None:
    """Open `keys` through the first slot of `kind` that `secret` unlocks, or None. Raises AlteredError."""
    for slot, member in zip(keys.slots, keys.current.members, strict=True):
        if slot.kind != kind or not secret:
            continue
        try:
            private = slots.unlock(keys.vault_id, slot, secret)
        except DoesNotOpen:
            continue
        try:
            root = slots.open_root(keys.vault_id, keys.current.epoch, slot, private, member.sealed_root)
            return _with_root(folder, keys, slot.id, root)
        except DoesNotOpen:
            raise AlteredError from None
        finally:
            kdf.wipe(private)
    return None


def _with_root(folder: StoreFolder, keys: KeyDocument, slot_id: str, root: bytearray) -> OpenVault:
    vault_id, epoch = keys.vault_id, keys.current.epoch
    if not keys.is_authentic(derived(root, vault_id, epoch, "keyfile mac")):
        raise DoesNotOpen
    label_key = derived(root, vault_id, epoch, "slot names")
    names = []
    for slot, member in zip(keys.slots, keys.current.members, strict=True):
        label = open_box(label_key, member.label_box, context("slot name", vault_id, epoch, slot.id))
        names.append(SlotName(slot.id, slot.kind, _unpadded(label)))
    wrap_key = derived(root, vault_id, epoch, "data key wrap")
    return OpenVault(
        folder=folder,
        vault_id=vault_id,
        epoch=epoch,
        revision=keys.revision,
        slot_id=slot_id,
        slots=tuple(names),
        root=root,
        data_key=open_box(wrap_key, keys.current.data_key_box, context("data key", vault_id, epoch)),
    )


def _padded(name: str) -> bytes:
    """Names end with a newline and spaces to whole blocks, so that the box tells little of a name's length."""
    bare = name.encode() + b"\n"
    return bare + b" " * (-len(bare) % _LABEL_BLOCK)


def _unpadded(padded: bytearray) -> str:
    return padded[: padded.rindex(b"\n")].decode()
