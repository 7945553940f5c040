"""Whatever is broken in a store's file, everything that lies elsewhere comes back."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from mutualaid.progress import Cancelled, Progress
from mutualaid.records.errors import Damaged
from mutualaid.records.household import Consent, Contact, Household
from mutualaid.records.match import Match
from mutualaid.records.need import Need
from mutualaid.records.supply import Movement
from mutualaid.store.backups import KeptBackup
from mutualaid.store.salvage.rescue import Rescued
from mutualaid.store.store import Store
from mutualaid.vault.pages import PAGE_BYTES
from tests.store import make
from tests.store.salvaging import (
    GIVEN,
    PlainKeys,
    Specimen,
    everything,
    expected,
    harmed,
    keys_in,
    new_store,
    open_pages,
    salvage,
    specimen,
)

CAMPAIGN = bool(os.environ.get("MUTUALAID_CAMPAIGN"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Specimen:
    return specimen(tmp_path_factory.mktemp("salvage") / "store")


@pytest.fixture
def place(whole: Specimen, tmp_path: Path) -> Path:
    """Where to salvage to; the specimen is whole again after each test."""
    yield tmp_path
    for entry in whole.path.parent.iterdir():
        entry.unlink()


def rescued(whole: Specimen, data: bytes, folder: Path) -> tuple[Rescued, Store]:
    whole.path.write_bytes(data)
    done, keys = salvage(whole.keys, folder)
    return done, Store.open(keys)


def contents(whole: Specimen) -> set[int]:
    """The pages of the table of contents, as SQLite itself tells them."""
    pages = open_pages(whole.keys, whole.data)
    children, first = set(), pages[1]
    assert first[100] == 5  # several pages hold it, so the first one is interior
    count = int.from_bytes(first[103:105], "big")
    for place in range(112, 112 + 2 * count, 2):
        at = int.from_bytes(first[place : place + 2], "big")
        children.add(int.from_bytes(first[at : at + 4], "big"))
    return {1, *children, int.from_bytes(first[108:112], "big")}


def check(whole: Specimen, damaged: set[int], data: bytes, folder: Path) -> Rescued:
    """Salvage `data` and compare every record with what should come back when those pages are gone."""
    done, store = rescued(whole, data, folder)
    want, got = expected(whole, damaged), everything(store)
    stood_in = {code for _, code in done.stood_in}
    with store.read() as read:
        assert {finding.code for finding in read.verify()} <= {"ledger_broken"}
    store.close()
    for kind, records in want.same.items():
        real = {
            uid: record
            for uid, record in got[kind].items()
            if uid in whole.records[kind] and getattr(record, "code", "") not in stood_in
        }
        if kind == "movement":  # those of a lot that is lost too are set aside
            records = {uid: one for uid, one in records.items() if one.lot in got["lot"]}
        assert {uid: real.get(uid) for uid in records} == records, kind
        assert real.keys() - records.keys() <= want.older[kind], kind
        older = {uid for uid in want.older[kind] if real.get(uid) != whole.records[kind][uid]}
        assert len(older) <= sum(name == kind for name, _ in done.outdated) + sum(name == kind for name, _ in done.lost)
    assert done.pages == len(damaged)
    return done


def test_a_whole_store_comes_back_the_same_in_every_record(whole, place):
    done, store = rescued(whole, whole.data, place / "new")
    assert everything(store) == whole.records
    assert (done.lost, done.stood_in, done.gaps, done.ledger, done.renewed, done.pages) == ((), (), (), (), 0, 0)
    assert done.kept == {kind: len(records) for kind, records in whole.records.items() if records}
    whole.path.write_bytes(whole.data)
    first = Store.open(whole.keys)
    with first.read() as before, store.read() as after:
        assert after.verify() == []
        entries = before.journal(1000)
        assert after.journal(1001)[1:] == entries
        assert after.journal(1)[0].verb == "salvage"
        assert after.ledger() == before.ledger() == [b"first", b"second", b"third"]
        assert after.settings() == before.settings()
        assert after.meta("imported_lots") == '{"rice": 2}'
        name = next(iter(whole.records["household"].values())).contact_name
        assert {hit.uid for hit in after.search(name, 400)} == {hit.uid for hit in before.search(name, 400)} != set()
        tombstones = "SELECT kind, uid, clock FROM deleted ORDER BY uid"
        clocks = "SELECT kind, uid, field, clock FROM field_clock ORDER BY uid, field"
        for query in (tombstones, clocks):
            asked = [read._connection.exec_driver_sql(query).all() for read in (before, after)]
            assert asked[0] == asked[1] != []
    first.close()
    store.close()


@pytest.mark.parametrize("seed", range(5))
def test_everything_on_sound_pages_comes_back(whole, place, seed):
    _some_damage(whole, place, seed)


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(5, 1000))
def test_everything_on_sound_pages_comes_back_a_thousand_times(whole, place, seed):
    _some_damage(whole, place, seed)


def _some_damage(whole: Specimen, place: Path, seed: int) -> None:
    draw = random.Random(seed)
    share = draw.choice([1, 2, 5, whole.pages // 50, whole.pages // 10, whole.pages // 4])
    damaged = set(draw.sample(range(1, whole.pages + 1), share))
    check(whole, damaged, harmed(whole.data, sorted(damaged), draw), place / "new")


def test_it_comes_back_without_its_first_page(whole, place):
    check(whole, {1}, bytes(PAGE_BYTES) + whole.data[PAGE_BYTES:], place / "new")


def test_it_comes_back_when_only_the_salt_at_its_very_beginning_is_wrong(whole, place):
    check(whole, {1}, bytes(16) + whole.data[16:], place / "new")


def test_it_comes_back_without_its_table_of_contents(whole, place):
    pages = contents(whole)
    assert len(pages) > 3
    done = check(whole, pages, harmed(whole.data, sorted(pages), random.Random(1)), place / "new")
    assert (done.lost, done.gaps) == ((), ())


def test_it_comes_back_without_any_page_that_leads_to_others(whole, place):
    interior = {n for n, page in open_pages(whole.keys, whole.data).items() if page[100 if n == 1 else 0] in (2, 5)}
    assert len(interior) > 10
    done = check(whole, interior, harmed(whole.data, sorted(interior), random.Random(1)), place / "new")
    assert (done.lost, done.gaps) == ((), ())


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_what_was_cut_off_is_all_that_is_missed(whole, place, share):
    left = int(whole.pages * share)
    cut = whole.data[: left * PAGE_BYTES + 1000]
    check(whole, set(range(left + 1, whole.pages + 1)), cut, place / "new")


def test_zeroed_sectors_in_the_middle_cost_the_pages_they_lie_on(whole, place):
    start = whole.pages // 2 * PAGE_BYTES - 512
    data = whole.data[:start] + bytes(64 * 1024) + whole.data[start + 64 * 1024 :]
    damaged = range(start // PAGE_BYTES + 1, (start + 64 * 1024 - 1) // PAGE_BYTES + 2)
    check(whole, set(damaged), data, place / "new")


def test_noise_is_nothing_to_salvage_and_leaves_nothing(whole, place):
    whole.path.write_bytes(os.urandom(len(whole.data)))
    with pytest.raises(Damaged, match=r"^nothing_to_salvage$"):
        salvage(whole.keys, place / "new")
    assert list((place / "new").iterdir()) == []


def test_the_damaged_store_is_not_touched(whole, place):
    whole.path.write_bytes(harmed(whole.data, [1, 5, 9], random.Random(1)))
    (log := whole.path.with_name("store.db-wal")).write_bytes(b"half a log")
    whole.path.chmod(0o400)
    before = [(entry.name, entry.read_bytes(), entry.stat().st_mtime_ns) for entry in sorted(log.parent.iterdir())]
    salvage(whole.keys, place / "new")
    assert [
        (entry.name, entry.read_bytes(), entry.stat().st_mtime_ns) for entry in sorted(log.parent.iterdir())
    ] == before


def test_cancelling_at_any_step_leaves_nothing(whole, place):
    whole.path.write_bytes(whole.data)
    steps: list[int] = []
    salvage(whole.keys, place / "all", Progress(lambda done, total: steps.append(done)))
    assert steps == sorted(steps)
    assert steps[-1] == 1000
    assert len(steps) > 12
    for stop in range(0, len(steps), max(1, len(steps) // 3)):
        seen: list[int] = []

        def listen(done: int, total: int, seen: list[int] = seen, stop: int = stop) -> None:
            seen.append(done)
            if len(seen) > stop:
                raise Cancelled

        with pytest.raises(Cancelled):
            salvage(whole.keys, place / f"stopped-{stop}", Progress(listen))
        assert list((place / f"stopped-{stop}").iterdir()) == []


# Old pages, removed records, and the write-ahead log


def _two_states(folder: Path, change: Callable[[Store], None]) -> tuple[PlainKeys, bytes, bytes]:
    keys = keys_in(folder)
    store = new_store(keys, households=40)
    store.close()
    before = keys.folder.store.read_bytes()
    store = Store.open(keys)
    change(store)
    store.close()
    return keys, before, keys.folder.store.read_bytes()


def _spliced(before: bytes, after: bytes, number: int) -> bytes:
    start = (number - 1) * PAGE_BYTES
    return after[:start] + before[start : start + PAGE_BYTES] + after[start + PAGE_BYTES :]


def test_an_old_page_spliced_in_brings_back_no_old_record(tmp_path):
    changed: list[str] = []

    def change(store: Store) -> None:
        with store.write("change") as write:
            for uid, _ in write.all(Household)[:30]:
                write.change(Household, uid, notes="newest")
                changed.append(uid)

    keys, before, after = _two_states(tmp_path / "store", change)
    differing = [n for n in range(2, len(before) // PAGE_BYTES + 1) if _spliced(before, after, n) != after]
    opened = open_pages(keys, before)
    holders = [n for n in differing if any(uid.encode() in opened[n] for uid in changed)]
    assert len(holders) > 6
    for number in holders if CAMPAIGN else holders[::9]:
        keys.folder.store.write_bytes(_spliced(before, after, number))
        _, fresh = salvage(keys, tmp_path / f"new-{number}")
        store = Store.open(fresh)
        got = everything(store)["household"]
        store.close()
        assert {uid: got[uid].notes for uid in changed} == dict.fromkeys(changed, "newest")


def test_a_removed_record_comes_back_from_no_old_page(tmp_path):
    removed: list[str] = []

    def change(store: Store) -> None:
        with store.write("remove") as write:
            for home, _ in write.all(Household)[:10]:
                for kind in (Need, Consent, Contact):
                    for uid, _ in write.all(kind, household=home):
                        for match, _ in write.all(Match, need=uid) if kind is Need else ():
                            write.remove(Match, match)
                        write.remove(kind, uid)
                        write.forget(uid)
                write.remove(Household, home)
                write.forget(home)
                removed.append(home)

    keys, before, after = _two_states(tmp_path / "store", change)
    opened, tried = open_pages(keys, before), 0
    for number in range(1, len(before) // PAGE_BYTES + 1):
        spliced = _spliced(before, after, number)
        if spliced == after or not any(uid.encode() in opened[number] for uid in removed):
            continue
        if (tried := tried + 1) % 10 and not CAMPAIGN:
            continue
        keys.folder.store.write_bytes(spliced)
        _, fresh = salvage(keys, tmp_path / f"new-{number}")
        store = Store.open(fresh)
        got = everything(store)
        store.close()
        assert not set(removed) & got["household"].keys()


class Logged(NamedTuple):
    keys: PlainKeys
    data: bytes
    log: bytes
    uids: list[str]


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Logged:
    """A store's file and its log while forty transactions lie in the log alone."""
    keys = keys_in(tmp_path_factory.mktemp("logged") / "store")
    store = new_store(keys, households=20)
    store.close()
    store = Store.open(keys)
    uids = []
    for number in range(40):
        with store.write("late") as write:
            uids.append(write.add(make.household(contact_name=f"Late {number}")))
    log = keys.folder.store.with_name("store.db-wal")
    data, logged = keys.folder.store.read_bytes(), log.read_bytes()
    store.close()
    return Logged(keys, data, logged, uids)


