"""Whole offices released on the command line, by a user whose name, home and place must be nowhere: three sizes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from mutualaid.services.release_assembly import rendered
from tests.attacks.leaks import files_of, leaks
from tests.cli.terminal import PASSPHRASE, Terminal
from tests.exchange.releases import release_of

SIZES = {600: 2_400, 5_000: 20_000, 50_000: 200_000}
USER = "tonantzin-ixquiac"
HARD = {
    "quotes": "Calle \"Ocho\" y 'Nueve'",
    "markup": "<b>Loop</b> & <script>alert(1)</script>",
    "emoji": "🌽🫔 La Villita 🎉",
    "right to left": "شيكاغو الجنوبية",
    "long": "Nombre muy largo " * 12,
    "formula": "=SUM(A1)",
}


@pytest.fixture(scope="module", params=SIZES)
def office(request, tmp_path_factory) -> Terminal:
    """A sampled office of so many households over two years, one to be released either way."""
    terminal = Terminal.with_store(tmp_path_factory.mktemp("office") / "store")
    sizes = ("--households", request.param, "--needs", SIZES[request.param], "--volunteers", 5, "--lots", 5)
    terminal.json("sample", *sizes, "--seed", 7, "--until", "2026-10-31", "--months", 22)
    return terminal


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("periods", "words", "lang"),
    [(("2025-Q3", "2025"), ("--strict",), "es"), (("2026-Q3", "2026-09", "2026-10"), (), "en")],
    ids=["strict", "usual"],  # in this order: areas that were chosen by looking at a year end its strict option
)
def test_nothing_of_the_maker_or_of_anybody_is_in_any_file(office, periods, words, lang, tmp_path, monkeypatch):
    home = tmp_path / USER
    home.mkdir()
    surroundings = {"USER": USER, "LOGNAME": USER, "HOME": str(home), "TZ": "Pacific/Chatham", "TMPDIR": str(home)}
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    people = office.json("list", "households", "--reveal", "--limit", 50_000)["items"]
    secrets = {person[name] for person in people for name in ("code", "contact_name", "phone") if len(person[name]) > 5}
    secrets |= {USER, str(home), PASSPHRASE, "Concejala Citlali"}
    searched = 0
    for period in periods:
        out = tmp_path / f"out-{period}"
        done = office.apart(
            "release", "--period", period, "--out", out, "--recipient", "Concejala Citlali", "--json", *words, lang=lang
        )
        assert done.code == 0, done.err
        files = files_of(Path(json.loads(done.out)["dir"]))
        assert leaks(files, secrets) == []
        searched += len(files)
        again = office.apart("release", "--period", period, "--out", tmp_path / f"again-{period}", "--json", *words)
        assert files_of(Path(json.loads(again.out)["dir"])) == files, "the same bytes, whoever asks again"
        assert not [path for path in out.iterdir() if path.name.startswith(".")]
    print(f"\n{len(people)} households, {len(secrets)} secrets, {searched} files searched: nothing found")


@pytest.mark.campaign
def test_hard_names_open_in_every_file():
    files = rendered(release_of(HARD))
    assert leaks(files) == []
    assert json.loads(files["structure.json"])["zones"] == HARD
    assert len(list(csv.DictReader(io.StringIO(files["data.csv"].decode(), newline="")))) > 50


@pytest.mark.campaign
@pytest.mark.parametrize("areas", [1, 12, 77])
def test_any_number_of_areas_is_rendered_and_says_nothing_more(areas):
    zones = {f"z{number:02d}": f"Vecindario {number}" for number in range(1, areas + 1)}
    assert leaks(rendered(release_of(zones))) == []


@pytest.mark.campaign
def test_a_release_of_its_totals_only_is_rendered_and_says_nothing_more():
    assert leaks(rendered(release_of(HARD, tables=lambda name: name == "totals"))) == []
