"""Partners, zones and lists from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.exchange.test_geojson import THREE
from tests.exchange.test_hsds import SAMPLE


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    return Terminal.with_store(tmp_path_factory.mktemp("directory") / "store")


def test_a_directory_is_previewed_brought_in_listed_and_given_away(terminal: Terminal, tmp_path: Path) -> None:
    seen = json.loads(terminal.run("partners", "import", SAMPLE, "--json").out)
    assert (seen["new"], seen["no_id_asked"], seen["unknown"]) == (2, 1, ["Immigration Law"])
    assert json.loads(terminal.run("partners", "list", "--json").out)["total"] == 0
    assert terminal.run("partners", "import", SAMPLE, "--yes").code == 0
    listed = json.loads(terminal.run("partners", "list", "--no-id", "--json").out)
    assert [one["name"] for one in listed["items"]] == ["Casa de la Esquina"]
    out = tmp_path / "ours.zip"
    assert terminal.run("partners", "export", "--out", out).code == 0
    assert json.loads(terminal.run("partners", "import", out, "--json").out)["same"] == 2


def test_zones_come_out_of_a_file(terminal: Terminal) -> None:
    seen = json.loads(terminal.run("zones", "import", THREE, "--json").out)
    assert (seen["named_by"], seen["same"], seen["new"]) == ("community", 3, 0)
    assert json.loads(terminal.run("zones", "list", "--json").out)["total"] == 77
    assert terminal.run("zones", "import", SAMPLE, lang="es").code == 1


def test_names_leave_by_command_only_with_the_number_of_rows(terminal: Terminal, tmp_path: Path) -> None:
    sample = terminal.run("sample", "--households", 3, "--needs", 4, "--volunteers", 2, "--lots", 2, "--seed", 1)
    assert sample.code == 0
    out = tmp_path / "homes.csv"
    assert terminal.run("export", "households", "--out", out, "--reveal").code == 5
    assert not out.exists()
    told = json.loads(terminal.run("export", "households", "--out", out, "--reveal", "--rows", 3, "--json").out)
    assert told["rows"] == 3
    assert out.exists()
    assert terminal.run("export", "households", "--out", terminal.store / "homes.csv").code == 5
