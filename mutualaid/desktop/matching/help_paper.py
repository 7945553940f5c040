"""The list of what would help to paper: through the system's printer window, or as a PDF outside the store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from mutualaid.desktop import printing
from mutualaid.desktop.page import Context
from mutualaid.desktop.printing import ask_pdf, printers
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument
    from PySide6.QtPrintSupport import QPrintDialog

    from mutualaid.services.levers import HelpList

__all__ = ["ask_pdf", "ask_printer", "printers", "save_pdf"]


def ask_printer(parent: QWidget, wanted: HelpList, then: Callable[[], object]) -> QPrintDialog:
    """Ask which printer, and print the list there. Does not block."""

    def make() -> QTextDocument:
        from mutualaid.papers.help_sheet import document

        return document(wanted.asks, made_on=wanted.made_on)

    return printing.ask_printer(parent, make, then)


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
