"""Whatever goes wrong while a backup is made, checked or restored, it is there whole or not at all."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mutualaid.progress import Cancelled, Progress, Share
from mutualaid.records.errors import Damaged, NoSpace, Refused
from mutualaid.records.household import Household
from mutualaid.services import backups
from mutualaid.services.office import Office, open_office
from mutualaid.services.verifying import verify
from mutualaid.vault import container
from tests.services.backing import ANOTHER, back_up, busy_office, everything_in, restore
from tests.services.make import PASSPHRASE
from tests.store.make import child, household

pytestmark = pytest.mark.usefixtures("another_laptop")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A busy office that was closed, with its words; tests work on copies."""
    office, words = busy_office(tmp_path_factory.mktemp("kept") / "store")
    office.close()
    return office.folder, words


@pytest.fixture
def words(kept: tuple[Path, str]) -> str:
    return kept[1]


@pytest.fixture
def office(kept: tuple[Path, str], tmp_path: Path) -> Iterator[Office]:
    shutil.copytree(kept[0], tmp_path / "store")
    office = open_office(tmp_path / "store", passphrase=PASSPHRASE)
    yield office
    office.close()


def steps_of(work: Callable[[Progress], object]) -> int:
    """How many steps the work tells."""
    seen: list[int] = []
    work(Progress(lambda done, total: seen.append(done)))
    assert seen == sorted(seen), "progress goes forward"
    assert seen[-1] == Share.WHOLE, "and comes to its end"
    return len(seen)


def stopping_at(step: int) -> Progress:
    """A handle whose Cancel is pressed at that step."""
    count = iter(range(10**9))

    def listen(done: int, total: int) -> None:
        if next(count) == step:
            raise Cancelled

    return Progress(listen)


