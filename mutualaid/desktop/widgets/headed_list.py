"""A list of choices under headings: the headings are read and cannot be chosen, what was chosen stays chosen."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from mutualaid.desktop.widgets.words import Words, say

_UID = int(Qt.ItemDataRole.UserRole)


class HeadedList(QListWidget):
    """Fill it with `fill`; `uid` is the choice with the cursor, none while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setSpacing(2)

    def fill(self, groups: Iterable[tuple[Words, Iterable[tuple[str, str]]]], *, nothing: Words) -> None:
        """Show groups of (text, uid), each under its heading ("" none); `nothing` where there is no choice at all."""
        chosen = self.uid()
        self.blockSignals(True)
        self.clear()
        for heading, lines in groups:
            rows = list(lines)
            if rows and heading:
                self._head(say(heading))
            for text, uid in rows:
                item = QListWidgetItem(text)
                item.setData(_UID, uid)
                self.addItem(item)
        if not self.count():
            self._head(say(nothing))
        uids = [(row, self.item(row).data(_UID)) for row in range(self.count())]
        again = [row for row, uid in uids if uid is not None and uid == chosen]
        first = [row for row, uid in uids if uid is not None]
        self.setCurrentRow((again or first or [-1])[0])
        self.blockSignals(False)

    def uid(self) -> str | None:
        """What has the cursor."""
        row = self.currentRow()
        uid = self.item(row).data(_UID) if row >= 0 else None
        return None if uid is None else str(uid)

    def _head(self, words: str) -> None:
        item = QListWidgetItem(words)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        self.addItem(item)
