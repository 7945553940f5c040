"""A disk that has not yet written everything it was told: what may lie on it when the power goes.

A file's bytes last once the file was synced, a name once its folder was. Until then each write may have reached the
disk or not, in any order, some of it torn between sectors; each change of names may have reached it or not, whole.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512


@dataclass
class File:
    """Bytes as the program sees them, as they surely lie on the disk, and the changes between."""

    live: bytearray = field(default_factory=bytearray)
    durable: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Writes as (offset, bytes), changes of size as (size, None)."""

    def write(self, offset: int, data: bytes) -> None:
        """Bytes written at an offset."""
        _put(self.live, offset, data)
        self.pending.append((offset, data))

    def resize(self, size: int) -> None:
        """The file cut or lengthened."""
        _resize(self.live, size)
        self.pending.append((size, None))

    def sync(self) -> None:
        """All of it reached the disk."""
        if self.pending:
            self.durable, self.pending = bytearray(self.live), []

    def after_power_loss(self, draw: random.Random) -> bytes:
        """What may lie on the disk: every synced byte, half of the other writes, and of those a few in part."""
        found = bytearray(self.durable)
        for place, data in self.pending:
            if draw.random() < 0.5:
                continue
            if data is None:
                _resize(found, place)
            elif draw.random() < 0.25:
                for start, part in _sectors(place, data):
                    if draw.random() < 0.5:
                        _put(found, start, part)
            else:
                _put(found, place, data)
        return bytes(found)


def _put(data: bytearray, offset: int, part: bytes) -> None:
    if len(data) < offset:
        data.extend(bytes(offset - len(data)))
    data[offset : offset + len(part)] = part


def _resize(data: bytearray, size: int) -> None:
    del data[size:]
    data.extend(bytes(size - len(data)))


def _sectors(offset: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    at = offset
    while at < offset + len(data):
        end = min((at // SECTOR + 1) * SECTOR, offset + len(data))
        yield at, data[at - offset : end - offset]
        at = end


@dataclass(eq=False)
class Change:
    """Names that change together: (folder, name, what it then means or None)."""

    names: list[tuple[Folder, str, File | Folder | None]]


@dataclass(eq=False)
class Folder:
    """Names as the program sees them and as they surely lie on the disk."""

    live: dict[str, File | Folder] = field(default_factory=dict)
    durable: dict[str, File | Folder] = field(default_factory=dict)


class Disk:
    """The folder `root` as it goes through what a program does to it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._top = _read(root)
        self._pending: list[Change] = []

    def __contains__(self, path: str) -> bool:
        return path == str(self.root) or path.startswith(f"{self.root}/")

    def _folder(self, path: str) -> tuple[Folder, str]:
        """The folder that `path` lies in, and its name there."""
        *above, name = Path(path).relative_to(self.root).parts
        folder = self._top
        for part in above:
            inside = folder.live[part]
            assert isinstance(inside, Folder)
            folder = inside
        return folder, name

    def find(self, path: str) -> File | Folder | None:
        """What lies at `path`, as the program sees it."""
        if path == str(self.root):
            return self._top
        folder, name = self._folder(path)
        return folder.live.get(name)

    def file(self, path: str) -> File:
        """The file at `path`."""
        found = self.find(path)
        assert isinstance(found, File), path
        return found

    def create(self, path: str) -> None:
        """A new, empty file, unless there is one."""
        if self.find(path) is None:
            self._rename((path, File()))

    def make_folder(self, path: str) -> None:
        """A new folder."""
        self._rename((path, Folder()))

    def link(self, old: str, new: str) -> None:
        """A second name."""
        self._rename((new, self.find(old)))

    def rename(self, old: str, new: str) -> None:
        """One name becomes another, at once."""
        self._rename((old, None), (new, self.find(old)))

    def unlink(self, path: str) -> None:
        """A name goes."""
        self._rename((path, None))

    def _rename(self, *changes: tuple[str, File | Folder | None]) -> None:
        names = []
        for path, meaning in changes:
            folder, name = self._folder(path)
            _name(folder.live, name, meaning)
            names.append((folder, name, meaning))
        self._pending.append(Change(names))

    def sync(self, path: str) -> None:
        """A file or a folder is synced."""
        found = self.find(path)
        if isinstance(found, File):
            found.sync()
            return
        lasting = [change for change in self._pending if any(folder is found for folder, _, _ in change.names)]
        self._pending = [change for change in self._pending if change not in lasting]
        for change in lasting:
            for folder, name, meaning in change.names:
                _name(folder.durable, name, meaning)

    def lay(self, at: Path, draw: random.Random) -> None:
        """Write what may lie on the disk if the power goes now into the empty folder `at`."""
        names: dict[int, dict[str, File | Folder]] = {}
        kept = [change for change in self._pending if draw.random() < 0.5]
        if draw.random() < 0.5:  # most file systems keep the order of such changes
            kept = self._pending[: draw.randrange(len(self._pending) + 1)]
        for change in kept:
            for folder, name, meaning in change.names:
                _name(names.setdefault(id(folder), dict(folder.durable)), name, meaning)
        laid: dict[int, bytes] = {}

        def put(folder: Folder, path: Path) -> None:
            path.mkdir(exist_ok=True)
            for name, meaning in names.get(id(folder), folder.durable).items():
                if isinstance(meaning, Folder):
                    put(meaning, path / name)
                else:
                    data = laid.setdefault(id(meaning), meaning.after_power_loss(draw))
                    (path / name).write_bytes(data)

        put(self._top, at)


def _name(names: dict[str, File | Folder], name: str, meaning: File | Folder | None) -> None:
    if meaning is None:
        names.pop(name, None)
    else:
        names[name] = meaning


def _read(path: Path) -> Folder:
    """A folder as it lies, all of it durable."""
    folder = Folder()
    for entry in path.iterdir():
        if entry.is_dir():
            folder.live[entry.name] = _read(entry)
        else:
            data = entry.read_bytes()
            folder.live[entry.name] = File(bytearray(data), bytearray(data))
    folder.durable = dict(folder.live)
    return folder
