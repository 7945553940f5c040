"""A store in a real vault, opened at a cheap cost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mutualaid.records.office import OfficeSettings
from mutualaid.store.store import Store
from mutualaid.vault import keyfile
from mutualaid.vault.kdf import Argon2Cost
from mutualaid.vault.keyfile import OpenVault
from mutualaid.vault.layout import StoreFolder

PASSPHRASE = "siete gatos bajo la lluvia"


def new_vault(path: Path) -> OpenVault:
    cost = Argon2Cost(memory_kib=32, passes=1, lanes=1)
    vault, _ = keyfile.create(StoreFolder(path), passphrase=PASSPHRASE, coordinator="Ana Ixchel", kdf=cost)
    return vault


@pytest.fixture
def settings() -> OfficeSettings:
    return OfficeSettings(zone="chi-30")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[OpenVault]:
    with new_vault(tmp_path / "office") as vault:
        yield vault


@pytest.fixture
def other_vault(tmp_path: Path) -> Iterator[OpenVault]:
    with new_vault(tmp_path / "elsewhere") as vault:
        yield vault


@pytest.fixture
def store(vault: OpenVault, settings: OfficeSettings) -> Iterator[Store]:
    store = Store.create(vault, settings=settings)
    yield store
    store.close()
