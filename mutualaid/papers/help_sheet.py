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

if TYPE_CHECKING:
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QPagedPaintDevice, QTextDocument

MARGIN_MM = 15.0
TITLE = N_("Help wanted this week")
_DOTS_PER_INCH = 96

_STYLE = """
body { color: #000000; font-family: "DejaVu Sans", sans-serif; font-size: 10.5pt; }
h1 { font-size: 15pt; font-weight: 700; margin: 0 0 2px 0; }
h2 { font-size: 12pt; font-weight: 700; margin: 0 0 6px 0; }
p { margin: 0; }
p.much { font-size: 9pt; margin: 2px 0 0 14px; }
"""


def document(asks: Sequence[Ask], *, made_on: date) -> QTextDocument:
    """The list as a document. Needs a QGuiApplication, for its fonts."""
    from PySide6.QtGui import QTextDocument

    made = QTextDocument()
    made.setDocumentMargin(0)
    made.setDefaultStyleSheet(_STYLE)
    made.setHtml(_table(asks, made_on))
    return made


def print_to(device: QPagedPaintDevice, made: QTextDocument) -> None:
    """Lay the document out for a printer or a PDF, at that device's own resolution, and draw it."""
    from PySide6.QtCore import QMarginsF
    from PySide6.QtGui import QPageLayout, QPageSize

    device.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    sides = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    device.setPageMargins(sides, QPageLayout.Unit.Millimeter)
    room = device.pageLayout().paintRect(QPageLayout.Unit.Inch)
    made.setPageSize(room.size() * _DOTS_PER_INCH)
    made.print_(device)


def pdf(asks: Sequence[Ask], *, made_on: date) -> bytes:
    """The list as a PDF, made in memory."""
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QPdfWriter

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(300)
    writer.setTitle(catalog("en").tr(TITLE))
    writer.setCreator("mutualaid")
    print_to(writer, document(asks, made_on=made_on))
    del writer  # which writes the end of the file
    data: QByteArray = buffer.data()
    return bytes(data.data())


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
