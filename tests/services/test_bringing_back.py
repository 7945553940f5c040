"""A restored store takes its released folders back: what was published is published again, and nothing else."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from mutualaid.exchange.release_files import DATA, MANIFEST, STRUCTURE
from mutualaid.records.errors import BadInput, Fault, Refused
from mutualaid.services.office import Office, create_office
from mutualaid.services.publication_plan import publication_plan
from mutualaid.services.release_budget import budget
from mutualaid.services.release_ledger import ledger_of
from mutualaid.services.releases import (
    bring_back,
    hand_out,
    locked_periods,
    make_release,
    published,
    releases,
)
from mutualaid.services.sampling import fill_sample
from mutualaid.services.verifying import verify
from mutualaid.summaries.audit import audit
from mutualaid.summaries.ledger import chain_ok, releases_in
from tests.services.backing import back_up, restore
from tests.services.make import CHEAP, PASSPHRASE

NOVEMBER = date(2026, 11, 25)
RESTORED = datetime(2026, 11, 25, 12, tzinfo=UTC)


class Story(NamedTuple):
    """September was published before the backup, October and the third quarter after it; the backup is at hand."""

    place: Path
    backup: Path
    words: str
    out: Path


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    place = tmp_path_factory.mktemp("story")
    office, words = create_office(place / "store", passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    fill_sample(office, households=120, needs=600, volunteers=1, lots=1, seed=7, until=date(2026, 11, 20), months=12)
    make_release(office, period="2026-09", out=place / "out", today=NOVEMBER)
    path = back_up(office, place / "a.backup")
    for period in ("2026-10", "2026-Q3"):
        make_release(office, period=period, out=place / "out", today=NOVEMBER)
    office.close()
    return Story(place, path, words, place / "out")


@pytest.fixture
def restored(story: Story, tmp_path: Path) -> Iterator[Office]:
    office = restore(story.backup, tmp_path / "new", story.words, now=RESTORED)
    yield office
    office.close()


@pytest.fixture(scope="module")
def refusing(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A restored office that nothing is brought back into."""
    office = restore(story.backup, tmp_path_factory.mktemp("refusing") / "new", story.words, now=RESTORED)
    yield office
    assert [line.period for line in releases(office)] == ["2026-09"]
    office.close()


def folder_of(place: Path, period: str) -> Path:
    """The released folder of a period."""
    return next(folder for folder in place.iterdir() if folder.name.startswith(f"release-{period}-"))


