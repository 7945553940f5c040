"""Tells a scanner from a person by the clock: a burst of keys faster than fingers, ended by Enter."""

from __future__ import annotations

GAP_S = 0.05
"""The most between two keys of one burst, in seconds; a quick typist needs twice that."""

LEAST = 4
"""Fewer keys are no code."""


class Burst:
    """Keys as they come, with the moment of each in seconds of any one clock."""

    def __init__(self, gap: float = GAP_S) -> None:
        self._gap = gap
        self._last = float("-inf")
        self.text = ""

    def key(self, sign: str, at: float) -> bool:
        """Note a key. Whether a new burst begins with it."""
        begins = not self.text or at - self._last > self._gap
        self.text = sign if begins else self.text + sign
        self._last = at
        return begins

    def end(self, at: float) -> str:
        """Enter came: what the burst said, "" when it was a person after all."""
        text, fast = self.text, at - self._last <= self._gap
        self.text = ""
        return text if fast and len(text) >= LEAST else ""

    def drop(self) -> None:
        """Another key came between."""
        self.text = ""
