"""Finds the household at the door by code, name or phone, and says what to know before something is handed over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QVBoxLayout, QWidget

from mutualaid.desktop.page import Context
from mutualaid.desktop.supplies import state
from mutualaid.desktop.widgets.words import Button, Said, Translated, announce
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.records.views import HouseholdLine

if TYPE_CHECKING:
    from mutualaid.services.walk_ins import WalkIn

_PAUSE_MS = 150


class HomeField(Translated, QWidget):
    """A search with its hits under it; `changed` when another household was taken, or none. `home` is who it is."""

    changed = Signal()

    def __init__(
        self, context: Context, *, item: str = "", unit: str = "", on: Callable[[], date] | None = None
    ) -> None:
        super().__init__()
        self._context, self._item, self._unit = context, item, unit
        self._on = on or context.today
        self._lines: list[HouseholdLine] = []
        self.home: WalkIn | None = None
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(100)
        self.search.installEventFilter(self)
        self.hits = QListWidget()
        self.hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hits.itemActivated.connect(lambda item: self._take(self.hits.row(item)))
        self.hits.itemClicked.connect(lambda item: self._take(self.hits.row(item)))
        self.nothing = Said(N_("Nobody found. Try fewer letters, or go on without a household."), role="subtle")
        self.told = Said(self._told_words, role="subtle")
        self.drop = Button(N_("Not this household"), self.clear, role="link")
        chosen = QHBoxLayout()
        chosen.addWidget(self.told, 1)
        chosen.addWidget(self.drop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (self.search, self.hits, self.nothing):
            layout.addWidget(widget)
        layout.addLayout(chosen)
        self.setFocusProxy(self.search)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._find)
        self.search.textEdited.connect(lambda _text: self._timer.start(_PAUSE_MS))
        self._show([])
        self._show_home()
        self.retranslate()

    def retranslate(self) -> None:
        """Set prompt and names."""
        self.search.setPlaceholderText(tr("Code, name or phone"))
        self.hits.setAccessibleName(tr("Households found"))

    def setAccessibleName(self, name: str) -> None:
        """Name the field in it."""
        super().setAccessibleName(name)
        self.search.setAccessibleName(name)

    def set_item(self, item: str, unit: str) -> None:
        """Tell the cap of another item."""
        self._item, self._unit = item, unit
        if self.home is not None:
            self.take(self.home.uid)

    def _find(self) -> None:
        text, office = self.search.text().strip(), self._context.office

        def read() -> list[HouseholdLine]:
            from mutualaid.services.walk_ins import found

            return found(office, text=text)

        def show(lines: list[HouseholdLine]) -> None:
            if text == self.search.text().strip():
                self._show(lines)
                self.nothing.setVisible(bool(text) and not lines)

        self._context.tasks.read(read, show, owner=self)

    def _show(self, lines: list[HouseholdLine]) -> None:
        self._lines = lines
        self.hits.clear()
        self.hits.addItems([f"{line.code}  {line.contact_name}".strip() for line in lines])
        self.hits.setVisible(bool(lines))
        self.nothing.hide()
        if lines:
            self.hits.setCurrentRow(0)
            self.hits.setFixedHeight(self.hits.sizeHintForRow(0) * len(lines) + 10)
            announce(self.search, ntr("{n} household found", "{n} households found", len(lines)))

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._lines):
            self.take(self._lines[row].uid)

    def take(self, uid: str) -> None:
        """Take a household, and read what is to know of it."""
        office, item, on = self._context.office, self._item, self._on()

        def read() -> WalkIn:
            from mutualaid.services.walk_ins import walk_in

            return walk_in(office, household=uid, item=item, on=on)

        def show(home: WalkIn) -> None:
            self.home = home
            self.search.clear()
            self._show([])
            self._show_home()
            announce(self.search, self.told.text())
            self.changed.emit()

        self._context.tasks.read(read, show, owner=self)

    def clear(self) -> None:
        """No household."""
        self.home = None
        self._show_home()
        self.search.setFocus()
        self.changed.emit()

    def _show_home(self) -> None:
        self.told.setVisible(self.home is not None)
        self.drop.setVisible(self.home is not None)
        self.told.retranslate()

    def _told_words(self) -> str:
        home = self.home
        if home is None:
            return ""
        parts = [home.code, ntr("{n} person", "{n} people", home.size)]
        parts.append(state.diet_words(home.diet) or tr("no diet written down"))
        if home.left is not None:
            parts.append(tr("may still get {amount}", amount=state.amount(home.left, self._unit)))
        return " · ".join(parts)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move among the hits while the field keeps the focus; Enter takes one."""
        if watched is not self.search or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key, row = event.key(), self.hits.currentRow()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._lines:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.hits.setCurrentRow(max(0, min(len(self._lines) - 1, row + step)))
            announce(self.search, self.hits.currentItem().text())
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self._lines:
                self._take(row)
            else:
                self._timer.stop()
                self._find()
            return True
        return False
