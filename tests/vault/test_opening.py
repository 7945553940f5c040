"""A store's keys come back with the passphrase or the recovery words, and with nothing else."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mutualaid.records.errors import Damaged, NoSpace, Refused, WrongPassphrase
from mutualaid.vault import passphrase
from mutualaid.vault.kdf import Argon2Cost
from mutualaid.vault.keyfile import (
    OpenVault,
    RecoveryWords,
    create,
    discard_unfinished,
    open_with_passphrase,
    open_with_recovery,
)
from mutualaid.vault.layout import StoreFolder


def test_the_passphrase_brings_back_the_same_keys(folder: StoreFolder, vault: OpenVault, phrase: str) -> None:
    again = open_with_passphrase(folder, phrase)
    assert again.data_key == vault.data_key
    assert again.log_key == vault.log_key
    assert again.generation_key == vault.generation_key
    assert (again.vault_id, again.slot_id, again.epoch) == (vault.vault_id, vault.slot_id, vault.epoch)
    assert again.coordinator == "Ana Ixchel"
    assert again.findings == ()


def test_the_recovery_words_bring_back_the_same_keys_under_the_reserved_name(
    folder: StoreFolder, vault: OpenVault, words: RecoveryWords
) -> None:
    again = open_with_recovery(folder, words.text("es"))
    assert again.data_key == vault.data_key
    assert again.coordinator == "recovery"
    assert again.slot_id != vault.slot_id


def test_every_key_is_different_and_32_bytes(vault: OpenVault) -> None:
    keys = [vault.data_key, vault.log_key, vault.generation_key, vault.subkey("office intake")]
    assert len(set(keys)) == 4
    assert {len(key) for key in keys} == {32}


def test_two_stores_with_one_passphrase_share_no_key(
    tmp_path: Path, vault: OpenVault, phrase: str, cheap: Argon2Cost
) -> None:
    other, _ = create(StoreFolder(tmp_path / "other"), passphrase=phrase, coordinator="Ana Ixchel", kdf=cheap)
    assert other.vault_id != vault.vault_id
    assert other.data_key != vault.data_key
    assert other.log_key != vault.log_key


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@example("")
@example("Siete gatos bajo la lluvia")
@example("siete gatos bajo la lluvi")
@example("siete gatos bajo la lluvia.")
@example("x" * 5000)
@example("\ud800 a lone surrogate")
@given(st.text(max_size=40))
def test_no_other_passphrase_opens(folder: StoreFolder, vault: OpenVault, phrase: str, wrong: str) -> None:
    if passphrase.normalize(wrong) == phrase:
        return
    with pytest.raises(WrongPassphrase) as told:
        open_with_passphrase(folder, wrong)
    assert told.value.code == "wrong_passphrase"


@pytest.mark.parametrize("typed", ["  siete gatos   bajo la lluvia\n", "siete\u00a0gatos bajo la lluvia"])
def test_spaces_around_and_between_the_words_do_not_matter(folder: StoreFolder, vault: OpenVault, typed: str) -> None:
    assert open_with_passphrase(folder, typed).vault_id == vault.vault_id


def test_an_accent_typed_in_two_keystrokes_is_the_same_accent(folder: StoreFolder, cheap: Argon2Cost) -> None:
    made, _ = create(folder, passphrase="el jardín de mi ti\u0301a", coordinator="Luz", kdf=cheap)
    assert open_with_passphrase(folder, "el jardi\u0301n de mi tía").data_key == made.data_key


def test_recovery_words_of_another_store_are_told_apart_from_mistyped_ones(
    folder: StoreFolder, words: RecoveryWords
) -> None:
    with pytest.raises(WrongPassphrase) as of_another:
        open_with_recovery(folder, RecoveryWords.generate().text())
    assert of_another.value.code == "recovery_words_of_another_store"
    with pytest.raises(WrongPassphrase) as mistyped:
        open_with_recovery(folder, " ".join(words.words()[:-1]))
    assert mistyped.value.code == "recovery_words_mistyped"
    assert mistyped.value.exit_code == 3


def test_a_closed_vault_has_no_keys(vault: OpenVault) -> None:
    vault.close()
    vault.close()
    assert vault.closed
    for key in ("data_key", "log_key", "generation_key"):
        with pytest.raises(Refused) as told:
            getattr(vault, key)
        assert told.value.code == "store_locked"


def test_closing_overwrites_the_keys_in_place(vault: OpenVault) -> None:
    held = vault._data_key, vault._root
    with vault:
        assert all(any(key) for key in held if key is not None)
    assert [bytes(key) for key in held if key is not None] == [bytes(32), bytes(32)]


def test_nothing_secret_shows_in_a_repr(vault: OpenVault, words: RecoveryWords) -> None:
    shown = " ".join(repr(thing) + str(thing) for thing in (vault, words, vault.slots, vault.findings))
    for secret in (vault.data_key, vault.log_key, words.entropy):
        assert secret.hex() not in shown
        assert repr(secret) not in shown
    assert "Ana" not in shown
    assert not any(word in shown.split() for word in words.words())


def test_keys_and_words_are_never_pickled_or_copied(vault: OpenVault, words: RecoveryWords) -> None:
    for thing in (vault, words):
        with pytest.raises(TypeError):
            pickle.dumps(thing)
        with pytest.raises(TypeError):
            copy.copy(thing)


def test_a_second_create_is_refused_and_changes_nothing(
    folder: StoreFolder, vault: OpenVault, phrase: str, cheap: Argon2Cost
) -> None:
    before = folder.keyfile.read_bytes()
    with pytest.raises(Refused) as told:
        create(folder, passphrase=phrase, coordinator="Beto", kdf=cheap)
    assert told.value.code == "store_exists"
    assert folder.keyfile.read_bytes() == folder.keyfile_copy.read_bytes() == before


@pytest.mark.parametrize("left", ["store.db", "keyfile.json", "keyfile.copy.json"])
def test_create_is_refused_beside_any_part_of_a_store(
    folder: StoreFolder, phrase: str, cheap: Argon2Cost, left: str
) -> None:
    folder.path.mkdir()
    (folder.path / left).write_bytes(b"")
    with pytest.raises(Refused) as told:
        create(folder, passphrase=phrase, coordinator="Beto", kdf=cheap)
    assert told.value.code == "store_exists"
    assert (folder.path / left).read_bytes() == b""


def test_a_folder_with_other_files_is_not_taken_over(folder: StoreFolder, phrase: str, cheap: Argon2Cost) -> None:
    folder.path.mkdir(mode=0o755)
    (folder.path / "photo.jpg").write_bytes(b"mine")
    mode = folder.path.stat().st_mode
    with pytest.raises(Refused) as told:
        create(folder, passphrase=phrase, coordinator="Beto", kdf=cheap)
    assert told.value.code == "folder_not_empty"
    assert folder.path.stat().st_mode == mode


@pytest.mark.parametrize("name", ["", "   ", "recovery", " Recovery ", "x" * 201, "Ana\x00", "\ud800"])
def test_a_coordinator_needs_a_name_of_her_own(folder: StoreFolder, phrase: str, cheap: Argon2Cost, name: str) -> None:
    with pytest.raises(Refused) as told:
        create(folder, passphrase=phrase, coordinator=name, kdf=cheap)
    assert told.value.code == "coordinator_name"
    assert not folder.exists()


def test_a_weak_passphrase_makes_no_store(folder: StoreFolder, cheap: Argon2Cost) -> None:
    with pytest.raises(Refused):
        create(folder, passphrase="short", coordinator="Ana", kdf=cheap)
    assert not folder.path.exists()


def test_only_the_owner_reads_the_files(folder: StoreFolder, vault: OpenVault) -> None:
    assert folder.path.stat().st_mode & 0o777 == 0o700
    for file in (folder.keyfile, folder.keyfile_copy):
        assert file.stat().st_mode & 0o777 == 0o600


def test_the_files_name_nobody_and_hold_no_key(
    folder: StoreFolder, vault: OpenVault, words: RecoveryWords, phrase: str
) -> None:
    from mutualaid.vault.canonical import to_text

    assert sorted(path.name for path in folder.path.iterdir()) == ["keyfile.copy.json", "keyfile.json"]
    text = folder.keyfile.read_text()
    for secret in (vault.data_key, vault.log_key, words.entropy):
        assert secret.hex() not in text
        assert to_text(secret).rstrip("=") not in text
    for clear in ("Ana Ixchel", "Ixchel", phrase):  # three letters come by chance in so much base64
        assert clear not in text


def test_a_disk_that_fills_during_create_leaves_nothing_and_the_next_try_works(
    folder: StoreFolder, phrase: str, cheap: Argon2Cost, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, allowed = os.fsync, 0

    def full_after(descriptor: int) -> None:
        nonlocal allowed
        if allowed == 0:
            raise OSError(28, "No space left on device")
        allowed -= 1
        real(descriptor)

    for syncs in range(4):
        allowed = syncs
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", full_after)
            with pytest.raises(NoSpace) as told:
                create(folder, passphrase=phrase, coordinator="Ana", kdf=cheap)
        assert told.value.code == "disk_full"
        assert list(folder.path.iterdir()) == []
    vault, _ = create(folder, passphrase=phrase, coordinator="Ana", kdf=cheap)
    assert open_with_passphrase(folder, phrase).data_key == vault.data_key


_KILLED = """
import os, signal, sys
from pathlib import Path
from mutualaid.vault import atomic
from mutualaid.vault.kdf import Argon2Cost
from mutualaid.vault.keyfile import create
from mutualaid.vault.layout import StoreFolder