def files(folder: Path) -> dict[str, bytes]:
    """A folder's files."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_folder_lifts_the_lock_of_its_period_and_is_published_again_byte_for_byte(
    story: Story, restored: Office, tmp_path: Path
) -> None:
    assert {"2026-10", "2026-Q3", "2026-08"} <= set(locked_periods(restored))
    for period in ("2026-10", "2026-Q3"):
        made = bring_back(restored, folder=folder_of(story.out, period), today=NOVEMBER)
        assert (made.period, made.dir) == (period, None)
        again = make_release(restored, period=period, out=tmp_path / "again", today=NOVEMBER)
        assert again.dir is not None
        assert files(again.dir) == files(folder_of(story.out, period))
    assert {"2026-10", "2026-Q3"}.isdisjoint(locked_periods(restored))
    assert "2026-08" in locked_periods(restored)
    assert verify(restored) == []


def test_it_is_read_back_without_the_noise_that_nobody_has_and_twice_changes_nothing(
    story: Story, restored: Office, tmp_path: Path
) -> None:
    folder = shutil.copytree(folder_of(story.out, "2026-10"), tmp_path / "renamed by hand")
    (folder / ".DS_Store").write_bytes(b"left by a file window")
    made = bring_back(restored, folder=folder, today=NOVEMBER)
    lines = releases(restored)
    assert bring_back(restored, folder=folder_of(story.out, "2026-10"), today=date(2026, 11, 26)) == made
    assert releases(restored) == lines
    release = published(restored, release_id=made.id)
    rows = list(csv.DictReader(io.StringIO(files(folder)[DATA].decode())))
    assert [answer.value for answer in release.answers.values()] == [
        int(row["value"]) if row["value"] else None for row in rows
    ]
    assert {answer.noise for answer in release.answers.values()} == {None}
    with restored.store.read() as read:
        assert chain_ok(ledger_of(read))
    (folder / ".DS_Store").unlink()
    rewritten(folder, another_number)
    with pytest.raises(Refused, match="release_folder_other_numbers") as told:
        bring_back(restored, folder=folder, today=NOVEMBER)
    assert told.value.facts == {"period": "2026-10"}


@pytest.mark.campaign
def test_later_releases_are_made_with_it_and_withstand_the_attack_together(
    story: Story, restored: Office, tmp_path: Path
) -> None:
    for period in ("2026-10", "2026-Q3"):
        bring_back(restored, folder=folder_of(story.out, period), today=NOVEMBER)
    made = make_release(restored, period="2026-11", out=tmp_path / "out", today=date(2026, 12, 20))
    assert made.dir is not None
    assert audit([*story.out.iterdir(), made.dir]).findings == ()


def rewritten(folder: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Change files of a folder, and make its manifest fit them, as anybody could."""
    found = files(folder)
    change(found)
    manifest = json.loads(found[MANIFEST])
    manifest["files"] = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        for name, data in sorted(found.items())
        if name != MANIFEST
    }
    found[MANIFEST] = (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode()
    for name, data in found.items():
        (folder / name).write_bytes(data)


def another_number(found: dict[str, bytes]) -> None:
    rows = found[DATA].decode().split("\r\n")
    at = next(number for number, row in enumerate(rows) if row.endswith(",value") and ",totals," in row)
    *codes, value, flag = rows[at].split(",")
    rows[at] = ",".join([*codes, str(int(value) + 5), flag])
    found[DATA] = "\r\n".join(rows).encode()


def a_finer_map(found: dict[str, bytes]) -> None:
    structure = json.loads(found[STRUCTURE])
    structure["zones"]["chi-99"] = "Somewhere"
    found[STRUCTURE] = json.dumps(structure).encode()


def another_period(found: dict[str, bytes]) -> None:
    for name in (DATA, STRUCTURE, MANIFEST):
        found[name] = found[name].replace(b"2026-10", b"2026-08")


@pytest.mark.parametrize("change", [another_number, a_finer_map, another_period])
def test_a_folder_that_somebody_made_up_bears_no_seal_and_is_refused(
    story: Story, refusing: Office, tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    folder = shutil.copytree(folder_of(story.out, "2026-10"), tmp_path / "forged")
    rewritten(folder, change)
    before = releases(refusing)
    with pytest.raises(Refused, match="release_folder_foreign"):
        bring_back(refusing, folder=folder, today=NOVEMBER)
    assert releases(refusing) == before


@pytest.mark.parametrize("name", [DATA, STRUCTURE, "summary.en.html", "how-protected.es.txt"])
def test_a_file_that_was_changed_is_refused(story: Story, refusing: Office, tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(folder_of(story.out, "2026-10"), tmp_path / "changed")
    with (folder / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(Refused, match="release_folder_altered"):
        bring_back(refusing, folder=folder, today=NOVEMBER)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda folder: (folder / DATA).unlink(), "release_folder_altered"),
        (lambda folder: (folder / "more.txt").write_text("x"), "release_folder_altered"),
        (lambda folder: (folder / MANIFEST).unlink(), "release_folder_unreadable"),
        (lambda folder: (folder / MANIFEST).write_text("[]"), "release_folder_unreadable"),
        (lambda folder: (folder / MANIFEST).write_text('{"files": {"data.csv": 3}}'), "release_folder_unreadable"),
        (lambda folder: (folder / "inner").mkdir(), "release_folder_unreadable"),
        (lambda folder: (folder / "link").symlink_to("/etc/hostname"), "release_folder_unreadable"),
        (lambda folder: shutil.rmtree(folder), "release_folder_unreadable"),
    ],
)
def test_what_is_not_the_whole_folder_is_refused(
    story: Story, refusing: Office, tmp_path: Path, spoil: Callable[[Path], object], code: str
) -> None:
    folder = shutil.copytree(folder_of(story.out, "2026-10"), tmp_path / "spoilt")
    spoil(folder)
    with pytest.raises(Fault) as told:
        bring_back(refusing, folder=folder, today=NOVEMBER)
    assert told.value.code == code
    assert isinstance(told.value, Refused | BadInput)


def test_another_offices_folder_is_refused_though_its_map_and_plan_are_the_same(
    story: Story, refusing: Office, office: Office, tmp_path: Path
) -> None:
    fill_sample(office, households=60, needs=300, volunteers=1, lots=1, seed=8, until=date(2026, 11, 20), months=6)
    made = make_release(office, period="2026-10", out=tmp_path / "theirs", today=NOVEMBER)
    assert made.dir is not None
    with pytest.raises(Refused, match="release_folder_foreign"):
        bring_back(refusing, folder=made.dir, today=NOVEMBER)
    with pytest.raises(Refused, match="release_folder_not_missing"):  # by an office that lost nothing
        bring_back(office, folder=folder_of(story.out, "2026-Q3"), today=NOVEMBER)


@pytest.mark.campaign
def test_a_folder_comes_back_into_a_ledger_that_lost_everything(tmp_path: Path) -> None:
    """The backup is older than the first release: map, plan and areas are those of the folders, whichever is first."""
    office, words = create_office(tmp_path / "store", passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    fill_sample(office, households=900, needs=5000, volunteers=1, lots=1, seed=3, until=date(2026, 11, 20), months=13)
    path = back_up(office, tmp_path / "a.backup")
    for period in ("2025-12", "2026-Q3", "2026-10"):
        make_release(office, period=period, out=tmp_path / "out", today=NOVEMBER)
    office.close()
    for order in (("2026-10", "2026-Q3"), ("2026-Q3", "2026-10")):
        restored = restore(path, tmp_path / order[0], words, now=RESTORED)
        for period in order:
            bring_back(restored, folder=folder_of(tmp_path / "out", period), today=NOVEMBER)
            made = hand_out(restored, release_id=releases(restored)[0].id, out=tmp_path / f"again-{order[0]}")
            assert made.dir is not None
            assert files(made.dir) == files(folder_of(tmp_path / "out", period))
        assert publication_plan(restored).frozen_on == NOVEMBER
        with restored.store.read() as read:
            schemes = [json.loads(entry.geography) for entry in releases_in(ledger_of(read))]
        assert len(schemes) == 2
        later = make_release(restored, period="2026-11", out=tmp_path / f"later-{order[0]}", today=date(2026, 12, 20))
        folders = [folder_of(tmp_path / "out", period) for period in order]
        assert later.dir is not None
        assert audit([*folders, later.dir]).findings == ()
        restored.close()


@pytest.mark.campaign
def test_a_strict_summary_comes_back_with_what_it_cost(tmp_path: Path) -> None:
    """What the budget has left is as it was before the backup was restored, and what comes back is the same bytes."""
    office, words = create_office(tmp_path / "store", passphrase=PASSPHRASE, coordinator="Lupe", kdf=CHEAP)
    fill_sample(office, households=900, needs=5000, volunteers=1, lots=1, seed=3, until=date(2026, 11, 20), months=13)
    make_release(office, period="2026-Q1", out=tmp_path / "out", strict=True, today=NOVEMBER)
    path = back_up(office, tmp_path / "a.backup")
    for period in ("2026-Q2", "2026-Q3"):
        make_release(office, period=period, out=tmp_path / "out", strict=True, today=NOVEMBER)
    before = budget(office, year=2026)
    office.close()
    restored = restore(path, tmp_path / "new", words, now=RESTORED)
    locked = budget(restored, year=2026)
    assert before is not None
    assert locked is not None
    assert locked.left <= before.left
    for period in ("2026-Q3", "2026-Q2"):
        bring_back(restored, folder=folder_of(tmp_path / "out", period), today=NOVEMBER)
        made = make_release(restored, period=period, out=tmp_path / "again", strict=True, today=NOVEMBER)
        assert made.dir is not None
        assert files(made.dir) == files(folder_of(tmp_path / "out", period))
    assert budget(restored, year=2026) == before
    later = make_release(restored, period="2026-Q4", out=tmp_path / "out", strict=True, today=date(2027, 1, 20))
    assert later.mode == "strict"
    restored.close()
