"""OpenDP's opinion of our noise and of our accounting (docs/decisions/0041-strict-summaries.md); `./run campaign`."""

from __future__ import annotations

import importlib.util
import json
import random
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from mutualaid.summaries.gaussian import discrete_gaussian
from mutualaid.summaries.strict.accounting import epsilon_of
from mutualaid.summaries.strict.plan import QUESTIONS, RHO
from tests.summaries.chances import gaussian_chances, unlike_chances, unlike_draws
from tests.summaries.test_strict_release import QUARTERS, StrictOffice
from tests.summaries.year import make_year

ORACLE = Path(__file__).with_name("opendp_oracle.py")

pytestmark = [
    pytest.mark.campaign,
    pytest.mark.skipif(importlib.util.find_spec("opendp") is None, reason="OpenDP has no wheel for this Python"),
]


def asked(questions):
    done = subprocess.run([sys.executable, str(ORACLE)], input=json.dumps(questions), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("variance", [Fraction(1, 3), Fraction(22, 7), Fraction(12033, 100)])
def test_both_samplers_draw_alike(variance):
    number, chances = 300_000, gaussian_chances(float(variance))
    theirs = Counter(dict(map(tuple, asked([{"draws": number, "variance": float(variance)}])[0])))
    below = random.Random(41).randrange
    ours = Counter(discrete_gaussian(variance, below) for _ in range(number))
    assert not unlike_chances(chances, theirs)
    assert not unlike_chances(chances, ours)
    assert not unlike_draws(ours, theirs, chances)
    print(f"variance {variance}: {number} draws of each, alike")


def test_another_variance_would_be_noticed():
    theirs = Counter(dict(map(tuple, asked([{"draws": 100_000, "variance": 120.0}])[0])))
    below = random.Random(41).randrange
    ours = Counter(discrete_gaussian(Fraction(110), below) for _ in range(100_000))
    assert unlike_draws(ours, theirs, gaussian_chances(120.0))


def test_both_read_the_same_epsilon_from_a_rho():
    cases = [(rho, delta) for rho in (0.001, 0.02, 0.1, 0.311, 1.0, 3.0) for delta in (1e-3, 1e-6, 1e-9)]
    theirs = asked([{"rho": rho, "delta": delta} for rho, delta in cases])
    for (rho, delta), epsilon in zip(cases, theirs, strict=True):
        assert epsilon_of(rho, delta) == pytest.approx(epsilon, rel=1e-6), (rho, delta)
    assert asked([{"rho": float(RHO), "delta": 1e-6}])[0] <= 4
    print(f"{len(cases)} conversions agree to a millionth")


def test_a_year_s_tables_cost_by_their_account_what_we_say_was_paid():
    office = StrictOffice(make_year(2_000))
    for release in [office.release(period) for period in [*QUARTERS, "2026"]]:
        level = release.period.level
        questions = [
            {"sensitivity_squared": each.sensitivity_squared(level), "variance": float(release.terms.variances[name])}
            for each in QUESTIONS
            if (name := (each.table, each.measure)) in release.terms.variances
        ]
        theirs = sum(asked(questions)) + float(release.terms.classifying)
        assert theirs <= float(release.terms.paid) * (1 + 1e-9)
        assert theirs == pytest.approx(float(release.terms.paid), rel=2e-3)
