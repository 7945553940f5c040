"""The one search field: what was found stands in a list under it, opened with Enter, left with Escape."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.search_words import hit_words, show_names_words
from mutualaid.desktop.tasks import Tasks
from mutualaid.desktop.widgets.icons import icon
from mutualaid.desktop.widgets.words import Translated, announce
from mutualaid.language.catalog import ntr, tr
from mutualaid.records.views import SearchHit

_PAUSE_MS = 150
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
_MOST_SEEN = 10
_WIDE = 560


class SearchField(Translated, QLineEdit):
    """Asks `find(text)` on a reader thread once typing pauses; `opened` carries the hit that was picked.

    While `masked`, names are told by their initials and notes are not quoted; the last row shows them.
    """

    opened = Signal(object)

    def __init__(self, tasks: Tasks, find: Callable[[str], Sequence[SearchHit]], icon_of: Callable[[str], str]) -> None:
        super().__init__()
        self._tasks, self._find, self._icon_of = tasks, find, icon_of
        self._hits: list[SearchHit] = []
        self.masked = False
        self.setClearButtonEnabled(True)
        self.setMaximumWidth(420)
        self.results = QListWidget(self)
        self.results.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setProperty("role", "popup")
        self.results.setWordWrap(False)
        self.results.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.itemClicked.connect(lambda item: self._open(self.results.row(item)))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)
        self.textEdited.connect(lambda _text: self._timer.start(_PAUSE_MS))
        self.installEventFilter(self)
        self.retranslate()

    def retranslate(self) -> None:
        """Set prompt and name, and say what was found anew."""
        self.setPlaceholderText(tr("Search everything (Ctrl+K)"))
        self.setAccessibleName(tr("Search everything: codes, names, phones, notes"))
        if hasattr(self, "results"):
            self.results.setAccessibleName(tr("What was found"))
            if self._hits:
                self._fill()

    def cover(self) -> None:
        """Nobody is there: empty the field, and cover names from here on until they are asked for."""
        self.leave()
        self.masked = True

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
        self._fill()
        self._place()
        self.results.show()
        announce(self, ntr("{n} found", "{n} found", len(hits)))

    def _fill(self) -> None:
        self.results.clear()
        for hit in self._hits:
            item = QListWidgetItem(icon(self._icon_of(hit.kind)), hit_words(hit, masked=self.masked))
            item.setToolTip(item.text())
            self.results.addItem(item)
        if not self._hits:
            nothing = QListWidgetItem(tr("Nothing found."))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.results.addItem(nothing)
            return
        if self.masked:
            self.results.addItem(QListWidgetItem(icon("eye"), show_names_words()))
        self.results.setCurrentRow(0)

    def _place(self) -> None:
        """Under the field, as wide as a note takes, as high as ten of them, inside the screen."""
        rows = min(self.results.count(), _MOST_SEEN)
        height = sum(self.results.sizeHintForRow(row) for row in range(rows)) + 12
        corner = self.mapToGlobal(QPoint(0, self.height() + 2))
        room = self.screen().availableGeometry()
        width = min(max(self.width(), theme.roomy(_WIDE)), room.right() - corner.x())
        self.results.setGeometry(corner.x(), corner.y(), width, min(height, room.bottom() - corner.y()))

    def _open(self, row: int) -> None:
        if 0 <= row < len(self._hits):
            hit = self._hits[row]
            self.leave()
            self.opened.emit(hit)
        elif self._hits:
            self.masked = False
            self._fill()
            announce(self, self.results.currentItem().text())

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
        key = Qt.Key(event.key())
        if key in _STEPS and self._hits:
            row = self.results.currentRow() + _STEPS[key]
            self.results.setCurrentRow(max(0, min(self.results.count() - 1, row)))
            announce(self, self.results.currentItem().text())
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.results.isVisible():
                self._open(self.results.currentRow())
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
