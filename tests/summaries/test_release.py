from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from mutualaid.progress import Cancelled, Progress
from mutualaid.records.errors import BadInput, Damaged, Refused
from mutualaid.summaries.facts import Geography
from mutualaid.summaries.ledger import chain_ok, read_entry
from mutualaid.summaries.plan import MARGIN, SENSITIVE
from mutualaid.summaries.release import make_release
from tests.summaries.offices import TODAY, Office
from tests.summaries.year import geography, make_year


@pytest.mark.parametrize("period", ["2026-10", "2026-Q3", "2026"])
def test_totals_and_needs_by_category_are_published_for_six_hundred_households(period):
    release = Office(papers=False).release(period)
    totals = release.table("totals")
    assert len(totals) == 2
    assert None not in totals.values()
    shown = [cell.category for cell, value in release.table("categories").items() if value is not None]
    assert len(shown) == len(release.table("categories")) > 1


@pytest.mark.parametrize(("period", "months"), [("2026-Q3", 3), ("2026", 12)])
def test_a_longer_period_shows_its_months(period, months):
    values = Office(papers=False).release(period).table("months").values()
    assert len(values) == months
    assert None not in values


@pytest.mark.parametrize("households", [600, 5_000])
def test_published_values_lie_within_the_printed_margin_and_are_rounded(households):
    from mutualaid.summaries.count import Counter

    office = Office(make_year(households), papers=False)
    release = office.release("2026")
    counter = Counter(office.facts, release.scheme)
    for cell, answer in release.answers.items():
        if answer.value is not None:
            count, people = counter.count(cell)
            assert abs(answer.value - count) <= MARGIN
            assert people >= 11
            assert answer.value % 5 == 0


def test_cells_of_fewer_than_eleven_households_are_always_hidden_and_zero_looks_the_same():
    office = Office(make_year(5_000), papers=False)
    facts = office.facts
    october = facts.day.astype("datetime64[M]") == np.datetime64("2026-10")
    baby = np.flatnonzero(october & (facts.category == "baby"))
    clothing = np.flatnonzero(october & (facts.category == "clothing"))
    office.facts = facts.only(~np.isin(np.arange(len(facts)), [*baby, *clothing[8:]]))
    values = {cell.category: value for cell, value in office.release("2026-10").table("categories").items()}
    assert values["food"] is not None
    assert (values["baby"], values["clothing"]) == (None, None)


def test_sensitive_needs_meet_neither_geography_nor_language():
    for cell in Office(make_year(5_000), papers=False).release("2026").answers:
        if cell.geo != "all" or cell.language != "all":
            assert cell.category not in SENSITIVE | {"all"}


def test_geography_and_language_tables_count_no_sensitive_need():
    facts = make_year(5_000)
    without = facts.only(~np.isin(facts.category, sorted(SENSITIVE)))
    full, less = Office(facts, papers=False).release("2026"), Office(without, papers=False).release("2026")
    for table in ("areas", "languages"):
        full_sum, less_sum = (sum(value or 0 for value in each.table(table).values()) for each in (full, less))
        assert abs(full_sum - less_sum) <= 2 * MARGIN * len(full.table(table))
        assert full_sum < 0.95 * next(iter(full.table("totals").values()))


def test_an_open_period_is_refused_with_the_day_it_closes():
    with pytest.raises(Refused) as error:
        Office(papers=False).release("2026-10", today=date(2026, 11, 2))
    assert (error.value.code, error.value.facts["closes"]) == ("period_open", "2026-11-07")


def test_another_geography_is_refused_once_something_was_released():
    office = Office(papers=False)
    office.release("2026-09")
    office.map = Geography.of({**{zone: [] for zone in office.map.zones}, "A01": ["A77"]})
    with pytest.raises(Refused) as error:
        office.release("2026-10")
    assert error.value.code == "release_other_geography"


def test_new_names_for_the_same_zones_are_the_same_geography():
    office = Office(papers=False)
    office.release("2026-09")
    office.map = Geography(office.map.zones, office.map.neighbours, {"A01": "Somewhere"})
    assert office.release("2026-10").published > 0


def test_a_period_of_few_households_is_refused():
    with pytest.raises(Refused) as error:
        Office(make_year(9), papers=False).release("2026-10")
    assert error.value.code == "release_too_few"


