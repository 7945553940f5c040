"""A copy under other keys is the same store, all of one moment, or it is not there."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from mutualaid.progress import SILENT, Cancelled, Progress
from mutualaid.records.errors import Damaged, NoSpace, Refused
from mutualaid.records.household import Household
from mutualaid.records.office import OfficeSettings
from mutualaid.records.supply import Movement
from mutualaid.store import copying, meta
from mutualaid.store.connection import raw_connection
from mutualaid.store.copying import copy_store
from mutualaid.store.store import Store
from mutualaid.store.tables import change_seal
from mutualaid.vault.keyfile import OpenVault
from tests.store.conftest import new_vault
from tests.store.make import household, lot, need, volunteer

LINEAGE = "5" * 32
ITS_OWN = ("store.vault_id", "store.lineage", "store.fresh")


@pytest.fixture
def office(store: Store) -> Store:
    """A store with something of most kinds in it, a change and a removal."""
    with store.write("add") as write:
        home = write.add(household(code="TOKI-12", contact_name="Rosa Ñandú", notes="x" * 3000))
        write.add_many([household(notes="y" * 2000) for _ in range(300)])
        write.add(need(home))
        write.add(volunteer())
        write.add(Movement.checked(lot=write.add(lot()), kind="received", units=3, on="2026-03-02"))
    with store.write("change") as write:
        write.change(Household, home, contact_name="Rosalía Ñandú")
        write.append_ledger(b"published")
    with store.write("remove") as write:
        write.remove(Household, write.add(household(code="GONE-1", contact_name="Efímera")))
    return store


def _tables(vault: OpenVault, path: Path) -> dict[str, list[Any]]:
    """Everything in a store, with the seals of its journal and what says whose it is left out."""
    raw = raw_connection(path, vault, 16)
    with contextlib.closing(raw):
        master = "SELECT type, name, tbl_name, sql FROM sqlite_master"
        found = {"sqlite_master": sorted(raw.execute(master).fetchall(), key=str)}
        for kind, name, _, sql in found["sqlite_master"]:
            if kind == "table" and not sql.startswith("CREATE VIRTUAL"):
                found[name] = sorted(raw.execute(f'SELECT * FROM "{name}"').fetchall(), key=str)
    found["change_seal"] = [row[0] for row in found["change_seal"]]
    found["meta"] = [row for row in found["meta"] if row[0] not in ITS_OWN]
    return found


@contextlib.contextmanager
def _opened(copy: Path, vault: OpenVault) -> Iterator[Store]:
    """The copy as the store of `vault`."""
    shutil.move(copy, vault.folder.store)
    store = Store.open(vault)
    try:
        yield store
    finally:
        store.close()


def test_a_copy_holds_the_same_in_every_table(office: Store, vault: OpenVault, other_vault: OpenVault) -> None:
    copy = other_vault.folder.path / "copy"
    copy_store(office, to=other_vault, path=copy, progress=SILENT, lineage=LINEAGE)
    assert [entry.name for entry in copy.parent.glob("copy*")] == ["copy"]
    assert copy.stat().st_mode & 0o077 == 0
    before, after = _tables(vault, vault.folder.store), _tables(other_vault, copy)
    assert before.keys() == after.keys()
    assert before == after
    assert len(before["household"]) == 301
    assert ("secure-delete", 1) in after["search_word_config"]


def test_a_copy_is_the_store_of_the_other_vault_and_verifies_there(office: Store, other_vault: OpenVault) -> None:
    copy = other_vault.folder.path / "copy"
    copy_store(office, to=other_vault, path=copy, progress=SILENT, lineage=LINEAGE)
    with _opened(copy, other_vault) as store:
        with store.read() as read:
            assert read.verify() == []
            assert [hit.code for hit in read.search("rosalía")] == ["TOKI-12"]
            assert read.search("Efímera") == []
            assert meta.get(read._connection, meta.LINEAGE) == LINEAGE
        with store.write("add") as write, pytest.raises(Refused, match="append_only"):
            write.remove(Movement, write.all(Movement)[0].uid)
        with store.write("add") as write:
            write.add(household(contact_name="Nueva"))
        with store.read() as read:
            assert len(read.search("nueva")) == 1
            assert read.verify() == []


def test_an_entry_that_was_forged_stays_forged_and_the_others_are_sealed_anew(
    office: Store, other_vault: OpenVault
) -> None:
    with office._transaction() as connection:
        connection.execute(update(change_seal).where(change_seal.c.seq == 2).values(mac=bytes(32)))
    copy = other_vault.folder.path / "copy"
    copy_store(office, to=other_vault, path=copy, progress=SILENT, lineage=LINEAGE)
    with _opened(copy, other_vault) as store, store.read() as read:
        assert {finding.code for finding in read.verify()} == {"journal_forged"}


def test_a_copy_of_a_store_whose_journal_is_broken_tells_the_same(office: Store, other_vault: OpenVault) -> None:
    with office._transaction() as connection:
        connection.exec_driver_sql("DROP TRIGGER change_no_update")
        connection.exec_driver_sql("UPDATE change SET actor = 'Nobody' WHERE seq = 2")
    copy = other_vault.folder.path / "copy"
    copy_store(office, to=other_vault, path=copy, progress=SILENT, lineage=LINEAGE)
    with _opened(copy, other_vault) as store, store.read() as read:
        assert {finding.code for finding in read.verify()} == {"journal_broken"}


def test_the_copy_opens_under_no_key_but_its_own(office: Store, vault: OpenVault, other_vault: OpenVault) -> None:
    copy = other_vault.folder.path / "copy"
    copy_store(office, to=other_vault, path=copy, progress=SILENT, lineage=LINEAGE)
    shutil.copy(copy, vault.folder.store)
    with pytest.raises(Damaged, match="store_damaged"):
        Store.open(vault)


class _StopAt(Progress):
    """Says stop at one step; `done` and `total` of each step are kept."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self.steps: list[tuple[int, int]] = []
        self._at = step

    def step(self, done: int, total: int) -> None:
        self.steps.append((done, total))
        if len(self.steps) == self._at:
            self.cancel()
        super().step(done, total)


