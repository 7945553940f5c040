"""Killed by the system in the middle of whatever it does, the program loses nothing that it had acknowledged."""

from __future__ import annotations

import random
import time
from functools import cache
from pathlib import Path

from tests.durability.children import befalls, changing_calls, needs_strace, run
from tests.durability.places import Place
from tests.durability.report import Figures
from tests.durability.rounds import STRIDE, Rounds, rounds
from tests.durability.ways import Way, each_way, every_other_way, laid

pytestmark = needs_strace


@cache
def _calls(way: Way, place: Place, work: Path) -> list[str]:
    return changing_calls(way.act, place.copied_to(work), work.with_suffix(".log"))


@cache
def _duration(way: Way, place: Place, work: Path, tries: int) -> float:
    """How long the way takes when it is quick, in seconds."""
    return min(_seconds(way, place.copied_to(work)) for _ in range(tries))


def _seconds(way: Way, place: Place) -> float:
    began = time.monotonic()
    assert run(way.act, place).done
    return time.monotonic() - began


def _look(way: Way, place: Place, ended: object, where: str) -> list[str]:
    with place.at_home():
        return [f"{where}: {wrong}" for wrong in way.wrong(place, ended)]  # type: ignore[arg-type]


@each_way
@rounds(80, daily=2, at_once=78)
def test_killed_before_any_call_that_changes_the_disk(
    way: Way, part: Rounds, laid_out: Path, tmp_path: Path, figures: Figures
) -> None:
    start = laid(way, laid_out)
    calls = _calls(way, start, laid_out / "counted")
    wrong: list[str] = []
    killed = 0
    for number in part.numbers():
        # Spread over all of the calls, every one of them when there are no more than rounds.
        spot = number * STRIDE % part.total
        call = spot * len(calls) // part.total if len(calls) > part.total else spot % len(calls)
        place = start.copied_to(tmp_path / "round")
        ended = run(way.act, place, inject=befalls(calls, call, "signal=KILL"))
        assert not ended.crash, ended.crash
        killed += ended.killed
        wrong += _look(way, place, ended, f"call {call} of {len(calls)}")
    figures.add(f"kill -9 at a system call: {way.name}", rounds=killed, bad=len(wrong))
    assert wrong == []
    assert killed >= part.count // 2


@every_other_way
@rounds(40, daily=1, at_once=39)
def test_killed_at_any_moment(way: Way, part: Rounds, laid_out: Path, tmp_path: Path, figures: Figures) -> None:
    start = laid(way, laid_out)
    seconds = _duration(way, start, laid_out / "counted", tries=min(3, part.count))
    wrong: list[str] = []
    killed = 0
    for number in part.numbers():
        after = random.Random(number).random() * seconds
        place = start.copied_to(tmp_path / "round")
        ended = run(way.act, place, kill_after=after)
        assert not ended.crash, ended.crash
        killed += ended.killed
        wrong += _look(way, place, ended, f"round {number}, {after:.3f} s of {seconds:.3f}")
    figures.add(f"kill -9 at a random moment: {way.name}", rounds=killed, bad=len(wrong))
    assert wrong == []
