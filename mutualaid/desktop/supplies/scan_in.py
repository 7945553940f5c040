"""Takes in what a scanner reads, line by line, and writes all of it in one step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.form_window import keep
from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.page import Context
from mutualaid.desktop.supplies import state
from mutualaid.desktop.supplies.new_things import NewItem, NewSite
from mutualaid.desktop.supplies.receive import NOT_A_DAY, Lists, read_lists
from mutualaid.desktop.supplies.scans import ScanField, Scanner
from mutualaid.desktop.supplies.sheets import ArrivalSheet
from mutualaid.desktop.supplies.small_table import SmallTable
from mutualaid.desktop.supplies.state import sorted_names
from mutualaid.desktop.supplies.teach import TeachPanel, read_scan
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.dates import DateField
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.forms import Form, FormRow
from mutualaid.desktop.widgets.line_model import Column
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Button, Said, Words, announce
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.errors import sentence
from mutualaid.language.formats import format_date
from mutualaid.records.errors import Fault
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.services.scanning import Arrival, Scan


class ScanInWindow(FormDialog):
    """A list that scans add to; `then` gets what was changed. `site` is where the last ones went."""

    least_height = 700

    def __init__(
        self, context: Context, lists: Lists, parent: QWidget, then: Callable[[Changed], object], *, site: str = ""
    ) -> None:
        self._lists = lists
        self._names = lists.names
        super().__init__(N_("Receive by scanning"), N_("Receive all"), parent, width=720)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._then = context, then
        self._last = ""
        self.sheet = ArrivalSheet()
        self.site, self.source = Choice(), WatchedLine()
        self.form = Form()
        self.form.add("site", N_("Where it lies"), self.site, required=True)
        self.site_button = Button(N_("A place that is not in the list…"), self.new_site, role="link")
        self.form.add_widget(self.site_button)
        self.form.add("source", N_("Who gave it"), self.source, hint=N_("An organization or a drive, not a person."))
        self.field = ScanField()
        self.field.scanned.connect(self.scan)
        self.scanner = Scanner(self)
        self.scanner.scanned.connect(self.scan)
        self.teach = TeachPanel(context)
        self.teach.set_names(lists.names)
        self.teach.taught.connect(self._taught)
        self.teach.left.connect(self.field.setFocus)
        self.teach.new_item.connect(self.new_item)
        self.told = Said(self._told_words, role="subtle")
        self.table = SmallTable(N_("What was scanned"), self._columns())
        self.table.picked.connect(self._picked)
        self.table.opened.connect(lambda _row: self.units.setFocus())
        self.table.delete_asked.connect(self.remove)
        self.line = _LineFields(context)
        self.units: Amount = self.line.units
        self.batch: WatchedLine = self.line.batch
        self.line.changed_by(self._edited)
        self.line.remove_button.clicked.connect(self.remove)
        for widget in (FormRow(N_("Barcode"), self.field), self.teach, self.told, self.table, self.line, self.form):
            self.body.addWidget(widget)
        self.retranslate()
        sites = lists.names.sites
        self.site.set_code(site if site in sites else next(iter(sites), "") if len(sites) == 1 else "")
        self.source.changed.connect(self._typed)
        self._show(-1)
        self.field.setFocus()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(N_("Item"), lambda line: self._names.item(line.item), width=230),
            Column(N_("How much"), self._amount, lambda line: line.units, 120, True),
            Column(N_("Batch"), lambda line: line.batch, width=120),
            Column(N_("Expires"), lambda line: format_date(line.expires_on) if line.expires_on else "", width=120),
        )

    def _amount(self, line: Arrival) -> str:
        return state.amount(line.units, self._names.units.get(line.item, "each"))

    def retranslate(self) -> None:
        """Set the choices."""
        super().retranslate()
        if not hasattr(self, "line"):
            return
        self.site.set_choices(sorted_names(self._names.sites))
        self.told.retranslate()

    def _told_words(self) -> str:
        if not self.sheet.lines:
            return tr("Scan one after another. The same thing scanned again counts once more.")
        lots = ntr("{n} lot", "{n} lots", len(self.sheet.lines))
        units = ntr("{n} unit in all", "{n} units in all", self.sheet.units)
        return f"{lots} · {units}"

    def _typed(self) -> None:
        self.dirty = True

    def scan(self, code: str) -> None:
        """A code was scanned or typed."""
        self.messages.hide()
        self._last = code
        read_scan(self._context, self, code, self._scanned, self._unread)

    def _unread(self, fault: Fault) -> None:
        self.messages.tell(sentence(fault), "fault")
        self.field.setFocus()

    def _scanned(self, scan: Scan) -> None:
        if scan.unknown or scan.item is None:
            self.teach.ask(scan)
            return
        row = self.sheet.add(scan)
        self._typed()
        self._show(row)
        line = self.sheet.lines[row]
        announce(self.field, f"{self._names.item(line.item)}, {self._amount(line)}")
        self.field.setFocus()

    def _taught(self, code: str) -> None:
        self.messages.tell(tr("The code is remembered."), "good")
        self.field.setFocus()
        self.scan(self._last or code)

    def _show(self, row: int) -> None:
        self.table.set_lines(self.sheet.lines, row)
        self.told.retranslate()
        self.table.setVisible(bool(self.sheet.lines))
        self.line.setVisible(bool(self.sheet.lines))
        self.save_button.setEnabled(bool(self.sheet.lines))
        if self.sheet.lines:
            self._picked(self.table.row())

    def _picked(self, row: int) -> None:
        if 0 <= row < len(self.sheet.lines):
            line = self.sheet.lines[row]
            self.line.show_line(line, self._names.units.get(line.item))

    def _edited(self) -> None:
        row = self.table.row()
        if not 0 <= row < len(self.sheet.lines):
            return
        fields: dict[str, object] = {"units": self.units.value(), "batch": self.batch.text().strip()}
        day = self.line.day()
        if not isinstance(day, bool):
            fields["expires_on"] = day
        self.sheet.change(row, **fields)
        self._typed()
        self.table.lines[row] = self.sheet.lines[row]
        self.table.retranslate()
        self.told.retranslate()

    def remove(self) -> None:
        """Take the selected line away."""
        row = self.table.row()
        if 0 <= row < len(self.sheet.lines):
            self.sheet.remove(row)
            self._show(row)
            self.field.setFocus()

    def new_item(self) -> None:
        """Add to the catalogue, and take that for the code."""
        NewItem(self._context, self._lists.taken, self, lambda code: self._again(item=code)).open()

    def new_site(self) -> None:
        """Add a place, and take that."""
        NewSite(self._context, self._lists.zone, self, lambda uid: self._again(site=uid)).open()

    def _again(self, *, item: str = "", site: str = "") -> None:
        office = self._context.office

        def read() -> tuple[Lists, str]:
            from mutualaid.services.supplies import sites

            return read_lists(office), next((row.record.code for row in sites(office) if row.uid == site), "")

        def show(found: tuple[Lists, str]) -> None:
            self._lists, code = found
            self._names = self._lists.names
            self.retranslate()
            self.teach.set_names(self._names)
            if item:
                self.teach.item.set_code(item)
                self.teach.units.retranslate()
                self.teach.units.setFocus()
            else:
                self.site.set_code(code)
                self.site.setFocus()

        self._context.tasks.read(read, show, owner=self)

    def save(self) -> None:
        """Check, and take all of it in."""
        self._edited()
        errors: dict[str, Words] = {} if self.site.code() else {"site": N_("Choose where it lies.")}
        if self.line.isVisibleTo(self) and self.line.day() is False:
            self.line.row_expires.set_error(NOT_A_DAY)
            return
        if not self.form.set_errors(errors) or not self.sheet.lines:
            return
        office, site, source = self._context.office, self.site.code(), self.source.text().strip()
        arrivals, on = list(self.sheet.lines), self._context.today()

        def write() -> Changed:
            from mutualaid.services.scanning import receive_many

            return receive_many(office, arrivals=arrivals, site=site, source=source, on=on)

        def done(changed: Changed) -> None:
            self.done_well()
            self._then(changed)

        keep(self, self._context, write, done)


class _LineFields(QWidget):
    """The fields of the line that is selected."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.units = Amount(1, 100_000)
        self.batch = WatchedLine(most=64)
        self.expires = DateField(today=context.today)
        self.row_expires = FormRow(N_("Expires"), self.expires)
        self.remove_button = Button(N_("Take this line away"), role="link", hint=N_("Del"))
        self._unit: str | None = None
        self.units.set_unit(lambda count: unit_word(self._unit, count))
        layout = FlowLayout(self, gap=12)
        for widget in (FormRow(N_("How much"), self.units), FormRow(N_("Batch"), self.batch), self.row_expires):
            layout.addWidget(widget)
        layout.addWidget(self.remove_button)

    def changed_by(self, do: Callable[[], None]) -> None:
        """Call it when the person changed a field."""
        self.units.valueChanged.connect(lambda _value: do())
        self.batch.changed.connect(do)
        self.expires.changed.connect(do)

    def show_line(self, line: Arrival, unit: str | None) -> None:
        """Fill the fields; no signal of a change goes out."""
        self._unit = unit
        self.units.blockSignals(True)
        self.units.setValue(line.units)
        self.units.blockSignals(False)
        self.units.retranslate()
        self.batch.blockSignals(True)
        self.batch.set_text(line.batch)
        self.batch.blockSignals(False)
        self.expires.set_day(line.expires_on)
        self.row_expires.set_error("")

    def day(self) -> date | bool | None:
        """The day that stands there, none for no day, False for what is no day."""
        try:
            return self.expires.day()
        except ValueError:
            return False
