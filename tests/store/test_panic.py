"""Closing in a panic: at once, whatever other threads are at, and nothing that was kept is lost."""

from __future__ import annotations

import threading
import time

import pytest

from mutualaid.records.errors import Refused
from mutualaid.records.household import Household
from mutualaid.store.store import Store
from mutualaid.vault.keyfile import OpenVault
from tests.open_files import left_open
from tests.store.make import household

WITHIN_S = 1.0
FOREVER = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"


class Busy(threading.Thread):
    """A thread that works on the store until it is stopped, and tells what stopped it."""

    def __init__(self, work) -> None:
        super().__init__()
        self._work = work
        self.under_way = threading.Event()
        self.stopped_by: BaseException | None = None

    def run(self) -> None:
        try:
            self._work(self.under_way)
        except BaseException as problem:
            self.stopped_by = problem


def many_inserts(store: Store):
    def work(under_way: threading.Event) -> None:
        with store.write("import") as write:
            for number in range(1_000_000):
                write.add(household(code=f"T-{number}"))
                if number == 50:
                    under_way.set()

    return work


def one_long_statement(store: Store):
    def work(under_way: threading.Event) -> None:
        with store.write("long") as write:
            write.add(household(code="T-1"))
            under_way.set()
            write._connection.exec_driver_sql(FOREVER).all()

    return work


def one_long_read(store: Store):
    def work(under_way: threading.Event) -> None:
        with store.read() as read:
            under_way.set()
            read._connection.exec_driver_sql(FOREVER).all()

    return work


@pytest.mark.parametrize("kind", [many_inserts, one_long_statement, one_long_read])
def test_a_panic_closes_the_store_whatever_is_under_way_and_keeps_what_was_kept(
    store: Store, vault: OpenVault, kind
) -> None:
    with store.write("add") as write:
        kept = write.add(household(code="KEPT-1"))
    busy = Busy(kind(store))
    busy.start()
    assert busy.under_way.wait(20)
    began = time.monotonic()
    store.close(panic=True)
    took = time.monotonic() - began
    busy.join(20)
    assert took < WITHIN_S
    assert isinstance(busy.stopped_by, Refused)
    assert busy.stopped_by.code == "store_locked"
    assert left_open(vault.folder.path) == []
    with Store.open(vault).read() as read:
        assert read.get(Household, kept).code == "KEPT-1"
        assert read.count(Household) == 1


def test_a_panic_leaves_the_log_to_the_next_opening(store: Store, vault: OpenVault) -> None:
    with store.write("add") as write:
        uid = write.add(household(code="KEPT-1"))
    store.close(panic=True)
    log = vault.folder.store.with_name(vault.folder.store.name + "-wal")
    assert log.stat().st_size > 0
    again = Store.open(vault)
    with again.read() as read:
        assert read.get(Household, uid).code == "KEPT-1"
    again.close()
    assert not log.exists()


def test_a_panic_after_a_clean_close_changes_nothing(store: Store) -> None:
    store.close()
    store.close(panic=True)
    with pytest.raises(Refused, match="store_locked"), store.write("add"):
        pass
