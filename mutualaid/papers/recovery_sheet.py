"""The recovery sheet on paper: the same fifteen words in both languages, numbered, and how to use and keep them.

One page a sheet, US Letter, black on white so that it survives a copier. It names nobody and no place: whoever finds
it learns that it opens something, not whose. The bytes are made in memory; nothing of them touches a temporary file.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from mutualaid.language.catalog import LANGUAGES, N_, Catalog, catalog
from mutualaid.language.formats import format_date
from mutualaid.papers import letter

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument

_TITLE = N_("Recovery words")

_STYLE = """
body { color: #000000; font-family: "DejaVu Sans", sans-serif; font-size: 9.5pt; }
p.title { font-size: 15pt; font-weight: 700; margin: 0 0 2px 0; }
h2 { font-size: 10.5pt; font-weight: 700; margin: 0 0 3px 0; }
p { margin: 0 0 3px 0; }
p.label { font-size: 11pt; margin: 0; }
p.which { font-size: 10.5pt; font-weight: 600; margin: 0; }
td.word { letter-spacing: 0.5px; font-size: 19pt; font-weight: 600; padding: 1px 0 1px 0; }
td.number { font-size: 11pt; padding: 9px 12px 1px 0; }
"""


@dataclass(frozen=True)
class Sheet:
    """One sheet: its 15 words by language, which of how many it is (1 of 1, or 1 to 3 of 3)."""

    words: Mapping[str, Sequence[str]]
    number: int = 1
    of: int = 1

    def __repr__(self) -> str:
        return f"Sheet({self.number} of {self.of})"


def document(sheets: Sequence[Sheet], *, label: str, made_on: date) -> QTextDocument:
    """The sheets as one document, a page each. `label` tells this office's paper from another's; it names nobody.

    Needs a QGuiApplication, for its fonts.
    """
    pages = (_page(sheet, label, made_on, last=sheet is sheets[-1]) for sheet in sheets)
    return letter.document(_STYLE, "".join(pages))


def pdf(sheets: Sequence[Sheet], *, label: str, made_on: date) -> bytes:
    """The sheets as a PDF, made in memory."""
    return letter.pdf(document(sheets, label=label, made_on=made_on), title=catalog("en").tr(_TITLE))


def _page(sheet: Sheet, label: str, made_on: date, *, last: bool) -> str:
    """Rows of two cells, so that the languages stay side by side whichever needs more lines."""
    halves = [_parts(sheet, catalog(lang), label, made_on) for lang in LANGUAGES]
    rows = "".join(
        f'<tr><td width="50%" style="padding: 0 14px 10px 0">{one}</td>'
        f'<td width="50%" style="padding: 0 0 10px 14px">{other}</td></tr>'
        for one, other in zip(*halves, strict=True)
    )
    after = "" if last else ' style="page-break-after: always"'
    return f'<table width="100%" cellspacing="0" cellpadding="0"{after}>{rows}</table>'


def _parts(sheet: Sheet, words: Catalog, label: str, made_on: date) -> list[str]:
    """One language's parts of a sheet, from the top down."""
    said = words.tr
    titled = said("{label} · {day}", label=label, day=format_date(made_on, style="full", cat=words))
    rows = "".join(
        f'<tr><td class="number" align="right">{number}.</td><td class="word">{html.escape(word)}</td></tr>'
        for number, word in enumerate(sheet.words[words.language], 1)
    )
    parts = [f'<p class="title">{html.escape(said(_TITLE))}</p><p class="label">{html.escape(titled)}</p>']
    if sheet.of > 1:
        parts.append(f'<p class="which">{html.escape(_which(sheet, words))}</p>')
    parts.append(f'<table cellspacing="0" cellpadding="0">{rows}</table>')
    for heading, texts in _advice(sheet):
        told = "".join(f"<p>{html.escape(said(text))}</p>" for text in texts)
        parts.append(f"<h2>{html.escape(said(heading))}</h2>{told}")
    return parts


def _which(sheet: Sheet, words: Catalog) -> str:
    return words.tr(
        "Sheet {number} of {total}. Any two of the three open it; one alone opens nothing.",
        number=sheet.number,
        total=sheet.of,
    )


def _advice(sheet: Sheet) -> list[tuple[str, tuple[str, ...]]]:
    if sheet.of > 1:
        use = N_(
            "In the window that asks for the passphrase, choose “Use the recovery words” and type the words of two "
            "sheets, each in its order."
        )
    else:
        use = N_("In the window that asks for the passphrase, choose “Use the recovery words” and type them in order.")
    either = N_("Either language will do, but not a mixture. Capitals and accents do not matter.")
    return [
        (N_("How to use them"), (use, either)),
        (
            N_("Where to keep this paper"),
            (
                N_(
                    "With somebody you trust, or where you keep what must survive a fire. Never beside the computer "
                    "or a backup: whoever has both can read everything. No photo, no copy in the mail or the cloud."
                ),
            ),
        ),
        (
            N_("If a word cannot be read"),
            (
                N_(
                    "The words check each other: a wrong word, or two in the wrong order, is almost always noticed, "
                    "and nothing is opened or spoiled by trying. Compare with the other language on this page."
                ),
            ),
        ),
    ]
