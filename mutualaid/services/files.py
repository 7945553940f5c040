"""Files that a person asked for: written whole or not at all, and never over another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mutualaid.records.errors import Refused
from mutualaid.vault.atomic import write_whole


def dumps(document: dict[str, Any]) -> bytes:
    """Canonical JSON: the same document gives the same bytes."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def write_new(path: Path, data: bytes) -> None:
    """Write a new file. Raises Refused("target_exists"), NoSpace."""
    try:
        write_whole(path, data, replace=False)
    except FileExistsError:
        raise Refused("target_exists") from None


def check_target(path: Path, store: Path) -> None:
    """Refuse a place for a readable file before any work is done: Refused("target_exists" | "target_in_store")."""
    if path.exists() or path.is_symlink():
        raise Refused("target_exists")
    check_outside(path, store)


def check_outside(path: Path, store: Path) -> None:
    """Refuse a place for readable files inside the store: Refused("target_in_store")."""
    if path.absolute().resolve().is_relative_to(store.resolve()):
        raise Refused("target_in_store")
