"""Slots: each is a key pair whose private half one secret unlocks, so the root can be sealed to it in its absence.

What seals the root is in `hybrid`: the public keys lie beside what is sealed to them, so they must hold against a
reader who comes back with a quantum computer.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, replace

from mutualaid.vault import hybrid, kdf
from mutualaid.vault.boxes import DoesNotOpen, close_box, open_box
from mutualaid.vault.canonical import context
from mutualaid.vault.kdf import SALT_BYTES, Argon2Cost

PASSPHRASE = "passphrase"
RECOVERY = "recovery"
QUORUM = "quorum"
KEYRING = "keyring"

ON_PAPER = frozenset({RECOVERY, QUORUM})
"""The kinds whose secret is printed: what a backup is sealed to, since it outlives every coordinator."""
PAIRS = ((1, 2), (1, 3), (2, 3))
"""A quorum has three sheets, any two of which open it: one slot for each pair, counted as on the paper."""

SLOT_ID_HEX = 16
SEALED_ROOT_BYTES = kdf.KEY_BYTES + hybrid.OVERHEAD


@dataclass(frozen=True)
class Slot:
    """One way in. `cost` is for passphrases; every other secret is random already. `sheets` is a quorum's pair."""

    id: str
    kind: str
    salt: bytes
    cost: Argon2Cost | None
    public_key: bytes
    private_box: bytes
    sheets: tuple[int, ...] = ()


def new_slot(
    vault_id: str, kind: str, secret: bytes, cost: Argon2Cost | None, *, sheets: tuple[int, ...] = (), id: str = ""
) -> Slot:
    """A slot with a fresh key pair that `secret` unlocks; `cost` for a passphrase, None for what is random.

    `id` is given when the slot takes another's place. Its key pair is fresh even then: an older keyfile with the older
    passphrase would else lead to the private key that later roots are sealed to.
    """
    public, private = hybrid.new_pair()
    bare = Slot(id or secrets.token_hex(SLOT_ID_HEX // 2), kind, os.urandom(SALT_BYTES), cost, public, b"", sheets)
    key = _slot_key(vault_id, bare, secret)
    box = close_box(key, private, _slot_context(vault_id, bare))
    kdf.wipe(key, private)
    return replace(bare, private_box=box)


def unlock(vault_id: str, slot: Slot, secret: bytes) -> bytearray:
    """The slot's private key, 96 bytes. Raises DoesNotOpen when `secret` is not the one it was made with."""
    key = _slot_key(vault_id, slot, secret)
    try:
        return open_box(key, slot.private_box, _slot_context(vault_id, slot))
    finally:
        kdf.wipe(key)


def seal_root(vault_id: str, epoch: int, slot: Slot, root: bytes | bytearray) -> bytes:
    """`root` (32 bytes) for whoever unlocks `slot`, bound to the vault, the epoch and the slot; 1,168 bytes."""
    return hybrid.seal(slot.public_key, root, _root_context(vault_id, epoch, slot.id))


def open_root(vault_id: str, epoch: int, slot: Slot, private: bytearray, sealed: bytes) -> bytearray:
    """The root that `seal_root` sealed. Raises DoesNotOpen on altered bytes or another vault, epoch or slot."""
    opened = hybrid.open_sealed(private, sealed, _root_context(vault_id, epoch, slot.id))
    if len(opened) != kdf.KEY_BYTES:
        raise DoesNotOpen
    return opened


def _slot_key(vault_id: str, slot: Slot, secret: bytes) -> bytearray:
    info = context("slot key", vault_id, slot.id, slot.kind)
    if slot.cost is None:
        return kdf.expand(secret, info, slot.salt)
    stretched = kdf.stretch(secret, slot.salt, slot.cost)
    try:
        return kdf.expand(stretched, info)
    finally:
        kdf.wipe(stretched)


def _slot_context(vault_id: str, slot: Slot) -> bytes:
    cost = slot.cost
    costs = (cost.memory_kib, cost.passes, cost.lanes) if cost else ()
    return context("slot", vault_id, slot.id, slot.kind, slot.salt.hex(), slot.public_key.hex(), *costs, *slot.sheets)


def _root_context(vault_id: str, epoch: int, slot_id: str) -> bytes:
    return context("root", vault_id, epoch, slot_id)
