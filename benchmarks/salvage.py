"""Salvaging a large office of which a share of the pages is broken: seconds, memory, and what comes back.

Each line is a damage of its own: none, some pages at random, the first page gone, the file cut in half.

python benchmarks/salvage.py [NEEDS [PERCENT]]       100,000 needs, 1 percent of the pages unless said
"""

from __future__ import annotations

import multiprocessing
import random
import shutil
import sys
import tempfile
import time
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mutualaid.services.office import create_office, open_office
from mutualaid.services.salvaging import salvage
from mutualaid.services.sampling import fill_sample
from mutualaid.services.verifying import verify_at
from mutualaid.store.registry import KINDS
from mutualaid.vault.pages import PAGE_BYTES

PASSPHRASE = "siete gatos bajo la lluvia"


def lay(folder: Path, needs: int) -> None:
    office, _ = create_office(folder, passphrase=PASSPHRASE, coordinator="Lupe")
    fill_sample(office, households=needs // 5, needs=needs, volunteers=400, lots=400, seed=1, until=date.today())
    office.close()


def held(folder: Path) -> dict[tuple[str, str], int]:
    """Every record as a hash of its JSON, by kind and uid."""
    office = open_office(folder, passphrase=PASSPHRASE)
    with office.store.read() as read:
        found = {(k.__name__, row.uid): hash(row.record.model_dump_json()) for k in KINDS for row in read.all(k)}
    office.close()
    return found


def salvaged(folder: Path, new: Path, pipe: Connection) -> None:
    start, processor = time.perf_counter(), time.process_time()
    done = salvage(folder, new, passphrase=PASSPHRASE)
    took = time.perf_counter() - start, time.process_time() - processor
    pipe.send((took, done.renewed, done.pages, most_memory()))


def most_memory() -> int:
    """The most memory that this process ever had, in MB; what getrusage tells, its parent's counts in."""
    told = Path("/proc/self/status").read_text().split("VmHWM:")[1]
    return int(told.split()[0]) // 1024


def looked_at(folder: Path, pipe: Connection) -> None:
    start, processor = time.perf_counter(), time.process_time()
    found = verify_at(folder, passphrase=PASSPHRASE)
    pipe.send((time.perf_counter() - start, time.process_time() - processor, len(found)))


def apart(work: object, *arguments: Path) -> tuple[object, ...]:
    """Run in a process of its own, whose memory is only the work's."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=work, args=(*arguments, theirs))
    process.start()
    answer = ours.recv()
    process.join()
    return answer


def spoiled(data: bytes, share: float, seed: int = 1) -> bytes:
    changed, pages = bytearray(data), len(data) // PAGE_BYTES
    for number in random.Random(seed).sample(range(pages), int(pages * share)):
        changed[number * PAGE_BYTES + 1000] ^= 1
    return bytes(changed)


def main(needs: int, percent: float) -> None:
    with tempfile.TemporaryDirectory() as name:
        store = Path(name) / "store"
        lay(store, needs)
        before = held(store)
        data = (store / "store.db").read_bytes()
        print(f"{len(before):,} records, {len(data) / 2**20:.0f} MiB, {len(data) // PAGE_BYTES:,} pages")
        print("| damage | pages lost | salvage | processor | memory | records the same | of them from the journal |")
        print("|---|---|---|---|---|---|---|")
        for what, harmed in (
            ("none", data),
            (f"{percent:g} % of the pages, at random", spoiled(data, percent / 100)),
            ("the first page", bytes(PAGE_BYTES) + data[PAGE_BYTES:]),
            ("the second half", data[: len(data) // 2]),
        ):
            (store / "store.db").write_bytes(harmed)
            new = Path(name) / "new"
            (wall, processor), renewed, pages, memory = apart(salvaged, store, new)
            after = held(new)
            same = sum(after.get(key) == value for key, value in before.items())
            print(
                f"| {what} | {pages:,} | {wall:.0f} s | {processor:.0f} s | {memory} MB "
                f"| {same:,} ({same / len(before):.3%}) | {renewed:,} |",
                flush=True,
            )
            shutil.rmtree(new)
        (store / "store.db").write_bytes(spoiled(data, percent / 100))
        wall, processor, found = apart(looked_at, store)
        print(f"verify of the second one: {wall:.0f} s, processor {processor:.0f} s, {found} findings")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else 100_000, float(given[1]) if len(given) > 1 else 1.0)
