"""The blank form to fill in by hand: every question of the list in two languages side by side, numbered as the page on
which it is keyed in.

US Letter, black on white. It names no office, person or day; who finds an empty one learns what anybody may be asked.
Qt draws no tags into a PDF: a screen reader gets the words in their order and no more. The large print, and the helper
who reads aloud, are for whoever cannot read the small one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from mutualaid.language.catalog import N_, Catalog, catalog
from mutualaid.papers import letter
from mutualaid.papers.form_blocks import Block
from mutualaid.papers.form_look import BOTTOM, LARGE, LEFT, RIGHT, STANDARD, TOP, Pair, Strip
from mutualaid.papers.sheet_marks import HEIGHT, Box, DrawnPages, Mark, Rule, Words, broken, lines, width_of
from mutualaid.records.questions import VERSION, QuestionList

TITLE = N_("Request form")

_TOGETHER = 3
"""Strips at the beginning and at the end of a question that stay on one page."""

_FOOT = 7.5
"""Points of what only the office reads."""


@dataclass(frozen=True, repr=False)
class FormSheet:
    """What is printed. `zones`: names by code. `order`: the languages, the neighbour's first. `consent`: the office's
    own words by language under whether anything may be written down, "" or none for the standard ones.
    """

    questions: QuestionList
    zones: Mapping[str, str]
    order: tuple[str, str] = ("es", "en")
    large: bool = False
    consent: Mapping[str, str] = field(default_factory=dict)


def standard_consent(words: Catalog) -> str:
    """What stands under the first question unless the office says it in its own words: paper is not locked at once."""
    return words.tr(
        "Only people of this network read this sheet. What is on it is copied into a locked computer, and then the "
        "sheet is destroyed. You may ask us at any time what we hold, have it corrected, or have it erased. We never "
        "ask about papers, and never where you were born."
    )


def drawn(sheet: FormSheet) -> DrawnPages:
    """The pages of the form. Needs a QGuiApplication, for its fonts."""
    pair = Pair(catalog(sheet.order[0]), catalog(sheet.order[1]))
    look = LARGE if sheet.large else STANDARD
    block = Block(pair, look, sheet.zones)
    consent = {words.language: sheet.consent.get(words.language) or standard_consent(words)
               for words in (pair.first, pair.second)}  # fmt: skip
    questions = [block.question(number, question, consent) for number, question in enumerate(sheet.questions, 1)]
    pages = _stacked(block, [[_head(block)], *questions])
    return DrawnPages(tuple((*marks, *_foot(pair, number, len(pages))) for number, marks in enumerate(pages, 1)))


def pdf(sheet: FormSheet) -> bytes:
    """The form as a PDF, made in memory."""
    title = " / ".join(catalog(code).tr(TITLE) for code in sheet.order)
    return letter.pdf(drawn(sheet), title=title)


def _stacked(block: Block, groups: Sequence[Sequence[Strip]]) -> list[list[Mark]]:
    """Groups from the top of a page down; one that does not end on its page breaks between its strips, but leaves
    neither its first behind alone nor its last. What goes on begins with the question's number again.
    """
    pages: list[list[Mark]] = [[]]
    y = TOP
    for number, group in enumerate(groups):
        for at, part in enumerate(_parts(group)):
            if y + sum(strip.height for strip in part if strip.marks) > BOTTOM and pages[-1]:
                pages.append([block.number(number).moved(TOP)] if at else [])
                y = TOP
            for strip in part:
                pages[-1] += [mark.moved(y) for mark in strip.marks]
                y += strip.height
    return pages


def _parts(group: Sequence[Strip]) -> list[Sequence[Strip]]:
    """A group in the parts that it may break into."""
    if len(group) <= 2 * _TOGETHER:
        return [group]
    between = [group[at : at + 1] for at in range(_TOGETHER, len(group) - _TOGETHER)]
    return [group[:_TOGETHER], *between, group[-_TOGETHER:]]


def _head(block: Block) -> Strip:
    """The title, that anything may be skipped, and how to answer."""
    look = block.look
    half = (RIGHT - LEFT - 12) / 2
    marks: list[Mark] = []
    tall = 0.0
    for at, words in enumerate((block.pair.first, block.pair.second)):
        x = LEFT + at * (half + 12)
        title, down = lines(broken(words.tr(TITLE), half, look.title, bold=True), x, 0, look.title, bold=True)
        told = " ".join(
            (
                words.tr("You may skip anything that you would rather not answer."),
                words.tr("Put a cross in the boxes that fit."),
            )
        )
        said, more = lines(broken(told, half, look.consent), x, down, look.consent)
        marks += [*title, *said]
        tall = max(tall, down + more)
    tall += look.consent / 2
    marks.append(Rule(LEFT, tall, RIGHT - LEFT, 1.2))
    return Strip(tuple(marks), tall + 2 * look.gap)


def _foot(pair: Pair, number: int, total: int) -> list[Mark]:
    """The form's version and the page; and for the office which pile and which sheet, should the pages part."""
    y = HEIGHT - 22
    form = pair.one_line(lambda words: words.tr("Form {version}", version=VERSION))
    page = pair.one_line(lambda words: words.tr("Page {number} of {total}", number=number, total=total))
    marks: list[Mark] = [
        Rule(LEFT, y - 11, RIGHT - LEFT, 1.2),
        Words(LEFT, y, f"{form} · {page}", _FOOT),
    ]
    x = RIGHT
    for title in (N_("Keyed in"), N_("Sheet no."), N_("Pile")):
        text = pair.one_line(partial(_said, title))
        room = 8.0 if title == "Keyed in" else 42.0
        x -= room
        marks.append(Box(x, y - 7, 8, 8, 0.6) if title == "Keyed in" else Rule(x, y + 1.5, room, 0.5))
        x -= width_of(text, _FOOT) + 3
        marks.append(Words(x, y, text, _FOOT))
        x -= 8
    return marks


def _said(message: str, words: Catalog) -> str:
    return words.tr(message)