def test_a_map_without_zones_is_refused():
    with pytest.raises(BadInput) as error:
        make_release(make_year(50), period="2026", today=TODAY, geography=Geography((), frozenset()), ledger=())
    assert error.value.code == "release_no_zones"


def test_needs_outside_the_map_are_in_the_totals_only():
    office = Office(papers=False)
    inside = office.release("2026").table("totals")
    facts = office.facts
    facts.zone[:200] = "ELSEWHERE"
    other = Office(facts, papers=False).release("2026")
    assert abs(next(iter(inside.values())) - next(iter(other.table("totals").values()))) <= 2 * MARGIN
    areas = [zone for zones in other.scheme.levels["year"].areas.values() for zone in zones]
    assert sorted(areas) == list(geography().zones)


def test_cancelling_stops_a_release():
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        make_release(make_year(600), period="2026-10", today=TODAY, geography=geography(), ledger=(), progress=progress)


def test_a_ledger_entry_survives_being_kept_as_bytes():
    office = Office(papers=False)
    office.release("2026-10")
    entry = office.ledger[0]
    again = read_entry(entry.to_bytes())
    assert again == entry
    assert again.to_bytes() == entry.to_bytes()
    assert again.files["data.csv"] == entry.files["data.csv"]


def test_the_chain_notices_a_changed_a_missing_and_a_moved_entry():
    office = Office(papers=False)
    for period in ("2026-09", "2026-10", "2026-11"):
        office.release(period)
    first, second, third = office.ledger
    assert chain_ok(office.ledger)
    assert chain_ok(())
    assert not chain_ok([first, third])
    assert not chain_ok([second, first, third])
    assert not chain_ok([first, replace(second, cells="[]"), third])
    assert not chain_ok([first, replace(second, files={**second.files, "data.csv": b"0"}), third])
    assert not chain_ok([first, replace(second, cells="[]").sealed(), third])


def test_nothing_is_released_over_a_broken_ledger():
    office = Office(papers=False)
    office.release("2026-09")
    office.ledger[0] = replace(office.ledger[0], cells="[]")
    with pytest.raises(Damaged) as error:
        office.release("2026-10")
    assert error.value.code == "release_ledger_broken"


@pytest.mark.parametrize("damage", [b"", b"{}", b"not json", b'{"files": 3}'])
def test_bytes_that_are_no_entry_are_reported_as_damage(damage):
    with pytest.raises(Damaged):
        read_entry(damage)


def test_months_shown_in_a_year_are_the_answers_given_before():
    office = Office(papers=False)
    october = next(iter(office.release("2026-10").table("totals").values()))
    year = {cell.period: value for cell, value in office.release("2026").table("months").items()}
    assert year["2026-10"] == october


def test_the_answer_of_a_month_first_shown_in_a_year_stays_the_same():
    office = Office(papers=False)
    year = {cell.period: value for cell, value in office.release("2026").table("months").items()}
    assert next(iter(office.release("2026-05").table("totals").values())) == year["2026-05"]


def test_late_records_appear_in_the_annual_tables_only():
    office = Office()
    files = office.files("2026-01")
    facts = office.facts
    late = np.flatnonzero(facts.day < np.datetime64("2026-02-01"))
    doubled = np.concatenate([np.arange(len(facts)), late])
    office.facts = facts.only(doubled)
    office.facts.household[len(facts) :] += 100_000
    assert office.files("2026-01") == files
    year = office.release("2026")
    assert next(iter(year.table("totals").values())) >= len(facts) + len(late) - 60


def test_a_full_year_of_months_quarters_and_the_year_can_be_released():
    office = Office(papers=False)
    for quarter in range(1, 5):
        for month in range(3 * quarter - 2, 3 * quarter + 1):
            office.release(f"2026-{month:02d}")
        office.release(f"2026-Q{quarter}")
    office.release("2026")
    assert len(office.ledger) == 17
    assert chain_ok(office.ledger)


def test_a_ledger_entry_keeps_what_froze_the_year():
    office = Office(papers=False)
    office.release("2026-10")
    office.release("2026")
    assert set(json.loads(office.ledger[0].geography)["schemes"]["2026"]) == {"month"}
    assert set(json.loads(office.ledger[1].geography)["schemes"]["2026"]) == {"month", "year"}
