"""Papers on their way out: through the system's printer window, or as a PDF at a place that is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from mutualaid.language.catalog import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument
    from PySide6.QtPrintSupport import QPrintDialog

    from mutualaid.papers.page_pictures import PagePictures
    from mutualaid.papers.sheet_marks import DrawnPages


def printers() -> list[str]:
    """The names of the printers that the system knows; none where it has no printing."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return QPrinterInfo.availablePrinterNames()


def ask_printer(
    parent: QWidget,
    make: Callable[[], QTextDocument | DrawnPages | PagePictures],
    then: Callable[[], object],
    *,
    both_sides: bool = False,
) -> QPrintDialog:
    """Ask which printer, make the document, and print it there. Does not block.

    `both_sides` is what the printer's window begins with, where the printer can.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    # A queue shows its jobs' names to everybody who prints; this one says nothing.
    printer.setDocName(tr("Document"))
    if both_sides:
        printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(tr("Print"))
    # To a file goes by its own button, which keeps it out of the store.
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)

    def go() -> None:
        from mutualaid.papers.letter import print_to

        print_to(printer, make())
        then()

    dialog.accepted.connect(go)
    QDialog.open(dialog)  # its own wants a slot by name
    return dialog


def ask_pdf(parent: QWidget, then: Callable[[Path], object]) -> QFileDialog:
    """Ask where the PDF goes. Does not block."""
    # The name says nothing of what is in it.
    return ask_place(parent, tr("Save as PDF"), tr("sheet.pdf"), tr("PDF files (*.pdf)"), then)


def ask_place(parent: QWidget, title: str, name: str, kinds: str, then: Callable[[Path], object]) -> QFileDialog:
    """Ask where a file goes, a name of its kind on offer. Does not block."""
    usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(Path.home())
    dialog = QFileDialog(parent, title, str(Path(usual) / name), kinds)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # nothing is ever overwritten
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.finished.connect(parent.window().activateWindow)  # which only some window managers do
    dialog.open()
    return dialog
