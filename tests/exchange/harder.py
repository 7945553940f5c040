"""Files as offices really have them, and files that mean harm: each with what an import is to make of it."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import xlsxwriter

HEADERS = ("Nombre", "Teléfono", "Vecindario", "Personas", "Idioma", "¿Qué necesita?", "Fecha", "Notas")
ROWS: tuple[tuple[str, ...], ...] = (
    ("Ana Pérez Xol", "773-555-0101", "Pilsen", "4", "Español", "Food", "2026-11-20", "timbre: dos veces"),
    ("Eva Núñez", "773-555-0102", "Avondale", "2", "Mam", "Diapers, Food", "2026-11-20", ""),
    ("José Tun", "773-555-0103", "Narnia", "2", "Mam", "Food", "2026-11-20", "la zona no existe"),
    ("", "", "", "", "", "", "", ""),
    ("Ana Pérez Xol", "773-555-0101", "Pilsen", "4", "Español", "Ride", "2026-11-20", ""),
    ("Eva Núñez", "773-555-0102", "Avondale", "2", "Mam", "Food", "2026-11-20", ""),
)
USUAL = (6, 2, 1, 1, 1, 1)
"""What the rows above come to: read, added, merged, duplicates, rejected, blank."""


@dataclass(frozen=True)
class Harder:
    """A file: how its bytes are made, and the counts it comes to, or the code of why it is refused."""

    name: str
    make: Callable[[], bytes]
    outcome: tuple[int, ...] | str = USUAL
    large: bool = field(default=False, kw_only=True)


def text(
    rows: Sequence[Sequence[str]] = ROWS, headers: Sequence[str] = HEADERS, *, separator: str = ",", end: str = "\r\n"
) -> str:
    """A table as text."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end).writerows([headers, *rows])
    return out.getvalue()


def encoded(encoding: str, mark: bytes = b"", **how: str) -> Callable[[], bytes]:
    """The usual rows in an encoding."""
    return lambda: mark + text(**how).encode(encoding)  # type: ignore[arg-type]


def book(fill: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    """A workbook."""
    data = io.BytesIO()
    made = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False})
    fill(made)
    made.close()
    return data.getvalue()


def fill_sheet(made: xlsxwriter.Workbook, name: str, *, top: int = 0, rows: Sequence[Sequence[object]] = ROWS) -> None:
    """Write a sheet with the usual header and rows."""
    sheet = made.add_worksheet(name)
    for at, row in enumerate([HEADERS, *rows], top):
        sheet.write_row(at, 0, row)


def merged_header() -> bytes:
    """A title over the whole width, then a header whose first line spans cells over a second."""

    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("Hoja")
        sheet.write(0, 0, "Lista de noviembre")
        sheet.merge_range(1, 0, 1, 1, "Quién")
        sheet.write_row(1, 2, HEADERS[2:])
        sheet.write_row(2, 0, HEADERS[:2])
        for at, row in enumerate(ROWS, 3):
            sheet.write_row(at, 0, row)

    return book(fill)


def formulas() -> bytes:
    """Cells that are formulas, with the value that was worked out last."""

    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEADERS)
        for at, row in enumerate(ROWS, 1):
            sheet.write_row(at, 0, row)
            if row[3]:
                sheet.write_formula(at, 3, '=1+1+HYPERLINK("http://example.org")', None, int(row[3]))

    return book(fill)


def serial_days() -> bytes:
    """Numbers where people see numbers and days: stored as what Excel keeps, not as text."""

    def fill(made: xlsxwriter.Workbook) -> None:
        rows = [[*row[:3], int(row[3]) if row[3] else "", *row[4:6], 46346 if row[6] else "", row[7]] for row in ROWS]
        fill_sheet(made, "Hoja", rows=rows)

    return book(fill)


