"""SQLite's write-ahead log, read as a file: which pages it holds, and whether something of it was lost.

The format is public (sqlite.org/fileformat2.html, section 4). Its headers are not encrypted, and its checksums run
over the encrypted pages, so no key is needed. SQLite reads the log up to the first frame that does not hold together
and drops the rest without a word; only a look at the log before SQLite opens it can tell a write that never ended,
which nobody was promised, from acknowledged ones that were damaged.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

if TYPE_CHECKING:
    import numpy as np

_HEADER_BYTES, _FRAME_BYTES = 32, 24
_MAGIC = (0x377F0682, 0x377F0683)
_AT_ONCE = 1024  # frames
_MASK = 0xFFFFFFFF


class _Header(NamedTuple):
    magic: int
    page: int
    salt: bytes
    checksum: tuple[int, int]
    holds: bool

    @property
    def words(self) -> str:
        """How numpy reads the words that checksums are made of."""
        return ">u4" if self.magic & 1 else "<u4"


class _Frame(NamedTuple):
    page: int
    commits: bool
    salt: bytes
    checksum: tuple[int, int]


@dataclass(frozen=True)
class Log:
    """A log of `size` bytes: `committed` frames that SQLite will read; `lost`: more than those were acknowledged."""

    size: int
    committed: int = 0
    lost: bool = False


def size(database: Path) -> int:
    """The bytes of the log beside `database`; 0 when there is none."""
    try:
        return database.with_name(database.name + "-wal").stat().st_size
    except OSError:
        return 0


def inspect(wal: Path, shm: Path) -> Log:
    """Look at the log of a store that nobody has open. Raises OSError."""
    index = _index(shm)
    try:
        with wal.open("rb") as file:
            return _inspected(file, wal.stat().st_size, index)
    except FileNotFoundError:
        return Log(0, lost=_wanted(index))


def _wanted(index: _Index | None) -> bool:
    """Whether the index has acknowledged frames that were not copied into the file yet."""
    return index is not None and index.frames > index.backfilled


def _inspected(file: BinaryIO, size: int, index: _Index | None) -> Log:
    header = _header(file)
    if header is None:  # an empty one was copied whole; the power may have gone before the index was told
        return Log(size, lost=size > 0 and _wanted(index))
    frames = _frames(file, header.page)
    salt = header.salt if header.holds or not frames else frames[0].salt
    sound = _sound(file, header, frames) if header.holds else 0
    committed = max((number for number, frame in enumerate(frames[:sound], 1) if frame.commits), default=0)
    # The second of two commits was begun only after the first had reached the disk; and SQLite notes in the index
    # what it has acknowledged. A header whose salt is not its frames' is that of a log begun anew over old frames.
    own = header.holds or header.salt == salt
    later = sum(frame.commits and frame.salt == salt for frame in frames[sound:])
    known = index if index is not None and index.salt == salt else _Index(salt, 0, 0)
    missed = known.frames > committed and (own or known.frames > known.backfilled)
    return Log(size, committed, missed or (own and later > 1))


def pages(wal: Path) -> set[int]:
    """The numbers of all pages that a checkpoint of the log might write; perhaps of some more. Raises OSError."""
    try:
        with wal.open("rb") as file:
            header = _header(file)
            if header is None:
                return set()
            return {frame.page for frame in _frames(file, header.page) if frame.salt == header.salt}
    except FileNotFoundError:
        return set()


def repeats(wal: Path, database: Path) -> bool:
    """Whether each page that the log would put into the file is there already, byte for byte. Raises OSError."""
    with wal.open("rb") as log, database.open("rb") as file:
        header = _header(log)
        if header is None or not header.holds:
            return True
        frames = _frames(log, header.page)
        sound = frames[: _sound(log, header, frames)]
        while sound and not sound[-1].commits:
            sound.pop()
        newest = {frame.page: number for number, frame in enumerate(sound)}
        for page, number in newest.items():
            log.seek(_HEADER_BYTES + number * (_FRAME_BYTES + header.page) + _FRAME_BYTES)
            file.seek((page - 1) * header.page)
            if log.read(header.page) != file.read(header.page):
                return False
    return True


def _header(file: BinaryIO) -> _Header | None:
    """The log's header; none when there is too little to hold a frame."""
    file.seek(0)
    data = file.read(_HEADER_BYTES)
    if len(data) < _HEADER_BYTES:
        return None
    magic, version, page = struct.unpack(">3I", data[:12])
    checksum = struct.unpack(">2I", data[24:])
    holds = magic in _MAGIC and version == 3007000 and page in {2**n for n in range(9, 17)}
    if holds:
        words = struct.unpack(">6I" if magic & 1 else "<6I", data[:24])
        holds = _summed(words) == checksum
    return _Header(magic, page if holds else 4096, data[16:24], checksum, holds)


