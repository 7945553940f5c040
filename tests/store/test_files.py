"""What lies on the disk: nothing readable, nothing left open, and every damaged file refused with its own code."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from mutualaid.records.errors import BadInput, Damaged, Fault, Refused
from mutualaid.records.household import Household
from mutualaid.records.kinds import NeedState
from mutualaid.records.need import Need
from mutualaid.records.office import OfficeSettings
from mutualaid.records.views import NeedFilter, Sort
from mutualaid.store.faults import StoreMisuse
from mutualaid.store.store import Store
from mutualaid.vault.keyfile import OpenVault
from tests.store.make import household, need, volunteer

CODE = "WREN-77"
NAME, PHONE, NOTE, STREET = "Xochiquetzal Ñandú", "+17735550165", "quetzalcoatlus keeps the spare key", "Zacatecas 1917"
CANARIES = [NAME, PHONE, PHONE[1:], NOTE, "quetzalcoatlus", STREET, CODE]


def _readable(folder: Path) -> list[str]:
    forms = [(text, text.encode(code)) for text in CANARIES for code in ("utf-8", "utf-16-le", "utf-16-be")]
    found = []
    for file in folder.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            found += [text for text, form in forms if form in data]
    return found


def _write_canaries(store: Store) -> str:
    with store.write("add") as write:
        uid = write.add(household(code=CODE, contact_name=NAME, phones=[{"number": PHONE}], notes=NOTE, address=STREET))
        write.add(need(uid, notes=NOTE))
        write.add(volunteer(name=NAME, phones=[{"number": PHONE}], notes=NOTE))
    return uid


def test_nothing_written_can_be_read_in_any_file_while_open_or_closed(
    store: Store, vault: OpenVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spill = tmp_path / "spill"
    spill.mkdir()
    monkeypatch.setenv("SQLITE_TMPDIR", str(spill))
    monkeypatch.setattr(tempfile, "tempdir", str(spill))
    uid = _write_canaries(store)
    with store.write("change") as write:
        write.change(Household, uid, notes=NOTE + " still")
        for sort in Sort:
            write.need_lines(write.need_ids(NeedFilter(sort=sort, text=NOTE)))
    assert (vault.folder.path / "store.db-wal").stat().st_size > 0
    assert _readable(tmp_path) == []
    store.close()
    assert _readable(tmp_path) == []
    assert list(spill.iterdir()) == []


def test_the_scan_would_see_a_plain_database(tmp_path: Path) -> None:
    plain = sqlite3.connect(tmp_path / "plain.db")
    plain.execute("CREATE TABLE t (x)")
    plain.execute("INSERT INTO t VALUES (?)", (NOTE,))
    plain.commit()
    plain.close()
    (tmp_path / "wide.txt").write_bytes(NAME.encode("utf-16-le"))
    assert {"quetzalcoatlus", NAME} <= set(_readable(tmp_path))


def test_only_the_owner_may_read_the_file(store: Store, vault: OpenVault) -> None:
    for name in ("store.db", "store.db-wal", "store.db-shm"):
        assert (vault.folder.path / name).stat().st_mode & 0o077 == 0


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_closing_leaves_the_file_its_state_and_no_descriptor(store: Store, vault: OpenVault) -> None:
    def held() -> list[str]:
        links = [str(one.readlink()) for one in list(Path("/proc/self/fd").iterdir()) if one.is_symlink()]
        return [link for link in links if link.startswith(str(vault.folder.path))]

    _write_canaries(store)
    with store.read() as one, store.read() as two:
        assert one.count(Need) == two.count(Need) == 1
        assert held()
    store.close()
    store.close()
    assert held() == []
    assert sorted(file.name for file in vault.folder.path.glob("store*")) == ["store.db", "store.state"]


def test_a_closed_store_says_that_it_is_locked(store: Store) -> None:
    store.close()
    with pytest.raises(Refused, match="store_locked"), store.read():
        pass
    with pytest.raises(Refused, match="store_locked"), store.write("x"):
        pass


def _missing(path: Path) -> None:
    path.unlink()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _plain(path: Path) -> None:
    path.unlink()
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE meta (key, value)")
    plain.commit()
    plain.close()


def _noise(path: Path) -> None:
    path.write_bytes(os.urandom(8 * 4096))


def _cut(size: Callable[[int], int]) -> Callable[[Path], None]:
    def cut(path: Path) -> None:
        os.truncate(path, size(path.stat().st_size))

    return cut


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (_missing, "store_missing"), (_empty, "store_empty"), (_plain, "store_damaged"), (_noise, "store_damaged"),
        (_cut(lambda size: 1), "store_damaged"), (_cut(lambda size: 4096), "store_damaged"),
        (_cut(lambda size: size // 2 // 4096 * 4096), "store_damaged"),
        (_cut(lambda size: size - 4096), "store_damaged"),
        (_cut(lambda size: size - 7), "store_damaged"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_was_written_is_refused(
    store: Store, vault: OpenVault, harm: Callable[[Path], None], code: str
) -> None:
    _write_canaries(store)
    store.close()
    harm(vault.folder.store)
    with pytest.raises(Damaged, match=f"^{code}$"):
        Store.open(vault)


def test_every_page_boundary_cut_off_is_refused(store: Store, vault: OpenVault) -> None:
    store.close()
    size = vault.folder.store.stat().st_size
    for pages in range(size // 4096 - 1, 0, -7):
        os.truncate(vault.folder.store, pages * 4096)
        with pytest.raises(Damaged):
            Store.open(vault)


def test_a_flipped_bit_is_met_at_opening_and_named_by_verify(store: Store, vault: OpenVault) -> None:
    _write_canaries(store)
    store.close()
    whole = vault.folder.store.read_bytes()
    for place in range(20, len(whole), len(whole) // 40):
        vault.folder.store.write_bytes(whole[:place] + bytes([whole[place] ^ 16]) + whole[place + 1 :])
        try:
            opened = Store.open(vault)
        except Damaged:
            continue
        assert [finding.code for finding in opened.changed()] == ["store_damaged"]
        with pytest.raises(Damaged, match="store_damaged"), opened.read():
            pass
        with opened.read(even_if_changed=True) as read:
            assert "store_page_damaged" in {finding.code for finding in read.verify()}
        opened.close()


def test_another_vaults_file_does_not_open(
    store: Store, vault: OpenVault, other_vault: OpenVault, settings: OfficeSettings
) -> None:
    store.close()
    Store.create(other_vault, settings=settings).close()
    shutil.copy(other_vault.folder.store, vault.folder.store)
    with pytest.raises(Damaged, match="store_damaged"):
        Store.open(vault)


def test_a_file_under_the_same_key_but_another_vaults_name_is_foreign(store: Store, vault: OpenVault) -> None:
    with store._transaction() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = 'other' WHERE key = 'store.vault_id'")
    store.close()
    with pytest.raises(Damaged, match="store_foreign"):
        Store.open(vault)


def test_a_key_of_another_length_is_never_taken_for_a_passphrase(
    store: Store, vault: OpenVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    monkeypatch.setattr(OpenVault, "data_key", property(lambda _vault: b"k" * 31))
    with pytest.raises(ValueError, match="32 bytes"):
        Store.open(vault)


def test_a_store_is_not_made_over_another(store: Store, vault: OpenVault, settings: OfficeSettings) -> None:
    uid = _write_canaries(store)
    with pytest.raises(Refused, match="store_exists"):
        Store.create(vault, settings=settings)
    with store.read() as read:
        assert read.get(Household, uid).contact_name == NAME


def test_what_an_interrupted_creation_left_is_cleared(vault: OpenVault, settings: OfficeSettings) -> None:
    (vault.folder.path / "store.db.new").write_bytes(b"half")
    Store.create(vault, settings=settings).close()
    assert sorted(file.name for file in vault.folder.path.glob("store*")) == ["store.db", "store.state"]


def _provoked(store: Store, uid: str) -> list[BaseException]:
    def taken() -> None:
        with store.write("add") as write:
            write.add(household(code=CODE, contact_name=NAME, notes=NOTE))

    def invalid() -> None:
        with store.write("change") as write:
            write.change(Household, uid, phones=[{"number": PHONE + NAME}])

    def no_such_state() -> None:
        with store.read() as read:
            read.all(Need, state=NAME)

    def no_such_table() -> None:
        with store.read() as read:
            read._connection.exec_driver_sql("SELECT * FROM nowhere WHERE x = ?", (NAME,))

    def bad_query() -> None:
        with store.read() as read:
            read._connection.exec_driver_sql("SELECT rowid FROM search_word WHERE search_word MATCH ?", (f'"{NAME}',))

    raised: list[BaseException] = []
    for provoke in (taken, invalid, no_such_state, no_such_table, bad_query):
        try:
            provoke()
        except (Fault, StoreMisuse) as problem:
            raised.append(problem)
    return raised


def test_no_error_tells_what_was_written(
    store: Store, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    uid = _write_canaries(store)
    raised = _provoked(store, uid)
    assert [type(problem) for problem in raised] == [BadInput, BadInput, StoreMisuse, StoreMisuse, StoreMisuse]
    told = "".join("".join(traceback.format_exception(problem)) + repr(problem.__dict__) for problem in raised)
    told += caplog.text + "".join(capfd.readouterr()) + repr(store)
    assert not [canary for canary in CANARIES if canary in told]


def test_the_cipher_says_nothing_on_the_standard_error(
    store: Store, vault: OpenVault, capfd: pytest.CaptureFixture[str]
) -> None:
    store.close()
    _noise(vault.folder.store)
    with pytest.raises(Damaged):
        Store.open(vault)
    assert capfd.readouterr() == ("", "")


def test_a_record_shows_nothing_of_itself(store: Store) -> None:
    uid = _write_canaries(store)
    with store.read() as read:
        stored = read.all(Household)[0]
        assert NAME not in repr(stored) + repr(read.all(Need, state=[NeedState.OPEN]))
        assert read.get(Household, uid).contact_name == NAME
