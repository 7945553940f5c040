"""A bit flipped in the log makes SQLite drop what comes after it, without a word: the words have to be ours."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from pathlib import Path

import pytest

from mutualaid.records.errors import Fault
from mutualaid.services.verifying import verify
from tests.durability.children import Tell, run
from tests.durability.places import Place, records
from tests.durability.report import Figures
from tests.durability.rounds import Rounds, rounds
from tests.durability.test_altered_bytes import flip
from tests.durability.ways import WAYS, laid
from tests.services.make import home, wants

COMMITS = 6


def _killed(place: Place, tell: Tell) -> None:
    office = place.open()
    for _ in range(COMMITS):
        tell(home(office, wants(office, "food"), notes="cuidado con el perro")[0])
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def left(laid_out: Path, tmp_path: Path) -> tuple[Place, list[str]]:
    """What a killed program left, and the households that it had acknowledged, in order."""
    place = laid(WAYS[0], laid_out).copied_to(tmp_path / "left")
    ended = run(_killed, place)
    assert ended.killed
    assert len(ended.told) == COMMITS
    assert (place.office / "store.db-wal").stat().st_size > 20 * 4096
    return place, ended.told


def _shown(place: Place, told: list[str]) -> tuple[str, int, set[str]]:
    """A refusal's code; else how many of the commits are shown, and what is told."""
    with place.at_home():
        try:
            office = place.open()
        except Fault as fault:
            return fault.code, 0, set()
        try:
            now = records(office)
            codes = {finding.code for finding in (*office.findings, *verify(office))}
            there = [any(f"household {uid} " in line for line in now) for uid in told]
            assert there == sorted(there, reverse=True), "a later commit outlived an earlier one"
            return "", sum(there), codes | {office.standing}
        except Fault as fault:
            return fault.code, 0, set()
        finally:
            office.close()


@rounds(2500, daily=16, at_once=828)
def test_commits_that_a_flipped_bit_takes_are_told(
    part: Rounds, left: tuple[Place, list[str]], tmp_path: Path, figures: Figures
) -> None:
    start, told = left
    came = Counter[str]()
    bad = []
    for number in part.numbers():
        place = start.copied_to(tmp_path / "round")
        at = flip(place.office / "store.db-wal", random.Random(number))
        refused, shown, codes = _shown(place, told)
        lost = 0 if refused else COMMITS - shown
        came[refused or ("nothing lost", "the last commit lost", "more lost")[min(lost, 2)]] += 1
        # The very last commit may as well have been torn by the crash itself; that is what "unproven" says.
        enough = "wal_damaged" in codes or (lost == 1 and "unproven" in codes)
        if lost and not enough:
            bad.append(f"byte {at}: {lost} lost, {sorted(codes)}")
    figures.add(
        "bit flips in store.db-wal, commits lost untold",
        rounds=part.count,
        bad=len(bad),
        note=", ".join(f"{count} {what}" for what, count in sorted(came.items())),
    )
    assert bad == []