def _summed(words: tuple[int, ...]) -> tuple[int, int]:
    first = second = 0
    for one, other in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & _MASK
        second = (second + other + first) & _MASK
    return first, second


def _frames(file: BinaryIO, page: int) -> list[_Frame]:
    """The headers of all whole frames."""
    length = _FRAME_BYTES + page
    found = []
    for number in range((file.seek(0, 2) - _HEADER_BYTES) // length):
        file.seek(_HEADER_BYTES + number * length)
        data = file.read(_FRAME_BYTES)
        numbers = struct.unpack(">2I8x2I", data)
        found.append(_Frame(numbers[0], numbers[1] != 0, data[8:16], numbers[2:]))
    return found


def _sound(file: BinaryIO, header: _Header, frames: list[_Frame]) -> int:
    """How many frames hold together from the first on, as SQLite reads them."""
    import numpy as np

    length = _FRAME_BYTES + header.page
    step, weights = _weights((8 + header.page) // 8)
    first, second = header.checksum
    for start in range(0, len(frames), _AT_ONCE):
        count = min(_AT_ONCE, len(frames) - start)
        file.seek(_HEADER_BYTES + start * length)
        words = np.frombuffer(file.read(count * length), header.words).reshape(count, -1).astype(np.uint32)
        sums = np.delete(words, slice(2, 6), axis=1) @ weights
        for number, (one, other) in enumerate(sums.tolist(), start):
            (a, b), (c, d) = step
            first, second = (a * first + b * second + one) & _MASK, (c * first + d * second + other) & _MASK
            frame = frames[number]
            if frame.salt != header.salt or frame.page == 0 or frame.checksum != (first, second):
                return number
    return len(frames)


def _weights(pairs: int) -> tuple[tuple[tuple[int, int], tuple[int, int]], np.ndarray[Any, np.dtype[np.uint32]]]:
    """SQLite's checksum of a frame as one product, modulo 2^32.

    A pair of words (x, y) takes the sums (s, t) to (s + t + x, s + 2t + x + y): multiplied by ((1, 1), (1, 2)), plus
    what the pair adds. The sums after all pairs are therefore linear in the words and in the sums before: gives the
    matrix for the sums before, and two columns of weights for the words.
    """
    import numpy as np

    power = ((1, 0), (0, 1))
    columns = []
    for _ in range(pairs):
        (a, b), (c, d) = power
        columns.append(((a + b) & _MASK, (c + d) & _MASK, b, d))
        power = ((a + b) & _MASK, (a + 2 * b) & _MASK), ((c + d) & _MASK, (c + 2 * d) & _MASK)
    table = np.array(columns[::-1], np.uint32)
    return power, table.reshape(-1, 2)


class _Index(NamedTuple):
    """What the shared memory beside the log says: the log's salt, the frames acknowledged, those already copied."""

    salt: bytes
    frames: int
    backfilled: int


def _index(shm: Path) -> _Index | None:
    """The index's header when both of its copies agree and hold. Raises OSError."""
    try:
        with shm.open("rb") as file:
            data = file.read(100)
    except FileNotFoundError:
        return None
    if len(data) < 100 or data[:48] != data[48:96]:
        return None
    if _summed(struct.unpack("=10I", data[:40])) != struct.unpack("=2I", data[40:48]):
        return None
    return _Index(data[32:40], struct.unpack("=I", data[16:20])[0], struct.unpack("=I", data[96:100])[0])
