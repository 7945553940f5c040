from __future__ import annotations

import json
import random
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from mutualaid.exchange.release_files import release_files
from mutualaid.language.catalog import catalog
from mutualaid.records.errors import Refused
from mutualaid.summaries.facts import Facts
from mutualaid.summaries.gaussian import discrete_gaussian
from mutualaid.summaries.plan import HOUSEHOLDS, NEEDS, STRICT
from mutualaid.summaries.release import make_release, seal
from mutualaid.summaries.strict.budget import account
from mutualaid.summaries.strict.plan import RHO, ROUNDING
from mutualaid.summaries.strict.rules import terms_from
from mutualaid.summaries.strict.words import error_quantile
from mutualaid.summaries.told import hidden_words
from mutualaid.summaries.words import protection
from tests.summaries.year import geography, make_year

TODAY = date(2027, 2, 1)
QUARTERS = ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]


class StrictOffice:
    """Facts, map and ledger; every release is sealed as the services do."""

    def __init__(self, facts=None, seed=1):
        self.facts = make_year(600) if facts is None else facts
        self.map, self.ledger, self.seed = geography(), [], seed

    def release(self, period, *, strict=True, locked=(), today=TODAY):
        release = make_release(
            self.facts, period=period, today=today, geography=self.map, ledger=self.ledger, strict=strict,
            locked=locked, randomness=random.Random(f"{self.seed}/{period}").randrange,
        )  # fmt: skip
        if release.entry is None:
            self.ledger.append(seal(release, {"data.csv": b"x"}, self.ledger, created_on=TODAY))
        return release


@pytest.fixture(scope="module")
def year():
    office = StrictOffice(make_year(1_000))
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


def test_what_a_restore_locked_counts_as_spent_with_a_classification_of_its_own():
    office = StrictOffice()
    office.release("2026")
    for period in ("2026-Q2", "2026-Q3"):
        office.release(period, locked=["2026-Q1"])
    with pytest.raises(Refused) as refused:
        office.release("2026-Q4", locked=["2026-Q1"])
    assert (refused.value.code, refused.value.facts) == ("release_budget_spent", {"year": 2026})
    assert sum((entry_paid(entry) for entry in office.ledger), Fraction(0)) < RHO


def test_what_was_locked_after_the_year_was_classified_used_that_classification():
    office = StrictOffice()
    office.release("2026-Q2")
    for period in ("2026-Q3", "2026-Q4", "2026"):
        last = office.release(period, locked=["2026-Q1"])
    assert last.terms.left == 0


def test_a_release_brought_back_without_the_one_that_paid_for_its_classification():
    office = StrictOffice()
    for period in ("2026-Q1", "2026-Q2"):
        office.release(period)
    lost, back = office.ledger
    both, one = account(2026, [lost, back]), account(2026, [back], ["2026-Q1"])
    assert one.spent == both.spent, "the classification is paid for, though what paid is not in the ledger"


@pytest.mark.parametrize("strict", [True, False])
def test_a_year_whose_way_is_not_known_is_not_published(strict):
    with pytest.raises(Refused) as refused:
        StrictOffice().release("2026-Q2", strict=strict, locked=["2026-Q1"])
    assert refused.value.code == "release_unknown_past"


def entry_paid(entry):
    from mutualaid.summaries.frozen import Frozen

    return Frozen.from_json(entry.geography).terms.paid


def two_years():
    last, this = make_year(600, seed=3), make_year(600, year=2027, seed=4)
    names = ("household", "day", "zone", "category", "language", "status")
    return Facts(**{name: np.concatenate([getattr(last, name), getattr(this, name)]) for name in names})


def test_a_later_usual_release_does_not_look_at_the_records_of_a_strict_year():
    facts, later = two_years(), date(2028, 2, 1)
    without = facts.only(facts.day >= np.datetime64("2027-01-01"))
    office = StrictOffice(facts)
    office.release("2026-Q4")
    schemes = []
    for office.facts in (facts, without):
        release = office.release("2027-Q1", strict=False, today=later)
        schemes.append((release.scheme, list(release.answers.items())))
        office.ledger.pop()
    assert schemes[0] == schemes[1]


def test_a_year_that_a_later_usual_release_has_looked_at_cannot_become_strict():
    office = StrictOffice(two_years())
    office.release("2027-Q1", strict=False, today=date(2028, 2, 1))
    with pytest.raises(Refused) as refused:
        office.release("2026")
    assert (refused.value.code, refused.value.facts) == ("release_strict_too_late", {"year": 2026})


def test_late_and_erased_records_change_neither_what_was_said_nor_what_was_paid():
    office = StrictOffice()
    before = office.release("2026-Q2")
    office.facts = office.facts.only(np.arange(0, len(office.facts), 2))
    again = office.release("2026-Q2")
    assert again.entry is not None
    assert list(again.answers.items()) == list(before.answers.items())
    assert again.terms == before.terms
    assert len(office.ledger) == 1


@pytest.mark.parametrize(("language", "hidden"), [("en", "too few to say"), ("es", "muy pocos para decirlo")])
def test_a_strict_release_is_told_in_its_own_words(year, language, hidden):
    cat = catalog(language)
    release = year[1]["2026-Q1"]
    assert hidden_words(release, cat) == hidden
    told = [text for _, paragraphs in protection(release, cat) for text in paragraphs]
    assert any("1,000,000" in text and "55" in text for text in told)
    assert any("0.80" in text and "3.20" in text for text in told), "what was paid of four, and what was left"
    assert not any("11" in text for text in told), "no threshold is told that does not exist"


def test_what_is_told_of_errors_is_what_they_are():
    below, variance = random.Random(3).randrange, Fraction(130)
    errors = sorted(
        abs((2 * (count + discrete_gaussian(variance, below)) + ROUNDING) // (2 * ROUNDING) * ROUNDING - count)
        for count in range(1_000, 1_020)
        for _ in range(400)
    )
    assert abs(error_quantile(0.5, variance) - errors[len(errors) // 2]) <= 1
    assert abs(error_quantile(0.95, variance) - errors[len(errors) * 95 // 100]) <= 1


def test_the_structure_says_promise_price_and_noise_exactly(year):
    release = year[1]["2026"]
    structure = json.loads(release_files(release)["structure.json"])
    assert structure["mode"] == STRICT
    assert (structure["rules"]["epsilon"], structure["rules"]["delta"]) == (4, 1e-6)
    assert terms_from(structure["rules"]) == release.terms
    assert "threshold_households" not in structure["rules"]
    assert {row["name"]: row["measures"] for row in structure["tables"]}["areas"] == [HOUSEHOLDS]