def several_sheets() -> bytes:
    """A cover, a hidden sheet, two tables."""

    def fill(made: xlsxwriter.Workbook) -> None:
        made.add_worksheet("Portada").write(0, 0, "Lista")
        made.add_worksheet("Oculta").hide()
        fill_sheet(made, "Octubre")
        fill_sheet(made, "Noviembre", rows=ROWS[:1])

    return book(fill)


def zipped(**parts: bytes) -> bytes:
    """A zip of files, "__" in a name standing for a folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/") + ".csv", data)
    return out.getvalue()


def odk_zip() -> bytes:
    """A form with a repeat and an attachment, as ODK Central exports it."""
    return zipped(
        intake=text().encode(), **{"intake-people": b"age,PARENT_KEY\r\n4,uuid:1\r\n", "media__a": b"no table"}
    )


def bomb() -> bytes:
    """A zip of a few hundred kilobytes that says of its table that it is 200 MB."""
    return zipped(table=b"a,b\n" + b"0,0\n" * (50 * 1024 * 1024))


def lying_bomb() -> bytes:
    """The same, but the zip says that the table is small."""
    data = bytearray(bomb())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(data)


def locked() -> bytes:
    """The container of a workbook under a password: an OLE file whose streams are those of an encrypted package."""
    return compound({"EncryptedPackage": b"\0" * 5000, "EncryptionInfo": b"\4\0\2\0" + b"\0" * 5000})


def old_workbook() -> bytes:
    """The usual rows as Excel 97 wrote them: BIFF8 records in an OLE file."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def begin(what: int) -> bytes:
        return record(0x0809, struct.pack("<HHHHII", 0x0600, what, 0x0DBB, 0x07CC, 0, 6))

    cells = b"".join(
        record(0x0204, struct.pack("<HHHHB", at, column, 0, len(cell), 1) + cell.encode("utf-16-le"))
        for at, row in enumerate([HEADERS, *ROWS])
        for column, cell in enumerate(row)
        if cell
    )
    sheet = begin(0x10) + record(0x0200, struct.pack("<IIHHH", 0, len(ROWS) + 1, 0, len(HEADERS), 0)) + cells
    sheet += record(0x0A, b"")
    name = "Hoja1".encode("latin-1")
    tail = record(0x0A, b"")
    start = len(begin(0x05)) + 4 + 8 + len(name) + len(tail)
    index = record(0x0085, struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name)
    return compound({"Workbook": begin(0x05) + index + tail + sheet})


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file of 512-byte sectors with these streams, each padded past what the mini stream would take."""
    free, end, table_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    sectors: list[bytes] = [b"", b""]  # the table of sectors, the folder
    chain = [table_mark, end]
    entries = [_entry("Root Entry", 5, end, 0, child=1)]
    for number, (name, data) in enumerate(streams.items(), 1):
        padded = data.ljust(4096, b"\0")
        count = -(-len(padded) // 512)
        first = len(sectors)
        sectors += [padded[at : at + 512].ljust(512, b"\0") for at in range(0, len(padded), 512)]
        chain += [*range(first + 1, first + count), end]
        entries.append(_entry(name, 2, first, len(padded), right=number + 1 if number < len(streams) else free))
    sectors[1] = b"".join(entries).ljust(512, b"\0")
    sectors[0] = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHHHIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 1, 0, 4096, end, 0, end, 0)
    return head + struct.pack("<109I", 0, *[free] * 108) + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    about = struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, right, child)
    return raw.ljust(64, b"\0") + about + bytes(36) + struct.pack("<IQ", start, size)


_WIDE = (*HEADERS, *(f"Pregunta {number}" for number in range(192)))
_TWICE = (*HEADERS[:7], "Notas", "Notas")
_QUOTED = tuple((*row[:7], 'dice "hola"\r\ny se va,\n\nluego vuelve') for row in ROWS[:2])
_INVISIBLE = tuple((f"\u200f{row[0]}\u200b", f"\u202a{row[1]}\u202c", *row[2:]) for row in ROWS)
_HARM = tuple(
    ("=cmd|' /C calc'!A0", "773-555-0109", "Narnia", "2", "Mam", "Food", "2026-11-20", sign) for sign in "=+-@"
)
_HUGE = ((*ROWS[0][:7], "x" * 5_000_000), *ROWS[1:2])

FILES: tuple[Harder, ...] = (
    Harder("utf-8", encoded("utf-8")),
    Harder("utf-8 with a mark", encoded("utf-8-sig")),
    Harder("windows-1252", encoded("cp1252")),
    Harder("mac roman", encoded("mac_roman", end="\r")),
    Harder("utf-16 little end first", encoded("utf-16-le", b"\xff\xfe")),
    Harder("utf-16 big end first", encoded("utf-16-be", b"\xfe\xff")),
    Harder("utf-16 without a mark", encoded("utf-16-le")),
    Harder("utf-16 big without a mark", encoded("utf-16-be")),
    Harder("semicolons", encoded("utf-8", separator=";")),
    Harder("pipes", encoded("utf-8", separator="|")),
    Harder("tabs", encoded("utf-8", separator="\t")),
    Harder("line feeds", encoded("utf-8", end="\n")),
    Harder("returns", encoded("utf-8", end="\r")),
    Harder("mixed line ends", lambda: text().replace("\r\n", "\n", 2).replace("\r\n", "\r", 1).encode()),
    Harder("excel's sep line", lambda: b"sep=;\r\n" + text(separator=";").encode("cp1252")),
    Harder("quoted line breaks", lambda: text(_QUOTED).encode(), (2, 2, 0, 0, 0, 0)),
    Harder("a lone quote", lambda: text().replace("timbre:", 'timbre 5"').encode()),
    Harder("an open quote", lambda: text().replace("José", '"José').encode(), "file_quote_open"),
    Harder("null bytes", lambda: text().replace("timbre", "tim\0bre").encode(), "file_not_text"),
    Harder("200 columns", lambda: text([(*row, *["x"] * 192 * bool(row[0])) for row in ROWS], _WIDE).encode()),
    Harder("headers twice", lambda: text([(*row, row[7]) for row in ROWS], _TWICE).encode()),
    Harder("invisible and right-to-left signs", lambda: text(_INVISIBLE).encode(), (6, 2, 1, 1, 2, 0)),
    Harder("formulas in cells", lambda: text(_HARM).encode(), (4, 0, 0, 0, 4, 0)),
    Harder("a cell of 5 MB", lambda: text(_HUGE).encode(), (2, 1, 0, 0, 1, 0)),
    Harder("days as Excel counts them", lambda: text().replace("2026-11-20", "46346").encode()),
    Harder("a row too long", lambda: text((*ROWS, (*ROWS[0], "x"))).encode(), (7, 2, 1, 1, 2, 1)),
    Harder("nothing", lambda: b"", "file_empty"),
    Harder("a picture", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "file_not_text"),
    Harder("workbook", lambda: book(lambda made: fill_sheet(made, "Hoja"))),
    Harder("workbook, merged header", merged_header),
    Harder("workbook, formulas", formulas),
    Harder("workbook, numbers and days", serial_days),
    Harder("workbook, several sheets", several_sheets),
    Harder("workbook of 1997", old_workbook),
    Harder("workbook under a password", locked, "workbook_locked"),
    Harder("workbook cut off", lambda: book(lambda made: fill_sheet(made, "Hoja"))[:-300], "workbook_unreadable"),
    Harder("zip of a form and its repeats", odk_zip),
    Harder("zip bomb", bomb, "file_too_large", large=True),
    Harder("zip bomb that lies", lying_bomb, "workbook_unreadable", large=True),
    Harder("64 MB", lambda: text().encode() + b"," * (64 * 1024 * 1024), "file_too_large", large=True),
)
