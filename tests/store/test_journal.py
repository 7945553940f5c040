"""The journal tells who changed what, verifies as a chain, and shows every way of tampering with it."""

from __future__ import annotations

import json

import pytest

from mutualaid.records.errors import Fault
from mutualaid.records.household import Household
from mutualaid.records.match import KeptPlan
from mutualaid.store import journal, meta
from mutualaid.store.store import Store
from mutualaid.vault.keyfile import OpenVault
from tests.store.make import household, need


@pytest.fixture
def filled(store: Store) -> Store:
    with store.write("add household") as write:
        home = write.add(household(contact_name="Rosa"))
        write.add_many([need(home), need(home)])
    with store.write("change household") as write:
        write.change(Household, home, size=4)
    return store


def _tamper(store: Store, *statements: str) -> None:
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_no\\_%' ESCAPE '\\'"
    with store.write("") as write:
        for name in write._connection.exec_driver_sql(triggers).scalars().all():
            write._connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for statement in statements:
            write._connection.exec_driver_sql(statement)


def _found(store: Store) -> set[str]:
    with store.read() as read:
        return {finding.code for finding in read.verify()}


def test_the_journal_tells_verb_coordinator_and_how_many_of_what(filled: Store) -> None:
    with filled.read() as read:
        change, add, create = read.journal(10)
        assert len(read.journal(2)) == 2
    assert [create.verb, add.verb, change.verb] == ["create", "add household", "change household"]
    assert add.actor == "Ana Ixchel"
    assert add.changes == (("household", "add", 1), ("need", "add", 2))
    assert change.changes == (("household", "change", 1),)
    assert create.at <= add.at <= change.at


def test_the_last_entry_is_the_newest_row_whatever_entry_the_small_values_tell_of(filled: Store) -> None:
    with filled.read() as read:
        last = journal.head(read._connection)
        digest = read._connection.exec_driver_sql("SELECT hex(digest) FROM change ORDER BY seq DESC").scalar()
    assert last is not None
    assert last.digest.upper() == digest
    with filled._transaction() as connection:
        meta.put(connection, journal.HEAD, json.dumps({"seq": last.seq - 1, "digest": "00" * 32}))
    with filled.read() as read:
        assert journal.head(read._connection) == last


def test_a_change_is_journalled_field_by_field(filled: Store) -> None:
    with filled.read() as read:
        rows = (
            read._connection.exec_driver_sql("SELECT value FROM change_value WHERE action = 'change'").scalars().all()
        )
    assert [json.loads(row) for row in rows] == [{"size": 4}]


def test_a_plan_is_journalled_without_its_megabyte(store: Store) -> None:
    with store.write("plan") as write:
        write.add(KeptPlan.checked(made_on="2026-03-02", problem="LONG", plan="LONG"))
    with store.read() as read:
        values = read._connection.exec_driver_sql("SELECT value FROM change_value").scalars().all()
        assert read.all(KeptPlan)[0].record.plan == "LONG"
    assert not any("LONG" in value for value in values)


def test_an_untouched_store_verifies(filled: Store) -> None:
    assert _found(filled) == set()


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (["UPDATE change SET verb = 'other' WHERE seq = 2"], "journal_broken"),
        (["UPDATE change SET actor = 'Eva' WHERE seq = 3"], "journal_broken"),
        (["UPDATE change SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 3"], "journal_broken"),
        (["DELETE FROM change_value WHERE seq = 2", "DELETE FROM change_seal WHERE seq = 2",
          "DELETE FROM change WHERE seq = 2"], "journal_broken"),
        (["DELETE FROM change_value WHERE seq = 3", "DELETE FROM change_seal WHERE seq = 3",
          "DELETE FROM change WHERE seq = 3"], "journal_shortened"),
        (["UPDATE change_seal SET mac = zeroblob(32) WHERE seq = 2"], "journal_forged"),
        (["DELETE FROM change_seal WHERE seq = 1"], "journal_forged"),
        (["UPDATE change_value SET value = '{\"size\":9}' WHERE seq = 3"], "journal_value_changed"),
        (["UPDATE change_value SET uid = 'else' WHERE seq = 3"], "journal_value_changed"),
        (["INSERT INTO change_value VALUES (3, 7, 'need', 'u', 'add', '{}', x'00')"], "journal_value_changed"),
        (["UPDATE need SET household = 'nobody'"], "store_reference_missing"),
        (["UPDATE meta SET value = '{}' WHERE key = 'settings'"], "store_settings_damaged"),
        (["UPDATE meta SET value = 'v' WHERE key = 'store.vault_id'"], "store_foreign"),
    ],
)  # fmt: skip
def test_tampering_is_found(filled: Store, statements: list[str], code: str) -> None:
    _tamper(filled, *statements)
    assert code in _found(filled)


def test_a_ledger_entry_that_was_swapped_is_found(store: Store) -> None:
    with store.write("release") as write:
        write.append_ledger(b"first")
        write.append_ledger(b"second")
    assert _found(store) == set()
    _tamper(store, "UPDATE release_ledger SET entry = x'00' WHERE seq = 1")
    assert "ledger_broken" in _found(store)


def test_one_who_rewrites_the_whole_chain_still_lacks_the_seal(filled: Store, other_vault: OpenVault) -> None:
    class Forger:
        log_key, coordinator, slot_id = other_vault.log_key, "Ana Ixchel", filled._keys.slot_id

    from datetime import UTC, datetime

    from mutualaid.store import journal

    with filled.write("") as write:
        entry = journal.Entry(write._connection)
        entry.note(journal.Item("need", "u", "add", "{}"))
        entry.finish(Forger(), verb="add", clock="", at=datetime.now(UTC))  # type: ignore[arg-type]
    assert _found(filled) == {"journal_forged"}


def test_erasing_what_the_journal_remembers_leaves_the_chain_whole(filled: Store) -> None:
    with filled.write("erase") as write:
        (home,) = write.all(Household)
        write.forget(home.uid)
        kept = write._connection.exec_driver_sql("SELECT value FROM change_value").scalars().all()
    assert not any("Rosa" in value for value in kept)
    assert _found(filled) == set()


def test_findings_have_sentences_of_their_own(filled: Store) -> None:
    from mutualaid.language.errors import SENTENCES, sentence

    _tamper(filled, "UPDATE change SET verb = 'other' WHERE seq = 2")
    with filled.read() as read:
        (finding,) = read.verify()
    assert finding.code in SENTENCES
    assert "store.db" in sentence(Fault(finding.code, **finding.facts))
