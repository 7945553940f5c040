"""`audit` on folders of other groups, on broken ones, and on releases with a leak planted in them."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil

import pytest

from mutualaid.progress import Cancelled, Progress
from mutualaid.summaries.audit import audit
from tests.attacks.handmade import cross, folder
from tests.cli.terminal import Terminal
from tests.summaries.offices import Office
from tests.summaries.year import make_year

COLUMNS = ("geo", "category", "language", "status", "measure")
COUNTS = {
    "north": {"food": 40, "ride": 3, "legal": 25},
    "south": {"food": 31, "ride": 19, "legal": 14},
    "west": {"food": 22, "ride": 15, "legal": 60},
}


def kinds(*folders):
    return {finding.kind for finding in audit(folders).findings}


def recovered(report):
    """What hidden numbers are known exactly: codes and value."""
    told = [re.fullmatch(r"(.*): (.*) to (.*)", one.detail) for one in report.findings if one.kind == "exposed"]
    return {each[1]: float(each[2]) for each in told if each[2] == each[3]}


def test_a_hidden_number_beside_exact_totals_is_recovered_from_data_csv_alone(tmp_path):
    report = audit([folder(tmp_path, cross(COUNTS))])
    assert recovered(report) == {"/2026-10/north/ride/all/all/needs": 3.0}
    assert (report.releases, report.ours, report.published, report.hidden) == (1, 0, 15, 1)


def test_four_hidden_numbers_in_a_square_are_bounded_by_what_is_left_of_their_totals(tmp_path):
    rows = [
        (*codes, None if codes[1] in ("north", "south") and codes[2] in ("food", "ride") else value)
        for *codes, value in cross(COUNTS, least=0)
    ]
    found = audit([folder(tmp_path, rows)])
    assert not recovered(found)
    narrow = [one.detail for one in found.findings if one.kind == "exposed"]
    # 43 and 50 in the rows, 71 and 22 in the columns: a table is known but for one number between 0 and 22.
    assert any(re.search(r"north/food.*: 21.0 to 43.0", detail) for detail in narrow)


def test_complementary_suppression_with_room_is_not_called_a_leak(tmp_path):
    rows = [
        ("2026-10", "north", "food", None), ("2026-10", "north", "ride", None), ("2026-10", "north", "all", 45),
        ("2026-10", "south", "food", None), ("2026-10", "south", "ride", None), ("2026-10", "south", "all", 45),
        ("2026-10", "all", "food", 45), ("2026-10", "all", "ride", 45), ("2026-10", "all", "all", 90),
    ]  # fmt: skip
    assert audit([folder(tmp_path, rows)]).findings == ()


def test_numbers_with_a_stated_margin_are_judged_by_it(tmp_path):
    wide = folder(tmp_path, cross(COUNTS), structure={"rules": {"margin": 6}}, name="wide")
    assert audit([wide]).ok
    narrow = folder(tmp_path, cross(COUNTS), structure={"rules": {"margin": 1}}, name="narrow")
    assert kinds(narrow) == {"exposed"}


def test_a_month_and_its_quarter_give_the_hidden_month_away(tmp_path):
    rows = [("2026-Q4", "all", "food", 100), ("2026-10", "all", "food", 52), ("2026-11", "all", "food", 40)]
    report = audit([folder(tmp_path, [*rows, ("2026-12", "all", "food", None)])])
    assert recovered(report) == {"/2026-12/all/food/all/all/needs": 8.0}


def test_folders_are_attacked_together(tmp_path):
    apart = [
        folder(tmp_path, [("2026-Q4", "all", "food", 100), ("2026-12", "all", "food", None)], name="a"),
        folder(tmp_path, [("2026-10", "all", "food", 52), ("2026-11", "all", "food", 40)], name="b"),
    ]
    assert audit(apart[:1]).ok
    assert recovered(audit(apart)) == {"/2026-12/all/food/all/all/needs": 8.0}


def test_a_second_answer_to_a_question_is_found_and_both_are_told(tmp_path):
    weeks = [folder(tmp_path, [("2026", "all", "food", value)], name=str(value)) for value in (41, 42)]
    assert [one.detail for one in audit(weeks).findings] == ["/2026/all/food/all/all/needs: 41 / 42"]


def test_two_numbers_that_differ_by_few_are_found(tmp_path):
    rows = [("2026-10", "all", "all", 80), ("2026-10", "all", "food", 77), ("2026-10", "north", "all", 40)]
    assert [one.detail for one in audit([folder(tmp_path, rows)]).findings if one.kind == "close_pair"] == [
        "/2026-10/all/food/all/all/needs 77, /2026-10/all/all/all/all/needs 80"
    ]


def test_a_small_number_that_is_shown_is_found(tmp_path):
    assert kinds(folder(tmp_path, [("2026-10", "north", "food", 4), ("2026-10", "south", "food", 0)])) == {
        "small_shown"
    }


def test_parts_that_are_more_than_their_total_are_a_contradiction(tmp_path):
    rows = [("2026-10", "north", "all", 40), ("2026-10", "south", "all", 50), ("2026-10", "all", "all", 70)]
    assert "contradiction" in kinds(folder(tmp_path, rows))


def test_something_unlisted_may_be_in_a_total_without_being_a_contradiction(tmp_path):
    rows = [("2026-10", "north", "all", 40), ("2026-10", "south", "all", 50), ("2026-10", "all", "all", 120)]
    assert audit([folder(tmp_path, rows)]).ok


def test_tables_that_cross_everything_are_judged_while_they_are_small(tmp_path):
    columns = ("period", "geo", "language", "status", "value")
    rows = [("2026", g, m, s, 20) for g in "ab" for m in "xy" for s in ("open", "closed")]
    rows[0] = (*rows[0][:4], None)
    rows += [("2026", "a", "x", "all", 23), ("2026", "all", "all", "all", 143)]
    assert recovered(audit([folder(tmp_path, rows, columns)])) == {"/2026/a/all/x/open/needs": 3.0}


def test_large_tables_around_the_kind_of_help_are_judged_as_exactly_as_small_ones(tmp_path, monkeypatch):
    monkeypatch.setattr("mutualaid.summaries.audit_joint.MOST_COLUMNS", 1)
    report = audit([folder(tmp_path, cross(COUNTS))])
    assert recovered(report) == {"/2026-10/north/ride/all/all/needs": 3.0}


def test_what_fits_no_star_is_told_as_not_judged(tmp_path, monkeypatch):
    monkeypatch.setattr("mutualaid.summaries.audit_joint.MOST_COLUMNS", 1)
    columns = ("table", "period", "geo", "category", "language", "value")
    rows = [(f"t{g}", "2026", g, "food", "all", 20) for g in "ab"] + [("odd", "2026", "a", "food", "spa", 30)]
    assert "not_judged" in kinds(folder(tmp_path, rows, columns))


BROKEN = {
    "no such folder": (None, "folder_missing"),
    "an empty folder": ({}, "data_missing"),
    "an empty file": ({"data.csv": b""}, "columns_missing"),
    "no rows": ({"data.csv": b"period,geo,value\r\n"}, "data_missing"),
    "columns missing": ({"data.csv": b"month,count\r\n1,2\r\n"}, "columns_missing"),
    "another encoding": ({"data.csv": "period,geo,value\r\n2026,Peñasco,12\r\n".encode("latin-1")}, "not_utf8"),
    "two-byte letters": ({"data.csv": "period,geo,value\r\n2026,a,12\r\n".encode("utf-16")}, "not_utf8"),
    "not a number": ({"data.csv": b"period,geo,value\r\n2026,a,NaN\r\n"}, "value_not_whole"),
    "a negative": ({"data.csv": b"period,geo,value\r\n2026,a,-4\r\n"}, "value_not_whole"),
    "a fraction": ({"data.csv": b"period,geo,value\r\n2026,a,4.5\r\n"}, "value_not_whole"),
    "a formula as a value": ({"data.csv": b"period,geo,value\r\n2026,a,=1+1\r\n"}, "value_not_whole"),
    "a formula as a code": ({"data.csv": b"period,geo,value\r\n2026,=cmd|x,14\r\n"}, "formula"),
    "a row cut short": ({"data.csv": b"period,geo,value\r\n2026,a,30\r\n2026,b"}, "row_unreadable"),
    "a row too long": ({"data.csv": b"period,geo,value\r\n2026,a,30,4\r\n"}, "row_unreadable"),
    "a quote left open": ({"data.csv": b'period,geo,value\r\n2026,"a,30\r\n' + b"x" * 200_000}, "row_unreadable"),
    "zero bytes": ({"data.csv": b"\0" * 4000}, "columns_missing"),
    "a structure cut short": ({"data.csv": b"period,geo,value\r\n2026,a,30\r\n", "structure.json": b'{"a'}, "file_cut"),
    "a structure that is a list": (
        {"data.csv": b"period,geo,value\r\n2026,a,30\r\n", "structure.json": b"[1]"},
        "file_cut",
    ),
    "deep brackets": (
        {"data.csv": b"period,geo,value\r\n2026,a,30\r\n", "structure.json": b"[" * 200_000},
        "file_cut",
    ),
    "a structure that explains nothing": (
        {
            "data.csv": b"period,geo,value\r\n2026,a,30\r\n",
            "structure.json": b'{"plan_version": "1", "classification": {"month": 3}}',
        },
        "structure_unreadable",
    ),
    "a manifest of another kind": (
        {"data.csv": b"period,geo,value\r\n2026,a,30\r\n", "manifest.json": b'{"files": 4}'},
        "file_cut",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_cannot_be_read_is_told_in_a_sentence_and_nothing_is_raised(case, tmp_path):
    files, kind = BROKEN[case]
    broken = tmp_path / "broken"
    if files is not None:
        broken.mkdir()
        for name, data in files.items():
            (broken / name).write_bytes(data)
    whole = folder(tmp_path, cross(COUNTS))
    report = audit([broken, whole])
    assert kind in {finding.kind for finding in report.findings}
    assert recovered(report), "the folder that can be read is attacked all the same"


def test_a_file_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("mutualaid.summaries.audit_reading.MOST_BYTES", 100)
    assert "file_too_large" in kinds(folder(tmp_path, cross(COUNTS)))


def test_a_table_of_too_many_rows_is_read_so_far(tmp_path, monkeypatch):
    monkeypatch.setattr("mutualaid.summaries.audit_reading.MOST_ROWS", 5)
    assert "file_too_large" in kinds(folder(tmp_path, cross(COUNTS)))


def test_semicolons_tabs_and_a_mark_of_the_encoding_are_what_spreadsheets_write(tmp_path):
    for name, separator in (("a", ";"), ("b", "\t")):
        made = folder(tmp_path, cross(COUNTS), name=name)
        text = (made / "data.csv").read_text().replace(",", separator)
        (made / "data.csv").write_bytes(text.encode("utf-8-sig"))
        assert recovered(audit([made])) == {"/2026-10/north/ride/all/all/needs": 3.0}


def test_one_folder_named_twice_counts_once_and_is_noted(tmp_path):
    rows = [("2026", "all", "all", 900)]
    made = folder(tmp_path, rows)
    copy = shutil.copytree(made, tmp_path / "copy")
    report = audit([made, made, copy])
    assert (report.ok, report.releases, [note.kind for note in report.notes].count("folder_repeated")) == (True, 1, 2)


def test_hundreds_of_folders_are_read_and_attacked_together(tmp_path):
    made = [folder(tmp_path, [(f"{year}", "all", "food", 500)], name=str(year)) for year in range(1700, 1900)]
    report = audit(made)
    assert (report.ok, report.releases) == (True, 200)


def test_an_audit_can_be_stopped(tmp_path):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        audit([folder(tmp_path, cross(COUNTS))], progress=progress)


# The command.


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_command_tells_the_recovered_numbers_in_words_in_at_most_a_screenful(tmp_path, lang):
    many = {f"area{n}": {"food": 30 + n, "ride": 3, "legal": 25} for n in range(60)}
    made = folder(tmp_path, [row for row in cross(many) if not (row[1] == "all" and row[2] == "ride")])
    told = Terminal(tmp_path).run("audit", made, store=False, lang=lang)
    assert told.code == 1
    lines = told.out.splitlines()
    assert len(lines) < 24
    assert ("Comida" if lang == "es" else "Food") in told.out or ("Transporte" if lang == "es" else "Ride") in told.out
    whole = json.loads(Terminal(tmp_path).run("audit", made, "--json", store=False).out)
    assert sum(found["code"] == "exposed" for found in whole["findings"]) == 60
    assert {"releases", "published", "hidden", "findings"} <= set(whole)


def test_the_command_ends_with_zero_only_when_nothing_is_wrong(tmp_path):
    fine = folder(tmp_path, [("2026", "all", "all", 900)], name="fine")
    for folders, code in (([fine], 0), ([fine, tmp_path / "none"], 1), ([], 2)):
        assert Terminal(tmp_path).run("audit", *folders, store=False).code == code


# Leaks planted in our own releases.


def planted(path, out, name, change):
    """A copy of a release whose data.csv was changed before its manifest was made, as by a program with a bug."""
    import hashlib

    made = shutil.copytree(path, out / name)
    rows = list(csv.reader(io.StringIO((made / "data.csv").read_text(), newline="")))
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(change(rows))
    (made / "data.csv").write_bytes(text.getvalue().encode())
    manifest = json.loads((made / "manifest.json").read_text())
    manifest["files"]["data.csv"]["sha256"] = hashlib.sha256((made / "data.csv").read_bytes()).hexdigest()
    (made / "manifest.json").write_text(json.dumps(manifest))
    return made


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """One month of an office of 2,000, with hidden cells; its folder and the facts."""
    office = Office(make_year(2_000), papers=False)
    made = office.folder("2026-10", tmp_path_factory.mktemp("clean"))
    assert audit([made]).ok
    return made


def with_value(number, value):
    def change(rows):
        return [[*row[:8], str(value), "value"] if n == number else row for n, row in enumerate(rows)]

    return change


def found_of_planted(clean, place, step):
    """By kind of leak: how many were planted in published numbers, and how many the audit found."""
    rows = list(csv.reader(io.StringIO((clean / "data.csv").read_text(), newline="")))
    shown = [number for number, row in enumerate(rows) if row[9] == "value"][::step]

    def again(n, given):
        return [*given, [*given[n][:8], str(int(given[n][8]) + 5), "value"]]

    def crossed(name, given):
        at = COLUMNS.index(name)
        codes = ["all", "all", "all", "open", "needs"]
        codes[at] = {"geo": "month-01", "language": "spa", "category": "legal"}[name]
        return [*given, [rows[1][0], "statuses", "2026-10", *codes, "25", "value"]]

    leaks = {
        "value_too_precise": [with_value(n, int(rows[n][8]) + more) for n in shown for more in (1, 2, 3, 4)]
        + [with_value(n, 0) for n in shown],
        "answers_differ": [lambda given, n=n: again(n, given) for n in shown],
        "contradiction": [with_value(n, int(rows[n][8]) + 400) for n in shown],
        "table_unlisted": [lambda given, name=name: crossed(name, given) for name in ("geo", "category", "language")],
    }
    return {
        kind: (
            sum(kind in kinds(planted(clean, place, f"{kind}{n}", change)) for n, change in enumerate(changes)),
            len(changes),
        )
        for kind, changes in leaks.items()
    }


def test_leaks_planted_in_a_release_are_found(clean, tmp_path):
    """Numbers made exact, a second answer to a question, numbers that cannot be, tables that the plan does not have."""
    for kind, (found, of) in found_of_planted(clean, tmp_path, 7).items():
        assert found == of > 2, kind


@pytest.mark.campaign
def test_every_leak_planted_in_a_release_is_found(clean, tmp_path, capsys):
    told = found_of_planted(clean, tmp_path, 1)
    with capsys.disabled():
        print(f"\nplanted leaks found: { {kind: f'{found} of {of}' for kind, (found, of) in told.items()} }")
    assert all(found == of for kind, (found, of) in told.items() if kind != "contradiction")
    found, of = told["contradiction"]
    assert found > 0.9 * of


@pytest.mark.campaign
def test_hidden_numbers_of_a_naive_export_that_are_shown_by_mistake_are_found(tmp_path, capsys):
    """One hidden number after another is shown exactly, and the audit names it, unless nobody is behind it."""
    from tests.attacks.naive import naive_folder

    office = Office(make_year(2_000), papers=False)
    exact, truth = naive_folder(office, office.release("2026-10"), tmp_path)
    rows = list(csv.reader(io.StringIO((exact / "data.csv").read_text(), newline="")))
    (exact / "structure.json").unlink()
    (exact / "manifest.json").write_text('{"files": {"data.csv": {}}}')
    hidden = [n for n, row in enumerate(rows) if row[9:] == ["hidden"] and 0 < truth[tuple(row[2:8])] < 11][::4]
    found = 0
    for n in hidden:
        made = planted(exact, tmp_path, f"shown{n}", with_value(n, truth[tuple(rows[n][2:8])]))
        found += any(one.kind == "small_shown" for one in audit([made]).findings)
    with capsys.disabled():
        print(f"\nhidden numbers shown by mistake: {found} of {len(hidden)} found")
    assert found == len(hidden) > 5
