from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from mutualaid.language.import_words import NOTICES, REASONS, WARNINGS, notice, reason, warning
from mutualaid.progress import Cancelled, Progress
from mutualaid.records.errors import BadInput, NoSpace, Refused
from mutualaid.services.importing import delete_source, preview_import, run_import, source_notice
from mutualaid.services.office import Office
from tests.exchange.conftest import ANA, HEADER, TODAY, Written, homes, needs, refused, take, told
from tests.samples import sample

# All or nothing


class CancelsAfter(Progress):
    """Cancels itself at its n-th step."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self.left = steps

    def step(self, done: int, total: int) -> None:
        self.left -= 1
        if self.left < 0:
            self.cancel()
        super().step(done, total)


def test_an_import_cancelled_at_any_step_leaves_nothing(office: Office, tmp_path: Path) -> None:
    preview = preview_import(office, path=sample("google-form.csv"), today=TODAY)
    rejects = tmp_path / "rejects.csv"
    steps = 0
    while True:
        try:
            run_import(office, preview=preview, rejects=rejects, today=TODAY, progress=CancelsAfter(steps))
            break
        except Cancelled:
            assert homes(office) == needs(office) == []
            assert not rejects.exists()
            steps += 1
    assert steps >= 4, "it steps while deciding, while writing and at the end"
    assert len(homes(office)) == 120
    assert rejects.exists()


def test_reading_a_file_can_be_cancelled_at_any_step(office: Office) -> None:
    for steps in range(4):
        with pytest.raises(Cancelled):
            preview_import(office, path=sample("google-form.csv"), today=TODAY, progress=CancelsAfter(steps))


def test_when_the_rejects_cannot_be_written_nothing_is_imported(office: Office, tmp_path: Path) -> None:
    preview = preview_import(office, path=sample("google-form.csv"), today=TODAY)
    with pytest.raises(NoSpace):
        run_import(office, preview=preview, rejects=tmp_path / "no such folder" / "rejects.csv", today=TODAY)
    assert homes(office) == []


@pytest.mark.parametrize("room", [1_000, 50_000, 400_000])
def test_a_disk_that_fills_up_loses_nothing_and_the_import_works_once_there_is_room(office: Office, room: int) -> None:
    resource = pytest.importorskip("resource", reason="limits on the size of files are a matter of POSIX")
    preview = preview_import(office, path=sample("google-form.csv"), today=TODAY)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        with pytest.raises(NoSpace):
            run_import(office, preview=preview, today=TODAY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert homes(office) == needs(office) == []
    assert run_import(office, preview=preview, today=TODAY).counts.added == 120
    with office.store.read() as read:
        assert read.verify() == []


def test_no_file_is_overwritten_and_none_goes_into_the_store(office: Office, tmp_path: Path) -> None:
    preview = preview_import(office, path=sample("google-form.csv"), today=TODAY)
    there = tmp_path / "rejects.csv"
    there.write_text("mine")
    with pytest.raises(Refused, match="target_exists"):
        run_import(office, preview=preview, rejects=there, today=TODAY)
    with pytest.raises(Refused, match="target_in_store"):
        run_import(office, preview=preview, rejects=office.folder / "rejects.csv", today=TODAY)
    assert there.read_text() == "mine"
    assert homes(office) == []


def test_without_rejected_rows_no_file_is_made(office: Office, tmp_path: Path) -> None:
    result = take(office, sample("kobo.csv"), rejects=tmp_path / "rejects.csv")
    assert not result.rejects_written
    assert not (tmp_path / "rejects.csv").exists()


def test_rejected_rows_that_were_mended_are_taken_in(office: Office, written: Written, tmp_path: Path) -> None:
    take(
        office, written(HEADER, f"{ANA},food,2026-11-20", "Eva Mora,,Narnia,2,Mam,food,2026-11-20"), tmp_path / "r.csv"
    )
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as opened:
        headers, row = csv.reader(opened)
    assert row[-2:] == ["3", "zone_unknown (the neighborhood is not one we know)"]
    unmended = take(office, tmp_path / "r.csv", tmp_path / "r2.csv")
    assert refused(unmended) == {(2, "zone_unknown")}
    assert (tmp_path / "r2.csv").read_text("utf-8-sig").splitlines()[0] == ",".join(headers)
    mended = tmp_path / "mended.csv"
    mended.write_text((tmp_path / "r.csv").read_text("utf-8-sig").replace("Narnia", "Pilsen"), encoding="utf-8")
    assert take(office, mended).counts.added == 1
    assert len(homes(office)) == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (bytes(range(256)) * 64, "file_not_text"),
        (b"PK\x03\x04 workbook", "workbook_unreadable"),
        (b"one,two\n1,2\n", "columns_unknown"),
    ],
)
def test_a_file_that_is_no_list_of_ours_is_refused_by_name(
    office: Office, tmp_path: Path, data: bytes, code: str
) -> None:
    path = tmp_path / "junk.csv"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=code):
        preview_import(office, path=path)


def test_five_thousand_letters_in_a_cell_turn_away_that_row_alone(office: Office, written: Written) -> None:
    result = take(
        office,
        written(
            f"{HEADER},notes", f"{ANA},food,2026-11-20,{'x' * 5000}", "Eva Mora,,Pilsen,2,Mam,food,2026-11-20,hello"
        ),
    )
    assert refused(result) == {(2, "cell_too_long")}
    assert result.counts.added == 1


def test_a_mapping_reads_a_file_of_anyones(office: Office, written: Written) -> None:
    mapping = written(
        '{"kind": "needs", "contact_name": "Who", "category": "Wants", "zone": "Where",',
        ' "values": {"category": {"mandado grande": "food"}}}',
        name="mapping.json",
    )
    path = written("Who;Wants;Where", "Ana Pérez;Mandado grande;Pilsen")
    assert take(office, path, mapping=mapping).counts.needs_added == 1
    assert [need.category for need in needs(office)] == ["food"]


def test_an_import_of_the_preview_sees_what_was_added_in_between(office: Office) -> None:
    early = preview_import(office, path=sample("kobo.csv"), today=TODAY)
    take(office, sample("google-form.csv"))
    late = run_import(office, preview=early, today=TODAY)
    assert (early.counts.added, late.counts.added, late.counts.duplicates) == (59, 0, 60)


def test_a_row_dated_in_the_future_is_pointed_out(office: Office, written: Written) -> None:
    later = TODAY + timedelta(days=30)
    assert told(take(office, written(HEADER, f"{ANA},food,{later.isoformat()}"))) == {(2, "date_in_future")}
    assert needs(office)[0].received_on == date(2026, 12, 23)


# The source file


def test_the_source_is_said_to_lie_there_until_it_is_deleted(written: Written, tmp_path: Path) -> None:
    path = written(HEADER)
    assert source_notice(path) == "source_left"
    assert delete_source(path) == "source_deleted"
    assert source_notice(path) == "source_gone"
    with pytest.raises(BadInput, match="file_missing"):
        delete_source(path)


def test_deleting_a_link_deletes_what_it_leads_to(written: Written, tmp_path: Path) -> None:
    path = written(HEADER)
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    delete_source(link)
    assert not path.exists()
    assert not link.is_symlink()


def test_a_file_in_a_cloud_folder_is_said_to_be_in_the_cloud(tmp_path: Path) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    (folder / "file.csv").write_text("a")
    assert source_notice(folder / "file.csv") == "source_in_cloud"


def test_a_folder_is_never_deleted(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="file_missing"):
        delete_source(tmp_path)


# The words


def test_every_code_has_words() -> None:
    assert all(reason([code]) == f"{code} ({words})" for code, words in REASONS.items())
    assert all(warning(code) == words for code, words in WARNINGS.items())
    assert all(notice(code) == words for code, words in NOTICES.items())
    assert "SSD" in notice("source_deleted")


def test_every_code_that_rows_can_get_is_worded() -> None:
    import re

    import mutualaid.exchange
    import mutualaid.services

    folders = (Path(mutualaid.exchange.__path__[0]), Path(mutualaid.services.__path__[0]))
    sources = [*folders[0].glob("*.py"), *folders[1].glob("import*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    warned = set(re.findall(r'\.warn\(\s*"(\w+)"', text)) | set(re.findall(r'warnings\["(\w+)"\]', text))
    turned = set(re.findall(r'\.reject\(\s*"(\w+)"', text))
    assert warned
    assert turned
    assert warned <= set(WARNINGS)
    assert turned <= set(REASONS)


@pytest.mark.parametrize("text", ["mon " * 950, "5-8 " * 950, "a: " * 1300, "( " * 1900, "1-" * 1900, "food, " * 650])
def test_a_cell_made_to_be_slow_is_turned_away_or_read_at_once(office: Office, written: Written, text: str) -> None:
    header = f"{HEADER},diet,windows,needed_by,notes"
    row = ",".join(f'"{text}"' for _ in header.split(","))
    result = take(office, written(header, row))
    assert (2, "text_too_long") in refused(result)
