from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.exchange.rejects import rejects_csv
from mutualaid.exchange.tables import MAX_CELL, MAX_COLUMNS
from mutualaid.progress import Cancelled, Progress
from mutualaid.records.errors import BadInput
from tests.whole_tables import Table, parse_table, read_table

HEADER = "Nombre,Teléfono,Notas\n"
LINE = "José Ñuñez,773-555-0101,Está “lejos” – sí\n"


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def refusal(data: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        parse_table(data)
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_table_reads_the_same_in_every_common_encoding(encoding: str) -> None:
    table = parse_table((HEADER + LINE * 30).encode(encoding))
    assert table.headers == ("Nombre", "Teléfono", "Notas")
    assert cells(table) == [("José Ñuñez", "773-555-0101", "Está “lejos” – sí")] * 30


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_separator_and_the_line_ends_are_found(separator: str, end: str) -> None:
    rows = ["a,x", '"two\nlines"', "plain"]
    text = end.join([separator.join(["one", "two", "three"]), *[separator.join([f'"{rows[0]}"', *rows[1:]])] * 3, ""])
    table = parse_table(text.encode())
    assert table.separator == separator
    assert [row.cells[1:] for row in table.rows] == [("two\nlines", "plain")] * 3


def test_commas_inside_a_semicolon_table_do_not_make_it_a_comma_table() -> None:
    table = parse_table(b"name;notes;n\nAna;one, two, three, -four-;1\nEva;a, b;2\n")
    assert cells(table) == [("Ana", "one, two, three, -four-", "1"), ("Eva", "a, b", "2")]


def test_a_first_line_may_tell_the_separator() -> None:
    table = parse_table(b"sep=;\na;b\n1,5;2\n")
    assert (table.headers, cells(table)) == (("a", "b"), [("1,5", "2")])


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    table = parse_table(b'a,b\n"x\ny",1\n\n,\nz,2\n')
    assert [(row.number, row.blank) for row in table.rows] == [(2, False), (3, True), (4, True), (5, False)]


def test_a_short_row_is_filled_up_and_a_long_one_turned_away() -> None:
    table = parse_table(b"a,b,c\n1\n1,2,3,\n1,2,3,4\n")
    assert [row.problem for row in table.rows] == [None, None, "too_many_cells"]
    assert cells(table)[0] == ("1", "", "")


def test_a_cell_of_five_thousand_letters_turns_away_its_row_alone() -> None:
    table = parse_table(("a,b\n1,2\n" + "x" * 5000 + ",2\n" + "x" * MAX_CELL + ",2\n3,4\n").encode())
    assert [row.problem for row in table.rows] == [None, "cell_too_long", None, None]


def test_a_cell_larger_than_the_csv_module_takes_by_default_is_still_only_one_row() -> None:
    table = parse_table(b"a,b\n" + b"x" * 300_000 + b",2\n3,4\n")
    assert [row.problem for row in table.rows] == ["cell_too_long", None]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"\xef\xbb\xbf \n\n", "file_empty"),
        (b"PK\x03\x04" + bytes(100), "workbook_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "workbook_unreadable"),
        (bytes(range(256)) * 40, "file_not_text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "file_not_text"),
        (b"\xff\xfe" + b"\x00\xd8" * 3, "file_not_text"),
        (b"a,b\n1,\x00\x00\n", "file_not_text"),
        (b'a,b\n1,2\n3,"never closed\n4,5\n6,7\n', "file_quote_open"),
        ((",".join(f"c{n}" for n in range(MAX_COLUMNS + 1)) + "\n").encode(), "file_too_many_columns"),
    ],
)
def test_what_is_no_table_is_refused_by_name(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_a_lone_inch_mark_is_no_open_quote() -> None:
    assert cells(parse_table(b'a,b\nboard 5",1\nlast,2\n')) == [('board 5"', "1"), ("last", "2")]


def test_a_missing_file_a_folder_and_a_pipe_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="file_missing"):
        read_table(tmp_path / "none.csv")
    folder, pipe = tmp_path / "folder.csv", tmp_path / "pipe.csv"
    folder.mkdir()
    os.mkfifo(pipe)
    for path in (folder, pipe, Path("/dev/null")):
        with pytest.raises(BadInput, match="file_not_plain"):
            read_table(path)


def test_reading_can_be_cancelled() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        parse_table(b"a,b\n1,2\n", progress)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading_of_a_table(data: bytes) -> None:
    try:
        table = parse_table(data)
    except BadInput:
        return
    assert all(len(row.cells) == len(table.headers) for row in table.rows if row.problem is None and row.cells)


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")) | st.sampled_from("\n,;\"'"), max_size=12)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6))
def test_rejected_rows_come_back_letter_for_letter(rows: list[list[str]]) -> None:
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["one", "two", "three"])
    writer.writerows(rows)
    table = parse_table(text.getvalue().encode())
    again = parse_table(rejects_csv(table, {row.number: ["zone_unknown"] for row in table.rows}))
    own = [row.cells for row in table.rows]
    assert [row.cells[: again.keep] for row in again.rows] == own
    assert again.headers == (*table.headers, "row", "reason")
    assert again.keep == 3


def test_the_reason_is_a_code_with_its_words_and_no_formula() -> None:
    table = parse_table(b"a,b\n=1+1,2\n")
    data = rejects_csv(table, {2: ["zone_unknown", "size_unreadable"]}).decode("utf-8-sig")
    assert data.splitlines()[1].startswith("'=1+1,2,2,")
    assert "zone_unknown (the neighborhood is not one we know); size_unreadable (" in data


def test_a_rejects_file_of_a_rejects_file_has_one_row_and_one_reason_column() -> None:
    table = parse_table(b"a,b\n1,2\n")
    again = parse_table(rejects_csv(table, {2: ["zone_unknown"]}))
    third = parse_table(rejects_csv(again, {2: ["zone_missing"]}))
    assert third.headers == ("a", "b", "row", "reason")
    assert third.rows[0].cells[:2] == ("1", "2")
