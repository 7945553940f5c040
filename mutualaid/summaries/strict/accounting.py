"""What zero-concentrated differential privacy amounts to in (epsilon, delta): rounded towards safety, no float decides.

A mechanism is rho-zCDP when, with one household more or less, the Rényi divergence of order alpha of its outputs is at
most rho times alpha, for every alpha > 1. Gaussian noise of variance v on numbers that one household changes by d (in
L2) is d**2 / (2 v)-zCDP, the rhos of several releases add up, however each was chosen after the ones before it, and
what is computed from a release alone costs nothing more (Bun and Steinke, "Concentrated Differential Privacy", 2016).
The discrete Gaussian pays exactly what the continuous one does (Canonne, Kamath and Steinke, "The Discrete Gaussian
for Differential Privacy", 2020, theorem 4 and corollary 17).
"""

from __future__ import annotations

import math
from fractions import Fraction

_TERMS = 120


def implies(rho: Fraction, epsilon: Fraction, delta: Fraction, order: Fraction) -> bool:
    """Whether rho-zCDP is proved to imply (epsilon, delta)-differential privacy, by the Rényi divergence of one order.

    That is the case when delta >= exp((a - 1) (a rho - epsilon)) / (a - 1) * (1 - 1 / a)**a for any a > 1 (Canonne,
    Kamath and Steinke 2020, proposition 12 and corollary 13; nothing better follows from one order alone). Here both
    sides are raised to the denominator of `order` and the exponential is bounded by rational numbers, so True is a
    proof; False only says that this order proves nothing.
    """
    if order <= 1 or epsilon <= order * rho or not 0 < delta < 1:
        return False
    root = order.denominator
    least_exp = _exp_below((order - 1) * (epsilon - order * rho))
    rest = (1 - 1 / order) ** order.numerator
    return (delta * (order - 1) * least_exp) ** root >= rest


def _exp_below(power: Fraction) -> Fraction:
    """A rational number that exp(power) exceeds, for a power >= 0: the first terms of its series."""
    total = term = Fraction(1)
    for step in range(1, _TERMS):
        term = term * power / step
        total += term
    return total


def delta_of(rho: float, epsilon: float) -> float:
    """The least delta over all orders, for showing and for comparing only: plain floating point."""
    low, high = 1.0 + 1e-9, max(2.0, (epsilon + 1) / (2 * rho) + 2)
    for _ in range(200):  # the logarithm of the bound is convex in the order
        one, two = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, two) if _log_delta(rho, epsilon, one) < _log_delta(rho, epsilon, two) else (one, high)
    return math.exp(min(0.0, _log_delta(rho, epsilon, low)))


def epsilon_of(rho: float, delta: float) -> float:
    """The least epsilon at this delta, for showing and for comparing only: plain floating point."""
    if rho <= 0:
        return 0.0
    low, high = 0.0, rho + 2 * math.sqrt(rho * math.log(1 / delta))
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if delta_of(rho, middle) > delta else (low, middle)
    return high


def _log_delta(rho: float, epsilon: float, order: float) -> float:
    power = (order - 1) * (order * rho - epsilon)
    return power - math.log(order - 1) + order * math.log1p(-1 / order)
