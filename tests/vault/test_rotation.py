"""New keys for a store: whoever stays comes in, whoever was left out does not, and no crash on the way costs the store.

A file that holds nothing but the data key it is "encrypted" under stands in for the database here.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mutualaid.records.errors import Fault, InUse, NoSpace, Refused, WrongPassphrase
from mutualaid.vault import atomic, document, rotation
from mutualaid.vault.kdf import Argon2Cost
from mutualaid.vault.keyfile import (
    OpenVault,
    RecoveryWords,
    check_keyfile,
    open_document,
    open_with_passphrase,
    open_with_recovery,
)
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.rewriting import renew_older_copy, rewrite
from mutualaid.vault.ways import add_passphrase

BETOS = "ocho perros en la azotea"


@pytest.fixture
def beto(vault: OpenVault, cheap: Argon2Cost) -> str:
    """A second coordinator's slot."""
    return add_passphrase(vault, passphrase=BETOS, name="Beto", kdf=cheap)


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(Fault) as told:
        call()
    return told.value.code


def put_store(vault: OpenVault) -> None:
    """The database under the vault's data key takes the name of the one that was there."""
    atomic.write_whole(vault.folder.store, vault.data_key)


def settled(vault: OpenVault) -> OpenVault:
    """What opening a store does about a rotation that was cut short: try the pending keys, then the present ones."""
    held = vault.folder.store.read_bytes()
    if vault.pending is not None and vault.pending.data_key == held:
        return rotation.finish(vault)
    assert vault.data_key == held, "neither set of keys opens the store"
    if vault.pending_there:
        rotation.abandon(vault)
    return vault


def rotated(vault: OpenVault, *without: str) -> OpenVault:
    put_store(rotation.begin(vault, without=frozenset(without)))
    return rotation.finish(vault)


def test_a_new_root_and_data_key_open_with_the_same_secrets(
    folder: StoreFolder, vault: OpenVault, words: RecoveryWords, phrase: str, beto: str
) -> None:
    old = vault.data_key, vault.log_key, vault.generation_key
    fresh = rotated(vault)
    assert not set(old) & {fresh.data_key, fresh.log_key, fresh.generation_key}
    assert (fresh.epoch, fresh.vault_id, fresh.lineage) == (2, vault.vault_id, vault.lineage)
    for again in (
        open_with_passphrase(folder, phrase),
        open_with_passphrase(folder, BETOS),
        open_with_recovery(folder, words.text()),
    ):
        assert again.data_key == fresh.data_key
        assert (again.epoch, again.pending, again.pending_there) == (2, None, False)
        assert [slot.name for slot in again.slots] == ["Ana Ixchel", "recovery", "Beto"]
    assert check_keyfile(folder) == []


def test_while_it_is_under_way_both_sets_of_keys_open(folder: StoreFolder, vault: OpenVault, phrase: str) -> None:
    pending = rotation.begin(vault)
    again = open_with_passphrase(folder, phrase)
    assert again.data_key == vault.data_key
    assert again.pending is not None
    assert again.pending.data_key == pending.data_key != vault.data_key
    again.close()
    assert again.pending is None
    assert pending.epoch == 2


def test_a_slot_that_was_left_out_is_not_among_the_new_keys_and_then_gone(
    folder: StoreFolder, vault: OpenVault, phrase: str, beto: str
) -> None:
    pending = rotation.begin(vault, without=frozenset({beto}))
    keys = document.parse(folder.keyfile.read_bytes())
    assert keys.pending is not None
    assert keys.pending.member(beto) is None
    assert "Beto" not in {slot.name for slot in pending.slots}
    hers = open_with_passphrase(folder, BETOS)
    assert hers.pending is None
    assert hers.pending_there
    put_store(pending)
    fresh = rotation.finish(vault)
    assert beto not in {slot.id for slot in fresh.slots}
    assert beto.encode() not in folder.keyfile.read_bytes()
    assert code_of(lambda: open_with_passphrase(folder, BETOS)) == "wrong_passphrase"
    assert open_with_passphrase(folder, phrase).data_key == fresh.data_key