def _salvaged_with_log(keys: PlainKeys, data: bytes, log: bytes, folder: Path) -> dict[str, object]:
    keys.folder.store.write_bytes(data)
    keys.folder.store.with_name("store.db-wal").write_bytes(log)
    _, fresh = salvage(keys, folder)
    store = Store.open(fresh)
    got = everything(store)
    store.close()
    return got


def test_what_lies_in_the_log_alone_comes_back(logged, tmp_path):
    keys, data, log, uids = logged
    got = _salvaged_with_log(keys, data, log, tmp_path / "new")
    assert set(uids) <= got["household"].keys()
    assert len(got["household"]) == 60


@pytest.mark.parametrize("share", [0.0, 0.5, 0.9])
def test_a_broken_frame_ends_nothing(logged, tmp_path, share):
    keys, data, log, uids = logged
    frames = (len(log) - 32) // (PAGE_BYTES + 24)
    at = 32 + int(frames * share) * (PAGE_BYTES + 24) + 24 + 2000
    broken = log[:at] + bytes([log[at] ^ 1]) + log[at + 1 :]
    got = _salvaged_with_log(keys, data, broken, tmp_path / "new")
    assert set(uids) <= got["household"].keys()  # a later frame, or the journal, has every one


def test_a_log_without_its_header_is_read_all_the_same(logged, tmp_path):
    keys, data, log, uids = logged
    got = _salvaged_with_log(keys, data, bytes(32) + log[32:], tmp_path / "new")
    assert set(uids) <= got["household"].keys()


