"""What would help most: the card of a lever, and over the list what can be done with all of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mutualaid.desktop.matching import help_paper, words
from mutualaid.desktop.matching.help_window import HelpTextWindow
from mutualaid.desktop.matching.pane import Pane
from mutualaid.desktop.matching.rows import Lever
from mutualaid.desktop.matching.state import MatchingState
from mutualaid.desktop.page import Page
from mutualaid.desktop.widgets.words import Button
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault

if TYPE_CHECKING:
    from mutualaid.services.levers import HelpList


def show_lever(pane: Pane, state: MatchingState, lever: Lever) -> None:
    """Something to add, and what would change if it came."""

    def fill() -> None:
        pane.head(words.unlocks_words(lever))
        pane.text(words.lever_words(state, lever))
        note = tr("Worked out by making the plan around it again. Nothing changes until it is there.")
        pane.text(note, role="subtle")
        pane.section(N_("Needs it would meet"))
        _needs(pane, state, lever.unlocks)
        if lever.moved:
            pane.section(N_("Would be done by others, at another time, or with other goods"))
            pane.links([(code, "", code) for code in lever.moved])
        if lever.dropped:
            pane.section(N_("Would have to wait instead, because they weigh less"))
            _needs(pane, state, lever.dropped)

    pane.show_with(fill)


def _needs(pane: Pane, state: MatchingState, codes: tuple[str, ...]) -> None:
    heads = {why.need.code: why.need for why in state.unmatched} | {p.need.code: p.need for p in state.proposals}
    for code in codes:
        pane.link_line(code, words.what(state, heads[code]) if code in heads else "")


class HelpActions:
    """Print the list, save it, or copy a text; what leaves the office this way names no family (`services.levers`)."""

    def __init__(self, page: Page) -> None:
        self._page, self._context = page, page.context
        self.print_button = Button(N_("Print list…"), lambda: self._with_list(self._print))
        self.pdf_button = Button(N_("Save as PDF…"), lambda: self._with_list(self._ask_pdf))
        self.text_button = Button(N_("Text for volunteers…"), lambda: self._with_list(self.show_text))
        self.buttons = (self.print_button, self.pdf_button, self.text_button)

    def _tell(self, fault: Fault) -> None:
        self._context.messages.tell(sentence(fault), "fault")

    def _with_list(self, then: Callable[[HelpList], object]) -> None:
        """Read what may be said, and go on with it."""
        office = self._context.office

        def read() -> HelpList:
            from mutualaid.services.levers import help_list

            return help_list(office)

        def go(wanted: HelpList) -> None:
            if wanted.asks:
                then(wanted)
            else:
                untold = tr("Nothing on this list can be told without pointing at a family.")
                self._context.messages.tell(untold, "info")

        self._context.tasks.read(read, go, owner=self._page, fail=self._tell)

    def _print(self, wanted: HelpList) -> None:
        if not help_paper.printers():
            self._context.messages.tell(tr("No printer is set up on this computer. Save a PDF instead."), "warn")
            return
        help_paper.ask_printer(
            self._page, wanted, lambda: self._context.messages.tell(tr("Sent to the printer."), "good")
        )

    def _ask_pdf(self, _wanted: HelpList) -> None:
        help_paper.ask_pdf(self._page, self.save_pdf)

    def save_pdf(self, path: Path) -> None:
        """Write the list to a new file."""
        said = lambda _done: self._context.messages.tell(tr("The list is saved."), "good")  # noqa: E731
        help_paper.save_pdf(self._context, path, owner=self._page, then=said, fail=self._tell)

    def show_text(self, wanted: HelpList) -> None:
        """Show the text before it is copied."""
        HelpTextWindow(self._page, wanted.asks).open()
