"""No altered byte is taken for what was written: flipped bits, cut files, keys that are not the key."""

from __future__ import annotations

import os
import random
import secrets
from collections import Counter
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from mutualaid.records.errors import Damaged, Fault, WrongPassphrase
from mutualaid.store.connection import raw_connection
from mutualaid.vault import keyfile
from mutualaid.vault.layout import StoreFolder
from mutualaid.vault.recovery import RecoveryWords
from tests.durability.places import Place, records
from tests.durability.report import Figures
from tests.durability.rounds import Rounds, rounds
from tests.durability.ways import WAYS, laid
from tests.services.make import PASSPHRASE

PAGE = 4096


@pytest.fixture
def start(laid_out: Path) -> Place:
    """A place with an office that was closed well."""
    return laid(WAYS[0], laid_out)


@dataclass(frozen=True)
class Verdict:
    """What came of opening altered bytes: a refusal's code, or else the standing and whether the truth is shown."""

    refused: str = ""
    standing: str = ""
    true: bool = False


def judged(place: Place, true: frozenset[str]) -> Verdict:
    """Open an office and look at all of it."""
    try:
        office = place.open()
    except Fault as fault:
        return Verdict(refused=fault.code)
    try:
        now = records(office)
        return Verdict(standing=office.standing, true=now == true)
    except Fault as fault:
        return Verdict(refused=fault.code)
    finally:
        office.close()


def flip(path: Path, draw: random.Random) -> int:
    """Turn one bit of a file round; gives its byte's place."""
    data = path.read_bytes()
    at = draw.randrange(len(data))
    with path.open("r+b") as file:
        file.seek(at)
        file.write(bytes([data[at] ^ 1 << draw.randrange(8)]))
    return at


@rounds(6000, daily=24, at_once=1000)
def test_no_flipped_bit_of_a_closed_store_is_accepted(
    part: Rounds, start: Place, tmp_path: Path, figures: Figures
) -> None:
    bad = []
    came = Counter[str]()
    for number in part.numbers():
        place = start.copied_to(tmp_path / "round")
        at = flip(place.office / "store.db", random.Random(number))
        with place.at_home():
            verdict = judged(place, start.facts["records"])
        came[verdict.refused or verdict.standing] += 1
        if not verdict.refused and verdict.standing != "changed":
            bad.append(f"byte {at}: {verdict}")
    figures.add("bit flips in store.db", rounds=part.count, bad=len(bad), note=_words(came))
    assert bad == []


@rounds(1500, daily=16, at_once=742)
def test_no_flipped_bit_of_the_stores_state_is_believed(
    part: Rounds, start: Place, tmp_path: Path, figures: Figures
) -> None:
    bad = []
    came = Counter[str]()
    for number in part.numbers():
        place = start.copied_to(tmp_path / "round")
        at = flip(place.office / "store.state", random.Random(number))
        with place.at_home():
            verdict = judged(place, start.facts["records"])
        came[verdict.refused or verdict.standing] += 1
        if not verdict.refused and (verdict.standing == "proved" or not verdict.true):
            bad.append(f"byte {at}: {verdict}")
    figures.add("bit flips in store.state", rounds=part.count, bad=len(bad), note=_words(came))
    assert bad == []


def _words(came: Counter[str]) -> str:
    return ", ".join(sorted(came))


@rounds(24, daily=1, at_once=1)
def test_no_flipped_bit_of_the_keyfile_is_accepted(
    part: Rounds, start: Place, tmp_path: Path, figures: Figures
) -> None:
    """Every bit. Alone, the altered copy is refused; beside a sound one it is named."""
    both, alone = (StoreFolder(start.copied_to(tmp_path / name).office) for name in ("both", "alone"))
    alone.keyfile_copy.unlink()
    whole = both.keyfile.read_bytes()
    bad, tried = [], 0
    with both.keyfile.open("r+b", buffering=0) as first, alone.keyfile.open("r+b", buffering=0) as only:
        for bit, at in product(range(8), range(part.first, len(whole), part.total)):
            for file in (first, only):
                os.pwrite(file.fileno(), bytes([whole[at] ^ 1 << bit]), at)
            tried += 1
            named = {found.file for found in keyfile.check_keyfile(both)}
            if named != {both.keyfile.name} or _opens(alone) != "keyfile_damaged":
                bad.append(f"byte {at}, bit {bit}")
            for file in (first, only):
                os.pwrite(file.fileno(), whole[at : at + 1], at)
    figures.add("bit flips in the keyfile, every bit", rounds=tried, bad=len(bad), note="keyfile_damaged")
    assert bad == []


