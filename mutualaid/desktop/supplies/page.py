"""The supplies page: what lies where, until when, and how much of it nobody has been promised."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.list_page import ListPage
from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.page import Context
from mutualaid.desktop.supplies import state
from mutualaid.desktop.supplies.box_window import BoxWindow
from mutualaid.desktop.supplies.count_window import CountWindow
from mutualaid.desktop.supplies.detail import LotDetail
from mutualaid.desktop.supplies.filters import LotFilters
from mutualaid.desktop.supplies.moves import MoveDialog
from mutualaid.desktop.supplies.pools_window import PoolsWindow
from mutualaid.desktop.supplies.recall_window import RecallWindow
from mutualaid.desktop.supplies.receive import Lists, ReceiveDialog, read_lists, read_names
from mutualaid.desktop.supplies.scan_in import ScanInWindow
from mutualaid.desktop.supplies.scans import Scanner
from mutualaid.desktop.supplies.state import Names
from mutualaid.desktop.supplies.tone import ToneDelegate
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.chart import BarChart
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.panels import Card
from mutualaid.desktop.widgets.words import Button, Said
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.records.views import Area, Changed, LotLine

if TYPE_CHECKING:
    from mutualaid.services.drafts import Draft
    from mutualaid.services.supplies import LotPage, LowItem

_HIDDEN = "\0"
"""Stands for a search where only the filters hide something."""

_KEYS = {
    Qt.Key.Key_C: "count",
    Qt.Key.Key_H: "hand_out",
    Qt.Key.Key_S: "spoil",
    Qt.Key.Key_T: "transfer",
    Qt.Key.Key_B: "return",
}
"""What is done with the lot that is selected."""

_LOW_SHOWN = 3
_CHART_FROM = 840
"""How high the page is, in letters of the usual size, when it has room for the chart beside a lot."""


class _Found(NamedTuple):
    lines: list[LotLine]
    names: Names
    items: dict[str, str]
    low: list[LowItem]
    sites: dict[str, str]


class SuppliesPage(ListPage):
    """Lots in a table, one of them beside it, and the goods of which most is free."""

    areas = frozenset({Area.SUPPLIES, Area.MATCHES})
    export_kind = "lots"

    def __init__(self, context: Context) -> None:
        self.names = Names()
        self._site = ""
        self.filters = LotFilters()
        self.lot = LotDetail(context.today)
        self.chart = BarChart(N_("Most in stock"))
        self.card = Card(N_("Most in stock"))
        self.card.body.addWidget(self.chart)
        self._low: list[LowItem] = []
        self._bars: list[tuple[str, str, int]] = []
        self.low_strip = QWidget()
        self.low_words = Said(self._low_words, role="warn")
        self.low_button = Button(N_("Show these lots"), lambda: self.filters.choose("stock", "low"), role="link")
        strip = QHBoxLayout(self.low_strip)
        strip.setContentsMargins(0, 0, 0, 0)
        strip.addWidget(self.low_words, 1)
        strip.addWidget(self.low_button)
        self.low_strip.hide()
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
        self.table.give_way(state.SPARE)
        self.filters.lay_out(self.search)
        self.filters.changed.connect(self.refresh)
        self.filters.everything.connect(self.clear_search)
        page = self.layout()
        if isinstance(page, QVBoxLayout):
            page.insertWidget(1, self._tools())
            page.insertWidget(2, self.filters)
            page.insertWidget(3, self.low_strip)
        self.table.setItemDelegateForColumn(state.EXPIRES, ToneDelegate(self._tone, self.table))
        self.lot.asked.connect(self.act)
        self.lot.recalled.connect(self.recall)
        self.scanner = Scanner(self)
        self.scanner.scanned.connect(self.scan_in)

    def _tools(self) -> QWidget:
        """What is done with the whole of the supplies."""
        strip = QWidget()
        flow = FlowLayout(strip, gap=8)
        self.tools = {
            "scan_in": Button(
                N_("Receive by scanning (R)"), self.scan_in, hint=N_("Or just scan, anywhere on this page")
            ),
            "count_site": Button(N_("Count a place (L)"), self.count_site),
            "box": Button(N_("Pack a box (P)"), self.pack),
            "money": Button(N_("Money (M)"), self.money),
            "recall": Button(N_("Recall a batch"), self.recall),
        }
        for button in self.tools.values():
            flow.addWidget(button)
        return strip

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The chart gives way to the lot where there is no room for both."""
        super().resizeEvent(event)
        self._room_for_chart()

    def _room_for_chart(self) -> None:
        self.card.setVisible(bool(self._bars) and self.height() >= theme.roomy(_CHART_FROM))

    def _tone(self, row: int) -> str:
        line = self.model.lines[row]
        return state.tone(line.expires_on, self.context.today()) if line.on_hand else ""

    def retranslate(self) -> None:
        """The items' names are in the reader's language, and the chart's too."""
        super().retranslate()
        self.chart.retranslate()
        self.low_words.retranslate()

    def count_words(self) -> str:
        """How many are shown, and what is near its date."""
        narrowed = bool(self.search.text().strip()) or self.filters.filter.narrowed
        return state.count_words(self.model.lines, narrowed, self.context.today())

    def search_words(self) -> str:
        """What is searched."""
        return tr("Search item, code or source (/)")

    def fetch(self, text: str) -> _Found:
        """Lots with the names that they are shown by."""
        from mutualaid.services.supplies import items, lot_lines, low_items, sites

        office = self.context.office
        catalogue = {row.uid: row.record.code for row in items(office)}
        places = {row.uid: row.record.code for row in sites(office)}
        return _Found(lot_lines(office, text=text), read_names(office), catalogue, low_items(office), places)

    def take(self, found: _Found, text: str) -> None:
        """Show what passes the filters; what is selected stays."""
        self.names = found.names
        self.filters.set_names(found.names)
        self.filters.set_low(frozenset(item.code for item in found.low))
        self._low = found.low
        self.low_strip.setVisible(bool(found.low))
        self.low_words.retranslate()
        if self._wanted in found.items:  # a catalogue item was looked for: show its lots
            wanted, self._wanted = found.items[self._wanted], ""
            self._show_item(wanted)
            return
        if self._wanted in found.sites:  # a place was looked for: show what lies there
            wanted, self._wanted = found.sites[self._wanted], ""
            self.search.clear()
            self.filters.show_all()
            self.filters.choose("site", wanted)
            return
        today = self.context.today()
        lines = [line for line in found.lines if self.filters.filter.holds(line, today)]
        self._show(lines, text or (_HIDDEN if self.filters.filter.hides and found.lines else ""))
        # A lot that was asked for may be hidden, and then everything is read again.
        self.filters.setVisible(self.stack.currentIndex() == 0)
        if not text:
            self._bars = state.most(found.lines)
            self.chart.set_bars([(partial(self._bar_words, item, unit), units) for item, unit, units in self._bars])
            self._room_for_chart()

    def _low_words(self) -> str:
        shown = [
            tr("{item}: {free} of {low}", item=self.names.item(item.code), free=f"{item.free:,}", low=f"{item.low:,}")
            for item in self._low[:_LOW_SHOWN]
        ]
        more = len(self._low) - len(shown)
        items = "; ".join([*shown, *([ntr("and {n} more", "and {n} more", more)] if more else [])])
        return tr("Running low: {items}", items=items) if items else ""

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
        tell_done(self.context, tr("The supplies are in the list."))

    def act(self, verb: str) -> None:
        """Count, hand out, write off, take back or bring elsewhere some of the lot that is selected."""
        page = self.lot.page
        if page is None or page.uid != self.selected or not self.lot.verbs[verb].isEnabled():
            return
        self._site = page.record.site
        MoveDialog(self.context, verb, page, self.names, self).open()

    def scan_in(self, code: str = "") -> None:
        """Receive by scanning, beginning with a code that was scanned on the page."""

        def show(lists: Lists) -> None:
            window = ScanInWindow(self.context, lists, self, self._received, site=self._site)
            window.open()
            if code:
                window.scan(code)

        self.context.tasks.read(lambda: read_lists(self.context.office), show, owner=self)

    def count_site(self) -> None:
        """Count a whole place."""
        CountWindow(self.context, self.names, self, site=self._here()).open()

    def pack(self) -> None:
        """Pack a box."""
        BoxWindow(self.context, self.names, self, site=self._site).open()

    def money(self) -> None:
        """Look at the money beside the page."""
        PoolsWindow(self.context, self.names, self).beside()

    def recall(self, batch: str = "") -> None:
        """Find all of a batch, beside the page."""
        RecallWindow(self.context, self.names, self, batch=batch).beside()

    def _here(self) -> str:
        """The place that she looks at: of the filter, of the lot that is selected."""
        page = self.lot.page
        return self.filters.filter.site or self._site or (page.record.site if page is not None else "")

    def dialogs(self) -> dict[str, Callable[[], object]]:
        """The page's dialogs, for their pictures."""
        whole = {
            "scan": self.scan_in, "count-site": self.count_site, "box": self.pack, "money": self.money,
            "recall": self.recall,
        }  # fmt: skip
        return {"receive": self.add, **whole, **{verb: partial(self.act, verb) for verb in _KEYS.values()}}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N receives, R by scanning, L counts a place, P packs a box, M shows the money; C, H, S, T and B are for the
        lot that is selected; Escape goes back to the table.
        """
        whole: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_N: self.add,
            Qt.Key.Key_R: self.scan_in,
            Qt.Key.Key_L: self.count_site,
            Qt.Key.Key_P: self.pack,
            Qt.Key.Key_M: self.money,
        }
        plain = not event.modifiers() and not isinstance(self.focusWidget(), QLineEdit)
        key = Qt.Key(event.key())
        if plain and key in _KEYS:
            self.act(_KEYS[key])
        elif plain and key in whole:
            whole[key]()
        elif key == Qt.Key.Key_Escape:
            self.table.setFocus()
        else:
            super().keyPressEvent(event)
