"""The row above the table of partners: the search field, what is needed, in which language, where, and without ID."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from mutualaid.desktop.widgets.check import Check
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.offers import category_offers, category_words, language_offers, language_words
from mutualaid.desktop.widgets.words import Button, Translated
from mutualaid.language.catalog import N_, tr


@dataclass(frozen=True)
class PartnerFilter:
    """What the table is narrowed to; empty means all."""

    category: str = ""
    language: str = ""
    zone: str = ""
    no_id: bool = False
    closed: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether anything is hidden by it."""
        return bool(self.category or self.language or self.zone or self.no_id)


class PartnerFilters(Translated, QWidget):
    """Holds a PartnerFilter and emits `changed` when she chose another; `everything` when she wants all shown."""

    changed = Signal()
    everything = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.filter = PartnerFilter()
        self._zones: Mapping[str, str] = {}
        self.category, self.language, self.zone = Choice(), Choice(), Choice()
        self.no_id, self.closed = Check(N_("No ID asked")), Check(N_("Paused ones too"))
        self.clear_button = Button(N_("Show all"), self.everything.emit, role="link")
        for name, choice in self._choices().items():
            choice.setMinimumContentsLength(13)
            choice.chosen.connect(lambda code, name=name: self._take(**{name: code}))
        self.no_id.toggled.connect(lambda on: self._take(no_id=on))
        self.closed.toggled.connect(lambda on: self._take(closed=on))
        self.retranslate()

    def _choices(self) -> dict[str, Choice]:
        return {"category": self.category, "language": self.language, "zone": self.zone}

    def lay_out(self, search: QLineEdit) -> None:
        """Put the search field first, the filters after it."""
        search.setMinimumWidth(250)
        layout = FlowLayout(self, gap=8)
        for widget in (search, *self._choices().values(), self.no_id, self.closed, self.clear_button):
            layout.addWidget(widget)

    def set_zones(self, zones: Mapping[str, str]) -> None:
        """Offer these zones (code, name)."""
        if dict(zones) != dict(self._zones):
            self._zones = dict(zones)
            self.retranslate()

    def retranslate(self) -> None:
        """Set the choices and what they are called."""
        self.category.set_choices(category_offers(), empty=tr("Any kind of help"), also=category_words())
        self.language.set_choices(language_offers(), empty=tr("Any language"), also=language_words())
        by_name = sorted(self._zones.items(), key=lambda pair: pair[1])
        self.zone.set_choices(by_name, empty=tr("Everywhere"))
        for choice, words in (
            (self.category, tr("Kind of help")),
            (self.language, tr("Language")),
            (self.zone, tr("Zone")),
        ):
            choice.setAccessibleName(words)
        self._show()

    def _show(self) -> None:
        for name, choice in self._choices().items():
            choice.set_code(getattr(self.filter, name))
        for box, on in ((self.no_id, self.filter.no_id), (self.closed, self.filter.closed)):
            box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(False)
        self.clear_button.setVisible(self.filter.narrowed)

    def _take(self, **chosen: object) -> None:
        self.filter = replace(self.filter, **chosen)  # type: ignore[arg-type]
        self._show()
        self.changed.emit()

    def show_all(self) -> None:
        """Hide nothing; said to nobody."""
        self.filter = PartnerFilter(closed=self.filter.closed)
        self._show()
