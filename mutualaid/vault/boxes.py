"""AES-256-GCM-SIV (RFC 8452) boxes: a random 12-byte nonce, then the ciphertext and its 16-byte tag."""

from __future__ import annotations

import os

NONCE_BYTES = 12
OVERHEAD = NONCE_BYTES + 16


class DoesNotOpen(Exception):
    """Another key, another context, or altered bytes: they cannot be told apart."""


def close_box(key: bytes | bytearray, plaintext: bytes | bytearray, bound_to: bytes) -> bytes:
    """Encrypt `plaintext` under the 32-byte `key`, bound to a context that must be given again to open it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCMSIV(key).encrypt(nonce, plaintext, bound_to)


def open_box(key: bytes | bytearray, box: bytes, bound_to: bytes) -> bytearray:
    """What `close_box` was given, in memory that the caller can overwrite. Raises DoesNotOpen."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

    if len(box) < OVERHEAD:
        raise DoesNotOpen
    plaintext = bytearray(len(box) - OVERHEAD)
    try:
        AESGCMSIV(key).decrypt_into(box[:NONCE_BYTES], box[NONCE_BYTES:], bound_to, plaintext)
    except InvalidTag:
        raise DoesNotOpen from None
    return plaintext
