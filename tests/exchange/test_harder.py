from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mutualaid.exchange.tables import open_source
from mutualaid.progress import SILENT, Progress
from mutualaid.records.errors import BadInput, Fault
from mutualaid.records.household import Household
from mutualaid.services.importing import Counts, preview_import, run_import, undo_import
from mutualaid.services.office import Office
from tests.exchange.conftest import TODAY, needs, take
from tests.exchange.harder import FILES, HEADERS, ROWS, Harder, several_sheets, text
from tests.exchange.undoing import everything
from tests.samples import sample

SAMPLES = ("google-form.csv", "kobo.csv", "odk-central.csv", "airtable-volunteers.csv", "supplies.csv")


def numbers(counts: Counts) -> tuple[int, ...]:
    return counts.read, counts.added, counts.merged, counts.duplicates, counts.rejected, counts.blank


def outcome(office: Office, path: Path) -> tuple[int, ...] | str:
    """What a file comes to, imported and taken back again; the code of why it is refused."""
    before = everything(office)
    try:
        preview = preview_import(office, path=path, today=TODAY)
        result = run_import(office, preview=preview, today=TODAY)
    except Fault as fault:
        assert everything(office) == before
        return fault.code
    assert result.counts == preview.counts
    assert result.counts.read == sum(numbers(result.counts)[1:])
    undo_import(office, undo=result.undo)
    assert everything(office) == before
    return numbers(result.counts)


def looked_at(office: Office, path: Path) -> tuple[int, ...] | str:
    """What a preview says that a file comes to; the campaign imports it and takes it back as well."""
    try:
        return numbers(preview_import(office, path=path, today=TODAY).counts)
    except Fault as fault:
        return fault.code


@pytest.mark.parametrize("file", [file for file in FILES if not file.large], ids=lambda file: file.name)
def test_a_harder_file_comes_to_what_it_should(
    shared: Office,
    tmp_path: Path,
    file: Harder,
) -> None:
    path = tmp_path / "file"
    path.write_bytes(file.make())
    assert looked_at(shared, path) == file.outcome


@pytest.mark.campaign
def test_every_file_and_what_it_came_to(
    shared: Office,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = ["", f"{'file':36} {'read':>6} {'added':>6} {'merged':>7} {'again':>6} {'refused':>8} {'blank':>6}"]
    wrong = []
    made: list[tuple[str, Callable[[], bytes], object]] = [(file.name, file.make, file.outcome) for file in FILES]
    made += [(name, sample(name).read_bytes, None) for name in SAMPLES]
    for name, make, expected in made:
        path = tmp_path / "file"
        path.write_bytes(make())
        came = outcome(shared, path)
        shown = came if isinstance(came, str) else "{:>6} {:>6} {:>7} {:>6} {:>8} {:>6}".format(*came)
        lines.append(f"{name:36} {shown}")
        wrong += [name] if expected not in (None, came) else []
    with capsys.disabled():
        print("\n".join(lines))
    assert not wrong


def test_a_formula_is_read_as_its_value_and_never_kept(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(next(file.make() for file in FILES if file.name == "workbook, formulas"))
    take(office, path)
    assert "HYPERLINK" not in str(everything(office))


def test_the_preview_says_which_sheet_was_read_and_another_can_be_chosen(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(several_sheets())
    first = preview_import(office, path=path, today=TODAY)
    assert (first.sheets, first.sheet, first.counts.read) == (("Octubre", "Noviembre"), "Octubre", 6)
    other = preview_import(office, path=path, sheet="Noviembre", today=TODAY)
    assert (other.sheet, other.counts.read) == ("Noviembre", 1)
    assert run_import(office, preview=other, today=TODAY).counts.added == 1
    for none in ("Portada", "Oculta", "Diciembre"):
        with pytest.raises(BadInput, match="sheet_missing"):
            preview_import(office, path=path, sheet=none, today=TODAY)


def test_rows_turned_away_harm_no_spreadsheet_and_come_back_as_they_were(office: Office, tmp_path: Path) -> None:
    rows = [("=cmd|' /C calc'!A0", "+1 773 555 0101", "Narnia", "2", "Mam", "Food", "2026-11-20", sign + "HYPERLINK()")
            for sign in ("=", "+", "-", "@", "\t", "\r", "'=")]  # fmt: skip
    path, rejects, again = tmp_path / "file.csv", tmp_path / "rejects.csv", tmp_path / "again.csv"
    path.write_bytes(text(rows).encode())
    take(office, path, rejects)
    written = rejects.read_bytes().decode("utf-8-sig")
    import csv
    import io

    cells = [cell for row in csv.reader(io.StringIO(written, newline="")) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=@\t\r") or (cell[:1] in ("+", "-") and cell[-1:] == ")")]
    assert [row.cells[:8] for row in open_source(rejects).rows()] == rows
    take(office, rejects, again)
    assert (
        again.read_bytes().decode("utf-8-sig").split("\r\n")[1].split(",")[:4]
        == written.split("\r\n")[1].split(",")[:4]
    )


# A file that does not stay as it was


class Meddles(Progress):
    """Does something to the file at the n-th step."""

    def __init__(self, steps: int, deed: Callable[[], object]) -> None:
        super().__init__()
        self.left, self.deed = steps, deed

    def step(self, done: int, total: int) -> None:
        self.left -= 1
        if self.left == 0:
            self.deed()
        super().step(done, total)


def deeds(path: Path) -> Iterator[Callable[[], object]]:
    grown = path.read_bytes() + text(ROWS[:1]).encode()
    yield lambda: path.write_bytes(grown)
    yield lambda: path.write_bytes(grown[:-400])
    yield lambda: path.unlink()


@pytest.mark.parametrize("which", range(3), ids=["grows", "changes", "goes"])
def test_a_file_that_changes_after_the_preview_is_not_imported(shared: Office, tmp_path: Path, which: int) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(text().encode())
    preview = preview_import(shared, path=path, today=TODAY)
    list(deeds(path))[which]()
    with pytest.raises(BadInput, match="file_changed"):
        run_import(shared, preview=preview, today=TODAY)
    assert needs(shared) == []


@pytest.mark.parametrize("which", range(3), ids=["grows", "changes", "goes"])
@pytest.mark.parametrize("step", [1, 4, 7])
def test_a_file_that_changes_while_it_is_read_is_read_whole_or_refused(
    shared: Office, tmp_path: Path, which: int, step: int
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(text().encode())
    deed, codes = list(deeds(path))[which], list[str]()
    try:
        read_rows = preview_import(shared, path=path, today=TODAY, progress=Meddles(step, deed)).counts.read
        codes.append("whole" if read_rows in {6, 8} else "in part")
    except BadInput as refused:
        codes.append(refused.code)
    assert set(codes) <= {"whole", "file_changed", "file_missing"}
    with shared.store.read() as read:
        assert read.count(Household) == 0


def test_a_file_that_nobody_may_read_says_so(shared: Office, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(text().encode())
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("whoever runs this may read everything")
    with pytest.raises(Fault, match="cannot_read_or_write"):
        preview_import(shared, path=path, today=TODAY)


def test_headers_alone_are_a_table_without_rows(shared: Office, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(text(()).encode())
    preview = preview_import(shared, path=path, today=TODAY, progress=SILENT)
    assert (preview.counts.read, preview.headers) == (0, HEADERS)
