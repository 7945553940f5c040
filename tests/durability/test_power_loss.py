"""When the power goes, what was acknowledged is there, and the rest is whole, absent, or honestly called unproven."""

from __future__ import annotations

import json
import random
import shutil
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mutualaid.store import connection
from tests.durability.children import Ended, needs_strace, run
from tests.durability.disk import Disk, File
from tests.durability.places import Place
from tests.durability.recording import Call, Replay, calls
from tests.durability.report import Figures
from tests.durability.rounds import STRIDE, Rounds, rounds
from tests.durability.ways import WAYS, Way, each_way, laid

pytestmark = needs_strace


@cache
def _recorded(way: Way, start: Place, root: Path, pragma: str = "") -> tuple[Place, list[Call]]:
    """The way done once under a recorder, in a place at `root`: the place as it was before, and the calls."""
    name = f"{way.short}{pragma.partition('=')[2].strip()}"
    place = start.copied_to(root / f"recorded-{name}")
    log = root / f"{name}.log"
    prepare = (lambda: _weaken(pragma)) if pragma else None
    ended = run(way.act, place, log=log, with_bytes=True, prepare=prepare)
    assert ended.done, ended
    disk = Disk(start.copied_to(place.root).root)
    replay = Replay(disk)
    done = [call for call in calls(log) if replay.do(call)]
    assert not done[-1].name.startswith("open")
    return place, done


def _weaken(pragma: str) -> None:
    """Have every connection of this child use a setting that the program never does."""
    settle = connection._settle

    def weak(opened: Any, cache_mb: int) -> None:
        settle(opened, cache_mb)
        opened.execute(f"PRAGMA {pragma}").fetchall()

    connection._settle = weak


def _losses(way: Way, place: Place, start: Place, done: list[Call], part: Rounds, at: Path) -> list[str]:
    """What is wrong at each of the part's points, which spread over all the calls."""
    numbers = defaultdict(list)
    for number in part.numbers():
        numbers[number * STRIDE % part.total * len(done) // part.total].append(number)
    disk = Disk(place.root)
    replay = Replay(disk)
    wrong: list[str] = []
    for step, call in enumerate(done):
        replay.do(call)
        for number in numbers[step]:
            shutil.rmtree(at, ignore_errors=True)
            at.mkdir()
            disk.lay(at, random.Random(number))
            lost = Place(at, start.facts)
            told = [json.loads(line) for line in replay.heard.splitlines()]
            ended = Ended([one["told"] for one in told if "told" in one])
            with lost.at_home():
                wrong += [f"after call {step} of {len(done)}, draw {number}: {what}" for what in way.wrong(lost, ended)]
    return wrong


@each_way
@rounds(400, daily=2, at_once=199)
def test_what_was_acknowledged_outlives_a_power_loss(
    way: Way, part: Rounds, laid_out: Path, tmp_path: Path, figures: Figures
) -> None:
    start = laid(way, laid_out)
    place, done = _recorded(way, start, laid_out)
    wrong = _losses(way, place, start, done, part, tmp_path / "lost")
    figures.add(f"power loss: {way.name}", rounds=part.count, bad=len(wrong))
    assert wrong == []


@pytest.mark.parametrize(
    "pragma",
    [
        "synchronous = OFF",
        pytest.param("synchronous = NORMAL", marks=pytest.mark.campaign),
        pytest.param("journal_mode = DELETE", marks=pytest.mark.campaign),
    ],
)
@rounds(200, daily=6, at_once=194)
def test_the_harness_sees_what_weaker_settings_lose(
    pragma: str, part: Rounds, laid_out: Path, tmp_path: Path, figures: Figures
) -> None:
    way = WAYS[0]
    start = laid(way, laid_out)
    place, done = _recorded(way, start, laid_out, pragma)
    wrong = _losses(way, place, start, done, part, tmp_path / "lost")
    lost = {line.split(":")[0] for line in wrong}
    figures.control(f"power loss with {pragma}", rounds=part.count, seen=len(lost))
    assert lost or (part.count < 100 and pragma == "journal_mode = DELETE")


def test_a_disk_keeps_what_was_synced_and_may_keep_the_rest(tmp_path: Path) -> None:
    file = File()
    file.write(0, b"a" * 2048)
    file.sync()
    file.write(512, b"b" * 1024)
    seen = {file.after_power_loss(random.Random(seed)) for seed in range(200)}
    old, new = b"a" * 512, b"b" * 512
    assert seen == {old + x + y + old for x in (old, new) for y in (old, new)}


def test_a_name_lasts_once_its_folder_was_synced(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    disk = Disk(tmp_path / "disk")
    path = str(tmp_path / "disk" / "file")
    disk.create(path)
    disk.file(path).write(0, b"x")
    disk.sync(path)

    def there(seeds: range) -> set[bool]:
        found = set()
        for seed in seeds:
            disk.lay(tmp_path / f"{seed}", random.Random(seed))
            found.add((tmp_path / f"{seed}" / "file").exists())
        return found

    assert there(range(40)) == {True, False}
    disk.sync(str(tmp_path / "disk"))
    assert there(range(40, 60)) == {True}
