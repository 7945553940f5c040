from __future__ import annotations

import math
import random
from collections import Counter
from fractions import Fraction

import pytest

from mutualaid.summaries.gaussian import discrete_gaussian
from mutualaid.summaries.noise import bernoulli_exp
from mutualaid.summaries.strict.accounting import delta_of, epsilon_of, implies
from mutualaid.summaries.strict.plan import DELTA, EPSILON, ORDER, RHO
from tests.summaries.chances import gaussian_chances, unlike_chances

VARIANCES = [Fraction(1, 3), Fraction(12033, 100)]


def draws(variance, number, seed=20_261_130):
    below = random.Random(seed).randrange
    return Counter(discrete_gaussian(variance, below) for _ in range(number))


@pytest.mark.parametrize("variance", VARIANCES)
def test_noise_has_the_chances_of_the_discrete_gaussian(variance):
    assert not unlike_chances(gaussian_chances(float(variance)), draws(variance, 6_000))


def test_the_same_check_would_notice_noise_of_another_variance():
    assert unlike_chances(gaussian_chances(150.0), draws(VARIANCES[1], 6_000))


@pytest.mark.campaign
@pytest.mark.parametrize("variance", [Fraction(1, 50), *VARIANCES, Fraction(1), Fraction(22, 7), Fraction(7800)])
def test_noise_has_those_chances_however_long_one_looks(variance):
    number = 400_000
    seen = draws(variance, number)
    assert not unlike_chances(gaussian_chances(float(variance)), seen)
    print(f"variance {variance}: {number} draws, {len(seen)} values, none out of line")


@pytest.mark.parametrize(("numerator", "denominator"), [(0, 1), (1, 3), (1, 1), (5, 2), (3, 1)])
def test_a_coin_of_any_exponential_falls_as_often_as_it_should(numerator, denominator):
    below, number = random.Random(7).randrange, 4_000
    chance = math.exp(-numerator / denominator)
    heads = sum(bernoulli_exp(numerator, denominator, below) for _ in range(number))
    assert abs(heads - number * chance) <= 6 * math.sqrt(number * chance * (1 - chance)) + 1e-9


@pytest.mark.parametrize("variance", [Fraction(0), Fraction(-1)])
def test_there_is_no_noise_without_variance(variance):
    with pytest.raises(ValueError, match="above zero"):
        discrete_gaussian(variance)


def test_the_year_s_rho_is_proved_to_keep_the_promise_and_the_next_thousandth_is_not():
    assert implies(RHO, EPSILON, DELTA, ORDER)
    orders = [Fraction(tenths, 10) for tenths in range(60, 90)]
    assert not any(implies(RHO + Fraction(1, 1000), EPSILON, DELTA, order) for order in orders)
    assert 3.99 < epsilon_of(float(RHO), 1e-6) <= 4
    assert epsilon_of(float(RHO) + 0.001, 1e-6) > 4


def test_no_proof_rests_on_a_floating_point_number():
    barely = Fraction(1, 10**40)
    assert not implies(RHO, EPSILON, Fraction(1, 10**7), ORDER)
    assert implies(RHO - barely, EPSILON + barely, DELTA + barely, ORDER)
    assert not implies(RHO, EPSILON, DELTA, Fraction(1))


@pytest.mark.parametrize("rho", [0.01, 0.1, 0.311, 1.0])
@pytest.mark.parametrize("epsilon", [0.5, 2.0, 4.0])
def test_the_conversion_never_promises_more_than_gaussian_noise_keeps(rho, epsilon):
    """The exact delta of one Gaussian of that rho (Balle and Wang 2018, theorem 8), and of the discrete one by sums."""
    exact = exact_delta(rho, epsilon)
    assert exact <= delta_of(rho, epsilon)
    variance = 25 / (2 * rho)  # of a number that one household changes by 5
    chances = gaussian_chances(variance, 25)
    lost = math.fsum(max(0.0, chance - math.exp(epsilon) * chances.get(k - 5, 0.0)) for k, chance in chances.items())
    assert lost <= delta_of(rho, epsilon) + 1e-15


def exact_delta(rho, epsilon):
    mu = math.sqrt(2 * rho)
    return _phi(mu / 2 - epsilon / mu) - math.exp(epsilon) * _phi(-mu / 2 - epsilon / mu)


def _phi(x):
    return math.erfc(-x / math.sqrt(2)) / 2


def test_the_two_ways_of_reading_the_curve_agree():
    for rho in (0.02, 0.311, 2.0):
        for delta in (1e-3, 1e-6, 1e-9):
            assert delta_of(rho, epsilon_of(rho, delta)) == pytest.approx(delta, rel=1e-6)
