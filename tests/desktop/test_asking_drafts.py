"""Calls and sheets of paper that were broken off: they lie sealed until she goes on, and are kept once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mutualaid.desktop.app import Desktop
from mutualaid.desktop.asking.call import CallWindow
from mutualaid.desktop.asking.keying import KeyingWindow
from mutualaid.desktop.asking.start import PileStart
from mutualaid.services.households import household_lines
from mutualaid.services.keying import open_batches, start_batch
from mutualaid.services.office import Office
from tests.desktop.asked import on_view, window_on_view
from tests.desktop.test_drafts import locked, offered

ANSWERS = {"keep": True, "contact_name": "Xochiquetzal Ñandú", "zone": "chi-30", "needs": ["food"], "phone": "773555"}


def idle(program: Desktop, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not program.tasks.busy)


def begun(program: Desktop, qtbot: QtBot, action: str) -> Any:
    """The form that the shell's action opens."""
    assert program.shell is not None
    program.shell.run_action(action)
    idle(program, qtbot)
    if action == "keying":
        window_on_view(PileStart).buttons[0].click()
        idle(program, qtbot)
    return window_on_view(CallWindow if action == "call" else KeyingWindow)


@pytest.mark.campaign
@pytest.mark.parametrize("action", ["call", "keying"])
def test_what_was_broken_off_comes_back_after_a_lock_and_is_saved_once(
    program: Desktop, unlock: Callable[[], Office], qtbot: QtBot, place: Path, action: str
) -> None:
    office = unlock()
    start_batch(office, label="Sábado", sheets=3, on=date(2026, 11, 21))
    form = begun(program, qtbot, action)
    form.sheet.put(ANSWERS)
    form.sheet.rows["household_size"].field.line.setText("0")  # not an answer yet
    if action == "call":
        form.speak("es")
    form.touch()
    before = form.draft()
    locked(program, qtbot)
    (sealed,) = place.glob("*.sealed")
    assert b"Xochi" not in sealed.read_bytes()
    offered(program, unlock, qtbot).yes.click()
    kind = CallWindow if action == "call" else KeyingWindow
    qtbot.waitUntil(lambda: on_view(kind))
    again = window_on_view(kind)
    assert again.draft() == before
    assert again.windowTitle() == form_title(action)
    again.sheet.rows["household_size"].field.line.setText("3")
    again.save()
    idle(program, qtbot)
    qtbot.waitUntil(lambda: not list(place.glob("*.sealed")))
    assert program.shell is not None
    assert len(household_lines(program.shell.office)) == 1
    if action == "keying":
        assert open_batches(program.shell.office)[0].counts == {"keyed": 1}
    locked(program, qtbot)
    assert list(place.glob("*.sealed")) == []


def form_title(action: str) -> str:
    return "A call" if action == "call" else "Key in sheets of paper"


@pytest.mark.campaign
def test_what_was_saved_just_before_a_lock_is_not_offered_again(
    program: Desktop, unlock: Callable[[], Office], qtbot: QtBot, place: Path
) -> None:
    unlock()
    form = begun(program, qtbot, "call")
    form.sheet.put(ANSWERS)
    form.touch()
    assert program.shell is not None
    program.shell.drafts.look()
    qtbot.waitUntil(lambda: len(list(place.glob("*.sealed"))) == 1)
    form.save()
    qtbot.waitUntil(lambda: not form.dirty)
    locked(program, qtbot)
    assert list(place.glob("*.sealed")) == []
