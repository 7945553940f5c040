"""A backup holds everything, opens by what is printed and by nothing else, and becomes a store again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mutualaid.language.catalog import set_language
from mutualaid.records.errors import BadInput, Refused, WrongPassphrase
from mutualaid.services import backups
from mutualaid.services.office import Office, open_office
from mutualaid.services.verifying import verify
from mutualaid.vault import keyfile, ways
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.recovery import RecoveryWords
from tests.services.backing import ANOTHER, back_up, busy_office, everything_in, holds, restore
from tests.services.make import CHEAP, PASSPHRASE, home, new_office

pytestmark = pytest.mark.usefixtures("another_laptop")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A busy office that was closed, with its words; tests work on copies."""
    office, words = busy_office(tmp_path_factory.mktemp("kept") / "store")
    office.close()
    return office.folder, words


@pytest.fixture
def busy(kept: tuple[Path, str], tmp_path: Path) -> Iterator[tuple[Office, str]]:
    folder, words = kept
    shutil.copytree(folder, tmp_path / "store")
    office = open_office(tmp_path / "store", passphrase=PASSPHRASE)
    yield office, words
    office.close()


def test_a_restored_backup_holds_all_that_the_store_held(busy: tuple[Office, str], tmp_path: Path) -> None:
    office, words = busy
    before = holds(office)
    path = back_up(office, tmp_path / "a.backup")
    home(office, contact_name="Came after")
    restored = restore(path, tmp_path / "new", words)
    after = holds(restored)
    assert after["journal"][0].verb == "restore"
    after["journal"] = [line for line in after["journal"] if line.verb != "restore"]
    assert after == before
    assert all(before["found"]), "or the comparison would compare nothing"
    assert verify(restored) == []
    restored.close()


def test_a_restored_store_opens_by_the_new_passphrase_and_the_words_only(
    busy: tuple[Office, str], tmp_path: Path
) -> None:
    office, words = busy
    restore(back_up(office, tmp_path / "a.backup"), tmp_path / "new", words).close()
    with pytest.raises(WrongPassphrase, match="wrong_passphrase"):
        open_office(tmp_path / "new", passphrase=PASSPHRASE)
    for how in ({"passphrase": ANOTHER}, {"recovery": words}):
        open_office(tmp_path / "new", **how).close()


def test_it_has_keys_and_a_lineage_of_its_own_and_is_the_same_vault(busy: tuple[Office, str], tmp_path: Path) -> None:
    office, words = busy
    restored = restore(back_up(office, tmp_path / "a.backup"), tmp_path / "new", words)
    old, new = office.vault, restored.vault
    assert new.vault_id == old.vault_id
    assert new.lineage != old.lineage
    assert new.root != old.root
    assert new.data_key != old.data_key
    restored.close()


@pytest.mark.parametrize(("made_in", "typed_in"), [("en", "es"), ("es", "en")])
def test_either_language_of_the_sheet_opens_a_backup(tmp_path: Path, made_in: str, typed_in: str) -> None:
    office, words = busy_office(tmp_path / "store", made_in)
    path = back_up(office, tmp_path / "a.backup")
    office.close()
    assert backups.check_backup(path, recovery=RecoveryWords.parse(words).text(typed_in)) == []


def test_two_sheets_of_three_open_a_backup_and_one_does_not(tmp_path: Path) -> None:
    office = new_office(tmp_path / "store")
    sheets = [sheet.text("es") for sheet in ways.new_quorum(office.vault)]
    path = back_up(office, tmp_path / "a.backup")
    office.close()
    for pair in ((0, 1), (2, 0), (1, 2)):
        assert backups.check_backup(path, recovery=[sheets[place] for place in pair]) == []
    with pytest.raises(WrongPassphrase, match="recovery_needs_two_sheets"):
        backups.check_backup(path, recovery=sheets[0])
    restored = restore(path, tmp_path / "new", sheets[1:])
    restored.close()
    open_office(tmp_path / "new", recovery=sheets[:2]).close()


def test_words_of_another_store_open_no_backup(busy: tuple[Office, str], tmp_path: Path) -> None:
    path = back_up(busy[0], tmp_path / "a.backup")
    others = RecoveryWords.generate().text()
    before = everything_in(tmp_path)
    with pytest.raises(WrongPassphrase, match="recovery_words_of_another_store"):
        backups.check_backup(path, recovery=others)
    with pytest.raises(WrongPassphrase, match="recovery_words_of_another_store"):
        restore(path, tmp_path / "new", others)
    assert everything_in(tmp_path) == before


def test_no_passphrase_opens_a_backup(busy: tuple[Office, str], tmp_path: Path) -> None:
    from mutualaid.vault import container

    head = container.read_head(back_up(busy[0], tmp_path / "a.backup"))
    assert {slot.kind for slot in head.keys.slots} == {"recovery"}
    folder = StoreFolder(tmp_path / "unpacked")
    folder.path.mkdir()
    folder.keyfile.write_bytes(head.keyfile)
    with pytest.raises(WrongPassphrase, match="wrong_passphrase"):
        keyfile.open_with_passphrase(folder, PASSPHRASE)


