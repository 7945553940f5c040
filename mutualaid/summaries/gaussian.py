"""The discrete Gaussian, sampled exactly from integers: no floating point decides a draw."""

from __future__ import annotations

import math
from fractions import Fraction

from mutualaid.summaries.noise import SYSTEM, Randomness, bernoulli_exp, discrete_laplace


def discrete_gaussian(variance: Fraction, below: Randomness = SYSTEM) -> int:
    """An integer k with probability proportional to exp(-k**2 / (2 variance)), sampled exactly.

    A discrete Laplace draw of a whole scale is kept with the chance that makes it Gaussian (Canonne, Kamath and
    Steinke, "The Discrete Gaussian for Differential Privacy", 2020, algorithm 3). Its own variance is at most
    `variance`, and very nearly that from 1 on. Raises ValueError unless the variance is above 0.
    """
    if variance <= 0:
        raise ValueError("the variance is above zero")
    whole, part = variance.numerator, variance.denominator
    scale = math.isqrt(whole // part) + 1
    while True:
        drawn = discrete_laplace(scale, below)
        # exp(-(|drawn| - variance / scale)**2 / (2 variance)), in integers
        excess = abs(drawn) * part * scale - whole
        if bernoulli_exp(excess * excess, 2 * whole * part * scale * scale, below):
            return drawn
