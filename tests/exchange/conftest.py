"""An open office in a real, encrypted store at a cheap cost, and a hand for writing small files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from mutualaid.records.household import Household
from mutualaid.records.need import Need
from mutualaid.services.importing import ImportResult, preview_import, run_import
from mutualaid.services.office import Office, create_office
from mutualaid.vault.kdf import Argon2Cost

TODAY = date(2026, 11, 23)
Written = Callable[..., Path]
HEADER = "contact_name,phone,zone,household_size,languages,category,received_on"
ANA = "Ana Pérez Xol,773-555-0101,Pilsen,4,Spanish"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office, _ = create_office(
        tmp_path / "store",
        passphrase="siete gatos bajo la lluvia",
        coordinator="Lupe",
        zone="Little Village",
        kdf=Argon2Cost(memory_kib=32, passes=1, lanes=1),
    )
    yield office
    office.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for all examples of a property: each ends as it began."""
    cost = Argon2Cost(memory_kib=32, passes=1, lanes=1)
    folder = tmp_path_factory.mktemp("office") / "store"
    office, _ = create_office(
        folder, passphrase="siete gatos bajo la lluvia", coordinator="Lupe", zone="Little Village", kdf=cost
    )
    yield office
    office.close()


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes lines into a file; gives its path."""

    def write(*lines: str, name: str = "file.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def take(office: Office, path: Path, rejects: Path | None = None, **how: object) -> ImportResult:
    """Preview and import a file as a coordinator does."""
    preview = preview_import(office, path=path, today=TODAY, **how)  # type: ignore[arg-type]
    result = run_import(office, preview=preview, rejects=rejects, today=TODAY)
    assert result.counts == preview.counts, "the preview promised what the import did"
    return result


def told(result: ImportResult) -> set[tuple[int, str]]:
    """The warnings of an import, by row."""
    return {(found.row, found.code) for found in result.warnings}


def refused(result: ImportResult) -> set[tuple[int, str]]:
    """The reasons of the rows turned away."""
    return {(found.row, found.code) for found in result.rejected}


def needs(office: Office) -> list[Need]:
    """Every need of the store."""
    with office.store.read() as read:
        return [row.record for row in read.all(Need)]


def homes(office: Office) -> list[Household]:
    """Every household of the store."""
    with office.store.read() as read:
        return [row.record for row in read.all(Household)]
