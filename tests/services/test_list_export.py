"""A list that leaves the program: nameless unless twice asked, guarded against formulas, told in the journal."""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from mutualaid.exchange.escapes import unescaped
from mutualaid.exchange.listed import as_csv, as_workbook
from mutualaid.progress import Cancelled, Progress
from mutualaid.records.errors import BadInput, Refused
from mutualaid.records.household import Phone
from mutualaid.records.kinds import ConsentPurpose
from mutualaid.records.views import NeedFilter
from mutualaid.services import list_export
from mutualaid.services.households import set_consent
from mutualaid.services.journal import latest_changes
from mutualaid.services.office import Office
from tests.services.make import helper, home, stock, wants

PHONE = "+17735550165"


@pytest.fixture
def filled(office: Office) -> Office:
    for name in ("Rosa Tum", "=HYPERLINK(1)"):
        home(office, wants(office, "food"), contact_name=name, phones=[Phone(number=PHONE)])
    home(office, wants(office, "baby"), contact_name="Ana Quiet", phones=[Phone(number="+17735550199")])
    helper(office)
    stock(office, "produce_box", 3)
    return office


def table(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_a_list_leaves_codes_and_no_names_by_itself(filled: Office, tmp_path: Path) -> None:
    for kind in list_export.KINDS:
        out = tmp_path / f"{kind}.csv"
        list_export.export_list(filled, kind=kind, out=out)
        text = out.read_text(encoding="utf-8")
        assert len(table(out)) == 1 + list_export.look(filled, kind=kind).rows
        for word in ("Rosa", "Ana", "HYPERLINK", "555", "Nowak"):
            assert word not in text
        assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_names_leave_only_with_the_number_of_rows_and_never_those_of_who_said_no(
    filled: Office, tmp_path: Path
) -> None:
    with filled.store.read() as read:
        quiet = next(line for line in read.household_lines() if line.contact_name == "Ana Quiet")
    set_consent(filled, household=quiet.uid, purpose=ConsentPurpose.SHARE, given=False, how="by phone")
    assert list_export.look(filled, kind="needs") == (3, 2, 1)
    out = tmp_path / "list.csv"
    for said in (None, 2):
        with pytest.raises(Refused, match="export_not_confirmed"):
            list_export.export_list(filled, kind="needs", out=out, reveal=True, confirmed=said)
    assert not out.exists()
    list_export.export_list(filled, kind="needs", out=out, reveal=True, confirmed=3)
    text = out.read_text(encoding="utf-8")
    assert "Rosa Tum" in text
    assert PHONE in text
    assert "Ana Quiet" not in text
    assert "7735550199" not in text
    assert "'=HYPERLINK(1)" in text
    newest = latest_changes(filled, limit=1)[0]
    assert (newest.verb, newest.actor, newest.changes) == ("export list", "Lupe", (("need", "export contact", 3),))
    assert "list.csv" not in json.dumps(newest, default=str)


def test_what_the_page_shows_is_what_leaves_in_its_order(filled: Office, tmp_path: Path) -> None:
    out = tmp_path / "needs.xlsx"
    list_export.export_list(filled, kind="needs", out=out, filter=NeedFilter(categories=frozenset({"baby"})))
    assert [row[2] for row in CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()] == [
        "Category",
        "Diapers and baby things",
    ]
    with filled.store.read() as read:
        uids = [line.uid for line in read.household_lines()][::-1][:2]
        codes = [line.code for line in read.household_lines()][::-1][:2]
    list_export.export_list(filled, kind="households", out=tmp_path / "homes.csv", uids=uids)
    assert [row[0] for row in table(tmp_path / "homes.csv")[1:]] == codes


def test_a_place_in_the_store_another_suffix_or_a_cancel_leave_neither_file_nor_entry(
    filled: Office, tmp_path: Path
) -> None:
    before = latest_changes(filled, limit=1)
    there = tmp_path / "there.csv"
    there.touch()
    for out, code in (
        (filled.folder / "list.csv", "target_in_store"),
        (there, "target_exists"),
        (tmp_path / "list.doc", "suffix_unknown"),
    ):
        with pytest.raises((Refused, BadInput), match=code):
            list_export.export_list(filled, kind="needs", out=out)
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        list_export.export_list(filled, kind="needs", out=tmp_path / "no.csv", progress=stopped)
    with pytest.raises(BadInput, match="kind_unknown"):
        list_export.look(filled, kind="secrets")
    assert not (tmp_path / "no.csv").exists()
    assert latest_changes(filled, limit=1) == before


_TEXT = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
_CELLS = st.one_of(_TEXT, st.sampled_from(["=1+1", "@a", "-x", "+y", "'=z", "+17735550165"]))


@settings(max_examples=15)
@given(st.lists(st.lists(_CELLS, min_size=2, max_size=2), max_size=5))
def test_no_cell_is_a_formula_and_every_text_comes_back_whole(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(as_csv(["a", "b"], rows).decode("utf-8-sig"))))[1:]
    assert [[unescaped(cell) for cell in row] for row in read] == rows
    assert not [cell for row in read for cell in row if cell[:1] in ("=", "@") or cell[:2] in ("-x", "+y")]
    book = as_workbook(["a", "b"], rows, tab="t", author="x")
    assert b"<f>" not in book
    shown = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()[1:]
    assert [[cell for cell in row if cell] for row in shown] == [[c for c in row if c] for row in rows if any(row)] or (
        any(not any(row) for row in rows)
    )
