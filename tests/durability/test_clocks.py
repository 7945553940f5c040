"""A clock set ten years on or back, or to summer time, locks nobody out, undoes no order, and purges nothing."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from mutualaid.desktop.idle import IdleWatch, steady_seconds
from mutualaid.services.backups import back_up, listed, prune
from mutualaid.services.verifying import verify
from mutualaid.store import meta, writing
from tests.durability.places import Place, records
from tests.durability.report import Figures
from tests.durability.ways import WAYS, laid
from tests.services.make import home, wants

TEN_YEARS = 10 * 365 * 86_400_000
CHICAGO = ZoneInfo("America/Chicago")
JUMPS = 200


@pytest.fixture
def place(laid_out: Path, tmp_path: Path) -> Iterator[Place]:
    place = laid(WAYS[0], laid_out).copied_to(tmp_path / "place")
    with place.at_home():
        yield place


def _walls() -> Iterator[int]:
    """Wall clocks in milliseconds: jumps of up to ten years either way, and the two hours that summer time moves."""
    draw = random.Random(20260308)
    for _ in range(JUMPS - 4):
        yield time.time_ns() // 1_000_000 + draw.randrange(-TEN_YEARS, TEN_YEARS)
    for day, hour in ((8, 1), (8, 3)):
        yield int(datetime(2026, 3, day, hour, 59, tzinfo=CHICAGO).timestamp() * 1000)
    for fold in (0, 1):
        yield int(datetime(2026, 11, 1, 1, 30, tzinfo=CHICAGO, fold=fold).timestamp() * 1000)


def test_readings_stay_in_order_whatever_the_wall_clock_does(
    place: Place, monkeypatch: pytest.MonkeyPatch, figures: Figures
) -> None:
    before: frozenset[str] = place.facts["records"]
    office = place.open()
    readings = []
    for wall in _walls():
        monkeypatch.setattr(writing, "wall_millis", lambda wall=wall: wall)
        home(office, wants(office, "food"))
        with office.store.read() as read:
            readings.append(meta.get(read._connection, meta.CLOCK) or "")
    unsound = sum(later <= earlier for earlier, later in pairwise(readings))
    figures.add("clock readings out of order after jumps", rounds=len(readings), bad=unsound)
    lost = before - records(office)
    figures.add("records gone after clock jumps", rounds=len(before), bad=len(lost))
    assert unsound == 0
    assert not lost
    assert verify(office) == []
    office.close()


def test_no_backup_is_pruned_by_a_jump(place: Place, figures: Figures) -> None:
    office = place.open()
    now = datetime.now(UTC)
    for days in (0, 1, 2):
        back_up(office, target=place.out / f"{days}.backup", automatic=True, now=now - timedelta(days=days))
    bad = 0
    for years in (10, -10):
        prune(office, now=now + timedelta(days=365 * years))
        bad += 3 - len(listed(office))
        bad += 3 - len(list(place.out.glob("*.backup")))
    figures.add("backups pruned by a clock jump", rounds=6, bad=bad)
    assert bad == 0
    office.close()


def test_the_idle_timer_follows_a_clock_that_nobody_sets(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, figures: Figures
) -> None:
    steady = [1000.0]
    heard: list[str] = []
    bad = 0
    for years in (10, -10):
        for name in ("time", "time_ns"):
            jumped = getattr(time, name)() + years * 365 * 86400 * (1 if name == "time" else 10**9)
            monkeypatch.setattr(time, name, lambda jumped=jumped: jumped)
        owner = QObject()
        watch = IdleWatch(owner, mask_s=120, lock_s=600, clock=lambda: steady[0])
        watch.locked.connect(lambda: heard.append("locked"))
        watch.look()
        bad += len(heard)
        steady[0] += 601
        watch.look()
        bad += heard != ["locked"]
        heard.clear()
        real = steady_seconds()
        bad += not 0 <= steady_seconds() - real < 60
    figures.add("idle lock moved by a clock jump", rounds=6, bad=bad)
    assert bad == 0
