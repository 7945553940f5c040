"""`slots`, and opening with recovery words or the keyring, as programs and people call them."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mutualaid.cli.main import run as run_here
from mutualaid.vault import document, kdf, ways
from tests.cli.terminal import CHEAP, PASSPHRASE, Ran, Terminal
from tests.keyrings import secret_service

BETOS = "ocho perros en la azotea"


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A store, and a laptop on which Argon2id is cheap."""
    monkeypatch.setattr(ways, "calibrate", lambda: CHEAP)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return Terminal.with_store(tmp_path / "office")


@contextlib.contextmanager
def lines(*texts: str) -> Iterator[int]:
    reading, writing = os.pipe()
    os.write(writing, "".join(text + "\n" for text in texts).encode())
    os.close(writing)
    try:
        yield reading
    finally:
        os.close(reading)


def run(*words: object, lang: str = "en") -> Ran:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run_here([*map(str, words), "--lang", lang])
    return Ran(code, out.getvalue(), err.getvalue())


def add_beto(terminal: Terminal) -> str:
    with lines(BETOS) as fresh:
        slot = terminal.json("slots", "add", "--coordinator", "Beto", "--new-passphrase-fd", fresh)["slot"]
    return str(slot)


def items(terminal: Terminal) -> list[dict[str, Any]]:
    listed = terminal.json("slots", "list")
    assert listed["total"] == len(listed["items"])
    return list(listed["items"])


def test_a_coordinator_is_added_and_listed(terminal: Terminal) -> None:
    slot = add_beto(terminal)
    found = items(terminal)
    assert [sorted(item) for item in found] == [["kind", "name", "own", "slot"]] * 3
    assert [(item["kind"], item["name"], item["own"]) for item in found] == [
        ("passphrase", "Lupe", True), ("recovery", "recovery", False), ("passphrase", "Beto", False),
    ]  # fmt: skip
    assert found[2]["slot"] == slot
    assert terminal.run("list", "needs", passphrase=BETOS).code == 0
    for lang, kind in (("en", "recovery sheet"), ("es", "hoja de recuperación")):
        assert kind in terminal.run("slots", "list", lang=lang).out


def test_the_real_cost_is_paid_for_a_new_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal.with_store(tmp_path / "office")
    add_beto(terminal)
    cost = document.parse((terminal.store / "keyfile.json").read_bytes()).slots[2].cost
    assert cost is not None
    assert (cost.memory_kib >= kdf.FLOOR.memory_kib, cost.passes >= kdf.FLOOR.passes) == (True, True)


def test_a_passphrase_is_changed_and_a_name_too(terminal: Terminal) -> None:
    own = items(terminal)[0]["slot"]
    with lines(BETOS) as fresh:
        assert terminal.json("slots", "passphrase", "--new-passphrase-fd", fresh) == {"slot": own}
    assert terminal.run("slots", "list").code == 3
    renamed = terminal.run("slots", "rename", "--coordinator", "Guadalupe", "--json", passphrase=BETOS)
    assert json.loads(renamed.out) == {"slot": own}
    assert "Guadalupe" in terminal.run("slots", "list", passphrase=BETOS).out


def test_new_recovery_words_open_every_command(terminal: Terminal, tmp_path: Path) -> None:
    (words,) = terminal.json("slots", "recovery")["recovery"]
    with lines(words) as sheet:
        assert run("list", terminal.store, "needs", "--recovery-fd", sheet).code == 0
    with lines(words) as sheet:
        done = run("backup", terminal.store, "--out", tmp_path / "b.mutualaid", "--recovery-fd", sheet)
    assert done.code == 0, done.err
    with lines("not the words") as sheet:
        assert run("list", terminal.store, "needs", "--recovery-fd", sheet).code == 3


def test_two_lines_are_two_sheets_of_a_quorum(terminal: Terminal) -> None:
    one, two, three = terminal.json("slots", "recovery", "--quorum")["recovery"]
    assert [item["kind"] for item in items(terminal)] == ["passphrase", "quorum", "quorum", "quorum"]
    with lines(three, one) as sheets:
        assert run("verify", terminal.store, "--recovery-fd", sheets).code == 0
    with lines(two) as sheets:
        done = run("verify", terminal.store, "--recovery-fd", sheets, "--json")
    assert (done.code, json.loads(done.out)["error"]["code"]) == (3, "recovery_needs_two_sheets")


