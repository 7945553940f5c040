"""A store in a real vault, opened at a cheap cost."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from mutualaid.records.office import OfficeSettings
from mutualaid.store.store import Store
from mutualaid.vault import keyfile
from mutualaid.vault.kdf import Argon2Cost
from mutualaid.vault.keyfile import OpenVault
from mutualaid.vault.layout import StoreFolder

PASSPHRASE = "siete gatos bajo la lluvia"
EMPTY = OfficeSettings(zone="chi-30")


def new_vault(path: Path) -> OpenVault:
    cost = Argon2Cost(memory_kib=32, passes=1, lanes=1)
    vault, _ = keyfile.create(StoreFolder(path), passphrase=PASSPHRASE, coordinator="Ana Ixchel", kdf=cost)
    return vault


@pytest.fixture
def settings() -> OfficeSettings:
    return EMPTY


@cache
def _closed_store() -> Path:
    """A closed store, made once for the whole run: its many tables take a tenth of a second."""
    place = Path(tempfile.mkdtemp(prefix="mutualaid-store-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    with new_vault(place / "office") as vault:
        Store.create(vault, settings=EMPTY).close()
    return place / "office"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[OpenVault]:
    folder = StoreFolder(tmp_path / "office")
    folder.path.mkdir(mode=0o700)
    for file in (folder.keyfile, folder.keyfile_copy):
        shutil.copy(_closed_store() / file.name, file)
    with keyfile.open_with_passphrase(folder, PASSPHRASE) as vault:
        yield vault


@pytest.fixture
def other_vault(tmp_path: Path) -> Iterator[OpenVault]:
    with new_vault(tmp_path / "elsewhere") as vault:
        yield vault


@pytest.fixture
def store(vault: OpenVault) -> Iterator[Store]:
    for file in ("store.db", "store.state"):
        shutil.copy(_closed_store() / file, vault.folder.path)
    store = Store.open(vault)
    yield store
    store.close()
