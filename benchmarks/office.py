"""Opening, reading, searching and importing in an encrypted office, beside the plain tools a person would use instead.

python benchmarks/office.py [NEEDS]        50,000 needs unless said

Each line prints our median, the plain tool's median in the same run, and the ratio. The plain tools are SQLite without
encryption, with the same rows and an index, and the csv module reading the same file.
"""

from __future__ import annotations

import csv
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mutualaid.records.kinds import UNFINISHED
from mutualaid.records.views import NeedFilter
from mutualaid.services.importing import preview_import, run_import
from mutualaid.services.needs import need_ids, need_lines
from mutualaid.services.office import Office, create_office, open_office
from mutualaid.services.sampling import fill_sample
from mutualaid.services.searching import search
from mutualaid.store.store import Store
from mutualaid.vault import keyfile
from mutualaid.vault.keyfile import OpenVault
from mutualaid.vault.layout import StoreFolder
from tests.samples import sample

PASSPHRASE = "siete gatos bajo la lluvia"
RUNS = 5


def median(work: Callable[[], object], runs: int = RUNS) -> float:
    """Median seconds of `runs` runs."""
    took = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return statistics.median(took)


def show(what: str, ours: float, plain: float | None = None) -> None:
    beside = "" if plain is None else f"   plain {plain * 1000:9.1f} ms   ratio {ours / plain:5.1f}"
    print(f"{what:44} {ours * 1000:9.1f} ms{beside}", flush=True)


def first_page(vault: OpenVault) -> None:
    """From derived keys to the first page of the needs table."""
    store = Store.open(vault)
    with store.read() as read:
        read.need_lines(read.need_ids(NeedFilter(states=frozenset(UNFINISHED)))[:128])
    store.close()


def plain_copy(office: Office, folder: Path) -> sqlite3.Connection:
    """The same needs in a SQLite file that nobody encrypts."""
    lines = need_lines(office, ids=need_ids(office, filter=NeedFilter()))
    plain = sqlite3.connect(folder / "plain.db")
    plain.execute("create table need (id integer primary key, code, name, category, urgency, zone, received)")
    plain.executemany(
        "insert into need (code, name, category, urgency, zone, received) values (?, ?, ?, ?, ?, ?)",
        [(x.code, x.contact_name, x.category, int(x.urgency), x.zone, x.received_on.isoformat()) for x in lines],
    )
    plain.execute("create index by_urgency on need (urgency desc, received)")
    plain.commit()
    return plain


def main(needs: int) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        start = time.perf_counter()
        office, _ = create_office(folder / "store", passphrase=PASSPHRASE, coordinator="Lupe")
        show("make a store (calibrates the derivation)", time.perf_counter() - start)
        start = time.perf_counter()
        fill_sample(office, households=needs // 5, needs=needs, volunteers=200, lots=200, seed=1, until=date.today())
        show(f"write {needs:,} needs in one transaction", time.perf_counter() - start)
        office.close()
        derive = median(lambda: keyfile.open_with_passphrase(StoreFolder(folder / "store"), PASSPHRASE).close(), 3)
        show("unlock: derive the key", derive)
        with keyfile.open_with_passphrase(StoreFolder(folder / "store"), PASSPHRASE) as vault:
            show("unlock: from keys to the first page", median(lambda: first_page(vault)))
        office = open_office(folder / "store", passphrase=PASSPHRASE)
        plain = plain_copy(office, folder)
        ids = need_ids(office, filter=NeedFilter())
        show(
            "order every need by urgency",
            median(lambda: need_ids(office, filter=NeedFilter())),
            median(lambda: plain.execute("select id from need order by urgency desc, received").fetchall()),
        )
        show(
            "a page of 128 needs",
            median(lambda: need_lines(office, ids=ids[9000:9128])),
            median(lambda: plain.execute("select * from need where id between 9000 and 9127").fetchall()),
        )
        show(
            "search a name",
            median(lambda: search(office, text="quej ram")),
            median(lambda: plain.execute("select * from need where name like '%quej%ram%' limit 50").fetchall()),
        )
        file = sample("google-form.csv")
        show(
            "preview an import of 130 rows",
            median(lambda: preview_import(office, path=file), 3),
            median(lambda: list(csv.reader(file.read_text(encoding="utf-8").splitlines()))),
        )
        preview = preview_import(office, path=file)
        start = time.perf_counter()
        run_import(office, preview=preview)
        show("import them", time.perf_counter() - start)
        office.close()
        plain.close()
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
