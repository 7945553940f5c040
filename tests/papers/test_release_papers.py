"""The paper of a release: read by poppler and by its bytes, as a screen reader and an archive would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mutualaid.services.release_assembly import rendered
from mutualaid.summaries.release import Release
from tests.summaries.offices import Office
from tests.summaries.year import make_year

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def quarter() -> Release:
    return Office(make_year(2_000)).release("2026-Q3")


def read(command: str, *arguments: str, pdf: bytes, tmp_path: Path) -> str:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    done = subprocess.run([command, *arguments, str(file), *(["-"] if command == "pdftotext" else [])],
                          capture_output=True, check=True)  # fmt: skip
    return done.stdout.decode(errors="replace")


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_paper_is_tagged_from_the_title_to_the_method(quarter: Release, language: str, tmp_path: Path) -> None:
    pdf = rendered(quarter)[f"summary.{language}.pdf"]
    assert "Tagged:          yes" in read("pdfinfo", pdf=pdf, tmp_path=tmp_path)
    structure = read("pdfinfo", "-struct-text", pdf=pdf, tmp_path=tmp_path)
    assert structure.count("Table") >= 5
    assert "THead" in structure
    assert "H1" in structure
    assert "H2" in structure


def test_the_same_release_is_the_same_paper_in_another_process(quarter: Release) -> None:
    code = (
        "import hashlib\n"
        "from mutualaid.services.release_assembly import rendered\n"
        "from tests.summaries.offices import Office\n"
        "from tests.summaries.year import make_year\n"
        "print(hashlib.sha256(rendered(Office(make_year(2_000)).release('2026-Q3'))['summary.es.pdf']).hexdigest())\n"
    )
    import hashlib

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == hashlib.sha256(rendered(quarter)["summary.es.pdf"]).hexdigest()
