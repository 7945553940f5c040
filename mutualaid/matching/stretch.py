"""A stretch of a longer piece of work: its own steps are told as part of the whole, and never go back."""

from __future__ import annotations

from mutualaid.progress import Progress

HALF = 400
"""Signs of life after which work of unknown length counts as half done."""


FINE = 10_000
"""Steps that a stretch tells its outer handle in; whole numbers, so that nothing depends on rounding."""


class Stretch(Progress):
    """Steps `begins` to `ends` of an outer handle's `total`. Cancel and settle pass through from the outer handle."""

    def __init__(self, outer: Progress, begins: int, ends: int, total: int) -> None:
        super().__init__()
        self._outer, self._begins, self._ends, self._total = outer, begins, ends, total
        self._reached, self._beats = 0.0, 0

    @property
    def settling(self) -> bool:
        """Whether the outer handle was asked to settle."""
        return self._outer.settling

    def found(self, value: float, bound: float) -> None:
        """Pass it on to the outer handle."""
        self._outer.found(value, bound)

    def step(self, done: int, total: int) -> None:
        """Report to the outer handle; a `total` of 0 is a sign of life. Raises Cancelled when it does."""
        if total:
            share = min(1.0, done / total)
        else:
            self._beats += 1
            share = self._beats / (self._beats + HALF)
        self._reached = max(self._reached, share)
        at = self._begins + self._reached * (self._ends - self._begins)
        if isinstance(self._outer, Stretch):
            self._outer.step(int(FINE * at), FINE * self._total)
        else:
            self._outer.step(int(at), self._total)
