"""The whole problem's value and bound while its parts are solved one after the other."""

from __future__ import annotations

import math

from mutualaid.matching.stretch import Stretch
from mutualaid.progress import Progress


class Tally:
    """What is in hand of the whole, and a bound on it that falls as parts prove theirs.

    Begins with the value of what stays, and with what each part can add at the very most (`ceilings`).
    """

    def __init__(self, outer: Progress, value: float, ceilings: list[float]) -> None:
        self.outer, self.ceilings = outer, ceilings
        self._value, self._bound = value, value + sum(ceilings)
        self._told = (-math.inf, math.inf)

    def hear(self, value: float, spared: float) -> None:
        """The part under way adds `value`, and can add `spared` less than its ceiling."""
        best, least = self._told
        now = (max(best, self._value + value), min(least, self._bound - spared))
        if now != self._told:
            self._told = now
            self.outer.found(*now)

    def close(self, value: float, spared: float) -> None:
        """The part under way is finished."""
        self._value += value
        self._bound -= spared
        self.hear(0.0, 0.0)


class Turn(Stretch):
    """Part `i`'s turn. Told of the part's own value and bound, it passes on those of the whole."""

    def __init__(self, tally: Tally, i: int) -> None:
        super().__init__(tally.outer, i, i + 1, len(tally.ceilings))
        self._tally, self._ceiling = tally, tally.ceilings[i]

    def found(self, value: float, bound: float) -> None:
        """A better plan of the part, or a better bound on it (infinite while nothing is proved)."""
        self._tally.hear(max(value, 0.0), max(self._ceiling - bound, 0.0))

    def close(self, value: float, bound: float) -> None:
        """The part's turn is over."""
        self._tally.close(value, max(self._ceiling - bound, 0.0))
