"""A folder that is being written when the program dies is not there at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mutualaid.exchange.release_files import write_release_folder

ROOT = Path(__file__).resolve().parents[2]

KILLED = """
import os, signal, sys
from pathlib import Path
from mutualaid.exchange import release_files

steps = 0
def dying(real):
    def step(*arguments, **more):
        global steps
        steps += 1
        if steps == {at}:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **more)
    return step

release_files.os.fsync = dying(os.fsync)
Path.rename = dying(Path.rename)
release_files.write_release_folder(Path(sys.argv[1]), {{f"file-{{n}}.txt": b"x" * 5000 for n in range(5)}})
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
@pytest.mark.parametrize("at", [1, 3, 5, 6, 7])
def test_killed_mid_export_leaves_no_release_folder(tmp_path, at):
    folder = tmp_path / "release-x"
    ended = subprocess.run(
        [sys.executable, "-c", KILLED.format(at=at), str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert ended.returncode == -9
    assert not folder.exists()
    assert all(path.name.startswith(".release-") for path in tmp_path.iterdir())


def test_after_the_last_step_the_folder_is_whole(tmp_path):
    folder = tmp_path / "release-x"
    subprocess.run(
        [sys.executable, "-c", KILLED.format(at=99), str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert sorted(path.stat().st_size for path in folder.iterdir()) == [5_000] * 5


@pytest.mark.parametrize("failing", ["file", "rename"])
def test_a_failed_write_leaves_nothing_behind(tmp_path, monkeypatch, failing):
    from mutualaid.records.errors import NoSpace

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    if failing == "file":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(NoSpace) as error:
        write_release_folder(tmp_path / "release-x", {"data.csv": b"1"})
    assert error.value.code == "disk_full"
    assert list(tmp_path.iterdir()) == []
