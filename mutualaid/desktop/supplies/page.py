"""The supplies page: what lies where, until when, and how much of it nobody has been promised."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from mutualaid.desktop.list_page import ListPage
from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.page import Context
from mutualaid.desktop.supplies import state
from mutualaid.desktop.supplies.detail import LotDetail
from mutualaid.desktop.supplies.filters import LotFilters
from mutualaid.desktop.supplies.moves import MoveDialog
from mutualaid.desktop.supplies.receive import Lists, ReceiveDialog, read_lists, read_names
from mutualaid.desktop.supplies.state import Names
from mutualaid.desktop.supplies.tone import ToneDelegate
from mutualaid.desktop.widgets.chart import BarChart
from mutualaid.desktop.widgets.panels import Card
from mutualaid.desktop.widgets.words import Button
from mutualaid.language.catalog import N_, tr
from mutualaid.records.views import Area, Changed, LotLine

if TYPE_CHECKING:
    from mutualaid.services.drafts import Draft
    from mutualaid.services.supplies import LotPage

_HIDDEN = "\0"
"""Stands for a search where only the filters hide something."""

_KEYS = {Qt.Key.Key_C: "count", Qt.Key.Key_H: "hand_out", Qt.Key.Key_S: "spoil"}


class _Found(NamedTuple):
    lines: list[LotLine]
    names: Names
    items: dict[str, str]


class SuppliesPage(ListPage):
    """Lots in a table, one of them beside it, and the goods of which most is free."""

    areas = frozenset({Area.SUPPLIES, Area.MATCHES})

    def __init__(self, context: Context) -> None:
        self.names = Names()
        self._site = ""
        self.filters = LotFilters()
        self.lot = LotDetail(context.today)
        self.chart = BarChart(N_("Most in stock"))
        self.card = Card(N_("Most in stock"))
        self.card.body.addWidget(self.chart)
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.lot, 1)
        column.addWidget(self.card)
        super().__init__(
            context,
            title=N_("Supplies"),
            icon="supplies",
            columns=state.columns(lambda: self.names, context.today),
            detail=beside,
            empty=(
                N_("No supplies yet"),
                N_("Write down what came in: boxes, diapers, coats, gift cards. Or import the list that you keep."),
            ),
            add_words=N_("Receive supplies…"),
            sort=state.EXPIRES,
            empty_buttons=(Button(N_("Import…"), lambda: context.run("import")),),
        )
        self.filters.lay_out(self.search)
        self.filters.changed.connect(self.refresh)
        self.filters.everything.connect(self.clear_search)
        page = self.layout()
        if isinstance(page, QVBoxLayout):
            page.insertWidget(1, self.filters)
        self.table.setItemDelegateForColumn(state.EXPIRES, ToneDelegate(self._tone, self.table))
        self.lot.asked.connect(self.act)

    def _tone(self, row: int) -> str:
        line = self.model.lines[row]
        return state.tone(line.expires_on, self.context.today()) if line.on_hand else ""

    def retranslate(self) -> None:
        """The items' names are in the reader's language, and the chart's too."""
        super().retranslate()
        self.chart.retranslate()

    def count_words(self) -> str:
        """How many are shown, and what is near its date."""
        narrowed = bool(self.search.text().strip()) or self.filters.filter.narrowed
        return state.count_words(self.model.lines, narrowed, self.context.today())

    def search_words(self) -> str:
        """What is searched."""
        return tr("Search item, code or source (/)")

    def fetch(self, text: str) -> _Found:
        """Lots with the names that they are shown by."""
        from mutualaid.services.supplies import items, lot_lines

        office = self.context.office
        catalogue = {row.uid: row.record.code for row in items(office)}
        return _Found(lot_lines(office, text=text), read_names(office), catalogue)

    def take(self, found: _Found, text: str) -> None:
        """Show what passes the filters; what is selected stays."""
        self.names = found.names
        self.filters.set_names(found.names)
        if self._wanted in found.items:  # a catalogue item was looked for: show its lots
            wanted, self._wanted = found.items[self._wanted], ""
            self._show_item(wanted)
            return
        today = self.context.today()
        lines = [line for line in found.lines if self.filters.filter.holds(line, today)]
        self._show(lines, text or (_HIDDEN if self.filters.filter.hides and found.lines else ""))
        # A lot that was asked for may be hidden, and then everything is read again.
        self.filters.setVisible(self.stack.currentIndex() == 0)
        if not text:
            bars = state.most(found.lines)
            self.chart.set_bars([(partial(self._bar_words, item, unit), units) for item, unit, units in bars])
            self.card.setVisible(bool(bars))

    def _bar_words(self, item: str, unit: str) -> str:
        word = unit_word(unit, 2)
        return tr("{item} ({unit})", item=self.names.item(item), unit=word)

    def _show_item(self, code: str) -> None:
        self.filters.show_all()
        self.search.setText(self.names.item(code))
        self.refresh()

    def clear_search(self) -> None:
        """Show all, the empty ones too."""
        self.filters.show_all()
        super().clear_search()

    def open_record(self, uid: str) -> None:
        """Read one lot and show it."""
        if not uid:
            self.lot.show_lot(None, self.names)
            return
        office = self.context.office

        def read() -> LotPage:
            from mutualaid.services.supplies import lot

            return lot(office, uid=uid)

        def show(page: LotPage) -> None:
            if uid == self.selected:
                self.lot.show_lot(page, self.names)

        self.context.tasks.read(read, show, owner=self, fail=lambda _fault: None)

    def enter_detail(self) -> None:
        """To the first thing that can be done with the lot."""
        self.lot.setFocus()

    def reopen(self, draft: Draft) -> None:
        """A lot that was being taken in."""
        self.add(draft)

    def add(self, draft: Draft | None = None) -> None:
        """Take in a lot; the form may be filled with what was typed before."""

        def show(lists: Lists) -> None:
            form = ReceiveDialog(self.context, lists, self, self._received, site=self._site)
            if draft is not None:
                form.take_draft(draft.id, draft.state)
            form.open()

        self.context.tasks.read(lambda: read_lists(self.context.office), show, owner=self)

    def _received(self, changed: Changed) -> None:
        self.show_record(changed.uids[0])
        self.context.messages.tell(tr("The supplies are in the list."), "good")

    def act(self, verb: str) -> None:
        """Count, hand out or write off some of the lot that is selected."""
        page = self.lot.page
        if page is None or page.uid != self.selected or not self.lot.verbs[verb].isEnabled():
            return
        self._site = page.record.site
        MoveDialog(self.context, verb, page, self.names, self).open()

    def dialogs(self) -> dict[str, Callable[[], object]]:
        """The page's dialogs, for their pictures."""
        return {"receive": self.add, **{verb: partial(self.act, verb) for verb in _KEYS.values()}}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N receives, C counts, H hands out, S writes off, Escape goes back to the table."""
        plain = not event.modifiers() and not isinstance(self.focusWidget(), QLineEdit)
        key = Qt.Key(event.key())
        if plain and key in _KEYS:
            self.act(_KEYS[key])
        elif plain and key == Qt.Key.Key_N:
            self.add()
        elif key == Qt.Key.Key_Escape:
            self.table.setFocus()
        else:
            super().keyPressEvent(event)
