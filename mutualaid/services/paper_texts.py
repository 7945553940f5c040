"""Texts that the office prints and may change: the know-your-rights card, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mutualaid.language.catalog import LANGUAGES, catalog
from mutualaid.language.rights_words import LINES, TITLE
from mutualaid.papers.rights_card import CardSide, rights_card
from mutualaid.papers.sheet import Sheet
from mutualaid.records.errors import BadInput
from mutualaid.records.kept import PaperText
from mutualaid.records.views import Area, Changed
from mutualaid.services.office import Office
from mutualaid.store.reading import Reading
from mutualaid.store.store import Stored

RIGHTS = "rights_card"
MOST_TITLE, MOST_BODY = 40, 620
"""Letters of the card's title and of its statements: as many as can be read in its size."""


class CardText(NamedTuple):
    """One language of a card: its title, and one statement a line."""

    title: str
    body: str


def standard_card(language: str) -> CardText:
    """What the card says as the program brings it."""
    cat = catalog(language)
    return CardText(cat.tr(TITLE), "\n".join(cat.tr(line) for line in LINES))


def card_texts(office: Office) -> dict[str, CardText]:
    """What the office's card says, by language; the standard text where it kept none."""
    with office.store.read() as read:
        kept = _kept(read)
    texts = {language: standard_card(language) for language in LANGUAGES}
    return texts | {language: CardText(row.record.title, row.record.body) for language, row in kept.items()}


def _kept(read: Reading) -> dict[str, Stored[PaperText]]:
    return {row.record.language: row for row in read.all(PaperText, code=RIGHTS)}


def keep_card(office: Office, *, texts: Mapping[str, CardText]) -> Changed:
    """Keep the office's own words; what is the standard text is not kept, so that it follows the program's.

    Raises BadInput("card_text_empty" | "card_text_too_long", most), Refused("identifier_in_text").
    """
    for text in texts.values():
        if not text.title.strip() or not text.body.strip():
            raise BadInput("card_text_empty")
        if len(text.title) > MOST_TITLE or len(text.body) > MOST_BODY:
            raise BadInput("card_text_too_long", title=MOST_TITLE, most=MOST_BODY)
    with office.store.write("paper text") as write:
        kept = _kept(write)
        for language, text in texts.items():
            if text == standard_card(language):
                if language in kept:
                    write.remove(PaperText, kept[language].uid)
            elif language in kept:
                write.change(PaperText, kept[language].uid, title=text.title, body=text.body)
            else:
                write.add(PaperText.checked(code=RIGHTS, language=language, title=text.title, body=text.body))
    return Changed(frozenset({Area.SETTINGS}))


def card_sheet(texts: Mapping[str, CardText]) -> Sheet:
    """The card of those texts, as it is printed: Spanish at the left, English at the right of the fold."""
    sides = [
        CardSide(language, text.title, tuple(line for line in text.body.splitlines() if line.strip()))
        for language, text in ((language, texts[language]) for language in ("es", "en"))
    ]
    return rights_card(sides, title=texts["en"].title)
