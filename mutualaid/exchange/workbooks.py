"""A spreadsheet file as rows of text, and the table inside a zipped export: what a person sees on the first sheet.

A workbook may tell of a cell in its last row and column and hold nothing in between; what reads it makes room for all
of them. So the places of its cells are looked through first, and a sheet that would take too much room is refused.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from mutualaid.exchange.delimited import Opener
from mutualaid.records.errors import BadInput

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_UNPACKED = 512 * 1024 * 1024
"""Bytes of all parts of a zip together."""
MAX_CELLS = 20_000_000
"""Rows times columns of a sheet, up to its last cell that holds something: half a gigabyte while it is read."""

_TORN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    RuntimeError,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
)
"""What reading a damaged zip may raise."""

_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""What an old container holds when a new workbook was put under a password."""
_BOOK = "xl/workbook.xml"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_PLACE = re.compile(rb"<(?:\w+:)?(row|c)\b([^<>]*?)(/?)>")
_ROW = re.compile(rb'\br="(\d{1,9})"')
_CELL = re.compile(rb'\br="([A-Z]{1,3})(\d{1,9})"')
_PIECE = 1 << 20

Line = tuple[int, list[str]]
"""A row's number as the spreadsheet shows it, and its cells."""


def is_packed(data: bytes) -> bool:
    """Whether these bytes begin as a workbook, old or new, or as a zip."""
    return data.startswith((_ZIP, _OLD))


def table_part(opener: Opener, most: int) -> str | None:
    """The name of the table inside a zip of CSV files, none when the bytes are no such zip.

    Of several the one whose name begins all others is taken, as ODK Central names a form and its repeats; else the
    first by name. Raises BadInput("file_too_large", megabytes) when it says that it is larger than `most` bytes.
    """
    with opener() as raw:
        if raw.read(4) != _ZIP:
            return None
        try:
            with zipfile.ZipFile(raw) as archive:
                tables = [n for n in archive.namelist() if n.lower().endswith((".csv", ".tsv")) and _is_plain(n)]
                if _BOOK in archive.namelist() or not tables:
                    return None
                stem = min(tables, key=lambda n: (len(n), n)).rsplit(".", 1)[0]
                name = min(tables, key=lambda n: (not n.startswith(stem), len(n), n))
                if archive.getinfo(name).file_size > most:
                    raise BadInput("file_too_large", megabytes=most // (1024 * 1024))
        except _TORN:
            raise BadInput("workbook_unreadable") from None
    return name


@contextmanager
def open_part(opener: Opener, name: str) -> Iterator[IO[bytes]]:
    """The bytes of one part of a zip."""
    with opener() as raw, zipfile.ZipFile(raw) as archive, archive.open(name) as part:
        yield part


def _is_plain(name: str) -> bool:
    """Whether a part is neither an attachment nor what a Mac leaves in a zip."""
    return not name.startswith(("__MACOSX/", "media/")) and not name.rsplit("/", 1)[-1].startswith(".")


class Opened:
    """A sheet that was opened: its header, and the rows below it as often as they are asked for.

    `names` are the workbook's visible sheets that hold a table, `name` is this one's, `height` its rows.
    """

    def __init__(self, sheet: CalamineSheet, top: int, name: str, names: tuple[str, ...]) -> None:
        self._sheet, self._top, self.name, self.names = sheet, top, name, names
        self.height = sheet.total_height
        self.header, self._below = _header(sheet, top)

    def lines(self) -> Iterator[Line]:
        """The rows below the header."""
        for index, cells in enumerate(self._sheet.iter_rows()):
            if index >= self._below:
                yield index + 1, [as_text(cell) for cell in cells]


def opened(data: bytes, wanted: str | None = None) -> Opened:
    """The `wanted` sheet of a workbook, else the first visible one that holds at least two filled columns.

    A title above the header is passed over. Where the header spans cells over a second row, the second row's words
    count and the first's fill its gaps. Raises BadInput: "workbook_unreadable", "workbook_locked",
    "workbook_too_large", "file_empty", "sheet_missing".
    """
    import python_calamine as calamine  # what no import of a CSV waits for

    if data.startswith(_ZIP):
        _check_places(data)
    elif _LOCKED in data:
        raise BadInput("workbook_locked")
    names: list[str] = []
    chosen: tuple[CalamineSheet, int, str] | None = None
    narrow: tuple[CalamineSheet, int, str] | None = None
    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for about in book.sheets_metadata:
                shown = about.visible == calamine.SheetVisibleEnum.Visible
                if not shown or about.typ != calamine.SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_name(about.name)
                top, wide = _top(sheet)
                if top is None:
                    continue
                if not wide:  # a cover with a title on it, unless there is nothing else
                    narrow = narrow or (sheet, top, about.name)
                    continue
                names.append(about.name)
                if chosen is None and wanted in (None, about.name):
                    chosen = sheet, top, about.name
            if chosen is None and narrow is not None and not names and wanted in (None, narrow[2]):
                chosen, names = narrow, [narrow[2]]
            if chosen is not None:
                return Opened(*chosen, tuple(names))
    except calamine.PasswordError:
        raise BadInput("workbook_locked") from None
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, calamine.WorksheetNotFound, OSError):
        raise BadInput("workbook_unreadable") from None
    except BaseException as fault:
        if type(fault).__name__ == "PanicException":  # what compiled Rust raises where it cannot go on
            raise BadInput("workbook_unreadable") from None
        raise
    raise BadInput("sheet_missing" if names else "file_empty")


