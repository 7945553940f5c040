"""Strict summaries of a real office: paid from the year's budget, the same bytes for ever, never beside usual ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mutualaid.records.errors import Refused
from mutualaid.services.office import Office, create_office
from mutualaid.services.release_budget import budget
from mutualaid.services.releases import bring_back, hand_out, make_release, releases, settle_release
from mutualaid.services.sampling import fill_sample
from mutualaid.summaries.plan import STRICT
from tests.services.backing import back_up, restore
from tests.services.make import CHEAP, PASSPHRASE

JANUARY = date(2027, 1, 20)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, str, Path]]:
    """An office with a year of records, its recovery words, and a place for files. Tests run in order and publish."""
    place = tmp_path_factory.mktemp("strict")
    office, words = create_office(place / "store", passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    fill_sample(office, households=50, needs=200, volunteers=1, lots=1, seed=7, until=date(2026, 12, 31), months=12)
    yield office, words, place
    office.close()


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_whole_budget_is_there_before_the_first_release(opened: tuple[Office, str, Path]) -> None:
    whole = budget(opened[0], year=2026)
    assert whole is not None
    assert (whole.epsilon, whole.delta, whole.spent, whole.left) == (4.0, 1e-6, 0.0, 4.0)
    assert list(whole.costs) == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2026"]


def test_a_release_pays_what_it_was_said_to_cost(opened: tuple[Office, str, Path]) -> None:
    office, _, place = opened
    back_up(office, place / "before.backup")
    before = budget(office, year=2026)
    made = settle_release(office, period="2026-Q3", strict=True, today=JANUARY)
    after = budget(office, year=2026)
    assert before is not None
    assert after is not None
    assert made.mode == STRICT
    assert after.spent == pytest.approx(before.costs["2026-Q3"])
    assert after.left + after.spent == pytest.approx(4)
    assert after.costs["2026-Q1"] < before.costs["2026-Q1"], "the classification of quarters is paid for"
    assert "2026-Q3" not in after.costs


def test_the_same_question_gives_the_same_bytes_and_costs_nothing(opened: tuple[Office, str, Path]) -> None:
    office, _, place = opened
    spent = budget(office, year=2026)
    one = make_release(office, period="2026-Q3", strict=True, out=place / "one", today=JANUARY)
    two = hand_out(office, release_id=one.id, out=place / "two", today=JANUARY)
    assert one.dir is not None
    assert two.dir is not None
    assert files_of(one.dir) == files_of(two.dir)
    assert budget(office, year=2026) == spent


def test_the_year_stays_strict(opened: tuple[Office, str, Path]) -> None:
    office, _, place = opened
    for period in ("2026-Q3", "2026-10", "2026"):
        with pytest.raises(Refused, match="release_other_rules"):
            make_release(office, period=period, out=place / "usual", today=JANUARY)
    assert not (place / "usual").exists()


def test_a_restore_that_lost_how_the_year_is_published_publishes_nothing_of_it(
    opened: tuple[Office, str, Path],
) -> None:
    _, words, place = opened
    office = restore(place / "before.backup", place / "new", words, now=datetime(2026, 11, 25, 12, tzinfo=UTC))
    try:
        lost = budget(office, year=2026)
        assert lost is not None
        assert lost.costs == {}
        for strict in (True, False):
            with pytest.raises(Refused, match="release_unknown_past"):
                make_release(office, period="2026-12", strict=False, out=place / "lost", today=JANUARY)
            with pytest.raises(Refused, match="release_unknown_past"):
                settle_release(office, period="2026-Q4", strict=strict, today=JANUARY)
        third = next((place / "one").iterdir())
        assert bring_back(office, folder=third, today=JANUARY).mode == STRICT
        found = budget(office, year=2026)
        assert found is not None
        rules = json.loads((third / "structure.json").read_text(encoding="utf-8"))["rules"]
        assert found.spent == pytest.approx(rules["epsilon_paid"] + 2 * 0.52, abs=1e-3), "two quarters are locked yet"
        assert list(found.costs) == ["2026-Q4", "2026"]
        with pytest.raises(Refused, match="release_unknown_past"):
            settle_release(office, period="2026-Q2", strict=True, today=JANUARY)
        settle_release(office, period="2026-Q4", strict=True, today=JANUARY)
        with pytest.raises(Refused, match="release_other_rules"):
            settle_release(office, period="2026-12", today=JANUARY)
    finally:
        office.close()


def test_a_month_is_refused_by_its_rule(opened: tuple[Office, str, Path]) -> None:
    office, _, place = opened
    before = releases(office)
    with pytest.raises(Refused, match="release_strict_month"):
        make_release(office, period="2026-10", strict=True, out=place / "month", today=JANUARY)
    assert releases(office) == before
