"""The history of a record on its page: who did what and when, read when it is asked for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.layouts import clear
from mutualaid.desktop.widgets.panels import bring_into_sight
from mutualaid.desktop.widgets.words import Button, Said, announce
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.history_words import head_words, history_words

if TYPE_CHECKING:
    from mutualaid.records.base import Record
    from mutualaid.records.views import HistoryLine

_MOST = 30
"""Entries that are shown before the older ones are asked for."""


class HistoryPart(QWidget):
    """Any page may show one, of the kinds that `services.histories` knows; closed until asked for."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._about: tuple[type[Record], str] | None = None
        self._lines: list[HistoryLine] = []
        self._most = _MOST
        self._opened = False
        self.body = QWidget()
        self.body.hide()
        self.button = Button(self._button_words, self.toggle, role="link")
        self.empty = Said(N_("Nothing is remembered of it."), role="subtle")
        self.more = Button(N_("Show older ones"), self._show_all, role="link")
        self.entries = QVBoxLayout()
        self.entries.setSpacing(2)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.empty)
        column.addLayout(self.entries)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.body)

    def _button_words(self) -> str:
        return tr("Show what was done") if self.body.isHidden() else tr("Hide what was done")

    def show_of(self, kind: type[Record], uid: str) -> None:
        """Be about a record: closed if it is another than before, read again if it is open."""
        if self._about != (kind, uid):
            self._about, self._lines, self._most = (kind, uid), [], _MOST
            self.body.hide()
            self.button.retranslate()
        elif not self.body.isHidden():
            self._read()

    def toggle(self) -> None:
        """Open it, reading what was done, or close it."""
        self.body.setVisible(self.body.isHidden())
        self.button.retranslate()
        self._opened = not self.body.isHidden()
        if self._opened:
            self._read()

    def _read(self) -> None:
        about, office = self._about, self.context.office
        if about is None:
            return

        def read() -> list[HistoryLine]:
            from mutualaid.services.histories import history

            return history(office, kind=about[0], uid=about[1])

        self.context.tasks.read(read, partial(self._take, about), owner=self, fail=lambda _fault: None)

    def _take(self, about: tuple[type[Record], str], lines: list[HistoryLine]) -> None:
        if about == self._about:
            self._lines = lines
            self._fill()
            if self._opened:
                self._opened = False
                bring_into_sight(self)
            announce(self.button, ntr("{n} entry", "{n} entries", len(lines)))

    def _show_all(self) -> None:
        self._most = len(self._lines)
        self._fill()

    def _fill(self) -> None:
        clear(self.entries)
        for line in self._lines[: self._most]:
            self.entries.addWidget(Said(partial(head_words, line), role="subtle"))
            what = Said(partial(history_words, line))
            what.setContentsMargins(12, 0, 0, 4)
            self.entries.addWidget(what)
        self.empty.setVisible(not self._lines)
        self.more.setVisible(len(self._lines) > self._most)

    def texts(self) -> list[str]:
        """What is shown, for tests."""
        items = [self.entries.itemAt(place) for place in range(self.entries.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget.text() for widget in widgets if isinstance(widget, Said)]