def test_a_forgotten_passphrase_is_set_anew_with_the_words(terminal: Terminal) -> None:
    (words,) = terminal.json("slots", "recovery")["recovery"]
    lupes = items(terminal)[0]["slot"]
    with lines(words) as sheet, lines(BETOS) as fresh:
        done = run(
            "slots", terminal.store, "passphrase", "--slot", lupes, "--recovery-fd", sheet, "--new-passphrase-fd", fresh
        )
    assert done.code == 0, done.err
    assert terminal.run("slots", "list", passphrase=BETOS).code == 0


@pytest.mark.parametrize(
    ("words", "fresh", "exit_code", "code"),
    [
        (("add",), BETOS, 2, "option_missing"),
        (("rename",), None, 2, "option_missing"),
        (("add", "--coordinator", "lupé"), BETOS, 5, "coordinator_name_taken"),
        (("add", "--coordinator", "Recovery"), BETOS, 5, "coordinator_name"),
        (("add", "--coordinator", "Beto"), "short", 5, "passphrase_too_short"),
        (("passphrase", "--slot", "0" * 16), BETOS, 5, "slot_unknown"),
        (("rename", "--slot", "0" * 16, "--coordinator", "Beto"), None, 5, "slot_unknown"),
        (("add", "--keyring"), None, 5, "keyring_unavailable"),
        (("burn",), None, 2, "command_unclear"),
    ],
)
def test_what_is_refused_says_why_and_changes_nothing(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...], fresh: str | None, exit_code: int, code: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    before = (terminal.store / "keyfile.json").read_bytes()
    with lines(fresh or "") as new:
        given = [*words, *(["--new-passphrase-fd", new] if fresh else [])]
        done = terminal.run("slots", *given, "--json")
    assert (done.code, json.loads(done.out)["error"]["code"]) == (exit_code, code)
    assert (terminal.store / "keyfile.json").read_bytes() == before


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is a Linux desktop's")
def test_the_keyring_stands_in_for_the_passphrase_once_it_is_asked_to(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with secret_service(tmp_path / "keyring") as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        before = run("list", terminal.store, "needs", "--json")
        assert json.loads(before.out)["error"]["code"] == "passphrase_missing"
        slot = terminal.json("slots", "add", "--keyring")["slot"]
        assert run("list", terminal.store, "needs").code == 0
        assert terminal.run("list", "needs", passphrase="not the passphrase").code == 3, "what is given is what counts"
        assert json.loads(run("slots", terminal.store, "revoke", "--keyring", "--json").out) == {"slot": slot}
        assert run("list", terminal.store, "needs").code == 2
    assert terminal.run("slots", "list", passphrase=PASSPHRASE).code == 0


def test_the_command_line_has_no_way_to_choose_the_cost() -> None:
    """Nothing of the program can lower it: only tests pass one, to functions."""
    root = Path(__file__).resolve().parents[2] / "mutualaid"
    for room in ("cli", "desktop"):
        for file in (root / room).rglob("*.py"):
            text = file.read_text()
            assert "kdf=" not in text, file.name
            assert "Argon2Cost" not in text, file.name


def test_a_revoked_coordinator_is_out_and_every_key_is_new(terminal: Terminal) -> None:
    slot = add_beto(terminal)
    assert terminal.run("list", "households", passphrase=BETOS).code == 0
    assert terminal.json("slots", "revoke", "--slot", slot) == {"slot": slot}
    assert terminal.run("list", "households", passphrase=BETOS).code == 3
    assert [line["name"] for line in items(terminal)] == ["Lupe", "recovery"]
    assert terminal.json("rekey") == {"epoch": 3}
    assert terminal.json("verify")["findings"] == []
    assert len(list((terminal.store / "backups").iterdir())) == 2


def test_revoke_asks_for_the_slot(terminal: Terminal) -> None:
    assert terminal.run("slots", "revoke").code == 2
