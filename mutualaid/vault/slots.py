"""Slots: each is a key pair whose private half one secret unlocks, so the root can be sealed to it in its absence.

The root is sealed by HPKE (RFC 9180, base mode) with ML-KEM-768 + X25519, HKDF-SHA256 and AES-256-GCM: the public
keys lie beside what is sealed to them, so they must hold against a reader who comes back with a quantum computer.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mutualaid.vault import kdf
from mutualaid.vault.boxes import DoesNotOpen, close_box, open_box
from mutualaid.vault.canonical import context
from mutualaid.vault.kdf import SALT_BYTES, Argon2Cost

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey, Suite

PASSPHRASE = "passphrase"
RECOVERY = "recovery"
QUORUM = "quorum"
KEYRING = "keyring"

ON_PAPER = frozenset({RECOVERY, QUORUM})
"""The kinds whose secret is printed: what a backup is sealed to, since it outlives every coordinator."""
PAIRS = ((1, 2), (1, 3), (2, 3))
"""A quorum has three sheets, any two of which open it: one slot for each pair, counted as on the paper."""

SLOT_ID_HEX = 16
MLKEM_SEED, X25519_SEED = 64, 32
MLKEM_PUBLIC, X25519_PUBLIC = 1184, 32
PUBLIC_BYTES = MLKEM_PUBLIC + X25519_PUBLIC
PRIVATE_BYTES = MLKEM_SEED + X25519_SEED
SEALED_ROOT_BYTES = 1120 + kdf.KEY_BYTES + 16


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
    from cryptography.hazmat.primitives.asymmetric import mlkem, x25519

    lattice, curve = mlkem.MLKEM768PrivateKey.generate(), x25519.X25519PrivateKey.generate()
    public = lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
    private = bytearray(lattice.private_bytes_raw() + curve.private_bytes_raw())
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
    from cryptography.hazmat.primitives.asymmetric import mlkem, x25519
    from cryptography.hazmat.primitives.hpke import MLKEM768X25519PublicKey

    public = MLKEM768X25519PublicKey(
        mlkem.MLKEM768PublicKey.from_public_bytes(slot.public_key[:MLKEM_PUBLIC]),
        x25519.X25519PublicKey.from_public_bytes(slot.public_key[MLKEM_PUBLIC:]),
    )
    return _suite().encrypt(root, public, _root_context(vault_id, epoch, slot.id))


def open_root(vault_id: str, epoch: int, slot: Slot, private: bytearray, sealed: bytes) -> bytearray:
    """The root that `seal_root` sealed. Raises DoesNotOpen on altered bytes or another vault, epoch or slot."""
    from cryptography.exceptions import InvalidTag

    try:
        opened = _suite().decrypt(sealed, _private_key(private), _root_context(vault_id, epoch, slot.id))
    except (InvalidTag, ValueError):
        raise DoesNotOpen from None
    if len(opened) != kdf.KEY_BYTES:
        raise DoesNotOpen
    return bytearray(opened)


def _suite() -> Suite:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _private_key(private: bytearray) -> MLKEM768X25519PrivateKey:
    from cryptography.hazmat.primitives.asymmetric import mlkem, x25519
    from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

    return MLKEM768X25519PrivateKey(
        mlkem.MLKEM768PrivateKey.from_seed_bytes(bytes(private[:MLKEM_SEED])),
        x25519.X25519PrivateKey.from_private_bytes(bytes(private[MLKEM_SEED:])),
    )


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
