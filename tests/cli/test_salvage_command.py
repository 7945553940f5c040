"""`salvage` as a person or a script runs it."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

from mutualaid.language.stored import counted, kinds, part, parts
from mutualaid.services.office import create_office, open_office
from mutualaid.store.registry import KINDS
from mutualaid.vault.pages import PAGE_BYTES
from tests.cli.terminal import CHEAP, PASSPHRASE, Terminal
from tests.services.make import home, wants


@pytest.fixture
def office(tmp_path: Path) -> tuple[Terminal, str]:
    """A store with households in it, and its recovery words."""
    office, words = create_office(tmp_path / "store", passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    for _ in range(8):
        home(office, wants(office, "food"))
    office.close()
    return Terminal(tmp_path / "store"), words


def break_pages(store: Path, share: float) -> None:
    data = bytearray((store / "store.db").read_bytes())
    pages = len(data) // PAGE_BYTES
    for number in random.Random(4).sample(range(pages), int(pages * share)):
        data[number * PAGE_BYTES + 99] ^= 1
    (store / "store.db").write_bytes(data)


def test_a_damaged_store_is_saved_and_what_was_lost_is_told_in_json_and_in_words(office, tmp_path):
    terminal, _ = office
    break_pages(terminal.store, 0.6)
    done = terminal.run("salvage", tmp_path / "new", "--json")
    assert done.code == 0
    told = json.loads(done.out)
    assert told["pages_damaged"] > 50
    assert told["lost"]
    assert all(one["count"] >= len(one["codes"]) for one in told["lost"])
    assert "Saved: " in done.err
    assert "Lost: " in done.err
    office = open_office(tmp_path / "new", passphrase=PASSPHRASE)
    office.close()
    assert Terminal(tmp_path / "new").run("verify").code in (0, 1)


def test_nothing_lost_is_said_too_and_in_spanish(office, tmp_path):
    terminal, _ = office
    done = terminal.run("salvage", tmp_path / "new", lang="es")
    assert done.code == 0
    assert "No se perdió nada." in done.err
    assert "8 hogares" in done.err
    assert done.out == ""
    assert Terminal(tmp_path / "new").run("verify").code == 0


def test_the_recovery_words_do_too(office, tmp_path):
    terminal, words = office
    reading, writing = os.pipe()
    os.write(writing, words.encode() + b"\n")
    os.close(writing)
    done = terminal.run("salvage", tmp_path / "new", "--recovery-fd", reading)
    os.close(reading)
    assert done.code == 0, done.err


@pytest.mark.parametrize(
    ("harm", "exit_code", "code"),
    [
        (lambda store: (store / "store.db").write_bytes(b"noise" * 2000), 4, "nothing_to_salvage"),
        (lambda store: (store / "store.db").unlink(), 4, "store_missing"),
        (lambda store: (store / "store.db").write_bytes(b""), 4, "nothing_to_salvage"),
        (lambda store: (store / "keyfile.json").write_bytes(b"{}"), 0, None),
    ],
)
def test_what_cannot_be_saved_is_refused_and_leaves_nothing(office, tmp_path, harm, exit_code, code):
    terminal, _ = office
    harm(terminal.store)
    done = terminal.run("salvage", tmp_path / "new", "--json")
    assert done.code == exit_code
    assert json.loads(done.out).get("error", {"code": None})["code"] == code
    assert (tmp_path / "new").exists() == (exit_code == 0)


def test_a_wrong_passphrase_and_a_taken_place_are_refused(office, tmp_path):
    terminal, _ = office
    assert terminal.run("salvage", tmp_path / "new", passphrase="no es la frase").code == 3
    assert terminal.run("salvage", terminal.store).code == 5
    assert terminal.run("salvage").code == 2
    assert not (tmp_path / "new").exists()


def test_every_kind_of_record_and_every_table_has_words():
    assert kinds() == {kind.name for kind in KINDS.values()}
    assert kinds() <= parts()
    assert all(counted(kind, 2).startswith("2 ") for kind in kinds())
    assert part("no such table") == part("unknown")
