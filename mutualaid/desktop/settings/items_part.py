"""The catalog: what is handed out, how much a household gets, and by which codes it is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit

from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.page import Context
from mutualaid.desktop.settings.section import Section, row_of
from mutualaid.desktop.widgets.choice import fold
from mutualaid.desktop.widgets.line_model import Column, LineModel
from mutualaid.desktop.widgets.record_table import RecordTable
from mutualaid.desktop.widgets.words import Button, Said
from mutualaid.language import labels
from mutualaid.language.catalog import N_, current_language, ntr, tr
from mutualaid.language.formats import format_number

if TYPE_CHECKING:
    from mutualaid.records.supply import CatalogueItem

_PAUSE_MS = 150


class ItemLine(NamedTuple):
    """An item as the table lists it."""

    uid: str
    item: CatalogueItem


def name_words(item: CatalogueItem) -> str:
    """Its name in the reader's language; of a closed one also that it is."""
    name = item.name_es if current_language() == "es" else item.name_en
    return name if item.active else tr("{item} (not in use)", item=name)


def box_words(item: CatalogueItem) -> str:
    """How much households of 1, 2, 3, ... people get: "1, 1, 2, 2+"."""
    told = [format_number(units) for units in item.box]
    return ", ".join([*told[:-1], f"{told[-1]}+"]) if len(told) > 1 else told[0]


def low_words(item: CatalogueItem) -> str:
    """Below how many it runs low, and what a household may have at most."""
    told = [tr("low below {n}", n=format_number(item.low))] if item.low else []
    if item.household_cap is not None:
        days = ntr("{n} day", "{n} days", item.cap_days)
        told.append(tr("at most {n} in {days}", n=format_number(item.household_cap), days=days))
    return "; ".join(told)


class ItemsSection(Section):
    """A table of items that typing narrows."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._every: list[ItemLine] = []
        card = self.card(
            N_("Items and boxes"),
            N_(
                "What is handed out. A box is how much a household of 1, 2, 3… people gets; the last number is for "
                "more."
            ),
        )
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(60)
        self.model = LineModel(
            (
                Column(N_("Item"), lambda line: name_words(line.item), width=210),
                Column(N_("Category"), lambda line: labels.category(line.item.category), width=160),
                Column(N_("Counted in"), lambda line: unit_word(line.item.unit, 2), width=100),
                Column(N_("A box"), lambda line: box_words(line.item), width=140),
                Column(N_("Usual"), lambda line: tr("yes") if line.item.default else "", width=70),
                Column(N_("Limits"), lambda line: low_words(line.item), width=160),
            )
        )
        self.table = RecordTable()
        self.table.setModel(self.model)
        self.table.setMinimumHeight(380)
        self.count = Said(lambda: ntr("{n} item", "{n} items", len(self.model.lines)), role="subtle")
        self.add_button = Button(N_("Add an item…"), self.add, role="primary")
        self.change_button = Button(N_("Change…"), self.change)
        for widget in (self.search, self.table, self.count):
            card.body.addWidget(widget)
        card.body.addLayout(row_of(self.add_button, self.change_button))
        self.first = self.search
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._narrow)
        self.search.textEdited.connect(lambda _text: self._timer.start(_PAUSE_MS))
        self.search.returnPressed.connect(self.table.setFocus)
        self.table.opened.connect(lambda _row: self.change())
        self.table.new_asked.connect(self.add)
        self.column.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """The table and the field hold words."""
        if hasattr(self, "change_button"):
            self.search.setPlaceholderText(tr("Find an item"))
            self.search.setAccessibleName(tr("Find an item"))
            self.table.setAccessibleName(tr("Items and boxes"))
            self.model.spoken()
            self.table.set_widths({number: column.width for number, column in enumerate(self.model.columns)})

    def refresh(self) -> None:
        """Read the catalog."""
        office = self.context.office

        def read() -> list[ItemLine]:
            from mutualaid.services.catalogue import catalogue

            return [ItemLine(row.uid, row.record) for row in catalogue(office)]

        def show(lines: list[ItemLine]) -> None:
            self._every = lines
            self._narrow()

        self.context.tasks.read(read, show, owner=self)

    def _narrow(self) -> None:
        words = fold(self.search.text()).split()
        line = self.line()
        kept = line.uid if line is not None else ""
        shown = [one for one in self._every if all(word in fold(_said(one.item)) for word in words)]
        self.model.set_lines(shown)
        if shown:
            self.table.go_to(max(0, self.model.row_of(kept)))
        self.count.retranslate()
        self.change_button.setEnabled(bool(shown))

    def line(self) -> ItemLine | None:
        """The chosen item."""
        row = self.table.row()
        return self.model.lines[row] if 0 <= row < len(self.model.lines) else None

    def add(self) -> None:
        """A new item."""
        from mutualaid.desktop.settings.item_form import ItemForm

        ItemForm(self.context, "", None, self).open()

    def change(self) -> None:
        """Change the chosen one."""
        from mutualaid.desktop.settings.item_form import ItemForm

        line = self.line()
        if line is not None:
            ItemForm(self.context, line.uid, line.item, self).open()

    def dialogs(self) -> dict[str, Callable[[], object]]:
        """The windows of the section, for their pictures."""
        return {"add item": self.add, "change item": self.change}


def _said(item: CatalogueItem) -> str:
    packs = " ".join(pack.code for pack in item.packs)
    return (
        f"{item.code} {item.name_en} {item.name_es} {labels.category(item.category)} {' '.join(item.barcodes)} {packs}"
    )
