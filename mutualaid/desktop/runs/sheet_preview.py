"""The preview of a paper that is made as a sheet: laid out off the window's thread, printed from memory, or saved."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from mutualaid.desktop import printing
from mutualaid.desktop.forms_out.preview_window import PreviewWindow
from mutualaid.desktop.page import Context
from mutualaid.language.catalog import tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.papers.page_pictures import PagePictures
    from mutualaid.papers.sheet import Sheet


class SheetPreview(PreviewWindow):
    """A subclass says what the sheet is made of."""

    def __init__(self, context: Context, parent: QWidget, *, wait: int) -> None:
        super().__init__(context, parent, wait=wait)
        self.sheet: Sheet | None = None
        self.can_leave(False)

    @abstractmethod
    def maker(self) -> Callable[[], Sheet]:
        """What makes the sheet as chosen by now; it is called on a reader's thread."""

    def lay_out(self) -> None:
        """Make the paper as chosen, off the window's thread, and show it."""
        fresh, make = self.ask_anew(), self.maker()

        def work() -> tuple[Sheet, PagePictures]:
            sheet = make()
            return sheet, sheet.pictures()

        def show(made: tuple[Sheet, PagePictures]) -> None:
            if fresh():
                self.sheet = made[0]
                self.can_leave(True)
                self.view.show_pages(made[1])

        def fail(fault: Fault) -> None:
            if fresh():
                self.sheet = None
                self.can_leave(False, fault)

        self._context.tasks.read(work, show, owner=self, fail=fail)

    def print_pages(self) -> None:
        """Draw the pages finely, off the window's thread, and ask which printer. None of it touches a file of ours."""
        sheet = self.sheet
        if sheet is None:
            return
        if not printing.printers():
            self.messages.tell(tr("No printer is set up on this computer. Save a PDF instead."), "warn")
            return

        def work() -> PagePictures:
            from mutualaid.papers.sheet import PRINTER_DPI

            return sheet.pictures(PRINTER_DPI)

        def ask(made: PagePictures) -> None:
            sent = partial(self.messages.tell, tr("Sent to the printer."), "good")
            printing.ask_printer(self, lambda: made, sent)

        self._context.tasks.read(work, ask, owner=self, fail=self._not_done)

    def save_pdf(self, path: Path) -> None:
        """Write the PDF to a new file, for this account only, off the window's thread, and say how to keep it."""
        sheet, office = self.sheet, self._context.office
        if sheet is None:
            return

        def work() -> None:
            from mutualaid.services.run_sheets import save_sheet

            save_sheet(office, sheet, path=path)

        said = tr("The paper is in the file you chose. Keep it safe, and delete it when it is no longer needed.")
        self._context.tasks.read(work, lambda _none: self.messages.tell(said, "good"), owner=self, fail=self._not_done)

    def _not_done(self, fault: Fault) -> None:
        self.messages.tell(sentence(fault), "fault")
