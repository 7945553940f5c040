"""What imports take: time, most memory and the log's size, by rows and format, beside reading with the csv module and
keeping in a SQLite file that nobody encrypts. The office has ten thousand households already.

    ./run bench importing [ROWS …]
"""

from __future__ import annotations

import csv
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from pathlib import Path

from mutualaid.records.zones import chicago
from mutualaid.services.sample_people import FIRST, LAST

PASSPHRASE = "siete gatos bajo la lluvia"
HOUSEHOLDS = 10_000
HEADER = (
    "Timestamp", "Your name / Su nombre", "Phone / Teléfono", "Neighborhood / Vecindario", "Languages / Idiomas",
    "How many people live with you? / ¿Cuántas personas viven con usted?", "What do you need? / ¿Qué necesita?",
    "When do you need it? / ¿Para cuándo?", "Address / Dirección", "Notes / Notas",
)  # fmt: skip
_TONGUES = ("Spanish", "Mam", "Spanish, English")
_SOON = ("Today / Hoy", "This week / Esta semana", "")
_NOTES = ("", "second floor", "ring the bell twice")
_ASKS = ("Food / Comida", "Diapers / Pañales", "Ride / Transporte", "Food / Comida, Diapers / Pañales")


def lines(count: int, seed: int) -> list[tuple[str, ...]]:
    """Rows of a form: one in ten asks again, one in a hundred cannot be taken in."""
    zones = [zone.name for zone in chicago().values()]
    draw, rows = random.Random(seed), list[tuple[str, ...]]()
    for number in range(count):
        if rows and draw.random() < 0.1:
            again = list(draw.choice(rows[-2000:]))
            again[6] = draw.choice(_ASKS)
            rows.append(tuple(again))
            continue
        name = f"{draw.choice(FIRST)} {draw.choice(FIRST)} {draw.choice(LAST)} {draw.choice(LAST)}"
        day = date(2026, 11, 1) + timedelta(days=draw.randrange(20))
        phone = f"{201 + number // 100 % 790}-555-01{number % 100:02d}"
        zone = "Narnia" if draw.random() < 0.01 else draw.choice(zones)
        rows.append(
            (
                f"{day:%m/%d/%Y} 10:{draw.randrange(60):02d}:00", name, phone, zone, draw.choice(_TONGUES),
                str(draw.randrange(1, 9)), draw.choice(_ASKS), draw.choice(_SOON),
                f"{draw.randrange(1, 5000)} S {draw.choice(LAST)} Ave", draw.choice(_NOTES),
            )
        )  # fmt: skip
    return rows


def written(folder: Path, count: int, ending: str) -> Path:
    """A file of that many rows."""
    path = folder / f"{count}.{ending}"
    rows = lines(count, count)
    if ending == "csv":
        with path.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows([HEADER, *rows])
    else:
        import xlsxwriter

        with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate([HEADER, *rows]):
                sheet.write_row(number, 0, row)
    return path


def plain(path: Path, folder: Path) -> float:
    """Seconds in which the csv module reads it and SQLite keeps it, a household a phone, unchecked and in the clear."""
    start = time.perf_counter()
    kept = sqlite3.connect(folder / f"plain-{path.stem}.db")
    kept.execute("create table home (phone primary key, name, zone, size, address)")
    kept.execute("create table need (home, category, urgency, received)")
    with path.open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            at, name, phone, zone, _, size, asked, soon, address, _ = row.values()
            kept.execute("insert or ignore into home values (?, ?, ?, ?, ?)", (phone, name, zone, size, address))
            kept.execute("insert into need values (?, ?, ?, ?)", (phone, asked, soon, at))
    kept.commit()
    kept.close()
    return time.perf_counter() - start


def child(store: Path, path: Path) -> None:
    """Import one file in a process of its own, and print its figures."""
    from mutualaid.services.importing import preview_import, run_import, undo_import
    from mutualaid.services.office import open_office

    office, figures = open_office(store, passphrase=PASSPHRASE, accept_changed=True), dict[str, float]()
    log, largest, done = store / "store.db-wal", [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            if log.exists():
                largest[0] = max(largest[0], log.stat().st_size)

    watcher = threading.Thread(target=watch, daemon=True)
    figures["unlocking, MB"] = peak()
    figures["at first, MB"] = peak()
    start, cpu = time.perf_counter(), time.process_time()
    preview = preview_import(office, path=path)
    figures |= {"preview, s": time.perf_counter() - start, "of the processor": time.process_time() - cpu}
    figures["preview, MB"] = peak()
    watcher.start()
    start, cpu = time.perf_counter(), time.process_time()
    result = run_import(office, preview=preview)
    figures |= {"import, s": time.perf_counter() - start, "of the processor ": time.process_time() - cpu}
    figures |= {"import, MB": peak(), "log, MB": largest[0] / 1e6}
    assert result.counts == preview.counts
    figures["needs"] = result.counts.needs_added
    if "--undo" in sys.argv:
        start = time.perf_counter()
        undo_import(office, undo=result.undo)
        figures |= {"undo, s": time.perf_counter() - start, "undo, MB": peak()}
    done.set()
    office.close()
    print(json.dumps({"counts": vars(result.counts), **{name: round(value, 2) for name, value in figures.items()}}))


def peak() -> float:
    """The most memory that this process has had since the last call, in MB; from here on it counts anew."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    most = next(line for line in told.splitlines() if line.startswith("VmHWM"))
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # or unlocking's 256 MB would hide everything
    return int(most.split()[1]) / 1024


def main(counts: list[int]) -> None:
    from mutualaid.services.office import create_office
    from mutualaid.services.sampling import fill_sample

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        office, _ = create_office(folder / "store", passphrase=PASSPHRASE, coordinator="Lupe")
        fill_sample(office, households=HOUSEHOLDS, needs=30_000, volunteers=200, lots=200, seed=1, until=date.today())
        office.close()
        for count in counts:
            for ending in ("csv", "xlsx"):
                path, copy = written(folder, count, ending), folder / "copy"
                shutil.copytree(folder / "store", copy)
                told = subprocess.run(
                    [sys.executable, __file__, "--child", str(copy), str(path), "--undo"],
                    check=True, capture_output=True, text=True,
                )  # fmt: skip
                figures = json.loads(told.stdout)
                print(f"{count:,} rows of {ending}, {path.stat().st_size / 1e6:.1f} MB: {figures}", flush=True)
                if ending == "csv":
                    bare = plain(path, folder)
                    print(
                        f"  in the clear: {bare:.2f} s; the import takes {figures['import, s'] / bare:.0f} times that"
                    )
                shutil.rmtree(copy)
                path.unlink()


if __name__ == "__main__":
    if "--child" in sys.argv:
        child(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main([int(one) for one in sys.argv[1:]] or [1_000, 10_000, 100_000])
