"""A full disk or a failing one, at any size and at any call: nothing lost, a clear error, and it works again after."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

from mutualaid.records.errors import NoSpace
from tests.durability.children import Ended, befalls, changing_calls, largest_file, needs_strace, run
from tests.durability.places import Place
from tests.durability.report import Figures
from tests.durability.rounds import STRIDE, Rounds, rounds
from tests.durability.ways import Way, every_other_way, laid, the_others

CLEAR = {"disk_full", "cannot_read_or_write", "release_without_backup"}
_FAILING = [(error, on) for error in ("ENOSPC", "EIO") for on in (False, True)]
"""The call fails once, or the disk stays full or broken from then on."""


@cache
def _measured(way: Way, place: Place, work: Path) -> tuple[list[str], int]:
    """Which changing calls the way makes, and how large its largest file becomes."""
    tried = place.copied_to(work)
    log = work.with_suffix(".log")
    calls = changing_calls(way.act, tried, log)
    return calls, largest_file(log, tried)


def _wrong(way: Way, place: Place, ended: Ended, where: str) -> list[str]:
    found = []
    if not ended.done and (ended.code not in CLEAR or ended.exit_code != NoSpace.exit_code):
        found.append(f"says {ended.code or ended.crash}")
    with place.at_home():
        found += way.wrong(place, ended)
    return [f"{where}: {what}" for what in found]


def _said(came: Counter[str]) -> str:
    return ", ".join(sorted(came))


@needs_strace
@the_others
@rounds(50, daily=1, at_once=49)
def test_no_file_may_grow_beyond_a_size(
    way: Way, part: Rounds, laid_out: Path, tmp_path: Path, figures: Figures
) -> None:
    start = laid(way, laid_out)
    _, largest = _measured(way, start, laid_out / "measured")
    wrong: list[str] = []
    came = Counter[str]()
    for number in part.numbers():
        size = (number * STRIDE % part.total) * largest // part.total
        place = start.copied_to(tmp_path / "round")
        ended = run(way.act, place, most_bytes=size)
        came[ended.code or "done"] += 1
        wrong += _wrong(way, place, ended, f"at most {size} of {largest} bytes")
    figures.add(f"disk full by size: {way.name}", rounds=part.count, bad=len(wrong), note=_said(came))
    assert wrong == []


@needs_strace
@every_other_way
@rounds(40, daily=1, at_once=39)
def test_a_call_that_writes_fails(way: Way, part: Rounds, laid_out: Path, tmp_path: Path, figures: Figures) -> None:
    start = laid(way, laid_out)
    calls, _ = _measured(way, start, laid_out / "measured")
    wrong: list[str] = []
    came = Counter[str]()
    for number in part.numbers():
        spot = number * STRIDE % part.total
        call = spot * len(calls) // part.total
        error, on = _FAILING[number % len(_FAILING)]
        place = start.copied_to(tmp_path / "round")
        ended = run(way.act, place, inject=befalls(calls, call, f"error={error}", on=on))
        came[ended.code or "done"] += 1
        wrong += _wrong(way, place, ended, f"{error}{' and on' * on} at call {call} of {len(calls)}")
    figures.add(f"disk full or failing by call: {way.name}", rounds=part.count, bad=len(wrong), note=_said(came))
    assert wrong == []