@pytest.fixture
def many_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks often enough that a small store has many moments to stop at."""
    from mutualaid.store import watched

    monkeypatch.setattr(watched, "_OPERATIONS", 200)


@pytest.mark.usefixtures("many_looks")
def test_progress_grows_and_cancel_leaves_nothing_wherever_it_comes(office: Store, other_vault: OpenVault) -> None:
    folder = other_vault.folder.path
    there = sorted(folder.iterdir())
    whole = _StopAt(0)
    copy_store(office, to=other_vault, path=folder / "copy", progress=whole, lineage=LINEAGE)
    (folder / "copy").unlink()
    done = [done for done, _ in whole.steps]
    assert done == sorted(done)
    assert whole.steps[-1][0] == whole.steps[-1][1] > 0
    assert len(set(done)) > 2
    for at in range(1, len(whole.steps), len(whole.steps) // 12):
        with pytest.raises(Cancelled):
            copy_store(office, to=other_vault, path=folder / "copy", progress=_StopAt(at), lineage=LINEAGE)
        assert sorted(folder.iterdir()) == there
    with office.write("after") as write:
        write.add(household())


def test_a_full_disk_leaves_nothing_and_the_store_unharmed(
    office: Store, other_vault: OpenVault, small_disk: Path
) -> None:
    with office.write("add") as write:
        write.add_many([household(notes="z" * 3900) for _ in range(900)])
    with pytest.raises(NoSpace, match="disk_full"):
        copy_store(office, to=other_vault, path=small_disk / "copy", progress=SILENT, lineage=LINEAGE)
    assert list(small_disk.iterdir()) == []
    with office.read() as read:
        assert read.verify() == []


def test_an_existing_file_is_left_alone(office: Store, other_vault: OpenVault, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(Refused, match="target_exists"):
        copy_store(office, to=other_vault, path=tmp_path / "mine", progress=SILENT, lineage=LINEAGE)
    assert (tmp_path / "mine").read_text() == "mine"


@pytest.mark.usefixtures("many_looks")
def test_others_read_and_write_while_the_copy_keeps_to_its_moment(office: Store, other_vault: OpenVault) -> None:
    written: list[str] = []

    class Busy(Progress):
        def step(self, done: int, total: int) -> None:
            if len(written) < 20:
                with office.write("meanwhile") as write:
                    written.append(write.add(household(contact_name="Meanwhile")))

    copy = other_vault.folder.path / "copy"
    copy_store(office, to=other_vault, path=copy, progress=Busy(), lineage=LINEAGE)
    assert len(written) == 20
    with office.read() as read:
        assert read.count(Household) == 321
    with _opened(copy, other_vault) as store, store.read() as read:
        assert read.count(Household) == 301
        assert read.search("meanwhile") == []
        assert read.verify() == []


@pytest.mark.usefixtures("many_looks")
def test_locking_the_store_ends_a_copy_that_is_under_way(office: Store, other_vault: OpenVault) -> None:
    closing = threading.Thread(target=office.close)

    class Lock(Progress):
        def step(self, done: int, total: int) -> None:
            if closing.ident is None:
                closing.start()
                with contextlib.suppress(Refused):
                    while True:
                        with office.read():
                            pass

    folder = other_vault.folder.path
    there = sorted(folder.iterdir())
    with pytest.raises(Refused, match="store_locked"):
        copy_store(office, to=other_vault, path=folder / "copy", progress=Lock(), lineage=LINEAGE)
    closing.join()
    assert sorted(folder.iterdir()) == there


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM household WHERE id = 7",
        "DROP TRIGGER movement_no_update",
        'UPDATE meta SET value = \'{"seq": 1, "digest": "00"}\' WHERE key = \'store.head\'',
    ],
)
def test_what_does_not_read_back_is_thrown_away(
    office: Store, other_vault: OpenVault, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    exported = copying._exported

    def badly(store: Store, to: OpenVault, path: Path, progress: Progress) -> Any:
        result = exported(store, to, path, progress)
        with contextlib.closing(raw_connection(path, to, 1, alone=True)) as raw:
            raw.execute(damage)
        return result

    monkeypatch.setattr(copying, "_exported", badly)
    with pytest.raises(NoSpace, match="copy_not_sound"):
        copy_store(office, to=other_vault, path=other_vault.folder.path / "copy", progress=SILENT, lineage=LINEAGE)
    assert not (other_vault.folder.path / "copy").exists()


def test_a_store_that_cannot_be_read_through_is_named_damaged(
    vault: OpenVault, settings: OfficeSettings, tmp_path: Path
) -> None:
    store = Store.create(vault, settings=settings)
    with store.write("add") as write:
        write.add_many([household(notes="y" * 2000) for _ in range(300)])
    store.close()
    with vault.folder.store.open("rb+") as file:
        file.seek(vault.folder.store.stat().st_size // 2)
        file.write(bytes(64))
    store = Store.open(vault)
    with new_vault(tmp_path / "third") as third, pytest.raises(Damaged, match="store_damaged"):
        copy_store(store, to=third, path=tmp_path / "copy", progress=SILENT, lineage=LINEAGE)
    assert not (tmp_path / "copy").exists()
    store.close()
