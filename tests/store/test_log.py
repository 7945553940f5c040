"""A log that was altered after a kill: what it takes of the acknowledged writes is told, whatever field it was."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from mutualaid.records.errors import Damaged
from mutualaid.records.household import Household
from mutualaid.records.office import OfficeSettings
from mutualaid.store import wal
from mutualaid.store.store import Store
from mutualaid.vault.keyfile import OpenVault
from tests.store.make import files_of, household, put_back

HEADER, FRAME, PAGE = 32, 24, 4096
COMMITS = 3
HEADER_FIELDS = ("magic", "version", "page size", "checkpoints", "salt 1", "salt 2", "checksum 1", "checksum 2")
FRAME_FIELDS = ("page", "commit", "salt 1", "salt 2", "checksum 1", "checksum 2", "first word", "last word")
LOG, INDEX = "store.db-wal", "store.db-shm"


class Left(NamedTuple):
    """What a kill left of a store with three acknowledged writes in its log; each commit's last frame, from 1."""

    folder: Path
    files: dict[str, bytes]
    commits: tuple[int, ...]

    def lay(self, log: bytes | None, *, index: bool) -> None:
        """Put all back, with another log or none."""
        put_back(self.folder, self.files)
        (self.folder / LOG).unlink()
        if log is not None:
            (self.folder / LOG).write_bytes(log)
        if not index:
            (self.folder / INDEX).unlink()

    def look(self, log: bytes, *, index: bool) -> wal.Log:
        """Look at another log as an opening does."""
        (self.folder / LOG).write_bytes(log)
        return wal.inspect(self.folder / LOG, self.folder / (INDEX if index else "none"))


@pytest.fixture
def left(vault: OpenVault) -> Left:
    Store.create(vault, settings=OfficeSettings(zone="chi-30")).close()
    store = Store.open(vault)
    for number in range(1 + COMMITS):
        with store.write("add") as write:
            write.add(household(code=f"A-{number}", notes="second floor"))
        if number == 0:  # what this opening wrote first is in the file: a log lost altogether looks like no older store
            store.merge_log()
    files = files_of(vault.folder.path)
    store.close(panic=True)
    put_back(vault.folder.path, files)
    heads = [files[LOG][at : at + 8] for at in range(HEADER, len(files[LOG]), FRAME + PAGE)]
    commits = tuple(number for number, head in enumerate(heads, 1) if struct.unpack(">2I", head)[1])
    assert len(commits) == COMMITS
    return Left(vault.folder.path, files, commits)


def flips(log: bytes) -> Iterator[tuple[int, str, bytes]]:
    """One bit of every field: the number of its frame (0: the log's header), the field, the log as it then is."""
    places = [(0, field, 4 * word) for word, field in enumerate(HEADER_FIELDS)]
    for number, start in enumerate(range(HEADER, len(log), FRAME + PAGE), 1):
        offsets = (*range(0, FRAME, 4), FRAME, FRAME + PAGE - 4)
        places += [(number, field, start + at) for field, at in zip(FRAME_FIELDS, offsets, strict=True)]
    for count, (number, field, at) in enumerate(places):
        other = bytearray(log)
        other[at + count % 4] ^= 1 << count % 8
        yield number, field, bytes(other)


def shown(vault: OpenVault) -> tuple[int, set[str]]:
    """How many of the log's writes are shown, and what is told; -1 when the store is refused as damaged."""
    try:
        store = Store.open(vault)
    except Damaged as fault:
        return -1, {fault.code}
    try:
        told = {store.standing, *(finding.code for finding in store.findings)}
        with store.read() as read:
            there = [row.record.code for row in read.all(Household)]
        assert there == [f"A-{number}" for number in range(len(there))]
        return len(there) - 1, told
    finally:
        store.close()


def test_a_whole_log_is_not_called_damaged_with_its_index_or_without(vault: OpenVault, left: Left) -> None:
    for index in (True, False):
        left.lay(left.files[LOG], index=index)
        found = left.look(left.files[LOG], index=index)
        assert (found.committed, found.lost) == (left.commits[-1], False)
        assert shown(vault) == (COMMITS, {"unproven"})


def sampled(log: bytes, every: int) -> Iterator[tuple[int, str, bytes]]:
    """Each flip of the log's header, and of the frames one in `every`."""
    for place, (number, field, other) in enumerate(flips(log)):
        if number == 0 or place % every == 0:
            yield number, field, other


def commits_from(log: bytes, number: int) -> int:
    """How many frames from `number` on say, in this log's salt, that a commit ends with them."""
    heads = [log[at : at + 16] for at in range(HEADER, len(log), FRAME + PAGE)]
    return sum(head[8:] == log[16:24] and head[4:8] != bytes(4) for head in heads[max(number, 1) - 1 :])


def look_for_losses(left: Left, every: int) -> None:
    untold = set()
    for number, field, log in sampled(left.files[LOG], every):
        whole = max((last for last in left.commits if last < number), default=0)
        with_index = left.look(log, index=True)
        assert (with_index.committed, with_index.lost) == (whole, True), (number, field)
        without = left.look(log, index=False)
        assert (without.committed, without.lost) == (whole, commits_from(log, number) > 1), (number, field)
        if not without.lost:
            untold.add(field if number == 0 else number >= left.commits[-2])
    assert untold == {"salt 1", "salt 2", True}  # a header that is another log's; and the end


def test_an_altered_field_of_the_log_is_told_wherever_it_can_be_known(left: Left) -> None:
    look_for_losses(left, every=11)


@pytest.mark.campaign
def test_each_altered_field_of_the_log_is_told_wherever_it_can_be_known(left: Left) -> None:
    look_for_losses(left, every=1)


def open_what_was_altered(vault: OpenVault, left: Left, every: int) -> None:
    for number, field, log in sampled(left.files[LOG], every):
        whole = sum(last < number for last in left.commits)
        for index in (True, False):
            left.lay(log, index=index)
            count, told = shown(vault)
            assert count in (whole, -1), (number, field)
            if count == -1:
                assert told == {"store_damaged"}
            else:
                assert ("wal_damaged" in told) == (index or commits_from(log, number) > 1), (number, field)
                assert "unproven" in told


def test_an_opening_shows_what_came_before_the_altered_field_and_says_so(vault: OpenVault, left: Left) -> None:
    open_what_was_altered(vault, left, every=53)


@pytest.mark.campaign
def test_every_opening_shows_what_came_before_the_altered_field_and_says_so(vault: OpenVault, left: Left) -> None:
    open_what_was_altered(vault, left, every=1)


@pytest.mark.parametrize("size", [None, 1, 31, HEADER, HEADER + FRAME + PAGE - 1, -1])
def test_a_log_cut_short_or_taken_away_is_told_by_the_index_beside_it(
    vault: OpenVault, left: Left, size: int | None
) -> None:
    log = left.files[LOG]
    left.lay(None if size is None else log[:size], index=True)
    count, told = shown(vault)
    assert count == (COMMITS - 1 if size == -1 else 0)
    assert told == {"unproven", "wal_damaged"}


def test_a_log_that_was_copied_whole_is_not_missed(vault: OpenVault, left: Left) -> None:
    """Its index may outlive it, when the power goes while the last connection closes."""
    left.lay(left.files[LOG], index=True)
    store = Store.open(vault)
    store.merge_log()
    index = (left.folder / INDEX).read_bytes()
    store.close(panic=True)
    (left.folder / INDEX).write_bytes(index)
    assert not (left.folder / LOG).exists()
    assert shown(vault) == (COMMITS, {"unproven"})
