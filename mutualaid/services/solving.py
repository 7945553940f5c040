"""The engine in a worker process: the window stays alive, Cancel is immediate, and a crash costs nothing else."""

from __future__ import annotations

import multiprocessing
import pickle
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from mutualaid.progress import Cancelled, Progress
from mutualaid.records.errors import Fault, Refused

if TYPE_CHECKING:
    from mutualaid.matching.engine import Effort


def _work(channel: Connection, document: dict[str, Any], give: float, effort: Effort) -> None:
    """In the worker: solve and send the plan document, or the fault's class, code and facts."""
    from mutualaid.vault.hardening import harden_process

    harden_process()
    from mutualaid.matching.engine import solve
    from mutualaid.matching.problem import parse_problem

    try:
        progress = Progress(lambda done, total: channel.send(("step", (done, total))))
        plan = solve(parse_problem(document), give=give, effort=effort, progress=progress)
        channel.send(("plan", plan.to_document()))
    except Fault as fault:
        channel.send(("fault", pickle.dumps((type(fault), fault.code, fault.facts))))


def solve_apart(document: dict[str, Any], *, give: float, effort: Effort, progress: Progress) -> dict[str, Any]:
    """Solve in a fresh process and return the plan document.

    Raises Cancelled (the process is ended at once), the engine's own faults, or Refused("solver_stopped") when the
    process ended without an answer.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(theirs, document, give, effort), daemon=True)
    worker.start()
    theirs.close()
    try:
        while True:
            if progress.cancelled:
                raise Cancelled
            if not ours.poll(0.05):
                if not worker.is_alive() and not ours.poll(0):
                    raise Refused("solver_stopped")
                continue
            try:
                kind, value = ours.recv()
            except EOFError:
                raise Refused("solver_stopped") from None
            if kind == "step":
                progress.step(*value)
            elif kind == "plan":
                return dict(value)
            else:
                cls, code, facts = pickle.loads(value)  # noqa: S301 - written by our own worker
                raise cls(code, **facts)
    finally:
        if worker.is_alive():
            worker.terminate()
        worker.join()
        ours.close()
