"""An old backup brought back does not publish again what was published after it was made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mutualaid.records.errors import BadInput, Refused
from mutualaid.services.office import Office, create_office
from mutualaid.services.release_budget import budget
from mutualaid.services.releases import make_release, releases
from mutualaid.services.sampling import fill_sample
from mutualaid.vault import ways
from tests.services.backing import back_up, restore
from tests.services.make import CHEAP, PASSPHRASE

NOVEMBER = date(2026, 11, 25)


def digest(folder: Path) -> str:
    """All files of a release in one hash."""
    files = sorted(path for path in folder.iterdir())
    return hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Path, str]]:
    """September was published before the backup and October after it; then the backup was restored.

    Gives the restored office, a place for releases, and the hash of September's.
    """
    place = tmp_path_factory.mktemp("story")
    office, words = create_office(place / "store", passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    fill_sample(office, households=300, needs=1500, volunteers=1, lots=1, seed=7, until=date(2026, 11, 20), months=13)
    september = make_release(office, period="2026-09", out=place / "out", today=NOVEMBER)
    path = back_up(office, place / "a.backup")
    make_release(office, period="2026-10", out=place / "out", today=NOVEMBER)
    office.close()
    restored = restore(path, place / "new", words, now=datetime(2026, 11, 25, 12, tzinfo=UTC))
    yield restored, place, digest(september.dir)
    restored.close()


def test_a_year_that_is_published_the_usual_way_has_no_privacy_budget(story: tuple[Office, Path, str]) -> None:
    assert budget(story[0], year=2026) is None


def test_what_may_have_been_published_since_is_not_published_again(story: tuple[Office, Path, str]) -> None:
    office, place, _ = story
    before = releases(office)
    for period, named in (("2026-10", "2026-10"), ("2026-08", "2026-08"), ("2026-Q3", "2026-Q3")):
        with pytest.raises(Refused, match="release_unknown_past") as told:
            make_release(office, period=period, out=place / "again", today=NOVEMBER)
        assert told.value.facts == {"period": named}
    assert not (place / "again").exists()
    assert releases(office) == before


def test_nor_is_a_longer_period_that_one_of_those_lies_in(story: tuple[Office, Path, str]) -> None:
    office, place, _ = story
    for period, today in (("2026-Q4", date(2027, 1, 20)), ("2026", date(2027, 1, 20))):
        with pytest.raises(Refused, match="release_unknown_past"):
            make_release(office, period=period, out=place / "again", today=today)


def test_what_was_published_before_gives_the_same_bytes(story: tuple[Office, Path, str]) -> None:
    office, place, september = story
    made = make_release(office, period="2026-09", out=place / "same", today=NOVEMBER)
    assert digest(made.dir) == september


def test_what_closes_after_the_restore_is_published_as_ever(story: tuple[Office, Path, str]) -> None:
    office, place, _ = story
    made = make_release(office, period="2026-11", out=place / "later", today=date(2026, 12, 20))
    assert made.dir.is_dir()


def test_a_period_that_is_none_is_told_before_the_lock(story: tuple[Office, Path, str]) -> None:
    office, place, _ = story
    with pytest.raises(BadInput, match="period_unreadable"):
        make_release(office, period="last month", out=place / "again", today=NOVEMBER)


def test_a_second_restore_does_not_open_what_the_first_locked(story: tuple[Office, Path, str], tmp_path: Path) -> None:
    office, place, _ = story
    words = ways.new_recovery(office.vault).text()
    path = back_up(office, tmp_path / "b.backup")
    again = restore(path, tmp_path / "new", words, now=datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(Refused, match="release_unknown_past"):
        make_release(again, period="2026-10", out=place / "again", today=NOVEMBER)
    again.close()
