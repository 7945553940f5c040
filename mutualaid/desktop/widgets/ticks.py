"""A list in which several are ticked: arrows go through it, Space ticks, and it is one stop for Tab."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from mutualaid.desktop.widgets.words import Translated

_CODE = int(Qt.ItemDataRole.UserRole)


class TickList(Translated, QListWidget):
    """`name` says a code in the language in use. `changed` is emitted when the person ticked, not the program."""

    changed = Signal()

    def __init__(self, codes: Sequence[str], name: Callable[[str], str], *, lines: int = 7) -> None:
        super().__init__()
        self._name = name
        self.setProperty("role", "choices")
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for code in codes:
            item = QListWidgetItem()
            item.setData(_CODE, code)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.addItem(item)
        self.retranslate()
        self.ensurePolished()
        self.setFixedHeight(self.sizeHintForRow(0) * min(lines, max(1, len(codes))) + 8)
        self.setCurrentRow(0)
        self.itemChanged.connect(lambda _item: self.changed.emit())

    def retranslate(self) -> None:
        """Say every choice anew."""
        self.blockSignals(True)
        for item in self._items():
            item.setText(self._name(item.data(_CODE)))
        self.blockSignals(False)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def codes(self) -> list[str]:
        """What is ticked, in the order of the list."""
        return [str(item.data(_CODE)) for item in self._items() if item.checkState() == Qt.CheckState.Checked]

    def set_codes(self, codes: Sequence[str]) -> None:
        """Tick these, and no others."""
        self.blockSignals(True)
        for item in self._items():
            on = item.data(_CODE) in codes
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.blockSignals(False)

    def plain(self) -> list[str]:
        """What is ticked."""
        return self.codes()

    def set_plain(self, codes: Sequence[str]) -> None:
        """Tick them."""
        self.set_codes(codes)
