"""What a household asked for and what is planned of it: its needs with how they stand, runs and appointments ahead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.households import state
from mutualaid.desktop.needs.state import Names
from mutualaid.desktop.widgets.words import Said, Translated
from mutualaid.language.catalog import N_, tr

if TYPE_CHECKING:
    from mutualaid.records.views import MatchLine
    from mutualaid.services.households import HouseholdPage

_UID = int(Qt.ItemDataRole.UserRole)
_MOST_HIGH = 260
"""Pixels that the list of needs takes at most; beyond, it scrolls."""


class Lines(QListWidget):
    """As high as its lines are, wrapped at the width it has, up to a few of them. Letters are the page's."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "lines")
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit(self) -> None:
        """Take the height that the lines need."""
        self.doItemsLayout()
        rows = [self.visualItemRect(self.item(row)) for row in range(self.count())]
        height = rows[-1].bottom() - rows[0].top() if rows else 0
        self.setFixedHeight(min(height + 10, theme.roomy(_MOST_HIGH)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps the lines elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters do not search, so that each means the same everywhere on the page."""
        if event.text().isprintable() and event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)


class WorkPart(Translated, QWidget):
    """`need_opened` carries a need's uid."""

    need_opened = Signal(str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._page: HouseholdPage | None = None
        self._names = Names()
        self.needs = Lines()
        self.needs.itemActivated.connect(lambda item: self.need_opened.emit(item.data(_UID)))
        self.no_needs = Said(N_("No need has been written down yet."), role="subtle")
        self.ahead_title = Said(N_("Planned"), points=1, bold=True)
        self.ahead = Said(self._ahead_words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.needs, self.no_needs, self.ahead_title, self.ahead):
            column.addWidget(widget)

    def show_page(self, page: HouseholdPage | None, names: Names) -> None:
        """Show what a household needs."""
        self._page, self._names = page, names
        self.retranslate()

    def retranslate(self) -> None:
        """Write the list again, for its items hold words."""
        self.needs.setAccessibleName(tr("Needs of this household: Enter opens one"))
        row = self.needs.currentRow()
        self.needs.clear()
        page, today = self._page, self._today()
        listed = state.in_order(page.needs) if page else []
        for need in listed:
            words = state.need_words(need.record, self._names.item(need.record.item), today)
            planned = state.planned_of(page, need.uid, today) if page else []
            item = QListWidgetItem("\n".join([words, *planned]))
            item.setData(_UID, need.uid)
            self.needs.addItem(item)
        self.needs.setCurrentRow(max(0, min(row, len(listed) - 1)) if listed else -1)
        self.needs.fit()
        self.needs.setVisible(bool(listed))
        self.no_needs.setVisible(not listed)
        self.ahead.retranslate()
        for widget in (self.ahead_title, self.ahead):
            widget.setVisible(bool(self.ahead.text()))

    def _ahead_words(self) -> str:
        return "\n".join(state.ahead_words(self._page, self._today())) if self._page else ""

    def rows(self) -> list[str]:
        """The needs as shown."""
        return [self.needs.item(row).text() for row in range(self.needs.count())]


class PastPart(QWidget):
    """The matches that are over, newest first; hidden while there are none."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.title = Said(N_("What came of it so far"), points=1, bold=True)
        self.matches = Said("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.matches)
        self.hide()

    def show_page(self, page: HouseholdPage) -> None:
        """Show what was done for a household."""
        past = state.past_matches(page, self._today())
        self.matches.say(partial(_lines, past))
        self.setVisible(bool(past))


def _lines(matches: Sequence[MatchLine]) -> str:
    return "\n".join(state.match_words(line) for line in matches)
