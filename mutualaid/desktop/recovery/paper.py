"""Recovery sheets to paper: through the system's printer window, or as a PDF outside the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from mutualaid.desktop import printing
from mutualaid.desktop.printing import ask_pdf, printers
from mutualaid.desktop.tasks import Tasks
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument
    from PySide6.QtPrintSupport import QPrintDialog

__all__ = ["ask_pdf", "ask_printer", "printers", "save_pdf"]


def ask_printer(
    parent: QWidget, words: Sequence[str], label: str, made_on: date, then: Callable[[], object]
) -> QPrintDialog:
    """Ask which printer, and print the sheets there. Does not block."""

    def make() -> QTextDocument:
        from mutualaid.papers.recovery_sheet import document
        from mutualaid.services.recovery_sheets import sheets

        return document(sheets(words), label=label, made_on=made_on)

    return printing.ask_printer(parent, make, then)


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
