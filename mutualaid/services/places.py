"""Where stores lie, told without opening one. Imports no tables."""

from __future__ import annotations

from pathlib import Path

from mutualaid.vault.copies import Copies
from mutualaid.vault.layout import StoreFolder


def store_exists(folder: Path) -> bool:
    """Whether a store, whole or damaged, lies in the folder."""
    return StoreFolder(folder).exists()


def slot_kinds(folder: Path) -> frozenset[str]:
    """The kinds of ways into the store ("passphrase", "recovery", "quorum", "keyring"), which its keyfile says openly;
    none when no copy of it can be read.
    """
    return frozenset(slot.kind for _name, keys in Copies.read(StoreFolder(folder)).documents for slot in keys.slots)
