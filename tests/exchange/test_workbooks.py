"""Spreadsheet files and zipped exports, as people keep them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.exchange import workbooks
from mutualaid.records.errors import BadInput
from tests.exchange.harder import book
from tests.samples import sample
from tests.whole_tables import Table, parse_table


def sheet_of(rows: list[list[object]], *, name: str = "Respuestas") -> bytes:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet(name)
        day, moment = made.add_format({"num_format": "d/m/yy"}), made.add_format({"num_format": "d/m/yy h:mm"})
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(at, column, cell, moment)
                elif isinstance(cell, date | time):
                    sheet.write_datetime(at, column, cell, day)
                elif cell is not None:
                    sheet.write(at, column, cell)

    return book(fill)


def rewritten(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".csv", text)
    return out.getvalue()


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def refusal(data: bytes) -> str:
    with pytest.raises(BadInput) as refused:
        parse_table(data)
    return refused.value.code


def test_cells_read_as_a_person_sees_them() -> None:
    rows = [
        ["Nombre", "Teléfono", "Fecha", "Cuándo", "Cantidad", "Sí"],
        ["Rosa\nTum", 7735550142, date(2026, 11, 25), datetime(2026, 11, 25, 14, 30), 2.5, True],
        ['=HYPERLINK("http://x.invalid")', "0773", None, datetime(2026, 11, 25), 3.0, False],
    ]
    table = parse_table(sheet_of(rows))
    assert table.headers == ("Nombre", "Teléfono", "Fecha", "Cuándo", "Cantidad", "Sí")
    assert cells(table) == [
        ("Rosa\nTum", "7735550142", "2026-11-25", "2026-11-25 14:30", "2.5", "TRUE"),
        ('=HYPERLINK("http://x.invalid")', "0773", "", "2026-11-25", "3", "FALSE"),
    ]


def test_rows_are_numbered_as_the_spreadsheet_shows_them_and_a_title_above_is_passed_over() -> None:
    table = parse_table(
        sheet_of([["Solicitudes del sábado"], [], ["Nombre", "Zona"], ["Rosa", "x"], [], ["Ewa", "y"], []])
    )
    assert table.headers == ("Nombre", "Zona")
    assert [(row.number, row.cells) for row in table.rows] == [(4, ("Rosa", "x")), (5, ()), (6, ("Ewa", "y"))]


def test_a_header_merged_over_two_rows_gives_each_column_its_own_words() -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.merge_range("A1:A2", "Nombre")
        sheet.merge_range("B1:C1", "Contacto")
        sheet.write_row("B2", ["Teléfono", "Zona"])
        sheet.write_row("A3", ["Rosa", "773 555 0142", "Pilsen"])

    table = parse_table(book(fill))
    assert table.headers == ("Nombre", "Teléfono", "Zona")
    assert [(row.number, row.cells) for row in table.rows] == [(3, ("Rosa", "773 555 0142", "Pilsen"))]


def test_the_first_sheet_that_is_shown_and_holds_something_is_read() -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        made.add_worksheet("Notas")
        hidden = made.add_worksheet("Listas")
        hidden.write_row("A1", ["a", "b"])
        made.add_worksheet("Datos").write_row("A1", ["Nombre", "Zona"])
        hidden.hide()

    assert parse_table(book(fill)).headers == ("Nombre", "Zona")


def test_a_formula_gives_what_was_worked_out_and_an_error_gives_nothing() -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.write_row("A1", ["Nombre", "Personas", "Peso"])
        sheet.write("A2", "Rosa")
        sheet.write_formula("B2", "=2+3", value=5)
        sheet.write_formula("C2", "=1/0", value="#DIV/0!")

    assert cells(parse_table(book(fill))) == [("Rosa", "5", "")]


def test_two_hundred_columns_and_a_cell_of_five_million_letters_are_read_or_turned_away_row_by_row() -> None:
    wide = parse_table(sheet_of([[f"c{n}" for n in range(200)], ["x"] * 200]))
    assert len(wide.headers) == 200
    assert refusal(sheet_of([[f"c{n}" for n in range(401)], ["x"]])) == "file_too_many_columns"
    data = rewritten(
        sheet_of([["a", "b"], ["LONG", "1"], ["x", "2"]]),
        lambda name, part: part.replace(b"LONG", b"x" * 5_000_000) if name == "xl/sharedStrings.xml" else part,
    )
    assert [row.problem for row in parse_table(data).rows] == ["cell_too_long", None]


def test_a_sheet_that_reaches_to_its_last_corner_is_refused_before_room_is_made_for_it() -> None:
    def far(name: str, part: bytes) -> bytes:
        end = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        return part.replace(b"</sheetData>", end) if name == "xl/worksheets/sheet1.xml" else part

    assert refusal(rewritten(sheet_of([["a", "b"]]), far)) == "workbook_too_large"


def test_cells_that_are_only_painted_take_no_room() -> None:
    def painted(name: str, part: bytes) -> bytes:
        end = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
        return part.replace(b"</sheetData>", end) if name == "xl/worksheets/sheet1.xml" else part

    assert cells(parse_table(rewritten(sheet_of([["a", "b"], ["1", "2"]]), painted))) == [("1", "2")]


def test_a_zip_that_unpacks_to_more_than_can_be_meant_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_UNPACKED", 1000)
    assert refusal(sheet_of([["a", "b"]])) == "workbook_too_large"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.999])
def test_a_torn_workbook_is_refused(share: float) -> None:
    data = sheet_of([["a", "b"], ["1", "2"]])
    assert refusal(data[: int(len(data) * share)]) == "workbook_unreadable"


def test_an_empty_workbook_and_a_zip_of_something_else_are_refused() -> None:
    assert refusal(book(lambda made: made.add_worksheet())) == "file_empty"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    assert refusal(out.getvalue()) == "workbook_unreadable"


def test_a_zip_of_csv_files_gives_the_form_and_not_its_repeats_or_attachments() -> None:
    parts = {
        "intake-family": "k,age\n1,2\n",
        "intake": "Nombre,Zona\nRosa,Pilsen\n",
        "media__a": "x,y\n",
        "__MACOSX__b": "x",
    }
    assert cells(parse_table(zipped(**parts))) == [("Rosa", "Pilsen")]


def test_an_export_of_each_tool_reads_the_same_from_a_workbook_as_from_its_csv() -> None:
    for name in ("google-form.csv", "kobo.csv", "airtable-volunteers.csv", "supplies.csv"):
        plain = parse_table(Path(sample(name)).read_bytes())
        saved = sheet_of([list(plain.headers), *(list(row.cells) for row in plain.rows)])
        again = parse_table(saved)
        assert again.headers == plain.headers
        given, read = ([row for row in cells(table) if any(row)] for table in (plain, again))
        assert read == given, name


@given(st.binary(max_size=200), st.integers(0, 4000))
def test_no_flipped_bytes_break_the_reading_of_a_workbook(change: bytes, place: int) -> None:
    data = bytearray(_BOOK)
    place %= len(data)
    data[place : place + len(change)] = change
    try:
        table = parse_table(bytes(data))
    except BadInput:
        return
    assert all(len(row.cells) == len(table.headers) for row in table.rows if row.problem is None and row.cells)


_BOOK = sheet_of([["Nombre", "Zona"], ["Rosa", "Pilsen"], ["Ewa", "Bridgeport"]])


def test_the_rows_turned_away_from_a_workbook_keep_its_columns() -> None:
    from mutualaid.exchange.rejects import rejects_csv

    table = parse_table(_BOOK)
    lines = list(csv.reader(io.StringIO(rejects_csv(table, {3: ["zone_unknown"]}).decode("utf-8-sig"))))
    assert lines[0] == ["Nombre", "Zona", "row", "reason"]
    assert lines[1][:3] == ["Ewa", "Bridgeport", "3"]
