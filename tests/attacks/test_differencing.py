"""Two exports side by side: with a household more, a week later, another map, another slice, other noise."""

from __future__ import annotations

import random

import numpy as np
import pytest

from mutualaid.records.errors import Refused
from mutualaid.summaries import solver
from tests.attacks.attacker import Year, from_files
from tests.attacks.exports import averaged, cell_keys, changed, complementary, counted, laplace, noisy, small_hidden
from tests.attacks.handmade import folder
from tests.attacks.insider import Insider
from tests.attacks.test_repetition import with_household
from tests.summaries.offices import Office
from tests.summaries.year import AREAS, COLUMNS, make_year

OCTOBER = ("2026-10-01", "2026-10-31")
DISTRICTS = {f"A{zone + 1:02d}": f"district {zone // (2 * COLUMNS)}" for zone in range(AREAS)}
SHIFTED = {f"A{zone + 1:02d}": f"ward {(zone + 1) // (2 * COLUMNS)}" for zone in range(AREAS)}


@pytest.fixture(scope="module")
def facts():
    return make_year(3_000)


@pytest.fixture(scope="module")
def one_more(facts):
    return with_household(facts, "2026-10-15", "A05")


def published(office, period="2026-10"):
    return from_files(office.files(period)).answers


def test_an_export_with_a_household_more_shows_her_area_and_her_need(facts, one_more):
    """The controls: exact numbers, complementary suppression and cell keys all show which numbers are others now."""
    hers = {("district 0", "food"), ("district 0", "all"), ("all", "food"), ("all", "all")}
    before, after = counted(facts, OCTOBER, DISTRICTS), counted(one_more, OCTOBER, DISTRICTS)
    for export in (small_hidden, complementary):
        assert changed(export(before), export(after)) == dict.fromkeys(hers, 1)
    seen = changed(cell_keys(before), cell_keys(after))
    assert set(seen) <= hers
    assert seen


@pytest.mark.parametrize("change", ["added", "deleted"])
def test_a_release_with_a_household_more_or_less_is_the_release_that_was(facts, one_more, change):
    office = Office(facts if change == "added" else one_more, papers=False)
    before = published(office)
    office.facts = one_more if change == "added" else facts
    assert published(office) == before


def test_two_weekly_exports_give_the_weeks_small_changes_away(facts):
    weeks = [complementary(counted(facts, ("2026-10-01", last), DISTRICTS)) for last in ("2026-10-21", "2026-10-28")]
    true = [counted(facts, ("2026-10-01", last), DISTRICTS) for last in ("2026-10-21", "2026-10-28")]
    told = {key: more for key, more in changed(*weeks).items() if more < 11}
    assert len(told) > 10
    assert all(more == len(true[1][key] - true[0][key]) for key, more in told.items())


def test_year_to_date_gives_each_month_away(facts):
    to_date = [small_hidden(counted(facts, ("2026-01-01", last), DISTRICTS)) for last in ("2026-09-30", "2026-10-31")]
    shown = small_hidden(counted(facts, OCTOBER, DISTRICTS))
    assert [key for key in changed(*to_date) if key not in shown], "numbers hidden in October's own table"


def test_noise_that_is_drawn_anew_is_averaged_away(facts):
    cells = counted(facts, OCTOBER, DISTRICTS)
    source = random.Random(4)
    mean = averaged([noisy(cells, lambda key: laplace(source)) for _ in range(200)])
    exact = sum(value == len(cells[key]) for key, value in mean.items())
    assert exact > 0.9 * len(mean)


def test_fifty_exports_averaged_tell_no_more_than_one(facts):
    office = Office(facts, papers=False)
    once = published(office)
    assert all(published(office) == once for _ in range(49))
    insider = Insider(Year([from_files(office.files("2026-10"))]), facts)
    shown = [question for question, value in once.items() if value is not None and question.measure == "needs"]
    exact = sum(once[question] == int(insider.needs_of_all(question).sum()) for question in shown)
    assert exact < 0.35 * len(shown)


def test_a_second_map_gives_away_the_zones_between_the_lines(facts):
    """What is in the first district of one map and not in the first ward of the other is their difference."""
    between = {zone for zone in DISTRICTS if DISTRICTS[zone] == "district 0" and SHIFTED[zone] != "ward 0"}
    gap = dict.fromkeys(DISTRICTS, "rest") | dict.fromkeys(between, "between")
    given_away = 0
    for month in range(1, 12):
        days = (f"2026-{month:02d}-01", f"2026-{month:02d}-12")
        one, other = (small_hidden(counted(facts, days, areas)) for areas in (DISTRICTS, SHIFTED))
        small = counted(facts, days, gap).get(("between", "all"), frozenset())
        assert one["district 0", "all"] - other["ward 0", "all"] == len(small)
        given_away += 0 < len(small) < 11
    assert given_away > 0


def test_a_third_dimension_gives_hidden_numbers_away(tmp_path):
    """Area by kind by language, exact, with small numbers hidden: the audit works many of them out."""
    from mutualaid.summaries.audit import audit

    facts = make_year(1_500)
    areas = {zone: f"half {district[-1] in '02'}" for zone, district in DISTRICTS.items()}
    rows: dict[tuple[str, str, str], set[int]] = {}
    for n in range(len(facts)):
        kind = "food" if facts.category[n] == "food" else "ride" if facts.category[n] == "ride" else "more"
        for area in (areas[str(facts.zone[n])], "all"):
            for code in (kind, "all"):
                for language in ("spa" if facts.language[n] == "spa" else "more", "all"):
                    rows.setdefault((area, code, language), set()).add(n)
    table = [("2026", *key, len(needs) if len(needs) >= 60 else None) for key, needs in sorted(rows.items())]
    made = folder(tmp_path, table, ("period", "geo", "category", "language", "value"))
    report = audit([made])
    hidden = sum(row[4] is None for row in table)
    assert hidden >= 1
    assert sum(finding.kind == "exposed" for finding in report.findings) == hidden


class Broken(Exception):
    """A solver that fails in a way nobody thought of."""


@pytest.mark.parametrize("answer", ["nan", "infinite", "negative", "another table", "exception"])
def test_a_solution_that_is_none_means_no_release_and_nothing_remembered(monkeypatch, answer):
    real = solver.Solver.solution

    def wrong(self):
        if answer == "exception":
            raise Broken
        point = real(self)
        if answer == "another table":
            return np.roll(point, 1)
        return np.full_like(point, {"nan": np.nan, "infinite": np.inf, "negative": -50.0}[answer])

    monkeypatch.setattr(solver.Solver, "solution", wrong)
    office = Office(make_year(300), papers=False)
    with pytest.raises(Broken if answer == "exception" else Refused):
        office.release("2026-10")
    assert office.ledger == []
