"""What this laptop has seen of a store shows when its folder is put back to an older state."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from mutualaid.vault import keychain, rotation, ways, witness
from mutualaid.vault.kdf import Argon2Cost
from mutualaid.vault.keyfile import OpenVault, create, open_with_passphrase
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.witness import Seen
from tests.keyrings import secret_service

CHELAS = "nueve burros cargan leña"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's state folder, for one test."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "mutualaid" / "seen"


def codes(vault: OpenVault) -> list[str]:
    return [finding.code for finding in witness.findings(vault)]


def put_back(folder: StoreFolder, data: bytes) -> None:
    for file in (folder.keyfile, folder.keyfile_copy):
        file.write_bytes(data)


def test_what_was_seen_is_remembered_and_never_goes_back(folder: StoreFolder, vault: OpenVault, phrase: str) -> None:
    assert witness.newest(vault) is None
    assert codes(vault) == []
    witness.remember(vault, 7)
    again = open_with_passphrase(folder, phrase)
    assert witness.newest(again) == Seen(1, 1, 7)
    witness.remember(again, 5)
    assert witness.newest(again) == Seen(1, 1, 7)
    witness.remember(again)
    assert witness.newest(again) == Seen(1, 1, 7)
    witness.remember(again, 5, accepted=True)
    assert witness.newest(again) == Seen(1, 1, 5)
    witness.forget(again)
    assert witness.newest(again) is None


def test_the_witness_names_nobody_and_is_its_owners(vault: OpenVault, state: Path) -> None:
    witness.remember(vault, 7)
    (file,) = state.iterdir()
    assert file.name == vault.lineage
    assert file.stat().st_mode & 0o777 == 0o600
    assert state.stat().st_mode & 0o777 == 0o700
    assert "Ixchel" not in file.read_text()
    assert sorted(json.loads(file.read_text())) == [
        "epoch", "format", "generation", "lineage", "mac", "revision", "superseded", "version",
    ]  # fmt: skip


def test_an_older_keyfile_put_back_is_told(
    folder: StoreFolder, vault: OpenVault, phrase: str, cheap: Argon2Cost
) -> None:
    old = folder.keyfile.read_bytes()
    ways.change_passphrase(vault, slot_id=vault.slot_id, passphrase=CHELAS, kdf=cheap)
    witness.remember(vault, 3)
    put_back(folder, old)
    assert codes(open_with_passphrase(folder, phrase)) == ["keyfile_rolled_back"]
    put_back(folder, vault.document.to_bytes())
    assert codes(open_with_passphrase(folder, CHELAS)) == []


def test_the_keyfile_from_before_new_keys_is_told_too_and_using_it_wipes_nothing(
    folder: StoreFolder, vault: OpenVault, phrase: str
) -> None:
    old = folder.keyfile.read_bytes()
    witness.remember(vault, 20)
    rotation.begin(vault)
    fresh = rotation.finish(vault)
    assert witness.newest(fresh) == Seen(2, 3, 20)
    assert codes(fresh) == []
    witness.remember(fresh, 21)
    put_back(folder, old)
    before = open_with_passphrase(folder, phrase)
    assert codes(before) == ["keyfile_rolled_back"]
    seen = witness.newest(before)
    assert seen is not None
    assert seen.epoch > before.epoch
    assert seen.generation > 20, "whatever store lies beside it is older"
    witness.remember(before, 20)
    assert codes(before) == ["keyfile_rolled_back"]
    assert witness.newest(fresh) == Seen(2, 3, 21)
    witness.remember(before, 20, accepted=True)
    assert codes(before) == []


def test_only_the_last_changes_of_keys_can_be_proved_and_the_rest_is_told_as_strange(
    folder: StoreFolder, vault: OpenVault, phrase: str, state: Path
) -> None:
    kept = []
    for _ in range(10):
        kept.append(folder.keyfile.read_bytes())
        rotation.begin(vault)
        vault = rotation.finish(vault)
    told = []
    for old in kept:
        put_back(folder, old)
        told += codes(open_with_passphrase(folder, phrase))
    assert told == ["witness_unreadable"] * 2 + ["keyfile_rolled_back"] * 8
    assert len((state / vault.lineage).read_bytes()) * 4 / 3 < 1280, "more than the Windows Credential Manager keeps"


def test_a_crash_before_the_witness_heard_of_new_keys_is_no_alarm(
    folder: StoreFolder, vault: OpenVault, phrase: str, state: Path
) -> None:
    witness.remember(vault, 7)
    kept = (state / vault.lineage).read_bytes()
    rotation.begin(vault)
    rotation.finish(vault)
    (state / vault.lineage).write_bytes(kept)
    again = open_with_passphrase(folder, phrase)
    assert codes(again) == []
    assert witness.newest(again) is None
    witness.remember(again, 8)
    assert witness.newest(again) == Seen(2, 3, 8)


@pytest.mark.parametrize("stride", [13, pytest.param(1, marks=pytest.mark.campaign)])
def test_every_bit_of_a_witness_is_guarded_and_a_forged_one_is_told_and_believed_in_nothing(
    vault: OpenVault, state: Path, stride: int
) -> None:
    rotation.begin(vault)
    vault = rotation.finish(vault)
    witness.remember(vault, 7)
    file = state / vault.lineage
    data = file.read_bytes()
    stale = 0
    for bit in range(0, len(data) * 8, stride):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        file.write_bytes(flipped)
        assert witness.newest(vault) is None
        if codes(vault) == []:  # its epoch reads as an earlier one, which is what a crash leaves
            stale += 1
        else:
            assert codes(vault) == ["witness_unreadable"]
    assert stale <= 2
    for length in range(1, len(data), stride):
        file.write_bytes(data[:length])
        assert witness.newest(vault) is None
        assert codes(vault) == ["witness_unreadable"]
    witness.remember(vault, 8)
    assert witness.newest(vault) == Seen(2, 3, 8)


def test_a_witness_of_another_store_is_none_of_this_one(
    vault: OpenVault, state: Path, tmp_path: Path, phrase: str, cheap: Argon2Cost
) -> None:
    other, _ = create(StoreFolder(tmp_path / "other"), passphrase=phrase, coordinator="Beto", kdf=cheap)
    witness.remember(other, 9)
    (state / other.lineage).rename(state / vault.lineage)
    assert witness.newest(vault) is None
    assert codes(vault) == ["witness_unreadable"]


def test_a_backup_restored_elsewhere_has_a_witness_of_its_own(vault: OpenVault, tmp_path: Path) -> None:
    witness.remember(vault, 90)
    _, restored = rotation.sealed_for(vault, slots="all", folder=StoreFolder(tmp_path / "restored"))
    assert witness.newest(restored) is None
    assert codes(restored) == []


@pytest.mark.parametrize("how", ["a folder in its place", "no folder to be made", "a closed vault"])
def test_no_witness_ever_stops_the_work(vault: OpenVault, state: Path, how: str) -> None:
    if how == "a folder in its place":
        (state / vault.lineage).mkdir(parents=True)
    elif how == "no folder to be made":
        state.parent.parent.write_bytes(b"a file")
    else:
        witness.remember(vault, 4)
        vault.close()
    witness.remember(vault, 5)
    assert witness.newest(vault) is None
    assert codes(vault) == []
    witness.forget(vault)


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is a Linux desktop's")
def test_the_keyring_is_a_second_witness(
    folder: StoreFolder, vault: OpenVault, phrase: str, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with secret_service(tmp_path / "keyring") as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        ways.add_keyring(vault)
        witness.remember(vault, 7)
        (state / vault.lineage).unlink()
        assert witness.newest(vault) == Seen(1, 2, 7)
        rotation.begin(vault)
        fresh = rotation.finish(vault)
        witness.remember(fresh, 8)
        (state / vault.lineage).write_bytes(b"spoiled")
        assert witness.newest(fresh) == Seen(2, 4, 8)
        assert codes(fresh) == ["witness_unreadable"]
        ways.drop_keyring(fresh)
        assert keychain.fetch(f"seen-{fresh.lineage}") is None
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")
        witness.remember(fresh, 9)
        assert witness.newest(fresh) == Seen(2, 5, 9)
