"""Asking again: the same question, a changed office, another slice, a longer stretch."""

from __future__ import annotations

import numpy as np
import pytest

from mutualaid.records.errors import BadInput, Refused
from mutualaid.summaries import attack as attacks
from mutualaid.summaries import solver
from mutualaid.summaries.audit import audit
from mutualaid.summaries.count import Counter
from mutualaid.summaries.facts import Facts, Geography
from mutualaid.summaries.plan import table_for
from mutualaid.summaries.release import Release, make_release
from tests.summaries.offices import TODAY, Office
from tests.summaries.year import geography, make_year


def with_household(facts: Facts, day: str, zone: str) -> Facts:
    """The facts and one more household with one need."""
    return Facts(
        np.append(facts.household, 10**9),
        np.append(facts.day, np.datetime64(day)),
        np.append(facts.zone, zone),
        np.append(facts.category, "food"),
        np.append(facts.language, "spa"),
        np.append(facts.status, "open"),
    )


def test_fifty_exports_of_one_period_are_the_same_bytes():
    office = Office()
    exports = {tuple(sorted(office.files("2026-10").items())) for _ in range(50)}
    assert len(exports) == 1
    assert len(office.ledger) == 1


@pytest.mark.parametrize("period", ["2026-10", "2026-Q4", "2026"])
def test_adding_one_household_and_exporting_again_changes_no_byte(period):
    office = Office()
    before = office.files(period)
    office.facts = with_household(office.facts, "2026-10-15", "A05")
    assert office.files(period) == before


def test_deleting_one_household_and_exporting_again_changes_no_byte():
    office = Office()
    before = office.files("2026-10")
    gone = office.facts.household[office.facts.day >= np.datetime64("2026-10-01")][0]
    office.facts = office.facts.only(office.facts.household != gone)
    assert office.files("2026-10") == before


def test_asking_again_gives_what_the_ledger_holds():
    office = Office(papers=False)
    office.release("2026-10")
    again = make_release(office.facts, period="2026-10", today=TODAY, geography=office.map, ledger=office.ledger)
    assert again.entry == office.ledger[0]


def test_a_recipient_is_in_no_published_byte():
    for data in Office().files("2026-10").values():
        assert b"alderperson" not in data


@pytest.mark.parametrize("period", ["2026-01..2026-05", "2026-H1", "2026-10-15", "2026-YTD", "2026-W41"])
def test_year_to_date_and_odd_stretches_cannot_be_asked_for(period):
    with pytest.raises(BadInput):
        Office().release(period)


def test_the_running_year_is_refused():
    with pytest.raises(Refused) as error:
        Office().release("2027")
    assert error.value.code == "period_open"


def test_a_finer_map_is_refused_after_the_first_release():
    office = Office(papers=False)
    office.release("2026-10")
    split = {zone: list[str]() for zone in office.map.zones} | {"A01": ["A01b"]}
    office.map = Geography.of(split)
    with pytest.raises(Refused) as error:
        office.release("2026")
    assert error.value.code == "release_other_geography"


@pytest.mark.parametrize(
    "dimensions",
    [("geo", "category", "language"), ("geo", "language"), ("geo", "status"), ("language", "status"), ("household",)],
)
def test_a_slice_that_is_not_listed_is_refused(dimensions):
    with pytest.raises(Refused) as error:
        table_for(dimensions)
    assert error.value.code == "release_table_unlisted"


def moved(facts: Facts, flood: Facts, release: Release) -> int:
    """By how much the most moved number of the release's questions differs between the two, before any noise."""
    plain, flooded = Counter(facts, release.scheme), Counter(flood, release.scheme)
    return max(abs(flooded.count(cell)[0] - plain.count(cell)[0]) for cell in release.answers)


def test_one_household_with_forty_needs_moves_no_number_by_more_than_five(monkeypatch):
    facts = make_year()
    release = Office(facts, papers=False).release("2026-10")
    flood = facts
    for _ in range(40):
        flood = with_household(flood, "2026-10-15", "A05")
    assert moved(facts, flood, release) == 5
    monkeypatch.setattr("mutualaid.summaries.count.CAP", 10**6)
    assert moved(facts, flood, release) == 40


