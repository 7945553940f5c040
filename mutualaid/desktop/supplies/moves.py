"""The small forms that change a lot's stock: count it, hand out, write off, take back, bring to another place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.form_window import keep
from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.page import Context
from mutualaid.desktop.supplies import state
from mutualaid.desktop.supplies.home_field import HomeField
from mutualaid.desktop.supplies.state import Names, sorted_names
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.notes import NoteEditor
from mutualaid.desktop.widgets.words import Said, Words
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.services.supplies import LotPage

TITLES: dict[str, tuple[str, str, str]] = {
    "count": (N_("Count what is there"), N_("How much lies there now"), N_("Save the count")),
    "hand_out": (N_("Hand out"), N_("How much was given"), N_("Hand out")),
    "spoil": (N_("Write off what spoiled"), N_("How much spoiled"), N_("Write off")),
    "return": (N_("Take something back"), N_("How much came back"), N_("Take back")),
    "transfer": (N_("Bring to another place"), N_("How much goes there"), N_("Bring there")),
}
TAKES = ("hand_out", "spoil", "transfer")
"""What takes from what is free."""


class MoveDialog(FormDialog):
    """`verb` is one of `TITLES`. What is promised to matches can neither go nor be counted away."""

    def __init__(self, context: Context, verb: str, page: LotPage, names: Names, parent: QWidget) -> None:
        title, question, save = TITLES[verb]
        if verb in ("hand_out", "return"):
            self.least_height = 500  # it grows by the household
        super().__init__(title, save, parent, width=480)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._verb, self._page, self._names = context, verb, page, names
        unit = page.item.unit
        self.what = Said(lambda: f"{names.item(page.record.item)} · {names.site(page.record.site)}", bold=True)
        self.there = Said(self._there_words, role="subtle")
        self.units = Amount(0 if verb == "count" else 1, 100_000, lambda count: unit_word(unit, count))
        if verb == "count":
            self.units.setValue(page.on_hand)
        elif verb == "transfer":
            self.units.setValue(max(1, page.free))
        self.note = NoteEditor(lines=2)
        self.home = HomeField(context, item=page.record.item, unit=unit)
        self.site = Choice()
        self.form = Form()
        self.form.add("units", question, self.units, required=True)
        if verb in ("hand_out", "return"):
            capped = page.item.household_cap is not None and verb == "hand_out"
            hint = N_("Each household gets at most so much of this.") if capped else N_("Not needed. No name is kept.")
            self.form.add("household", N_("Household"), self.home, hint=hint, required=capped)
        if verb == "transfer":
            self.form.add("site", N_("To where"), self.site, required=True)
        self.form.add("note", N_("Note"), self.note, hint=N_("Why, if it is worth remembering. No names."))
        for widget in (self.what, self.there, self.form):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.retranslate()
        self.units.valueChanged.connect(lambda _value: self._typed())
        self.site.chosen.connect(lambda _code: self._typed())
        self.home.changed.connect(self._home_taken)
        self.note.changed.connect(self._typed)
        self.units.setFocus()
        self.units.selectAll()

    def retranslate(self) -> None:
        """Set the places."""
        super().retranslate()
        if hasattr(self, "form"):
            here = self._page.record.site
            self.site.set_choices(sorted_names({c: name for c, name in self._names.sites.items() if c != here}))

    def _typed(self) -> None:
        self.dirty = True

    def _home_taken(self) -> None:
        self._typed()
        self.form.set_errors({})

    def _there_words(self) -> str:
        page, unit = self._page, self._page.item.unit
        reserved = page.on_hand - page.free
        parts = [tr("Here: {here}.", here=state.amount(page.on_hand, unit))]
        if reserved:
            promised, free = state.amount(reserved, unit), state.amount(page.free, unit)
            parts.append(tr("Promised to matches: {promised}. Free: {free}.", promised=promised, free=free))
        diet = state.diet_words(dict.fromkeys([*page.item.diet, *page.record.diet]))
        if diet and self._verb == "hand_out":
            parts.append(tr("Diet: {diet}.", diet=diet))
        cap = page.item.household_cap
        if cap is not None and self._verb == "hand_out":
            parts.append(state.cap_words(cap, page.item.cap_days, unit))
        return " ".join(parts)

    def _error(self) -> dict[str, Words]:
        page, units, verb = self._page, self.units.value(), self._verb
        reserved = page.on_hand - page.free
        home = self.home.home
        if verb == "count" and units < reserved:
            return {"units": partial(_promised_words, reserved)}
        if verb in TAKES and units > page.free:
            return {"units": lambda: ntr("Only {n} is free.", "Only {n} are free.", page.free)}
        if verb == "transfer" and not self.site.code():
            return {"site": N_("Choose where it goes.")}
        if verb == "hand_out" and page.item.household_cap is not None:
            if home is None:
                return {"household": N_("Say which household gets it.")}
            left = home.left
            if left is not None and units > left:
                return {"units": lambda: tr("They may still get {amount}.", amount=state.amount(left, page.item.unit))}
        return {}

    def save(self) -> None:
        """Check, and write the movement."""
        self.units.interpretText()
        if not self.form.set_errors(self._error()):
            return
        office, uid, verb = self._context.office, self._page.uid, self._verb
        units, note, on = self.units.value(), self.note.text(), self._context.today()
        household = self.home.home.uid if self.home.home is not None else None
        site = self.site.code()

        def write() -> Changed:
            from mutualaid.services import supplies

            if verb == "count":
                return supplies.count_lot(office, uid=uid, counted=units, note=note, on=on)
            if verb == "hand_out":
                return supplies.hand_out(office, uid=uid, units=units, household=household, note=note, on=on)
            if verb == "return":
                return supplies.return_units(office, uid=uid, units=units, household=household, note=note, on=on)
            if verb == "transfer":
                return supplies.transfer(office, uid=uid, units=units, site=site, note=note, on=on)
            return supplies.spoil(office, uid=uid, units=units, note=note, on=on)

        keep(self, self._context, write, self._done)

    def _done(self, _changed: Changed) -> None:
        self.done_well()
        tell_done(self._context, self._said(self.units.value()))

    def _said(self, units: int) -> str:
        page = self._page
        amount, item = state.amount(units, page.item.unit), self._names.item(page.record.item)
        if self._verb == "count":
            return tr("{item}: counted, {amount}.", item=item, amount=amount)
        if self._verb == "hand_out":
            return tr("{item}: handed out, {amount}.", item=item, amount=amount)
        if self._verb == "return":
            return tr("{item}: came back, {amount}.", item=item, amount=amount)
        if self._verb == "transfer":
            there = self._names.site(self.site.code())
            return tr("{item}: {amount} brought to {place}.", item=item, amount=amount, place=there)
        return tr("{item}: written off, {amount}.", item=item, amount=amount)


def _promised_words(reserved: int) -> str:
    return ntr(
        "{n} is promised to matches. Call those off first if it is really gone.",
        "{n} are promised to matches. Call those off first if they are really gone.",
        reserved,
    )
