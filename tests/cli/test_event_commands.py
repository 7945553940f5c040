"""`kit` and `collect` as a person or a script runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mutualaid.language.catalog import catalog
from mutualaid.language.errors import SENTENCES
from mutualaid.services.event_laptop import open_kit, start_sealing
from tests.cli.terminal import Terminal
from tests.services.events import answers, sealed

JUAN = {"contact_name": "Juan Pérez Xol", "phone": "773 555 0177", "household_size": 2}


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal.with_store(tmp_path / "store")


@pytest.fixture
def kit(terminal: Terminal, tmp_path: Path) -> Path:
    done = terminal.run("kit", "--event", "Parroquia San Pío", "--out", tmp_path / "kit", "--json")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert set(told) == {"event", "made_on", "check"}
    assert told["check"] == open_kit(tmp_path / "kit").check
    assert told["check"] in done.err
    return tmp_path / "kit"


def collected(terminal: Terminal, *words: object) -> dict[str, Any]:
    done = terminal.run("collect", *words, "--json")
    assert done.code == 0, done.err
    told: dict[str, Any] = json.loads(done.out)
    return told


def test_what_is_plain_is_accepted_and_the_rest_waits_with_its_reasons(
    terminal: Terminal, kit: Path, tmp_path: Path
) -> None:
    forms = tmp_path / "forms"
    sealing = start_sealing(open_kit(kit), out=forms, helper="Ana")
    sealing.finish(answers(), language="es")
    sealing.finish(answers(**JUAN, other_need="una cuna"), language="es")
    sealing.keep_page(answers(contact_name="Ixchel Cux", phone=None), language="es")
    slip = sealing.slip()
    sealing.close()
    told = collected(terminal, forms)
    assert told["marks"] == [
        {"form": 2, "code": "category_unknown"},
        {"form": 0, "code": "unfinished"},
    ]
    del told["marks"]
    assert told == {
        "event": "Parroquia San Pío",
        "helpers": ["Ana"],
        "read": 3,
        "accepted": 1,
        "waiting": 2,
        "known": 0,
        "unfinished": 1,
        "fingerprint": slip.fingerprint,
    }
    again = terminal.run("collect", forms)
    assert "3 of them known already; 0 accepted, 0 wait" in again.out
    assert slip.fingerprint in again.err
    listed = json.loads(terminal.run("list", "households", "--json").out)
    assert listed["total"] == 1


def test_all_forms_can_be_held_for_the_window(terminal: Terminal, kit: Path, tmp_path: Path) -> None:
    sealed(open_kit(kit), tmp_path / "forms", answers(), answers(**JUAN))
    told = collected(terminal, tmp_path / "forms", "--hold")
    assert (told["accepted"], told["waiting"], told["marks"]) == (0, 2, [])


def test_who_is_like_somebody_known_waits(terminal: Terminal, kit: Path, tmp_path: Path) -> None:
    sealed(open_kit(kit), tmp_path / "one", answers())
    sealed(open_kit(kit), tmp_path / "two", answers(), slip=False)
    assert collected(terminal, tmp_path / "one")["accepted"] == 1
    told = collected(terminal, tmp_path / "two")
    assert (told["accepted"], told["waiting"]) == (0, 1)
    assert told["marks"] == [{"form": None, "code": "no_slip"}, {"form": 1, "code": "possible_duplicate"}]


def test_what_cannot_be_brought_in_says_why_and_changes_nothing(terminal: Terminal, kit: Path, tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    sealed(open_kit(kit), forms, answers(), answers(**JUAN))
    whole = forms.read_bytes()

    def refused(file: Path, exit_code: int, code: str) -> None:
        done = terminal.run("collect", file, "--json", lang="es")
        assert done.code == exit_code, done.err
        error = json.loads(done.out)["error"]
        assert error["code"] == code
        assert error["message"] == done.err.strip() == catalog("es").tr(SENTENCES[code])

    refused(kit, 1, "not_an_event_file")
    refused(tmp_path / "nowhere", 1, "file_missing")
    forms.write_bytes(whole[:2000] + bytes([whole[2000] ^ 1]) + whole[2001:])
    refused(forms, 1, "event_file_damaged")
    other = Terminal.with_store(tmp_path / "other")
    other.run("kit", "--event", "Otra", "--out", tmp_path / "other-kit")
    sealed(open_kit(tmp_path / "other-kit"), tmp_path / "foreign", answers())
    refused(tmp_path / "foreign", 5, "event_unknown")
    assert json.loads(terminal.run("list", "households", "--json").out)["total"] == 0
    told = collected(terminal, forms, "--sound-part")
    assert (told["read"], {"form": None, "code": "damaged"} in told["marks"]) == (0, True)


def test_a_kit_is_not_written_over_anything(terminal: Terminal, kit: Path) -> None:
    done = terminal.run("kit", "--event", "Otra", "--out", kit, "--json")
    assert (done.code, json.loads(done.out)["error"]["code"]) == (5, "target_exists")
    done = terminal.run("kit", "--event", "", "--out", kit.with_name("new"), "--json")
    assert (done.code, json.loads(done.out)["error"]["code"]) == (1, "event_name")
