"""A file of separated values, read row by row: its encoding and separator are found out first, and it is read as often
as it is asked for. Each reading proves that the bytes are still those of the first one.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import chain
from typing import IO, Any

from mutualaid.exchange.encodings import Encoded, examine
from mutualaid.progress import Progress
from mutualaid.records.errors import BadInput, NoSpace

_SEPARATORS = ",;\t|"
_SNIFFED = 60
_SAMPLE = 262_144
_PIECE = 1 << 20
_STEP = 200

Opener = Callable[[], AbstractContextManager[IO[bytes]]]
Record = tuple[int, list[str]]


class _Hashed(io.RawIOBase):
    """Bytes on their way from a file, put through a hash as they go by."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw, self.hash, self.done = raw, hashlib.sha256(), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        self.hash.update(data)
        self.done += len(data)
        return len(data)


class Delimited:
    """A text of separated values. `opener` gives its bytes from the beginning each time.

    Raises BadInput("file_too_large" | "file_empty" | "file_not_text"), NoSpace, Cancelled.
    """

    def __init__(self, opener: Opener, most: int, progress: Progress) -> None:
        self._opener, self._most = opener, most
        with _reading():
            self.encoded: Encoded = examine(self._pieces(progress))
            sample = self._beginning()
        self._told, sample = _told_separator(sample)
        self.separator = self._told or _sniff(sample)

    def _pieces(self, progress: Progress) -> Iterator[bytes]:
        done = 0
        with self._opener() as raw:
            for piece in iter(partial(raw.read, _PIECE), b""):
                done += len(piece)
                if done > self._most:
                    raise BadInput("file_too_large", megabytes=self._most // (1024 * 1024))
                progress.step(0, 0)
                yield piece

    def _beginning(self) -> str:
        with self._opener() as raw:
            text = io.TextIOWrapper(io.BufferedReader(_Hashed(raw), _PIECE), self.encoded.name, newline="")
            return text.read(_SAMPLE).removeprefix("\ufeff")

    def records(self, progress: Progress) -> Iterator[Record]:
        """Each record with how many lines of the file it takes.

        Raises BadInput("file_changed") when the bytes are not those of the first look, BadInput("file_not_table"),
        NoSpace, Cancelled.
        """
        try:
            with _reading(), self._opener() as raw:
                yield from self._read(_Hashed(raw), progress)
        except (csv.Error, UnicodeDecodeError):
            raise BadInput("file_not_table") from None

    def _read(self, hashed: _Hashed, progress: Progress) -> Iterator[Record]:
        csv.field_size_limit(self._most)  # the limit of this program is per row, and turns away that row alone
        text = io.TextIOWrapper(io.BufferedReader(hashed, _PIECE), self.encoded.name, newline="")
        first = text.readline().removeprefix("\ufeff")
        reader = csv.reader(chain([] if self._told else [first], text), delimiter=self.separator)
        before = 0
        for number, record in enumerate(reader):
            if number % _STEP == 0:
                progress.step(min(hashed.done, self.encoded.size), self.encoded.size)
            yield reader.line_num - before, record
            before = reader.line_num
        if hashed.hash.hexdigest() != self.encoded.digest:
            raise BadInput("file_changed")
        progress.step(self.encoded.size, self.encoded.size)


_TORN = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError)
"""What reading a part of a damaged zip may raise."""


@contextmanager
def _reading() -> Iterator[None]:
    """What reading meets, as faults: a torn archive, a file that went, a disk that failed."""
    try:
        yield
    except _TORN:
        raise BadInput("workbook_unreadable") from None
    except FileNotFoundError:
        raise BadInput("file_changed") from None
    except OSError:
        raise NoSpace("cannot_read_or_write") from None


def _told_separator(text: str) -> tuple[str | None, str]:
    """Excel may write `sep=;` as a first line; it tells the separator and is no row."""
    first, _, rest = text.partition("\n")
    told = first.strip().strip('"')
    if len(told) == 5 and told.lower().startswith("sep=") and told[4] in _SEPARATORS:
        return told[4], rest
    return None, text


def _sniff(text: str) -> str:
    """The separator under which most of the first rows are as wide as the header, the wider table winning a tie.

    Counting signs would take the commas inside a semicolon table's notes for separators; widths are not fooled.
    """
    best, best_score = ",", (-1.0, 0)
    sample = text[:_SAMPLE]
    for separator in _SEPARATORS:
        widths = [len(record) for record in _sample(sample, separator)]
        if not widths or widths[0] < 2:
            continue
        agree = Counter(widths)[widths[0]] / len(widths)
        if (score := (round(agree, 1), widths[0])) > best_score:
            best, best_score = separator, score
    return best


def _sample(sample: str, separator: str) -> list[list[str]]:
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            if any(cell.strip() for cell in record):
                records.append(record)
            if len(records) > _SNIFFED:
                return records[:-1]
    except csv.Error:
        return records
    return records[:-1] if len(records) > 2 and len(sample) == _SAMPLE else records
