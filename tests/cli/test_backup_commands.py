"""`backup`, `check-backup` and `restore` as a person or a script runs them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from mutualaid.language.catalog import catalog
from mutualaid.language.errors import SENTENCES
from mutualaid.services.office import create_office
from mutualaid.vault.recovery import RecoveryWords
from tests.cli.terminal import PASSPHRASE, Ran, Terminal
from tests.services.make import CHEAP, home

NEW = "una vaca azul mira la luna"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new passphrase at a cheap cost, which no command can ask for."""
    monkeypatch.setattr("mutualaid.vault.ways.calibrate", lambda: CHEAP)


@pytest.fixture
def office(tmp_path: Path) -> tuple[Terminal, str]:
    """A store with a household in it, and its recovery words."""
    office, words = create_office(tmp_path / "store", passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    home(office)
    office.close()
    return Terminal(tmp_path / "store"), words


@contextmanager
def descriptors(**lines: str) -> Iterator[list[str]]:
    """Options that name descriptors, each with its lines to be read."""
    with ExitStack() as stack:
        words: list[str] = []
        for option, text in lines.items():
            reading, writing = os.pipe()
            stack.callback(os.close, reading)
            os.write(writing, text.encode() + b"\n")
            os.close(writing)
            words += [f"--{option.replace('_', '-')}", str(reading)]
        yield words


def run(terminal: Terminal, command: str, *words: object, lang: str = "en", **lines: str) -> Ran:
    with descriptors(**lines) as options:
        return terminal.run(command, *words, *options, "--json", store=command == "backup", lang=lang)


def refused(done: Ran, exit_code: int, code: str) -> None:
    assert done.code == exit_code, done.err
    assert json.loads(done.out)["error"]["code"] == code


def test_a_backup_is_made_checked_and_restored(office: tuple[Terminal, str], tmp_path: Path) -> None:
    terminal, words = office
    path, new = tmp_path / "a.backup", tmp_path / "new"
    made = run(terminal, "backup", "--out", path)
    assert made.code == 0
    document = json.loads(made.out)
    assert document["file"] == str(path)
    assert document["by"] == "Lupe"
    for done in (
        run(terminal, "check-backup", path, recovery_fd=words),
        run(terminal, "check-backup", path, "--store", terminal.store),
    ):
        assert done.code == 0, done.err
        told = json.loads(done.out)
        assert told["findings"] == []
        assert told["by"] == "Lupe"
        assert told["counts"]["households"] == 1
        assert told["made_at"] == document["made_at"]
    done = run(terminal, "restore", path, new, recovery_fd=words, new_passphrase_fd=NEW)
    assert done.code == 0, done.err
    assert json.loads(done.out) == {"store": str(new), "coordinator": "Lupe"}
    restored = Terminal(new)
    assert json.loads(restored.run("list", "households", "--json", passphrase=NEW).out)["total"] == 1
    assert restored.run("verify", passphrase=NEW).code == 0
    assert restored.run("verify").code == 3


def test_what_a_person_reads(office: tuple[Terminal, str], tmp_path: Path) -> None:
    terminal, words = office
    path = tmp_path / "a.backup"
    assert "no passphrase" in terminal.run("backup", "--out", path).err
    with descriptors(recovery_fd=words) as options:
        done = terminal.run("check-backup", path, *options, store=False, lang="es")
    assert "por Lupe." in done.out
    assert "Contiene: hogares 1, necesidades 0," in done.out
    assert done.err.strip().endswith("La copia de seguridad está completa.")


def test_nothing_is_overwritten_and_nothing_goes_into_the_store(office: tuple[Terminal, str], tmp_path: Path) -> None:
    terminal, words = office
    path = tmp_path / "a.backup"
    path.write_bytes(b"mine")
    refused(run(terminal, "backup", "--out", path), 5, "target_exists")
    assert path.read_bytes() == b"mine"
    refused(run(terminal, "backup", "--out", terminal.store / "a.backup"), 5, "target_in_store")
    own = terminal.store / "backups" / "a.backup"
    assert run(terminal, "backup", "--out", own).code == 0
    refused(run(terminal, "restore", own, terminal.store, recovery_fd=words, new_passphrase_fd=NEW), 5, "store_exists")


def test_wrong_words_are_exit_three(office: tuple[Terminal, str], tmp_path: Path) -> None:
    terminal, words = office
    path = tmp_path / "a.backup"
    assert run(terminal, "backup", "--out", path).code == 0
    for typed, code in (
        (RecoveryWords.generate().text(), "recovery_words_of_another_store"),
        (words.rsplit(" ", 1)[0], "recovery_words_mistyped"),
    ):
        refused(run(terminal, "check-backup", path, recovery_fd=typed), 3, code)
        refused(run(terminal, "restore", path, tmp_path / "new", recovery_fd=typed, new_passphrase_fd=NEW), 3, code)
    assert not (tmp_path / "new").exists()


def test_two_sheets_are_two_lines(tmp_path: Path) -> None:
    from mutualaid.vault import ways

    office, _ = create_office(tmp_path / "store", passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    sheets = [sheet.text() for sheet in ways.new_quorum(office.vault)]
    office.close()
    terminal, path = Terminal(tmp_path / "store"), tmp_path / "a.backup"
    assert run(terminal, "backup", "--out", path).code == 0
    two = "\n".join(sheets[1:])
    assert run(terminal, "check-backup", path, recovery_fd=two).code == 0
    refused(run(terminal, "check-backup", path, recovery_fd=sheets[0]), 3, "recovery_needs_two_sheets")
    assert run(terminal, "restore", path, tmp_path / "new", recovery_fd=two, new_passphrase_fd=NEW).code == 0


@pytest.mark.parametrize("lang", ["en", "es"])
def test_each_fault_of_a_file_has_its_own_sentence(office: tuple[Terminal, str], tmp_path: Path, lang: str) -> None:
    terminal, words = office
    path = tmp_path / "a.backup"
    assert run(terminal, "backup", "--out", path).code == 0
    data = path.read_bytes()
    for changed, code, exit_code in (
        (data[:-1], "backup_truncated", 4),
        (b"", "backup_truncated", 4),
        (data[:500] + bytes([data[500] ^ 1]) + data[501:], "backup_damaged", 4),
        (data[:-1] + bytes([data[-1] ^ 1]), "backup_altered", 4),
        (b"Queridos vecinos", "not_a_backup", 1),
    ):
        path.write_bytes(changed)
        done = run(terminal, "check-backup", path, recovery_fd=words, lang=lang)
        assert done.code == 1
        (finding,) = json.loads(done.out)["findings"]
        assert finding == {"code": code, "message": catalog(lang).tr(SENTENCES[code])}
        done = run(terminal, "restore", path, tmp_path / "new", recovery_fd=words, new_passphrase_fd=NEW, lang=lang)
        refused(done, exit_code, code)
        assert not (tmp_path / "new").exists()
    refused(run(terminal, "check-backup", tmp_path / "none", recovery_fd=words), 1, "file_missing")


def test_secrets_that_nobody_can_be_asked_for_are_a_usage_fault(office: tuple[Terminal, str], tmp_path: Path) -> None:
    terminal, _ = office
    path = tmp_path / "a.backup"
    assert run(terminal, "backup", "--out", path).code == 0
    refused(run(terminal, "check-backup", path), 2, "recovery_missing")
    refused(run(terminal, "restore", path, tmp_path / "new", new_passphrase_fd=NEW), 2, "recovery_missing")
    refused(run(terminal, "check-backup", path, "--recovery-fd", 9999), 2, "recovery_descriptor_unreadable")


def test_a_passphrase_that_is_too_weak_restores_nothing(office: tuple[Terminal, str], tmp_path: Path) -> None:
    terminal, words = office
    path = tmp_path / "a.backup"
    assert run(terminal, "backup", "--out", path).code == 0
    done = run(terminal, "restore", path, tmp_path / "new", recovery_fd=words, new_passphrase_fd="corta")
    refused(done, 5, "passphrase_too_short")
    assert not (tmp_path / "new").exists()
