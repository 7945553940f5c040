"""After a refusal the program offers what no rule stands against, nearest first, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mutualaid.records.errors import Fault
from mutualaid.services.office import Office, create_office
from mutualaid.services.publication_plan import review_plan
from mutualaid.services.release_advice import possible_instead
from mutualaid.services.releases import settle_release
from mutualaid.services.sampling import fill_sample
from mutualaid.summaries.plan import USUAL_PLAN
from tests.services.backing import back_up, restore
from tests.services.make import CHEAP, PASSPHRASE

NOVEMBER = date(2026, 11, 23)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, str]]:
    """Half a year behind it, and quarters and months in the plan. No test publishes anything of it."""
    office, words = half_a_year(tmp_path_factory.mktemp("filled") / "store")
    yield office, words
    office.close()


def half_a_year(folder: Path) -> tuple[Office, str]:
    """Such an office, and its recovery words."""
    office, words = create_office(folder, passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    fill_sample(office, households=60, needs=250, volunteers=1, lots=1, seed=7, until=date(2026, 11, 20), months=6)
    review_plan(office, plan=USUAL_PLAN.only({table.name: ["month", "quarter"] for table in USUAL_PLAN.tables}))
    return office, words


def offered(office: Office, period: str, *, strict: bool = False, today: date = NOVEMBER) -> tuple[str, list[str]]:
    """The refusal's code, and what is possible instead."""
    with pytest.raises(Fault) as refused:
        settle_release(office, period=period, strict=strict, today=today)
    possible = possible_instead(office, fault=refused.value, period=period, strict=strict, today=today)
    return refused.value.code, [f"{one.period}{' strict' * one.strict}" for one in possible]


def test_of_an_open_period_the_closed_ones_within_it_and_before_it_come_first(filled: tuple[Office, str]) -> None:
    office, _ = filled
    assert offered(office, "2026-Q4") == ("period_open", ["2026-10", "2026-Q3", "2026-09"])
    assert offered(office, "2026-11") == ("period_open", ["2026-10", "2026-09", "2026-Q3"])


def test_a_period_that_the_plan_does_not_publish_is_never_offered(filled: tuple[Office, str]) -> None:
    office, _ = filled
    code, possible = offered(office, "2026", today=date(2027, 1, 20))
    assert code == "release_period_unlisted"
    assert possible
    assert "2026" not in possible


def test_a_strict_month_is_answered_with_strict_quarters_first(filled: tuple[Office, str]) -> None:
    office, _ = filled
    code, possible = offered(office, "2026-08", strict=True)
    assert code == "release_strict_month"
    assert possible[0] == "2026-Q3 strict"


def test_of_too_few_households_a_longer_period_is_offered(tmp_path: Path) -> None:
    office, _ = half_a_year(tmp_path / "store")
    code, possible = offered(office, "2026-05")
    assert code == "release_too_few"
    assert "2026-06" not in possible, "which has too few as well"
    assert settle_release(office, period=possible[0], today=NOVEMBER).published > 0
    office.close()


def test_another_release_would_not_mend_a_map_or_a_broken_ledger(filled: tuple[Office, str]) -> None:
    office, _ = filled
    for code in ("release_other_geography", "release_folder_exists", "release_no_zones"):
        assert possible_instead(office, fault=Fault(code), period="2026-10", today=NOVEMBER) == []


def test_a_restored_office_offers_what_it_has_and_what_closes_later(tmp_path: Path) -> None:
    office, words = half_a_year(tmp_path / "store")
    for period in ("2026-Q3", "2026-09"):
        settle_release(office, period=period, today=NOVEMBER)
    path = back_up(office, tmp_path / "a.backup")
    office.close()
    restored = restore(path, tmp_path / "new", words, now=datetime(2026, 11, 23, 12, tzinfo=UTC))
    assert offered(restored, "2026-10") == ("release_unknown_past", ["2026-09", "2026-Q3"])
    later = date(2026, 12, 20)
    assert offered(restored, "2026-10", today=later) == ("release_unknown_past", ["2026-09", "2026-11", "2026-Q3"])
    restored.close()
