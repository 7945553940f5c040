"""What is sealed to a public key: HPKE (RFC 9180, base mode) with ML-KEM-768 and X25519 together.

A public key lies where whoever takes the laptop finds it, beside what was sealed to it; so it must hold against a
reader who comes back with a quantum computer, and against one who breaks the newer of the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutualaid.vault.boxes import DoesNotOpen

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hpke import Suite

_MLKEM_SEED, _X25519_SEED = 64, 32
_MLKEM_PUBLIC, _X25519_PUBLIC = 1184, 32
PUBLIC_BYTES = _MLKEM_PUBLIC + _X25519_PUBLIC
PRIVATE_BYTES = _MLKEM_SEED + _X25519_SEED
OVERHEAD = 1120 + 16
"""Bytes that sealing adds: the encapsulated key and the tag."""


def new_pair() -> tuple[bytes, bytearray]:
    """A fresh key pair: 1,216 public bytes and 96 private ones, the latter in memory that can be overwritten."""
    from cryptography.hazmat.primitives.asymmetric import mlkem, x25519

    lattice, curve = mlkem.MLKEM768PrivateKey.generate(), x25519.X25519PrivateKey.generate()
    public = lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
    return public, bytearray(lattice.private_bytes_raw() + curve.private_bytes_raw())


def seal(public: bytes, plaintext: bytes | bytearray, info: bytes) -> bytes:
    """`plaintext` for whoever has the private half of `public`, bound to `info`; `OVERHEAD` bytes longer."""
    from cryptography.hazmat.primitives.asymmetric import mlkem, x25519
    from cryptography.hazmat.primitives.hpke import MLKEM768X25519PublicKey

    key = MLKEM768X25519PublicKey(
        mlkem.MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC]),
        x25519.X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC:]),
    )
    return _suite().encrypt(plaintext, key, info)


def open_sealed(private: bytes | bytearray, sealed: bytes, info: bytes) -> bytearray:
    """What `seal` was given. Raises DoesNotOpen on altered bytes, another key or another `info`."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric import mlkem, x25519
    from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

    key = MLKEM768X25519PrivateKey(
        mlkem.MLKEM768PrivateKey.from_seed_bytes(bytes(private[:_MLKEM_SEED])),
        x25519.X25519PrivateKey.from_private_bytes(bytes(private[_MLKEM_SEED:])),
    )
    try:
        return bytearray(_suite().decrypt(sealed, key, info))
    except (InvalidTag, ValueError):
        raise DoesNotOpen from None


def _suite() -> Suite:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
