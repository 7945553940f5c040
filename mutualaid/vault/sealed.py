"""Small files that must not lie in clear beside the store: a half-filled form, window settings that name zones."""

from __future__ import annotations

from mutualaid.records.errors import Damaged
from mutualaid.vault.boxes import DoesNotOpen, close_box, open_box
from mutualaid.vault.canonical import context
from mutualaid.vault.opened import OpenVault

_MARK = b"mutualaid sealed 1\n"
_LENGTH_BYTES = 4
_BLOCK = 256


def seal(vault: OpenVault, purpose: str, plaintext: bytes) -> bytes:
    """Encrypt `plaintext` for `purpose` (a short constant of the program), padded to whole blocks of 256 bytes.

    Raises Refused("store_locked") when the vault is closed.
    """
    framed = len(plaintext).to_bytes(_LENGTH_BYTES, "big") + plaintext
    framed += bytes(-len(framed) % _BLOCK)
    return _MARK + close_box(vault.subkey("sealed state", purpose), framed, _bound_to(vault, purpose))


def unseal(vault: OpenVault, purpose: str, sealed: bytes) -> bytes:
    """What `seal` was given.

    Raises Damaged("sealed_state_damaged") when the bytes were altered, or come from another store, purpose or epoch
    of keys; whoever keeps such a file then does without it.
    """
    if not sealed.startswith(_MARK):
        raise Damaged("sealed_state_damaged")
    try:
        framed = open_box(vault.subkey("sealed state", purpose), sealed[len(_MARK) :], _bound_to(vault, purpose))
    except DoesNotOpen:
        raise Damaged("sealed_state_damaged") from None
    length = int.from_bytes(framed[:_LENGTH_BYTES], "big")
    return bytes(framed[_LENGTH_BYTES : _LENGTH_BYTES + length])


def _bound_to(vault: OpenVault, purpose: str) -> bytes:
    return context("sealed state", vault.vault_id, vault.epoch, purpose)
