"""Exact noise from integers only: no floating point decides a draw, so no bit of a float betrays the count."""

from __future__ import annotations

import secrets
from collections.abc import Callable

Randomness = Callable[[int], int]
"""Given n > 0, a uniform integer in [0, n). `secrets.randbelow`, the system's randomness, unless a test brings its own."""

SYSTEM: Randomness = secrets.randbelow


def discrete_laplace(scale: int, below: Randomness = SYSTEM) -> int:
    """An integer k with probability (1 - p) / (1 + p) * p**|k|, p = exp(-1 / scale), sampled exactly.

    Canonne, Kamath and Steinke, "The Discrete Gaussian for Differential Privacy" (2020), algorithm 2.
    """
    if scale < 1:
        raise ValueError("the scale is a positive integer")
    while True:
        part = below(scale)
        if not _bernoulli_exp(part, scale, below):
            continue
        whole = 0
        while _bernoulli_exp(1, 1, below):
            whole += 1
        size = part + scale * whole
        negative = below(2) == 1
        if not (negative and size == 0):
            return -size if negative else size


def _bernoulli_exp(numerator: int, denominator: int, below: Randomness) -> bool:
    """True with probability exp(-numerator / denominator), for a fraction in [0, 1] (same paper, algorithm 1)."""
    step = 1
    while below(denominator * step) < numerator:
        step += 1
    return step % 2 == 1


def bounded_laplace(scale: int, limit: int, below: Randomness = SYSTEM) -> int:
    """Discrete Laplace noise conditioned on lying within `limit`: a draw beyond it is thrown away and drawn again."""
    while True:
        noise = discrete_laplace(scale, below)
        if -limit <= noise <= limit:
            return noise


def round_randomly(value: int, base: int, below: Randomness = SYSTEM) -> int:
    """One of the two multiples of `base` around `value`, chosen so that the mean is `value` itself."""
    rest = value % base
    return value - rest + (base if below(base) < rest else 0)
