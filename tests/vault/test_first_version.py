"""A keyfile that version 1 of the format wrote still opens, and becomes version 2 when it is next written.

The bytes in data/ were written by the program as it was then, for a store that is nobody's.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mutualaid.records.errors import Damaged
from mutualaid.vault import document, rotation, ways
from mutualaid.vault.kdf import Argon2Cost
from mutualaid.vault.keyfile import OpenVault, check_keyfile, open_with_passphrase, open_with_recovery
from mutualaid.vault.layout import StoreFolder
from tests.vault.test_keyfile_format import with_checksum

FIRST = Path(__file__).parent / "data" / "keyfile-1.json"
PHRASE = "siete gatos bajo la lluvia"
WORDS = (
    "cochino este medio báscula testigo bono pulir huelga pino podio capucha regreso jaula inicio laguna",
    "cruel express merry broccoli toward camp saddle hub recycle rescue click shed interest indicate ketchup",
)
DATA_KEY = "e29ae28ae168ee554da774fa486be45887360522890679afa51370c50bf47fc4"


@pytest.fixture
def first(folder: StoreFolder) -> StoreFolder:
    folder.path.mkdir()
    for file in (folder.keyfile, folder.keyfile_copy):
        shutil.copyfile(FIRST, file)
    return folder


def opened_by_each(folder: StoreFolder) -> list[OpenVault]:
    return [open_with_passphrase(folder, PHRASE), *(open_with_recovery(folder, words) for words in WORDS)]


def test_it_opens_with_its_passphrase_and_with_its_words_in_both_languages(first: StoreFolder) -> None:
    before = first.keyfile.read_bytes()
    for vault in opened_by_each(first):
        assert vault.data_key.hex() == DATA_KEY
        assert vault.lineage == vault.vault_id
        assert (vault.pending, vault.pending_there, vault.findings) == (None, False, ())
    assert first.keyfile.read_bytes() == first.keyfile_copy.read_bytes() == before
    assert document.parse(before).to_bytes() == before


@pytest.mark.parametrize(
    "write",
    [
        lambda vault: ways.rename(vault, slot_id=vault.slot_id, name="Ana"),
        lambda vault: ways.add_passphrase(
            vault, passphrase="ocho perros en la azotea", name="Beto", kdf=Argon2Cost(32, 1, 1)
        ),
        lambda vault: rotation.abandon(rotation.begin(vault) and vault),
    ],
)
def test_the_next_write_makes_it_version_2_and_everything_opens_as_before(
    first: StoreFolder, write: Callable[[OpenVault], object]
) -> None:
    write(open_with_passphrase(first, PHRASE))
    fields = json.loads(first.keyfile.read_bytes())
    assert (fields["version"], fields["lineage"]) == (2, fields["vault_id"])
    assert first.keyfile.read_bytes() == first.keyfile_copy.read_bytes()
    for vault in opened_by_each(first):
        assert vault.data_key.hex() == DATA_KEY
        assert vault.lineage == vault.vault_id


def test_a_crash_between_the_copies_of_the_upgrade_leaves_a_vault_that_opens(first: StoreFolder) -> None:
    before = first.keyfile.read_bytes()
    ways.rename(open_with_passphrase(first, PHRASE), slot_id=document.parse(before).slots[0].id, name="Ana")
    first.keyfile_copy.write_bytes(before)
    assert [finding.code for finding in check_keyfile(first)] == ["keyfile_copy_old"]
    assert {vault.data_key.hex() for vault in opened_by_each(first)} == {DATA_KEY}


def test_its_keys_can_be_replaced(first: StoreFolder) -> None:
    vault = open_with_passphrase(first, PHRASE)
    rotation.begin(vault)
    fresh = rotation.finish(vault)
    assert {each.data_key for each in opened_by_each(first)} == {fresh.data_key}
    assert fresh.data_key.hex() != DATA_KEY


@pytest.mark.parametrize("kind", ["quorum", "keyring", "smart card"])
def test_what_version_1_did_not_know_is_no_part_of_it(first: StoreFolder, kind: str) -> None:
    fields = json.loads(first.keyfile.read_bytes())
    fields["slots"][1]["kind"] = kind
    with pytest.raises(Damaged, match="store_newer_version"):
        document.parse(with_checksum(fields))
    with pytest.raises(Damaged, match="store_newer_version"):
        document.parse(with_checksum(json.loads(FIRST.read_bytes()) | {"pending": fields["current"]}))
    for part in ({"lineage": fields["vault_id"]}, {"pending_mac": ""}, {"version": 2}):
        with pytest.raises(Damaged, match="keyfile_damaged"):
            document.parse(with_checksum(json.loads(FIRST.read_bytes()) | part))
