"""A release that finds no place is not remembered as published."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mutualaid.records.errors import NoSpace
from mutualaid.services.office import Office
from mutualaid.services.releases import make_release, releases
from mutualaid.services.sampling import fill_sample
from mutualaid.store.writing import Writing

TODAY = date(2026, 11, 23)


@pytest.fixture
def busy(office: Office) -> Office:
    fill_sample(office, households=300, needs=1200, volunteers=1, lots=1, seed=7, until=date(2026, 10, 31), months=12)
    return office


def test_a_release_that_cannot_be_written_is_not_in_the_ledger(busy: Office, tmp_path: Path) -> None:
    taken = tmp_path / "a-file"
    taken.write_text("x")
    with pytest.raises(NoSpace, match="cannot_read_or_write"):
        make_release(busy, period="2026-Q3", out=taken / "out", today=TODAY)
    assert releases(busy) == []
    made = make_release(busy, period="2026-Q3", out=tmp_path / "out", today=TODAY)
    assert [line.id for line in releases(busy)] == [made.id]


def test_a_release_that_the_ledger_cannot_remember_does_not_appear(
    busy: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise NoSpace("disk_full")

    monkeypatch.setattr(Writing, "append_ledger", full)
    with pytest.raises(NoSpace, match="disk_full"):
        make_release(busy, period="2026-Q3", out=tmp_path / "out", today=TODAY)
    assert list((tmp_path / "out").iterdir()) == []
