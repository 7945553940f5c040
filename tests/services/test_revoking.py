"""Whom a change of keys left out: what she may have kept opens the past, and nothing that was written since."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mutualaid.language.errors import sentence
from mutualaid.records.errors import Damaged, Fault
from mutualaid.records.household import Household
from mutualaid.services import keys
from mutualaid.services.office import Office, open_office
from mutualaid.services.rekeying import revoke
from mutualaid.vault import witness
from tests.services.make import CHEAP, PASSPHRASE, home, new_office

BETOS = "ocho perros en la azotea"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """What Beto copied of the office's folder before Lupe revoked him and wrote down another family."""
    office = new_office(tmp_path / "store")
    betos = keys.add_coordinator(office, name="Beto", passphrase=BETOS, kdf=CHEAP)
    home(office, contact_name="Rosa Tum")
    office.close()
    kept = tmp_path / "copied"
    shutil.copytree(office.folder, kept)
    office = open_office(office.folder, passphrase=PASSPHRASE)
    revoke(office, slot_id=betos)
    home(office, contact_name="Luz Ramos")
    office.close()
    return kept


@pytest.fixture
def folder(tmp_path: Path, copied: Path) -> Path:
    """The office's folder as it is now."""
    return tmp_path / "store"


def fault_of(folder: Path, passphrase: str) -> Fault:
    with pytest.raises(Fault) as told:
        open_office(folder, passphrase=passphrase).close()
    return told.value


def families(office: Office) -> set[str]:
    with office.store.read() as read:
        return {row.record.contact_name for row in read.all(Household)}


def put_back(copied: Path, folder: Path, *patterns: str) -> None:
    for pattern in patterns:
        for file in copied.glob(pattern):
            shutil.copyfile(file, folder / file.name)


def test_his_passphrase_opens_the_store_no_more(folder: Path) -> None:
    fault = fault_of(folder, BETOS)
    assert (fault.code, fault.exit_code) == ("wrong_passphrase", 3)
    office = open_office(folder, passphrase=PASSPHRASE)
    assert families(office) == {"Rosa Tum", "Luz Ramos"}
    assert [slot.name for slot in keys.slots(office)] == ["Lupe", "recovery"]
    assert office.findings == ()
    office.close()


@pytest.mark.parametrize("beside", ["all that lies there", "no state and no witness but this", "nothing but keyfiles"])
def test_the_old_keyfile_beside_the_new_store_opens_nothing_and_the_reason_is_said(
    folder: Path, copied: Path, state: Path, beside: str
) -> None:
    put_back(copied, folder, "keyfile*.json")
    if beside != "all that lies there":
        (folder / "store.state").unlink()
    if beside == "nothing but keyfiles":
        shutil.rmtree(state)
    for passphrase in (BETOS, PASSPHRASE):
        fault = fault_of(folder, passphrase)
        assert isinstance(fault, Damaged)
        assert fault.exit_code == 4
        if beside == "nothing but keyfiles":  # nobody can tell it from a damaged file then
            assert fault.code == "store_damaged"
        else:
            assert fault.code == "keyfile_older_than_store"
            assert "keys were replaced" in sentence(fault)


def test_the_old_keyfile_with_the_new_state_and_the_old_store_is_told_as_rolled_back_here(
    folder: Path, copied: Path
) -> None:
    put_back(copied, folder, "keyfile*.json", "store.db")
    assert fault_of(folder, BETOS).code == "store_rolled_back"


def test_the_old_folder_as_a_whole_is_refused_on_this_laptop(folder: Path, copied: Path) -> None:
    put_back(copied, folder, "*.json", "store.*")
    fault = fault_of(folder, BETOS)
    assert (fault.code, fault.exit_code) == ("store_rolled_back", 4)
    office = open_office(folder, passphrase=BETOS, accept_changed=True)
    assert "keyfile_rolled_back" in {finding.code for finding in office.findings}
    assert families(office) == {"Rosa Tum"}, "it opens the past, and nothing that was written since"
    office.close()


def test_elsewhere_the_old_folder_opens_the_past_only(copied: Path, state: Path) -> None:
    shutil.rmtree(state)
    office = open_office(copied, passphrase=BETOS)
    assert witness.findings(office.vault) == []
    assert families(office) == {"Rosa Tum"}
    office.close()
