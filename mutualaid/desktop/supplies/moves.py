"""The small forms that change a lot's stock: count it, hand some out, write some off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.page import Context
from mutualaid.desktop.supplies import state
from mutualaid.desktop.supplies.state import Names
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.notes import NoteEditor
from mutualaid.desktop.widgets.watched import answered_in
from mutualaid.desktop.widgets.words import Said, Words
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.services.supplies import LotPage

TITLES: dict[str, tuple[str, str, str]] = {
    "count": (N_("Count what is there"), N_("How much lies there now"), N_("Save the count")),
    "hand_out": (N_("Hand out"), N_("How much was given"), N_("Hand out")),
    "spoil": (N_("Write off what spoiled"), N_("How much spoiled"), N_("Write off")),
}


class MoveDialog(FormDialog):
    """`verb` is "count", "hand_out" or "spoil". What is promised to matches can neither go nor be counted away."""

    def __init__(self, context: Context, verb: str, page: LotPage, names: Names, parent: QWidget) -> None:
        title, question, save = TITLES[verb]
        super().__init__(title, save, parent, width=460)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._verb, self._page = context, verb, page
        unit = page.item.unit
        self.what = Said(lambda: f"{names.item(page.record.item)} · {names.site(page.record.site)}", bold=True)
        self.there = Said(self._there_words, role="subtle")
        self.units = Amount(0 if verb == "count" else 1, 100_000, lambda count: unit_word(unit, count))
        if verb == "count":
            self.units.setValue(page.on_hand)
        self.note = NoteEditor(lines=2)
        self.form = Form()
        self.form.add("units", question, self.units, required=True)
        self.form.add("note", N_("Note"), self.note, hint=N_("Why, if it is worth remembering. No names."))
        for widget in (self.what, self.there, self.form):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.units.valueChanged.connect(lambda _value: setattr(self, "dirty", True))
        self.note.changed.connect(lambda: setattr(self, "dirty", True))
        self.units.setFocus()
        self.units.selectAll()

    def _there_words(self) -> str:
        page, unit = self._page, self._page.item.unit
        reserved = page.on_hand - page.free
        if not reserved:
            return tr("Here: {here}", here=state.amount(page.on_hand, unit))
        return tr(
            "Here: {here}. Promised to matches: {promised}. Free: {free}.",
            here=state.amount(page.on_hand, unit),
            promised=state.amount(reserved, unit),
            free=state.amount(page.free, unit),
        )

    def _error(self) -> Words:
        page, units = self._page, self.units.value()
        reserved = page.on_hand - page.free
        if self._verb == "count" and units < reserved:
            return lambda: ntr(
                "{n} is promised to matches. Call those off first if it is really gone.",
                "{n} are promised to matches. Call those off first if they are really gone.",
                reserved,
            )
        if self._verb != "count" and units > page.free:
            return lambda: ntr("Only {n} is free.", "Only {n} are free.", page.free)
        return ""

    def save(self) -> None:
        """Check, and write the movement."""
        self.units.interpretText()
        error = self._error()
        if not self.form.set_errors({"units": error} if error else {}):
            return
        office, uid, verb = self._context.office, self._page.uid, self._verb
        units, note, on = self.units.value(), self.note.text(), self._context.today()

        def write() -> Changed:
            from mutualaid.services import supplies

            if verb == "count":
                return supplies.count_lot(office, uid=uid, counted=units, note=note, on=on)
            move = supplies.hand_out if verb == "hand_out" else supplies.spoil
            return move(office, uid=uid, units=units, note=note, on=on)

        self.set_busy(True)
        self._context.tasks.write(
            answered_in(self, office, write), lambda _changed: self.done_well(), owner=self, fail=self.refused
        )