left = int(sys.argv[2])
def deadly(call):
    def made(*args, **kwargs):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*args, **kwargs)
    return made
for name in ("open", "write", "fsync", "link", "replace", "close"):
    setattr(atomic.os, name, deadly(getattr(os, name)))
create(StoreFolder(Path(sys.argv[1])), passphrase="siete gatos bajo la lluvia", coordinator="Ana",
       kdf=Argon2Cost(32, 1, 1))
print("whole")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_a_kill_during_create_leaves_a_vault_that_opens_or_one_that_can_be_begun_again(
    tmp_path: Path, phrase: str, cheap: Argon2Cost
) -> None:
    outcomes = []
    for calls in range(40):
        folder = StoreFolder(tmp_path / str(calls))
        done = subprocess.run(
            [sys.executable, "-c", _KILLED, str(folder.path), str(calls)], capture_output=True, check=False, text=True
        )
        if folder.exists():
            vault = open_with_passphrase(folder, phrase)
            assert vault.coordinator == "Ana"
            outcomes.append("whole" if "whole" in done.stdout else "opens")
        else:
            outcomes.append("nothing")
        assert "whole" in done.stdout or done.returncode == -9
        assert discard_unfinished(folder)
        assert not list(folder.path.glob(".*"))
        create(folder, passphrase=phrase, coordinator="Beto", kdf=cheap)
        assert open_with_passphrase(folder, phrase).coordinator == "Beto"
        if "whole" in done.stdout:
            break
    assert set(outcomes) == {"nothing", "opens", "whole"}
    assert len(outcomes) > 8


def test_discarding_leaves_a_store_with_a_database_alone(folder: StoreFolder, vault: OpenVault) -> None:
    folder.store.write_bytes(b"")
    assert not discard_unfinished(folder)
    assert folder.keyfile.exists()
    assert folder.keyfile_copy.exists()


def test_a_folder_without_a_store_is_said_to_be_none(folder: StoreFolder, phrase: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for place in (folder, StoreFolder(tmp_path), StoreFolder(tmp_path / "file")):
        with pytest.raises(Damaged) as told:
            open_with_passphrase(place, phrase)
        assert told.value.code == "not_a_store"


def test_opening_imports_neither_tables_nor_qt() -> None:
    script = (
        "import sys\nfrom mutualaid.vault import hardening, keyfile, lock, passphrase, sealed\n"
        "heavy = {'sqlmodel', 'sqlalchemy', 'pydantic', 'PySide6', 'cryptography', 'mnemonic'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout == "[]\n"
