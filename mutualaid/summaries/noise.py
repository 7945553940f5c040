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


def bounded_laplace(scale: int, limit: int, below: Randomness = SYSTEM) -> int:
    """Discrete Laplace noise conditioned on lying within `limit`: a draw beyond it is thrown away and drawn again."""
    while True:
        noise = discrete_laplace(scale, below)
        if -limit <= noise <= limit:
            return noise


def error_quantile(share: float, scale: int, limit: int, base: int) -> int:
    """The least whole error that `share` of the published values keep within, noise and rounding together.

    For showing only: plain floating point, over counts whose last digits are evenly spread.
    """
    chances: dict[int, float] = {}
    for noise in range(-limit, limit + 1):
        for rest in range(base):
            weight = math.exp(-abs(noise) / scale) / base
            down, up = abs(noise - rest), abs(noise + base - rest)
            chances[down] = chances.get(down, 0.0) + weight * (base - rest) / base
            chances[up] = chances.get(up, 0.0) + weight * rest / base
    total, reached = sum(chances.values()), 0.0
    for error in sorted(chances):
        reached += chances[error] / total
        if reached >= share:
            return error
    return limit + base


def round_randomly(value: int, base: int, below: Randomness = SYSTEM) -> int:
    """One of the two multiples of `base` around `value`, chosen so that the mean is `value` itself."""
    rest = value % base
    return value - rest + (base if below(base) < rest else 0)
