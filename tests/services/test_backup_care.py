"""Backups made by themselves: after a day's work, where they were asked to lie, and pruned with their keys."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mutualaid.records.errors import NoSpace, Refused
from mutualaid.services import backups
from mutualaid.services.office import Office, create_office, open_office
from tests.services.backing import back_up, everything_in, restore
from tests.services.make import CHEAP, PASSPHRASE, home, new_office

pytestmark = pytest.mark.usefixtures("another_laptop")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed office; tests work on copies."""
    office = new_office(tmp_path_factory.mktemp("kept") / "store")
    office.close()
    return office.folder


@pytest.fixture
def office(kept: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copytree(kept, tmp_path / "store")
    office = open_office(tmp_path / "store", passphrase=PASSPHRASE)
    yield office
    office.close()


MONDAY = datetime(2026, 3, 2, 19, tzinfo=UTC)


def day(number: int) -> datetime:
    return MONDAY + timedelta(days=number)


def a_days_work(office: Office, number: int) -> backups.BackupLine | None:
    home(office)
    return backups.automatic(office, now=day(number))


def names(office: Office) -> list[str]:
    return sorted(path.name for path in (office.folder / "backups").iterdir())


def test_one_is_due_after_a_days_work_and_not_twice_a_day(office: Office) -> None:
    assert backups.due(office, now=day(0))
    line = backups.automatic(office, now=day(0))
    assert line is not None
    assert line.automatic
    assert line.path == office.folder / "backups" / "mutualaid-2026-03-02.backup"
    assert not line.instead
    home(office)
    assert backups.automatic(office, now=day(0) + timedelta(hours=3)) is None
    assert backups.automatic(office, now=day(1)) is not None
    assert names(office) == ["mutualaid-2026-03-02.backup", "mutualaid-2026-03-03.backup"]


def test_a_day_without_work_needs_none(office: Office, tmp_path: Path) -> None:
    a_days_work(office, 0)
    back_up(office, tmp_path / "by-hand.backup")
    assert not backups.due(office, now=day(1))
    assert backups.automatic(office, now=day(1)) is None
    home(office)
    assert backups.due(office, now=day(2))


def test_a_backup_by_hand_does_not_stand_in_for_the_days_own(office: Office, tmp_path: Path) -> None:
    back_up(office, tmp_path / "by-hand.backup")
    assert backups.due(office, now=day(0))


def test_one_that_was_deleted_is_made_again(office: Office) -> None:
    line = a_days_work(office, 0)
    assert line is not None
    line.path.unlink()
    assert backups.automatic(office, now=day(0)) is not None


@pytest.mark.parametrize("years", [10, -10])
def test_a_clock_that_jumps_stops_no_backup_and_takes_none(office: Office, years: int) -> None:
    for number in range(3):
        a_days_work(office, number)
    assert a_days_work(office, 3 + 365 * years) is not None
    assert a_days_work(office, 3) is not None
    assert a_days_work(office, 4) is not None
    assert len(names(office)) == len(backups.listed(office)) == 6


def test_old_ones_go_with_their_keys_and_the_journal_tells(office: Office) -> None:
    first = a_days_work(office, 0)
    assert first is not None
    for number in (15, 29, 30, 31):
        a_days_work(office, number)
    assert names(office) == [f"mutualaid-2026-{day}.backup" for day in ("03-17", "03-31", "04-01", "04-02")]
    assert first.id not in {line.id for line in backups.listed(office)}
    with office.store.read() as read:
        assert first.id not in {kept.id for kept in read.backups()}
        pruned = [line for line in read.journal(3) if line.verb == "prune backups"]
        assert [line.changes for line in pruned] == [(("backup", "remove", 1),)]


def test_the_newest_stays_however_old_it_is(office: Office) -> None:
    a_days_work(office, 0)
    for later in (31, 40, 4000):
        assert backups.prune(office, now=day(later)) == 0
    assert len(names(office)) == 1


def test_the_newest_that_lies_there_stays_when_a_newer_one_is_gone(office: Office) -> None:
    for number in (0, 1, 28, 29):
        a_days_work(office, number)
    for name in ("mutualaid-2026-03-30.backup", "mutualaid-2026-03-31.backup"):
        (office.folder / "backups" / name).unlink()
    left = names(office)
    assert backups.prune(office, now=day(45)) == 0
    assert names(office) == left == ["mutualaid-2026-03-03.backup"]
    a_days_work(office, 46)
    assert names(office) == ["mutualaid-2026-04-17.backup"]


def test_what_was_made_by_hand_is_never_pruned(office: Office, tmp_path: Path) -> None:
    path = backups.back_up(office, target=office.folder / "backups" / "mine.backup", now=day(0)).path
    for number in (40, 41, 90):
        a_days_work(office, number)
    assert path.exists()
    assert backups.check_backup(path, office=office) == []


def test_pruning_touches_no_file_that_is_not_that_very_backup(office: Office, tmp_path: Path) -> None:
    for number in (0, 1, 2):
        a_days_work(office, number)
    folder = office.folder / "backups"
    strangers = new_office(tmp_path / "other")
    foreign = backups.back_up(strangers, target=tmp_path / "foreign").path
    strangers.close()
    own = backups.back_up(office, target=tmp_path / "own", now=day(2)).path
    (folder / "mutualaid-2026-03-02.backup").write_text("a letter")
    shutil.copy(foreign, folder / "mutualaid-2026-03-03.backup")
    shutil.copy(own, folder / "mutualaid-2026-03-04.backup")
    shutil.copy(foreign, folder / "mutualaid-2026-02-01.backup")
    (folder / "notes.txt").write_text("x")
    before = {name: (folder / name).read_bytes() for name in names(office)}
    for number in (40, 41):
        a_days_work(office, number)
    assert {name: (folder / name).read_bytes() for name in before} == before
    with office.store.read() as read:
        assert len([kept for kept in read.backups() if kept.automatic]) == 2


def test_they_go_to_the_chosen_folder_and_without_it_to_the_stores_own(office: Office, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.keep_at(office, folder=stick)
    assert backups.kept_at(office) == stick
    line = a_days_work(office, 0)
    assert line is not None
    assert (line.path.parent, line.instead) == (stick, False)
    stick.rename(tmp_path / "in-a-pocket")
    line = a_days_work(office, 1)
    assert line is not None
    assert (line.path.parent, line.instead) == (office.folder / "backups", True)
    assert [line.there for line in backups.listed(office)] == [True, False]
    backups.keep_at(office, folder=None)
    line = a_days_work(office, 2)
    assert line is not None
    assert not line.instead


def test_one_on_a_stick_that_is_away_waits_to_be_pruned(office: Office, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.keep_at(office, folder=stick)
    a_days_work(office, 0)
    stick.rename(tmp_path / "in-a-pocket")
    for number in (33, 34):
        a_days_work(office, number)
    assert len(backups.listed(office)) == 3
    (tmp_path / "in-a-pocket").rename(stick)
    assert backups.prune(office, now=day(34)) == 1
    assert list(stick.iterdir()) == []
    assert len(backups.listed(office)) == 2


def test_a_full_stick_is_not_the_end_of_the_days_backup(office: Office, small_disk: Path) -> None:
    backups.keep_at(office, folder=small_disk)
    (small_disk / "filler").write_bytes(bytes(2_900_000))
    line = a_days_work(office, 0)
    assert line is not None
    assert line.instead
    assert backups.check_backup(line.path, office=office) == []


def test_a_folder_that_is_not_there_or_lies_in_the_store_is_not_chosen(office: Office, tmp_path: Path) -> None:
    (office.folder / "deep").mkdir()
    for folder, code in (
        (tmp_path / "none", "backup_folder_missing"),
        (office.folder, "target_in_store"),
        (office.folder / "deep", "target_in_store"),
    ):
        with pytest.raises(Refused, match=code):
            backups.keep_at(office, folder=folder)
    assert backups.kept_at(office) is None


def test_when_no_folder_takes_it_that_is_told_and_nothing_is_left(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mutualaid.vault import container

    def full(*_: object, **__: object) -> None:
        raise NoSpace("disk_full")

    home(office)
    monkeypatch.setattr(container, "write_part", full)
    with pytest.raises(NoSpace, match="disk_full"):
        backups.automatic(office, now=day(0))
    assert everything_in(office.folder / "backups") == set()
    assert backups.listed(office) == []


def test_a_restored_store_goes_on_with_the_backups_that_it_knows(tmp_path: Path) -> None:
    office, words = create_office(tmp_path / "store", passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    lines = [a_days_work(office, number) for number in (0, 1)]
    office.close()
    newest = lines[1]
    assert newest is not None
    restored = restore(newest.path, tmp_path / "new", words, now=day(2))
    assert [(line.id, line.there) for line in backups.listed(restored)] == [
        (line.id, True) for line in reversed(lines) if line is not None
    ]
    assert a_days_work(restored, 3) is not None
    for line in lines:
        assert line is not None
        assert backups.check_backup(line.path, office=restored) == []
    restored.close()
