"""The look of what is public: the summaries that were made, and the chosen one as its readers get it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.summaries.made_part import LockedNotice, MadePart
from mutualaid.desktop.summaries.preview import ReleasePreview
from mutualaid.desktop.summaries.state import Seen
from mutualaid.desktop.widgets.panels import Card, EmptyState, scrolled
from mutualaid.desktop.widgets.words import Button, Translated
from mutualaid.language.catalog import N_, tr

_LIST, _PREVIEW = 520, 530
"""How the width is shared by the list and the preview."""
_NARROW = 860
"""Pixels, in letters of the usual size, under which the list or the preview is on view, not both."""


class PublicLook(Translated, QStackedWidget):
    """Nothing made yet: what a summary is for. Else the list, and beside it or in its place the preview."""

    def __init__(
        self, make: Callable[[], object], read_plan: Callable[[], object], bring_back: Callable[[], object]
    ) -> None:
        super().__init__()
        self._looking = False
        self.made, self.preview = MadePart(bring_back), ReleasePreview()
        self.public = Card(N_("As the public reads it"))
        self.public.body.addWidget(self.preview, 1)
        self.list = scrolled(self.made)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(12)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.list)
        self.split.addWidget(self.public)
        self.split.setSizes([_LIST, _PREVIEW])
        self.locked = LockedNotice(bring_back)
        self.empty = EmptyState(
            "summaries",
            N_("No summary has been made yet"),
            N_(
                "A summary tells an alderperson, a funder or a newspaper how much help was asked for and given, in "
                "numbers that name nobody. It is made for a month, a quarter or a year that is over."
            ),
            Button(N_("Make a summary…"), make, role="primary"),
            Button(N_("What will be public, and what never is"), read_plan),
        )
        nothing = QWidget()
        column = QVBoxLayout(nothing)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.locked)
        column.addWidget(self.empty, 1)
        for look in (scrolled(nothing), self.split):
            self.addWidget(look)
        self.made.look_asked.connect(partial(self.look, close=True))
        self.preview.back_button.clicked.connect(lambda _checked=False: self.look(close=False))
        self.retranslate()

    def retranslate(self) -> None:
        """Name what scrolls."""
        if hasattr(self, "empty"):
            self.preview.area.setAccessibleName(tr("As the public reads it"))

    def show_seen(self, seen: Seen, wanted: str) -> None:
        """Show what was read; `wanted` becomes the chosen summary."""
        self.locked.show_seen(seen)
        self.setCurrentIndex(1 if seen.lines else 0)
        self.made.show_seen(seen, wanted)

    def start(self) -> None:
        """The keyboard begins at the list, else at the first thing to do."""
        if self.currentIndex() == 0:
            self.empty.buttons[0].setFocus()
        elif self.list.isVisibleTo(self):
            self.made.table.setFocus()
        else:
            self.preview.back_button.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the preview takes the place of the list."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        narrow = self.width() < theme.roomy(_NARROW)
        self.list.setVisible(not narrow or not self._looking)
        self.public.setVisible(not narrow or self._looking)
        for button in (self.made.look_button, self.preview.back_button):
            button.setVisible(narrow)

    def look(self, *, close: bool) -> None:
        """In a narrow window: look at the chosen summary, or go back to the list."""
        self._looking = close
        self._share_room()
        self.start()
