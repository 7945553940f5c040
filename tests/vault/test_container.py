"""A backup file is read whole and unchanged, or not at all, and says which of these it is."""

from __future__ import annotations

import hashlib
import os
import random
from pathlib import Path

import pytest

from mutualaid.progress import Cancelled, Progress
from mutualaid.records.errors import BadInput, Damaged, Fault, NoSpace, Refused
from mutualaid.vault import container, keyfile, rotation
from mutualaid.vault.keyfile import OpenVault
from mutualaid.vault.layout import StoreFolder

HEAD = 19 + 4 + 8 + 32
SIZE = 10_000


class Made:
    """A backup of random bytes, and everything needed to read it."""

    def __init__(self, vault: OpenVault, place: Path) -> None:
        self.place = place
        self.database = place / "database"
        self.database.write_bytes(random.Random(7).randbytes(SIZE))
        self.keyfile, self.keys = rotation.sealed_for(vault, slots="recovery", folder=StoreFolder(place))
        self.path = place / "a.backup"
        part = container.write_part(self.path, keyfile=self.keyfile, keys=self.keys, database=self.database)
        container.publish(part, self.path)
        self.data = self.path.read_bytes()

    def read(self, data: bytes) -> bytes:
        """The database of a backup with those bytes."""
        changed, unpacked = self.place / "changed", self.place / "unpacked"
        changed.write_bytes(data)
        head = container.read_head(changed)
        try:
            with keyfile.open_document(head.keyfile, folder=StoreFolder(self.place), root=self.keys.root) as keys:
                container.unpack(changed, head, keys, database=unpacked)
                return unpacked.read_bytes()
        finally:
            unpacked.unlink(missing_ok=True)

    def code(self, data: bytes) -> str:
        """What is said of a backup with those bytes."""
        with pytest.raises(Fault) as told:
            self.read(data)
        return told.value.code


@pytest.fixture
def made(vault: OpenVault, tmp_path: Path) -> Made:
    return Made(vault, tmp_path)


def sealed(head: bytes) -> bytes:
    """A beginning with the checksum that fits it."""
    return head + hashlib.sha256(head).digest()


def test_what_was_put_in_comes_out(made: Made) -> None:
    assert made.read(made.data) == made.database.read_bytes()
    assert not list(made.place.glob("*.part"))


def test_a_backup_cut_short_anywhere_says_so(made: Made) -> None:
    for length in reversed(range(len(made.data))):
        os.truncate(made.path, length)
        with pytest.raises(Damaged, match="backup_truncated"):
            container.read_head(made.path)


def test_a_backup_with_something_after_its_end_is_damaged(made: Made) -> None:
    assert made.code(made.data + b"\n") == "backup_damaged"


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def accepted(made: Made, bits: list[int]) -> list[int]:
    """The bits whose flipping was not noticed, or was called something that would lead astray."""
    wrong = []
    for bit in bits:
        place = bit // 8
        if place < 17:
            right = {"not_a_backup"}
        elif place < len(made.data) - 32:
            right = {"backup_damaged"}
        else:
            right = {"backup_altered"}
        try:
            made.read(flipped(made.data, bit))
            wrong.append(bit)
        except Fault as fault:
            if fault.code not in right:
                wrong.append(bit)
    return wrong


def test_no_flipped_bit_is_accepted(made: Made) -> None:
    every = range(8 * len(made.data))
    bits = [*every[: 8 * HEAD], *random.Random(11).sample(every, 120), *every[-8 * 64 :: 7]]
    assert accepted(made, bits) == []


@pytest.mark.campaign
def test_no_flipped_bit_is_accepted_anywhere(made: Made) -> None:
    assert accepted(made, list(range(8 * len(made.data)))) == []


def test_what_was_altered_and_given_a_checksum_that_fits_is_told_from_damage(made: Made) -> None:
    changed = bytearray(made.data[:-64])
    changed[-1] ^= 1
    assert made.code(bytes(changed) + hashlib.sha256(changed).digest() + made.data[-32:]) == "backup_altered"


def test_the_keyfile_of_another_backup_does_not_open_by_the_kept_key(
    made: Made, vault: OpenVault, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    with pytest.raises(Damaged, match="keyfile_damaged"):
        made.read(Made(vault, tmp_path / "other").data)


@pytest.mark.parametrize("sizes", [(2**32 - 1, 0), (1, 2**63), (300_000, 10), (10, 2**38 + 1)])
def test_absurd_sizes_are_refused_before_anything_is_read(made: Made, sizes: tuple[int, int]) -> None:
    head = sealed(b"mutualaid backup 1\n" + sizes[0].to_bytes(4, "big") + sizes[1].to_bytes(8, "big"))
    assert made.code(head + made.data[HEAD:]) == "backup_damaged"


@pytest.mark.parametrize("line", [b"mutualaid backup 2\n", b"mutualaid backup 17\n", b"mutualaid backup 0\n"])
def test_a_backup_of_another_version_is_told(made: Made, line: bytes) -> None:
    data = sealed(line + made.data[19:31]) + made.data[HEAD:]
    assert made.code(data) == "backup_newer_version"


@pytest.mark.parametrize("line", [b"mutualaid backup x\n", b"mutualaid backup 12345\n", b"mutualaid backup \n\n"])
def test_a_version_that_is_no_number_is_damage(made: Made, line: bytes) -> None:
    assert made.code(sealed(line + made.data[19:31]) + made.data[HEAD:]) == "backup_damaged"


def test_a_file_that_changes_between_two_looks_is_not_used(made: Made) -> None:
    head = container.read_head(made.path)
    other = made.place / "other"
    other.mkdir()
    made.path.write_bytes(made.data[:HEAD] + bytes(len(made.data) - HEAD))
    with pytest.raises(Damaged, match="backup_damaged"):
        container.unpack(made.path, head, made.keys, database=other / "database")
    assert list(other.iterdir()) == []


def test_a_name_that_was_taken_meanwhile_is_left_alone(made: Made) -> None:
    target = made.place / "b.backup"
    part = container.write_part(target, keyfile=made.keyfile, keys=made.keys, database=made.database)
    target.write_bytes(b"mine")
    with pytest.raises(Refused, match="target_exists"):
        container.publish(part, target)
    assert target.read_bytes() == b"mine"
    assert not part.exists()


def test_cancelling_leaves_nothing(made: Made) -> None:
    progress = Progress()
    progress.cancel()
    before = set(made.place.iterdir())
    with pytest.raises(Cancelled):
        container.write_part(
            made.place / "b", keyfile=made.keyfile, keys=made.keys, database=made.database, progress=progress
        )
    with pytest.raises(Cancelled):
        container.unpack(
            made.path, container.read_head(made.path), made.keys, database=made.place / "c", progress=progress
        )
    assert set(made.place.iterdir()) == before


def test_a_full_disk_leaves_nothing_and_says_so(made: Made, small_disk: Path) -> None:
    made.database.write_bytes(os.urandom(4_000_000))
    with pytest.raises(NoSpace, match="disk_full"):
        container.write_part(small_disk / "b.backup", keyfile=made.keyfile, keys=made.keys, database=made.database)
    assert list(small_disk.iterdir()) == []


def test_only_its_owner_may_read_it(made: Made) -> None:
    assert made.path.stat().st_mode & 0o777 == 0o600


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="file_missing"):
        container.read_head(tmp_path / "none" / "a.backup")
