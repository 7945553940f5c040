from __future__ import annotations

import math
import random
from collections import Counter

import pytest

from mutualaid.summaries.noise import discrete_laplace, error_chances, error_quantile, round_randomly
from mutualaid.summaries.plan import MARGIN, NOISE_LIMIT, NOISE_SCALE, ROUNDING

DRAWS = 60_000


def too_far(expected: dict[int, float], seen: Counter[int]) -> bool:
    """Pearson's chi-square beyond six standard deviations (Wilson and Hilferty), a false alarm in 10**9."""
    far = sum((seen[value] - chance * DRAWS) ** 2 / (chance * DRAWS) for value, chance in expected.items())
    degrees = len(expected) - 1
    return far > degrees * (1 - 2 / (9 * degrees) + 6 * math.sqrt(2 / (9 * degrees))) ** 3


def laplace_chances(scale: float, limit: int) -> dict[int, float]:
    p = math.exp(-1 / scale)
    return {k: (1 - p) / (1 + p) * p ** abs(k) for k in range(-limit, limit + 1)}


def draws(scale: int, limit: int) -> Counter[int]:
    below = random.Random(20_261_031).randrange
    drawn = (discrete_laplace(scale, below) for _ in range(DRAWS))
    return Counter(k for k in drawn if abs(k) <= limit)


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_noise_has_the_chances_of_the_discrete_laplace_distribution(scale):
    limit = 4 * scale
    assert not too_far(laplace_chances(scale, limit), draws(scale, limit))


def test_the_same_check_would_notice_noise_of_a_slightly_different_scale():
    assert too_far(laplace_chances(2.1, 8), draws(2, 8))


def test_the_noise_has_no_limit():
    """A draw beyond what the attacker believes in is rare, and stays: thrown away, it would make a limit."""
    below = random.Random(5).randrange
    assert max(abs(discrete_laplace(2, below)) for _ in range(20_000)) > NOISE_LIMIT


def test_the_attacker_believes_in_999_of_1000_draws_and_no_wider():
    beyond = {limit: 1 - sum(laplace_chances(NOISE_SCALE, limit).values()) for limit in (NOISE_LIMIT - 1, NOISE_LIMIT)}
    assert beyond[NOISE_LIMIT] <= 0.001 < beyond[NOISE_LIMIT - 1]
    assert sum(error_chances(NOISE_SCALE, ROUNDING)[: MARGIN + 1]) >= 0.999


def test_the_chances_of_all_errors_add_up_to_one():
    assert math.isclose(sum(error_chances(2, 5)), 1.0, abs_tol=1e-9)


@pytest.mark.parametrize("value", [-7, -5, 0, 3, 12, 14, 15])
def test_rounding_goes_to_a_neighbouring_multiple_and_is_right_on_average(value):
    below = random.Random(value).randrange
    rounded = [round_randomly(value, 5, below) for _ in range(20_000)]
    assert {abs(each - value) < 5 for each in rounded} == {True}
    assert {each % 5 for each in rounded} == {0}
    assert abs(sum(rounded) / len(rounded) - value) < 0.12


def test_the_printed_errors_are_those_of_noise_and_rounding_together():
    below = random.Random(11).randrange
    errors = sorted(
        abs(round_randomly(count + discrete_laplace(2, below), 5, below) - count)
        for count in range(100, 120)
        for _ in range(1_000)
    )
    assert error_quantile(0.5, 2, 5) == errors[len(errors) // 2]
    assert error_quantile(0.95, 2, 5) == errors[len(errors) * 95 // 100]