def _opens(folder: StoreFolder, passphrase: str = PASSPHRASE) -> str:
    """What opening says; nothing when it opens."""
    try:
        keyfile.open_with_passphrase(folder, passphrase).close()
    except Fault as fault:
        return fault.code
    return ""


def test_every_length_of_the_keyfile_but_its_own_is_refused(start: Place, tmp_path: Path, figures: Figures) -> None:
    folder = StoreFolder(start.copied_to(tmp_path / "round").office)
    whole = folder.keyfile.read_bytes()
    bad = []
    for length in reversed(range(len(whole))):
        os.truncate(folder.keyfile, length)
        os.truncate(folder.keyfile_copy, length)
        if _opens(folder) != "keyfile_damaged":
            bad.append(length)
    figures.add("truncated keyfile, every length", rounds=len(whole), bad=len(bad), note="keyfile_damaged")
    assert bad == []
    folder.keyfile.write_bytes(whole)
    assert _opens(folder) == ""


def test_a_store_cut_at_any_page_is_refused(start: Place, tmp_path: Path, figures: Figures) -> None:
    place = start.copied_to(tmp_path / "round")
    store = place.office / "store.db"
    whole = store.read_bytes()
    bad = []
    came = Counter[str]()
    lengths = [*range(0, len(whole), PAGE), *range(PAGE // 2, len(whole), 7 * PAGE)]
    for length in lengths:
        store.write_bytes(whole[:length])
        with place.at_home():
            try:
                place.open().close()
                bad.append(f"{length} bytes open")
            except Damaged as fault:
                came[fault.code] += 1
                if (fault.code == "store_empty") != (length == 0):
                    bad.append(f"{length} bytes are {fault.code}")
    figures.add("truncated store, every page boundary", rounds=len(lengths), bad=len(bad), note=_words(came))
    assert bad == []


@rounds(10_000, daily=60, at_once=4970)
def test_no_wrong_key_opens(part: Rounds, start: Place, tmp_path: Path, figures: Figures) -> None:
    folder = StoreFolder(start.office)
    with keyfile.open_with_passphrase(folder, PASSPHRASE) as vault:
        right = vault.data_key
        stub = _Stub(vault)
        opened = Counter[str]()
        for number in part.numbers():
            draw = random.Random(number)
            near = PASSPHRASE[: number % 25] + chr(draw.randrange(97, 123)) + PASSPHRASE[number % 25 :]
            phrase = secrets.token_hex(12) if number % 2 else near
            opened["passphrases"] += _opens(folder, phrase) != "wrong_passphrase"
            opened["recovery words"] += _opens_by_words(folder, RecoveryWords.generate().text("en"))
            bit = number % 256
            flipped = (int.from_bytes(right, "big") ^ 1 << bit).to_bytes(32, "big")
            stub.data_key = flipped if number < 256 else secrets.token_bytes(32)
            opened["data keys"] += _opens_raw(start.office / "store.db", stub)
    for kind in ("passphrases", "recovery words", "data keys"):
        figures.add(f"wrong {kind}", rounds=part.count, bad=opened[kind])
    assert not opened.total()


class _Stub:
    """A vault's keys with another data key."""

    data_key = b""

    def __init__(self, vault: keyfile.OpenVault) -> None:
        self.log_key, self.folder = vault.log_key, vault.folder
        self.vault_id, self.coordinator, self.slot_id = vault.vault_id, vault.coordinator, vault.slot_id


def _opens_by_words(folder: StoreFolder, words: str) -> bool:
    try:
        keyfile.open_with_recovery(folder, words).close()
    except WrongPassphrase:
        return False
    return True


def _opens_raw(path: Path, keys: _Stub) -> bool:
    try:
        raw_connection(path, keys, 1).close()  # type: ignore[arg-type]
    except dbapi2.DatabaseError:
        return False
    return True
