"""Progress and Cancel for long work: the handle that services take and the desktop or the command line supplies.

Long work calls `progress.step(done, total)` often (every few milliseconds of work is fine: a step costs a function
call). The handle may raise `Cancelled` from that call; the work then unwinds and leaves nothing half-written.
"""

from __future__ import annotations

import threading
from collections.abc import Callable


class Cancelled(Exception):
    """The person pressed Cancel; whatever was under way has changed nothing."""


class Progress:
    """Reports steps to a listener and passes a cancel request the other way. Safe to use across threads.

    `listener` receives (done, total) on the working thread; `total` is 0 while the amount of work is unknown. `heard`
    receives (value, bound) when a search has a better result, or a better proof of how good one can be.
    """

    def __init__(
        self,
        listener: Callable[[int, int], None] | None = None,
        heard: Callable[[float, float], None] | None = None,
    ) -> None:
        self._listener, self._heard = listener, heard
        self._cancel, self._enough = threading.Event(), threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._cancel.set()

    @property
    def cancelled(self) -> bool:
        """Whether a stop has been asked for."""
        return self._cancel.is_set()

    def settle(self) -> None:
        """Ask a search to end soon with the best that it has; work that has no such thing goes on."""
        self._enough.set()

    @property
    def settling(self) -> bool:
        """Whether the best so far is good enough."""
        return self._enough.is_set()

    def found(self, value: float, bound: float) -> None:
        """Say that a result worth `value` is in hand, and proved that none is worth more than `bound`."""
        if self._heard is not None:
            self._heard(value, bound)

    def step(self, done: int, total: int) -> None:
        """Say that `done` of `total` is finished. Raises Cancelled when a stop was asked for."""
        if self._cancel.is_set():
            raise Cancelled
        if self._listener is not None:
            self._listener(done, total)


class Share(Progress):
    """The part of longer work that reaches from `first` to `last` thousandths of it; cancelled with the whole."""

    WHOLE = 1000

    def __init__(self, whole: Progress, first: int, last: int) -> None:
        super().__init__()
        self._cancel, self._enough = whole._cancel, whole._enough
        self._whole, self._first, self._last = whole, first, last

    def step(self, done: int, total: int) -> None:
        """Say that `done` of this part's `total` is finished; without a total, that it is still at its beginning."""
        so_far = (self._last - self._first) * done // total if total else 0
        self._whole.step(self._first + so_far, self.WHOLE)

    def found(self, value: float, bound: float) -> None:
        """Pass it on."""
        self._whole.found(value, bound)


SILENT = Progress()
"""A handle for work that nobody watches; it is never cancelled."""
