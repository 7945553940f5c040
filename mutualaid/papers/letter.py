"""What every paper of the office shares: US Letter with one margin, drawn for a printer or as a PDF in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QPagedPaintDevice, QTextDocument

MARGIN_MM = 15.0
_DOTS_PER_INCH = 96


def document(style: str, body: str) -> QTextDocument:
    """HTML under a style sheet as a document. Needs a QGuiApplication, for its fonts."""
    from PySide6.QtGui import QTextDocument

    made = QTextDocument()
    made.setDocumentMargin(0)
    made.setDefaultStyleSheet(style)
    made.setHtml(body)
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


def pdf(made: QTextDocument, *, title: str) -> bytes:
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
