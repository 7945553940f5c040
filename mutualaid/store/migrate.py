"""Brings a store's tables up to this program's, step by step, through the store's own encrypted connection."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect

from mutualaid.records.errors import Damaged

HEAD = "0009"
"""The newest revision; written here so that opening a store of today loads nothing of Alembic."""

FOLDER = Path(__file__).parent / "migrations"


def revision(connection: Connection) -> str | None:
    """The revision that the tables are at; none when there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def refuse_unknown(at: str) -> None:
    """Raise Damaged("store_newer_version") when this program does not know revision `at`."""
    if at == HEAD:
        return
    from alembic.script import ScriptDirectory

    if at not in {step.revision for step in ScriptDirectory(str(FOLDER)).walk_revisions()}:
        raise Damaged("store_newer_version")


def to_head(connection: Connection) -> None:
    """Migrate, inside the caller's transaction. Raises Damaged("store_newer_version")."""
    from alembic import command
    from alembic.config import Config

    at = revision(connection)
    if at is not None:
        refuse_unknown(at)
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
