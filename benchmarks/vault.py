"""Unlocking, checking, closing, re-keying and backing up a large store, beside the plain tools for the same bytes.

python benchmarks/vault.py [NEEDS]        100,000 needs unless said

Each line prints our median and, in the same run, that of plain SQLite without encryption or of a copy of the file.
"""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="mutualaid-bench-")

from mutualaid.records.kinds import UNFINISHED
from mutualaid.records.views import NeedFilter
from mutualaid.services.backups import back_up
from mutualaid.services.office import create_office, open_office
from mutualaid.services.rekeying import rekey
from mutualaid.services.sampling import fill_sample
from mutualaid.store.store import Store
from mutualaid.store.wal import pages
from mutualaid.vault import filestate, keyfile
from mutualaid.vault.layout import StoreFolder
from tests.store.make import household

PASSPHRASE = "siete gatos bajo la lluvia"


def took(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def show(what: str, ours: list[float], plain: list[float] | None = None, by: str = "plain") -> None:
    mine = statistics.median(ours)
    beside = ""
    if plain:
        other = statistics.median(plain)
        beside = f"   {by} {other * 1000:9.1f} ms   ratio {mine / other:6.1f}"
    print(f"{what:52} {mine * 1000:9.1f} ms{beside}", flush=True)


def first_page(store: Store) -> None:
    with store.read() as read:
        read.need_lines(read.need_ids(NeedFilter(states=frozenset(UNFINISHED)))[:128])


def unlock(place: StoreFolder, plain: Path) -> None:
    derive, first, worked, check, plainly = [], [], [], [], []
    for _ in range(7):
        start = time.perf_counter()
        vault = keyfile.open_with_passphrase(place, PASSPHRASE)
        derive.append(time.perf_counter() - start)
        start, before = time.perf_counter(), time.thread_time()
        store = Store.open(vault)
        first_page(store)
        first.append(time.perf_counter() - start)
        worked.append(time.thread_time() - before)
        assert store.standing == "proved"
        check.append(time.perf_counter() - start)
        store.close()
        vault.close()
        plainly.append(took(lambda: plain_page(plain)))
    show("unlock: derive the key", derive)
    show("unlock: from keys to the first page, check beside it", first, plainly)
    show("unlock: processor time of that, without the check's", worked)
    show("unlock: until the whole file is checked", check)


def plain_page(plain: Path) -> None:
    raw = sqlite3.connect(plain)
    raw.execute("select * from need order by urgency desc, received_on limit 128").fetchall()
    raw.close()


def plain_copy(place: StoreFolder, plain: Path) -> None:
    with keyfile.open_with_passphrase(place, PASSPHRASE) as vault:
        store = Store.open(vault)
        with store.apart() as raw:
            raw.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
            raw.execute("SELECT sqlcipher_export('plain')").fetchall()
            raw.execute("DETACH DATABASE plain")
        store.close()
    sqlite3.connect(plain).execute("PRAGMA journal_mode = WAL").fetchall()


def closing(place: StoreFolder, plain: Path) -> None:
    ours, plainly = [], []
    for count in (1, 1, 1, 200, 200, 200):
        with keyfile.open_with_passphrase(place, PASSPHRASE) as vault:
            store = Store.open(vault)
            with store.write("bench") as write:
                write.add_many([household(code=f"BENCH-{len(ours)}-{n}", notes="x" * 300) for n in range(count)])
            dirty = pages(place.path / "store.db-wal")
            blocks = {(page - 1) * 4096 // filestate.BLOCK_BYTES for page in dirty}
            ours.append(took(store.close))
        raw = sqlite3.connect(plain)
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("create table if not exists filler (x)")
        raw.executemany("insert into filler values (?)", [("x" * 4000,) for _ in range(len(dirty))])
        raw.commit()
        plainly.append(took(raw.close))
        if len(ours) % 3 == 0:
            show(f"close after {count} households: {len(dirty)} pages in {len(blocks)} blocks", ours[-3:], plainly[-3:])


def main(needs: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        place, plain = StoreFolder(folder / "store"), folder / "plain.db"
        office, _ = create_office(place.path, passphrase=PASSPHRASE, coordinator="Lupe")
        fill_sample(office, households=needs // 5, needs=needs, volunteers=200, lots=200, seed=1, until=date.today())
        show("close after writing all of it", [took(office.close)])
        size = place.store.stat().st_size
        print(f"store.db {size / 1e6:.0f} MB, store.state {place.state.stat().st_size / 1e3:.0f} kB")
        started = [sys.executable, "-c", "import mutualaid.services.office"]
        show("import of the store's modules (a new process)", [took(lambda: subprocess.run(started, check=True))])
        plain_copy(place, plain)
        unlock(place, plain)
        closing(place, plain)
        office = open_office(place.path, passphrase=PASSPHRASE)
        copy = [took(lambda: shutil.copyfile(place.store, folder / "copy")) for _ in range(3)]
        per = 100e6 / size
        backed = took(lambda: back_up(office, target=folder / "a.backup"))
        show("back up, each 100 MB", [per * backed], [per * one for one in copy], "cp")
        rekeyed = took(lambda: rekey(office, backup=lambda _office, _progress: None))
        show("re-key without its backup, each 100 MB", [per * rekeyed], [per * one for one in copy], "cp")
        show("close", [took(office.close)])
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
