"""Strict summaries of a real office: paid from the year's budget, the same bytes for ever, never beside usual ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from mutualaid.records.errors import Refused
from mutualaid.services.office import Office, create_office
from mutualaid.services.release_budget import Budget, budget
from mutualaid.services.releases import ReleaseMade, bring_back, hand_out, make_release, releases, settle_release
from mutualaid.services.sampling import fill_sample
from mutualaid.summaries.plan import STRICT
from tests.services.backing import back_up, restore
from tests.services.make import CHEAP, PASSPHRASE

JANUARY = date(2027, 1, 20)


class Strict(NamedTuple):
    """An office with a year of records whose third quarter was made strictly, and its budget before and after.

    Before, too, lies a backup, `before.backup` in `place`.
    """

    office: Office
    words: str
    place: Path
    before: Budget | None
    made: ReleaseMade
    after: Budget | None


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Strict]:
    """The same for all tests: each publishes nothing more of this office."""
    place = tmp_path_factory.mktemp("strict")
    office, words = create_office(place / "store", passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    fill_sample(office, households=50, needs=200, volunteers=1, lots=1, seed=7, until=date(2026, 12, 31), months=12)
    before = budget(office, year=2026)
    back_up(office, place / "before.backup")
    made = settle_release(office, period="2026-Q3", strict=True, today=JANUARY)
    yield Strict(office, words, place, before, made, budget(office, year=2026))
    office.close()


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_whole_budget_is_there_before_the_first_release(strict: Strict) -> None:
    whole = strict.before
    assert whole is not None
    assert (whole.epsilon, whole.delta, whole.spent, whole.left) == (4.0, 1e-6, 0.0, 4.0)
    assert list(whole.costs) == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2026"]


def test_a_release_pays_what_it_was_said_to_cost(strict: Strict) -> None:
    before, after = strict.before, strict.after
    assert before is not None
    assert after is not None
    assert strict.made.mode == STRICT
    assert after.spent == pytest.approx(before.costs["2026-Q3"])
    assert after.left + after.spent == pytest.approx(4)
    assert after.costs["2026-Q1"] < before.costs["2026-Q1"], "the classification of quarters is paid for"
    assert "2026-Q3" not in after.costs


def test_the_same_question_gives_the_same_bytes_and_costs_nothing(strict: Strict) -> None:
    office, place = strict.office, strict.place
    spent = budget(office, year=2026)
    one = make_release(office, period="2026-Q3", strict=True, out=place / "one", today=JANUARY)
    two = hand_out(office, release_id=one.id, out=place / "two", today=JANUARY)
    assert one.dir is not None
    assert two.dir is not None
    assert files_of(one.dir) == files_of(two.dir)
    assert budget(office, year=2026) == spent


def test_the_year_stays_strict(strict: Strict) -> None:
    office, place = strict.office, strict.place
    for period in ("2026-Q3", "2026-10", "2026"):
        with pytest.raises(Refused, match="release_other_rules"):
            make_release(office, period=period, out=place / "usual", today=JANUARY)
    assert not (place / "usual").exists()


def test_a_restore_that_lost_how_the_year_is_published_publishes_nothing_of_it(strict: Strict) -> None:
    place = strict.place
    third = hand_out(strict.office, release_id=strict.made.id, out=place / "third", today=JANUARY).dir
    assert third is not None
    office = restore(place / "before.backup", place / "new", strict.words, now=datetime(2026, 11, 25, 12, tzinfo=UTC))
    try:
        lost = budget(office, year=2026)
        assert lost is not None
        assert lost.costs == {}
        for way in (True, False):
            with pytest.raises(Refused, match="release_unknown_past"):
                make_release(office, period="2026-12", strict=False, out=place / "lost", today=JANUARY)
            with pytest.raises(Refused, match="release_unknown_past"):
                settle_release(office, period="2026-Q4", strict=way, today=JANUARY)
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


def test_a_month_is_refused_by_its_rule(strict: Strict) -> None:
    office, place = strict.office, strict.place
    before = releases(office)
    with pytest.raises(Refused, match="release_strict_month"):
        make_release(office, period="2026-10", strict=True, out=place / "month", today=JANUARY)
    assert releases(office) == before
