"""Where stores lie, told without opening one. Imports no tables."""

from __future__ import annotations

from pathlib import Path

from mutualaid.vault.layout import StoreFolder


def store_exists(folder: Path) -> bool:
    """Whether a store, whole or damaged, lies in the folder."""
    return StoreFolder(folder).exists()
