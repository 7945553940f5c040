"""Migrations make exactly the tables that the models describe, and know what is newer than they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from mutualaid.records.errors import Damaged
from mutualaid.records.household import Household
from mutualaid.records.office import OfficeSettings
from mutualaid.store import migrate
from mutualaid.store.store import Store
from mutualaid.vault.keyfile import OpenVault
from tests.store.make import back_to_the_first_revision, household

BOTH_WAYS = {"ix_need_by_urgency", "ix_search_doc_code"}


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    """All but the tables in which FTS5 keeps its indexes, and the two indexes that Alembic cannot compare."""
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


def test_a_store_at_an_older_revision_is_brought_up_to_date(vault: OpenVault, settings: OfficeSettings) -> None:
    store = Store.create(vault, settings=settings)
    with store.write("add") as write:
        write.add(household(code="TOKI-12"))
    back_to_the_first_revision(store)
    store.close()
    store = Store.open(vault)
    with store.write("add") as write:
        assert write.codes(Household) == {"TOKI-12"}
        write.add(household(contact_name="Rosa"))
        assert len(write.search("rosa")) == 1
    with store.read() as read:
        assert read.verify() == []
    store.close()


def test_a_migration_that_fails_changes_nothing(
    vault: OpenVault, settings: OfficeSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.create(vault, settings=settings)
    back_to_the_first_revision(store)
    with store._transaction() as connection:  # what the last statements of the second step stumble over
        connection.exec_driver_sql("CREATE TRIGGER change_no_update AFTER DELETE ON need BEGIN SELECT 1; END")
        before = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master ORDER BY name").all()
    store.close()
    with pytest.raises(Damaged, match="store_damaged"):
        Store.open(vault)
    with Store(vault, vault.folder.store)._transaction() as connection:
        assert connection.exec_driver_sql("SELECT name, sql FROM sqlite_master ORDER BY name").all() == before
        assert migrate.revision(connection) == "0001"


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
