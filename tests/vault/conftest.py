"""A cheap Argon2id cost, passed through the constructor, and a vault made with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutualaid.vault.kdf import Argon2Cost
from mutualaid.vault.keyfile import OpenVault, RecoveryWords, create
from mutualaid.vault.layout import StoreFolder

CHEAP = Argon2Cost(memory_kib=32, passes=1, lanes=1)
PHRASE = "siete gatos bajo la lluvia"
NAME = "Ana Ixchel"


@pytest.fixture
def cheap() -> Argon2Cost:
    return CHEAP


@pytest.fixture
def phrase() -> str:
    return PHRASE


@pytest.fixture
def folder(tmp_path: Path) -> StoreFolder:
    return StoreFolder(tmp_path / "office")


@pytest.fixture
def made(folder: StoreFolder) -> tuple[OpenVault, RecoveryWords]:
    return create(folder, passphrase=PHRASE, coordinator=NAME, kdf=CHEAP)


@pytest.fixture
def vault(made: tuple[OpenVault, RecoveryWords]) -> OpenVault:
    return made[0]


@pytest.fixture
def words(made: tuple[OpenVault, RecoveryWords]) -> RecoveryWords:
    return made[1]
