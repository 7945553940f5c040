from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil

import pytest

from mutualaid.exchange.release_files import release_files, with_manifest
from mutualaid.exchange.release_folder import write_release_folder
from mutualaid.summaries.audit import audit
from mutualaid.summaries.strict.making import ROUNDING
from tests.summaries.test_strict_release import QUARTERS, StrictOffice
from tests.summaries.year import make_year


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    return published(StrictOffice(make_year(700)), [*QUARTERS, "2026"], tmp_path_factory.mktemp("year"))


@pytest.fixture
def folders(year, tmp_path):
    """A strict year's folders, to be altered."""
    return [shutil.copytree(folder, tmp_path / folder.name) for folder in year]


def published(office, periods, out, **how):
    made = []
    for period in periods:
        release = office.release(period, **how)
        made.append(out / f"{release.release_id}-{len(office.ledger)}")
        write_release_folder(made[-1], with_manifest(release, release_files(release)))
    return made


def kinds(folders):
    return {finding.kind for finding in audit(folders).findings}


def altered(folder, name, change):
    """Change a file of a folder, and the manifest with it: as somebody would who made the release wrongly."""
    path = folder / name
    path.write_bytes(change(path.read_bytes()))
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][name]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


def with_rules(**changes):
    def change(data):
        structure = json.loads(data)
        structure["rules"].update(changes)
        return json.dumps(structure).encode()

    return change


def with_row(number, **changes):
    def change(data):
        rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
        rows[number].update(changes)
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue().encode()

    return change


def test_a_strict_year_is_well(folders):
    report = audit(folders)
    assert report.findings == ()
    assert report.releases == 5
    assert report.published > 60


def test_one_release_too_many_for_the_budget_is_found(folders, tmp_path):
    second = published(StrictOffice(make_year(700), seed=2), ["2026-Q1"], tmp_path)
    assert {"budget_exceeded", "answers_differ"} <= kinds([*folders, *second])


def test_the_same_folder_twice_is_paid_for_once(folders):
    assert kinds([*folders, folders[0]]) == set()


def test_half_the_noise_for_the_same_price_is_found(folders):
    rules = json.loads((folders[0] / "structure.json").read_text())["rules"]
    half = [{**each, "variance": "10"} for each in rules["noise_by_table"]]
    altered(folders[0], "structure.json", with_rules(noise_by_table=half))
    assert kinds(folders) == {"noise_too_small"}


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"value": "1001"}, "value_too_precise"),
        ({"value": str(ROUNDING)}, "value_implausible"),
        ({"table": "areas_by_category", "geo": "quarter-01", "category": "food"}, "table_unlisted"),
        ({"table": "months", "period": "2026-11"}, "table_unlisted"),
    ],
)
def test_what_the_strict_plan_cannot_say_is_found(folders, changes, kind):
    altered(folders[0], "data.csv", with_row(1, **changes))
    assert kind in kinds(folders)


def test_more_households_of_a_kind_than_of_all_kinds_is_found(folders):
    rows = list(csv.DictReader(io.StringIO((folders[0] / "data.csv").read_text(), newline="")))
    number = next(number for number, row in enumerate(rows) if row["table"] == "languages")
    altered(folders[0], "data.csv", with_row(number, value="9000", flag="value"))
    assert kinds(folders) == {"value_implausible"}


def test_a_usual_release_beside_strict_ones_is_found(folders, tmp_path):
    usual = published(StrictOffice(make_year(700)), ["2026-Q1"], tmp_path / "usual", strict=False)
    assert "ways_mixed" in kinds([*folders, *usual])


def test_a_strict_folder_without_its_terms_is_no_release(folders):
    altered(folders[0], "structure.json", with_rules(rho_paid="much"))
    assert "structure_unreadable" in kinds(folders)
