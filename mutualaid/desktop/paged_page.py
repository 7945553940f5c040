"""A page that lists more records than fit into a moment: their order is read at once, their lines as they are seen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from mutualaid.desktop.list_page import ListPage
from mutualaid.desktop.widgets.line_model import Column, LineModel
from mutualaid.desktop.widgets.paged_model import PAGE, PagedModel


class Found(NamedTuple):
    """What a refresh read: who is listed, in order, the first lines, and what else the page reads at once."""

    uids: list[str]
    first: Sequence[Any]
    more: Any = None


class PagedListPage(ListPage):
    """Subclasses fill `read_order` and `read_lines` in place of `fetch`; `taken` gets what `read_more` read."""

    def make_model(self, columns: Sequence[Column]) -> LineModel:
        """The table's model, which asks for pages and for another order."""
        self.paged = PagedModel(columns)
        self.paged.wanted.connect(self._read_page)
        self.paged.order_asked.connect(self._order_asked)
        return self.paged

    @abstractmethod
    def read_order(self, text: str, column: int, descending: bool) -> list[str]:
        """Uids of the records that hold `text`, ordered by a column; called on a reader thread."""

    @abstractmethod
    def read_lines(self, uids: Sequence[str]) -> Sequence[Any]:
        """The lines of those records; called on a reader thread."""

    def read_more(self) -> Any:
        """What else the page needs to show them; called on a reader thread."""

    def taken(self, more: Any) -> None:
        """Keep what `read_more` read."""

    def asking(self, text: str) -> Callable[[], Found]:
        """What a refresh reads, for the order that is wished for now."""
        column, descending = self.paged.order or (0, False)

        def read() -> Found:
            more = self.read_more()
            uids = self.read_order(text, column, descending)
            return Found(uids, self.read_lines(uids[:PAGE]), more)

        return read

    def fetch(self, text: str) -> Found:
        """The same, at once."""
        return self.asking(text)()

    def take(self, found: Found, text: str) -> None:
        """Show them."""
        self.taken(found.more)
        self.table.blockSignals(True)
        self.paged.set_uids(found.uids, found.first)
        self.table.blockSignals(False)
        self._show(self.paged.pages, text)

    def set_lines(self, _lines: Any) -> None:
        """They are in the model already."""

    def _order_asked(self) -> None:
        if self.isVisible():
            self.refresh()

    def _read_page(self, number: int) -> None:
        uids = self.paged.pages.page(number)

        def show(lines: Sequence[Any]) -> None:
            self.paged.give_page(number, uids, lines)

        self.context.tasks.read(lambda: self.read_lines(uids), show, owner=self, fail=lambda _fault: None)
