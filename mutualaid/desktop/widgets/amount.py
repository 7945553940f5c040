"""A whole number with its unit behind it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSpinBox

from mutualaid.desktop.widgets.words import Translated


class Amount(Translated, QSpinBox):
    """`unit` says the word for the unit of so many, and is asked again at each change of number or language."""

    def __init__(self, low: int = 1, high: int = 100_000, unit: Callable[[int], str] | None = None) -> None:
        super().__init__()
        self._unit = unit
        self.setRange(low, high)
        self.setAccelerated(True)
        self.lineEdit().setTextMargins(7, 0, 0, 0)
        self.valueChanged.connect(lambda _value: self.retranslate())
        self.retranslate()

    def set_unit(self, unit: Callable[[int], str] | None) -> None:
        """Count another unit."""
        self._unit = unit
        self.retranslate()

    def setAccessibleName(self, name: str) -> None:
        """Name the box and the field in it, whichever a screen reader lands on."""
        super().setAccessibleName(name)
        self.lineEdit().setAccessibleName(name)

    def retranslate(self) -> None:
        """Set the unit's word."""
        word = self._unit(self.value()) if self._unit else ""
        self.setSuffix(f" {word}" if word else "")

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel turned over a form scrolls the form; it must not change an answer."""
        event.ignore()
