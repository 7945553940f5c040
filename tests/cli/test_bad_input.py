"""What goes wrong at a real office, and the exact sentence she reads, in both languages; and nothing is lost."""

from __future__ import annotations

import json
import resource
import shutil
from pathlib import Path

import pytest

from mutualaid.language.catalog import catalog
from mutualaid.language.errors import SENTENCES
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.lock import StoreLock
from tests.cli.terminal import PASSPHRASE, Ran, Terminal
from tests.samples import sample

LANGUAGES = ("en", "es")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the volunteers of the samples in it; tests work on copies."""
    folder = tmp_path_factory.mktemp("kept") / "store"
    Terminal.with_store(folder).json("import", sample("airtable-volunteers.csv"), "--yes")
    return folder


@pytest.fixture
def terminal(kept: Path, tmp_path: Path) -> Terminal:
    shutil.copytree(kept, tmp_path / "store")
    return Terminal(tmp_path / "store")


def refused(done: Ran, exit_code: int, code: str, lang: str) -> str:
    """The sentence said, after checking that it is the code's own in that language, and alone."""
    assert done.code == exit_code, done.err
    error = json.loads(done.out)["error"]
    assert error["code"] == code
    assert done.err.strip().splitlines()[-1] == error["message"]
    beginning = catalog(lang).tr(SENTENCES[code]).split("{")[0]
    assert error["message"].startswith(beginning)
    if lang == "es":
        assert error["message"] != SENTENCES[code]
    return str(error["message"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_passphrase(terminal: Terminal, lang: str) -> None:
    done = terminal.run("list", "needs", "--json", passphrase=PASSPHRASE + "!", lang=lang)
    refused(done, 3, "wrong_passphrase", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_store_file(terminal: Terminal, lang: str) -> None:
    StoreFolder(terminal.store).store.write_bytes(b"")
    refused(terminal.run("list", "needs", "--json", lang=lang), 4, "store_empty", lang)
    assert StoreFolder(terminal.store).store.read_bytes() == b"", "nothing was made in its place"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_damaged_store_file(terminal: Terminal, lang: str) -> None:
    file = StoreFolder(terminal.store).store
    file.write_bytes(b"\0" * 100 + file.read_bytes()[100:])
    refused(terminal.run("list", "needs", "--json", lang=lang), 4, "store_damaged", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_store_that_is_open_elsewhere(terminal: Terminal, lang: str) -> None:
    with StoreLock(StoreFolder(terminal.store)):
        refused(terminal.apart("list", "volunteers", "--json", lang=lang), 6, "store_in_use", lang)
    assert terminal.json("list", "volunteers")["total"] == 30


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_of_binary_junk(terminal: Terminal, tmp_path: Path, lang: str) -> None:
    junk = tmp_path / "photo.csv"
    junk.write_bytes(bytes(range(256)) * 40)
    refused(terminal.run("import", junk, "--yes", "--json", lang=lang), 1, "file_not_text", lang)
    assert terminal.json("list", "households")["total"] == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_cell_of_five_thousand_characters_turns_its_row_away_and_keeps_the_others(
    terminal: Terminal, tmp_path: Path, lang: str
) -> None:
    rows = sample("google-form.csv").read_text(encoding="utf-8").splitlines(keepends=True)[:4]
    fields = rows[1].rstrip("\r\n").split(",")
    fields[-1] = "z" * 5000
    rows[1] = ",".join(fields) + "\r\n"
    file, rejects = tmp_path / "long.csv", tmp_path / "rejects.csv"
    file.write_text("".join(rows), encoding="utf-8")
    done = terminal.run("import", file, "--yes", "--rejects", rejects, "--json", lang=lang)
    counts = json.loads(done.out)
    assert (done.code, counts["added"], counts["rejected"]) == (0, 2, 1)
    assert "cell_too_long" in done.err
    back = rejects.read_text(encoding="utf-8-sig")
    assert "z" * 5000 in back
    assert "cell_too_long" in back


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_disk_that_fills_up_during_an_import(kept: Path, small_disk: Path, lang: str) -> None:
    shutil.copytree(kept, small_disk / "store")
    terminal = Terminal(small_disk / "store")
    room = shutil.disk_usage(small_disk).free
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * (room - 150_000))
    refused(terminal.run("import", sample("google-form.csv"), "--yes", "--json", lang=lang), 7, "disk_full", lang)
    filler.unlink()
    assert terminal.json("list", "households")["total"] == 0
    assert terminal.json("list", "volunteers")["total"] == 30
    assert terminal.json("verify")["findings"] == []
    assert terminal.json("import", sample("google-form.csv"), "--yes")["added"] > 100, "it works again after"


def test_a_write_that_the_system_refuses_loses_nothing(terminal: Terminal) -> None:
    """A limit on the size of files stands in for a failing disk: the kernel refuses to let any file grow past it."""
    size = StoreFolder(terminal.store).store.stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (min(size // 4, 200_000), hard))
    try:
        done = terminal.apart("import", sample("google-form.csv"), "--yes", "--json")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    refused(done, 7, "cannot_read_or_write", "en")
    assert terminal.json("list", "households")["total"] == 0
    assert terminal.json("list", "volunteers")["total"] == 30
    assert terminal.json("verify")["findings"] == []


def test_a_file_that_is_not_there(terminal: Terminal, tmp_path: Path) -> None:
    done = terminal.run("import", tmp_path / "nothing.csv", "--json")
    assert done.code in (1, 7)
    assert "nothing.csv" not in done.err


def test_words_that_are_no_command_say_how_it_is_used(terminal: Terminal) -> None:
    done = terminal.run("list", "everything")
    assert done.code == 2
    assert "usage" in done.err


def test_help_is_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    from mutualaid.cli.main import run

    texts = []
    for lang in LANGUAGES:
        with pytest.raises(SystemExit) as ended:
            run(["--help", "--lang", lang])
        assert ended.value.code == 0
        texts.append(capsys.readouterr().out)
    assert "Bring in a file" in texts[0]
    assert "usage" not in texts[1]
    assert "Bring in a file" not in texts[1]
