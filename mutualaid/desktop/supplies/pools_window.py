"""Money pools beside the work: what came in, was promised, went out and is left, and what one household may get."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.page import Context
from mutualaid.desktop.supplies import state
from mutualaid.desktop.supplies.small_table import SmallTable
from mutualaid.desktop.supplies.state import Names
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.line_model import Column
from mutualaid.desktop.widgets.words import Said
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.records.views import Area, Changed

if TYPE_CHECKING:
    from mutualaid.services.pools import Pool


class PoolsWindow(FormDialog):
    """A table of the pools; it stays open beside the page, and follows what is written."""

    least_height = 420

    def __init__(self, context: Context, names: Names, parent: QWidget) -> None:
        self._names = names
        super().__init__(N_("Money"), N_("Change the cap…"), parent, width=960)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self.table = SmallTable(N_("Money pools"), self._columns(), spare=(5, 1))
        self.table.opened.connect(lambda _row: self.save())
        self.told = Said(
            N_("What is promised is not left any more. A cap holds for matches, boxes and whoever comes by."),
            role="subtle",
        )
        self.nothing = Said(N_("There is no money in the catalog, and no item with a cap."), role="subtle")
        for widget in (self.told, self.nothing, self.table):
            self.body.addWidget(widget)
        self.cancel_button.say(N_("Close"))
        context.tasks.changed.connect(self._changed)
        self.refresh()
        self.table.setFocus()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(N_("Pool"), lambda line: self._names.item(line.item), width=165),
            Column(
                N_("Came in"), lambda x: state.amount(x.came_in + x.corrected, x.unit), lambda x: x.came_in, 98, True
            ),
            Column(N_("Promised"), lambda x: state.amount(x.promised, x.unit), lambda x: x.promised, 98, True),
            Column(N_("Handed out"), lambda x: state.amount(x.handed_out, x.unit), lambda x: x.handed_out, 98, True),
            Column(N_("Left"), lambda x: state.amount(x.left, x.unit), lambda x: x.left, 98, True),
            Column(N_("Households"), lambda x: f"{x.households:,}", lambda x: x.households, 98, True),
            Column(N_("Cap"), _cap_words, None, 130),
        )

    def _changed(self, what: Changed) -> None:
        if what.areas & {Area.SUPPLIES, Area.MATCHES}:
            self.refresh()

    def refresh(self) -> None:
        """Read the pools again."""
        office = self._context.office

        def read() -> list[Pool]:
            from mutualaid.services.pools import pools

            return pools(office)

        self._context.tasks.read(read, self._show, owner=self)

    def _show(self, pools: list[Pool]) -> None:
        self.table.set_lines(pools)
        self.table.setVisible(bool(pools))
        self.nothing.setVisible(not pools)
        self.save_button.setEnabled(bool(pools))

    def save(self) -> None:
        """Change the cap of the selected pool."""
        pool = self.table.line()
        if pool is not None:
            CapDialog(self._context, self._names, pool, self).open()


def _cap_words(pool: Pool) -> str:
    if pool.cap is None:
        return tr("no cap")
    within = ntr("{n} day", "{n} days", pool.cap_days)
    return tr("{amount} in {days}", amount=state.amount(pool.cap, pool.unit), days=within)


class CapDialog(FormDialog):
    """How much one household gets of an item, and in how many days."""

    def __init__(self, context: Context, names: Names, pool: Pool, parent: QWidget) -> None:
        super().__init__(N_("Cap for one household"), N_("Save the cap"), parent, width=440)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._names, self._pool = context, names, pool
        self.what = Said(lambda: names.item(pool.item), bold=True)
        self.capped = QCheckBox()
        self.capped.setChecked(pool.cap is not None)
        self.units = Amount(1, 1_000_000, lambda count: unit_word(pool.unit, count))
        self.units.setValue(pool.cap or 100)
        self.days = Amount(1, 3660, lambda count: tr("day") if count == 1 else tr("days"))
        self.days.setValue(pool.cap_days)
        self.form = Form()
        self.form.add("household_cap", N_("At most"), self.units)
        self.form.add("cap_days", N_("Within"), self.days, hint=N_("Any so many days running, not a calendar month."))
        row = QHBoxLayout()
        row.addWidget(self.capped)
        row.addStretch(1)
        self.body.addWidget(self.what)
        self.body.addLayout(row)
        self.body.addWidget(self.form)
        self.capped.toggled.connect(self.form.setEnabled)
        self.capped.toggled.connect(lambda _on: setattr(self, "dirty", True))
        self.form.setEnabled(self.capped.isChecked())
        for field in (self.units, self.days):
            field.valueChanged.connect(lambda _value: setattr(self, "dirty", True))
        self.retranslate()
        self.capped.setFocus()

    def retranslate(self) -> None:
        """Set the box's words."""
        super().retranslate()
        if hasattr(self, "capped"):
            self.capped.setText(tr("One household gets only so much"))

    def save(self) -> None:
        """Write the cap."""
        cap = self.units.value() if self.capped.isChecked() else None
        office, pool, days = self._context.office, self._pool, self.days.value()

        def write() -> Changed:
            from mutualaid.services.supplies import change_item

            return change_item(office, uid=pool.uid, household_cap=cap, cap_days=days)

        def done(_changed: Changed) -> None:
            self.done_well()
            tell_done(self._context, tr("The cap of {item} is saved.", item=self._names.item(pool.item)))

        self.set_busy(True)
        self._context.tasks.write(write, done, owner=self, fail=self.refused)