def _check_places(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if _BOOK not in archive.namelist():
                raise BadInput("workbook_unreadable")
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
                raise BadInput("workbook_too_large")
            for name in filter(_SHEET.fullmatch, archive.namelist()):
                with archive.open(name) as part:
                    rows, columns = _extent(iter(partial(part.read, _PIECE), b""))
                if rows * columns > MAX_CELLS:
                    raise BadInput("workbook_too_large")
    except _TORN:
        raise BadInput("workbook_unreadable") from None


def _extent(pieces: Iterator[bytes]) -> tuple[int, int]:
    """How many rows and columns reach to the last cell that is not closed at once, and so holds something."""
    row, column, rows, columns, left = 0, 0, 0, 0, b""
    for piece in pieces:
        text = left + piece
        end = max(text.rfind(b">"), len(text) - 4096)
        left = text[end + 1 :]
        for tag, inside, closed in _PLACE.findall(text[: end + 1]):
            if tag == b"row":
                told = _ROW.search(inside)
                row, column = int(told[1]) if told else row + 1, 0
                continue
            place = _CELL.search(inside)
            row, column = (int(place[2]), _column(place[1])) if place else (row, column + 1)
            if not closed:
                rows, columns = max(rows, row), max(columns, column)
    return rows, columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _top(sheet: CalamineSheet) -> tuple[int | None, bool]:
    """The index of the first row with at least two filled cells, or with one when the sheet has no wider row."""
    first = None
    for index, cells in enumerate(sheet.iter_rows()):
        filled = sum(cell != "" for cell in cells)
        if filled > 1:
            return index, True
        if filled and first is None:
            first = index
    return first, False


def _header(sheet: CalamineSheet, top: int) -> tuple[list[str], int]:
    """The words of the header, and the index of the first row below it."""
    rows = islice(sheet.iter_rows(), top, top + 2)
    header = [as_text(cell) for cell in next(rows)]
    spans = any(
        row <= top <= last_row and last_column > column
        for (row, column), (last_row, last_column) in sheet.merged_cell_ranges or ()
    )
    if spans and (second := next(rows, None)) is not None:
        return [as_text(below) or above for above, below in zip(header, second, strict=True)], top + 2
    return header, top + 1


def as_text(cell: Any) -> str:
    """A cell as a person would type it: whole numbers without a point, dates as year, month and day."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    return str(cell)
