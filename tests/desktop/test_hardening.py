"""The running program seen from outside: its rights, its memory, and that there is one of it on a store."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mutualaid.desktop.app import Desktop
from mutualaid.progress import Cancelled, Progress
from mutualaid.records.errors import Fault
from mutualaid.services.office import Office
from mutualaid.services.solving import solve_apart
from tests.services.make import PASSPHRASE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

# The whole program as `python -m mutualaid` starts it, told when its first window is on view.
_SHOWN = """
import sys
from PySide6.QtCore import QTimer
from mutualaid import __main__ as program
from mutualaid.desktop import app
begin = app.Desktop.begin
def begun(self):
    begin(self)
    QTimer.singleShot(0, lambda: print("shown", flush=True))
app.Desktop.begin = begun
sys.exit(program.main([]))
"""
# A second desktop that types the passphrase and says what its window says.
_SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel
from mutualaid.desktop import app, preferences
from mutualaid.desktop.doors import OfficeDoors
made = app.make_application([], look="light", lang="en")
desktop = app.Desktop(made, OfficeDoors(), preferences.Preferences(folder=sys.argv[1]), file=Path(sys.argv[3]))
desktop.begin()
desktop.unlock.passphrase.line.setText(sys.argv[2])
desktop.unlock.unlock()
def look():
    if not desktop.tasks.busy:
        for label in desktop.unlock.findChildren(QLabel):
            if label.isVisible():
                print(label.text(), flush=True)
        made.quit()
timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
made.exec()
"""


# A file dialog in which a file is chosen, in an application of ours or a plain one.
_DIALOG = """
import sys
from PySide6.QtWidgets import QApplication, QFileDialog
from mutualaid.desktop.app import make_application
made = make_application([]) if sys.argv[1] == "ours" else QApplication([])
dialog = QFileDialog(None, "", sys.argv[2])
dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
dialog.open()
dialog.accept()
del dialog
"""


def lines_of(pid: int, name: str) -> dict[str, str]:
    """A file of /proc as its lines' names and values."""
    pairs = (line.partition(":") for line in Path(f"/proc/{pid}/{name}").read_text().splitlines())
    return {key: value.strip() for key, _, value in pairs}


def core_limits(pid: int) -> list[str]:
    text = Path(f"/proc/{pid}/limits").read_text()
    return next(line for line in text.splitlines() if line.startswith("Max core file size")).split()[4:6]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    homes = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    environment = {**os.environ, **homes, "QT_QPA_PLATFORM": "offscreen"}
    child = subprocess.Popen([sys.executable, "-c", _SHOWN], env=environment, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "shown\n"
    yield child
    child.terminate()
    child.communicate()


# A process of nobody's, with no rights over others', which tells whether it may look into a fork of its own. It forks,
# for nobody may not be allowed to start this Python; and it makes the fork readable again, which a change of user ends.
_PRYING = """
import ctypes, os, resource, sys
from mutualaid.vault.hardening import harden_process
os.setgroups([]); os.setgid(65534); os.setuid(65534)
up, ready = os.pipe()
wait, done = os.pipe()
child = os.fork()
if child == 0:
    os.close(done)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
    if sys.argv[1] == "hard":
        harden_process()
    os.write(ready, b"x")
    os.read(wait, 1)
    os._exit(0)
os.close(ready)
os.read(up, 1)
for name in ("environ", "mem"):
    try:
        open(f"/proc/{child}/{name}", "rb").close()
        print("open")
    except PermissionError:
        print("refused")
os.close(done)
os.waitpid(child, 0)
"""


@pytest.mark.parametrize(("kind", "left"), [("ours", []), ("plain", ["QtProject.conf"])])
def test_a_file_dialog_leaves_no_list_of_the_folders_that_were_visited(
    tmp_path: Path, kind: str, left: list[str]
) -> None:
    config = tmp_path / "config"
    config.mkdir()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(config)}
    subprocess.run([sys.executable, "-c", _DIALOG, kind, str(tmp_path)], env=environment, check=True, timeout=60)
    assert [file.name for file in config.rglob("*") if file.is_file()] == left


def test_the_running_desktop_writes_for_its_owner_only_and_leaves_no_core(running: subprocess.Popen[str]) -> None:
    assert lines_of(running.pid, "status")["Umask"] == "0077"
    assert core_limits(running.pid) == ["0", "0"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
def test_another_program_of_the_same_user_may_not_read_its_memory() -> None:
    def tried(kind: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", _PRYING, kind], capture_output=True, text=True, timeout=60, check=False
        )
        return done.stdout.split()

    control = tried("plain")
    if control[:1] != ["open"]:
        pytest.skip("this system keeps processes apart by itself")
    assert tried("hard") == ["refused", "refused"]


def test_the_solver_is_as_closed_as_the_program() -> None:
    problem: dict[str, object] = {"version": 0}
    seen: dict[str, object] = {}

    class Looking(Progress):
        @property
        def cancelled(self) -> bool:
            for child in multiprocessing.active_children():
                with contextlib.suppress(OSError, StopIteration, KeyError):
                    seen["umask"] = lines_of(child.pid or 0, "status")["Umask"]
                    seen["core"] = core_limits(child.pid or 0)
            return (seen.get("umask"), seen.get("core")) == ("0077", ["0", "0"])

    outer = os.umask(0o022)
    try:
        with pytest.raises((Cancelled, Fault)):
            solve_apart(problem, give=0.0, effort="quick", progress=Looking())
    finally:
        os.umask(outer)
    assert seen == {"umask": "0077", "core": ["0", "0"]}


def test_a_second_desktop_on_the_same_store_is_refused_and_the_first_goes_on(
    program: Desktop, unlock: Callable[[], Office], place: Path, tmp_path: Path
) -> None:
    office = unlock()
    done = subprocess.run(
        [sys.executable, "-c", _SECOND, str(place), PASSPHRASE, str(tmp_path / "second.json")],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert "The store is open somewhere else" in done.stdout, done.stdout + done.stderr
    with office.store.write("add") as write:
        write.set_meta("first", '"unharmed"')
