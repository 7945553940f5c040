"""A CSV, TSV or spreadsheet file as rows of cells: any common encoding and separator, quoted line breaks, firm limits.

Rows are numbered as a spreadsheet shows them: the header is row 1, and a line break inside a cell makes no new row.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mutualaid.exchange import workbooks
from mutualaid.exchange.encodings import decode
from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput, NoSpace

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 400
MAX_CELL = 4_000
"""Characters in a cell: as many as the longest field of a record takes. A row with a longer one is turned away."""

_SEPARATORS = ",;\t|"
_SNIFFED = 60
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


@dataclass(frozen=True, repr=False)
class Table:
    """The header and the rows of a file. `keep` counts the leading columns that are the file's own."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    separator: str
    keep: int

    def __repr__(self) -> str:
        return f"<Table of {len(self.rows)} rows>"


def read_table(path: Path, progress: Progress = SILENT) -> Table:
    """Read a file into a table.

    Raises BadInput: "file_missing", "file_too_large", "file_empty", "file_not_text", "file_too_many_rows",
    "file_too_many_columns", "file_quote_open", "file_not_table", "workbook_unreadable", "workbook_locked",
    "workbook_too_large"; NoSpace when reading fails.
    """
    try:
        if not path.is_file():
            raise BadInput("file_missing")
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError:
        raise NoSpace("cannot_read_or_write") from None
    if len(data) > MAX_BYTES:
        raise BadInput("file_too_large", megabytes=MAX_BYTES // (1024 * 1024))
    return parse_table(data, progress)


def parse_table(data: bytes, progress: Progress = SILENT) -> Table:
    """The table that these bytes hold; raises as `read_table` does."""
    if workbooks.is_packed(data):
        inside = workbooks.unpacked(data, MAX_BYTES)
        if inside is None:
            return _of_workbook(data, progress)
        data = inside
    text = decode(data)
    told, text = _told_separator(text)
    separator = told or _sniff(text)
    csv.field_size_limit(MAX_BYTES)  # the limit of this module is per row, and turns away that row alone
    headers: tuple[str, ...] | None = None
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    total, before, spans = text.count("\n") + 1, 0, 0
    for record in _records(reader):
        if headers is None:
            if any(cell.strip() for cell in record):
                headers = _headers(record)
        elif record or rows:
            if len(rows) >= MAX_ROWS:
                raise BadInput("file_too_many_rows", rows=MAX_ROWS)
            rows.append(_row(len(rows) + 2, record, len(headers)))
        if len(rows) % _STEP == 0:
            progress.step(min(reader.line_num, total), total)
        spans = reader.line_num - before
        before = reader.line_num
    if headers is None:
        raise BadInput("file_empty")
    if rows and spans > 1 and text.count('"') % 2:
        raise BadInput("file_quote_open", row=rows[-1].number)
    progress.step(total, total)
    return _table(headers, rows, separator)


def _of_workbook(data: bytes, progress: Progress) -> Table:
    header, lines = workbooks.lines(data)
    headers = _headers(header)
    rows: list[Row] = []
    for number, cells in lines:
        if len(rows) >= MAX_ROWS:
            raise BadInput("file_too_many_rows", rows=MAX_ROWS)
        rows.append(_row(number, cells if any(cells) else [], len(headers)))
        if len(rows) % _STEP == 0:
            progress.step(len(rows), 0)
    return _table(headers, rows, ",")


def _table(headers: tuple[str, ...], rows: list[Row], separator: str) -> Table:
    """Rows without the empty ones at the end; the columns that a file of turned away rows adds are not its own."""
    while rows and not rows[-1].cells:
        rows.pop()
    keep = len(headers)
    if len(headers) > 2 and tuple(header.strip() for header in headers[-2:]) == _IGNORED_LAST:
        keep -= 2
    return Table(headers, tuple(rows), separator, keep)


def _records(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error:
        raise BadInput("file_not_table") from None


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
    sample = text[:262_144]
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
    return records[:-1] if len(records) > 2 and len(sample) == 262_144 else records
