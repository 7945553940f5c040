"""What was changed while the store was closed shows; what was not never does; what cannot be known is called so."""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from mutualaid.records.errors import Damaged
from mutualaid.records.household import Household
from mutualaid.records.office import OfficeSettings
from mutualaid.store import blocks, meta, writer
from mutualaid.store import store as store_module
from mutualaid.store.connection import raw_connection
from mutualaid.store.store import Store
from mutualaid.vault import filestate
from mutualaid.vault.keyfile import OpenVault
from tests.store.make import files_of, household, put_back

_FILLED: dict[tuple[bytes, int], tuple[dict[str, bytes], dict[Path, bytes]]] = {}
"""Filled stores by their keys and size, each with what the account that filled it has seen."""


def filled(vault: OpenVault, count: int = 400) -> None:
    """A closed store; those of one size are filled once, and laid there with the account's knowledge of them."""
    account, made = Path(os.environ["XDG_STATE_HOME"]), (vault.folder.keyfile.read_bytes(), count)
    if made in _FILLED:
        files, seen = _FILLED[made]
        put_back(vault.folder.path, files)
        for name, content in seen.items():
            (account / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            (account / name).write_bytes(content)
        return
    store = Store.create(vault, settings=OfficeSettings(zone="chi-30"))
    with store.write("add") as write:
        write.add_many([household(notes=f"note {number} " * 100) for number in range(count)])
    store.close()
    seen = {file.relative_to(account): file.read_bytes() for file in account.rglob("*") if file.is_file()}
    _FILLED[made] = files_of(vault.folder.path), seen


def write_one(vault: OpenVault, name: str = "Rosa") -> None:
    store = Store.open(vault)
    with store.write("add") as write:
        write.add(household(contact_name=name))
    store.close()


def killed(vault: OpenVault, work: Callable[[Store], None]) -> None:
    """Do `work` in an opening that ends as a kill would end it: the files stay as they are at that moment."""
    store = Store.open(vault)
    work(store)
    left = files_of(vault.folder.path)
    store.close(panic=True)
    put_back(vault.folder.path, left)


def adds(store: Store) -> None:
    with store.write("add") as write:
        write.add(household(contact_name="Acknowledged"))


def opened(vault: OpenVault, **how: bool) -> tuple[str, tuple[str, ...]]:
    """The standing and the codes of the findings of an opening that only reads."""
    store = Store.open(vault, **how)
    try:
        return store.standing, tuple(finding.code for finding in store.findings)
    finally:
        store.close()


def refusal(vault: OpenVault) -> str:
    """The code with which a store is refused: at once, or at the first read after the check."""
    try:
        store = Store.open(vault)
    except Damaged as fault:
        return fault.code
    try:
        assert store.standing == "changed"
        with pytest.raises(Damaged) as write_refused, store.write("add"):
            pass
        with pytest.raises(Damaged) as read_refused, store.read():
            pass
        assert write_refused.value.code == read_refused.value.code
        return write_refused.value.code
    finally:
        store.close()


def test_a_store_that_was_closed_properly_is_proved(vault: OpenVault) -> None:
    filled(vault)
    for _ in range(3):
        assert opened(vault) == ("proved", ())
        write_one(vault)
    assert opened(vault) == ("proved", ())


def test_an_opening_that_only_reads_writes_nothing(vault: OpenVault) -> None:
    filled(vault)
    before = files_of(vault.folder.path)
    store = Store.open(vault)
    with store.read() as read:
        assert read.count(Household) == 400
    assert store.standing == "proved"
    store.close()
    assert files_of(vault.folder.path) == before


def test_after_a_kill_it_is_unproven_and_works_and_after_the_next_closing_proved_again(vault: OpenVault) -> None:
    filled(vault)
    killed(vault, adds)
    store = Store.open(vault)
    assert (store.standing, store.findings) == ("unproven", ())
    with store.write("add") as write:
        assert write.count(Household) == 401
        write.add(household())
    store.close()
    assert opened(vault) == ("proved", ())
    killed(vault, adds)
    assert opened(vault) == ("unproven", ())  # which only reads, and still closes properly
    assert opened(vault) == ("proved", ())


def test_a_torn_log_does_not_keep_the_next_closing_from_being_proved(vault: OpenVault) -> None:
    filled(vault)
    killed(vault, adds)
    with vault.folder.store.with_name("store.db-wal").open("r+b") as log:
        salt = log.read(32)[16:24]
        log.seek(0, 2)
        # The power left these frames without the sector that names the page.
        log.write(200 * (bytes(8) + salt + bytes(8 + 4096)))
    assert opened(vault)[0] == "unproven"
    assert opened(vault) == ("proved", ())


def test_a_kill_while_nothing_was_written_leaves_it_proved(vault: OpenVault) -> None:
    filled(vault)

    def reads(store: Store) -> None:
        with store.read() as read:
            read.count(Household)

    killed(vault, reads)
    assert opened(vault) == ("proved", ())


def test_a_panic_leaves_it_unproven_with_everything_that_was_kept(vault: OpenVault) -> None:
    filled(vault)
    store = Store.open(vault)
    adds(store)
    store.close(panic=True)
    store = Store.open(vault)
    assert store.standing == "unproven"
    with store.read() as read:
        assert read.count(Household) == 401
        assert read.verify() == []
    store.close()
    assert opened(vault) == ("proved", ())


@pytest.mark.parametrize("limit", [0, 200_000])
def test_copying_the_log_in_mid_work_raises_no_false_alarm(
    vault: OpenVault, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(writer, "LONG_LOG", limit)
    filled(vault)
    store = Store.open(vault)
    for number in range(12):
        with store.write("add") as write:
            write.add_many([household(notes="z" * 3000) for _ in range(20)])
            if number % 3 == 0:
                write.remove(Household, write.all(Household)[number].uid)
        assert (vault.folder.path / "store.db-wal").stat().st_size <= limit + 400_000
    store.close()
    assert opened(vault) == ("proved", ())


def test_a_reader_that_holds_the_log_at_closing_leaves_it_unproven_and_whole(
    vault: OpenVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "_PATIENCE", 0.0)
    filled(vault)
    store = Store.open(vault)
    adds(store)
    with store.read() as read:
        assert read.count(Household) == 401
        adds(store)
        store.close()
    assert opened(vault) == ("unproven", ())
    store = Store.open(vault)
    with store.read() as read:
        assert read.count(Household) == 402
    store.close()


def test_no_connection_copies_the_log_by_itself(vault: OpenVault) -> None:
    """Else blocks would change that nobody noted, and a clean closing would look like somebody's change."""
    filled(vault)
    before = vault.folder.store.read_bytes()
    store = Store.open(vault)
    adds(store)
    store._writer.drop()
    store._readers.close(patience=0)
    assert vault.folder.store.read_bytes() == before
    assert (vault.folder.path / "store.db-wal").stat().st_size > 0
    store.close(panic=True)


def _notes_and_generation(vault: OpenVault, uid: str) -> tuple[str, str] | None:
    """As SQLCipher reads them, to whom nothing is wrong; none when it finds something."""
    with contextlib.closing(raw_connection(vault.folder.store, vault, 1)) as raw:
        if raw.execute("PRAGMA cipher_integrity_check").fetchall():
            return None
        notes = raw.execute("SELECT notes FROM household WHERE uid = ?", (uid,)).fetchone()[0]
        return notes, raw.execute("SELECT value FROM meta WHERE key = 'store.generation'").fetchone()[0]


def test_an_old_page_put_in_passes_sqlcipher_and_is_refused_here(vault: OpenVault) -> None:
    filled(vault)
    old = vault.folder.store.read_bytes()
    store = Store.open(vault)
    with store.write("change") as write:
        before = write.all(Household)[7]
        write.change(Household, before.uid, notes=before.record.notes.replace("note", "left"))
    store.close()
    new = vault.folder.store.read_bytes()
    undone = 0
    for at in range(4096, len(old), 4096):
        if old[at : at + 4096] != new[at : at + 4096]:
            vault.folder.store.write_bytes(new[:at] + old[at : at + 4096] + new[at + 4096 :])
            if _notes_and_generation(vault, before.uid) == (before.record.notes, "2"):
                undone += 1
                assert refusal(vault) == "store_changed"
    assert undone == 1
    vault.folder.store.write_bytes(new)
    assert opened(vault) == ("proved", ())


def test_a_flipped_bit_is_told_as_damage(vault: OpenVault) -> None:
    filled(vault)
    whole = vault.folder.store.read_bytes()
    for at in range(5000, len(whole), len(whole) // 7):
        vault.folder.store.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert refusal(vault) == "store_damaged"
    vault.folder.store.write_bytes(whole)
    assert opened(vault) == ("proved", ())


def test_pages_hung_on_or_cut_off_are_refused(vault: OpenVault) -> None:
    filled(vault)
    whole = vault.folder.store.read_bytes()
    for other in (whole + whole[-4096:], whole[:-4096], whole[:-65536], whole[:-7]):
        vault.folder.store.write_bytes(other)
        assert refusal(vault) in {"store_damaged", "store_changed"}


def test_an_old_log_laid_beside_a_closed_store_is_refused_before_it_is_read(vault: OpenVault) -> None:
    filled(vault)
    killed(vault, adds)
    log = (vault.folder.path / "store.db-wal").read_bytes()
    assert opened(vault)[0] == "unproven"
    write_one(vault)
    before = vault.folder.store.read_bytes()
    (vault.folder.path / "store.db-wal").write_bytes(log)
    assert refusal(vault) == "store_changed"
    assert vault.folder.store.read_bytes() == before
    assert (vault.folder.path / "store.db-wal").read_bytes() == log
    (vault.folder.path / "store.db-wal").unlink()
    assert opened(vault) == ("proved", ())


def test_a_log_that_holds_what_the_file_holds_already_is_no_change(vault: OpenVault) -> None:
    """The disk may bring back a log that was copied, when the power goes right after closing."""
    filled(vault)
    store = Store.open(vault)
    adds(store)
    log = (vault.folder.path / "store.db-wal").read_bytes()
    store.close()
    (vault.folder.path / "store.db-wal").write_bytes(log)
    assert opened(vault) == ("proved", ())


def test_a_rollback_journal_laid_beside_it_is_refused(vault: OpenVault) -> None:
    filled(vault)
    (vault.folder.path / "store.db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(504))
    assert refusal(vault) == "store_changed"


def test_the_database_put_back_to_an_older_one_is_rolled_back(vault: OpenVault) -> None:
    filled(vault)
    old = vault.folder.store.read_bytes()
    write_one(vault)
    vault.folder.store.write_bytes(old)
    assert refusal(vault) == "store_rolled_back"


def test_a_whole_folder_put_back_is_rolled_back_by_what_this_account_has_seen(vault: OpenVault) -> None:
    filled(vault)
    old = files_of(vault.folder.path)
    write_one(vault)
    put_back(vault.folder.path, old)
    assert refusal(vault) == "store_rolled_back"


def test_after_a_kill_an_older_database_is_still_rolled_back(vault: OpenVault) -> None:
    filled(vault)
    old = vault.folder.store.read_bytes()
    write_one(vault)
    killed(vault, adds)
    for name in ("store.db-wal", "store.db-shm"):
        (vault.folder.path / name).unlink()
    vault.folder.store.write_bytes(old)
    assert refusal(vault) == "store_rolled_back"


def test_what_was_accepted_is_in_the_journal_and_proved_afterwards(vault: OpenVault) -> None:
    filled(vault)
    old = files_of(vault.folder.path)
    write_one(vault)
    put_back(vault.folder.path, old)
    store = Store.open(vault, accept_changed=True)
    assert store.standing == "rolled_back"
    with store.read() as read:
        assert read.journal(1)[0].verb == "accept changed store"
        assert json.loads(meta.get(read._connection, meta.ACCEPTED) or "")["standing"] == "rolled_back"
        assert read.verify() == []
    store.close()
    assert opened(vault) == ("proved", ())


def test_accepting_where_nothing_is_wrong_notes_nothing(vault: OpenVault) -> None:
    filled(vault)
    store = Store.open(vault, accept_changed=True)
    with store.read() as read:
        assert read.journal(1)[0].verb == "add"
    store.close()


def test_without_its_state_a_store_is_unproven_and_that_is_told(vault: OpenVault) -> None:
    filled(vault)
    vault.folder.state.unlink()
    assert opened(vault) == ("unproven", ("file_state_missing",))
    assert opened(vault) == ("proved", ())


def test_a_state_of_another_moment_or_with_a_flipped_bit_proves_nothing(vault: OpenVault) -> None:
    filled(vault)
    killed(vault, adds)
    unclean = vault.folder.state.read_bytes()
    assert opened(vault)[0] == "unproven"
    clean = vault.folder.state.read_bytes()
    for at in range(0, len(clean), len(clean) // 9):
        vault.folder.state.write_bytes(clean[:at] + bytes([clean[at] ^ 1]) + clean[at + 1 :])
        assert opened(vault) == ("unproven", ("file_state_damaged",))
    vault.folder.state.write_bytes(b"")
    assert opened(vault) == ("unproven", ("file_state_damaged",))
    for _ in range(3):
        write_one(vault)
    vault.folder.state.write_bytes(unclean)
    assert opened(vault) == ("unproven", ("file_state_damaged",))
    write_one(vault)
    vault.folder.state.write_bytes(clean)
    assert refusal(vault) == "store_changed"


def test_writing_waits_for_the_check_and_reading_does_not(vault: OpenVault, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(vault)
    go_on, hashed = threading.Event(), blocks.BlockFile.leaves

    def slowly(self: blocks.BlockFile, *given: object, **how: bool) -> dict[int, bytes]:
        go_on.wait()
        return hashed(self, *given, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(blocks.BlockFile, "leaves", slowly)
    store = Store.open(vault)
    state = vault.folder.state.read_bytes()
    writer = threading.Thread(target=lambda: adds(store))
    writer.start()
    with store.read() as read:
        assert read.count(Household) == 400
    assert writer.is_alive()
    assert vault.folder.state.read_bytes() == state
    go_on.set()
    writer.join()
    with store.read() as read:
        assert read.count(Household) == 401
    store.close()


def test_the_disk_says_being_written_before_anything_is(vault: OpenVault) -> None:
    filled(vault)
    store = Store.open(vault)
    clean = filestate.parse(vault.folder.state.read_bytes(), vault)
    with store.write("add"):
        marked = filestate.parse(vault.folder.state.read_bytes(), vault)
        log = vault.folder.path / "store.db-wal"
        assert log.stat().st_size == 0
    assert (clean.clean, marked.clean) == (True, False)
    assert clean.generation == marked.generation
    store.close()
    assert filestate.parse(vault.folder.state.read_bytes(), vault).generation == clean.generation + 1


def test_who_wrote_last_does_not_lie_there_in_clear(vault: OpenVault) -> None:
    filled(vault)
    data = vault.folder.state.read_bytes()
    assert vault.coordinator.encode() not in data
    head = filestate.parse(data, vault).head
    assert head is not None
    assert head.actor == vault.coordinator
    assert vault.coordinator not in repr(head)


def test_a_full_disk_refuses_the_first_write_and_changes_nothing(
    vault: OpenVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mutualaid.records.errors import NoSpace
    from mutualaid.vault import atomic

    filled(vault)
    before = files_of(vault.folder.path)

    def full(*_given: object) -> None:
        raise OSError(28, "full")

    store = Store.open(vault)
    with monkeypatch.context() as patched:
        patched.setattr(atomic, "_write_durably", full)
        with pytest.raises(NoSpace, match="disk_full"), store.write("add") as write:
            write.add(household())
    adds(store)
    store.close()
    assert opened(vault) == ("proved", ())
    assert before != files_of(vault.folder.path)
