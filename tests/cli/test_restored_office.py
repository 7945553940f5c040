"""From the command line: an old backup, restored, publishes nothing otherwise than it was published."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path

import pytest

from mutualaid.services.office import create_office, open_office
from mutualaid.services.releases import bring_back
from tests.cli.terminal import PASSPHRASE, Terminal
from tests.cli.test_backup_commands import NEW, descriptors
from tests.services.make import CHEAP


def files(folder: str) -> dict[str, bytes]:
    """A folder's files."""
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def test_a_restored_backup_does_not_republish_differently(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a store named as people name it, by a path from here
    monkeypatch.setattr("mutualaid.vault.ways.calibrate", lambda: CHEAP)
    office, words = create_office(Path("store"), passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    office.close()
    terminal, restored = Terminal(Path("store")), Terminal(Path("restored"))
    sizes = ("--households", 150, "--needs", 700, "--volunteers", 1, "--lots", 1)
    terminal.json("sample", *sizes, "--seed", 7, "--until", "2026-10-31", "--months", 12)

    first = terminal.run("release", "--period", "2026-08", "--out", "out", "--recipient", "The Fund", "--json")
    august = json.loads(first.out)
    assert august["dir"] == str(Path("out") / f"release-{august['id']}")
    assert {"What is published", "What is never published"} <= set(first.err.splitlines())
    terminal.json("backup", "--out", "old.backup")
    second = terminal.run("release", "--period", "2026-09", "--out", "out", "--recipient", "The Fund", "--json")
    september = json.loads(second.out)
    assert "What is published" not in second.err, "said when it is about to be frozen, and then no more"

    with ExitStack() as stack:
        options = stack.enter_context(descriptors(recovery_fd=words, new_passphrase_fd=NEW))
        done = terminal.run("restore", "old.backup", "restored", *options, store=False)
        assert done.code == 0, done.err

    def released(*given: str) -> tuple[int, dict[str, object], str]:
        done = restored.run("release", *given, "--json", passphrase=NEW)
        return done.code, json.loads(done.out), done.err

    code, answer, told = released("--period", "2026-09", "--out", "again")
    assert code == 5
    assert not Path("again").exists()
    assert isinstance(answer["error"], dict)
    assert answer["error"]["code"] == "release_unknown_past"
    assert answer["error"]["instead"] == [{"period": "2026-08", "strict": False}]
    assert "--period 2026-08  August 2026" in told
    code, answer, _ = released("--period", "2026-08", "--out", "again")
    assert code == 0
    assert files(str(answer["dir"])) == files(august["dir"])

    office = open_office(Path("restored"), passphrase=NEW)
    bring_back(office, folder=Path(september["dir"]))
    office.close()
    code, answer, _ = released("--period", "2026-09", "--out", "again", "--recipient", "Alderperson Ruiz")
    assert code == 0
    assert files(str(answer["dir"])) == files(september["dir"])
    assert restored.run("verify", passphrase=NEW).code == 0

    listed = json.loads(restored.run("list", "releases", "--json", passphrase=NEW).out)["items"]
    assert [(row["period"], row["mode"], row["handed"]) for row in listed] == [
        ("2026-08", "usual", 2), ("2026-09", "usual", 1),
    ]  # fmt: skip
    assert all("recipients" not in row for row in listed)
    revealed = json.loads(restored.run("list", "releases", "--json", "--reveal", passphrase=NEW).out)["items"]
    assert [row["recipients"] for row in revealed] == [["The Fund"], ["Alderperson Ruiz"]]
