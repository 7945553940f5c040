"""What one household can change in a strict release is never more than was paid for, and sometimes exactly that."""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualaid.summaries.facts import STATUSES, Facts
from mutualaid.summaries.periods import QUARTER, YEAR, parse_period
from mutualaid.summaries.plan import CATEGORIES, EVERYDAY_CATEGORIES, SENSITIVE, USUAL_PLAN
from mutualaid.summaries.scheme import Level, Scheme
from mutualaid.summaries.strict.counting import counted, in_period
from mutualaid.summaries.strict.plan import QUESTIONS, question, strict_tables
from tests.summaries.test_strict_release import QUARTERS, StrictOffice
from tests.summaries.year import make_year

ZONES = ("Z1", "Z2", "Z3", "Z4", "elsewhere")
LANGUAGES = ("spa", "mam", "hat", "")
NAMED = EVERYDAY_CATEGORIES[:9]
LEVEL = Level(
    areas={"x-01": ("Z1", "Z2"), "x-02": ("Z3",), "x-03": ("Z4",)},
    single=CATEGORIES[:9],
    crossed={"geo": NAMED, "language": NAMED, "status": NAMED},
    languages=("mam", "spa"),
    families={
        "": {"money_and_housing": ("cash", "housing")},
        "geo": {"health_and_medicine": ("medical_supplies", "health", "mental_health", "medicine_pickup")},
    },
)
SCHEME = Scheme({QUARTER: LEVEL, YEAR: LEVEL})
PERIODS = [parse_period("2026-Q2"), parse_period("2026")]
NEED = st.tuples(st.integers(0, 364), st.sampled_from(CATEGORIES), st.sampled_from(STATUSES))
HOME = st.tuples(st.sampled_from(ZONES), st.sampled_from(LANGUAGES), st.lists(NEED, max_size=14))


def facts_of(homes):
    """Facts of households, each (zone, language, [(day of the year, category, status)])."""
    rows = [(number, home, need) for number, home in enumerate(homes) for need in home[2]]
    return Facts(
        household=np.array([number for number, _, _ in rows], dtype=np.int64),
        day=np.array([date(2026, 1, 1) + timedelta(need[0]) for _, _, need in rows], dtype="datetime64[D]"),
        zone=np.array([home[0] for _, home, _ in rows], dtype=np.str_),
        category=np.array([need[1] for _, _, need in rows], dtype=np.str_),
        language=np.array([home[1] for _, home, _ in rows], dtype=np.str_),
        status=np.array([need[2] for _, _, need in rows], dtype=np.str_),
    )


def answers(facts, period):
    """Every count of a release of the period, by question, before the noise."""
    held = in_period(facts, period)
    found = {}
    for table in strict_tables(USUAL_PLAN, period.level):
        for cell, count in counted(held, table, period, SCHEME).items():
            found.setdefault((table.name, cell.measure), {})[cell] = count
    return found


def distances(others, home, period):
    """The square of the L2 distance that the household makes in each question."""
    without, with_it = answers(facts_of(others), period), answers(facts_of([*others, home]), period)
    return {
        name: sum((with_it[name][cell] - count) ** 2 for cell, count in counts.items())
        for name, counts in without.items()
    }


@pytest.mark.parametrize("period", PERIODS, ids=lambda period: period.level)
@given(others=st.lists(HOME, max_size=2), home=HOME)
def test_no_household_changes_an_answer_by_more_than_was_claimed(period, others, home):
    for (table, measure), distance in distances(others, home, period).items():
        assert distance <= question(table, measure).sensitivity_squared(period.level), (table, measure)


EAGER = [(day, category, status) for day in range(0, 365, 5) for category in NAMED for status in STATUSES]


@pytest.mark.parametrize("period", PERIODS, ids=lambda period: period.level)
def test_a_household_that_asks_for_everything_changes_as_much_as_was_claimed(period):
    """So no smaller noise would do: every claim is attained, all of them by one household."""
    found = distances([("Z1", "spa", EAGER[:40])], ("Z3", "mam", EAGER), period)
    assert found == {
        (each.table, each.measure): each.sensitivity_squared(period.level)
        for each in QUESTIONS
        if each.weights[period.level]
    }


