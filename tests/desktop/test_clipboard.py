"""The clipboard between two programs on a real screen: ours is taken back, others' is never touched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mutualaid.desktop.app import Desktop
from tests.desktop.real_window import until

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="not installed: Xvfb")
AGENT = Path(__file__).with_name("clip_agent.py")
LONG_MS, SHORT_MS = 3_600_000, 300
PHONE = "(773) 555-0142"


class Program:
    """A program with a clipboard."""

    def __init__(self, display: str, kind: str, stay_ms: int = LONG_MS) -> None:
        here = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(AGENT.parents[2])}
        self.process = subprocess.Popen(
            [sys.executable, str(AGENT), kind, str(stay_ms)],
            env=here, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def __call__(self, words: str) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().rstrip("\n")

    def close(self) -> None:
        self.process.terminate()
        self.process.communicate()


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    ours, theirs = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "640x480x24", "-nolisten", "tcp"],
        pass_fds=(theirs,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(theirs)
    with os.fdopen(ours) as told:
        yield f":{told.readline().strip()}"
    screen.terminate()
    screen.wait()


@pytest.fixture
def other(display: str) -> Iterator[Program]:
    made = Program(display, "plain")
    yield made
    made.close()


@pytest.fixture
def ours(display: str) -> Iterator[Program]:
    made = Program(display, "guarded")
    yield made
    made.close()


def test_locking_takes_back_what_was_copied_and_what_was_selected(ours: Program, other: Program) -> None:
    ours(f"copy {PHONE}")
    ours("select Rosa Tum")
    until(lambda: other("paste") == PHONE and other("middle") == "Rosa Tum", "what was copied")
    ours("lock")
    until(lambda: other("paste") == other("middle") == "", "an empty clipboard")


def test_locking_leaves_what_other_programs_copied(ours: Program, other: Program) -> None:
    for turn in range(
        8
    ):  # the later copy often falls into the same millisecond, in which Qt says that it is still ours
        recipe, flour = f"a recipe {turn}", f"flour {turn}"

        def copied(recipe: str = recipe, flour: str = flour) -> bool:
            """X turns away a copy that seems older than the one before."""
            other(f"copy {recipe}")
            other(f"select {flour}")
            return (ours("paste"), ours("middle")) == (recipe, flour)

        ours(f"copy {PHONE}")
        ours("select Rosa Tum")
        until(copied, "the other's text")
        ours("lock")
        assert (other("paste"), other("middle")) == (recipe, flour)
        assert (ours("paste"), ours("middle")) == (recipe, flour)


def test_what_was_written_to_be_sent_on_stays_until_something_else_is_copied(ours: Program, other: Program) -> None:
    ours("share Can you help?")
    until(lambda: other("paste") == "Can you help?", "what was shared")
    ours("lock")
    assert other("paste") == "Can you help?"
    ours(f"copy {PHONE}")
    until(lambda: other("paste") == PHONE, "what was copied")
    ours("lock")
    until(lambda: other("paste") == "", "an empty clipboard")


def test_what_was_copied_goes_by_itself_after_a_while(display: str, other: Program) -> None:
    short = Program(display, "guarded", SHORT_MS)
    try:
        short(f"copy {PHONE}")
        until(lambda: short("paste") == "", "the clipboard to be emptied")
        assert other("paste") == ""
    finally:
        short.close()


def test_clipboard_managers_are_asked_not_to_remember_it(ours: Program, other: Program) -> None:
    ours(f"copy {PHONE}")
    until(lambda: other("marked") == "True", "the mark")
    assert other("paste") == PHONE
    other("copy a recipe")
    assert other("marked") == "False"


@pytest.mark.parametrize("way", ["lock", "leave"])
def test_the_desktop_takes_it_back_at_every_lock_and_at_the_end(
    program: Desktop, unlock, monkeypatch: pytest.MonkeyPatch, way: str, qtbot
) -> None:
    unlock()
    taken: list[bool] = []
    monkeypatch.setattr(program.guard.clipboard, "clear", lambda: taken.append(program.shell is not None))
    getattr(program, way)()
    assert taken == [True]
    qtbot.waitUntil(lambda: program.guard.closing is None)
