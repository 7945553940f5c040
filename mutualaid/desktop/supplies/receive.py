"""The form that takes in a lot, and the two small ones for an item or a place that is not in the lists yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.form_window import keep
from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.page import Context
from mutualaid.desktop.supplies.new_things import NewItem, NewSite
from mutualaid.desktop.supplies.state import Names, sorted_names
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.chips import Chips
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.dates import DateField
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Button, Words
from mutualaid.language import labels
from mutualaid.language.catalog import N_
from mutualaid.records.skills import DIETS
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.services.office import Office

NOT_A_DAY = N_("This is not a day. Write it like: Nov 25")


@dataclass(frozen=True)
class Lists:
    """What the forms choose from: names of items and sites, item codes, the office's zone."""

    names: Names
    taken: frozenset[str]
    zone: str


def read_names(office: Office) -> Names:
    """The names of the catalogue and of the sites; called on a reader thread."""
    from mutualaid.services.supplies import items, sites

    catalogue = [row.record for row in items(office)]
    return Names(
        {item.code: (item.name_en, item.name_es) for item in catalogue if item.active},
        {item.code: item.unit for item in catalogue},
        {row.record.code: row.record.name for row in sites(office)},
    )


def read_lists(office: Office) -> Lists:
    """The lists for the forms; called on a reader thread."""
    from mutualaid.services.supplies import items

    taken = frozenset(row.record.code for row in items(office))
    return Lists(read_names(office), taken, office.settings.zone)


class ReceiveDialog(FormDialog):
    """Takes in a lot; `then` gets what was changed. `site` is where the last one went."""

    draft_kind = "lot"

    def __init__(
        self, context: Context, lists: Lists, parent: QWidget, then: Callable[[Changed], object], *, site: str = ""
    ) -> None:
        self._lists = lists
        super().__init__(N_("Receive supplies"), N_("Receive"), parent, width=560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._then = context, then
        self.item, self.site = Choice(), Choice()
        self.units = Amount(1, 100_000)
        self.expires = DateField(today=context.today)
        self.received = DateField(today=context.today)
        self.received.set_day(context.today())
        self.batch = WatchedLine(most=64)
        self.source = WatchedLine()
        self.diet = Chips()
        self.form = Form()
        self.form.add("item", N_("Item"), self.item, required=True)
        self.item_button = Button(N_("An item that is not in the list…"), self.new_item, role="link")
        self.form.add_widget(self.item_button)
        self.form.add("quantity", N_("How much"), self.units, required=True)
        self.form.add("site", N_("Where it lies"), self.site, required=True)
        self.site_button = Button(N_("A place that is not in the list…"), self.new_site, role="link")
        self.form.add_widget(self.site_button)
        self.form.add("expires_on", N_("Expires"), self.expires, hint=N_("Leave empty when it does not spoil."))
        self.form.add(
            "batch", N_("Batch"), self.batch, hint=N_("As it stands on the package, for when it is recalled.")
        )
        self.form.add("source", N_("Who gave it"), self.source, hint=N_("An organization or a drive, not a person."))
        self.form.add(
            "diet", N_("Diet"), self.diet, hint=N_("Only what is true of this lot beyond what the item always is.")
        )
        self.form.add("received_on", N_("Received on"), self.received)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.retranslate()
        sites = lists.names.sites
        self.site.set_code(site if site in sites else next(iter(sites), "") if len(sites) == 1 else "")
        for choice in (self.item, self.site):
            choice.chosen.connect(lambda _code: self._typed())
        self.item.chosen.connect(lambda _code: self.units.retranslate())
        self.units.set_unit(lambda count: unit_word(self._lists.names.units.get(self.item.code()), count))
        self.units.valueChanged.connect(lambda _value: self._typed())
        self.expires.changed.connect(self._dated)
        self.batch.changed.connect(self._typed)
        self.source.changed.connect(self._typed)
        self.diet.changed.connect(self._typed)
        self.item.setFocus()

    def retranslate(self) -> None:
        """Set the choices."""
        super().retranslate()
        if not hasattr(self, "form"):
            return
        names = self._lists.names
        self.item.set_choices(sorted_names({code: names.item(code) for code in names.items}))
        self.site.set_choices(sorted_names(names.sites))
        self.diet.set_choices(sorted_names({code: labels.diet(code) for code in DIETS}))

    def parts(self) -> dict[str, QWidget]:
        """The fields."""
        return {key: row.field for key, row in self.form.rows.items()}

    def take_draft(self, draft_id: str, state: Mapping[str, Any]) -> None:
        """Count in the unit of the item."""
        super().take_draft(draft_id, state)
        self.units.retranslate()

    def _typed(self) -> None:
        self.dirty = True

    def _dated(self) -> None:
        self._typed()
        try:
            day = self.expires.day()
        except ValueError:
            return
        past = day is not None and day < self._context.today()
        hint = N_("This day is over already. Check it; it is taken in all the same.")
        self.form.rows["expires_on"].set_hint(hint if past else N_("Leave empty when it does not spoil."))

    def new_item(self) -> None:
        """Add to the catalogue, and take that."""
        NewItem(self._context, self._lists.taken, self, lambda code: self._again("item", code)).open()

    def new_site(self) -> None:
        """Add a place, and take that."""
        NewSite(self._context, self._lists.zone, self, lambda uid: self._again("site", uid)).open()

    def _again(self, what: str, key: str) -> None:
        """The lists grew: read them again and choose what is new. A new site is known by its uid."""
        office = self._context.office

        def read() -> tuple[Lists, str]:
            from mutualaid.services.supplies import sites

            code = key
            if what == "site":
                code = next((row.record.code for row in sites(office) if row.uid == key), "")
            return read_lists(office), code

        def show(found: tuple[Lists, str]) -> None:
            self._lists, code = found
            self.retranslate()
            choice = self.item if what == "item" else self.site
            choice.set_code(code)
            self.units.retranslate()
            self._typed()
            choice.setFocus()

        self._context.tasks.read(read, show, owner=self)

    def _days(self, errors: dict[str, Words]) -> dict[str, date | None]:
        days: dict[str, date | None] = {}
        for key, field in (("expires_on", self.expires), ("received_on", self.received)):
            try:
                days[key] = field.day()
            except ValueError:
                errors[key] = NOT_A_DAY
        return days

    def save(self) -> None:
        """Check, and take it in."""
        errors: dict[str, Words] = {}
        if not self.item.code():
            errors["item"] = N_("Choose what it is.")
        if not self.site.code():
            errors["site"] = N_("Choose where it lies.")
        days = self._days(errors)
        received = days.get("received_on") or self._context.today()
        if received > self._context.today():
            errors["received_on"] = N_("This day is still to come. Choose today or earlier.")
        if not self.form.set_errors(errors):
            return
        office = self._context.office
        fields: dict[str, Any] = {
            "item": self.item.code(),
            "site": self.site.code(),
            "quantity": self.units.value(),
            "expires_on": days["expires_on"],
            "diet": self.diet.codes(),
            "batch": self.batch.text().strip(),
            "source": self.source.text().strip(),
            "on": received,
        }

        def write() -> Changed:
            from mutualaid.services.supplies import receive_lot

            return receive_lot(office, **fields)

        def done(changed: Changed) -> None:
            self.done_well()
            self._then(changed)

        keep(self, self._context, write, done)
