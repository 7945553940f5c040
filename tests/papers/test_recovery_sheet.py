"""The recovery sheet, read back from its PDF as a person reads it from the paper."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mutualaid.language.catalog import set_language
from mutualaid.papers.recovery_sheet import Sheet, pdf
from mutualaid.records.errors import Refused
from mutualaid.services.office import Office
from mutualaid.services.recovery_sheets import in_both_languages, save_sheets, sheet_label, sheets
from mutualaid.vault.recovery import RecoveryWords
from tests.services.make import copied_office

DAY = date(2026, 11, 25)

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="not installed: poppler-utils")


@pytest.fixture
def texts() -> list[str]:
    return [RecoveryWords.generate().text("es") for _ in range(3)]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = copied_office(tmp_path / "office")
    yield made
    made.close()


def pages(data: bytes) -> list[str]:
    """The text of each page, in reading order."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def test_both_languages_spell_the_same_secret_word_by_word(qapp: QApplication, texts: list[str]) -> None:
    (page,) = pages(pdf(sheets(texts[:1]), label="7F3A", made_on=DAY))
    spelled = in_both_languages(texts[0])
    lines = [line.split() for line in page.splitlines()]
    for number, (english, spanish) in enumerate(zip(spelled["en"], spelled["es"], strict=True), 1):
        assert [f"{number}.", english, f"{number}.", spanish] in lines
    secrets = {RecoveryWords.parse(" ".join(words)).entropy for words in spelled.values()}
    assert secrets == {RecoveryWords.parse(texts[0]).entropy}


def test_each_of_three_sheets_has_a_page_that_says_which_it_is(qapp: QApplication, texts: list[str]) -> None:
    read = pages(pdf(sheets(texts), label="7F3A", made_on=DAY))
    assert len(read) == 3
    for number, (page, text) in enumerate(zip(read, texts, strict=True), 1):
        assert f"Sheet {number} of 3." in page
        assert f"Hoja {number} de 3." in page
        assert all(word in page.split() for word in in_both_languages(text)["es"])
        others = [word for other in texts if other != text for word in in_both_languages(other)["es"]]
        assert len(set(others) & set(page.split())) < 10


def test_its_day_is_said_by_the_months_name_in_each_language(qapp: QApplication, texts: list[str]) -> None:
    (page,) = pages(pdf(sheets(texts[:1]), label="7F3A", made_on=DAY))
    assert "7F3A · November 25, 2026" in page
    assert "7F3A · 25 de noviembre de 2026" in page
    assert "Recovery words" in page
    assert "Palabras de recuperación" in page


def test_the_paper_is_the_same_whatever_language_the_window_is_in(qapp: QApplication, texts: list[str]) -> None:
    english = pages(pdf(sheets(texts), label="7F3A", made_on=DAY))
    set_language("es")
    assert pages(pdf(sheets(texts), label="7F3A", made_on=DAY)) == english


def test_it_names_neither_a_person_nor_a_place(qapp: QApplication, office: Office, texts: list[str]) -> None:
    data = pdf(sheets(texts[:1]), label=sheet_label(office), made_on=DAY)
    (page,) = pages(data)
    assert office.coordinator not in page
    assert not any(zone.name in page for zone in office.zones.values())
    long = [word for word in texts[0].split() if len(word) > 5]  # a short one is in words of the format's own
    for said in (office.coordinator, str(office.folder), *long[:3]):
        assert said.encode() not in data


def test_it_is_written_outside_the_store_and_never_over_another_file(
    qapp: QApplication, office: Office, texts: list[str], tmp_path: Path
) -> None:
    given = {"words": texts, "label": "7F3A", "made_on": DAY, "store": office.folder}
    with pytest.raises(Refused, match="target_in_store"):
        save_sheets(office.folder / "sheet.pdf", **given)
    there = tmp_path / "sheet.pdf"
    save_sheets(there, **given)
    assert len(pages(there.read_bytes())) == 3
    with pytest.raises(Refused, match="target_exists"):
        save_sheets(there, **given)


def test_nothing_of_it_stays_in_a_temporary_file(
    qapp: QApplication, office: Office, texts: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    out = tmp_path / "out"
    out.mkdir()
    save_sheets(out / "sheet.pdf", words=texts, label="7F3A", made_on=DAY, store=office.folder)
    assert list(temporary.iterdir()) == []
    assert [file.name for file in out.iterdir()] == ["sheet.pdf"]


def test_a_sheet_does_not_say_its_words_when_it_is_logged(texts: list[str]) -> None:
    assert repr(Sheet(in_both_languages(texts[0]), 1, 3)) == "Sheet(1 of 3)"
