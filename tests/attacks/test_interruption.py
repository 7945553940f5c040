"""A folder that is being written when the program dies is not there at all."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mutualaid.exchange.release_folder import release_folder, write_release_folder

ROOT = Path(__file__).resolve().parents[2]

KILLED = """
import os, signal, sys
from pathlib import Path
from mutualaid.exchange import release_folder

steps = 0
def dying(real):
    def step(*arguments, **more):
        global steps
        steps += 1
        if steps == {at}:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **more)
    return step

release_folder.os.fsync = dying(os.fsync)
Path.rename = dying(Path.rename)
release_folder.write_release_folder(Path(sys.argv[1]), {{f"file-{{n}}.txt": b"x" * 5000 for n in range(5)}})
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
@pytest.mark.parametrize("at", [1, 5, 6, 7, 11, 12])
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
    left = [path.name for path in tmp_path.iterdir()]
    assert len(left) == 1
    assert left[0].startswith(".release-x.")
    write_release_folder(tmp_path / "release-y", {"data.csv": b"1"})
    assert [path.name for path in tmp_path.iterdir()] == ["release-y"], "the next export clears what was left"


def test_until_the_ledger_has_it_nothing_of_a_draw_lies_on_the_disk(tmp_path):
    """A draw that nobody remembers, found on a stick beside the next one, would be a second answer."""
    folder = tmp_path / "release-x"
    with release_folder(folder, {"data.csv": b"drawn"}):
        lying = list(tmp_path.rglob("data.csv"))
        assert [path.read_bytes() for path in lying] == [bytes(5)]
    assert (folder / "data.csv").read_bytes() == b"drawn"


def test_after_the_last_step_the_folder_is_whole(tmp_path):
    folder = tmp_path / "release-x"
    subprocess.run(
        [sys.executable, "-c", KILLED.format(at=99), str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert sorted(path.stat().st_size for path in folder.iterdir()) == [5_000] * 5


def test_what_another_export_is_working_in_and_what_is_not_ours_is_left_alone(tmp_path):
    mine = tmp_path / f".release-z.{'0' * 16}.part"
    (mine / "release").mkdir(parents=True)
    (mine / "notes.txt").write_text("mine")
    alike = tmp_path / ".release-notes"
    alike.mkdir()
    with release_folder(tmp_path / "release-x", {"data.csv": b"1"}):
        write_release_folder(tmp_path / "release-y", {"data.csv": b"2"})
    assert sorted(path.name for path in tmp_path.iterdir()) == [".release-notes", mine.name, "release-x", "release-y"]
    assert (tmp_path / "release-x" / "data.csv").read_bytes() == b"1"


def test_a_stick_without_rights_or_locks_takes_a_release_too(tmp_path, monkeypatch):
    def unable(*_arguments, **_more):
        raise OSError(errno.ENOTSUP, "not supported")

    monkeypatch.setattr(os, "chmod", unable)
    monkeypatch.setattr(Path, "chmod", unable)
    monkeypatch.setattr("mutualaid.vault.lock._lock", unable)
    write_release_folder(tmp_path / "release-x", {"data.csv": b"1"})
    assert [path.name for path in tmp_path.iterdir()] == ["release-x"]


@pytest.mark.parametrize("name", ["../data.csv", "CON", "data.csv:mine", "a .csv", "data.", "sub/a.csv", "ünd.csv"])
def test_no_file_has_a_name_that_a_system_would_not_take(tmp_path, name):
    with pytest.raises(ValueError, match="lies in its folder"):
        write_release_folder(tmp_path / "release-x", {name: b"1"})


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