def test_cancelling_a_backup_at_any_step_leaves_nothing(office: Office, tmp_path: Path) -> None:
    steps = steps_of(lambda progress: backups.back_up(office, target=tmp_path / "a.backup", progress=progress))
    before, listed = everything_in(tmp_path), backups.listed(office)
    assert steps > 5
    for step in sorted({0, 1, steps // 3, steps // 2, 2 * steps // 3, steps - 2, steps - 1}):
        with pytest.raises(Cancelled):
            backups.back_up(office, target=tmp_path / "b.backup", progress=stopping_at(step))
        assert everything_in(tmp_path) == before
        assert backups.listed(office) == listed
    with office.store.read() as read:
        assert len(read.backups()) == 1
        assert sum(line.verb == "backup" for line in read.journal(100)) == 1


def test_cancelling_a_restore_at_any_step_leaves_nothing(office: Office, words: str, tmp_path: Path) -> None:
    path = back_up(office, tmp_path / "a.backup")

    def work(place: str, progress: Progress) -> None:
        restore(path, tmp_path / place / "new", words, progress=progress).close()

    steps = steps_of(lambda progress: work("whole", progress))
    before = everything_in(tmp_path)
    for step in sorted({0, 1, steps // 3, steps // 2, 2 * steps // 3, steps - 2, steps - 1}):
        with pytest.raises(Cancelled):
            work("cut", stopping_at(step))
        assert everything_in(tmp_path) == before


def test_cancelling_a_check_leaves_nothing(office: Office, words: str, tmp_path: Path) -> None:
    path = back_up(office, tmp_path / "a.backup")
    before = everything_in(tmp_path)
    for how in ({"office": office}, {"recovery": words}):
        with pytest.raises(Cancelled):
            backups.check_backup(path, progress=stopping_at(1), **how)
    assert everything_in(tmp_path) == before


def fill(disk: Path, leaving: int) -> Path:
    """A file that takes all of the disk but so many bytes."""
    free = os.statvfs(disk)
    filler = disk / "filler"
    filler.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - leaving)))
    return filler


def test_a_full_stick_says_so_and_takes_a_backup_once_there_is_room(
    office: Office, words: str, small_disk: Path
) -> None:
    for leaving in (0, 8192, 100_000):
        filler = fill(small_disk, leaving)
        with pytest.raises(NoSpace, match="disk_full"):
            back_up(office, small_disk / "a.backup")
        assert list(small_disk.iterdir()) == [filler]
        assert backups.listed(office) == []
        filler.unlink()
    path = back_up(office, small_disk / "a.backup")
    assert backups.check_backup(path, recovery=words) == []


def test_a_store_on_a_full_disk_is_not_restored_by_halves(
    office: Office, words: str, small_disk: Path, tmp_path: Path
) -> None:
    path = back_up(office, tmp_path / "a.backup")
    for leaving in (0, 8192, 400_000, 900_000):
        filler = fill(small_disk, leaving)
        with pytest.raises(NoSpace, match="disk_full"):
            restore(path, small_disk / "new", words)
        assert list(small_disk.iterdir()) == [filler]
        filler.unlink()
    restore(path, small_disk / "new", words).close()


def test_a_backup_that_reads_back_otherwise_than_it_was_written_is_thrown_away(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = container.write_part

    def on_a_bad_stick(*given: object, **more: object) -> Path:
        part = whole(*given, **more)  # type: ignore[arg-type]
        data = bytearray(part.read_bytes())
        data[len(data) // 2] ^= 1
        part.write_bytes(data)
        return part

    monkeypatch.setattr(container, "write_part", on_a_bad_stick)
    before = everything_in(tmp_path)
    with pytest.raises(NoSpace, match="backup_not_sound"):
        back_up(office, tmp_path / "a.backup")
    assert everything_in(tmp_path) == before
    assert backups.listed(office) == []


def test_a_backup_that_the_store_cannot_note_is_taken_back(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mutualaid.store.writing import Writing

    def full(*_: object) -> None:
        raise NoSpace("disk_full")

    monkeypatch.setattr(Writing, "finish_backup", full)
    before = everything_in(tmp_path)
    with pytest.raises(NoSpace, match="disk_full"):
        back_up(office, tmp_path / "a.backup")
    assert everything_in(tmp_path) == before


def test_a_lock_in_the_middle_ends_the_backup_and_leaves_nothing(office: Office, tmp_path: Path) -> None:
    def locking(done: int, total: int) -> None:
        if done > 300:
            office.store.close()

    with pytest.raises((Refused, NoSpace, Damaged)):
        backups.back_up(office, target=tmp_path / "a.backup", progress=Progress(locking))
    office.close()
    assert not list(tmp_path.glob("*.backup*"))
    again = open_office(tmp_path / "store", passphrase=PASSPHRASE)
    assert backups.listed(again) == []
    back_up(again, tmp_path / "b.backup")
    with again.store.read() as read:
        assert len(read.backups()) == 1
    again.close()


def test_a_store_with_something_wrong_is_backed_up_with_what_is_wrong(
    office: Office, words: str, tmp_path: Path
) -> None:
    with office.store._transaction() as connection:
        connection.exec_driver_sql("DROP TRIGGER change_no_update")
        connection.exec_driver_sql("UPDATE change SET actor = 'nobody' WHERE seq = 2")
    assert [found.code for found in verify(office)] == ["journal_broken"]
    path = back_up(office, tmp_path / "a.backup")
    assert [found.code for found in backups.check_backup(path, recovery=words)] == ["journal_broken"]
    restored = restore(path, tmp_path / "new", words)
    assert [found.code for found in verify(restored)] == ["journal_broken"]
    restored.close()


def test_work_goes_on_while_a_backup_is_made(office: Office, words: str, tmp_path: Path) -> None:
    halves: list[int] = []
    stop = threading.Event()

    def work() -> None:
        for number in itertools.count():
            if stop.is_set():
                return
            with office.store.write("pair") as write:
                write.add_many([household(code=f"PAIR-{number}-{half}") for half in (1, 2)])

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for number in range(3):
            path = back_up(office, tmp_path / f"{number}.backup")
            check = backups.examine_backup(path, recovery=words)
            assert check.findings == []
            halves.append((check.counts["households"] - 21) % 2)
    finally:
        stop.set()
        worker.join()
    assert halves == [0, 0, 0], "a backup is one moment"
    restored = restore(tmp_path / "2.backup", tmp_path / "new", words)
    assert verify(restored) == []
    restored.close()
    with office.store.read() as read:
        assert read.count(Household) > 21


def _killed_at(moment: int, work: Callable[[Progress], object]) -> bool:
    """Do the work in a child that is killed at that step. Whether it came so far."""
    count = iter(range(10**9))

    def listen(done: int, total: int) -> None:
        if next(count) == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    pid, pipe = child(lambda _: work(Progress(listen)))
    os.close(pipe)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def _made_in_a_child(folder: Path, target: Path, progress: Progress) -> None:
    office = open_office(folder, passphrase=PASSPHRASE)
    backups.back_up(office, target=target, progress=progress)
    office.close()


def backups_survive_kills(folder: Path, words: str, moments: range) -> int:
    """Kill the making of a backup at those steps; each time nothing is left but what can be used. How many kills."""
    kills = 0
    for moment in moments:
        target = folder.parent / f"{moment}.backup"
        killed = _killed_at(moment, lambda progress, target=target: _made_in_a_child(folder, target, progress))
        kills += killed
        assert target.exists() != killed
        office = open_office(folder, passphrase=PASSPHRASE)
        assert verify(office) == []
        line = backups.back_up(office, target=folder.parent / "after.backup")
        assert not list(folder.parent.glob(".*.part")), "what a killed program left is gone"
        assert not list(folder.glob(".*.part"))
        with office.store.read() as read:
            assert all(kept.finished for kept in read.backups())
        assert backups.check_backup(line.path, recovery=words) == []
        office.close()
        for path in folder.parent.glob("*.backup"):
            path.unlink()
    return kills


def restores_survive_kills(path: Path, words: str, place: Path, moments: range) -> int:
    """Kill a restore at those steps; each time the folder is not there, and a second try makes it."""
    kills = 0
    for moment in moments:
        new = place / str(moment)
        kills += _killed_at(moment, lambda progress, new=new: restore(path, new, words, progress=progress).close())
        if not new.exists():
            restore(path, new, words).close()
        office = open_office(new, passphrase=ANOTHER)
        assert verify(office) == []
        office.close()
        assert {entry.name for entry in place.iterdir()} == {str(moment)}
        shutil.rmtree(new)
    return kills


def test_a_backup_survives_a_kill_at_any_step(kept: tuple[Path, str], tmp_path: Path) -> None:
    shutil.copytree(kept[0], tmp_path / "store")
    assert backups_survive_kills(tmp_path / "store", kept[1], range(1, 11, 4)) >= 2


def test_a_restore_survives_a_kill_at_any_step(office: Office, words: str, tmp_path: Path) -> None:
    path = back_up(office, tmp_path / "a.backup")
    office.close()
    (tmp_path / "place").mkdir()
    assert restores_survive_kills(path, words, tmp_path / "place", range(1, 11, 4)) >= 2


def test_a_backup_whose_naming_was_the_last_thing_done_is_noted_later(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash after the name and before the note: the whole backup is not thrown away."""
    from mutualaid.services import backup_making

    class Crash(BaseException):
        pass

    def crash(*_: object) -> None:
        raise Crash

    def crash_with_both_names(part: Path, target: Path) -> None:
        os.link(part, target)
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(backup_making, "_take_back", crash)
        patched.setattr(container, "publish", crash_with_both_names)
        with pytest.raises(Crash):
            back_up(office, tmp_path / "a.backup")
    assert list(tmp_path.glob(".a.backup.*.part"))
    assert backups.listed(office) == []
    back_up(office, tmp_path / "b.backup")
    assert [(line.path.name, line.there) for line in backups.listed(office)] == [("b.backup", True), ("a.backup", True)]
    assert backups.check_backup(tmp_path / "a.backup", office=office) == []
    assert not list(tmp_path.glob(".a.backup.*.part"))
