"""The engine in a worker process: the window stays alive, Cancel is immediate, and a crash costs nothing else.

Down the pipe goes one word, "settle", and its end: a worker whose window is gone ends at once, whatever it is doing.
Up come steps, better results, and at last the answer, the fault, or where an error that nobody foresaw came from.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import pickle
import threading
import traceback
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mutualaid.progress import Cancelled, Progress
from mutualaid.records.errors import Fault, Refused

if TYPE_CHECKING:
    from mutualaid.matching.engine import Effort

_LOOK_SECONDS = 0.05
_THOUSANDTHS = 1000

_log = logging.getLogger(__name__)


class _Told(Progress):
    """In the worker: sends each thousandth once, since work may report far oftener than anybody looks."""

    def __init__(self, send: Callable[[object], None]) -> None:
        super().__init__(self._stepped, lambda value, bound: send(("found", (float(value), float(bound)))))
        self._send, self._last = send, (-1, -1)

    def _stepped(self, done: int, total: int) -> None:
        now = (done * _THOUSANDTHS // total if total else 0, total)
        if now != self._last:
            self._last = now
            self._send(("step", (int(done), int(total))))


def _listen(channel: Connection, progress: Progress) -> None:
    """In the worker, on a thread of its own: hears "settle", and ends the process when the window is gone."""
    try:
        while channel.recv() == "settle":
            progress.settle()
    except (EOFError, OSError):
        os._exit(1)


def _work(channel: Connection, job: str, document: dict[str, Any], given: dict[str, Any]) -> None:
    """In the worker: do the job and send its answer."""
    from mutualaid.vault.hardening import harden_process

    harden_process()
    progress = _Told(channel.send)
    threading.Thread(target=_listen, args=(channel, progress), daemon=True).start()
    from mutualaid.services.engine_jobs import JOBS

    with contextlib.suppress(BrokenPipeError):
        try:
            channel.send(("answer", JOBS[job](document, progress=progress, **given)))
        except Fault as fault:
            channel.send(("fault", pickle.dumps((type(fault), fault.code, fault.facts))))
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001  its class and line go up, never its text
            place = traceback.extract_tb(error.__traceback__)[-1]
            channel.send(("broke", f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"))


def ask_apart(job: str, document: dict[str, Any], *, progress: Progress, **given: Any) -> Any:
    """Do one of the engine's jobs (`engine_jobs.JOBS`) in a fresh process and return its answer.

    `given` goes to the job as it is: plain values only. Better results are told by `progress.found`, and a `settle`
    of the handle is passed on. Raises Cancelled (the process is ended at once), the engine's own faults, or
    Refused("solver_stopped") when the process ended without an answer.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    worker = context.Process(target=_work, args=(theirs, job, document, given), daemon=True)
    worker.start()
    theirs.close()
    settled = False
    try:
        while True:
            if progress.cancelled:
                raise Cancelled
            if progress.settling and not settled:
                settled = True
                with contextlib.suppress(BrokenPipeError):
                    ours.send("settle")
            if not ours.poll(0):
                if worker.exitcode is not None and not ours.poll(0):
                    raise Refused("solver_stopped")
                wait([ours, worker.sentinel], _LOOK_SECONDS)
                continue
            try:
                kind, value = ours.recv()
            except (EOFError, OSError):
                raise Refused("solver_stopped") from None
            if kind == "answer":
                return value
            _hear(kind, value, progress)
    finally:
        worker.kill()
        worker.join()
        worker.close()
        ours.close()


def _hear(kind: str, value: Any, progress: Progress) -> None:
    """What came up the pipe before the answer, or in its place."""
    if kind == "step":
        progress.step(*value)
    elif kind == "found":
        progress.found(*value)
    elif kind == "fault":
        cls, code, facts = pickle.loads(value)  # noqa: S301 - written by our own worker
        raise cls(code, **facts)
    else:
        _log.error("the worker stopped: %s", value)
        raise Refused("solver_stopped")


def solve_apart(
    document: dict[str, Any],
    *,
    give: float,
    effort: Effort,
    progress: Progress,
    kept: Sequence[dict[str, Any]] | None = None,
    threshold: float | None = None,
) -> dict[str, Any]:
    """Solve in a fresh process and return the plan document; raises as `ask_apart` does.

    `kept` are the `matches` of the plan before, which the new one keeps unless changing one is worth more than
    `threshold` points.
    """
    plan: dict[str, Any] = ask_apart(
        "solve", document, progress=progress, give=give, effort=effort, kept=kept, threshold=threshold
    )
    return plan
