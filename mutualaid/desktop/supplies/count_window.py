"""Counts a whole place: by scanning or typing, then the differences in a list, and only then one write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.page import Context
from mutualaid.desktop.supplies import state
from mutualaid.desktop.supplies.scans import ScanField, Scanner
from mutualaid.desktop.supplies.sheets import CountSheet
from mutualaid.desktop.supplies.small_table import SmallTable
from mutualaid.desktop.supplies.state import Names, sorted_names
from mutualaid.desktop.supplies.teach import TeachPanel, read_scan
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.forms import FormRow
from mutualaid.desktop.widgets.line_model import Column
from mutualaid.desktop.widgets.words import Button, Said, announce
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.errors import sentence
from mutualaid.language.formats import format_date, format_number
from mutualaid.records.errors import Fault
from mutualaid.records.views import Changed, LotLine

if TYPE_CHECKING:
    from mutualaid.services.scanning import Scan


class Difference(NamedTuple):
    """A line of the list before it is written: a lot ("" for something new) with what should be and what is there."""

    uid: str
    item: str
    code: str
    unit: str
    expected: int
    units: int


class CountWindow(FormDialog):
    """Two steps: count, then look at the differences. `site` is where it begins."""

    least_height = 640

    def __init__(self, context: Context, names: Names, parent: QWidget, *, site: str = "") -> None:
        self._names = names
        super().__init__(N_("Count a place"), N_("Show the differences"), parent, width=760)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._last = ""
        self.sheet = CountSheet([])
        self.site = Choice()
        self.field = ScanField()
        self.field.scanned.connect(self.scan)
        self.scanner = Scanner(self)
        self.scanner.scanned.connect(self.scan)
        self.teach = TeachPanel(context)
        self.teach.set_names(names)
        self.teach.item_button.hide()
        self.teach.taught.connect(lambda code: self.scan(self._last or code))
        self.teach.left.connect(self.field.setFocus)
        self.table = SmallTable(N_("What should be here"), self._columns(), rows=6, spare=(1, 2))
        self.table.picked.connect(lambda _row: self._show_line())
        self.table.opened.connect(lambda _row: self.units.setFocus())
        self.units: Amount = Amount(0, 1_000_000)
        self.units.set_unit(lambda count: unit_word(self._unit(), count))
        self.set_button = Button(N_("That many are there"), self.set_units)
        self.unset_button = Button(N_("Not counted yet"), self.unset, role="link")
        self.gone_button = Button(N_("What is not counted is gone"), self.rest_is_gone, role="link")
        self.told = Said(self._told_words, role="subtle")
        self.nothing = Said(N_("Nothing should be here. Scan what you find, or choose another place."), role="subtle")
        self.back_button = Button(N_("Back to counting"), self.back, role="link")
        self.changes = SmallTable(N_("Differences"), self._change_columns(), rows=7)
        self.summary = Said(self._summary_words)
        self.steps = QStackedWidget()
        self._build()
        self.retranslate()
        sites = names.sites
        self.site.set_code(site if site in sites else next(iter(sites), "") if len(sites) == 1 else "")
        self.site.chosen.connect(lambda _code: self.read_site())
        self.read_site()
        (self.field if self.site.code() else self.site).setFocus()

    def _build(self) -> None:
        first, second = QWidget(), QWidget()
        column = QVBoxLayout(first)
        column.setContentsMargins(0, 0, 0, 0)
        for row in (FormRow(N_("Which place"), self.site), FormRow(N_("Barcode"), self.field)):
            column.addWidget(row)
        for widget in (self.teach, self.told, self.nothing, self.table):
            column.addWidget(widget)
        self.row_units = FormRow(N_("How much is there"), self.units)
        column.addWidget(self.row_units)
        tools = QWidget()
        flow = FlowLayout(tools, gap=8)
        for button in (self.set_button, self.unset_button, self.gone_button):
            flow.addWidget(button)
        column.addWidget(tools)
        column.addStretch(1)
        column = QVBoxLayout(second)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.summary, self.changes):
            column.addWidget(widget)
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.steps.addWidget(first)
        self.steps.addWidget(second)
        self.body.addWidget(self.steps)
        self.units.lineEdit().returnPressed.connect(self.set_units)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(N_("Item"), lambda line: self._names.item(line.item), width=220),
            Column(N_("Code"), lambda line: line.code, lambda line: (len(line.code), line.code), 70),
            Column(N_("Expires"), lambda line: format_date(line.expires_on) if line.expires_on else "", width=110),
            Column(N_("Should be"), lambda line: state.amount(line.on_hand, line.unit), lambda x: x.on_hand, 110, True),
            Column(N_("Counted"), self._counted_words, None, 110, True),
        )

    def _counted_words(self, line: LotLine) -> str:
        units = self.sheet.counted.get(line.uid)
        return tr("not yet") if units is None else format_number(units)

    def _change_columns(self) -> tuple[Column, ...]:
        return (
            Column(N_("Item"), lambda line: self._names.item(line.item), width=220),
            Column(N_("Code"), lambda line: line.code or tr("new lot"), None, 90),
            Column(N_("Should be"), lambda line: format_number(line.expected), lambda x: x.expected, 110, True),
            Column(N_("Counted"), lambda line: format_number(line.units), lambda x: x.units, 110, True),
            Column(N_("Difference"), lambda x: state.signed(x.units - x.expected, x.unit), None, 130, True),
        )

    def retranslate(self) -> None:
        """Set the choices and the tables."""
        super().retranslate()
        if not hasattr(self, "steps"):
            return
        self.site.set_choices(sorted_names(self._names.sites))
        self.told.retranslate()
        self.summary.retranslate()

    def read_site(self, *, again: bool = False) -> None:
        """Read what should lie at the place; `again` keeps what was counted."""
        site, office = self.site.code(), self._context.office

        def read() -> list[LotLine]:
            from mutualaid.services.counting import site_lots

            return site_lots(office, site=site) if site else []

        def show(lots: Sequence[LotLine]) -> None:
            if site == self.site.code():
                kept = self.sheet if again else CountSheet([])
                here = {lot.uid for lot in lots}
                counted = {uid: units for uid, units in kept.counted.items() if uid in here}
                self.sheet = CountSheet(list(lots), counted, kept.found)
                self.dirty = again and self.dirty
                self._show()

        self._context.tasks.read(read, show, owner=self)

    def _show(self, uid: str = "") -> None:
        row = next((place for place, lot in enumerate(self.sheet.lots) if lot.uid == uid), None)
        self.table.set_lines(self.sheet.lots, row)
        self.nothing.setVisible(not self.sheet.lots)
        self.table.setVisible(bool(self.sheet.lots))
        self.save_button.setEnabled(bool(self.sheet.counted or self.sheet.found.lines))
        self.told.retranslate()
        self._show_line()

    def _line(self) -> LotLine | None:
        return self.table.line()

    def _unit(self) -> str | None:
        line = self._line()
        return line.unit if line is not None else None

    def _show_line(self) -> None:
        line = self._line()
        for widget in (self.row_units, self.set_button, self.unset_button, self.gone_button):
            widget.setVisible(line is not None)
        if line is not None:
            self.units.setValue(self.sheet.counted.get(line.uid, line.on_hand))
            self.units.retranslate()
            self.unset_button.setEnabled(line.uid in self.sheet.counted)
        self.gone_button.setEnabled(self.sheet.missing > 0)

    def _told_words(self) -> str:
        sheet = self.sheet
        left = ntr("{n} lot is not counted yet", "{n} lots are not counted yet", sheet.missing)
        parts = [left if sheet.missing or not sheet.lots else tr("every lot is counted")]
        if sheet.found.lines:
            parts.append(
                ntr("{n} unit found that is in no lot", "{n} units found that are in no lot", sheet.found.units)
            )
        return " · ".join(parts)

    def scan(self, code: str) -> None:
        """A code was scanned or typed: one more of it is there."""
        if self.steps.currentIndex() == 0 and self.site.code():
            self.messages.hide()
            self._last = code
            read_scan(self._context, self, code, self._scanned, lambda fault: self.messages.tell(sentence(fault)))

    def _scanned(self, scan: Scan) -> None:
        if scan.unknown or scan.item is None:
            self.teach.ask(scan)
            return
        uid = self.sheet.scan(scan)
        self.dirty = True
        self._show(uid)
        units = self.sheet.counted[uid] if uid else self.sheet.found.units
        announce(self.field, f"{self._names.item(scan.item)}: {units}")
        self.field.setFocus()

    def set_units(self) -> None:
        """So much of the selected lot was counted; on to the next one."""
        line = self._line()
        if line is None:
            return
        self.units.interpretText()
        self.sheet.set(line.uid, self.units.value())
        self.dirty = True
        row = self.table.row()
        self._show()
        self.table.go_to(min(row + 1, len(self.table.lines) - 1))
        self._show_line()
        self.units.setFocus()
        self.units.selectAll()

    def unset(self) -> None:
        """The selected lot is not counted after all."""
        line = self._line()
        if line is not None:
            self.sheet.set(line.uid, None)
            self._show(line.uid)

    def rest_is_gone(self) -> None:
        """Nothing is left of all that was not counted."""
        self.sheet.rest_is_gone()
        self.dirty = True
        self._show()

    def _differences(self) -> list[Difference]:
        known = [
            Difference(lot.uid, lot.item, lot.code, lot.unit, lot.on_hand, n) for lot, n in self.sheet.differences()
        ]
        units = self._names.units
        return known + [
            Difference("", line.item, "", units.get(line.item, "each"), 0, line.units)
            for line in self.sheet.found.lines
        ]

    def _summary_words(self) -> str:
        found = self._differences()
        parts = [ntr("{n} difference", "{n} differences", len(found)) if found else tr("All as it should be.")]
        if self.sheet.missing:
            parts.append(
                ntr("{n} lot was not counted and stays as it is", "{n} lots were not counted and stay as they are",
                    self.sheet.missing)
            )  # fmt: skip
        return " · ".join(parts)

    def back(self) -> None:
        """Count on."""
        self.steps.setCurrentIndex(0)
        self.save_button.say(N_("Show the differences"))
        self.field.setFocus()

    def save(self) -> None:
        """First the differences, then the write."""
        if self.steps.currentIndex() == 0:
            short = self.sheet.short_of_promises()
            if short:
                codes = ", ".join(lot.code for lot in short[:5])
                self.messages.tell(tr("Less was counted than is promised to matches: {lots}.", lots=codes), "fault")
                return
            self.changes.set_lines(self._differences())
            self.changes.setVisible(bool(self.changes.lines))
            self.summary.retranslate()
            self.messages.hide()
            self.steps.setCurrentIndex(1)
            self.save_button.say(N_("Write the count"))
            self.save_button.setFocus()
            return
        office, site, on = self._context.office, self.site.code(), self._context.today()
        counted, found = self.sheet.written(), list(self.sheet.found.lines)

        def write() -> Changed:
            from mutualaid.services.counting import count_site

            return count_site(office, site=site, counted=counted, found=found, on=on)

        self.set_busy(True)
        self._context.tasks.write(write, self._done, owner=self, fail=self._refused)

    def _refused(self, fault: Fault) -> None:
        self.refused(fault)
        if fault.code == "count_changed_since":
            self.back()
            self.read_site(again=True)

    def _done(self, _changed: Changed) -> None:
        changes = len(self.changes.lines)
        self.done_well()
        if changes:
            tell_done(self._context, ntr("Counted: {n} difference.", "Counted: {n} differences.", changes))
        else:
            self._context.messages.tell(tr("Counted: all as it should be."), "good")
