"""What every paper of the office shares: US Letter with one margin, drawn for a printer or as a PDF in memory."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QPagedPaintDevice, QTextDocument

    from mutualaid.papers.page_pictures import PagePictures
    from mutualaid.papers.sheet_marks import DrawnPages

MARGIN_MM = 15.0
_DOTS_PER_INCH = 96


def need_fonts() -> None:
    """Make sure that there are fonts to lay out with, in a command too: with no application yet, one without a screen.

    It stays until the program ends.
    """
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _kept.append(QGuiApplication(["mutualaid"]))


_kept: list[object] = []


def document(style: str, body: str) -> QTextDocument:
    """HTML under a style sheet as a document. Needs a QGuiApplication, for its fonts."""
    from PySide6.QtGui import QTextDocument

    made = QTextDocument()
    made.setDocumentMargin(0)
    made.setDefaultStyleSheet(style)
    made.setHtml(body)
    return made


def print_to(device: QPagedPaintDevice, made: QTextDocument | DrawnPages | PagePictures) -> None:
    """Draw a document for a printer or a PDF, laid out at that device's own resolution; drawn pages as they are."""
    from PySide6.QtCore import QMarginsF
    from PySide6.QtGui import QPageLayout, QPageSize

    from mutualaid.papers.page_pictures import PagePictures
    from mutualaid.papers.sheet_marks import DrawnPages

    if isinstance(made, DrawnPages | PagePictures):
        made.print_to(device)
        return
    device.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    sides = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    device.setPageMargins(sides, QPageLayout.Unit.Millimeter)
    room = device.pageLayout().paintRect(QPageLayout.Unit.Inch)
    made.setPageSize(room.size() * _DOTS_PER_INCH)
    made.print_(device)


def pdf(made: QTextDocument | DrawnPages, *, title: str) -> bytes:
    """The document as a PDF, made in memory: nothing of it touches a temporary file."""
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QPdfWriter

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(300)
    writer.setTitle(title)
    writer.setCreator("mutualaid")
    print_to(writer, made)
    del writer  # which writes the end of the file
    data: QByteArray = buffer.data()
    return bytes(data.data())
