"""Bounds of every hidden cell by linear programs, from exported files only."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from mutualaid.summaries.audit import audit
from tests.attacks.naive import naive_folder
from tests.summaries.offices import Office
from tests.summaries.year import make_year

KNOWN = re.compile(r"[^/]+/(.*): (-?[\d.]+) to (-?[\d.]+)")


def exposed(report):
    return [finding for finding in report.findings if finding.kind == "exposed"]


def test_the_attack_recovers_hidden_cells_of_a_naive_export_exactly(tmp_path):
    office = Office(papers=False)
    folder, truth = naive_folder(office, office.release("2026-02"), tmp_path)
    report = audit([folder])
    assert truth
    assert len(exposed(report)) >= 1
    assert not report.ok


def test_the_attack_recovers_a_lone_hidden_cell_of_a_naive_export(tmp_path):
    facts = make_year(5_000)
    office = Office(facts.only(facts.category != "watch"), papers=False)
    folder, truth = naive_folder(office, office.release("2026"), tmp_path)
    known = 0
    for finding in exposed(audit([folder])):
        codes, low, high = KNOWN.fullmatch(finding.detail).groups()
        if low == high:
            known += 1
            assert truth[tuple(codes.split("/"))] == float(low)
    assert known >= 1


def test_no_single_release_exposes_a_hidden_cell(a_year):
    for folder in a_year:
        report = audit([folder])
        assert report.findings == ()


def test_all_releases_of_a_year_together_expose_no_hidden_cell(a_year):
    report = audit(a_year)
    assert report.findings == ()
    assert (report.releases, report.hidden > 10, report.solves > 1) == (17, True, True)


@pytest.mark.parametrize("without", range(0, 17, 4))
def test_all_releases_but_one_expose_no_hidden_cell(a_year, without):
    assert audit([folder for number, folder in enumerate(a_year) if number != without]).ok


def test_a_large_office_withstands_the_attack_month_quarter_and_year(tmp_path):
    office = Office(make_year(5_000), papers=False)
    folders = [office.folder(period, tmp_path) for period in ("2026-10", "2026-11", "2026-12", "2026-Q4", "2026")]
    report = audit(folders)
    assert report.findings == ()
    assert report.published > 400


def test_the_order_of_folders_does_not_matter(a_year):
    assert audit(a_year[::-1]).ok


def edit(folder, old, new, name="data.csv"):
    data = (folder / name).read_bytes()
    assert old in data
    (folder / name).write_bytes(data.replace(old, new, 1))


def test_a_changed_a_missing_and_an_extra_file_are_found(tmp_path):
    office = Office()
    folder = office.folder("2026-10", tmp_path)
    edit(folder, b"0,value", b"5,value")
    (folder / "summary.es.html").unlink()
    (folder / "extra.txt").write_text("x")
    kinds = {finding.kind for finding in audit([folder]).findings}
    assert {"file_changed", "file_missing", "file_unlisted"} <= kinds


def test_a_table_that_the_plan_does_not_list_is_found(tmp_path):
    office = Office()
    folder = office.folder("2026-10", tmp_path)
    release = office.ledger[0].release_id
    with (folder / "data.csv").open("a") as file:
        file.write(f"{release},statuses,2026-10,all,food,spa,open,needs,25,value\r\n")
    assert "table_unlisted" in {finding.kind for finding in audit([folder]).findings}


def test_two_answers_to_one_question_are_found(tmp_path):
    first = Office(seed=1, papers=False).folder("2026-10", tmp_path)
    second = Office(seed=2, papers=False).folder("2026-10", tmp_path)
    assert "answers_differ" in {finding.kind for finding in audit([first, second]).findings}


def test_an_exact_value_is_found(tmp_path):
    folder = Office().folder("2026-10", tmp_path)
    value = next(row["value"] for row in csv.DictReader(io.StringIO((folder / "data.csv").read_text())))
    edit(folder, f",{value},value".encode(), f",{int(value) + 1},value".encode())
    assert "value_too_precise" in {finding.kind for finding in audit([folder]).findings}


def test_classifications_that_differ_within_a_year_are_found(tmp_path):
    office = Office(make_year(5_000), papers=False)
    folders = [office.folder(period, tmp_path) for period in ("2026-10", "2026-11")]
    structure = json.loads((folders[1] / "structure.json").read_text())
    areas = structure["classification"]["month"]["areas"]
    first, second = list(areas)[:2]
    areas[first], areas[second] = areas[second], areas[first]
    (folders[1] / "structure.json").write_text(json.dumps(structure))
    assert "structure_differs" in {finding.kind for finding in audit(folders).findings}
