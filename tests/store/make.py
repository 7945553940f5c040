"""Valid records with what a test does not care about filled in, a store's files as they are, and children to kill."""

from __future__ import annotations

import itertools
import os
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from mutualaid.records.household import Household
from mutualaid.records.need import Need
from mutualaid.records.supply import CatalogueItem, Lot
from mutualaid.records.volunteer import Volunteer
from mutualaid.store.store import Store

DAY = date(2026, 3, 2)
_numbers = itertools.count(1)


def household(**fields: Any) -> Household:
    return Household.checked(**{"code": f"MARU-{next(_numbers)}", "zone": "chi-30", "received_on": DAY} | fields)


def need(home: str, **fields: Any) -> Need:
    basic = {"code": f"NEED-{next(_numbers)}", "household": home, "category": "food", "mode": "delivery"}
    return Need.checked(**basic | {"received_on": DAY} | fields)


def volunteer(**fields: Any) -> Volunteer:
    return Volunteer.checked(**{"code": f"V-{next(_numbers)}", "name": "Lupe", "zone": "chi-30"} | fields)


def item(**fields: Any) -> CatalogueItem:
    return CatalogueItem.checked(**{"code": "rice", "name_en": "Rice", "name_es": "Arroz", "category": "food"} | fields)


def lot(**fields: Any) -> Lot:
    basic = {"code": f"L-{next(_numbers)}", "item": "rice", "site": "pantry", "received_on": DAY}
    return Lot.checked(**basic | fields)


NINTH = ("shift_template", "run", "partner", "saved_filter", "paper_text")
"""Tables that came with the ninth revision."""


def back_to_the_second_revision(store: Store) -> None:
    """Undo the migrations since the journal and the search, as the last program left its store."""
    with store._transaction() as connection:
        for index in ("ix_need_follows", "ix_movement_household", "ix_shift_template"):
            connection.exec_driver_sql(f"DROP INDEX {index}")
        for table, columns in (
            ("household", ("interpreter_in_person",)),
            ("volunteer", ("interprets_in_person", "calls")),
            ("kept_match", ("interpreter", "by_telephone", "asked_on", "asks")),
            ("need", ("follows", "split_of", "recurs_from")),
            ("catalogue_item", ("packs", "low", "household_cap", "cap_days")),
            ("lot", ("batch",)),
            ("movement", ("household",)),
            ("appointment", ("minutes",)),
            ("shift", ("cover", "template")),
            ("zone", ("outline", "active")),
        ):
            for column in columns:
                connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.exec_driver_sql("DELETE FROM search_doc WHERE kind IN ('contact', 'movement', 'shift')")
        connection.exec_driver_sql("DROP INDEX ix_need_waiting")
        for table in ("received_form", "event", "backup", "import_log", "import_before", "told_text", *NINTH):
            connection.exec_driver_sql(f"DROP TABLE {table}")
        connection.exec_driver_sql("DROP TRIGGER movement_no_delete")
        connection.exec_driver_sql(
            "CREATE TRIGGER movement_no_delete BEFORE DELETE ON movement BEGIN SELECT RAISE(ABORT, 'append only'); END"
        )
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0002'")


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a store's folder but the lock."""
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name != "lock"}


def put_back(folder: Path, files: dict[str, bytes]) -> None:
    """Make `files` all that there is in the folder."""
    for file in folder.iterdir():
        file.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)


def child(work: Callable[[int], None]) -> tuple[int, int]:
    """Run `work(pipe)` in a forked child, which ends with it. Returns the child's id and the pipe's reading end."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    try:
        os.close(reading)
        work(writing)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)
