"""Exact noise from integers only: no floating point decides a draw, so no bit of a float betrays the count."""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable

Randomness = Callable[[int], int]
"""Given n > 0, a uniform integer in [0, n). `secrets.randbelow` unless a test brings its own."""

SYSTEM: Randomness = secrets.randbelow


def discrete_laplace(scale: int, below: Randomness = SYSTEM) -> int:
    """An integer k with probability (1 - p) / (1 + p) * p**|k|, p = exp(-1 / scale), sampled exactly.

    Canonne, Kamath and Steinke, "The Discrete Gaussian for Differential Privacy" (2020), algorithm 2.
    """
    if scale < 1:
        raise ValueError("the scale is a positive integer")
    while True:
        part = below(scale)
        if not bernoulli_exp(part, scale, below):
            continue
        whole = 0
        while bernoulli_exp(1, 1, below):
            whole += 1
        size = part + scale * whole
        negative = below(2) == 1
        if not (negative and size == 0):
            return -size if negative else size


def bernoulli_exp(numerator: int, denominator: int, below: Randomness) -> bool:
    """True with probability exp(-numerator / denominator), for any fraction >= 0 (same paper, algorithm 1)."""
    while numerator > denominator:
        if not bernoulli_exp(1, 1, below):
            return False
        numerator -= denominator
    step = 1
    while below(denominator * step) < numerator:
        step += 1
    return step % 2 == 1


def geometric(below: Randomness = SYSTEM) -> int:
    """An integer k >= 0 that is at least k with probability exp(-k), sampled exactly."""
    count = 0
    while bernoulli_exp(1, 1, below):
        count += 1
    return count


def error_chances(scale: int, base: int) -> list[float]:
    """The chance of each size 0, 1, 2... of the error that noise and random rounding make together.

    The convolution of the two, over counts whose last digits are evenly spread. For showing and for choosing what is
    named only, so plain floating point; sizes beyond forty scales, of chance exp(-40), are left out.
    """
    chances = [0.0] * (40 * scale + base + 1)
    p = math.exp(-1 / scale)
    for noise in range(-40 * scale, 40 * scale + 1):
        for rest in range(base):
            weight = (1 - p) / (1 + p) * p ** abs(noise) / base
            chances[abs(noise - rest)] += weight * (base - rest) / base
            chances[abs(noise + base - rest)] += weight * rest / base
    return chances


def error_quantile(share: float, scale: int, base: int) -> int:
    """The least whole error that `share` of the published values keep within, noise and rounding together."""
    chances, reached = error_chances(scale, base), 0.0
    for error, chance in enumerate(chances):
        reached += chance
        if reached >= share:
            return error
    return len(chances)


def round_randomly(value: int, base: int, below: Randomness = SYSTEM) -> int:
    """One of the two multiples of `base` around `value`, chosen so that the mean is `value` itself."""
    rest = value % base
    return value - rest + (base if below(base) < rest else 0)
