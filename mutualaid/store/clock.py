"""The hybrid logical clock that orders changes, also those of two laptops that meet later.

After Kulkarni et al., Logical Physical Clocks (2014): a reading is the wall clock's milliseconds, or, when those are
behind what was already seen, the last reading with its counter raised. One transaction is one tick.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import NamedTuple

_MOST = 0xFFFF


class Clock(NamedTuple):
    """One reading: milliseconds since 1970, a counter within them, and the laptop's random name (16 hex digits)."""

    millis: int
    counter: int
    node: str

    def __str__(self) -> str:
        """Text of fixed width whose order is the clock's order."""
        return f"{self.millis:012x}-{self.counter:04x}-{self.node}"

    @classmethod
    def parse(cls, text: str) -> Clock:
        """The reading written as `text`. Raises ValueError."""
        millis, counter, node = text.split("-")
        return cls(int(millis, 16), int(counter, 16), node)

    def tick(self, wall: int) -> Clock:
        """The reading of this laptop's next transaction, at `wall` milliseconds; always later than this one."""
        return self._next(max(self.millis, wall), self.counter + 1 if wall <= self.millis else 0)

    def meet(self, other: Clock, wall: int) -> Clock:
        """The reading after having seen another laptop's `other`: later than both."""
        ahead = max(self, other._replace(node=self.node))
        return ahead.tick(wall)

    def _next(self, millis: int, counter: int) -> Clock:
        if counter > _MOST:
            millis, counter = millis + 1, 0
        return Clock(millis, counter, self.node)


def first_clock() -> Clock:
    """A clock that has not ticked, for a new laptop."""
    return Clock(0, 0, secrets.token_hex(8))


def wall_millis(now: Callable[[], int] = time.time_ns) -> int:
    """The wall clock in milliseconds since 1970."""
    return now() // 1_000_000
