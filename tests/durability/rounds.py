"""How a long proof is cut into tests: a small first slice that runs every day, and the rest for `./run campaign`."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

STRIDE = 10007
"""Shares no factor with a total, so that `number * STRIDE % total` is spread out from the first rounds on."""


class Rounds(NamedTuple):
    """Rounds number `first` to `first + count - 1` of `total`; their numbers seed whatever is drawn."""

    first: int
    count: int
    total: int

    def __str__(self) -> str:
        return f"{self.first}-{self.first + self.count - 1}"

    def numbers(self) -> range:
        """The rounds' numbers."""
        return range(self.first, self.first + self.count)


def rounds(total: int, *, daily: int, at_once: int) -> Any:
    """A parameter `part` for a test: `daily` rounds always, the rest of `total` in campaigns, `at_once` a test."""
    parts = [pytest.param(Rounds(0, daily, total), id=str(Rounds(0, daily, total)))]
    for first in range(daily, total, at_once):
        part = Rounds(first, min(at_once, total - first), total)
        parts.append(pytest.param(part, id=str(part), marks=pytest.mark.campaign))
    return pytest.mark.parametrize("part", parts)
