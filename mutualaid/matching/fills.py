"""How fair a plan is: the groups' fills in order, the lowest first."""

from __future__ import annotations

from mutualaid.matching.rules import Score

SAME = 1e-6
"""Fills, and values, no further apart than this are the same."""


def compare(one: Score, other: Score) -> int:
    """1 when the first is fairer, -1 when it is less fair, 0 when they are alike: at the lowest fills that differ."""
    for a, b in zip(sorted(one.groups.values()), sorted(other.groups.values()), strict=True):
        if abs(a - b) > SAME:
            return 1 if a > b else -1
    return 0


def fairer(one: Score, other: Score, floor: float) -> bool:
    """Whether a plan is worth at least `floor`, and fairer than another or as fair and worth more."""
    order = compare(one, other)
    return one.value >= floor and (order > 0 or (order == 0 and one.value > other.value + SAME))
