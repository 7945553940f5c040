"""Salvaging an office: the same people open what came back, and are told what did not."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from mutualaid.progress import Cancelled, Progress
from mutualaid.records.errors import Damaged, InUse, Refused, WrongPassphrase
from mutualaid.records.household import Household
from mutualaid.records.place import ZoneRecord
from mutualaid.services.office import open_office
from mutualaid.services.releases import make_release
from mutualaid.services.salvaging import salvage
from mutualaid.services.verifying import verify
from mutualaid.vault import keyfile, rotation, ways
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.pages import PAGE_BYTES
from tests.services.backing import busy_office, everything_in, holds
from tests.services.make import CHEAP, PASSPHRASE
from tests.store.salvaging import open_pages

OTHER = "tres burros suben la loma"


class Broken(NamedTuple):
    folder: Path
    words: str
    held: dict[str, object]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Broken:
    folder = tmp_path_factory.mktemp("office") / "store"
    office, words = busy_office(folder)
    ways.add_passphrase(office.vault, passphrase=OTHER, name="Maya Curruchich", kdf=CHEAP)
    held = holds(office)
    office.close()
    return Broken(folder, words, held)


@pytest.fixture
def broken(original: Broken, tmp_path: Path) -> Broken:
    """The office with a handful of its pages damaged."""
    folder = tmp_path / "broken"
    shutil.copytree(original.folder, folder)
    damage(folder, range(20, 60, 4))
    return original._replace(folder=folder)


def damage(folder: Path, pages: object) -> None:
    file = folder / "store.db"
    data = bytearray(file.read_bytes())
    draw = random.Random(1)
    for number in pages:
        data[(number - 1) * PAGE_BYTES + draw.randrange(16, PAGE_BYTES)] ^= 4
    file.write_bytes(data)


def test_a_whole_office_comes_back_as_it_was(original, tmp_path):
    done = salvage(original.folder, tmp_path / "new", passphrase=PASSPHRASE)
    assert done.whole
    office = open_office(tmp_path / "new", passphrase=PASSPHRASE)
    held = holds(office)
    assert held.pop("journal")[1:] == original.held["journal"]
    assert held == {name: value for name, value in original.held.items() if name != "journal"}
    assert verify(office) == []
    office.close()


def test_everyone_opens_the_new_store_with_the_secret_of_before(broken, tmp_path):
    salvage(broken.folder, tmp_path / "new", recovery=broken.words)
    for secret, name in (({"passphrase": PASSPHRASE}, "Lupe"), ({"passphrase": OTHER}, "Maya Curruchich")):
        office = open_office(tmp_path / "new", **secret)
        assert office.coordinator == name
        office.close()
    office = open_office(tmp_path / "new", recovery=broken.words)
    office.close()
    with pytest.raises(WrongPassphrase):
        open_office(tmp_path / "new", passphrase="cinco lobos cantan al alba")


def test_the_new_store_has_keys_of_its_own(broken, tmp_path):
    salvage(broken.folder, tmp_path / "new", passphrase=PASSPHRASE)
    office = open_office(tmp_path / "new", passphrase=PASSPHRASE)
    before = keys_of(broken.folder)
    assert office.vault.vault_id == before[0]
    assert office.vault.lineage != before[1]
    assert office.vault.data_key != before[2]
    office.close()


def keys_of(folder: Path) -> tuple[str, str, bytes]:
    with keyfile.open_with_passphrase(StoreFolder(folder), PASSPHRASE) as vault:
        return vault.vault_id, vault.lineage, vault.data_key


def test_what_was_lost_and_what_came_back_is_told_and_the_new_store_is_whole(broken, tmp_path):
    done = salvage(broken.folder, tmp_path / "new", passphrase=PASSPHRASE)
    assert done.pages == 10
    office = open_office(tmp_path / "new", passphrase=PASSPHRASE)
    assert [finding.code for finding in verify(office) if finding.code != "ledger_broken"] == []
    with office.store.read() as read:
        newest = read.journal(1)[0]
        assert (newest.verb, newest.actor) == ("salvage", "Lupe")
    office.close()


def test_the_damaged_store_stays_byte_for_byte(broken, tmp_path):
    before = {entry.name: (entry.read_bytes(), entry.stat().st_mtime_ns) for entry in broken.folder.iterdir()}
    salvage(broken.folder, tmp_path / "new", passphrase=PASSPHRASE)
    assert {entry.name: (entry.read_bytes(), entry.stat().st_mtime_ns) for entry in broken.folder.iterdir()} == before


def test_nothing_that_is_written_can_be_read_without_the_keys(broken, tmp_path):
    before = set(tmp_path.rglob("*"))
    salvage(broken.folder, tmp_path / "new", passphrase=PASSPHRASE)
    written = [path.read_bytes() for path in set(tmp_path.rglob("*")) - before if path.is_file()]
    assert sum(map(len, written)) > 100_000
    forms = [form for word in ("Rosa Tum", "2234 S Kedzie", "toca dos veces", '"Lupe"') for form in spellings(word)]
    assert [form for form in forms for data in written if form in data] == []
    assert any(form in "Rosa Tum".encode("utf-16-le") for form in forms)


def spellings(word: str) -> list[bytes]:
    return [word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]


def test_nothing_is_left_when_it_is_stopped_or_fails(broken, tmp_path):
    def stop(done: int, total: int) -> None:
        if done > total // 2:
            raise Cancelled

    before = everything_in(tmp_path)
    with pytest.raises(Cancelled):
        salvage(broken.folder, tmp_path / "deep" / "new", passphrase=PASSPHRASE, progress=Progress(stop))
    (broken.folder / "store.db").write_bytes(random.Random(1).randbytes(40_000))
    with pytest.raises(Damaged, match="nothing_to_salvage"):
        salvage(broken.folder, tmp_path / "new", passphrase=PASSPHRASE)
    (broken.folder / "store.db").unlink()
    with pytest.raises(Damaged, match="store_missing"):
        salvage(broken.folder, tmp_path / "new", passphrase=PASSPHRASE)
    assert everything_in(tmp_path) == before - {"broken/store.db"}


def test_only_a_new_or_empty_place_outside_the_store_is_written_to(broken, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter").write_text("hello")
    for target, code in (
        (tmp_path / "full", "folder_not_empty"),
        (broken.folder, "store_exists"),
        (tmp_path / "full" / "letter", "target_exists"),
        (broken.folder / "new", "target_in_store"),
    ):
        with pytest.raises(Refused, match=code):
            salvage(broken.folder, target, passphrase=PASSPHRASE)
    (tmp_path / "empty").mkdir()
    salvage(broken.folder, tmp_path / "empty", passphrase=PASSPHRASE)
    assert (tmp_path / "empty" / "store.db").exists()


def test_a_store_that_is_open_elsewhere_is_left_alone(original, tmp_path):
    office = open_office(original.folder, passphrase=PASSPHRASE)
    with pytest.raises(InUse):
        salvage(original.folder, tmp_path / "new", passphrase=PASSPHRASE)
    office.close()
    assert not (tmp_path / "new").exists()


def test_a_store_in_the_middle_of_being_re_keyed_opens_by_whichever_keys_its_file_has(original, tmp_path):
    folder = tmp_path / "rekeyed"
    shutil.copytree(original.folder, folder)
    with keyfile.open_with_passphrase(StoreFolder(folder), PASSPHRASE) as vault:
        pending = rotation.begin(vault)
        assert pending.data_key != vault.data_key
    done = salvage(folder, tmp_path / "new", passphrase=PASSPHRASE)
    assert done.whole


def bare(original: Broken, folder: Path) -> Path:
    """The office with nothing left of its file but a page of the table of households."""
    shutil.copytree(original.folder, folder)
    file = StoreFolder(folder).store
    data = file.read_bytes()
    with keyfile.open_with_passphrase(StoreFolder(folder), PASSPHRASE) as vault:
        pages = open_pages(vault, data)
    (row,) = (n for n, page in pages.items() if page[0] == 13 and b"Rosa Tum[" in page)
    file.write_bytes(bytes((row - 1) * PAGE_BYTES) + data[(row - 1) * PAGE_BYTES : row * PAGE_BYTES])
    return folder


def test_zones_and_catalogue_are_filled_in_again_when_they_are_lost(original, tmp_path):
    done = salvage(bare(original, tmp_path / "bare"), tmp_path / "new", passphrase=PASSPHRASE)
    assert done.settings
    assert not done.whole
    assert list(done.kept) == ["household"]
    office = open_office(tmp_path / "new", passphrase=PASSPHRASE)
    with office.store.read() as read:
        assert read.count(ZoneRecord) == len(office.zones) == 77
        assert "Rosa Tum" in [row.record.contact_name for row in read.all(Household)]
    assert verify(office) == []
    office.close()


def test_after_a_lost_ledger_nothing_is_released_as_if_it_had_never_been(original, tmp_path):
    salvage(bare(original, tmp_path / "bare"), tmp_path / "new", passphrase=PASSPHRASE)
    office = open_office(tmp_path / "new", passphrase=PASSPHRASE)
    with pytest.raises(Refused, match="release_unknown_past"):
        make_release(office, period="2026-09", out=tmp_path / "out")
    office.close()
