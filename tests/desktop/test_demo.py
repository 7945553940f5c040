"""The sample office: made, planned, partly decided, and gone afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mutualaid.desktop import demo, sample
from mutualaid.progress import Cancelled, Progress
from mutualaid.records.kinds import MatchState
from mutualaid.services import office as office_service
from mutualaid.services.desk import current_plan
from tests.services.make import CHEAP


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    create = office_service.create_office
    monkeypatch.setattr(office_service, "create_office", lambda folder, **how: create(folder, **(how | {"kdf": CHEAP})))


def test_the_sample_shows_every_standing(cheap, tmp_path):
    steps: list[int] = []
    office = sample.make_sample(tmp_path / "office", Progress(lambda done, _total: steps.append(done)))
    try:
        plan = current_plan(office)
        assert plan is not None
        kept = {proposal.kept for proposal in plan.proposals}
        assert {None, MatchState.PINNED, MatchState.ACCEPTED, MatchState.CONFIRMED} <= kept
        assert plan.unmatched
        assert steps == sorted(steps)
    finally:
        office.close()


def test_a_cancelled_sample_closes_its_store(cheap, tmp_path):
    stop = Progress()
    stop.cancel()
    with pytest.raises(Cancelled):
        sample.make_sample(tmp_path / "office", stop)


def test_the_throwaway_folder_is_private_and_goes_when_closed():
    holder = sample.Throwaway()
    assert holder.path.is_dir()
    if os.name == "posix":
        assert holder.path.stat().st_mode & 0o777 == 0o700
    (holder.path / "store.db").write_bytes(b"x")
    holder.close()
    assert not holder.path.exists()
    holder.close()


CRASH = """
import os
from mutualaid.desktop.sample import Throwaway
if __name__ == "__main__":
    holder = Throwaway()
    (holder.path / "store.db").write_bytes(b"x")
    print(holder.path, holder._keeper.pid, flush=True)
    os._exit(3)
"""


def test_the_throwaway_folder_goes_even_when_the_program_dies(tmp_path):
    script = tmp_path / "crash.py"
    script.write_text(CRASH)
    # The keeper holds the output open, so reading to its end waits for the keeper.
    ran = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False)
    folder = Path(ran.stdout.split()[0])
    assert ran.returncode == 3
    assert not folder.exists()


HANG = """
from mutualaid.desktop import demo
if __name__ == "__main__":
    import threading
    with demo._watchdog(0.2):
        threading.Event().wait(60)
"""


def test_a_run_that_hangs_ends_itself_with_a_message(tmp_path):
    script = tmp_path / "hang.py"
    script.write_text(HANG)
    ran = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=30, check=False)
    assert ran.returncode == 1
    assert "did not answer" in ran.stderr


@pytest.mark.parametrize("pages", [("matching",), pytest.param((), marks=pytest.mark.campaign)], ids=["one", "every"])
def test_every_page_is_drawn_in_both_languages(cheap, app, tmp_path, pages):
    count = demo.shoot_demo(tmp_path / "shots", pages=pages)
    names = sorted(file.name for file in (tmp_path / "shots").iterdir())
    assert len(names) == count
    english = {name.removeprefix("en-") for name in names if name.startswith("en-")}
    spanish = {name.removeprefix("es-") for name in names if name.startswith("es-")}
    assert english == spanish
    matching = {name.split("matching", 1)[1] for name in english if "matching" in name}
    assert {".png", "-by-day.png", "-not-matched.png", "-levers.png", "-accept-all.png", "-turn-down.png"} <= matching
    assert all((tmp_path / "shots" / name).stat().st_size > 2000 for name in names)
