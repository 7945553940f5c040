"""Making settles what is said of a period; handing out gives it, notes to whom, and never says anything else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mutualaid.records.errors import BadInput, NoSpace, Refused
from mutualaid.records.place import ZoneRecord
from mutualaid.services import backups, release_ledger
from mutualaid.services.office import Office, create_office
from mutualaid.services.publication_plan import publication_plan, review_plan
from mutualaid.services.release_ledger import ledger_of
from mutualaid.services.releases import (
    hand_out,
    make_release,
    published,
    published_file,
    releases,
    settle_release,
)
from mutualaid.services.sampling import fill_sample
from mutualaid.services.verifying import verify
from mutualaid.summaries.ledger import HandedEntry, chain_ok
from mutualaid.summaries.plan import USUAL_PLAN
from tests.services.make import CHEAP, PASSPHRASE

NOVEMBER = date(2026, 11, 23)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, str]]:
    """An office with a year behind it, and its recovery words; each test takes a period of its own."""
    folder = tmp_path_factory.mktemp("filled") / "store"
    office, words = create_office(folder, passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    fill_sample(office, households=120, needs=600, volunteers=1, lots=1, seed=7, until=date(2026, 11, 20), months=12)
    yield office, words
    office.close()


@pytest.fixture
def busy(filled: tuple[Office, str]) -> Office:
    return filled[0]


def files(folder: Path | None) -> dict[str, bytes]:
    """A folder's files."""
    assert folder is not None
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_plan_is_reviewed_until_the_first_release_freezes_it(office: Office) -> None:
    fill_sample(office, households=60, needs=300, volunteers=1, lots=1, seed=7, until=date(2026, 11, 20), months=6)
    assert publication_plan(office) == (USUAL_PLAN, None, None)
    with pytest.raises(Refused, match="release_plan_incomplete"):
        review_plan(office, plan=USUAL_PLAN.only({"totals": ["year"]}))
    smaller = USUAL_PLAN.only({"languages_by_category": [], "statuses": ["year"]})
    review_plan(office, plan=smaller, today=date(2026, 11, 1))
    assert publication_plan(office) == (smaller, None, date(2026, 11, 1))
    with pytest.raises(Refused, match="period_open"):
        settle_release(office, period="2026-11", today=NOVEMBER)
    assert publication_plan(office).frozen_on is None
    made = settle_release(office, period="2026-Q3", today=NOVEMBER)
    assert publication_plan(office) == (smaller, NOVEMBER, date(2026, 11, 1))
    assert "statuses" not in {cell.table for cell in published(office, release_id=made.id).answers}
    with pytest.raises(Refused, match="release_plan_frozen"):
        review_plan(office, plan=USUAL_PLAN)


def test_making_settles_and_writes_no_file_outside_the_office(busy: Office, tmp_path: Path) -> None:
    made = settle_release(busy, period="2026-09", today=NOVEMBER)
    assert made.dir is None
    assert settle_release(busy, period="2026-09", today=date(2026, 12, 1)) == made
    line = releases(busy)[0]
    assert (line.id, line.published, line.hidden, line.handed) == (made.id, made.published, made.hidden, ())
    assert list(tmp_path.iterdir()) == []
    release = published(busy, release_id=made.id)
    assert (release.published, release.hidden, release.mode) == (made.published, made.hidden, "usual")
    given = hand_out(busy, release_id=made.id, out=tmp_path, today=NOVEMBER)
    for name, data in files(given.dir).items():
        assert published_file(busy, release_id=made.id, name=name) == data
    for wanted in ({"release_id": made.id, "name": "store.db"}, {"release_id": "2026-09-zzzzzz", "name": "data.csv"}):
        with pytest.raises(BadInput, match="record_gone"):
            published_file(busy, **wanted)


