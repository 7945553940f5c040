"""The blank form, read back from its PDF, and its marks: nothing over another, nothing off the page, nobody named."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from itertools import combinations, product
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from mutualaid.language import question_words
from mutualaid.language.catalog import catalog
from mutualaid.papers.form_look import BOTTOM, LEFT, RIGHT
from mutualaid.papers.intake_form import FormSheet, drawn, pdf
from mutualaid.papers.sheet_marks import HEIGHT, Box, Mark, Words, width_of
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.languages import LANGUAGES
from mutualaid.records.questions import question_list
from mutualaid.records.zones import chicago

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="not installed: poppler-utils")

ZONES = {code: zone.name for code, zone in chicago().items()}
FEW = dict(list(ZONES.items())[:9])
LIST = question_list(zones=ZONES)
ORDERS = (("es", "en"), ("en", "es"))
EVERY = question_list(zones=ZONES, categories=CATEGORIES, languages=tuple(LANGUAGES)[:60])
LONG = {"es": "Con sus palabras. " * 110, "en": "In its own words. " * 110}
SHEETS = {
    f"{name}, {'large' if large else 'standard'}, {order[0]} first": FormSheet(questions, zones, order, large, consent)
    for large, order in product((False, True), ORDERS)
    for name, questions, zones, consent in (
        ("as usual", LIST, ZONES, {}),
        ("few zones", question_list(zones=FEW), FEW, {}),
        ("many languages", EVERY, ZONES, {}),
        ("long consent", LIST, ZONES, LONG),
        ("one of each", question_list(zones=["a"], categories=["food"], languages=["mam"]), {"a": "A"}, {}),
    )
}


def spread(mark: Mark) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is drawn."""
    if isinstance(mark, Words):
        wide = width_of(mark.text, mark.size, bold=mark.bold)
        return mark.x, mark.y - 0.76 * mark.size, mark.x + wide, mark.y + 0.2 * mark.size
    high = mark.height if isinstance(mark, Box) else 0
    return mark.x, mark.y, mark.x + mark.width, mark.y + high


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_lies_over_another_or_off_the_page(qapp: QApplication, name: str) -> None:
    for page in drawn(SHEETS[name]).pages:
        for mark in page:
            left, top, right, bottom = spread(mark)
            assert left >= LEFT - 0.1
            assert right <= RIGHT + 0.5, mark
            assert top >= 24
            assert bottom <= (BOTTOM if mark.y < BOTTOM else HEIGHT - 14) + 0.5, mark
        solid = sorted((spread(mark), mark) for mark in page if isinstance(mark, Words | Box) and not _comb(mark))
        for (one, first), (other, second) in combinations(solid, 2):
            if other[0] >= one[2]:
                continue
            apart = one[3] <= other[1] + 0.3 or other[3] <= one[1] + 0.3 or other[2] <= one[0]
            assert apart, (first, second)


def _comb(mark: Mark) -> bool:
    """Whether it is a box that shares its sides with its neighbours."""
    return isinstance(mark, Box) and mark.height > mark.width


def test_the_usual_form_is_one_sheet_with_questions_of_eleven_points(qapp: QApplication) -> None:
    for order in ORDERS:
        made = drawn(FormSheet(LIST, ZONES, order))
        assert len(made.pages) == 2
        asked = [
            mark for page in made.pages for mark in page if isinstance(mark, Words) and mark.bold and mark.size < 14
        ]
        assert {mark.size for mark in asked} == {11}


def test_in_large_print_nothing_that_a_neighbour_reads_is_under_sixteen_points(qapp: QApplication) -> None:
    for page in drawn(FormSheet(LIST, ZONES, large=True)).pages:
        assert min(mark.size for mark in page if isinstance(mark, Words) and mark.y < BOTTOM) >= 16


def test_every_page_has_room_for_the_office_to_say_which_pile_and_sheet(qapp: QApplication) -> None:
    for number, page in enumerate(drawn(FormSheet(LIST, ZONES)).pages, 1):
        foot = " ".join(mark.text for mark in page if isinstance(mark, Words) and mark.y > BOTTOM)
        assert all(word in foot for word in ("Pila / Pile", "Sheet no.", "Keyed in", f"Page {number} of 2", "Form 1"))


def text_of(data: bytes) -> str:
    """What the file says, in the order in which it was drawn, on one line."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True)
    return " ".join(unicodedata.normalize("NFKC", done.stdout.decode()).split())  # undoes ligatures


@needs_poppler
@pytest.mark.parametrize(("order", "large"), list(product(ORDERS, (False, True))))
def test_every_question_stands_there_in_both_languages_under_its_number(
    qapp: QApplication, order: tuple[str, str], large: bool
) -> None:
    text = text_of(pdf(FormSheet(LIST, ZONES, order, large)))
    first, second = map(catalog, order)
    at = 0
    for number, question in enumerate(LIST, 1):
        for wanted in (
            f"{number}. {question_words.ask(question.id, first)}",
            question_words.ask(question.id, second),
        ):
            at = text.index(wanted, at) + len(wanted)
        for words in (first, second):
            assert question.id == "keep" or question_words.why(question.id, words) in text
            said = [question_words.choice(question, code, words) for code in question.choices]
            if question.id not in {"zone", "windows", "languages"}:
                assert [choice for choice in said if choice not in text and choice.lower() not in text.lower()] == []
            assert not question.other or question_words.other(question.other, words) in text


@needs_poppler
def test_the_office_says_in_its_own_words_what_is_agreed_to(qapp: QApplication) -> None:
    own = {"es": "Lo guardamos seis meses.", "en": "We keep it for six months."}
    text = text_of(pdf(FormSheet(LIST, ZONES, consent=own)))
    assert "Lo guardamos seis meses." in text
    assert "We keep it for six months." in text
    assert "destroyed" not in text
    one = text_of(pdf(FormSheet(LIST, ZONES, consent={"es": "Lo guardamos seis meses."})))
    assert "the sheet is destroyed" in one, "a language without its own words says the standard ones"


@needs_poppler
def test_few_neighborhoods_are_ticked_and_many_are_written(qapp: QApplication) -> None:
    assert "West Ridge" in text_of(pdf(FormSheet(question_list(zones=FEW), FEW)))
    assert "West Ridge" not in text_of(pdf(FormSheet(LIST, ZONES)))


@needs_poppler
def test_the_file_names_nobody(qapp: QApplication, tmp_path: Path) -> None:
    data = pdf(FormSheet(LIST, ZONES))
    about = subprocess.run(["pdfinfo", "-"], input=data, capture_output=True, check=True).stdout.decode()
    assert re.search(r"^Author:[ \t]*\S", about, re.MULTILINE) is None
    assert Path.home().name.encode() not in data or Path.home().name == "root"
    assert "612 x 792 pts (letter)" in about


def test_the_picture_is_the_page_in_grey_at_the_size_asked_for(qapp: QApplication) -> None:
    made = drawn(FormSheet(LIST, ZONES))
    image = made.picture(0, 50)
    assert (image.width(), image.height()) == (425, 550)
    shades = {image.pixelColor(x, y).lightness() for x in range(0, 425, 3) for y in range(0, 550, 3)}
    assert min(shades) < 60
    assert max(shades) == 255
