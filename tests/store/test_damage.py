"""`verify` says which pages are damaged, what lay on them, and what else does not hold together."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from mutualaid.records.errors import Damaged
from mutualaid.records.household import Household
from mutualaid.store.damage import Damage, find_damage, runs
from mutualaid.store.store import Store
from mutualaid.store.verify import findings_of_closed
from mutualaid.vault.opened import Finding
from mutualaid.vault.pages import PAGE_BYTES
from tests.store.salvaging import Specimen, harmed, keys_in, new_store, open_pages, specimen


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Specimen:
    return specimen(tmp_path_factory.mktemp("damage") / "store", households=40)


def damage(whole: Specimen, pages: set[int]) -> Damage:
    whole.path.write_bytes(harmed(whole.data, sorted(pages), random.Random(3)))
    return find_damage(whole.path, whole.keys.data_key)


def pages_with(whole: Specimen, *texts: str, kind: int = 13) -> set[int]:
    opened = open_pages(whole.keys, whole.data).items()
    return {n for n, page in opened if page[0] == kind and all(text.encode() in page for text in texts)}


def test_a_whole_file_has_no_damage(whole):
    assert damage(whole, set()) == Damage((), (), ())


def test_the_households_that_cannot_be_read_are_named_by_code(whole):
    home = next(iter(whole.records["household"]))
    (page,) = whole.row_pages[home]
    found = damage(whole, {page})
    assert (found.pages, found.areas) == ((page,), ("household",))
    there = [uid for uid, pages in whole.row_pages.items() if page in pages]
    codes = {whole.records["household"][uid].code for uid in there}
    assert [(one.kind, one.number, set(one.codes)) for one in found.unreadable] == [("household", len(codes), codes)]


@pytest.mark.parametrize(
    ("texts", "kind", "area"),
    [
        (("importAna Ixchel",), 13, "change"),
        (("first", "second", "third"), 13, "release_ledger"),
        (("imported_lots",), 13, "meta"),
        (("CREATE TABLE household",), 13, "contents"),
        (("MARU-",), 10, "index"),
    ],
)
def test_what_lay_on_a_page_is_named(whole, texts, kind, area):
    found = damage(whole, {min(pages_with(whole, *texts, kind=kind))})
    assert found.areas == (area,)
    assert found.unreadable == ()


def test_the_search_index_is_told_from_the_records(whole):
    whole.path.write_bytes(whole.data)
    store = Store.open(whole.keys)
    with store.read() as read:
        roots = "SELECT rootpage FROM sqlite_schema WHERE name IN ('search_doc', 'search_word_data', 'search_part_idx')"
        pages = set(read._connection.exec_driver_sql(roots).scalars())
    store.close()
    assert len(pages) == 3
    found = damage(whole, pages)
    assert found.areas == ("search",)
    assert found.unreadable == ()


def test_without_its_first_page_the_rest_can_still_not_be_told_and_is_not_guessed(whole):
    home = next(iter(whole.records["household"]))
    found = damage(whole, {1, *whole.row_pages[home]})
    assert found.areas == ("contents", "unknown")
    assert found.pages == tuple(sorted({1, *whole.row_pages[home]}))


def test_pages_that_were_cut_off_count_as_damaged(whole):
    whole.path.write_bytes(whole.data[: -5 * PAGE_BYTES])
    found = find_damage(whole.path, whole.keys.data_key)
    assert found.pages == tuple(range(whole.pages - 4, whole.pages + 1))


def test_a_store_that_does_not_open_is_looked_into_all_the_same(whole):
    (journal, *_) = sorted(pages_with(whole, "importAna Ixchel"))
    (ledger,) = pages_with(whole, "first", "second", "third")
    damage(whole, {1, journal, ledger})
    found = {one.code: one.facts for one in findings_of_closed(whole.path, whole.keys, Damaged("store_damaged"))}
    assert found.keys() == {"store_page_damaged", "journal_broken", "ledger_broken"}
    assert found["store_page_damaged"]["pages"] == runs([1, journal, ledger])
    assert found["ledger_broken"]["entries"] == "1–3"


def test_a_fault_without_a_damaged_page_is_told_as_it_is(whole):
    whole.path.write_bytes(whole.data)
    assert findings_of_closed(whole.path, whole.keys, Damaged("store_foreign")) == [
        Finding("store_foreign", "store.db")
    ]


def test_a_fault_that_damaged_pages_do_not_explain_is_told_beside_them(whole):
    damage(whole, {9})
    found = findings_of_closed(whole.path, whole.keys, Damaged("store_foreign"))
    assert [finding.code for finding in found] == ["store_page_damaged", "store_foreign"]


# What does not hold together inside a store that opens


@pytest.fixture
def store(tmp_path: Path):
    store = new_store(keys_in(tmp_path / "store"), households=12)
    yield store
    store.close()


def told(store: Store, *statements: str) -> dict[str, dict[str, object]]:
    with store.write("tamper") as write:
        for statement in statements:
            write._connection.exec_driver_sql(statement)
    with store.read() as read:
        return {finding.code: finding.facts for finding in read.verify()}


def test_missing_references_are_told_by_kind_and_count(store):
    with store.read() as read:
        home = read.all(Household)[0].uid
    found = told(store, f"DELETE FROM household WHERE uid = '{home}'", f"DELETE FROM search_doc WHERE uid = '{home}'")
    missing = {
        kind: count for kind, target, count in found["store_reference_missing"]["missing"] if target == "household"
    }
    assert missing == {"need": 2, "consent": 1, "contact": 1}
    assert found.keys() == {"store_reference_missing"}


def test_an_index_that_does_not_know_a_record_is_out_of_step(store):
    found = told(store, "DELETE FROM search_doc WHERE id IN (SELECT id FROM search_doc WHERE kind = 'need' LIMIT 3)")
    assert found == {"store_search_out_of_step": {"file": "store.db", "entries": 3}}


def test_an_index_that_knows_another_code_is_out_of_step(store):
    found = told(store, "UPDATE search_doc SET code = 'LUNA-10' WHERE id = (SELECT min(id) FROM search_doc)")
    assert found == {"store_search_out_of_step": {"file": "store.db", "entries": 1}}


def test_the_words_of_a_broken_full_text_index_are_out_of_step(store):
    found = told(store, "DELETE FROM search_word_data WHERE id = (SELECT max(id) FROM search_word_data)")
    assert found.keys() == {"store_search_out_of_step"}


def test_journal_entries_are_told_by_number(store):
    found = told(store, "DROP TRIGGER change_no_update", "UPDATE change SET verb = 'other' WHERE seq IN (2, 3, 5)")
    assert found["journal_broken"]["entries"] == "2–3, 5"


def test_ledger_entries_are_told_by_number(store):
    found = told(
        store, "DROP TRIGGER release_ledger_no_update", "UPDATE release_ledger SET entry = x'00' WHERE seq = 2"
    )
    assert found == {"ledger_broken": {"file": "store.db", "entries": "2"}}


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([], ""), ([5], "5"), ([3, 1, 2], "1–3"), ([1, 2, 9, 4, 5, 6, 2], "1–2, 4–6, 9")],
)
def test_numbers_are_told_as_runs(numbers, words):
    assert runs(numbers) == words
