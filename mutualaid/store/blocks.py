"""The blocks of the store's file, hashed on two threads.

A leaf is the plain SHA-256 of a block of ciphertext. A key would add nothing: whoever wants other bytes to pass needs
a second preimage or a new MAC over all leaves, and the ciphertext lies open to whoever would learn of it by its hash.
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from mutualaid.vault.filestate import BLOCK_BYTES, block_count, split
from mutualaid.vault.pages import PAGE_BYTES

_RUN = 16  # blocks, read at once


class BlockFile:
    """The store's file, opened for hashing and kept open: POSIX drops a process's locks on a file, SQLite's among
    them, when any descriptor of it is closed. Close it after the store's last connection.
    """

    def __init__(self, path: Path) -> None:
        self._files = [path.open("rb", buffering=0) for _ in range(2)]
        self._stop = threading.Event()

    @property
    def size(self) -> int:
        """Its bytes now."""
        return os.fstat(self._files[0].fileno()).st_size

    def leaves(self, numbers: Sequence[int], *, aside: bool = False) -> dict[int, bytes]:
        """The leaf of each of the blocks `numbers`, from 0. Raises OSError, Interrupted.

        `aside`: let the other threads go first, where the system can.
        """
        runs = _runs(numbers)
        found: dict[int, bytes] = {}
        problems: list[BaseException] = []

        def work(which: int) -> None:
            try:
                if aside:
                    _step_aside()
                for first, count in runs[which :: len(self._files)]:
                    if self._stop.is_set():
                        raise Interrupted
                    found.update(self._hashed(which, first, count))
            except BaseException as problem:  # noqa: BLE001  a thread's own end is told by the one that started it
                problems.append(problem)

        threads = [threading.Thread(target=work, args=(which,), daemon=True) for which in range(len(self._files))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if problems:
            raise problems[0]
        return found

    def pages(self, block: int) -> dict[int, bytes]:
        """The pages of a block, as they lie there, by their numbers from 1. Raises OSError."""
        data, before = bytes(self._read(0, block, 1)), block * BLOCK_BYTES // PAGE_BYTES
        places = range(0, len(data), PAGE_BYTES)
        return {before + number: data[at : at + PAGE_BYTES] for number, at in enumerate(places, start=1)}

    def _read(self, which: int, first: int, count: int) -> bytearray:
        file = self._files[which]
        file.seek(first * BLOCK_BYTES)
        data = bytearray()
        while len(data) < count * BLOCK_BYTES and (part := file.read(count * BLOCK_BYTES - len(data))):
            data += part
        return data

    def _hashed(self, which: int, first: int, count: int) -> dict[int, bytes]:
        data = self._read(which, first, count)
        view = memoryview(data)
        return {
            first + place: hashlib.sha256(view[place * BLOCK_BYTES : (place + 1) * BLOCK_BYTES]).digest()
            for place in range(block_count(len(data)))
        }

    def stop(self) -> None:
        """Let hashing on another thread end at its next run of blocks."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether `stop` was called."""
        return self._stop.is_set()

    def close(self) -> None:
        """Close the descriptors."""
        for file in self._files:
            file.close()


class Interrupted(Exception):
    """The store is being closed."""


class Leaves:
    """The leaves of a whole file, some of which have to be made anew."""

    def __init__(self, packed: bytes, size: int) -> None:
        self._leaves = split(packed)
        self._size = size
        self._stale: set[int] = set()

    def touch(self, pages: set[int], page_bytes: int) -> None:
        """Pages `pages`, from 1, are to be written; 0, which a torn log may name, is none."""
        self._stale |= {(page - 1) * page_bytes // BLOCK_BYTES for page in pages if page > 0}

    def renewed(self, file: BlockFile) -> tuple[int, bytes]:
        """The file's size now and all of its leaves, those of blocks that were written made anew. Raises OSError."""
        size = file.size
        count = block_count(size)
        if size != self._size:  # the block that was cut or filled up, and those after it
            self._stale |= set(range(min(size, self._size) // BLOCK_BYTES, count))
        fresh = file.leaves(sorted(number for number in self._stale if number < count))
        self._leaves = [fresh[number] if number in fresh else self._leaves[number] for number in range(count)]
        self._size, self._stale = size, set()
        return size, b"".join(self._leaves)


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers in growing order as runs of neighbours: (first, how many)."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][0] + runs[-1][1] == number and runs[-1][1] < _RUN:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((number, 1))
    return runs


def _step_aside() -> None:
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
