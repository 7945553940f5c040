"""The worker that the engine runs in: it is heard, it can be told to settle, and it outlives nobody."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mutualaid.progress import Cancelled, Progress
from mutualaid.records.errors import BadInput, Refused
from mutualaid.services.office import Office
from mutualaid.services.planning import make_plan
from mutualaid.services.problem import build_problem
from mutualaid.services.solving import _listen, _Told, ask_apart, solve_apart
from tests.matching.generate import generate
from tests.services.make import helper, home, stock, wants

_ROOT = Path(__file__).resolve().parents[2]
_WINDOW = """
import multiprocessing
from mutualaid.progress import Progress
from mutualaid.services.solving import solve_apart
from tests.matching.generate import generate

def told(done, total):
    print(multiprocessing.active_children()[0].pid, flush=True)

if __name__ == "__main__":
    solve_apart(generate("M"), give=0.0, effort="full", progress=Progress(told))
"""


class _Looking(Progress):
    """Calls `look` with the worker's process id each time that the work asks whether it may go on."""

    def __init__(self, look) -> None:
        super().__init__()
        self.look, self.steps = look, []
        self._listener = lambda done, total: self.steps.append((done, total))

    @property
    def cancelled(self) -> bool:
        for child in multiprocessing.active_children():
            self.look(child.pid)
        return super().cancelled


def test_cancel_ends_the_worker_at_once_and_leaves_no_process() -> None:
    progress = Progress(lambda _done, _total: progress.cancel())
    with pytest.raises(Cancelled):
        solve_apart(generate("M"), give=0.0, effort="full", progress=progress)
    assert multiprocessing.active_children() == []


def test_a_worker_that_dies_is_told_in_a_sentence_and_its_step_changes_nothing() -> None:
    progress = _Looking(lambda pid: progress.steps and os.kill(pid, signal.SIGKILL))
    with pytest.raises(Refused, match="solver_stopped"):
        solve_apart(generate("M"), give=0.0, effort="full", progress=progress)


def test_the_engine_s_own_faults_come_through_with_their_facts() -> None:
    with pytest.raises(BadInput) as caught:
        solve_apart({"format": "mutualaid-problem/1", "slots": -1}, give=0.0, effort="full", progress=Progress())
    assert caught.value.facts


def test_an_error_nobody_foresaw_is_logged_by_class_and_line_only(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(Refused, match="solver_stopped"):
        ask_apart("Rosa", {}, progress=Progress())
    [record] = caplog.records
    assert record.getMessage().startswith("the worker stopped: KeyError at solving.py:")
    caplog.clear()


def test_settle_goes_down_the_pipe_and_ends_nothing() -> None:
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    progress, heard = Progress(), threading.Event()
    ours.send("settle")
    progress.settle = heard.set  # type: ignore[method-assign]
    threading.Thread(target=_listen, args=(theirs, progress), daemon=True).start()
    assert heard.wait(10)
    ours.send("enough")


def test_each_thousandth_is_sent_once_and_every_better_result() -> None:
    sent: list[object] = []
    told = _Told(sent.append)
    for done in range(5001):
        told.step(done, 5000)
    assert len(sent) == 1001
    told.found(3, 4.5)
    assert sent[-1] == ("found", (3.0, 4.5))


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="asks Linux when a process ends")
def test_the_worker_ends_with_its_window_even_when_the_window_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _WINDOW], cwd=_ROOT, stdout=subprocess.PIPE, text=True, stderr=subprocess.PIPE
    ) as window:
        assert window.stdout is not None
        worker = int(window.stdout.readline())
        watched = os.pidfd_open(worker)
        try:
            window.kill()
            assert select.select([watched], [], [], 30)[0], "the worker went on without its window"
        finally:
            os.close(watched)
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)


@pytest.mark.skipif(not Path("/proc/self/mem").exists() or os.geteuid() != 0, reason="reads another's memory")
def test_the_memory_of_the_worker_holds_ids_and_no_name(office: Office) -> None:
    helper(office, name="Quetzalina Ixmatá")
    stock(office, "produce_box", 5)
    home(office, wants(office, "food"), contact_name="Xiomara Tzul")
    opaque = build_problem(office).document["needs"][0]["id"].encode()
    found: dict[bytes, bool] = {}

    def look(pid: int) -> None:
        if not found.get(opaque):
            memory = b"".join(_memory(pid))
            found.update({word: word in memory for word in (opaque, b"Quetzalina", b"Xiomara")})

    progress = _Looking(look)
    make_plan(office, progress=progress)
    assert found == {opaque: True, b"Quetzalina": False, b"Xiomara": False}


def _memory(pid: int) -> Iterator[bytes]:
    with contextlib.suppress(OSError), Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            area, rights, *_rest = line.split()
            first, last = (int(end, 16) for end in area.split("-"))
            if rights.startswith("rw"):
                with contextlib.suppress(OSError, ValueError):
                    memory.seek(first)
                    yield memory.read(last - first)