def test_the_old_keyfile_put_back_leads_a_revoked_slot_to_the_old_keys_only(
    folder: StoreFolder, vault: OpenVault, beto: str
) -> None:
    kept = folder.keyfile.read_bytes()
    old = vault.data_key
    fresh = rotated(vault, beto)
    for file in (folder.keyfile, folder.keyfile_copy):
        file.write_bytes(kept)
    hers = open_with_passphrase(folder, BETOS)
    assert hers.data_key == old != fresh.data_key
    assert folder.store.read_bytes() != hers.data_key


def test_abandoning_leaves_the_present_keys_alone(folder: StoreFolder, vault: OpenVault, phrase: str) -> None:
    put_store(vault)
    pending = rotation.begin(vault)
    rotation.abandon(vault)
    assert pending.closed
    again = open_with_passphrase(folder, phrase)
    assert again.data_key == vault.data_key == folder.store.read_bytes()
    assert (again.epoch, again.pending_there, vault.pending_there) == (1, False, False)
    assert again.revision == vault.revision
    rotated(again)


class Cut(BaseException):
    """The power went."""


@pytest.mark.parametrize("lost", ["", "keyfile.json", "keyfile.copy.json"])
def test_every_prefix_of_the_writes_leaves_a_folder_that_opens_with_the_keys_of_its_store(
    tmp_path: Path, folder: StoreFolder, vault: OpenVault, phrase: str, beto: str, lost: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    put_store(vault)
    before = tmp_path / "before"
    shutil.copytree(folder.path, before)
    real, ends = os.replace, []
    for names in range(100):
        shutil.rmtree(folder.path)
        shutil.copytree(before, folder.path)
        left = names

        def cut(source: Path, target: Path) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Cut
            real(source, target)

        at_work = open_with_passphrase(folder, phrase)
        with monkeypatch.context() as patched:
            patched.setattr(os, "replace", cut)
            try:
                rotated(at_work, beto)
            except Cut:
                whole = False
            else:
                whole = True
        if lost:
            (folder.path / lost).write_bytes(b"a bad sector")
        vault_now = settled(open_with_passphrase(folder, phrase))
        assert vault_now.data_key == folder.store.read_bytes()
        renew_older_copy(vault_now)
        if not lost:
            assert folder.keyfile.read_bytes() == folder.keyfile_copy.read_bytes() == vault_now.document.to_bytes()
        again = open_with_passphrase(folder, phrase)
        assert again.data_key == vault_now.data_key
        if again.epoch == 2 and "Beto" not in {slot.name for slot in again.slots}:
            assert code_of(lambda: open_with_passphrase(folder, BETOS)) in ("wrong_passphrase", "keyfile_damaged")
            ends.append("new keys")
        else:
            assert open_with_passphrase(folder, BETOS).data_key == again.data_key
            ends.append("old keys")
        if whole:
            break
    # Two copies, the store, two copies again, the witness; once the store has the new keys, they are the only ones.
    assert ends == ["old keys"] * 3 + ["new keys"] * 4


def test_a_full_disk_at_any_write_leaves_a_folder_that_opens(
    folder: StoreFolder, vault: OpenVault, phrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_store(vault)
    real, refusals = os.fsync, 0
    for syncs in range(100):
        allowed = syncs

        def full(descriptor: int) -> None:
            nonlocal allowed
            allowed -= 1
            if allowed < 0:
                raise OSError(28, "No space left on device")
            real(descriptor)

        at_work = open_with_passphrase(folder, phrase)
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", full)
            try:
                rotated(at_work)
            except NoSpace:
                refusals += 1
            else:
                break
        assert settled(at_work).data_key == folder.store.read_bytes()
        settled(open_with_passphrase(folder, phrase))
    assert refusals > 8
    assert open_with_passphrase(folder, phrase).data_key == folder.store.read_bytes()
    assert check_keyfile(folder) == []


@pytest.mark.parametrize(
    ("whose", "code"),
    [("mine", "slot_own"), ("paper", "slot_on_paper"), ("nobody", "slot_unknown")],
)
def test_slots_that_may_not_be_left_out(
    folder: StoreFolder, vault: OpenVault, beto: str, whose: str, code: str
) -> None:
    ids = {"mine": vault.slot_id, "paper": vault.slots[1].id, "nobody": "0" * 16}
    before = folder.keyfile.read_bytes()
    assert code_of(lambda: rotation.begin(vault, without=frozenset({ids[whose]}))) == code
    assert folder.keyfile.read_bytes() == before
    assert not vault.pending_there


def test_two_rotations_at_once_and_none_to_end_are_refused(vault: OpenVault) -> None:
    for call in (rotation.finish, rotation.abandon):
        assert code_of(lambda call=call: call(vault)) == "no_rotation"  # type: ignore[misc]
    rotation.begin(vault)
    assert code_of(lambda: rotation.begin(vault)) == "rotation_under_way"


def test_a_vault_that_was_opened_before_another_wrote_does_not_bring_old_passphrases_back(
    folder: StoreFolder, vault: OpenVault, phrase: str, beto: str, cheap: Argon2Cost
) -> None:
    stale = open_with_passphrase(folder, phrase)
    fresh = rotated(vault, beto)
    with pytest.raises(InUse, match="keyfile_changed"):
        rotation.begin(stale)
    stale = open_with_passphrase(folder, phrase)
    add_passphrase(fresh, passphrase="nueve burros cargan leña", name="Chela", kdf=cheap)
    with pytest.raises(InUse, match="keyfile_changed"):
        rewrite(stale, slots=stale.document.slots, current=stale.document.current, pending=None, pending_set=None)
    assert open_with_passphrase(folder, "nueve burros cargan leña").coordinator == "Chela"
    with pytest.raises(WrongPassphrase):
        open_with_passphrase(folder, BETOS)


def test_a_closed_vault_begins_nothing(vault: OpenVault) -> None:
    vault.close()
    with pytest.raises(Refused, match="store_locked"):
        rotation.begin(vault)


def test_a_backup_opens_with_the_recovery_words_and_with_its_own_root_and_no_passphrase(
    tmp_path: Path, vault: OpenVault, words: RecoveryWords, phrase: str, beto: str
) -> None:
    place = StoreFolder(tmp_path / "stick")
    data, backup = rotation.sealed_for(vault, slots="recovery", folder=place)
    assert backup.vault_id == vault.vault_id
    assert backup.lineage != vault.lineage
    assert backup.data_key != vault.data_key
    assert [slot.kind for slot in backup.slots] == ["recovery"]
    for again in (
        open_document(data, folder=place, words=words.text("es")),
        open_document(data, folder=place, root=backup.root),
    ):
        assert (again.data_key, again.log_key) == (backup.data_key, backup.log_key)
    assert code_of(lambda: open_document(data, folder=place, root=vault.root)) == "keyfile_damaged"
    other = RecoveryWords.generate().text()
    assert code_of(lambda: open_document(data, folder=place, words=other)) == "recovery_words_of_another_store"
    assert not place.path.exists()
    place.path.mkdir()
    for file in (place.keyfile, place.keyfile_copy):
        file.write_bytes(data)
    for secret in (phrase, BETOS):
        assert code_of(lambda secret=secret: open_with_passphrase(place, secret)) == "wrong_passphrase"  # type: ignore[misc]


def test_a_restored_store_opens_with_everybodys_secret_under_keys_of_its_own(
    tmp_path: Path, vault: OpenVault, words: RecoveryWords, phrase: str, beto: str
) -> None:
    place = StoreFolder(tmp_path / "salvaged")
    data, fresh = rotation.sealed_for(vault, slots="all", folder=place)
    place.path.mkdir()
    for file in (place.keyfile, place.keyfile_copy):
        file.write_bytes(data)
    opened = [open_with_passphrase(place, phrase), open_with_passphrase(place, BETOS)]
    opened.append(open_with_recovery(place, words.text()))
    assert {each.data_key for each in opened} == {fresh.data_key}
    assert [each.coordinator for each in opened] == ["Ana Ixchel", "Beto", "recovery"]
    assert {each.lineage for each in opened} == {fresh.lineage} != {vault.lineage}


def test_keyfiles_of_two_lineages_in_one_folder_are_refused(folder: StoreFolder, vault: OpenVault, phrase: str) -> None:
    data, _ = rotation.sealed_for(vault, slots="all", folder=folder)
    folder.keyfile_copy.write_bytes(data)
    assert code_of(lambda: open_with_passphrase(folder, phrase)) == "keyfile_of_another_store"
