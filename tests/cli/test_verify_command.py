"""`verify` from the command line: what is damaged, in words and for a program, also when the store does not open."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mutualaid.vault.pages import PAGE_BYTES
from tests.cli.terminal import CHEAP, PASSPHRASE, Terminal
from tests.services.make import home, wants


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    from mutualaid.services.office import create_office

    office, _ = create_office(tmp_path / "store", passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    for _ in range(8):
        home(office, wants(office, "food"))
    office.close()
    return Terminal(tmp_path / "store")


def harm(terminal: Terminal, *pages: int) -> None:
    file = terminal.store / "store.db"
    data = bytearray(file.read_bytes())
    for number in pages:
        data[(number - 1) * PAGE_BYTES + 50] ^= 1
    file.write_bytes(data)


def test_a_store_that_opens_tells_which_pages_are_damaged_and_what_lay_there(terminal):
    harm(terminal, 4)  # where the table of households begins
    done = terminal.run("verify", "--json")
    assert done.code == 1
    (finding,) = (one for one in json.loads(done.out)["findings"] if one["code"] == "store_page_damaged")
    assert (finding["pages"], finding["areas"]) == ("4", ["household"])
    (lost,) = finding["unreadable"]
    assert (lost["kind"], lost["count"], len(lost["codes"])) == ("household", 8, 8)
    assert all(code in finding["message"] for code in lost["codes"])
    assert "part of the households" in finding["message"]


def test_a_store_that_does_not_open_is_looked_into_and_exits_with_1(terminal):
    harm(terminal, 1, 4)
    done = terminal.run("verify", "--json")
    assert done.code == 1
    found = {one["code"]: one for one in json.loads(done.out)["findings"]}
    assert found["store_page_damaged"]["pages"] == "1, 4"
    assert found["store_page_damaged"]["areas"] == ["contents", "unknown"]


def test_the_words_are_spanish_too(terminal):
    harm(terminal, 4)
    done = terminal.run("verify", lang="es")
    assert done.code == 1
    assert "Páginas dañadas: 4." in done.out
    assert "parte de los hogares" in done.out
    assert "8 hogares (" in done.out


def test_looking_changes_nothing(terminal):
    harm(terminal, 1)
    before = {entry.name: entry.read_bytes() for entry in terminal.store.iterdir()}
    assert terminal.run("verify").code == 1
    assert {entry.name: entry.read_bytes() for entry in terminal.store.iterdir()} == before


@pytest.mark.parametrize(
    ("harmful", "exit_code"),
    [
        (lambda store: (store / "store.db").unlink(), 4),
        (lambda store: [file.unlink() for file in store.glob("keyfile*")], 4),
        (lambda store: (store / "store.db").write_bytes(b""), 1),
        (lambda store: (store / "store.db").write_bytes(b"noise" * 3000), 1),
    ],
)
def test_only_where_there_is_nothing_to_look_at_it_cannot_be_opened(terminal, harmful, exit_code):
    harmful(terminal.store)
    assert terminal.run("verify").code == exit_code


def test_a_wrong_passphrase_looks_at_nothing(terminal):
    harm(terminal, 1)
    assert terminal.run("verify", passphrase="no es la frase").code == 3
