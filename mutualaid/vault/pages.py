"""The pages of a SQLCipher 4 file, opened one by one: what SQLCipher itself gives up on when any of them is broken.

The format is public (zetetic.net/sqlcipher/design): pages of 4,096 bytes of which the last 80 are reserved, a random
16-byte IV and an HMAC-SHA512 over ciphertext, IV and page number; AES-256-CBC without padding. The MAC's key is
PBKDF2-HMAC-SHA512 of the data key, 2 rounds, with the file's salt masked by 0x3a. The salt is the file's first 16
bytes, where page 1 has SQLite's magic words otherwise.
"""

from __future__ import annotations

import hashlib
import hmac

from mutualaid.vault.canonical import context
from mutualaid.vault.kdf import KEY_BYTES, expand

PAGE_BYTES = 4096
SALT_BYTES = 16
USABLE_BYTES = PAGE_BYTES - 80
"""What SQLite uses of a page; IV and MAC take the rest."""

MAGIC = b"SQLite format 3\x00"
_IV = slice(USABLE_BYTES, USABLE_BYTES + 16)
_MAC_BYTES = 64
_MASK = 0x3A
_ROUNDS = 2


def file_salt(data_key: bytes) -> bytes:
    """The salt that files under `data_key` are made with: of the key, so that it outlives the file's first page.

    A data key encrypts one file, so nothing is lost by not drawing it. Files made before this have a random one.
    """
    return bytes(expand(data_key, context("page salt"))[:SALT_BYTES])


def new_file_key(data_key: bytes) -> str:
    """What SQLCipher takes as the key of a file that it is to make: key and salt; `key_of` opens it afterwards."""
    return f"x'{_checked(data_key).hex()}{file_salt(data_key).hex()}'"


def key_of(data_key: bytes) -> str:
    """What SQLCipher takes as the key of a file that is there."""
    return f"x'{_checked(data_key).hex()}'"


def _checked(data_key: bytes) -> bytes:
    if len(data_key) != KEY_BYTES:  # SQLCipher takes a literal of another length for a passphrase, silently
        raise ValueError("the data key is not 32 bytes")
    return data_key


class PageOpener:
    """Opens sealed pages under one data key and salt."""

    def __init__(self, data_key: bytes, salt: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.algorithms import AES

        masked = bytes(byte ^ _MASK for byte in salt)
        self._aes = AES(_checked(data_key))
        self._mac_key = hashlib.pbkdf2_hmac("sha512", data_key, masked, _ROUNDS, KEY_BYTES)

    def __repr__(self) -> str:
        return "<PageOpener>"

    def holds(self, number: int, sealed: bytes) -> bool:
        """Whether `sealed` (4,096 bytes) is page `number`, from 1, as it was written under this key."""
        if len(sealed) != PAGE_BYTES:
            return False
        covered = sealed[SALT_BYTES if number == 1 else 0 : -_MAC_BYTES] + number.to_bytes(4, "little")
        return hmac.compare_digest(hmac.digest(self._mac_key, covered, "sha512"), sealed[-_MAC_BYTES:])

    def open(self, number: int, sealed: bytes) -> bytes | None:
        """The page as SQLite sees it, 4,096 bytes with zeros for IV and MAC; none when its MAC does not hold."""
        if not self.holds(number, sealed):
            return None
        from cryptography.hazmat.primitives.ciphers import Cipher
        from cryptography.hazmat.primitives.ciphers.modes import CBC

        start = SALT_BYTES if number == 1 else 0
        opened = Cipher(self._aes, CBC(sealed[_IV])).decryptor().update(sealed[start:USABLE_BYTES])
        return (MAGIC if start else b"") + opened + bytes(PAGE_BYTES - USABLE_BYTES)