def test_a_file_that_is_gone_comes_back_as_far_as_its_log_goes(logged, tmp_path):
    keys, _, log, uids = logged
    got = _salvaged_with_log(keys, b"", log, tmp_path / "new")
    assert set(uids) <= got["household"].keys()


def test_what_was_never_committed_does_not_come_back(logged, tmp_path):
    keys, data, log, uids = logged
    frame = PAGE_BYTES + 24
    ends = [at for at in range(32, len(log), frame) if log[at + 4 : at + 8] != bytes(4)]
    cut = log[: ends[-1]]  # the last transaction without the frame that commits it
    got = _salvaged_with_log(keys, data, cut, tmp_path / "new")
    assert set(uids[:-1]) <= got["household"].keys()
    assert uids[-1] not in got["household"]


# References to what is lost


def _without(whole: Specimen, uids: set[str]) -> set[int]:
    """The pages to break so that those records are lost from their tables and from the journal."""
    return {page for uid in uids for page in (*whole.row_pages[uid], *whole.step_pages[uid])}


def test_a_need_whose_household_is_lost_keeps_a_household_under_its_code(whole, place):
    home, record = list(whole.records["household"].items())[70]
    damaged = _without(whole, {home})
    done, store = rescued(whole, harmed(whole.data, sorted(damaged), random.Random(1)), place / "new")
    assert ("household", record.code) in done.stood_in
    assert ("household", record.code) in done.lost
    with store.read() as read:
        stand_in = read.get(Household, home)
        assert (stand_in.code, stand_in.contact_name) == (record.code, record.contact_name)
        assert stand_in.notes.startswith(GIVEN.remark)
        assert [phone.number for phone in stand_in.phones] == [phone.number for phone in record.phones]
        assert not any(phone.may_text or phone.may_leave_message for phone in stand_in.phones)
        assert any(change[:2] == ("household", "add") for change in read.journal(1)[0].changes)
    store.close()


