"""Every command as its contract says: help in both languages, exit codes, and nothing left behind by a refusal."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mutualaid.cli.main import COMMANDS, run
from mutualaid.language.catalog import catalog
from mutualaid.services.office import create_office
from tests.cli.terminal import CHEAP, PASSPHRASE, Ran, Terminal

OF_THIS_ISSUE = {
    "demo", "new", "sample", "import", "list", "search", "problem", "solve", "match", "release", "audit", "verify",
    "template",
}  # fmt: skip
SIZES = ("--households", 6, "--needs", 12, "--volunteers", 5, "--lots", 6, "--seed", 4)


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    terminal = Terminal.with_store(tmp_path_factory.mktemp("commands") / "store")
    terminal.json("sample", *SIZES)
    return terminal


@pytest.fixture
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """`new` derives its keys at the least cost."""
    monkeypatch.setattr("mutualaid.vault.keyfile.calibrate", lambda: CHEAP)


def refused(done: Ran, exit_code: int, code: str) -> None:
    """The command ended so, with its sentence in its JSON and as the last line said."""
    assert done.code == exit_code, done.err
    error = json.loads(done.out)["error"]
    assert error["code"] == code
    assert done.err.strip().splitlines()[-1] == error["message"]


@pytest.mark.parametrize("command", sorted(OF_THIS_ISSUE))
def test_every_command_says_how_it_is_used_in_both_languages(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for language in ("en", "es"):
        with pytest.raises(SystemExit) as ended:
            run([command, "--help", "--lang", language])
        assert ended.value.code == 0
        said.append(" ".join(capsys.readouterr().out.split()))
    line = COMMANDS[command][1]
    assert line in said[0]
    assert catalog("es").tr(line) in said[1]
    assert catalog("es").tr(line) != line
    for english in ("usage:", "positional arguments", "options:", "show this help"):
        assert english not in said[1]


def test_options_go_before_the_command_and_after_it(terminal: Terminal) -> None:
    after = terminal.json("list", "needs", "--limit", 3)
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE.encode() + b"\n")
    os.close(writing)
    line = [
        "--lang=es",
        "--json",
        "--passphrase-fd",
        str(reading),
        "list",
        "--limit",
        "3",
        str(terminal.store),
        "needs",
    ]
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        assert run(line) == 0
    os.close(reading)
    assert json.loads(out.getvalue()) == after


def test_no_words_at_all_and_unfinished_options_are_usage(capsys: pytest.CaptureFixture[str]) -> None:
    for line in ([], ["--lang"], ["--lang", "fr"], ["bundle", "x"], ["list"], ["list", "--jso", "STORE", "needs"]):
        assert run(line) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_what_is_searched_for_is_never_taken_for_an_option(terminal: Terminal) -> None:
    done = terminal.run("search", "--", "--json")
    assert (done.code, done.out) == (2, done.out)


@pytest.mark.parametrize("descriptor", ["-1", "77", "99999999999999999999"])
def test_a_descriptor_that_cannot_be_read_is_usage(
    terminal: Terminal, descriptor: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["list", str(terminal.store), "needs", "--passphrase-fd", descriptor, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "passphrase_descriptor_unreadable"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--months", 10**9), "sample_dates_out_of_range"),
        (("--until", "0001-01-05"), "sample_dates_out_of_range"),
        (("--until", "9999-12-31"), "sample_dates_out_of_range"),
        (("--months", 0), "sample_sizes_wrong"),
    ],
)
def test_a_sample_outside_the_calendar_is_usage(terminal: Terminal, words: tuple[object, ...], code: str) -> None:
    refused(terminal.run("sample", *SIZES, *words, "--json"), 2, code)


@pytest.mark.parametrize("moment", ["9999-12-31T00:00", "0001-01-01T00:00", "0001-01-01T00:00+14:00"])
def test_a_plan_outside_the_calendar_is_usage(terminal: Terminal, tmp_path: Path, moment: str) -> None:
    refused(terminal.run("match", "--as-of", moment, "--json"), 2, "moment_out_of_range")
    refused(
        terminal.run("problem", "--out", tmp_path / "p.json", "--as-of", moment, "--json"), 2, "moment_out_of_range"
    )


def test_a_moment_may_name_its_time_zone(terminal: Terminal, tmp_path: Path) -> None:
    here = datetime(2026, 11, 23, 7)
    terminal.json("problem", "--out", tmp_path / "here.json", "--as-of", here.isoformat())
    away = here.astimezone(UTC).isoformat()
    terminal.json("problem", "--out", tmp_path / "away.json", "--as-of", away)
    assert (tmp_path / "here.json").read_bytes() == (tmp_path / "away.json").read_bytes()


def test_what_anyone_can_read_is_not_written_into_the_store(terminal: Terminal, tmp_path: Path) -> None:
    before = sorted(path.name for path in terminal.store.iterdir())
    link = tmp_path / "link"
    link.symlink_to(terminal.store)
    for folder in (terminal.store, link):
        refused(terminal.run("problem", "--out", folder / "p.json", "--json"), 5, "target_in_store")
        refused(terminal.run("release", "--period", "2025", "--out", folder / "r", "--json"), 5, "target_in_store")
    assert sorted(path.name for path in terminal.store.iterdir()) == before


def test_a_plan_does_not_take_the_place_of_its_problem(terminal: Terminal, tmp_path: Path) -> None:
    problem = tmp_path / "p.json"
    terminal.json("problem", "--out", problem)
    before = problem.read_bytes()
    refused(terminal.run("solve", problem, "--plan", problem, "--json", store=False), 5, "target_exists")
    assert problem.read_bytes() == before


@pytest.mark.parametrize("give", ["nan", "inf", "-0.1", "2"])
def test_more_than_everything_cannot_be_given_up(terminal: Terminal, tmp_path: Path, give: str) -> None:
    problem = tmp_path / "p.json"
    terminal.json("problem", "--out", problem)
    done = terminal.run("solve", problem, "--plan", tmp_path / "q.json", f"--give={give}", "--json", store=False)
    refused(done, 1, "give_out_of_range")
    assert not (tmp_path / "q.json").exists()


def test_lists_tell_no_source_and_reveal_it_when_asked(terminal: Terminal) -> None:
    plain, told = terminal.json("list", "lots"), terminal.json("list", "lots", "--reveal")
    assert not any("source" in item for item in plain["items"])
    assert all("source" in item for item in told["items"])
    assert plain["total"] == told["total"] == 6


def test_a_list_below_nothing_is_usage(terminal: Terminal) -> None:
    assert terminal.run("list", "needs", "--limit", -1).code == 2
    assert terminal.json("list", "needs", "--limit", 0) == {"items": [], "total": 12}


def test_search_takes_whatever_is_typed(terminal: Terminal) -> None:
    for text in ("\"' OR 1=1 --", "a" * 100_000, "NEAR(", "\udcff", "\0", "  ", "Ｎ*", "😀" * 50):
        found = terminal.json("search", text)
        assert found["total"] == len(found["items"])


def test_a_path_that_is_no_text_is_still_answered(tmp_path: Path, cheap_keys: None) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    create_office(folder, passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)[0].close()
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE.encode() + b"\n")
    os.close(writing)
    done = subprocess.run(
        [sys.executable, "-m", "mutualaid", "verify", os.fsencode(folder), "--json", "--passphrase-fd", str(reading)],
        pass_fds=(reading,), capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    os.close(reading)
    assert (done.returncode, json.loads(done.stdout)["findings"]) == (0, [])


def test_recovery_words_that_cannot_be_written_leave_no_store_behind(tmp_path: Path, cheap_keys: None) -> None:
    for folder in (tmp_path / "store", tmp_path / "there", tmp_path / "link"):
        if folder.name == "there":
            folder.mkdir()
        if folder.name == "link":
            (tmp_path / "real").mkdir()
            folder.symlink_to(tmp_path / "real")
        sheet = tmp_path / "nowhere" / "words.txt"
        done = Terminal(folder).run("new", "--coordinator", "Lupe", "--recovery-out", sheet, "--json")
        refused(done, 7, "cannot_read_or_write")
        assert not folder.exists() or list(folder.iterdir()) == []
    assert (tmp_path / "there").is_dir(), "a folder that was there stays"


def test_recovery_words_lie_where_they_were_asked_for_and_nowhere_else(tmp_path: Path, cheap_keys: None) -> None:
    sheet = tmp_path / "words.txt"
    made = Terminal(tmp_path / "store").json("new", "--coordinator", "Lupe", "--recovery-out", sheet)
    assert sheet.read_text(encoding="utf-8").split() == made["recovery"].split()
    inside = tmp_path / "other" / "words.txt"
    done = Terminal(tmp_path / "other").run("new", "--coordinator", "Lupe", "--recovery-out", inside, "--json")
    refused(done, 5, "recovery_inside_store")
    taken = Terminal(tmp_path / "other").run("new", "--coordinator", "Lupe", "--recovery-out", sheet, "--json")
    refused(taken, 5, "target_exists")
    assert not (tmp_path / "other").exists()


def test_a_folder_with_other_files_is_not_made_a_store(tmp_path: Path, cheap_keys: None) -> None:
    (tmp_path / "photo").write_text("x")
    refused(Terminal(tmp_path).run("new", "--coordinator", "Lupe", "--json"), 5, "folder_not_empty")
    refused(Terminal(tmp_path / "photo").run("new", "--coordinator", "Lupe", "--json"), 5, "target_exists")
    assert (tmp_path / "photo").read_text() == "x"
    assert len(list(tmp_path.iterdir())) == 1


def test_what_nobody_foresaw_is_said_without_a_word_of_the_data(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise KeyError("Rosa Tum, 312 555 0101")

    monkeypatch.setattr("mutualaid.services.searching.search", fails)
    done = terminal.run("search", "rosa", "--json")
    refused(done, 1, "unexpected")
    assert "Rosa" not in done.out + done.err
    assert "KeyError" in done.err, "whoever mends it needs the kind of error"