def test_it_is_handed_out_byte_for_byte_after_names_and_words_have_changed(
    busy: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_release(busy, period="2026-08", out=tmp_path / "one", today=NOVEMBER)
    before = dict(published(busy, release_id=made.id).names)
    with busy.store.write("test") as write:
        zone = write.all(ZoneRecord)[0]
        write.change(ZoneRecord, zone.uid, name="Barrio Nuevo")
    busy.forget_zones()
    monkeypatch.setattr("mutualaid.services.releases.rendered", lambda _release: {"data.csv": b"other words"})
    again = hand_out(busy, release_id=made.id, out=tmp_path / "two", today=date(2027, 3, 1))
    asked = make_release(busy, period="2026-08", out=tmp_path / "three", today=date(2027, 3, 1))
    assert files(again.dir) == files(made.dir) == files(asked.dir)
    assert dict(published(busy, release_id=made.id).names) == before


def test_each_handing_out_is_noted_once_a_day_for_whoever_gets_it(busy: Office, tmp_path: Path) -> None:
    made = settle_release(busy, period="2026-07", today=NOVEMBER)
    given = [("Alderperson  Ruiz ", 23), ("Alderperson Ruiz", 23), ("Alderperson Ruiz", 24), ("The Fund", 24), ("", 24)]
    for number, (recipient, day) in enumerate(given):
        out = tmp_path / str(number)
        hand_out(busy, release_id=made.id, out=out, recipient=recipient, today=date(2026, 11, day))
    line = next(line for line in releases(busy) if line.id == made.id)
    assert [(one.recipient, one.on.day) for one in line.handed] == [
        ("Alderperson Ruiz", 23), ("Alderperson Ruiz", 24), ("The Fund", 24), ("", 24),
    ]  # fmt: skip
    assert not any(b"Ruiz" in data for data in files(tmp_path / "0" / f"release-{made.id}").values())
    with busy.store.read() as read:
        ledger = ledger_of(read)
    assert chain_ok(ledger)
    noted = next(number for number, entry in enumerate(ledger) if isinstance(entry, HandedEntry))
    assert not chain_ok([*ledger[:noted], *ledger[noted + 1 :]])
    assert verify(busy) == []


def test_where_the_folder_is_already_nothing_is_noted(busy: Office, tmp_path: Path) -> None:
    made = make_release(busy, period="2026-06", out=tmp_path, today=NOVEMBER)
    with pytest.raises(Refused, match="release_folder_exists"):
        hand_out(busy, release_id=made.id, out=tmp_path, recipient="The Fund", today=NOVEMBER)
    with pytest.raises(Refused, match="target_in_store"):
        hand_out(busy, release_id=made.id, out=busy.folder / "out", recipient="The Fund", today=NOVEMBER)
    assert [one.recipient for one in releases(busy)[0].handed] == [""]


def test_before_the_folder_appears_a_backup_holds_its_ledger(
    filled: tuple[Office, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, words = filled
    seen: list[int] = []
    one_more = release_ledger.one_more

    def watched(*given: object, **more: object) -> object:
        seen.append(len([path for path in (tmp_path / "out").iterdir() if path.name.startswith("release-")]))
        return one_more(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(release_ledger, "one_more", watched)
    made = make_release(office, period="2026-05", out=tmp_path / "out", recipient="The Fund", today=NOVEMBER)
    assert seen == [0]
    newest = backups.listed(office)[0]
    restored = backups.restore(
        newest.path, tmp_path / "new", recovery=words, passphrase="una vaca azul mira la luna", kdf=CHEAP
    )
    assert releases(restored)[0].id == made.id
    restored.close()
    hand_out(office, release_id=made.id, out=tmp_path / "again", today=NOVEMBER)
    assert len(seen) == 1, "a ledger that is backed up needs no other backup"
    newest.path.unlink()
    hand_out(office, release_id=made.id, out=tmp_path / "more", today=NOVEMBER)
    assert len(seen) == 2


def test_without_a_backup_no_folder_appears_and_asking_again_gives_what_was_settled(
    busy: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_more: object) -> None:
        raise NoSpace("disk_full")

    with monkeypatch.context() as broken:
        broken.setattr(release_ledger, "one_more", full)
        with pytest.raises(NoSpace, match="release_without_backup"):
            make_release(busy, period="2026-04", out=tmp_path / "out", today=NOVEMBER)
        with pytest.raises(NoSpace, match="release_without_backup"):
            settle_release(busy, period="2026-04", today=NOVEMBER)
    assert list((tmp_path / "out").iterdir()) == []
    settled = releases(busy)[0]
    made = make_release(busy, period="2026-04", out=tmp_path / "out", today=NOVEMBER)
    assert made.id == settled.id


def test_an_office_without_a_recovery_sheet_settles_nothing(busy: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mutualaid.services.release_ledger.slots.ON_PAPER", frozenset[str]())
    before = releases(busy)
    with pytest.raises(Refused, match="slots_without_paper"):
        settle_release(busy, period="2026-03", today=NOVEMBER)
    assert releases(busy) == before
