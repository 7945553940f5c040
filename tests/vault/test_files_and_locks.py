"""Whole files, one holder at a time, sealed small files, a process that keeps to itself, a cost that cannot be weak."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutualaid.records.errors import Damaged, InUse, NoSpace, Refused
from mutualaid.vault import kdf
from mutualaid.vault.atomic import remove_leftovers, write_whole
from mutualaid.vault.keyfile import OpenVault, create, open_with_passphrase
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.lock import StoreLock
from mutualaid.vault.sealed import seal, unseal

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")


def test_a_written_file_holds_just_the_bytes_and_is_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    write_whole(path, b"old")
    write_whole(path, b"new" * 100_000)
    assert path.read_bytes() == b"new" * 100_000
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_must_be_new_never_replaces_one(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    write_whole(path, b"first", replace=False)
    with pytest.raises(FileExistsError):
        write_whole(path, b"second", replace=False)
    assert path.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
@pytest.mark.parametrize(("number", "code"), [(28, "disk_full"), (5, "cannot_read_or_write")])
def test_a_failed_write_keeps_the_old_file_and_leaves_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, code: str
) -> None:
    path = tmp_path / "plan.json"
    write_whole(path, b"old")

    def fails(*args: object, **kwargs: object) -> int:
        raise OSError(number, "told by the system", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(os, call, fails)
        with pytest.raises(NoSpace) as told:
            write_whole(path, b"new")
    assert told.value.code == code
    assert str(told.value) == code
    assert told.value.facts == {}
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


@posix
def test_a_file_size_limit_is_told_as_a_full_disk(tmp_path: Path) -> None:
    script = (
        "import resource, signal, sys\nfrom pathlib import Path\nfrom mutualaid.vault.atomic import write_whole\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
        "try:\n    write_whole(Path(sys.argv[1]), b'x' * 9000)\nexcept Exception as told:\n    print(told)\n"
    )
    path = tmp_path / "big"
    told = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, check=True, text=True)
    assert told.stdout == "disk_full\n"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_a_write_failure(tmp_path: Path) -> None:
    with pytest.raises(NoSpace, match="cannot_read_or_write"):
        write_whole(tmp_path / "gone" / "file", b"x")


def test_a_stick_without_links_still_publishes_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*args: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    write_whole(tmp_path / "file", b"first", replace=False)
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "file", b"second", replace=False)
    assert (tmp_path / "file").read_bytes() == b"first"


def test_only_leftovers_are_swept(tmp_path: Path) -> None:
    mine = tmp_path / ".keyfile.json.0123456789abcdef.part"
    others = [tmp_path / name for name in (".hidden", "store.db", "a.part", ".x.0123.part")]
    for path in (mine, *others):
        path.write_bytes(b"")
    assert remove_leftovers(tmp_path) == 1
    assert sorted(tmp_path.iterdir()) == sorted(others)


_HOLDER = (
    "import sys\nfrom pathlib import Path\nfrom mutualaid.vault.layout import StoreFolder\n"
    "from mutualaid.vault.lock import StoreLock\n"
    "lock = StoreLock(StoreFolder(Path(sys.argv[1])))\nlock.acquire()\nprint('held', flush=True)\nsys.stdin.read()\n"
)


def _holder(folder: StoreFolder) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(folder.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_another_process_is_refused_and_the_first_is_unharmed(folder: StoreFolder, vault: OpenVault) -> None:
    with _holder(folder) as first:
        with pytest.raises(InUse) as told:
            StoreLock(folder).acquire()
        assert told.value.code == "store_in_use"
        assert first.poll() is None
        first.communicate("")
    with StoreLock(folder) as lock:
        assert lock.held
    assert folder.lock.read_bytes() == b""


def test_a_killed_holder_frees_the_store(folder: StoreFolder, vault: OpenVault) -> None:
    with _holder(folder) as first:
        first.kill()
    with StoreLock(folder) as lock:
        assert lock.held


def test_two_locks_in_one_process_exclude_each_other(folder: StoreFolder, vault: OpenVault) -> None:
    first, second = StoreLock(folder), StoreLock(folder)
    first.acquire()
    first.acquire()
    with pytest.raises(InUse):
        second.acquire()
    first.release()
    first.release()
    second.acquire()
    assert second.held
    second.release()


def test_a_folder_that_is_not_there_cannot_be_locked(folder: StoreFolder) -> None:
    with pytest.raises(Damaged) as told:
        StoreLock(folder).acquire()
    assert told.value.code == "not_a_store"
    assert not folder.path.exists()


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=2000))
def test_sealed_state_comes_back_to_the_same_store_and_purpose_only(
    folder: StoreFolder, vault: OpenVault, phrase: str, plaintext: bytes
) -> None:
    sealed = seal(vault, "draft", plaintext)
    assert unseal(open_with_passphrase(folder, phrase), "draft", sealed) == plaintext
    with pytest.raises(Damaged) as told:
        unseal(vault, "window", sealed)
    assert told.value.code == "sealed_state_damaged"
    assert sealed != seal(vault, "draft", plaintext)


def test_sealed_state_of_another_store_does_not_open(
    vault: OpenVault, tmp_path: Path, phrase: str, cheap: kdf.Argon2Cost
) -> None:
    other, _ = create(StoreFolder(tmp_path / "other"), passphrase=phrase, coordinator="Ana", kdf=cheap)
    with pytest.raises(Damaged):
        unseal(other, "draft", seal(vault, "draft", b"beans"))


def test_every_altered_bit_and_every_cut_of_sealed_state_is_refused(vault: OpenVault) -> None:
    sealed = seal(vault, "draft", "Doña Chayo, 3 docenas de huevos".encode())
    assert b"Chayo" not in sealed
    for bit in range(len(sealed) * 8):
        flipped = bytearray(sealed)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Damaged):
            unseal(vault, "draft", bytes(flipped))
    for length in range(len(sealed)):
        with pytest.raises(Damaged):
            unseal(vault, "draft", sealed[:length])


def test_the_size_of_sealed_state_tells_little(vault: OpenVault) -> None:
    assert len(seal(vault, "draft", b"")) == len(seal(vault, "draft", b"x" * 250))


def test_a_closed_vault_seals_nothing(vault: OpenVault) -> None:
    vault.close()
    with pytest.raises(Refused, match="store_locked"):
        seal(vault, "draft", b"beans")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_hardened_process_dumps_no_core_and_is_closed_to_debuggers(tmp_path: Path) -> None:
    script = (
        "import ctypes, os, resource, sys\nfrom pathlib import Path\n"
        "from mutualaid.vault.hardening import harden_process\n"
        "before = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)\nharden_process()\n"
        "Path(sys.argv[1]).write_bytes(b'')\n"
        "print(before, ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE))\n"
    )
    path = tmp_path / "file"
    told = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, check=True, text=True)
    assert told.stdout == "1 0 (0, 0)\n"
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("seconds_at_floor", "expected"),
    [
        (10.0, (64 * 1024, 3)),
        (1.0, (64 * 1024, 3)),
        (0.5, (128 * 1024, 3)),
        (0.25, (256 * 1024, 3)),
        (0.125, (256 * 1024, 6)),
        (0.01, (256 * 1024, 10)),
    ],
)
def test_the_cost_grows_with_the_laptop_and_never_falls_below_the_floor(
    monkeypatch: pytest.MonkeyPatch, seconds_at_floor: float, expected: tuple[int, int]
) -> None:
    per_unit = seconds_at_floor / (64 * 1024 * 3)
    monkeypatch.setattr(kdf, "_seconds", lambda cost: per_unit * cost.memory_kib * cost.passes)
    cost = kdf.calibrate()
    assert (cost.memory_kib, cost.passes, cost.lanes) == (*expected, 4)


def test_no_variable_weakens_a_new_store(folder: StoreFolder, phrase: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MUTUALAID_KDF", "MUTUALAID_ARGON2", "ARGON2_MEMORY", "MUTUALAID_TEST"):
        monkeypatch.setenv(name, "1")
    create(folder, passphrase=phrase, coordinator="Ana")
    from mutualaid.vault import document

    cost = document.parse(folder.keyfile.read_bytes()).slots[0].cost
    assert cost is not None
    assert cost.memory_kib >= kdf.FLOOR.memory_kib
    assert cost.passes >= kdf.FLOOR.passes
    assert cost.lanes == kdf.FLOOR.lanes


def test_hkdf_gives_the_standards_own_answer() -> None:
    """RFC 5869, test case 1: its first 32 bytes."""
    okm = kdf.expand(
        bytes([0x0B] * 22), bytes.fromhex("f0f1f2f3f4f5f6f7f8f9"), bytes.fromhex("000102030405060708090a0b0c")
    )
    assert okm.hex() == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"


def test_argon2id_gives_the_reference_implementations_answer() -> None:
    """From its own tests: version 0x13, t=2, m=64 MiB, p=1."""
    key = kdf.stretch(b"password", b"somesalt", kdf.Argon2Cost(memory_kib=64 * 1024, passes=2, lanes=1))
    assert key.hex() == "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"
