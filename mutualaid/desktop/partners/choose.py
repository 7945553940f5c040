"""Whom to refer a need to: type a few letters, or go through those that suit it, no-ID first; or type another name."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mutualaid.desktop.page import Context
from mutualaid.desktop.partners import state
from mutualaid.desktop.widgets.check import Check
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Said, Translated, announce
from mutualaid.language.catalog import N_, ntr, tr

if TYPE_CHECKING:
    from mutualaid.services.partners import Suited

MOST = 60
"""How many are listed; typing narrows the rest."""
_PAUSE_MS = 150
_ROWS = 5


class PartnerChooser(Translated, QWidget):
    """A line to type in over the services that suit, with what to tell the neighbor about the one that is chosen.

    `changed` when she typed or chose. `text` is the organization's name as it is to be written down: that of the chosen
    one, or what she typed when nothing of the directory fits. Down goes from the line into the list, Enter there takes.
    """

    changed = Signal()

    def __init__(self, context: Context, category: str = "", languages: Collection[str] = (), zone: str = "") -> None:
        super().__init__()
        self._context, self._category, self._languages, self._zone = context, category, tuple(languages), zone
        self._asked = 0
        self.found: list[Suited] = []
        self.chosen: Suited | None = None
        self.name = WatchedLine()
        self.no_id = Check(N_("Only those that say they ask for no ID"))
        self.list = QListWidget()
        self.list.setProperty("role", "lines")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFixedHeight(self.fontMetrics().lineSpacing() * 2 * _ROWS + 60)
        self.told = Said(self._told_words)
        self.count = Said(self._count_words, role="subtle")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for widget in (self.name, self.no_id, self.list, self.count, self.told):
            layout.addWidget(widget)
        self.setFocusProxy(self.name.line)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.refresh)
        self.name.changed.connect(self._typed)
        self.name.line.installEventFilter(self)
        self.no_id.toggled.connect(lambda _on: self._fill())
        self.list.currentRowChanged.connect(self._looked_at)
        self.list.itemClicked.connect(lambda _item: self._take())
        self.list.itemActivated.connect(lambda _item: self._take())
        self.retranslate()
        self.refresh()

    def retranslate(self) -> None:
        """Set what the fields are called, and the list."""
        self.name.line.setPlaceholderText(tr("Type a name, a place or a kind of help"))
        self.name.line.setAccessibleName(tr("Organization"))
        self.list.setAccessibleName(tr("Organizations that suit"))
        self._fill()

    def text(self) -> str:
        """The name to be written down."""
        return self.name.text().strip()

    def refresh(self) -> None:
        """Read what suits what is typed."""
        office, typed = self._context.office, "" if self.chosen is not None else self.text()
        category, languages, zone = self._category, self._languages, self._zone
        self._asked += 1
        asked = self._asked

        def read() -> list[Suited]:
            from mutualaid.services.partners import suited

            if typed:  # a name that is typed is looked for among all of them, whatever they offer
                return suited(office, category="", languages=languages, text=typed)
            return suited(office, category=category, languages=languages, zone=zone)

        def show(found: list[Suited]) -> None:
            if asked == self._asked:
                self.found = found
                self._fill()
                if typed:
                    announce(self.name.line, self.count.text())

        self._context.tasks.read(read, show, owner=self)

    def shown(self) -> list[Suited]:
        """Those listed."""
        return [one for one in self.found if one.service.no_id_asked or not self.no_id.isChecked()][:MOST]

    def _fill(self) -> None:
        kept = self.chosen
        self.list.blockSignals(True)
        self.list.clear()
        for one in self.shown():
            self.list.addItem(QListWidgetItem(state.choice_words(one)))
            if kept is not None and (one.uid, one.service) == (kept.uid, kept.service):
                self.list.setCurrentRow(self.list.count() - 1)
        self.list.blockSignals(False)
        self.count.retranslate()
        self.told.retranslate()

    def _typed(self) -> None:
        self.chosen = None
        self._timer.start(_PAUSE_MS)
        self.told.retranslate()
        self.changed.emit()

    def _looked_at(self, _row: int) -> None:
        self.told.retranslate()

    def _take(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self.shown()):
            self.chosen = self.shown()[row]
            self.name.set_text(self.chosen.name)
            self.told.retranslate()
            announce(self.list, tr("Chosen: {choice}", choice=self.chosen.name))
            self.changed.emit()

    def _told_words(self) -> str:
        row = self.list.currentRow()
        one = self.shown()[row] if 0 <= row < len(self.shown()) else self.chosen
        zones = {code: zone.name for code, zone in self._context.office.zones.items()}
        return state.suited_words(one, zones) if one is not None else ""

    def _count_words(self) -> str:
        count = len([one for one in self.found if one.service.no_id_asked or not self.no_id.isChecked()])
        if not count:
            return tr("None in the directory. You can still write a name down.")
        if count > MOST:
            return tr("{shown} of {count}; type to find others", shown=MOST, count=count)
        return ntr("{n} service that suits", "{n} services that suit", count)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the line into the list."""
        pressed = watched is self.name.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if pressed and event.key() == Qt.Key.Key_Down and self.list.count():  # type: ignore[attr-defined]
            self.list.setFocus()
            self.list.setCurrentRow(max(0, self.list.currentRow()))
            return True
        return False
