"""From the panic key to a screen without a window of ours, and to an office without keys or open files.

QT_QPA_PLATFORM=offscreen python benchmarks/panic.py [ROWS]        100,000 rows unless said

The whole desktop over an encrypted store; the key is pressed while the named work is under way. `screen`: every window
is hidden. `keys`: the root and data keys are overwritten. `closed`: no connection, no descriptor on the folder, the
lock given back. The promise is one second for all three.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from mutualaid.desktop import preferences
from mutualaid.desktop.app import Desktop, make_application
from mutualaid.desktop.doors import OfficeDoors
from mutualaid.desktop.guard import Guard
from mutualaid.desktop.locking import Why
from mutualaid.desktop.signals.base import SystemSignals
from mutualaid.progress import Progress
from mutualaid.records.household import Household
from mutualaid.services.importing import preview_import, run_import
from mutualaid.services.office import Office, create_office, open_office
from mutualaid.services.planning import make_plan
from mutualaid.services.sampling import fill_sample
from mutualaid.vault.kdf import Argon2Cost
from tests.open_files import left_open

PASSPHRASE = "siete gatos bajo la lluvia"
Work = Callable[[Office, Progress], object]


def wait(app: QCoreApplication, look: Callable[[], Any]) -> None:
    while not look():
        app.processEvents()
        time.sleep(0.001)


def rows_file(folder: Path, rows: int) -> Path:
    path = folder / "rows.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["contact_name", "phone", "languages", "zone", "category", "household_size"])
        for row in range(rows):
            name = f"Rosa {row % 977} Tum {row}"
            out.writerow([name, f"773 {200 + row // 10000} {row % 10000:04}", "spa", "chi-30", "food", 1 + row % 6])
    return path


def panic_during(folder: Path, name: str, start: Callable[[Office], Work]) -> None:
    app = make_application([], look="light", lang="en")
    doors = OfficeDoors()
    guard = Guard(app, doors, signals=SystemSignals())
    file = folder.parent / "window.json"
    desktop = Desktop(app, doors, preferences.Preferences(folder=str(folder)), file=file, guard=guard)
    office = open_office(folder, passphrase=PASSPHRASE)
    desktop.enter(office)
    wait(app, lambda: not desktop.tasks.busy)
    work, under_way = start(office), threading.Event()

    def go(progress: Progress) -> object:
        def heard(done: int, total: int) -> None:
            if total and done > total / 4:
                under_way.set()
            progress.step(done, total)

        return work(office, Progress(heard))

    assert desktop.shell is not None
    desktop.tasks.write_long(go, owner=desktop.shell, title="Working")
    wait(app, under_way.is_set)
    began = time.perf_counter()
    keys: list[float] = []

    def watch() -> None:
        while not office.vault.closed:
            time.sleep(0.0005)
        keys.append(time.perf_counter() - began)

    watcher = threading.Thread(target=watch)
    watcher.start()
    desktop.lock(Why.PANIC)
    gone = time.perf_counter() - began
    assert not [one for one in QApplication.topLevelWidgets() if one.isVisible() and not one.isMinimized()]
    closing = guard.closing
    assert closing is not None
    closing.wait()
    closed = time.perf_counter() - began
    watcher.join()
    left = left_open(folder)
    assert left == [], left
    print(
        f"{name:36} screen {gone * 1000:6.0f} ms   keys {keys[0] * 1000:6.0f} ms   closed {closed * 1000:6.0f} ms",
        flush=True,
    )
    wait(app, lambda: guard.closing is None)
    desktop.leave()
    app.removeEventFilter(guard.panic_key)


def long_write(office: Office, progress: Progress) -> None:
    with office.store.write("long") as write:
        for number in range(1_000_000):
            write.add(
                Household.checked(
                    code=f"P-{number}", languages=["spa"], size=4, zone="chi-30", received_on="2026-11-01"
                )
            )
            if number % 100 == 0:
                progress.step(number + 260_000, 1_000_000)


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "office"
        office, _words = create_office(
            folder, passphrase=PASSPHRASE, coordinator="demo", kdf=Argon2Cost(memory_kib=32, passes=1, lanes=1)
        )
        fill_sample(office, households=400, needs=1500, volunteers=120, lots=150, seed=3)
        office.close()
        path = rows_file(Path(name), rows)

        def importing(_office: Office) -> Work:
            def work(office: Office, progress: Progress) -> object:
                preview = preview_import(office, path=path, progress=progress)
                return run_import(office, preview=preview, progress=progress)

            return work

        def backing_up(office: Office) -> Work:
            from mutualaid.services.backups import back_up

            return lambda office, progress: back_up(office, target=Path(name) / "stick.backup", progress=progress)

        panic_during(folder, "a write of a million rows", lambda _office: long_write)
        panic_during(folder, f"an import of {rows:,} rows", importing)
        panic_during(folder, "a plan", lambda _office: lambda office, progress: make_plan(office, progress=progress))
        panic_during(folder, "a backup", backing_up)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
