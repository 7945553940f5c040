"""Recovery sheets to paper: through the system's printer window, or as a PDF outside the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from mutualaid.desktop.tasks import Tasks
from mutualaid.language.catalog import tr
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog


def printers() -> list[str]:
    """The names of the printers that the system knows; none where it has no printing."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return QPrinterInfo.availablePrinterNames()


def ask_printer(
    parent: QWidget, words: Sequence[str], label: str, made_on: date, then: Callable[[], object]
) -> QPrintDialog:
    """Ask which printer, and print the sheets there. Does not block."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    # A queue shows its jobs' names to everybody who prints; this one says nothing.
    printer.setDocName(tr("Document"))
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(tr("Print"))
    # To a file goes by its own button, which keeps it out of the store.
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)

    def go() -> None:
        from mutualaid.papers.recovery_sheet import document, print_to
        from mutualaid.services.recovery_sheets import sheets

        print_to(printer, document(sheets(words), label=label, made_on=made_on))
        then()

    dialog.accepted.connect(go)
    QDialog.open(dialog)  # its own wants a slot by name
    return dialog


def ask_pdf(parent: QWidget, then: Callable[[Path], object]) -> QFileDialog:
    """Ask where the PDF goes. Does not block."""
    usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or str(Path.home())
    # The name says nothing of what is in it.
    dialog = QFileDialog(parent, tr("Save as PDF"), str(Path(usual) / tr("sheet.pdf")), tr("PDF files (*.pdf)"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("pdf")
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.finished.connect(parent.window().activateWindow)  # which only some window managers do
    dialog.open()
    return dialog


def save_pdf(
    tasks: Tasks,
    path: Path,
    words: Sequence[str],
    *,
    label: str,
    made_on: date,
    store: Path,
    owner: QWidget,
    then: Callable[[object], None],
    fail: Callable[[Fault], None],
) -> None:
    """Write the PDF off the window's thread."""
    kept = tuple(words)

    def work() -> None:
        from mutualaid.services.recovery_sheets import save_sheets

        save_sheets(path, words=kept, label=label, made_on=made_on, store=store)

    tasks.read(work, then, owner=owner, fail=fail)
