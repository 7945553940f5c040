"""What a page is, and what it is given: nothing is global, so a page gets all it needs in its constructor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.messages import MessageBar
from mutualaid.desktop.widgets.words import Translated
from mutualaid.records.views import Area, Changed

if TYPE_CHECKING:
    from mutualaid.services.drafts import Draft
    from mutualaid.services.office import Office


def _no_event_mode(_kit: Path, _out: Path) -> None:
    """Where there is no office to lock."""


@dataclass(frozen=True)
class Context:
    """The open office with what a page works with.

    `go(page, uid)` opens a record on another page ("" as uid just shows the page); `run(name)` starts an action of
    the shell: "import", "add_household", "sample". `event_mode(kit, out)` locks the office and starts event mode on
    this laptop. `today` is asked, never remembered: offices stay open at midnight. `looks` are how pages were last
    looked at, by page; what is set there is remembered.
    """

    office: Office
    tasks: Tasks
    messages: MessageBar
    go: Callable[[str, str], None]
    run: Callable[[str], None]
    today: Callable[[], date] = date.today
    event_mode: Callable[[Path, Path], None] = _no_event_mode
    looks: MutableMapping[str, str] = field(default_factory=dict)


class Page(Translated, QWidget):
    """A page of the shell. A subclass names its `areas` and fills `refresh`.

    `changed` is what the shell calls after each write: a page on view refreshes at once, a hidden one when it is next
    shown. A new page has never been filled, and so refreshes when it is first shown.
    """

    areas: frozenset[Area] = frozenset()
    covers_names = False
    """Whether its list covers neighbours' names until she asks for them."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._stale = True

    def changed(self, what: Changed) -> None:
        """Something was written."""
        if not what.areas & self.areas:
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while the page was hidden."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()

    def refresh(self) -> None:
        """Read again (by `context.tasks`) what the page shows, keeping what is selected."""

    def again(self) -> None:
        """F5: do again what the page does; most read again."""
        self.refresh()

    def show_record(self, uid: str) -> None:
        """Select and open a record, whatever the filters say."""

    def reopen(self, draft: Draft) -> None:
        """Open the form that was left half-filled, as it was left."""

    def set_masked(self, masked: bool) -> None:
        """Cover contact data; uncovering is done record by record, by her."""

    def start(self) -> None:
        """Put the focus where work on this page begins."""
        self.setFocus()

    def views(self) -> Mapping[str, Callable[[], object]]:
        """What brings each further look of the page into view, by a name for its picture; `shots` draws them all."""
        return {}

    def dialogs(self) -> Mapping[str, Callable[[], object]]:
        """What opens each dialog of the page, by a name for its picture; `shots` draws them all."""
        return {}

    def find_here(self) -> None:
        """Put the focus into the page's own search field, if it has one ("/")."""
