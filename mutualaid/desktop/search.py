"""The one search field: hits by code and name in a list under it, opened with Enter, left with Escape."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.icons import icon
from mutualaid.desktop.widgets.words import Translated, announce
from mutualaid.language.catalog import ntr, tr
from mutualaid.records.views import SearchHit

_PAUSE_MS = 150


class SearchField(Translated, QLineEdit):
    """Asks `find(text)` on a reader thread once typing pauses; `opened` carries the hit that was picked."""

    opened = Signal(object)

    def __init__(self, tasks: Tasks, find: Callable[[str], Sequence[SearchHit]], icon_of: Callable[[str], str]) -> None:
        super().__init__()
        self._tasks, self._find, self._icon_of = tasks, find, icon_of
        self._hits: list[SearchHit] = []
        self.setClearButtonEnabled(True)
        self.setMaximumWidth(420)
        self.results = QListWidget(self)
        self.results.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setProperty("role", "popup")
        self.results.itemClicked.connect(lambda item: self._open(self.results.row(item)))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)
        self.textEdited.connect(lambda _text: self._timer.start(_PAUSE_MS))
        self.installEventFilter(self)
        self.retranslate()

    def retranslate(self) -> None:
        """Set prompt and name."""
        self.setPlaceholderText(tr("Search codes and names (Ctrl+K)"))
        self.setAccessibleName(tr("Search everything"))
        self.results.setAccessibleName(tr("What was found"))

    def _ask(self) -> None:
        text = self.text().strip()
        if not text:
            self.results.hide()
            return
        self._tasks.read(lambda: list(self._find(text)), lambda hits: self._show(text, hits), owner=self)

    def _show(self, text: str, hits: list[SearchHit]) -> None:
        if text != self.text().strip():
            return
        self._hits = hits
        self.results.clear()
        for hit in hits:
            label = f"{hit.code}   {hit.name}" if hit.name and hit.name != hit.code else hit.code
            self.results.addItem(QListWidgetItem(icon(self._icon_of(hit.kind)), label))
        if not hits:
            nothing = QListWidgetItem(tr("Nothing found."))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.results.addItem(nothing)
        else:
            self.results.setCurrentRow(0)
        height = self.results.sizeHintForRow(0) * min(len(hits) or 1, 10) + 12
        self.results.setGeometry(0, 0, max(self.width(), 340), height)
        self.results.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self.results.show()
        announce(self, ntr("{n} found", "{n} found", len(hits)))

    def _open(self, row: int) -> None:
        if 0 <= row < len(self._hits):
            hit = self._hits[row]
            self.leave()
            self.opened.emit(hit)

    def leave(self) -> None:
        """Hide what was found and empty the field."""
        self._timer.stop()
        self._hits = []
        self.results.clear()
        self.results.hide()
        self.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the field keeps the focus; leaving the field hides it."""
        if watched is self and event.type() == QEvent.Type.FocusOut:
            self.results.hide()
        if watched is not self or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key, row = event.key(), self.results.currentRow()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._hits:
            step = 1 if key == Qt.Key.Key_Down else -1
            self.results.setCurrentRow(max(0, min(len(self._hits) - 1, row + step)))
            announce(self, self.results.currentItem().text())
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.results.isVisible():
                self._open(row)
            else:
                self._ask()
            return True
        if key == Qt.Key.Key_Escape:
            self.leave()
            parent = self.parent()
            if isinstance(parent, QWidget):
                parent.setFocus()
            return True
        return False
