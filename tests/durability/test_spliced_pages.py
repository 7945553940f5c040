"""Old pages put back into the store are taken by SQLCipher, page by page, and caught by our state of the whole file."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mutualaid.records.errors import Damaged
from mutualaid.records.household import Household
from mutualaid.store.connection import raw_connection
from mutualaid.vault.keyfile import open_with_passphrase
from mutualaid.vault.layout import StoreFolder
from tests.durability.places import Place, records
from tests.durability.report import Figures
from tests.durability.rounds import Rounds, rounds
from tests.durability.ways import WAYS, laid
from tests.services.make import PASSPHRASE

PAGE = 4096


@pytest.fixture
def before(laid_out: Path, tmp_path: Path) -> Place:
    """An office, closed well, some days ago."""
    return laid(WAYS[0], laid_out).copied_to(tmp_path / "before")


@pytest.fixture
def after(before: Place, tmp_path: Path) -> Place:
    """The same office today: some notes were changed."""
    place = before.copied_to(tmp_path / "after")
    with place.at_home():
        office = place.open()
        with office.store.read() as read:
            uids = [row.uid for row in read.all(Household)]
        for uid in uids[:6]:
            with office.store.write("change") as write:
                write.change(Household, uid, notes="ya no vive ahi")
        place.facts["changed"] = records(office)
        office.close()
    return place


def _pages(place: Place) -> list[bytes]:
    data = (place.office / "store.db").read_bytes()
    return [data[at : at + PAGE] for at in range(0, len(data), PAGE)]


def _sqlcipher_takes(place: Place) -> bool:
    """Whether SQLCipher opens the file and finds no page altered."""
    with open_with_passphrase(StoreFolder(place.office), PASSPHRASE) as vault:
        connection: Any = raw_connection(place.office / "store.db", vault, 2)
        try:
            return connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
        finally:
            connection.close()


def _refusal(place: Place) -> str:
    """The code with which our program refuses; nothing when it shows all that it is asked for."""
    with place.at_home():
        try:
            office = place.open()
        except Damaged as fault:
            return fault.code
        try:
            # The first page may show while the file is checked; nothing is written and no more is shown until then.
            if office.standing not in ("proved", "unproven"):
                return f"store_{office.standing}"
            records(office)
            return ""
        except Damaged as fault:
            return fault.code
        finally:
            office.close()


@rounds(500, daily=15, at_once=485)
def test_old_pages_pass_sqlciphers_check_and_not_ours(
    part: Rounds, before: Place, after: Place, tmp_path: Path, figures: Figures
) -> None:
    old, new = _pages(before), _pages(after)
    differing = [number for number in range(min(len(old), len(new))) if old[number] != new[number]]
    assert len(differing) > 10
    taken, let_in = 0, []
    came = Counter[str]()
    for number in part.numbers():
        draw = random.Random(number)
        chosen = draw.sample(differing, draw.randint(1, 3))
        spliced = [old[at] if at in chosen else page for at, page in enumerate(new)]
        for name, check in (("taken", _sqlcipher_takes), ("ours", None)):
            place = after.copied_to(tmp_path / name)
            (place.office / "store.db").write_bytes(b"".join(spliced))
            if check is not None:
                taken += check(place)
                continue
            code = _refusal(place)
            came[code] += 1
            if not code:
                let_in.append(chosen)
    figures.control("old pages spliced in, by SQLCipher alone", rounds=part.count, seen=taken)
    figures.add("old pages spliced in", rounds=part.count, bad=len(let_in), note=", ".join(sorted(came)))
    assert taken > part.count // 2
    assert let_in == []


def _only(*names: str) -> Callable[[Place, Place], None]:
    def put_back(before: Place, after: Place) -> None:
        for name in names:
            shutil.copy2(before.office / name, after.office / name)

    return put_back


def _whole(before: Place, after: Place) -> None:
    shutil.rmtree(after.office)
    shutil.copytree(before.office, after.office)


@pytest.mark.parametrize(
    ("put_back", "codes"),
    [
        (_only("store.db"), {"store_changed", "store_rolled_back"}),
        (_only("store.state"), {"store_changed", "store_rolled_back"}),
        (_only("store.db", "store.state"), {"store_rolled_back"}),
        (_whole, {"store_rolled_back"}),
    ],
    ids=["the database", "its state", "both", "the whole folder"],
)
def test_what_was_put_back_to_an_older_state_is_refused(
    put_back: Callable[[Place, Place], None], codes: set[str], before: Place, after: Place, figures: Figures
) -> None:
    put_back(before, after)
    code = _refusal(after)
    figures.add("older files put back", rounds=1, bad=code not in codes)
    assert code in codes


def test_a_laptop_that_never_saw_the_store_cannot_know(before: Place, after: Place, figures: Figures) -> None:
    """What the threat model says plainly."""
    _whole(before, after)
    shutil.rmtree(after.root / "home")
    (after.root / "home").mkdir()
    figures.control("whole folder put back, on a laptop that never saw it", rounds=1, seen=_refusal(after) == "")
    assert _refusal(after) == ""
