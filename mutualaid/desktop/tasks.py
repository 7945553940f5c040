"""Work off the window's thread: one writer, two readers, one place for long computing; answers come back by signal.

A page hands over a function and what to do with its answer, and names the object that the answer is for. When that
object is gone by then (the page was closed, the office locked) the answer is dropped. Nothing here ever waits on the
window's thread except `shutdown`.
"""

from __future__ import annotations

import contextlib
import logging
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from mutualaid.desktop.progress import ProgressWindow
from mutualaid.language.catalog import tr
from mutualaid.language.errors import sentence
from mutualaid.progress import Cancelled, Progress
from mutualaid.records.errors import Fault
from mutualaid.records.views import Changed

T = TypeVar("T")

PATIENCE_MS = 500
"""After how long a job with a title shows its progress and a Cancel button."""

_log = logging.getLogger(__name__)


def calm_sentence() -> str:
    """What is said of an error that nobody foresaw: no detail of it, because details may name people."""
    return tr("Something went wrong inside the program, and nothing was saved by that step. You can go on working.")


def note_unexpected(error: BaseException) -> None:
    """Log where an unforeseen error came from: its class and line, never its text, which may hold stored words."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    _log.error("unexpected %s at %s", type(error).__name__, place)


@dataclass(eq=False)
class _Job:
    owner: QObject
    work: Callable[[Progress], Any]
    then: Callable[[Any], None] | None
    fail: Callable[[Fault], None] | None
    stopped: Callable[[], None] | None
    title: str
    seen: tuple[int, int] = (0, 0)
    progress: Progress = field(default_factory=Progress)
    window: ProgressWindow | None = None
    future: Future[Any] | None = None


def _wrote(future: Future[Any]) -> bool:
    return isinstance(future.result(), Changed)


class Tasks(QObject):
    """The three pools, and the way back to the window's thread.

    `changed` carries the Changed of each write; `told` a sentence for the message bar; `quiet` is emitted when the
    last job has been answered.
    """

    changed = Signal(object)
    told = Signal(str)
    quiet = Signal()
    _ended = Signal(object, object)

    def __init__(self, window: QWidget | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._writer = ThreadPoolExecutor(1, "writer")
        self._readers = ThreadPoolExecutor(2, "reader")
        self._computer = ThreadPoolExecutor(1, "compute")
        self._pools = (self._readers, self._computer, self._writer)
        self._jobs: set[_Job] = set()
        self._cut_off: list[_Job] = []
        self._open = True
        self._ended.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether any job is still unanswered."""
        return bool(self._jobs)

    def set_window(self, window: QWidget) -> None:
        """The window over which progress is shown."""
        self._window = window

    def read(
        self,
        work: Callable[[], T],
        then: Callable[[T], None] | None = None,
        *,
        owner: QObject,
        fail: Callable[[Fault], None] | None = None,
    ) -> None:
        """Run a read on one of two reader threads; `then` gets its answer on the window's thread."""
        self._start(self._readers, _Job(owner, lambda _progress: work(), then, fail, None, ""))

    def write(
        self,
        work: Callable[[], T],
        then: Callable[[T], None] | None = None,
        *,
        owner: QObject,
        fail: Callable[[Fault], None] | None = None,
        title: str = "",
    ) -> None:
        """Run a write on the one writer thread. A Changed that it returns goes out by `changed` after `then` ran."""
        self._start(self._writer, _Job(owner, lambda _progress: work(), then, fail, None, title))

    def compute(
        self,
        work: Callable[[Progress], T],
        then: Callable[[T], None] | None = None,
        *,
        owner: QObject,
        title: str,
        fail: Callable[[Fault], None] | None = None,
        stopped: Callable[[], None] | None = None,
    ) -> None:
        """Run long work, which is given a Progress; after half a second a window shows it with Cancel.

        `stopped` is called when the person cancelled it; `title` says what is being done.
        """
        self._start(self._computer, _Job(owner, work, then, fail, stopped, title))

    def write_long(
        self,
        work: Callable[[Progress], T],
        then: Callable[[T], None] | None = None,
        *,
        owner: QObject,
        title: str,
        fail: Callable[[Fault], None] | None = None,
        stopped: Callable[[], None] | None = None,
    ) -> None:
        """A long write on the one writer thread, with progress and Cancel as `compute` has them."""
        self._start(self._writer, _Job(owner, work, then, fail, stopped, title))

    def shutdown(self) -> None:
        """Cancel everything and wait for the threads to end. No answer is delivered from here on."""
        self.cancel()
        self.wait()

    def cancel(self) -> None:
        """Ask everything to stop, and wait for nothing. No answer is delivered from here on."""
        self._open = False
        for job in self._jobs:
            job.progress.cancel()
            self._close_window(job)
        self._cut_off += self._jobs
        self._jobs.clear()
        for pool in self._pools:
            pool.shutdown(wait=False, cancel_futures=True)

    def saved(self) -> list[QObject]:
        """Those for whom a write ended well that nobody was told of, because everything was cancelled meanwhile."""
        ended = [(job.owner, job.future) for job in self._cut_off if job.future is not None and job.future.done()]
        return [owner for owner, one in ended if not one.cancelled() and not one.exception() and _wrote(one)]

    def wait(self) -> None:
        """Wait, after `cancel`, until no thread works any more. May be called on any thread."""
        for pool in self._pools:
            pool.shutdown(wait=True)

    def _start(self, pool: ThreadPoolExecutor, job: _Job) -> None:
        if not self._open:
            return

        def listen(done: int, total: int) -> None:
            job.seen = (done, total)

        job.progress = Progress(listen)
        self._jobs.add(job)

        def ended(future: Future[Any]) -> None:
            # A cancelled future was dropped by shutdown, which also lets this object die before the thread does.
            if not future.cancelled():
                with contextlib.suppress(RuntimeError):
                    self._ended.emit(job, future)

        job.future = pool.submit(job.work, job.progress)
        job.future.add_done_callback(ended)
        if job.title:
            QTimer.singleShot(PATIENCE_MS, self, lambda: self._show_progress(job))

    def _show_progress(self, job: _Job) -> None:
        if job in self._jobs and self._open:
            job.window = ProgressWindow(job.title, lambda: job.seen, job.progress.cancel, self._window)
            job.window.show()

    @staticmethod
    def _close_window(job: _Job) -> None:
        if job.window is not None and shiboken6.isValid(job.window):
            job.window.finish()
        job.window = None

    def _answer(self, job: _Job, future: Future[Any]) -> None:
        if not self._open or job not in self._jobs:
            return
        self._jobs.discard(job)
        self._close_window(job)
        alive = shiboken6.isValid(job.owner)
        error = future.exception()
        if error is None:
            result = future.result()
            if alive and job.then is not None:
                job.then(result)
            if isinstance(result, Changed):
                self.changed.emit(result)
        elif isinstance(error, Cancelled):
            if alive and job.stopped is not None:
                job.stopped()
        elif isinstance(error, Fault):
            if alive and job.fail is not None:
                job.fail(error)
            else:
                self.told.emit(sentence(error))
        else:
            note_unexpected(error)
            self.told.emit(calm_sentence())
        if not self._jobs:
            self.quiet.emit()
