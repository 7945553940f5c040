"""Making, checking and restoring a backup of a large office: seconds on the wall and of the processor, and memory.

Each step runs in a process of its own; the wall's seconds say little on a busy machine.

python benchmarks/backups.py [NEEDS]       100,000 needs unless said
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mutualaid.services import backups
from mutualaid.services.office import create_office, open_office
from mutualaid.services.sampling import fill_sample

PASSPHRASE = "siete gatos bajo la lluvia"
NEW = "una vaca azul mira la luna"


def lay(folder: Path, needs: int) -> None:
    office, words = create_office(folder / "store", passphrase=PASSPHRASE, coordinator="Lupe")
    fill_sample(office, households=needs // 5, needs=needs, volunteers=400, lots=400, seed=1, until=date.today())
    office.close()
    (folder / "words").write_text(words)


Took = tuple[float, float]


def timed(work: Callable[[], object]) -> Took:
    """Seconds on the wall, and of the processor."""
    start, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - processor


def opened(folder: Path) -> Took:
    return timed(lambda: open_office(folder / "store", passphrase=PASSPHRASE).close())


def made(folder: Path) -> Took:
    office = open_office(folder / "store", passphrase=PASSPHRASE)
    took = timed(lambda: backups.back_up(office, target=folder / "a.backup"))
    office.close()
    return took


def not_due(folder: Path) -> Took:
    office = open_office(folder / "store", passphrase=PASSPHRASE)
    backups.automatic(office, now=datetime.now(UTC))
    took = timed(lambda: backups.due(office, now=datetime.now(UTC)))
    office.close()
    return took


def checked(folder: Path) -> Took:
    office = open_office(folder / "store", passphrase=PASSPHRASE)
    took = timed(lambda: backups.check_backup(folder / "a.backup", office=office))
    office.close()
    return took


def checked_by_words(folder: Path) -> Took:
    words = (folder / "words").read_text()
    return timed(lambda: backups.check_backup(folder / "a.backup", recovery=words))


def restored(folder: Path) -> Took:
    words = (folder / "words").read_text()
    return timed(lambda: backups.restore(folder / "a.backup", folder / "new", recovery=words, passphrase=NEW).close())


def _measured(work: Callable[[Path], Took], folder: Path, answer: Connection) -> None:
    took = work(folder)
    answer.send((*took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def main(needs: int) -> None:
    apart = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        laying = apart.Process(target=lay, args=(folder, needs))
        laying.start()
        laying.join()
        print(f"{needs:,} needs: a store of {(folder / 'store' / 'store.db').stat().st_size / 1e6:.0f} MB")
        for what, work in (
            ("open and close the store", opened),
            ("make a backup, read back included", made),
            ("see that none is due", not_due),
            ("check it by the store's key", checked),
            ("check it by the recovery words", checked_by_words),
            ("restore it (calibrates the derivation)", restored),
        ):
            hears, answers = apart.Pipe(duplex=False)
            working = apart.Process(target=_measured, args=(work, folder, answers))
            working.start()
            wall, processor, megabytes = hears.recv()
            working.join()
            print(f"{what:40} {wall:7.2f} s   processor {processor:7.2f} s   at most {megabytes:5.0f} MB", flush=True)
        print(f"the backup: {(folder / 'a.backup').stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
