"""Secrets before a store is open: what makes a good passphrase, and whether the keyring may do. Imports no tables."""

from __future__ import annotations

from pathlib import Path

from mutualaid.vault import keychain, passphrase, slots
from mutualaid.vault.copies import Copies
from mutualaid.vault.layout import StoreFolder


def check_passphrase(text: str) -> None:
    """Raises Refused("passphrase_too_short" | "passphrase_common") when `text` would not protect a store."""
    passphrase.check(text)


def suggest_passphrase(language: str) -> str:
    """Six random words in "en" or "es", easy to say and hard to guess."""
    return passphrase.suggest(language)


def keyring_may_open(folder: Path) -> bool:
    """Whether the store in `folder` has a way in by a keyring, and this system a keyring. Asks nobody anything."""
    documents = Copies.read(StoreFolder(folder)).documents
    set_up = any(slot.kind == slots.KEYRING for _file, keys in documents for slot in keys.slots)
    return set_up and keychain.available()