def test_what_a_lost_match_had_reserved_is_free_again(whole, place):
    uid, match = list(whole.records["kept_match"].items())[20]
    damaged = _without(whole, {match.need})
    done, store = rescued(whole, harmed(whole.data, sorted(damaged), random.Random(1)), place / "new")
    with store.read() as read:
        gone = [one for one in read.all(Match) if one.uid == uid]
        held = [each.record.units for each in read.all(Movement, match=uid)]
        verified = read.verify()
    store.close()
    assert gone == []
    assert held
    assert sum(held) == 0
    assert any(kind == "kept_match" for kind, _ in done.lost)
    assert verified == []


def test_the_clocks_of_single_fields_come_back_from_the_journal(whole, place):
    told = "SELECT kind, uid, field, clock FROM field_clock ORDER BY uid, field"
    whole.path.write_bytes(whole.data)
    before = Store.open(whole.keys)
    with before.read() as read:
        clocks = read._connection.exec_driver_sql(told).all()
        root = read._connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'field_clock'"
        ).scalar()
    before.close()
    done, store = rescued(whole, harmed(whole.data, [root], random.Random(1)), place / "new")
    with store.read() as read:
        assert read._connection.exec_driver_sql(told).all() == clocks != []
    store.close()
    assert done.outdated == ()


