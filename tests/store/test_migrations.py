"""Migrations make exactly the tables that the models describe, and know what is newer than they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from mutualaid.progress import Progress
from mutualaid.records.errors import Damaged, NoSpace, Refused
from mutualaid.records.household import Household
from mutualaid.records.office import OfficeSettings
from mutualaid.records.supply import Movement
from mutualaid.store import migrate, watched
from mutualaid.store.store import Store
from mutualaid.vault import witness
from mutualaid.vault.keyfile import OpenVault
from tests.store.make import back_to_the_second_revision, household, lot

BOTH_WAYS = {"ix_need_by_urgency", "ix_need_waiting", "ix_search_doc_code"}


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    """All but the tables in which FTS5 keeps its indexes, and the indexes that Alembic cannot compare."""
    if kind == "index":
        return name not in BOTH_WAYS
    return kind != "table" or not (name or "").startswith(("search_word", "search_part"))


def test_the_migrated_tables_are_those_of_the_models(store: Store) -> None:
    with store.write("compare") as write:
        context = MigrationContext.configure(
            write._connection, opts={"compare_type": True, "include_name": _ours, "target_metadata": SQLModel.metadata}
        )
        assert compare_metadata(context, SQLModel.metadata) == []
        names = write._connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'index'").scalars().all()
        assert set(names) > BOTH_WAYS


def test_the_comparison_would_see_a_table_a_column_and_an_index_that_are_missing(store: Store) -> None:
    with store.write("compare") as write:
        for statement in ("DROP TABLE shift", "ALTER TABLE need DROP COLUMN seats", "DROP INDEX ix_need_state"):
            write._connection.exec_driver_sql(statement)
        context = MigrationContext.configure(write._connection, opts={"include_name": _ours})
        assert len(compare_metadata(context, SQLModel.metadata)) >= 3


def test_the_newest_revision_is_the_one_written_down() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDER))
    assert ScriptDirectory.from_config(config).get_heads() == [migrate.HEAD]


def test_no_migration_reads_the_models_of_today() -> None:
    for file in (migrate.FOLDER / "versions").glob("*.py"):
        assert "mutualaid" not in file.read_text(encoding="utf-8")


def test_an_older_store_gets_every_table_and_index_that_a_new_one_has(
    vault: OpenVault, settings: OfficeSettings
) -> None:
    store = Store.create(vault, settings=settings)
    listed = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'search%' ORDER BY name"
    with store.read() as read:
        fresh = read._connection.exec_driver_sql(listed).all()
    back_to_the_second_revision(store)
    store.close()
    store = Store.open(vault)
    with store.read() as read:
        assert read._connection.exec_driver_sql(listed).all() == fresh
        assert read.verify() == []
    store.close()


def _older_store(vault: OpenVault, settings: OfficeSettings) -> None:
    """A store as the first program left it: at the second revision, and nothing known of generations and states."""
    store = Store.create(vault, settings=settings)
    with store.write("add") as write:
        write.add(household(code="TOKI-12", contact_name="Xóchitl"))
        write.add(Movement.checked(lot=write.add(lot()), kind="received", units=3, on="2026-03-02", note="parish"))
    back_to_the_second_revision(store)
    with store._transaction() as connection:
        connection.exec_driver_sql("DELETE FROM meta WHERE key IN ('store.generation', 'store.lineage', 'store.fresh')")
    store.close()
    vault.folder.state.unlink()
    witness.forget(vault)


def test_a_store_at_an_older_revision_is_brought_up_to_date(vault: OpenVault, settings: OfficeSettings) -> None:
    _older_store(vault, settings)
    before: list[str | None] = []

    def look(store: Store) -> None:
        with store.read() as read:
            before.append(migrate.revision(read._connection))

    store = Store.open(vault, before_migration=look)
    assert before == ["0002"]
    assert (store.standing, store.findings) == ("unproven", ())
    with store.write("add") as write:
        assert write.codes(Household) == {"TOKI-12"}
        write.add(household(contact_name="Rosa"))
        assert len(write.search("rosa")) == len(write.search("xochitl")) == len(write.search("parish")) == 1
    with store.write("again") as write, pytest.raises(Refused, match="append_only"):
        write.change(Movement, write.all(Movement)[0].uid, units=4)
    with store.read() as read:
        assert migrate.revision(read._connection) == migrate.HEAD
        assert read._connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert read.verify() == []
    store.close()
    store = Store.open(vault, before_migration=look)
    assert before == ["0002"]
    assert store.standing == "proved"
    store.close()


class _StopAt(Progress):
    def __init__(self, step: int) -> None:
        super().__init__()
        self.steps = 0
        self._at = step

    def step(self, done: int, total: int) -> None:
        self.steps += 1
        if self.steps == self._at:
            self.cancel()
        super().step(done, total)


@pytest.mark.parametrize("operations", [500, pytest.param(100, marks=pytest.mark.campaign)])
def test_a_migration_that_is_cancelled_leaves_the_store_as_it_was(
    operations: int, vault: OpenVault, settings: OfficeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched, "_OPERATIONS", operations)
    _older_store(vault, settings)
    before = vault.folder.store.read_bytes()
    told: list[str] = []
    for at in range(1, 1000):
        progress = _StopAt(at)
        try:
            Store.open(vault, progress=progress).close()
        except Refused as refused:
            told.append(refused.code)
        if vault.folder.store.read_bytes() == before:
            continue
        assert progress.steps == at - 1
        break
    assert set(told) == {"migration_stopped"}
    assert len(told) == at - 1 > 1
    with Store.open(vault).read() as read:
        assert migrate.revision(read._connection) == migrate.HEAD


def test_what_has_to_come_before_a_migration_may_stop_it(vault: OpenVault, settings: OfficeSettings) -> None:
    _older_store(vault, settings)
    before = vault.folder.store.read_bytes()

    def no_room(_store: Store) -> None:
        raise NoSpace("disk_full")

    with pytest.raises(NoSpace, match="disk_full"):
        Store.open(vault, before_migration=no_room)
    assert vault.folder.store.read_bytes() == before


def test_a_migration_that_fails_changes_nothing(
    vault: OpenVault, settings: OfficeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.create(vault, settings=settings)
    back_to_the_second_revision(store)
    with store._transaction() as connection:  # what the third step stumbles over
        connection.exec_driver_sql("CREATE TABLE backup (made_long_ago)")
        before = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master ORDER BY name").all()
    store.close()
    with pytest.raises(Damaged, match="store_damaged"):
        Store.open(vault)
    with Store(vault, vault.folder.store)._transaction() as connection:
        assert connection.exec_driver_sql("SELECT name, sql FROM sqlite_master ORDER BY name").all() == before
        assert migrate.revision(connection) == "0002"


def test_a_file_without_our_tables_is_damaged(vault: OpenVault, settings: OfficeSettings) -> None:
    store = Store.create(vault, settings=settings)
    with store._transaction() as connection:
        connection.exec_driver_sql("DROP TABLE meta")
    store.close()
    with pytest.raises(Damaged, match="store_damaged"):
        Store.open(vault)


def test_a_store_of_a_newer_program_is_left_alone(vault: OpenVault, settings: OfficeSettings) -> None:
    store = Store.create(vault, settings=settings)
    with store._transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    before = vault.folder.store.read_bytes()
    with pytest.raises(Damaged, match="store_newer_version"):
        Store.open(vault)
    assert vault.folder.store.read_bytes() == before


def test_a_path_with_a_percent_sign_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    odd = tmp_path / "100%s"
    shutil.copytree(migrate.FOLDER, odd)
    monkeypatch.setattr(migrate, "FOLDER", odd)
    from tests.store.conftest import new_vault

    with new_vault(tmp_path / "50% [x] #?é") as vault:
        Store.create(vault, settings=OfficeSettings(zone="chi-30")).close()
        Store.open(vault).close()
