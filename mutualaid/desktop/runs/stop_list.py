"""The stops of a run as a list: dragged or moved by Alt and the arrows, marked by one key."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem

from mutualaid.desktop.needs.state import Names
from mutualaid.desktop.runs.state import KEYS, movable, stop_lines, stop_standing, stop_title
from mutualaid.desktop.widgets.words import announce
from mutualaid.language.catalog import tr
from mutualaid.services.run_views import RunPage, RunStop

_UID = int(Qt.ItemDataRole.UserRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)


class StopList(QListWidget):
    """Emits `verb_asked` with a key's verb, `shift_asked` with -1 or 1, `ordered` with the stops as they were dropped,
    `picked` when the cursor moved.
    """

    verb_asked = Signal(str)
    shift_asked = Signal(int)
    ordered = Signal(list)
    picked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "lines")
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setMinimumHeight(120)
        self.currentItemChanged.connect(lambda _now, _before: self.picked.emit())

    def show_stops(self, page: RunPage, names: Names) -> None:
        """Show a run's stops; the cursor stays on its stop."""
        chosen = self.chosen()
        self.blockSignals(True)
        self.clear()
        for number, stop in enumerate(page.stops, 1):
            self.addItem(_item(number, stop, names))
        self.blockSignals(False)
        mode = QAbstractItemView.DragDropMode
        self.setDragDropMode(mode.InternalMove if movable(page) else mode.NoDragDrop)
        self.go_to(chosen if chosen in [stop.match for stop in page.stops] else "")

    def go_to(self, match: str) -> None:
        """Put the cursor on a stop, on the first without one."""
        rows = [row for row in range(self.count()) if self.item(row).data(_UID) == match]
        self.setCurrentRow(rows[0] if rows else min(0, self.count() - 1))
        if self.currentRow() >= 0:
            self.scrollToItem(self.currentItem())

    def chosen(self) -> str:
        """The stop with the cursor, "" for none."""
        row = self.currentRow()
        return "" if row < 0 else str(self.item(row).data(_UID))

    def order(self) -> list[str]:
        """The stops as they stand."""
        return [str(self.item(row).data(_UID)) for row in range(self.count())]

    def speak(self) -> None:
        """Have the stop with the cursor read aloud: it may have come there without a key."""
        if self.currentRow() >= 0:
            announce(self, str(self.currentItem().data(_SPOKEN)))

    def dropEvent(self, event: QDropEvent) -> None:
        """A stop was dropped elsewhere in the list."""
        before = self.order()
        super().dropEvent(event)
        if self.order() != before:
            self.ordered.emit(self.order())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt and an arrow move the stop; a letter says what became of it; Enter tells it in full."""
        keys, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.AltModifier and keys in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shift_asked.emit(-1 if keys == Qt.Key.Key_Up else 1)
        elif not held and keys in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.verb_asked.emit("part")
        elif held in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier) and event.text().isalpha():
            verb = KEYS.get(event.text().upper())
            if verb is not None:
                self.verb_asked.emit(verb)  # letters do not search here
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """High enough for three stops; what room there is goes to it."""
        return QSize(super().sizeHint().width(), 3 * (3 * self.fontMetrics().height() + 20))


def _item(number: int, stop: RunStop, names: Names) -> QListWidgetItem:
    title, standing = stop_title(number, stop), stop_standing(stop)
    lines = [tr("{stop}: {standing}", stop=title, standing=standing), *stop_lines(stop, names)]
    item = QListWidgetItem("\n".join(lines))
    item.setData(_UID, stop.match)
    item.setData(_SPOKEN, ". ".join(lines))
    return item
