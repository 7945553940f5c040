"""What a strict year gives away of one household, measured: never more than was paid, and a planted bug is caught."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from mutualaid.progress import SILENT
from mutualaid.summaries.frozen import Frozen
from mutualaid.summaries.periods import parse_period
from mutualaid.summaries.plan import STRICT, USUAL_PLAN
from mutualaid.summaries.release import Release
from mutualaid.summaries.strict.making import Price, make_strict
from mutualaid.summaries.strict.plan import DELTA, EPSILON, RHO
from tests.summaries.privacy import Tried, Watched, tried
from tests.summaries.test_strict_neighbours import EAGER, SCHEME, facts_of
from tests.summaries.test_strict_release import QUARTERS, StrictOffice
from tests.summaries.year import geography, make_year

DOUBT = 1e-5
"""The chance of a false alarm in a comparison."""
PAID = RHO / 10
ZONE = "A01"


def quarter(facts, source):
    """One quarter by a known classification, for a tenth of the year's budget: quick."""
    period = parse_period("2026-Q2")
    made = make_strict(
        facts, period=period, geography=geography(), plan=USUAL_PLAN, known=(SCHEME, ()), earlier={},
        price=Price(Fraction(0), PAID, Fraction(0)), below=source.randrange, progress=SILENT,
    )  # fmt: skip
    frozen = Frozen({}, (), {2026: made.scheme}, USUAL_PLAN, STRICT, made.terms)
    return [Release("x", period, made.answers, made.scheme, frozen, dropped=made.dropped)]


def whole_year(facts, source):
    """Everything that a calendar year may publish, classifications included."""
    office = StrictOffice(facts, seed=source.random())
    return [office.release(period) for period in [*QUARTERS, "2026"]]


@pytest.fixture
def others():
    return facts_of([(f"Z{1 + n % 4}", ("spa", "mam")[n % 2], EAGER[n : n + 30 : 7]) for n in range(40)])


HOME = facts_of([("Z3", "mam", EAGER[::7])])


def test_a_quarter_gives_away_no_more_than_it_paid(monkeypatch, others):
    found = tried(Watched(monkeypatch, others, HOME), quarter, 25, "honest")
    assert found.mu(DOUBT) <= math.sqrt(2 * PAID)


def test_too_little_noise_is_caught_by_the_same_measure(monkeypatch, others):
    found = tried(Watched(monkeypatch, others, HOME, noise=Fraction(1, 400)), quarter, 25, "planted")
    assert found.mu(DOUBT) > math.sqrt(2 * PAID)


def test_the_measure_itself_is_sound():
    assert Tried(100, 50, 50).epsilon(1e-6, DOUBT) == 0
    assert Tried(1000, 1000, 0).epsilon(1e-6, DOUBT) > 10
    assert 2 < Tried(1000, 900, 100).mu(DOUBT) < 2 * 1.2816, "below the distance at which 900 are right"


@pytest.mark.campaign
def test_a_whole_year_gives_away_no_more_than_the_promise(monkeypatch):
    runs, home = 800, facts_of([(ZONE, "mam", EAGER[::7])])
    watched = Watched(monkeypatch, make_year(300), home)
    found = tried(watched, whole_year, runs, "year")
    print(
        f"{runs} years with and {runs} without: right {found.right}, wrong {found.wrong}; epsilon at least "
        f"{found.epsilon(float(DELTA), DOUBT):.2f}, promised {float(EPSILON)}"
    )
    assert found.epsilon(float(DELTA), DOUBT) <= EPSILON
    assert found.mu(DOUBT) <= math.sqrt(2 * RHO)
    assert watched.mu() <= math.sqrt(2 * RHO)
    assert found.mu(0.5) > 0.6 * watched.mu(), "it guesses about as well as theory says"


@pytest.mark.campaign
def test_half_the_noise_in_the_tables_of_a_year_is_caught(monkeypatch):
    runs, home = 800, facts_of([(ZONE, "mam", EAGER[::7])])
    found = tried(Watched(monkeypatch, make_year(300), home, noise=Fraction(1, 4)), whole_year, runs, "half")
    print(f"half the noise: right {found.right}, wrong {found.wrong} of {runs}; epsilon at least "
          f"{found.epsilon(float(DELTA), DOUBT):.2f}")  # fmt: skip
    assert found.epsilon(float(DELTA), DOUBT) > EPSILON
