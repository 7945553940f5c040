"""Who may open the store: each change is in the keyfile, in the journal, and outlives closing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mutualaid.records.errors import NoSpace, Refused, WrongPassphrase
from mutualaid.records.views import Area
from mutualaid.services import keys
from mutualaid.services.office import Office, open_office
from mutualaid.services.passphrases import keyring_may_open
from mutualaid.services.verifying import verify
from mutualaid.vault import witness
from tests.keyrings import secret_service
from tests.services.make import CHEAP, PASSPHRASE, home

BETOS = "ocho perros en la azotea"
CHELAS = "nueve burros cargan leña"


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def verbs(office: Office) -> list[tuple[str, str]]:
    with office.store.read() as read:
        return [(line.verb, line.actor) for line in read.journal(3)]


def add_beto(office: Office) -> str:
    return keys.add_coordinator(office, name="Beto", passphrase=BETOS, kdf=CHEAP)


def test_a_coordinator_is_added_listed_and_opens_the_store_in_her_own_name(office: Office) -> None:
    slot = add_beto(office)
    assert [(line.kind, line.name, line.own) for line in keys.slots(office)] == [
        ("passphrase", "Lupe", True), ("recovery", "recovery", False), ("passphrase", "Beto", False),
    ]  # fmt: skip
    assert keys.slots(office)[2].id == slot
    assert "Beto" not in repr(keys.slots(office))
    assert verbs(office)[0] == ("add coordinator", "Lupe")
    office.close()
    with_his = open_office(office.folder, passphrase=BETOS)
    try:
        assert with_his.coordinator == "Beto"
        home(with_his)
        assert verbs(with_his)[0] == ("add household", "Beto")
        assert verify(with_his) == []
    finally:
        with_his.close()


def test_names_stand_nowhere_in_clear(office: Office) -> None:
    keys.add_coordinator(office, name="Norberto Canul", passphrase=BETOS, kdf=CHEAP)
    keys.rename_slot(office, slot_id=office.vault.slot_id, name="Guadalupe Tzoc")
    office.close()
    for file in Path(office.folder).iterdir():  # four letters come by chance among so many
        assert not any(name in file.read_bytes() for name in (b"Norberto", b"Canul", b"Guadalupe"))


def test_a_rename_and_a_new_passphrase_are_told_to_pages_and_journal(office: Office) -> None:
    own = office.vault.slot_id
    assert keys.rename_slot(office, slot_id=own, name="Guadalupe").areas == {Area.SETTINGS}
    assert office.coordinator == "Guadalupe"
    keys.change_passphrase(office, slot_id=own, passphrase=CHELAS, kdf=CHEAP)
    assert verbs(office)[:2] == [("change passphrase", "Guadalupe"), ("rename coordinator", "Guadalupe")]
    office.close()
    with pytest.raises(WrongPassphrase):
        open_office(office.folder, passphrase=PASSPHRASE)
    open_office(office.folder, passphrase=CHELAS).close()


def test_new_words_in_either_language_open_the_store_and_set_a_forgotten_passphrase(office: Office) -> None:
    lupes = office.vault.slot_id
    (words,) = keys.new_recovery(office, language="es")
    assert len(words.split()) == 15
    office.close()
    by_words = open_office(office.folder, recovery=words)
    try:
        assert keys.slots(by_words)[1].own
        keys.change_passphrase(by_words, slot_id=lupes, passphrase=CHELAS, kdf=CHEAP)
    finally:
        by_words.close()
    open_office(office.folder, passphrase=CHELAS).close()


def test_two_of_three_sheets_open_the_office(office: Office) -> None:
    one, two, three = keys.new_recovery(office, language="en", quorum=True)
    office.close()
    for pair in ((one, three), (three, two), (two, one)):
        open_office(office.folder, recovery=pair).close()
    with pytest.raises(WrongPassphrase, match="recovery_needs_two_sheets"):
        open_office(office.folder, recovery=one)


def test_a_refused_change_leaves_keyfile_and_journal_alone(office: Office) -> None:
    before, told = office.vault.folder.keyfile.read_bytes(), verbs(office)
    for name, passphrase in (("Lupé", BETOS), ("Beto", "short")):
        with pytest.raises(Refused):
            keys.add_coordinator(office, name=name, passphrase=passphrase, kdf=CHEAP)
    assert office.vault.folder.keyfile.read_bytes() == before
    assert verbs(office) == told


def test_a_full_disk_leaves_keyfile_and_journal_alone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    before, told = office.vault.folder.keyfile.read_bytes(), verbs(office)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(NoSpace):
            add_beto(office)
    assert office.vault.folder.keyfile.read_bytes() == before
    assert verbs(office) == told
    add_beto(office)


def test_new_words_are_given_out_even_if_the_journal_cannot_be_told_and_the_next_opening_tells_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise NoSpace("disk_full")

    with monkeypatch.context() as patched:
        patched.setattr(keys, "note_keys", full)
        (words,) = keys.new_recovery(office, language="en")
    assert verbs(office)[0][0] != "new recovery sheet"
    office.close()
    again = open_office(office.folder, recovery=words)
    assert verbs(again)[0] == ("found other keys", "recovery")
    again.close()
    again = open_office(office.folder, passphrase=PASSPHRASE)
    assert [verb for verb, _ in verbs(again)].count("found other keys") == 1
    again.close()


def test_a_copy_that_a_crash_left_old_is_brought_up_to_date_at_the_next_opening(office: Office) -> None:
    folder = office.vault.folder
    old = folder.keyfile_copy.read_bytes()
    keys.change_passphrase(office, slot_id=office.vault.slot_id, passphrase=CHELAS, kdf=CHEAP)
    office.close()
    folder.keyfile_copy.write_bytes(old)
    again = open_office(folder.path, passphrase=CHELAS)
    assert folder.keyfile_copy.read_bytes() == folder.keyfile.read_bytes()
    assert [finding.code for finding in verify(again)] == ["keyfile_copy_renewed"]
    again.close()
    folder.keyfile.unlink()
    with pytest.raises(WrongPassphrase):
        open_office(folder.path, passphrase=PASSPHRASE)


def test_an_old_keyfile_put_back_is_seen_by_this_laptop(office: Office) -> None:
    folder = office.vault.folder
    old = folder.keyfile.read_bytes()
    keys.change_passphrase(office, slot_id=office.vault.slot_id, passphrase=CHELAS, kdf=CHEAP)
    office.close()
    for file in (folder.keyfile, folder.keyfile_copy):
        file.write_bytes(old)
    again = open_office(folder.path, passphrase=PASSPHRASE)
    assert [finding.code for finding in verify(again)] == ["keyfile_rolled_back"]
    assert verbs(again)[0] == ("found other keys", "Lupe")
    again.close()


def test_an_old_keyfile_beside_a_newer_store_is_seen_by_any_laptop(office: Office) -> None:
    folder = office.vault.folder
    old = folder.keyfile.read_bytes()
    keys.change_passphrase(office, slot_id=office.vault.slot_id, passphrase=CHELAS, kdf=CHEAP)
    witness.forget(office.vault)
    office.close()
    for file in (folder.keyfile, folder.keyfile_copy):
        file.write_bytes(old)
    again = open_office(folder.path, passphrase=PASSPHRASE)
    witness.forget(again.vault)
    assert [finding.code for finding in verify(again)] == ["keyfile_rolled_back"]
    again.close()


@pytest.fixture
def keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with secret_service(tmp_path / "keyring") as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is a Linux desktop's")
def test_the_keyring_opens_the_office_until_it_is_told_to_forget(office: Office, keyring: None) -> None:
    assert keys.keyring_available()
    assert not keyring_may_open(office.folder)
    slot = keys.keep_in_keyring(office)
    assert verbs(office)[0] == ("keep in keyring", "Lupe")
    office.close()
    assert keyring_may_open(office.folder)
    by_keyring = open_office(office.folder, keyring=True)
    assert by_keyring.coordinator == "Lupe"
    assert [line.own for line in keys.slots(by_keyring)] == [True, False, True]
    assert keys.slots(by_keyring)[2].id == slot
    keys.forget_keyring(by_keyring)
    assert verbs(by_keyring)[0] == ("forget keyring", "Lupe")
    by_keyring.close()
    with pytest.raises(Refused, match="keyring_not_set_up"):
        open_office(office.folder, keyring=True)


def test_without_a_keyring_nothing_is_kept(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    before = office.vault.folder.keyfile.read_bytes()
    assert not keys.keyring_available()
    with pytest.raises(Refused, match="keyring_unavailable"):
        keys.keep_in_keyring(office)
    assert office.vault.folder.keyfile.read_bytes() == before
    keys.forget_keyring(office)
    assert office.vault.folder.keyfile.read_bytes() == before
