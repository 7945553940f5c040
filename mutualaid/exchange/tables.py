"""A CSV, TSV or spreadsheet file as rows of cells: any common encoding and separator, quoted line breaks, firm limits.

Rows are numbered as a spreadsheet shows them: the header is row 1, and a line break inside a cell makes no new row.
A text is never in memory as a whole: its rows are read anew each time they are asked for.
"""

from __future__ import annotations

import hashlib
import io
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from mutualaid.exchange import workbooks
from mutualaid.exchange.delimited import Delimited, Opener
from mutualaid.exchange.escapes import unescaped
from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput, NoSpace

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 400
MAX_CELL = 4_000
"""Characters in a cell: as many as the longest field of a record takes. A row with a longer one is turned away."""

_STEP = 500
_IGNORED_LAST = ("row", "reason")


@dataclass(frozen=True, repr=False, slots=True)
class Row:
    """One row as it stood in the file; `problem` is the code of what makes it unreadable as a whole."""

    number: int
    cells: tuple[str, ...]
    problem: str | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing is written in it."""
        return not any(cell.strip() for cell in self.cells)

    def __repr__(self) -> str:
        return f"<Row {self.number}>"


class Source:
    """A file opened as a table: its `headers`, and the `digest` of its bytes as they were then.

    `sheets` are the sheets of a workbook that hold a table, and `sheet` the one that is read.
    """

    headers: tuple[str, ...]
    separator = ","
    digest: str
    sheets: tuple[str, ...] = ()
    sheet = ""

    @property
    def keep(self) -> int:
        """How many leading columns are the file's own: a file of rows that were turned away has two of ours behind."""
        last = tuple(header.strip() for header in self.headers[-2:])
        return len(self.headers) - 2 * (len(self.headers) > 2 and last == _IGNORED_LAST)

    @property
    def ours(self) -> bool:
        """Whether the file is one of rows that were turned away, in which formulas are made harmless."""
        return self.keep < len(self.headers)

    def rows(self, progress: Progress = SILENT) -> Iterator[Row]:
        """The rows from the first, but empty ones at the end. Raises as `open_source` does, and Cancelled."""
        waiting: list[Row] = []
        for row in self._rows(progress):
            if not row.cells:
                waiting.append(row)
                continue
            yield from waiting
            waiting.clear()
            yield Row(row.number, tuple(map(unescaped, row.cells)), row.problem) if self.ours else row

    def _rows(self, progress: Progress) -> Iterator[Row]:
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self.headers)} columns>"


class _Text(Source):
    def __init__(self, opener: Opener, progress: Progress) -> None:
        self._file = Delimited(opener, MAX_BYTES, progress)
        self.separator, self.digest = self._file.separator, self._file.encoded.digest
        found = next((record for _, record in self._file.records(SILENT) if any(map(str.strip, record))), None)
        if found is None:
            raise BadInput("file_empty")
        self.headers = _headers(found)

    def _rows(self, progress: Progress) -> Iterator[Row]:
        under, count, last = False, 0, 0
        for spans, record in self._file.records(progress):
            if not under:
                under = any(map(str.strip, record))
                continue
            last = spans
            if record or count:
                if count >= MAX_ROWS:
                    raise BadInput("file_too_many_rows", rows=MAX_ROWS)
                count += 1
                yield _row(count + 1, record, len(self.headers))
        if count and last > 1 and self._file.encoded.quotes % 2:
            raise BadInput("file_quote_open", row=count + 1)


class _Workbook(Source):
    def __init__(self, data: bytes, sheet: str | None) -> None:
        self.digest = hashlib.sha256(data).hexdigest()
        self._book = workbooks.opened(data, sheet)
        self.headers, self.sheets, self.sheet = _headers(self._book.header), self._book.names, self._book.name

    def _rows(self, progress: Progress) -> Iterator[Row]:
        for count, (number, cells) in enumerate(self._book.lines()):
            if count >= MAX_ROWS:
                raise BadInput("file_too_many_rows", rows=MAX_ROWS)
            yield _row(number, cells if any(cells) else [], len(self.headers))
            if count % _STEP == 0:
                progress.step(count, self._book.height)


def open_source(
    path: Path, *, sheet: str | None = None, expected: str | None = None, progress: Progress = SILENT
) -> Source:
    """Open a file as a table; `sheet` chooses one of a workbook's. With `expected`, it must still have that digest.

    Raises BadInput: "file_missing", "file_not_plain", "file_changed", "file_too_large", "file_empty", "file_not_text",
    "file_too_many_rows", "file_too_many_columns", "file_quote_open", "file_not_table", "workbook_unreadable",
    "workbook_locked", "workbook_too_large", "sheet_missing"; NoSpace when reading fails, and Cancelled.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise BadInput("file_not_plain")
        if found.st_size > MAX_BYTES:
            raise BadInput("file_too_large", megabytes=MAX_BYTES // (1024 * 1024))
        source = _source(lambda: path.open("rb"), sheet, progress)
    except FileNotFoundError:
        raise BadInput("file_missing" if expected is None else "file_changed") from None
    except OSError:
        raise NoSpace("cannot_read_or_write") from None
    if expected not in (None, source.digest):
        raise BadInput("file_changed")
    return source


def _source(opener: Opener, sheet: str | None, progress: Progress) -> Source:
    with opener() as raw:
        packed = workbooks.is_packed(raw.read(8))
    if not packed:
        return _Text(opener, progress)
    part = workbooks.table_part(opener, MAX_BYTES)
    if part is not None:
        return _Text(lambda: workbooks.open_part(opener, part), progress)
    with opener() as raw:
        data = raw.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise BadInput("file_too_large", megabytes=MAX_BYTES // (1024 * 1024))
    return _Workbook(data, sheet)


def source_of(data: bytes, *, sheet: str | None = None) -> Source:
    """Bytes opened as a table; raises as `open_source` does."""

    def opener() -> IO[bytes]:
        return io.BytesIO(data)

    return _source(opener, sheet, SILENT)


def _headers(record: list[str]) -> tuple[str, ...]:
    while len(record) > 1 and not record[-1].strip():
        record = record[:-1]
    if len(record) > MAX_COLUMNS:
        raise BadInput("file_too_many_columns", columns=MAX_COLUMNS)
    return tuple(record)


def _row(number: int, record: list[str], width: int) -> Row:
    """A short row is filled up; a long one is turned away when what hangs over is not empty."""
    cells = tuple(record)
    if any(len(cell) > MAX_CELL for cell in cells):
        return Row(number, cells[:width] + ("",) * (width - len(cells)), "cell_too_long")
    if len(cells) > width:
        overhang = any(cell.strip() for cell in cells[width:])
        return Row(number, cells if overhang else cells[:width], "too_many_cells" if overhang else None)
    return Row(number, cells + ("",) * (width - len(cells)) if cells else ())
