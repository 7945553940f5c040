"""What is told of a laptop that writes memory to its disk, read from an invented /proc and /sys."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutualaid.language.catalog import set_language
from mutualaid.services import surroundings as service
from mutualaid.vault.swap import Swap, look

HEADER = "Filename\tType\tSize\tUsed\tPriority\n"


class Laptop:
    """An invented machine: its block devices, swap and mounts."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._swaps, self._mounts = HEADER, ""
        for folder in ("proc/self", "sys/class/block", "sys/dev/block", "sys/power"):
            (root / folder).mkdir(parents=True)
        self._write()

    def _write(self) -> None:
        (self.root / "proc/swaps").write_text(self._swaps)
        (self.root / "proc/self/mountinfo").write_text(self._mounts)

    def device(self, name: str, number: str = "", *, uuid: str = "", below: tuple[str, ...] = ()) -> Path:
        place = self.root / "sys/devices" / name
        (place / "slaves").mkdir(parents=True)
        if uuid:
            (place / "dm").mkdir()
            (place / "dm/uuid").write_text(uuid + "\n")
        for one in below:
            (place / "slaves" / one).symlink_to(self.root / "sys/devices" / one)
        (self.root / "sys/class/block" / name).symlink_to(place)
        if number:
            (self.root / "sys/dev/block" / number).symlink_to(place)
        return place

    def swap(self, name: str, kind: str = "partition") -> None:
        self._swaps += f"{name}\t{kind}\t8388604\t0\t-2\n"
        self._write()

    def mount(self, point: str, number: str, source: str) -> None:
        self._mounts += f"36 35 {number} / {point} rw,noatime shared:1 - btrfs {source} rw\n"
        self._write()

    def hibernates(self, resume: str = "259:2") -> None:
        (self.root / "sys/power/state").write_text("freeze mem disk\n")
        (self.root / "sys/power/resume").write_text(resume + "\n")


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return Laptop(tmp_path)


def test_a_laptop_without_swap_is_fine(laptop: Laptop) -> None:
    laptop.hibernates()
    assert look(laptop.root) == Swap.SAFE


def test_a_plain_partition_is_told(laptop: Laptop) -> None:
    laptop.device("sda2", "8:2")
    laptop.swap("/dev/sda2")
    assert look(laptop.root) == Swap.IN_CLEAR


def test_hibernation_to_it_is_told_first(laptop: Laptop) -> None:
    laptop.device("sda2", "8:2")
    laptop.swap("/dev/sda2")
    laptop.hibernates()
    assert look(laptop.root) == Swap.HIBERNATES_IN_CLEAR
    laptop.hibernates("0:0")
    assert look(laptop.root) == Swap.IN_CLEAR


def test_a_volume_on_an_encrypted_disk_is_fine(laptop: Laptop) -> None:
    laptop.device("dm-0", uuid="CRYPT-LUKS2-0123-luks")
    laptop.device("dm-1", uuid="LVM-abc", below=("dm-0",))
    laptop.swap("/dev/dm-1")
    laptop.hibernates()
    assert look(laptop.root) == Swap.SAFE


def test_a_volume_with_one_leg_in_clear_is_told(laptop: Laptop) -> None:
    laptop.device("dm-0", uuid="CRYPT-PLAIN-swap")
    laptop.device("sdb1")
    laptop.device("dm-1", uuid="LVM-abc", below=("dm-0", "sdb1"))
    laptop.swap("/dev/dm-1")
    assert look(laptop.root) == Swap.IN_CLEAR


def test_compressed_memory_is_no_disk_unless_it_has_one_behind_it(laptop: Laptop) -> None:
    zram = laptop.device("zram0")
    laptop.swap("/dev/zram0")
    assert look(laptop.root) == Swap.SAFE
    (zram / "backing_dev").write_text("/dev/sda3\n")
    assert look(laptop.root) == Swap.IN_CLEAR


def test_a_swap_file_is_as_safe_as_the_disk_that_it_lies_on(laptop: Laptop) -> None:
    laptop.device("dm-0", "254:0", uuid="CRYPT-LUKS2-0123-luks")
    laptop.device("sda1", "8:1")
    laptop.mount("/", "254:0", "/dev/mapper/root")
    laptop.swap("/swap\\040file", "file")
    assert look(laptop.root) == Swap.SAFE
    laptop.mount("/var", "8:1", "/dev/sda1")
    laptop.swap("/var/swapfile", "file")
    assert look(laptop.root) == Swap.IN_CLEAR


def test_a_swap_file_on_a_file_system_without_a_device_number_is_found_by_its_source(laptop: Laptop) -> None:
    laptop.device("sda1", "8:1")
    laptop.mount("/", "0:27", "/dev/sda1")
    laptop.swap("/swap/swapfile", "file")
    assert look(laptop.root) == Swap.IN_CLEAR


def test_what_cannot_be_read_is_not_called_safe(tmp_path: Path) -> None:
    assert look(tmp_path) == Swap.UNKNOWN


@pytest.mark.parametrize(
    ("found", "code", "words"),
    [
        (Swap.IN_CLEAR, "swap_in_clear", "en claro"),
        (Swap.HIBERNATES_IN_CLEAR, "hibernation_in_clear", "hiberna"),
        (Swap.UNKNOWN, "swap_unknown", "BitLocker"),
    ],
)
def test_it_is_said_in_words(monkeypatch: pytest.MonkeyPatch, found: Swap, code: str, words: str) -> None:
    monkeypatch.setattr(service, "look", lambda: found)
    set_language("es")
    (finding,) = service.surroundings()
    assert finding.code == code
    assert words in finding.words


def test_nothing_is_said_of_a_safe_laptop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "look", lambda: Swap.SAFE)
    assert service.surroundings() == []