def test_which_places_of_a_household_count_is_decided_by_its_own_records_alone():
    period, home = PERIODS[1], ("Z3", "mam", EAGER)
    alone = distances([], home, period)
    rng = random.Random(4)
    others = [(rng.choice(ZONES), rng.choice(LANGUAGES), rng.sample(EAGER, 30)) for _ in range(20)]
    before, after = answers(facts_of(others), period), answers(facts_of([home, *others]), period)
    only = answers(facts_of([home]), period)
    assert all(
        after[name][cell] - count == only[name][cell]
        for name, counts in before.items()
        for cell, count in counts.items()
    )
    assert alone == {name: sum(count**2 for count in counts.values()) for name, counts in only.items()}


def test_the_tables_of_areas_and_languages_leave_the_sensitive_needs_out():
    sensitive = [
        (day, category, "open") for day in range(90, 150) for category in set(CATEGORIES) - set(EVERYDAY_CATEGORIES)
    ]
    found = distances([], ("Z1", "mam", sensitive), PERIODS[0])
    assert found["areas", "households"] == found["languages", "households"] == 0
    assert found["categories", "households"] == 1, "all of them are in other"
    for table in strict_tables(USUAL_PLAN, YEAR):
        if set(table.dimensions) & {"geo", "language"}:
            for cell in counted_cells(table):
                assert not SCHEME.category_codes(cell.category, YEAR, cell.beside) & SENSITIVE


def counted_cells(table):
    return counted(in_period(make_year(20), PERIODS[1]), table, PERIODS[1], SCHEME)


def test_what_a_year_s_noise_costs_is_what_was_paid(release_year):
    """For the household that changes most, the sum over all tables of distance**2 / (2 variance) is the price."""
    for release in release_year.values():
        level = release.period.level
        cost = sum(
            Fraction(question(*name).sensitivity_squared(level)) / (2 * variance)
            for name, variance in release.terms.variances.items()
        )
        paid = release.terms.paid - release.terms.classifying
        assert paid * Fraction(998, 1000) <= cost <= paid


@pytest.fixture(scope="module")
def release_year():
    office = StrictOffice(make_year(1_000))
    return {period: office.release(period) for period in [*QUARTERS, "2026"]}


def blinded(monkeypatch, facts):
    """A strict year in which every count that is made of records is replaced by a number made up from its place."""
    for module in ("classifying", "counting"):
        monkeypatch.setattr(
            f"mutualaid.summaries.strict.{module}.households_in",
            lambda facts, place, size, most: np.array([(37 * n * n) % 400 for n in range(size)], dtype=np.int64),
        )
    monkeypatch.setattr("mutualaid.summaries.strict.counting.needs_of_all", lambda facts, most: 700)
    office = StrictOffice(facts)
    return [office.release(period) for period in [*QUARTERS, "2026"]]


def test_nothing_of_a_release_is_decided_by_records_but_through_the_noisy_counts(monkeypatch):
    """A year of many records and one of none are the same bytes once their counts, which get noise, are the same."""
    full, empty = (blinded(monkeypatch, facts) for facts in (make_year(800), make_year(800).only(np.array([], int))))
    for one, other in zip(full, empty, strict=True):
        assert list(one.answers.items()) == list(other.answers.items())
        assert (one.scheme, one.dropped, one.frozen.to_json()) == (other.scheme, other.dropped, other.frozen.to_json())


def test_a_quarter_in_which_nobody_asked_looks_like_any_other():
    office = StrictOffice(make_year(800))
    office.facts = office.facts.only(office.facts.day >= np.datetime64("2026-04-01"))
    empty, full = office.release("2026-Q1"), office.release("2026-Q2")
    assert {cell.table for cell in empty.answers} <= {cell.table for cell in full.answers}
    assert empty.terms.variances.keys() == full.terms.variances.keys()
    assert empty.published == 0
    nobody = StrictOffice(make_year(20).only(np.array([], int)))
    assert nobody.release("2026").hidden > 0
