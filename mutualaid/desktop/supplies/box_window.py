"""The box builder: for whom, what goes in, what is missing and what could go in instead; handed out or kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.page import Context
from mutualaid.desktop.supplies import state
from mutualaid.desktop.supplies.box_state import Box
from mutualaid.desktop.supplies.home_field import HomeField
from mutualaid.desktop.supplies.small_table import SmallTable
from mutualaid.desktop.supplies.state import Names, sorted_names
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.chips import Chips
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import Form, FormRow
from mutualaid.desktop.widgets.layouts import clear
from mutualaid.desktop.widgets.line_model import Column
from mutualaid.desktop.widgets.words import Button, Said
from mutualaid.language import labels
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.records.errors import Fault
from mutualaid.records.skills import DIETS
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.services.boxes import BoxLine


class BoxWindow(FormDialog):
    """Fills a box out of what is free now. `site` is where it is packed at first."""

    least_height = 720

    def __init__(self, context: Context, names: Names, parent: QWidget, *, site: str = "") -> None:
        self._names = names
        super().__init__(N_("Pack a box"), N_("Hand the box out"), parent, width=760)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._asked = 0
        self.box = Box()
        self.home = HomeField(context)
        self.people = Amount(1, 40, lambda count: tr("person") if count == 1 else tr("people"))
        self.diet = Chips()
        self.site = Choice()
        self.form = Form()
        self.form.add(
            "household", N_("Household"), self.home, hint=N_("Not needed. Its size and diet are taken from it.")
        )
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(FormRow(N_("For how many people"), self.people), 1)
        line.addWidget(FormRow(N_("Packed where"), self.site), 2)
        self.form.add_widget(row)
        self.form.add("diet", N_("Diet"), self.diet)
        self.table = SmallTable(N_("What goes into the box"), self._columns(), rows=4, spare=(3,))
        self.table.picked.connect(lambda _row: self._show_line())
        self.table.delete_asked.connect(self.remove)
        self.told = Said(self._told_words, role="subtle")
        self.more = Choice()
        self.more.chosen.connect(self.add)
        self.units = Amount(1, 10_000)
        self.units.valueChanged.connect(lambda _value: self._set_units())
        self.remove_button = Button(N_("Take it out"), self.remove, role="link", hint=N_("Del"))
        self.instead = Said("", role="warn")
        self.swaps = QWidget()
        self._swaps = QHBoxLayout(self.swaps)
        self._swaps.setContentsMargins(0, 0, 0, 0)
        self.keep_button = Button(N_("Keep it for the need"), self.keep)
        tools = QHBoxLayout()
        tools.setSpacing(12)
        self.row_units = FormRow(N_("How much of it"), self.units)
        tools.addWidget(self.row_units, 1)
        tools.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignBottom)
        tools.addWidget(FormRow(N_("Put something else in"), self.more), 1)
        for widget in (self.form, self.told, self.table, self.instead, self.swaps):
            self.body.addWidget(widget)
        self.body.addLayout(tools)
        buttons = self.layout().itemAt(self.layout().count() - 1).layout()  # type: ignore[union-attr]
        buttons.insertWidget(1, self.keep_button)  # type: ignore[union-attr]
        self.retranslate()
        self.site.set_code(site if site in names.sites else "")
        self.home.changed.connect(self._home_taken)
        self.people.valueChanged.connect(lambda _value: self.fill())
        self.diet.changed.connect(self.fill)
        self.site.chosen.connect(lambda _code: self.fill())
        self.fill()
        self.home.setFocus()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(N_("Item"), lambda line: self._names.item(line.item), width=190),
            Column(N_("Wanted"), lambda line: state.amount(line.wanted, line.unit), lambda x: x.wanted, 98, True),
            Column(N_("In the box"), lambda line: state.amount(_units(line), line.unit), _units, 98, True),
            Column(N_("From"), _from_words, width=110),
            Column(N_("Missing"), _missing_words, None, 130),
        )

    def retranslate(self) -> None:
        """Set the choices and the table."""
        super().retranslate()
        if not hasattr(self, "keep_button"):
            return
        self.site.set_choices(sorted_names(self._names.sites), empty=tr("Any place"))
        self.diet.set_choices(sorted_names({code: labels.diet(code) for code in DIETS}))
        self.more.set_choices(sorted_names({code: self._names.item(code) for code in self._names.items}), empty="")
        self.told.retranslate()
        self._show_line()

    def _told_words(self) -> str:
        lines = self.box.lines
        if not lines:
            return tr("Nothing is in the box yet. Put something in.")
        missing = sum(line.missing > 0 for line in lines)
        parts = [ntr("{n} item", "{n} items", len(lines))]
        if any(line.need for line in lines):
            parts.append(tr("what this household has asked for"))
        if missing:
            parts.append(ntr("{n} of them is not there in full", "{n} of them are not there in full", missing))
        return " · ".join(parts)

    def _home_taken(self) -> None:
        home = self.home.home
        self.box.items = None
        if home is not None:
            self.people.blockSignals(True)
            self.people.setValue(home.size)
            self.people.blockSignals(False)
            self.people.retranslate()
            self.diet.set_codes(home.diet)
        self.fill()

    def fill(self) -> None:
        """Ask again what goes in."""
        self._asked += 1
        asked, office, items = self._asked, self._context.office, self.box.items
        home = self.home.home.uid if self.home.home is not None else None
        size, diet, site, on = self.people.value(), self.diet.codes(), self.site.code(), self._context.today()

        def read() -> list[BoxLine]:
            from mutualaid.services.boxes import box_for

            return box_for(office, household=home, size=size, diet=diet, site=site, items=items, on=on)

        def show(lines: list[BoxLine]) -> None:
            if asked == self._asked:
                self.box.take(lines)
                self._show()

        self._context.tasks.read(read, show, owner=self)

    def _show(self) -> None:
        self.table.set_lines(self.box.lines)
        self.table.setVisible(bool(self.box.lines))
        self.told.retranslate()
        self._show_line()
        self.save_button.setEnabled(bool(self.box.parts()))
        self.keep_button.setVisible(self.box.one_need() is not None)

    def _line(self) -> BoxLine | None:
        return self.table.line()

    def _show_line(self) -> None:
        line = self._line()
        for widget in (self.row_units, self.remove_button):
            widget.setVisible(line is not None)
        clear(self._swaps)
        self.instead.setVisible(line is not None and line.missing > 0)
        self.swaps.setVisible(line is not None and bool(line.instead))
        if line is None:
            return
        self.units.blockSignals(True)
        self.units.setValue(line.wanted)
        self.units.blockSignals(False)
        self.units.set_unit(partial(unit_word, line.unit))
        missing = state.amount(line.missing, line.unit)
        if line.instead:
            self.instead.say(lambda: tr("Missing: {amount}. Instead there is:", amount=missing))
        else:
            self.instead.say(lambda: tr("Missing: {amount}. Nothing like it is free.", amount=missing))
        for code, units in line.instead[:3]:
            words: Callable[[], str] = partial(self._swap_words, code, units)
            self._swaps.addWidget(Button(words, partial(self.swap, code), role="chip"))
        self._swaps.addStretch(1)

    def _swap_words(self, code: str, units: int) -> str:
        return tr("{item} ({amount} free)", item=self._names.item(code), amount=f"{units:,}")

    def swap(self, code: str) -> None:
        """Another item fills up what is missing of the selected one."""
        line = self._line()
        if line is not None:
            self.box.swap(line, code)
            self.dirty = True
            self.fill()

    def add(self, code: str) -> None:
        """Put an item in, as much as the catalogue says."""
        self.more.set_code("")
        if code:
            self.box.add(code)
            self.dirty = True
            self.fill()

    def remove(self) -> None:
        """Take the selected item out."""
        line = self._line()
        if line is not None:
            self.box.remove(line)
            self.dirty = True
            self.fill()

    def _set_units(self) -> None:
        line = self._line()
        if line is not None and self.units.value() != line.wanted:
            self.box.set_units(line, self.units.value())
            self.dirty = True
            self.fill()

    def save(self) -> None:
        """Hand it out."""
        parts, office, on = self.box.parts(), self._context.office, self._context.today()
        home = self.home.home.uid if self.home.home is not None else None
        if not parts:
            return

        def write() -> Changed:
            from mutualaid.services.boxes import hand_out_box

            return hand_out_box(office, parts=parts, household=home, on=on)

        self._write(write, N_("The box is handed out."))

    def keep(self) -> None:
        """Keep it for the need."""
        need, parts, office = self.box.one_need(), self.box.parts(), self._context.office
        if need is None or not parts:
            return

        def write() -> Changed:
            from mutualaid.services.boxes import reserve_box

            return reserve_box(office, need=need, parts=parts)

        self._write(write, N_("The box is kept for the need."))

    def _write(self, write: Callable[[], Changed], said: str) -> None:
        def done(_changed: Changed) -> None:
            self.done_well()
            tell_done(self._context, tr(said))

        self.set_busy(True)
        self._context.tasks.write(write, done, owner=self, fail=self._refused)

    def _refused(self, fault: Fault) -> None:
        self.refused(fault)
        self.fill()


def _units(line: BoxLine) -> int:
    return sum(use.units for use in line.uses)


def _from_words(line: BoxLine) -> str:
    return ", ".join(f"{use.code} ({use.units})" for use in line.uses)


def _missing_words(line: BoxLine) -> str:
    if line.cap_left is not None and line.cap_left < line.wanted:
        return tr("no more than {amount} by the cap", amount=state.amount(line.cap_left, line.unit))
    return state.amount(line.missing, line.unit) if line.missing else ""
