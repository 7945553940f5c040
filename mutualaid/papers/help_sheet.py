"""What the office looks for, on paper: people, hours and things, in both languages side by side.

US Letter, black on white, to pin up or hand on. The heading says what is asked for and the date, and nothing about who
asks or for whom. The bytes are made in memory; nothing of them touches a temporary file.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from mutualaid.language.asks import HEADINGS, KINDS, Ask, ask_line, needs_line
from mutualaid.language.catalog import LANGUAGES, N_, Catalog, catalog
from mutualaid.language.formats import format_date
from mutualaid.papers import letter

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument

TITLE = N_("Help wanted this week")

_STYLE = """
body { color: #000000; font-family: "DejaVu Sans", sans-serif; font-size: 10.5pt; }
h1 { font-size: 15pt; font-weight: 700; margin: 0 0 2px 0; }
h2 { font-size: 12pt; font-weight: 700; margin: 0 0 6px 0; }
p { margin: 0; }
p.much { font-size: 9pt; margin: 2px 0 0 14px; }
"""


def document(asks: Sequence[Ask], *, made_on: date) -> QTextDocument:
    """The list as a document. Needs a QGuiApplication, for its fonts."""
    return letter.document(_STYLE, _table(asks, made_on))


def pdf(asks: Sequence[Ask], *, made_on: date) -> bytes:
    """The list as a PDF, made in memory."""
    return letter.pdf(document(asks, made_on=made_on), title=catalog("en").tr(TITLE))


def _table(asks: Sequence[Ask], made_on: date) -> str:
    """Rows of two cells, so that the languages stay side by side whichever needs more lines."""
    halves = [_parts(asks, made_on, catalog(lang)) for lang in LANGUAGES]
    rows = "".join(
        f'<tr><td width="50%" style="padding: {above}px 14px 6px 0">{one}</td>'
        f'<td width="50%" style="padding: {above}px 0 6px 14px">{other}</td></tr>'
        for one, other in zip(*halves, strict=True)
        for above in (18 if "<h2>" in one else 0,)
    )
    return f'<table width="100%" cellspacing="0" cellpadding="0">{rows}</table>'


def _parts(asks: Sequence[Ask], made_on: date, words: Catalog) -> list[str]:
    """One language's parts of the list, from the top down; a heading keeps to its first line."""
    day = format_date(made_on, style="full", cat=words)
    parts = [f"<h1>{html.escape(words.tr(TITLE))}</h1><p>{html.escape(day)}</p>"]
    for kind in KINDS:
        heading = f"<h2>{html.escape(words.tr(HEADINGS[kind]))}</h2>"
        for ask in asks:
            if ask.kind == kind:
                much = needs_line(ask.needs, words)
                told = f'<p class="much">{html.escape(much)}</p>' if much else ""
                parts.append(f"{heading}<p>• {html.escape(ask_line(ask, words))}</p>{told}")
                heading = ""
    parts.append(
        "<h2>{}</h2><p>{}</p>".format(
            html.escape(words.tr("How to answer")),
            html.escape(words.tr("Tell whoever gave you this list, or the way you always reach us. Thank you!")),
        )
    )
    return parts