def test_the_store_checks_its_backup_by_the_key_it_kept(busy: tuple[Office, str], tmp_path: Path) -> None:
    office, _ = busy
    path = back_up(office, tmp_path / "a.backup")
    moved = path.rename(tmp_path / "elsewhere.backup")
    check = backups.examine_backup(moved, office=office)
    assert check.findings == []
    assert check.made_by == "Lupe"
    assert check.counts == {"households": 21, "needs": 61, "volunteers": 9, "lots": 11, "matches": 0}


def test_a_backup_of_another_store_is_told_from_one_whose_key_was_not_kept(
    busy: tuple[Office, str], tmp_path: Path
) -> None:
    office, words = busy
    first = back_up(office, tmp_path / "1.backup")
    second = back_up(office, tmp_path / "2.backup")
    restored = restore(first, tmp_path / "new", words)
    assert backups.check_backup(first, office=restored) == []
    with pytest.raises(Refused, match="backup_key_not_kept"):
        backups.check_backup(second, office=restored)
    restored.close()
    stranger = new_office(tmp_path / "other")
    assert [found.code for found in backups.check_backup(first, office=stranger)] == ["backup_of_another_store"]
    stranger.close()


def test_whoever_made_the_backup_has_the_new_passphrase_unless_another_is_named(
    busy: tuple[Office, str], tmp_path: Path
) -> None:
    office, words = busy
    path = back_up(office, tmp_path / "a.backup")
    for name, given in (("Lupe", ""), ("Inés", "Inés")):
        restored = restore(path, tmp_path / name, words, coordinator=given)
        assert restored.coordinator == name
        restored.close()


def test_a_backup_made_under_the_recovery_words_asks_for_a_name(busy: tuple[Office, str], tmp_path: Path) -> None:
    office, words = busy
    office.close()
    office = open_office(tmp_path / "store", recovery=words)
    path = back_up(office, tmp_path / "a.backup")
    office.close()
    with pytest.raises(Refused, match="coordinator_name"):
        restore(path, tmp_path / "new", words)
    restore(path, tmp_path / "new", words, coordinator="Inés").close()


@pytest.mark.parametrize("place", ["taken", "store/keyfile.json", "store/new.backup", "store/backups/deep/a.backup"])
def test_a_backup_overwrites_nothing_and_lies_in_no_other_part_of_the_store(
    busy: tuple[Office, str], tmp_path: Path, place: str
) -> None:
    (tmp_path / "taken").write_bytes(b"mine")
    before = everything_in(tmp_path)
    with pytest.raises(Refused, match=r"target_exists|target_in_store"):
        back_up(busy[0], tmp_path / place)
    assert everything_in(tmp_path) == before
    assert (tmp_path / "taken").read_bytes() == b"mine"
    assert backups.listed(busy[0]) == []


def test_a_restore_overwrites_nothing(busy: tuple[Office, str], tmp_path: Path) -> None:
    office, words = busy
    path = back_up(office, tmp_path / "a.backup")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter").write_text("x")
    (tmp_path / "file").write_text("x")
    before = everything_in(tmp_path)
    for place, code in (("store", "store_exists"), ("full", "folder_not_empty"), ("file", "target_exists")):
        with pytest.raises(Refused, match=code):
            restore(path, tmp_path / place, words)
    assert everything_in(tmp_path) == before


def test_a_restore_fills_an_empty_folder_and_makes_those_above(busy: tuple[Office, str], tmp_path: Path) -> None:
    office, words = busy
    path = back_up(office, tmp_path / "a.backup")
    (tmp_path / "empty").mkdir()
    restore(path, tmp_path / "empty", words).close()
    restore(path, tmp_path / "some" / "where" / "else", words).close()
    for place in ("empty", "some/where/else"):
        open_office(tmp_path / place, passphrase=ANOTHER).close()


def test_what_is_no_backup_is_told(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear neighbors")
    (tmp_path / "folder").mkdir()
    words = RecoveryWords.generate().text()
    for name, code in (("letter", "not_a_backup"), ("folder", "not_a_backup"), ("none", "file_missing")):
        with pytest.raises(BadInput, match=code):
            restore(tmp_path / name, tmp_path / "new", words)
    assert [found.code for found in backups.check_backup(tmp_path / "letter", recovery=words)] == ["not_a_backup"]
    with pytest.raises(BadInput, match="file_missing"):
        backups.check_backup(tmp_path / "none", recovery=words)


def test_the_list_knows_each_backup_and_whether_it_is_there(busy: tuple[Office, str], tmp_path: Path) -> None:
    office, _ = busy
    for name in ("1", "2", "3"):
        back_up(office, tmp_path / f"{name}.backup")
    (tmp_path / "2.backup").unlink()
    (tmp_path / "1.backup").replace(tmp_path / "3.backup")
    assert [(line.path.name, line.there) for line in backups.listed(office)] == [
        ("3.backup", False),
        ("2.backup", False),
        ("1.backup", False),
    ]
    (tmp_path / "3.backup").rename(tmp_path / "1.backup")
    assert [line.there for line in backups.listed(office)] == [False, False, True]


def test_a_finding_is_told_in_the_language_of_the_reader(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Queridos vecinos")
    set_language("es")
    found = backups.check_backup(tmp_path / "letter", recovery=RecoveryWords.generate().text())
    assert found[0].words.startswith("Ese archivo no es una copia de seguridad")


def test_the_new_passphrase_is_held_to_the_rules_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="passphrase_too_short"):
        backups.restore(tmp_path / "none", tmp_path / "new", recovery="", passphrase="corta", kdf=CHEAP)