def test_all_but_one_household_cannot_be_told_from_all():
    """Cells that differ from their total by a handful of households are never published beside it."""
    facts = make_year(2_000)
    facts.status[:] = "fulfilled"
    few = np.flatnonzero(facts.day < np.datetime64("2026-02-01"))[:4]
    facts.status[few] = "open"
    release = Office(facts, papers=False).release("2026-01")
    shown = {cell.status: value for cell, value in release.table("statuses").items()}
    assert set(shown.values()) <= {None}


@pytest.mark.parametrize("status", ["kTimeLimit", "kIterationLimit", "kUnknown", "kUnbounded", "kSolveError"])
def test_a_solve_that_proves_nothing_means_no_release(monkeypatch, status):
    import highspy

    monkeypatch.setattr(solver.Solver, "run", lambda self: getattr(highspy.HighsModelStatus, status))
    with pytest.raises(Refused) as error:
        Office().release("2026-10")
    assert error.value.code == "release_unproved"


def test_an_attack_that_runs_out_of_time_means_no_release(monkeypatch):
    def out_of_time(observations, scheme, *, progress):
        return attacks.attack(observations, scheme, seconds=0.0, progress=progress)

    from mutualaid.summaries import protect

    class Hurried:
        attack = staticmethod(out_of_time)

    monkeypatch.setattr(protect, "attacks", Hurried)
    with pytest.raises(Refused) as error:
        Office().release("2026-10")
    assert error.value.code == "release_unproved"


def test_an_attack_that_never_fails_hides_more_and_ends_in_refusal(monkeypatch):
    """Were every cell exposed whatever is hidden, the release would be refused, not written."""
    from mutualaid.summaries import protect
    from mutualaid.summaries.attack import Attacked, Exposed

    class Stronger:
        @staticmethod
        def attack(observations, scheme, *, progress):
            exposed = tuple(Exposed(each.cell, 3.0, 3.0) for each in observations if each.hidden)
            return Attacked(exposed, len(exposed), 1)

    monkeypatch.setattr(protect, "attacks", Stronger)
    with pytest.raises(Refused) as error:
        Office().release("2026-10")
    assert error.value.code == "release_unproved"


def test_names_planted_in_the_facts_reach_no_published_byte():
    """Only codes of the plan, of the map and of languages that many share are ever written."""
    facts = make_year(2_000)
    wide = {name: getattr(facts, name).astype("U40") for name in ("zone", "category", "language")}
    wide["zone"][:3] = "CANARY-Maria-zone"
    wide["language"][:3] = "CANARY-Maria-language"
    wide["category"][:3] = "CANARY-Maria-category"
    planted = Facts(facts.household, facts.day, wide["zone"], wide["category"], wide["language"], facts.status)
    for period in ("2026-01", "2026"):
        for data in Office(planted).files(period).values():
            assert b"CANARY" not in data


def test_household_numbers_reach_neither_files_nor_ledger():
    facts = make_year()
    facts.household[:] += 7_700_000_000
    office = Office(facts)
    files = office.files("2026-10")
    numbers = {str(number).encode() for number in np.unique(facts.household)}
    for data in [*files.values(), office.ledger[0].cells.encode()]:
        assert not any(number in data for number in numbers)


def test_two_offices_with_the_same_facts_draw_different_noise():
    one = make_release(make_year(), period="2026", today=TODAY, geography=geography(), ledger=())
    two = make_release(make_year(), period="2026", today=TODAY, geography=geography(), ledger=())
    assert [answer.value for answer in one.answers.values()] != [answer.value for answer in two.answers.values()]


@pytest.mark.parametrize("change", ["erased", "late"])
def test_records_that_changed_between_releases_do_not_stop_the_year_and_expose_nothing(change, tmp_path):
    """Months no longer add up to the year, so the attacker must allow for changes; the release is still attacked."""
    office = Office(papers=False)
    folders = [office.folder(f"2026-{month:02d}", tmp_path) for month in (1, 2, 3)]
    facts = office.facts
    first = np.flatnonzero(facts.day < np.datetime64("2026-04-01"))
    if change == "erased":
        gone = np.unique(facts.household[first])[::2]
        office.facts = facts.only(~np.isin(facts.household, gone))
    else:
        office.facts = facts.only(np.concatenate([np.arange(len(facts)), first]))
        office.facts.household[len(facts) :] += 10_000
    for period in ("2026-Q1", "2026"):
        folders.append(office.folder(period, tmp_path))
    assert audit(folders).findings == ()
