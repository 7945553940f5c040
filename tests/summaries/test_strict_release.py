from __future__ import annotations

import random
from datetime import date
from fractions import Fraction

import pytest

from mutualaid.records.errors import Refused
from mutualaid.summaries.plan import HOUSEHOLDS, NEEDS, STRICT
from mutualaid.summaries.release import make_release, seal
from mutualaid.summaries.strict.plan import RHO, ROUNDING
from tests.summaries.year import geography, make_year

TODAY = date(2027, 2, 1)
QUARTERS = ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]


class StrictOffice:
    """Facts, map and ledger; every release is sealed as the services do."""

    def __init__(self, facts=None, seed=1):
        self.facts = make_year(600) if facts is None else facts
        self.map, self.ledger, self.seed = geography(), [], seed

    def release(self, period, *, strict=True, locked=()):
        release = make_release(
            self.facts, period=period, today=TODAY, geography=self.map, ledger=self.ledger, strict=strict,
            locked=locked, randomness=random.Random(f"{self.seed}/{period}").randrange,
        )  # fmt: skip
        if release.entry is None:
            self.ledger.append(seal(release, {"data.csv": b"x"}, self.ledger, created_on=TODAY))
        return release


@pytest.fixture(scope="module")
def year():
    office = StrictOffice(make_year(2_000))
    return office, {period: office.release(period) for period in [*QUARTERS, "2026"]}


def test_four_quarters_and_the_year_cost_exactly_the_year_s_budget(year):
    _, releases = year
    assert sum(release.terms.paid for release in releases.values()) == RHO
    assert releases["2026"].terms.left == 0
    assert {release.mode for release in releases.values()} == {STRICT}


def test_numbers_are_rounded_households_and_the_total_of_needs(year):
    _, releases = year
    for release in releases.values():
        assert release.published > 10
        assert all(answer.noise == 0 for answer in release.answers.values())
        assert all(not answer.value or answer.value % ROUNDING == 0 for answer in release.answers.values())
        assert {cell.measure for cell in release.answers if cell.table != "totals"} == {HOUSEHOLDS}
        assert {cell.measure for cell in release.answers if cell.table == "totals"} == {NEEDS, HOUSEHOLDS}


def test_a_month_is_refused_by_its_rule():
    with pytest.raises(Refused) as refused:
        StrictOffice().release("2026-10")
    assert refused.value.code == "release_strict_month"


@pytest.mark.parametrize(("first", "second"), [(True, False), (False, True)])
def test_a_year_is_published_in_one_way_only(first, second):
    office = StrictOffice()
    office.release("2026-Q2", strict=first)
    for period in ("2026-Q2", "2026-Q3"):
        with pytest.raises(Refused) as refused:
            office.release(period, strict=second)
        assert refused.value.code == "release_other_rules"
        assert refused.value.facts["year"] == 2026


def test_what_a_restore_locked_counts_as_spent():
    office = StrictOffice()
    for period in ("2026-Q2", "2026-Q3", "2026-Q4"):
        office.release(period, locked=["2026-Q1"])
    with pytest.raises(Refused) as refused:
        office.release("2026", locked=["2026-Q1"])
    assert (refused.value.code, refused.value.facts) == ("release_budget_spent", {"year": 2026})
    assert sum((entry_paid(entry) for entry in office.ledger), Fraction(0)) < RHO


def entry_paid(entry):
    from mutualaid.summaries.frozen import Frozen

    return Frozen.from_json(entry.geography).terms.paid
