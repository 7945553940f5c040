"""A batch that its maker calls back: which lots are of it, what lies there still, and which households got the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.page import Context
from mutualaid.desktop.supplies import state
from mutualaid.desktop.supplies.small_table import SmallTable
from mutualaid.desktop.supplies.state import Names
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import FormRow
from mutualaid.desktop.widgets.line_model import Column
from mutualaid.desktop.widgets.words import Said, announce
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_date, format_list

if TYPE_CHECKING:
    from mutualaid.services.recalls import RecalledLot


class RecallWindow(FormDialog):
    """Choose a batch: its lots in a table, and where they went in a sentence, by code. Stays open beside the page."""

    least_height = 480

    def __init__(self, context: Context, names: Names, parent: QWidget, *, batch: str = "") -> None:
        self._names = names
        super().__init__(N_("Recall a batch"), N_("Show the lot"), parent, width=760)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._batches: list[str] = []
        self.batch = Choice()
        self.batch.chosen.connect(lambda _code: self.look_up())
        self.table = SmallTable(N_("Lots of this batch"), self._columns(), rows=4, spare=(4, 2))
        self.table.opened.connect(lambda _row: self.save())
        self.told = Said(self._told_words)
        self.homes = Said(self._homes_words)
        self.hint = Said(N_("The batch, also called lot number, stands on the package. Lots keep it when it is scanned "
                            "or typed."), role="subtle")  # fmt: skip
        for widget in (FormRow(N_("Batch"), self.batch), self.hint, self.told, self.table, self.homes):
            self.body.addWidget(widget)
        self.cancel_button.say(N_("Close"))
        self.retranslate()
        self._read_batches(batch)
        self._show([])
        self.batch.setFocus()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(N_("Lot"), lambda line: line.code, lambda line: (len(line.code), line.code), 70),
            Column(N_("Item"), lambda line: self._names.item(line.item), width=210),
            Column(N_("Place"), lambda line: self._names.site(line.site), width=140),
            Column(
                N_("Here"), lambda line: state.amount(line.on_hand, self._unit(line)), lambda x: x.on_hand, 100, True
            ),
            Column(
                N_("Promised"),
                lambda line: state.amount(line.on_hand - line.free, self._unit(line)),
                lambda line: line.on_hand - line.free,
                100,
                True,
            ),
            Column(N_("Went to"), lambda line: ntr("{n} household", "{n} households", len(line.went)), None, 110),
        )

    def _unit(self, line: RecalledLot) -> str:
        return self._names.units.get(line.item, "each")

    def retranslate(self) -> None:
        """Set the choices and the table."""
        super().retranslate()
        if hasattr(self, "homes"):
            self.batch.set_choices([(batch, batch) for batch in self._batches])
            self.told.retranslate()
            self.homes.retranslate()

    def _read_batches(self, chosen: str) -> None:
        office = self._context.office

        def read() -> list[str]:
            from mutualaid.services.recalls import batches

            return batches(office)

        def show(found: list[str]) -> None:
            self._batches = found
            self.retranslate()
            if chosen:
                self.batch.set_code(chosen)
                self.look_up()

        self._context.tasks.read(read, show, owner=self)

    def look_up(self) -> None:
        """Read the lots of the batch."""
        batch, office = self.batch.code(), self._context.office

        def read() -> list[RecalledLot]:
            from mutualaid.services.recalls import recall

            return recall(office, batch=batch) if batch else []

        def show(lots: list[RecalledLot]) -> None:
            if batch == self.batch.code():
                self._show(lots)

        self._context.tasks.read(read, show, owner=self)

    def _show(self, lots: list[RecalledLot]) -> None:
        self.table.set_lines(lots, 0)
        for widget in (self.table, self.told, self.homes):
            widget.setVisible(bool(lots))
        self.hint.setVisible(not lots)
        self.save_button.setEnabled(bool(lots))
        self.told.retranslate()
        self.homes.retranslate()
        announce(self.batch, self.told.text())

    def _told_words(self) -> str:
        lots: list[RecalledLot] = self.table.lines
        here = sum(lot.on_hand for lot in lots)
        parts = [ntr("{n} lot is of this batch", "{n} lots are of this batch", len(lots))]
        parts.append(ntr("{n} unit lies here still", "{n} units lie here still", here))
        return " · ".join(parts)

    def _homes_words(self) -> str:
        """By household: what it got on which day. Codes only, to be looked up by who calls them."""
        went = [one for lot in self.table.lines for one in lot.went]
        named = [tr("{code} ({units} on {day})", code=one.household, units=f"{one.units:,}", day=format_date(one.on))
                 for one in went if one.household]  # fmt: skip
        nobody = sum(one.units for one in went if not one.household)
        parts = [tr("Call: {households}.", households=format_list(named))] if named else []
        if nobody:
            parts.append(ntr("{n} unit went to somebody who was not written down.",
                             "{n} units went to people who were not written down.", nobody))  # fmt: skip
        return " ".join(parts) or tr("None of it was handed out.")

    def save(self) -> None:
        """Show the selected lot on the page."""
        line = self.table.line()
        if line is not None:
            self.accept()
            self._context.go("supplies", line.uid)
