"""The list of what would help to paper: through the system's printer window, or as a PDF outside the store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from mutualaid.desktop.page import Context
from mutualaid.desktop.recovery.paper import ask_pdf, printers
from mutualaid.language.catalog import tr
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog

    from mutualaid.services.levers import HelpList

__all__ = ["ask_pdf", "ask_printer", "printers", "save_pdf"]


def ask_printer(parent: QWidget, wanted: HelpList, then: Callable[[], object]) -> QPrintDialog:
    """Ask which printer, and print the list there. Does not block."""
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
        from mutualaid.papers.help_sheet import document, print_to

        print_to(printer, document(wanted.asks, made_on=wanted.made_on))
        then()

    dialog.accepted.connect(go)
    QDialog.open(dialog)  # its own wants a slot by name
    return dialog


def save_pdf(
    context: Context,
    path: Path,
    *,
    owner: QWidget,
    then: Callable[[object], None],
    fail: Callable[[Fault], None],
) -> None:
    """Write the PDF off the window's thread."""
    office = context.office

    def work() -> None:
        from mutualaid.services.levers import save_help_list

        save_help_list(office, path=path)

    context.tasks.read(work, then, owner=owner, fail=fail)
