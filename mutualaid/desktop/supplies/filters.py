"""The row above the table of lots: the search field and four filters."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from mutualaid.desktop.supplies.state import ALL, DATES, STOCK, LotFilter, Names, sorted_names
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.words import Button, Translated
from mutualaid.language import labels
from mutualaid.language.catalog import N_, tr
from mutualaid.records.categories import CATEGORIES


class LotFilters(Translated, QWidget):
    """Holds a LotFilter and emits `changed` when she chose another; `everything` when she wants all shown."""

    changed = Signal()
    everything = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.filter = LotFilter()
        self._names = Names()
        self.category, self.site, self.dates, self.stock = Choice(), Choice(), Choice(), Choice()
        self._choices = {"category": self.category, "site": self.site, "dates": self.dates, "stock": self.stock}
        self.clear_button = Button(N_("Show all"), self.everything.emit, role="link")
        for name, choice in self._choices.items():
            choice.setMinimumContentsLength(13)
            choice.chosen.connect(partial(self._chosen, name))
        self.retranslate()

    def lay_out(self, search: QLineEdit) -> None:
        """Put the search field first, the filters after it."""
        search.setMinimumWidth(250)
        layout = FlowLayout(self, gap=8)
        for widget in (search, *self._choices.values(), self.clear_button):
            layout.addWidget(widget)

    def set_names(self, names: Names) -> None:
        """Offer these sites."""
        if names.sites != self._names.sites:
            self._names = names
            self.retranslate()

    def retranslate(self) -> None:
        """Set the choices and what they are called."""
        goods = {code: labels.category(code) for code, known in CATEGORIES.items() if known.kind == "goods"}
        self.category.set_choices(sorted_names(goods), empty=tr("All categories"))
        self.site.set_choices(sorted_names(self._names.sites), empty=tr("All places"))
        self.dates.set_choices([(code, tr(words)) for code, words in DATES], empty=tr("Any date"))
        self.stock.set_choices([(code, tr(words)) for code, words in STOCK], empty=tr("Empty ones too"))
        for choice, words in (
            (self.category, tr("Category")),
            (self.site, tr("Place")),
            (self.dates, tr("Expires")),
            (self.stock, tr("Stock")),
        ):
            choice.setAccessibleName(words)
            choice.line.setAccessibleName(words)
        self._show()

    def _show(self) -> None:
        for name, choice in self._choices.items():
            choice.set_code(getattr(self.filter, name))
        self.clear_button.setVisible(self.filter.narrowed)

    def _chosen(self, name: str, code: str) -> None:
        self.filter = self.filter.with_choice(name, code)
        self._show()
        self.changed.emit()

    def set_low(self, items: frozenset[str]) -> None:
        """Know which items run low."""
        self.filter = replace(self.filter, low=items)

    def choose(self, name: str, code: str) -> None:
        """Choose by program, as she does by hand."""
        self._chosen(name, code)

    def show_all(self) -> None:
        """Hide nothing; said to nobody."""
        self.filter = replace(ALL, low=self.filter.low)
        self._show()
