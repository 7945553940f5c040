"""One rule over many needs: worked out once for every different ask, and looked up for each need that asks it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Bits = NDArray[np.uint8]


@dataclass(frozen=True)
class Asked:
    """One rule: the number of each need's ask, and for each ask the bit where it fails (asks by volunteers or lots)."""

    number: Ints
    fails: Bits

    def of(self, needs: Ints) -> Bits:
        """(needs, others) the rule's bit where it fails."""
        looked_up: Bits = self.fails[self.number[needs]]
        return looked_up


Sets = Sequence[Iterable[Hashable]]
Fails = Callable[[NDArray[np.float32], NDArray[np.float32]], Bools]
"""From (asks, others) values shared and (asks, 1) values asked to where the rule fails."""


def some(shared: NDArray[np.float32], asked: NDArray[np.float32]) -> Bools:
    """Fails when none of the values asked is there, if any is asked."""
    failing: Bools = (shared == 0) & (asked > 0)
    return failing


def every(shared: NDArray[np.float32], asked: NDArray[np.float32]) -> Bools:
    """Fails when one of the values asked is missing."""
    failing: Bools = shared < asked
    return failing


def one(shared: NDArray[np.float32], _: NDArray[np.float32]) -> Bools:
    """Fails when none is there, even if nothing is asked."""
    failing: Bools = shared == 0
    return failing


def none(shared: NDArray[np.float32], _: NDArray[np.float32]) -> Bools:
    """Fails when one is there."""
    failing: Bools = shared > 0
    return failing


def different(asks: Sequence[Hashable]) -> tuple[Ints, list[Any]]:
    """The number of each ask, and the different asks in order of first mention."""
    at: dict[Hashable, int] = {}
    return np.array([at.setdefault(ask, len(at)) for ask in asks], np.int64), list(at)


def table(sets: Sets, at: dict[Hashable, int]) -> NDArray[np.float32]:
    """One row a set, 1.0 where it holds the value of that column. Values without a column are left out."""
    out = np.zeros((len(sets), max(len(at), 1)), np.float32)
    for i, values in enumerate(sets):
        for value in values:
            if value in at:
                out[i, at[value]] = 1
    return out


def by_sets(bit: int, asks: Sequence[frozenset[Any] | tuple[Any, ...]], has: Sets, fails: Fails) -> Asked:
    """A rule about what two sets share."""
    number, sets = different(asks)
    columns: dict[Hashable, int] = {}
    for values in sets:
        for value in values:
            columns.setdefault(value, len(columns))
    shared = table(sets, columns) @ table(has, columns).T
    size = np.array([[len(values)] for values in sets], np.float32).reshape(len(sets), 1)
    return Asked(number, fails(shared, size).astype(np.uint8) << np.uint8(bit))


def by_number(bit: int, asks: Sequence[float], has: Sequence[float]) -> Asked:
    """A rule that fails where more is asked than there is."""
    number, levels = different(asks)
    failing = np.array(levels, np.float64).reshape(-1, 1) > np.array(has, np.float64)
    return Asked(number, failing.astype(np.uint8) << np.uint8(bit))


def by_row(bit: int, rows: Ints, fails: Bools) -> Asked:
    """A rule that is a row of a matrix for each need."""
    return Asked(rows, fails.astype(np.uint8) << np.uint8(bit))
