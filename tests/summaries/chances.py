"""Chances of the discrete Gaussian by their formula, and how draws are compared with chances."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping


def gaussian_chances(variance: float, reach: float = 12.0) -> dict[int, float]:
    """The exact chance of every integer within so many standard deviations (nothing is left beyond, 1e-30)."""
    limit = math.ceil(reach * math.sqrt(variance)) + 2
    weights = {k: math.exp(-k * k / (2 * variance)) for k in range(-limit, limit + 1)}
    whole = math.fsum(weights.values())
    return {k: weight / whole for k, weight in weights.items()}


def binned(chances: Mapping[int, float], draws: int, least: float = 20.0) -> list[set[int]]:
    """Neighbouring values joined until each bin expects so many draws: what the chi-square needs."""
    bins: list[set[int]] = [set()]
    held = 0.0
    for value in sorted(chances):
        bins[-1].add(value)
        held += chances[value] * draws
        if held >= least:
            bins.append(set())
            held = 0.0
    if len(bins) > 1:
        bins[-2] |= bins.pop()
    return bins


def six_sigma(degrees: int) -> float:
    """The chi-square that honest draws exceed once in 10**9 (Wilson and Hilferty's approximation)."""
    return degrees * (1 - 2 / (9 * degrees) + 6 * math.sqrt(2 / (9 * degrees))) ** 3


def unlike_chances(chances: Mapping[int, float], seen: Counter[int]) -> bool:
    """Whether draws stray from exact chances by Pearson's chi-square, a false alarm in 10**9."""
    draws = seen.total()
    bins = binned(chances, draws)
    far = 0.0
    for bin_ in bins:
        expected = math.fsum(chances[value] for value in bin_) * draws
        far += (sum(seen[value] for value in bin_) - expected) ** 2 / expected
    return far > six_sigma(len(bins) - 1) or any(value not in chances for value in seen)


def unlike_draws(one: Counter[int], other: Counter[int], chances: Mapping[int, float]) -> bool:
    """Whether two samples of one size stray from each other, a false alarm in 10**9."""
    bins = binned(chances, one.total())
    far = 0.0
    for bin_ in bins:
        a, b = sum(one[value] for value in bin_), sum(other[value] for value in bin_)
        far += (a - b) ** 2 / (a + b)
    return far > six_sigma(len(bins) - 1)
