"""A store's file and its write-ahead log as pages, each the newest that was committed and whose seal holds.

Only ever reads. SQLite believes a frame of the log by a running checksum, so that one flipped bit ends what it reads;
here a frame is believed by its log's salts and its page's own MAC, and those after a broken one are read too.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mutualaid.vault import pages
from mutualaid.vault.pages import PAGE_BYTES, SALT_BYTES, PageOpener

MOST_PAGES = 1 << 24
_LOG_HEADER, _FRAME_HEADER = 32, 24
_FRAME = _FRAME_HEADER + PAGE_BYTES


class _Frame(NamedTuple):
    number: int
    commit: int
    """The number of pages after the commit that ends with this frame; 0 inside a transaction."""
    at: int


class Image:
    """The pages of the store at `path` under `data_key`, from 1 to `count`; close it after use.

    `count` is the most that the first page, the file's size and sound frames tell of; `log_damaged`: a frame that was
    committed, or the log's own header, is broken; `sound`: any page is what was written under that key. Raises OSError.
    """

    def __init__(self, path: Path, data_key: bytes) -> None:
        self._files = contextlib.ExitStack()
        self._file = self._open(path)
        self._log = self._open(path.with_name(path.name + "-wal"))
        self._size = 0 if self._file is None else os.fstat(self._file).st_size
        self.log_damaged = False
        frames = self._frames()
        self.salt, self._opener, self.sound = self._salt(frames, data_key)
        self._newest: dict[int, list[int]] = {}
        believed = 0
        for frame in _committed(frames):
            self._newest.setdefault(frame.number, []).append(frame.at)
            if self._sound(frame):
                believed = max(believed, frame.number)
            else:
                self.log_damaged = True
        on_disk = -(-self._size // PAGE_BYTES)
        self.count = min(max(on_disk, self._told(), believed), MOST_PAGES)

    def __enter__(self) -> Image:
        return self

    def __exit__(self, *_: object) -> None:
        self._files.close()

    def page(self, number: int) -> bytes | None:
        """The page, opened; none when no copy of it is sound."""
        for sealed in self._copies(number):
            opened = self._opener.open(number, sealed)
            if opened is not None:
                return opened
        return None

    def newest(self, number: int) -> bool:
        """Whether the newest copy of the page is sound; otherwise `page` gives an older one, or none."""
        return self._opener.holds(number, next(self._copies(number)))

    def damaged(self) -> Iterator[int]:
        """The pages whose newest copy is not sound, in order; the first also when the file's salt is not right."""
        salt_is_whole = self._read(self._file, 0, SALT_BYTES) == self.salt
        for number in range(1, self.count + 1):
            if not self.newest(number) or (number == 1 and not salt_is_whole):
                yield number

    def _open(self, path: Path) -> int | None:
        try:
            descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except FileNotFoundError:
            return None
        self._files.callback(os.close, descriptor)
        return descriptor

    @staticmethod
    def _read(descriptor: int | None, at: int, size: int) -> bytes:
        if descriptor is None:
            return b""
        if hasattr(os, "pread"):
            return os.pread(descriptor, size, at)
        os.lseek(descriptor, at, os.SEEK_SET)
        return os.read(descriptor, size)

    def _copies(self, number: int) -> Iterator[bytes]:
        """The sealed page, newest first: from the log, then from the file."""
        for at in reversed(self._newest.get(number, [])):
            yield self._read(self._log, at, PAGE_BYTES)
        yield self._read(self._file, (number - 1) * PAGE_BYTES, PAGE_BYTES)

    def _frames(self) -> list[_Frame]:
        """Every frame of the log that bears its salts, sound or not."""
        size = 0 if self._log is None else os.fstat(self._log).st_size
        if size < _LOG_HEADER + _FRAME:
            return []
        salts = self._read(self._log, 16, 8)
        found = []
        heads = {at: self._read(self._log, at, _FRAME_HEADER) for at in range(_LOG_HEADER, size - _FRAME + 1, _FRAME)}
        if not any(head[8:16] == salts for head in heads.values()):
            salts = heads[_LOG_HEADER][8:16]  # the header is gone, or the log was begun anew and holds nothing yet
            self.log_damaged = self._read(self._log, 0, 3) != b"\x37\x7f\x06"
            if not self.log_damaged:
                return []
        for at, head in heads.items():
            number, commit = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:8], "big")
            if head[8:16] == salts and 0 < number <= MOST_PAGES:
                found.append(_Frame(number, commit, at + _FRAME_HEADER))
        return found

    def _salt(self, frames: list[_Frame], data_key: bytes) -> tuple[bytes, PageOpener, bool]:
        """The salt under which any page is sound: as the file or the log has it, or as files here are made with."""
        told = [self._read(self._file, 0, SALT_BYTES)]
        told += [self._read(self._log, frame.at, SALT_BYTES) for frame in frames if frame.number == 1]
        for salt in dict.fromkeys([*told, pages.file_salt(data_key)]):
            opener = PageOpener(data_key, salt)
            if len(salt) == SALT_BYTES and self._any_sound(frames, opener):
                return salt, opener, True
        return told[0], PageOpener(data_key, told[0]), False

    def _any_sound(self, frames: list[_Frame], opener: PageOpener) -> bool:
        inside = (
            opener.holds(number, self._read(self._file, (number - 1) * PAGE_BYTES, PAGE_BYTES))
            for number in range(1, self._size // PAGE_BYTES + 1)
        )
        logged = (opener.holds(frame.number, self._read(self._log, frame.at, PAGE_BYTES)) for frame in frames)
        return any(inside) or any(logged)

    def _sound(self, frame: _Frame) -> bool:
        return self._opener.holds(frame.number, self._read(self._log, frame.at, PAGE_BYTES))

    def _told(self) -> int:
        """How many pages the file's first page says that there are."""
        first = self.page(1)
        if first is None or first[24:28] != first[92:96]:
            return 0
        return int.from_bytes(first[28:32], "big")


def _committed(frames: list[_Frame]) -> list[_Frame]:
    """The frames up to the last that ends a transaction; what follows was never acknowledged."""
    ends = [place for place, frame in enumerate(frames, 1) if frame.commit]
    return frames[: ends[-1]] if ends else []
