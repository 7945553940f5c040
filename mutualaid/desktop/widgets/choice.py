"""A list to choose one code from: opened, or narrowed by typing any part of a label, accents and capitals ignored."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

_CODE = int(Qt.ItemDataRole.UserRole)
_FOLDED = _CODE + 1


def fold(text: str) -> str:
    """Lower case without accents, apostrophes or hyphens, for finding what was typed in a hurry."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign) and sign not in "'’ʼ-")


class _Finder(QCompleter):
    def splitPath(self, path: str) -> list[str]:
        return [fold(path)]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.DisplayRole))


class Choice(QComboBox):
    """Chooses one of (code, label). `chosen` carries the code when the person chose, not when the program did.

    With `empty` a first entry "" stands for none, and is shown as that label.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = ""
        self.line = QLineEdit(self)
        self.setEditable(True)
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.setMaxVisibleItems(14)
        self._choices = QStandardItemModel(self)
        self.setModel(self._choices)
        finder = _Finder(self._choices, self)
        finder.setCompletionRole(_FOLDED)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        finder.setMaxVisibleItems(10)
        popup = finder.popup()
        if popup is not None:
            popup.setProperty("role", "popup")
        self.setCompleter(finder)
        finder.activated.connect(self._take_label)
        self.activated.connect(lambda _row: self._tell())
        self.line.editingFinished.connect(self._settle)
        # A label longer than the field shows its beginning, not its end.
        self.currentIndexChanged.connect(lambda _row: self.line.setCursorPosition(0))

    def set_choices(
        self,
        choices: Sequence[tuple[str, str]],
        *,
        empty: str | None = None,
        also: Mapping[str, str] | None = None,
    ) -> None:
        """Offer these (code, label), keeping the chosen code if it is still among them.

        `also` holds, by code, other words by which a choice is found when they are typed.
        """
        kept = self.code()
        self.blockSignals(True)
        self._choices.clear()
        for code, label in ([("", empty)] if empty is not None else []) + list(choices):
            item = QStandardItem(label)
            item.setData(code, _CODE)
            item.setData(fold(f"{label} {(also or {}).get(code, '')}"), _FOLDED)
            self._choices.appendRow(item)
        self.blockSignals(False)
        self.set_code(kept)

    def setAccessibleName(self, name: str) -> None:
        """Name the list and the field in it, whichever a screen reader lands on."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def code(self) -> str:
        """The chosen code, "" for none."""
        found = self.currentData(_CODE)
        return str(found) if found else ""

    def set_code(self, code: str | None) -> None:
        """Choose by program; an unknown code chooses none."""
        self.setCurrentIndex(self.findData(code or "", _CODE))
        if self.currentIndex() < 0:
            self.line.clear()
        self.line.setCursorPosition(0)  # a long label shows its beginning
        self._last = self.code()

    def plain(self) -> str:
        """The chosen code."""
        return self.code()

    def set_plain(self, code: str) -> None:
        """Choose it."""
        self.set_code(code)

    def _take_label(self, label: object) -> None:
        row = self.findText(str(label), Qt.MatchFlag.MatchExactly)
        if row >= 0:
            self.setCurrentIndex(row)
            self._tell()

    def _settle(self) -> None:
        """What was typed becomes the label it means: the same one, else the only one that holds it, else the last."""
        typed = fold(self.line.text())
        if self.currentIndex() >= 0 and typed == fold(self.itemText(self.currentIndex())):
            self._tell()
            return
        labels = [str(self.itemData(row, _FOLDED)) for row in range(self.count())]
        rows = [row for row in range(self.count()) if fold(self.itemText(row)) == typed]
        rows = rows or [row for row, label in enumerate(labels) if typed and label.startswith(typed)]
        rows = rows or [row for row, label in enumerate(labels) if typed and typed in label]
        if rows:
            self.setCurrentIndex(rows[0])
        else:
            self.set_code("" if not typed else self._last)
        self.line.setText(self.itemText(self.currentIndex()) if self.currentIndex() >= 0 else "")
        self._tell()

    def _tell(self) -> None:
        if self.code() != self._last:
            self._last = self.code()
            self.chosen.emit(self._last)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Typing replaces the shown label; once the list of what was found closes, typing goes on where it was."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.line.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down open the list; Qt would choose the next entry at once, unseen."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not event.modifiers():
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel turned over a form scrolls the form; it must not change an answer."""
        event.ignore()
