"""One real office carried through the command line: five imports, a plan accepted, a refused and a made release."""

from __future__ import annotations

import csv
import json
import unicodedata
from pathlib import Path

import pytest

from tests.attacks.leaks import files_of, leaks
from tests.cli.terminal import PASSPHRASE, Terminal
from tests.matching.harness import faults
from tests.samples import sample

FILES = ("google-form.csv", "kobo.csv", "odk-central.csv", "airtable-volunteers.csv", "supplies.csv")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A store with everything that people really sent."""
    terminal = Terminal.with_store(tmp_path_factory.mktemp("office") / "store")
    for name in FILES:
        terminal.imports[name] = terminal.json("import", sample(name), "--yes")
    return terminal


def test_a_new_store_says_its_recovery_words_once_and_opens_in_another_process(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "store")
    made = terminal.apart("new", "--coordinator", "Lupe", "--json", lang="es")
    assert made.code == 0
    assert len(json.loads(made.out)["recovery"].split()) == 15
    assert "palabras" in made.err
    assert json.loads(terminal.apart("list", "needs", "--json").out)["total"] == 0
    again = terminal.apart("new", "--coordinator", "Lupe", "--json")
    assert (again.code, json.loads(again.out)["error"]["code"]) == (5, "store_exists")


def test_every_file_says_what_became_of_each_of_its_rows(office: Terminal) -> None:
    for name in FILES:
        done = office.imports[name]
        parts = ("added", "merged", "duplicates", "rejected", "blank")
        assert done["read"] == sum(done[part] for part in parts), name
        assert done["read"] > 0
    google = office.imports["google-form.csv"]
    assert (google["rejected"], google["blank"]) == (1, 1)


def test_the_same_household_is_not_kept_twice(office: Terminal) -> None:
    households = office.json("list", "households")
    counts = json.loads(sample("counts.json").read_text())
    assert 100 <= households["total"] <= counts["households_at_most"]


def test_importing_the_same_files_again_adds_nothing(office: Terminal) -> None:
    before = {kind: office.json("list", kind)["total"] for kind in ("households", "needs", "volunteers", "lots")}
    for name in FILES:
        again = office.json("import", sample(name), "--yes")
        assert (again["added"], again["needs_added"]) == (0, 0), name
    assert before == {kind: office.json("list", kind)["total"] for kind in before}


def test_without_yes_an_import_is_only_a_preview(tmp_path: Path) -> None:
    terminal = Terminal.with_store(tmp_path / "store")
    shown = terminal.json("import", sample("google-form.csv"))
    assert shown["read"] > 100
    assert terminal.json("list", "needs")["total"] == 0


def test_lists_identify_nobody_until_revealed(office: Terminal) -> None:
    names = _names()
    plain = json.dumps(office.json("list", "households"), ensure_ascii=False)
    revealed = json.dumps(office.json("list", "households", "--reveal"), ensure_ascii=False)
    assert not any(name in plain for name in names)
    assert sum(name in revealed for name in names) > 90


def test_a_plan_is_made_accepted_and_listed(office: Terminal) -> None:
    planned = office.json("match", "--accept", "--as-of", "2026-11-23T07:00")
    assert planned["matched"] == planned["accepted"] > 20
    assert 0 <= planned["gap"] <= 0.01
    matches = office.json("list", "matches")
    assert matches["total"] == planned["accepted"]
    assert {item["state"] for item in matches["items"]} == {"accepted"}


def test_the_plan_of_an_exported_problem_keeps_every_rule_and_is_the_same_again(
    office: Terminal, tmp_path: Path
) -> None:
    problem = tmp_path / "problem.json"
    office.json("problem", "--out", problem, "--as-of", "2026-11-23T07:00")
    plans = [tmp_path / "one.json", tmp_path / "two.json"]
    for plan in plans:
        counts = office.json("solve", problem, "--plan", plan, store=False)
        assert counts["gap"] <= 0.01
    assert plans[0].read_bytes() == plans[1].read_bytes()
    assert faults(json.loads(problem.read_text()), json.loads(plans[0].read_text())) == []


def test_an_open_month_is_not_released(office: Terminal, tmp_path: Path) -> None:
    refused = office.run("release", "--period", "2026-11", "--out", tmp_path / "out", "--json")
    assert refused.code == 5
    assert json.loads(refused.out)["error"]["code"] == "period_open"
    assert not (tmp_path / "out").exists()


def test_a_closed_quarter_of_a_sample_office_is_released_and_survives_its_audit(tmp_path: Path) -> None:
    terminal = Terminal.with_store(tmp_path / "store")
    sizes = ("--households", 600, "--needs", 2400, "--volunteers", 10, "--lots", 10)
    terminal.json("sample", *sizes, "--seed", 7, "--until", "2026-10-31", "--months", 12)
    strict = terminal.json("release", "--period", "2025-Q4", "--strict", "--out", tmp_path / "out")
    assert strict["mode"] == "strict"
    recipient = "Concejala Tonantzin Ixquiac"
    made = terminal.json("release", "--period", "2026-Q3", "--out", tmp_path / "out", "--recipient", recipient)
    rows = list(csv.DictReader((Path(made["dir"]) / "data.csv").read_text(encoding="utf-8").splitlines()))
    shown = [row for row in rows if row["flag"] == "value"]
    assert made["published"] == len(shown) > 5
    assert any(row["category"] in ("food", "things") for row in shown)
    assert terminal.run("audit", made["dir"], store=False).code == 0
    assert terminal.json("list", "releases")["total"] == 2
    assert terminal.run("audit", made["dir"], strict["dir"], store=False).code == 0
    month = terminal.run("release", "--period", "2025-11", "--strict", "--out", tmp_path / "out", "--json")
    assert (month.code, json.loads(month.out)["error"]["code"]) == (5, "release_strict_month")
    people = terminal.json("list", "households", "--reveal", "--limit", 600)["items"]
    canaries = {person[name] for person in people for name in ("code", "contact_name", "phone")}
    assert len(canaries) > 1_000
    for given in (made, strict):
        assert leaks(files_of(Path(given["dir"])), {*canaries, recipient, PASSPHRASE, str(tmp_path)}) == []


def _rows(name: str) -> list[list[str]]:
    with sample(name).open(encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened))


def _names() -> list[str]:
    return [name for row in _rows("google-form.csv")[1:] if len(name := row[1].strip()) > 8 and name != "Fila Rota"]


def _spellings(text: str) -> list[bytes]:
    """How a text may lie in a file: UTF-8 and UTF-16, composed and decomposed."""
    forms = {text, unicodedata.normalize("NFD", text)}
    return [form.encode(code) for form in forms for code in ("utf-8", "utf-16-le", "utf-16-be")]


def _canaries() -> list[str]:
    found = set(_names())
    for row in _rows("google-form.csv"):
        found |= {row[2].strip(), row[10].strip()} if len(row) > 10 else set()
    for row in _rows("airtable-volunteers.csv"):
        found |= {row[0], row[1], row[9]}
    return [text for text in found if len(text) >= 9]


def _hits(folder: Path, canaries: list[str]) -> set[str]:
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return {text for text in canaries for form in _spellings(text) if any(form in data for data in files)}


def test_nothing_that_people_wrote_lies_readable_in_the_store(office: Terminal) -> None:
    canaries = _canaries()
    assert len(canaries) > 250
    assert _hits(office.store, canaries) == set()
    planted, text = office.store / "planted.txt", max(canaries)
    planted.write_text(text, encoding="utf-8")
    found = {other for other in canaries if other in text}
    assert _hits(office.store, canaries) == found, "the scan must be able to find something"
    planted.unlink()


def test_a_wrong_passphrase_opens_nothing(office: Terminal) -> None:
    refused = office.run("list", "needs", "--json", passphrase=PASSPHRASE + "x")
    assert refused.code == 3
    assert json.loads(refused.out)["error"]["code"] == "wrong_passphrase"