def test_the_list_of_backups_comes_back_with_their_keys_and_pruned_ones_do_not(tmp_path):
    keys = keys_in(tmp_path / "store")
    store = new_store(keys, households=2)
    made = datetime(2026, 3, 2, 18, tzinfo=UTC)
    kept, pruned = (
        KeptBackup(name * 32, made, made.date(), "Ana", True, f"/media/{name}", 3, name.encode() * 32) for name in "ab"
    )
    with store.write("backup") as write:
        for one in (kept, pruned):
            write.begin_backup(one)
            write.finish_backup(one.id)
    with store.write("prune backups") as write:
        write.drop_backup(replace(pruned, finished=True))
    store.close()
    _, fresh = salvage(keys, tmp_path / "new")
    store = Store.open(fresh)
    with store.read() as read:
        assert read.backups() == [replace(kept, finished=True)]
        assert read._connection.exec_driver_sql("SELECT * FROM deleted WHERE kind = 'backup'").all() == []
    store.close()


def test_a_lost_entry_of_the_release_ledger_leaves_its_place_empty(whole, place):
    pages = open_pages(whole.keys, whole.data)
    (ledger,) = (n for n, page in pages.items() if b"second" in page and b"third" in page)
    done, store = rescued(whole, harmed(whole.data, [ledger], random.Random(1)), place / "new")
    with store.read() as read:
        assert read.ledger() == [b"", b"", b""]
        assert [finding.code for finding in read.verify()] == ["ledger_broken"]
    store.close()
    assert done.ledger == (1, 2, 3)


def test_the_journal_goes_on_after_its_gaps_and_still_tells_of_new_ones(whole, place):
    pages = open_pages(whole.keys, whole.data)
    damaged = [n for n, page in pages.items() if page and page[0] == 13 and b"importAna Ixchel" in page]
    assert damaged
    done, store = rescued(whole, harmed(whole.data, damaged[:1], random.Random(1)), place / "new")
    assert done.gaps
    with store.write("go on") as write:
        write.add(make.household())
    with store.read() as read:
        assert read.verify() == []
        top = read.journal(1)[0].seq
        assert top > max(last for _, last in done.gaps)
    with store.write("tamper") as write:
        write._connection.exec_driver_sql("DROP TRIGGER change_no_delete")
        for table in ("change_value", "change_seal", "change"):
            write._connection.exec_driver_sql(f"DELETE FROM {table} WHERE seq = {top}")
    with store.read() as read:
        assert [finding.code for finding in read.verify()] == ["journal_shortened"]
    store.close()


def test_a_salvaged_store_can_be_salvaged_again(whole, place):
    done, keys = None, whole.keys
    draw = random.Random(5)
    whole.path.write_bytes(whole.data)
    for turn in range(3):
        data = keys.folder.store.read_bytes()
        keys.folder.store.write_bytes(harmed(data, draw.sample(range(1, len(data) // PAGE_BYTES), 15), draw))
        done, keys = salvage(keys, place / f"turn-{turn}")
    store = Store.open(keys)
    with store.read() as read:
        assert {finding.code for finding in read.verify()} <= {"ledger_broken"}
        assert [line.verb for line in read.journal(3)] == ["salvage"] * 3 or done.gaps
    store.close()
