"""How many people of each age live in a home: a number for each band."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mutualaid.desktop.households.state import band
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.layouts import clear
from mutualaid.desktop.widgets.words import Said, Translated
from mutualaid.language.catalog import tr
from mutualaid.records.household import AgeBand

BANDS: tuple[tuple[int, int | None], ...] = ((0, 2), (3, 11), (12, 17), (18, 64), (65, None))
"""Asked of every household; bands that came otherwise (from a file) are shown beside them."""


class Ages(Translated, QWidget):
    """`changed` when the person changed a number."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[tuple[int, int | None], Amount] = {}
        self._flow = FlowLayout(self, gap=10)
        self._show(BANDS)

    def _show(self, bands: Sequence[tuple[int, int | None]]) -> None:
        clear(self._flow)
        self.fields = {}
        for low, high in bands:
            holder = QWidget(self)
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(2)
            title = Said(partial(band, low, high), role="subtle", wrap=False)
            number = Amount(0, 40)
            number.setMinimumWidth(84)
            title.setBuddy(number)
            number.valueChanged.connect(lambda _value: self.changed.emit())
            column.addWidget(title)
            column.addWidget(number)
            self.fields[low, high] = number
            self._flow.addWidget(holder)
            holder.show()
        self.retranslate()

    def setFocus(self, *_reason: object) -> None:
        """Begin at the youngest."""
        next(iter(self.fields.values())).setFocus()

    def retranslate(self) -> None:
        """Name each number by its ages."""
        for (low, high), number in self.fields.items():
            number.setAccessibleName(tr("People aged {ages}", ages=band(low, high)))

    def set_ages(self, ages: Sequence[AgeBand]) -> None:
        """Show these bands among the usual ones."""
        own = {(one.low, one.high): one.people for one in ages}
        self._show(sorted({*BANDS, *own}, key=lambda pair: (pair[0], pair[1] or 200)))
        for key, people in own.items():
            self.fields[key].setValue(people)

    def plain(self) -> list[list[int | None]]:
        """From, to, and how many, for each band in which somebody is."""
        return [[one.low, one.high, one.people] for one in self.ages()]

    def set_plain(self, held: Sequence[Sequence[int | None]]) -> None:
        """Show them."""
        self.set_ages([AgeBand(low=low or 0, high=high, people=people or 0) for low, high, people in held])

    def ages(self) -> list[AgeBand]:
        """The bands in which somebody is."""
        return [
            AgeBand(low=low, high=high, people=number.value())
            for (low, high), number in self.fields.items()
            if number.value()
        ]
