"""The guide says what the window says: its sentences, keys and pictures are the program's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mutualaid.desktop.keys_window import SHORTCUTS
from mutualaid.desktop.tasks import calm_sentence
from mutualaid.language.catalog import catalog, set_language
from mutualaid.language.errors import SENTENCES

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
LANGUAGES = ("en", "es")
MOST_PICTURES, MOST_BYTES = 12, 150_000


def text(language: str) -> str:
    return (GUIDE / f"{language}.md").read_text("utf-8")


def rows(language: str) -> list[list[str]]:
    """The cells of every table."""
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text(language).splitlines() if line[:1] == "|"
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_that_it_explains_is_one_that_the_program_says(language):
    set_language(language)
    words = catalog(language)
    said = [words.tr(sentence) for sentence in SENTENCES.values()] + [calm_sentence()]
    quoted = [cells[0].strip("*") for cells in rows(language) if re.fullmatch(r"\*[^*].*\*", cells[0])]
    assert len(quoted) >= 10
    for quote in quoted:
        parts = [re.escape(part) for part in quote.rstrip(".").split("…")]
        assert any(re.match(r"\{\w+\}".join(parts), one) for one in said), quote


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_list_of_keys_is_the_one_of_f1(language):
    own = {"Enter": "Entrar", "Del": "Supr", "Shift": "Mayús"} if language == "es" else {}
    listed = " ".join(cells[0] for cells in rows(language)) + text(language)
    for keys, _what in SHORTCUTS:
        for name, there in own.items():
            keys = keys.replace(name, there)
        assert keys in listed, keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_pictures_are_there_few_and_small(language):
    linked = set(re.findall(r"\]\(images/([^)]+)\)", text(language)))
    kept = {file.name: file.stat().st_size for file in (GUIDE / "images").glob(f"{language}-*.png")}
    assert linked == set(kept)
    assert len(kept) <= MOST_PICTURES
    assert max(kept.values()) <= MOST_BYTES


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_what_comes_in_shows_its_pictures_and_says_the_buttons_words(language):
    page = (GUIDE / f"intake.{language}.md").read_text("utf-8")
    linked = set(re.findall(r"\]\(images/intake/([^)]+)\)", page))
    kept = {file.name: file.stat().st_size for file in (GUIDE / "images" / "intake").glob(f"{language}-*.png")}
    assert linked == set(kept)
    assert len(kept) == 4
    assert max(kept.values()) <= MOST_BYTES
    words = catalog(language)
    buttons = ("Prepare an event…", "Start event mode on this laptop…", "Bring in an event's file…", "Close the event…")
    for said in (*buttons, "To look at", "Undo", "Intake"):
        assert f"**{words.tr(said)}**" in " ".join(page.split()), said
    assert f"](intake.{language}.md)" in text(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_the_desk_shows_its_pictures_and_says_the_buttons_words(language):
    page = (GUIDE / f"matching.{language}.md").read_text("utf-8")
    linked = set(re.findall(r"\]\(images/desk/([^)]+)\)", page))
    kept = {file.name: file.stat().st_size for file in (GUIDE / "images" / "desk").glob(f"{language}-*.png")}
    assert linked == set(kept)
    assert {f"{language}-{name}.png" for name in ("why", "why-not", "levers")} <= linked
    assert max(kept.values()) <= MOST_BYTES
    words = catalog(language)
    for said in ("Keep the best so far", "Plan from scratch", "Turned down before", "Allow again", "Undo", "Changed"):
        assert f"**{words.tr(said)}**" in page, said
    assert f"]({f'matching.{language}.md'})" in text(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_calls_and_paper_says_the_windows_words_and_keys(language):
    page = (GUIDE / f"calls-and-paper.{language}.md").read_text("utf-8")
    words = catalog(language)
    for said in ("We speak (F2):", "Take a call…"):
        assert f"**{words.tr(said).rstrip(':')}**" in page, said
    assert words.tr("Sheet {n} of {all}", n=7, all=40) in page
    for key in ("F1", "F4", "F8", "F9", "F10", "**M**", "**B**", "**S**"):
        assert key in page
    assert f"](calls-and-paper.{language}.md)" in text(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_the_import_shows_every_step_and_says_the_buttons_words(language):
    page = (GUIDE / f"importing.{language}.md").read_text("utf-8")
    linked = set(re.findall(r"\]\(images/import/([^)]+)\)", page))
    kept = {file.name: file.stat().st_size for file in (GUIDE / "images" / "import").glob(f"{language}-*.png")}
    assert linked == set(kept)
    assert max(kept.values()) <= MOST_BYTES
    words = catalog(language)
    for said in (
        "Choose a file…", "Where it comes from", "Which sheet", "Imports so far", "Undo…", "Show the examples",
        "As last time with a file like this one.", "Forget it", "What will happen", "Cannot be taken in",
        "Please look at", "Show names and contact data", "Import", "Cancel", "Go to the needs",
        "Undo the whole import…", "Delete it…",
    ):  # fmt: skip
        assert f"**{words.tr(said)}**" in page, said
    assert f"]({f'importing.{language}.md'})" in text(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_summaries_shows_its_pictures_and_says_the_buttons_words(language):
    page = (GUIDE / f"summaries.{language}.md").read_text("utf-8")
    linked = set(re.findall(r"\]\(images/summaries/([^)]+)\)", page))
    kept = {file.name: file.stat().st_size for file in (GUIDE / "images" / "summaries").glob(f"{language}-*.png")}
    assert linked == set(kept)
    assert max(kept.values()) <= MOST_BYTES
    words, flat = catalog(language), " ".join(page.split())
    for said in (
        "For the public", "What is published", "Only for this office", "Yes, publish this", "Make a summary…",
        "The usual way", "The strict way", "Cancel", "Look at it as the public will", "Hand it out…",
        "Who received it", "Write the files again…", "Bring a released folder back…", "More",
        "Attack summaries as an outsider would…",
    ):  # fmt: skip
        assert f"**{words.tr(said)}**" in flat, said
    assert f"](summaries.{language}.md)" in text(language)
