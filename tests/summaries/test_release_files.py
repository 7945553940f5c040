from __future__ import annotations

import csv
import hashlib
import io
import json
import re

import numpy as np
import pytest

from mutualaid.exchange.release_folder import write_release_folder
from mutualaid.language.catalog import catalog
from mutualaid.papers.release_content import content
from mutualaid.papers.release_html import summary_html
from mutualaid.records.errors import NoSpace, Refused
from mutualaid.summaries.facts import Geography
from tests.summaries.offices import Office
from tests.summaries.year import geography, make_year

SVG_OR_CELL = re.compile(rb"<(?:text|td)[^>]*>([^<]*)<")


@pytest.fixture(scope="module")
def quarter():
    return Office(make_year(2_000)).files("2026-Q3")


def rows_of(files):
    return list(csv.DictReader(io.StringIO(files["data.csv"].decode(), newline="")))


def test_a_release_has_exactly_these_files(quarter):
    assert sorted(quarter) == [
        "data.csv",
        "how-protected.en.txt",
        "how-protected.es.txt",
        "manifest.json",
        "structure.json",
        "summary.en.html",
        "summary.en.pdf",
        "summary.es.html",
        "summary.es.pdf",
        "summary.xlsx",
    ]


def test_the_data_has_the_columns_of_the_contract(quarter):
    header = quarter["data.csv"].splitlines()[0].decode()
    assert header == "release,table,period,geo,category,language,status,measure,value,flag"
    for row in rows_of(quarter):
        assert (row["flag"], row["value"] == "") in {("value", False), ("hidden", True)}


def test_no_field_of_the_data_begins_like_a_formula(quarter):
    for row in rows_of(quarter):
        assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r")) for value in row.values())


def test_a_language_code_that_looks_like_a_formula_is_made_harmless():
    facts = make_year(2_000)
    facts.language[facts.language == "eng"] = "=1"
    values = {row["language"] for row in rows_of(Office(facts).files("2026"))}
    assert "'=1" in values
    assert "=1" not in values


def test_the_manifest_holds_the_hash_of_every_other_file(quarter):
    listed = json.loads(quarter["manifest.json"])["files"]
    assert set(listed) == set(quarter) - {"manifest.json"}
    for name, entry in listed.items():
        assert entry == {"sha256": hashlib.sha256(quarter[name]).hexdigest(), "bytes": len(quarter[name])}


def test_the_structure_explains_every_code_of_the_data(quarter):
    structure = json.loads(quarter["structure.json"])
    level = structure["classification"]["quarter"]
    tables = {table["name"] for table in structure["tables"]}
    for row in rows_of(quarter):
        assert row["table"] in tables
        assert row["geo"] in {"all", *level["areas"]}
        assert row["language"] in {"all", "other", *level["languages"]}
        families = {code for gathered in level["families"].values() for code in gathered}
        assert row["category"] in {"all", "everyday", "other", *structure["categories"], *families}
        assert row["status"] in {"all", "other", *structure["statuses"]}


def test_pages_need_nothing_from_outside_and_run_nothing(quarter):
    for name in ("summary.en.html", "summary.es.html"):
        page = quarter[name].decode()
        assert "<script" not in page
        assert not re.search(r"(src|href)\s*=", page)
        assert "url(" not in page.replace("url(#", "")
        assert set(re.findall(r"https?://[^\"' ]+", page)) <= {"http://www.w3.org/2000/svg"}


def test_what_is_drawn_is_told_by_a_table_or_by_words(quarter):
    page = quarter["summary.en.html"].decode()
    drawn = re.findall(r"<svg[^>]*>", page)
    assert len(drawn) >= 20
    for one in drawn:
        assert 'aria-hidden="true"' in one or 'role="img"' in one
    assert page.count("<table") >= 7
    assert page.count("<caption") == page.count("<table")
    assert 'th scope="row"' in page
    assert '<html lang="en">' in page


def test_ids_of_the_page_are_unique(quarter):
    ids = re.findall(r' id="([^"]+)"', quarter["summary.en.html"].decode())
    assert len(ids) == len(set(ids))


def test_hidden_bars_have_one_height_and_say_so():
    facts = make_year(5_000)
    few = np.isin(facts.category, ["baby", "clothing"]) & (
        facts.day.astype("datetime64[M]") == np.datetime64("2026-10")
    )
    page = Office(facts.only(~few)).files("2026-10")["summary.en.html"].decode()
    bars = re.findall(r'<rect class="hidden" (width="[^"]*" height="[^"]*")', page)
    assert len(bars) >= 2
    assert len(set(bars)) == 1
    assert "fewer than 11" in page


def test_numbers_in_charts_and_tables_are_published_ones(quarter):
    published = {row["value"] for row in rows_of(quarter)}
    for name in ("summary.en.html", "summary.es.html"):
        shown = [text.decode().strip() for text in SVG_OR_CELL.findall(quarter[name])]
        numbers = [text.replace(",", "") for text in shown if re.fullmatch(r"[\d,]+", text)]
        assert len(numbers) > 50
        assert set(numbers) <= published


def test_a_zone_named_like_markup_is_shown_as_text():
    map_ = geography()
    office = Office(make_year(2_000), Geography(map_.zones, map_.neighbours, {"A01": "<b>&Loop"}))
    page = summary_html(content(office.release("2026"), catalog("en"))).decode()
    assert "&lt;b&gt;&amp;Loop" in page
    assert "<b>&Loop" not in page


def test_a_folder_is_written_whole_with_exactly_the_files(quarter, tmp_path):
    folder = tmp_path / "out" / "release-x"
    write_release_folder(folder, quarter)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == quarter
    assert [path.name for path in folder.parent.iterdir()] == ["release-x"]


def test_a_folder_that_is_there_is_left_alone(tmp_path):
    folder = tmp_path / "release-x"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(Refused) as error:
        write_release_folder(folder, {"data.csv": b"1"})
    assert error.value.code == "release_folder_exists"
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]


def test_a_folder_cannot_be_written_where_a_file_stands(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(NoSpace) as error:
        write_release_folder(tmp_path / "file" / "release-x", {"data.csv": b"1"})
    assert error.value.code == "cannot_read_or_write"


def test_a_file_name_cannot_lead_out_of_the_folder(tmp_path):
    with pytest.raises(ValueError, match="lies in its folder"):
        write_release_folder(tmp_path / "release-x", {"../data.csv": b"1"})


def test_the_structure_says_which_larger_area_each_area_of_a_longer_period_lies_in():
    office = Office(make_year(5_000), papers=False)
    for period in ("2026-12", "2026-Q4", "2026"):
        structure = json.loads(office.files(period)["structure.json"])
    areas, within = structure["classification"], structure["areas_within"]
    assert len(areas["year"]["areas"]) > len(areas["month"]["areas"]) > 1
    for longer, shorter in (("quarter", "month"), ("year", "quarter")):
        for code, zones in areas[longer]["areas"].items():
            assert set(zones) <= set(areas[shorter]["areas"][within[longer][code]])
