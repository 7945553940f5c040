"""The forms for an item that the catalogue lacks and for a place that is not known yet."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.form_window import keep
from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.page import Context
from mutualaid.desktop.supplies.state import box_table, sorted_names
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.chips import Chips
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.offers import zone_offers, zone_words
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Said, Words
from mutualaid.language import labels
from mutualaid.language.catalog import N_, current_language
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.defaults import UNITS
from mutualaid.records.skills import DIETS
from mutualaid.records.views import Changed

_SIZES = (N_("1 or 2 people"), N_("3 or 4 people"), N_("5 or 6 people"), N_("7 people and more"))


class NewItem(FormDialog):
    """A new catalogue item; `then` gets its code."""

    def __init__(
        self, context: Context, taken: Collection[str], parent: QWidget, then: Callable[[str], object]
    ) -> None:
        super().__init__(N_("A new item"), N_("Add to the catalog"), parent, width=520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._taken, self._then = context, taken, then
        self.spanish, self.english = WatchedLine(), WatchedLine()
        self.category, self.unit = Choice(), Choice()
        self.weight = QDoubleSpinBox()
        self.weight.setRange(0, 1000)
        self.weight.setDecimals(1)
        self.weight.setValue(1)
        self.weight.setSuffix(" kg")
        self.boxes = [Amount(1, 10_000, lambda count: unit_word(self.unit.code(), count)) for _size in _SIZES]
        self.diet = Chips()
        self.form = Form()
        self.form.add("name_en", N_("Name in English"), self.english)
        self.form.add("name_es", N_("Name in Spanish"), self.spanish, hint=N_("One of the two names is enough."))
        self.form.add("category", N_("Category"), self.category, required=True)
        self.form.add("unit", N_("Counted in"), self.unit, required=True)
        self.form.add("unit_kg", N_("Weight of one"), self.weight, hint=N_("So that nobody has to carry too much."))
        self.form.add_widget(Said(N_("How much a household gets"), bold=True))
        for size, box in zip(_SIZES, self.boxes, strict=True):
            self.form.add(f"box {size}", size, box)
        self.form.add("diet", N_("Diet"), self.diet, hint=N_("What is always true of it."))
        self.body.addWidget(self.form)
        self.retranslate()
        self.unit.set_code("each")
        for box in self.boxes:
            self.unit.chosen.connect(lambda _code, box=box: box.retranslate())
        for field in (self.english, self.spanish):
            field.changed.connect(lambda: setattr(self, "dirty", True))
        (self.spanish if current_language() == "es" else self.english).setFocus()

    def retranslate(self) -> None:
        """Set the choices."""
        super().retranslate()
        if not hasattr(self, "form"):
            return
        goods = {code: labels.category(code) for code, known in CATEGORIES.items() if known.kind == "goods"}
        self.category.set_choices(sorted_names(goods))
        self.unit.set_choices([(code, unit_word(code, 1)) for code in UNITS])
        self.diet.set_choices(sorted_names({code: labels.diet(code) for code in DIETS}))

    def save(self) -> None:
        """Check, and add it."""
        english, spanish = self.english.text().strip(), self.spanish.text().strip()
        errors: dict[str, Words] = {}
        if not english and not spanish:
            key = "name_es" if current_language() == "es" else "name_en"
            errors[key] = N_("Give it a name.")
        if not self.category.code():
            errors["category"] = N_("Choose a category.")
        if not self.unit.code():
            errors["unit"] = N_("Choose what it is counted in.")
        if not self.form.set_errors(errors):
            return
        office, taken = self._context.office, self._taken
        fields: dict[str, Any] = {
            "name_en": english or spanish,
            "name_es": spanish or english,
            "category": self.category.code(),
            "unit": self.unit.code(),
            "unit_kg": self.weight.value(),
            "box": box_table([box.value() for box in self.boxes]),
            "diet": self.diet.codes(),
        }
        code: list[str] = []

        def write() -> Changed:
            from mutualaid.records.supply import CatalogueItem
            from mutualaid.services.supplies import add_item, slug

            code.append(slug(fields["name_en"], taken))
            return add_item(office, item=CatalogueItem.checked(code=code[-1], **fields))

        def done(_changed: Changed) -> None:
            self.done_well()
            self._then(code[-1])

        keep(self, self._context, write, done)


class NewSite(FormDialog):
    """A new place; `then` gets its uid."""

    def __init__(self, context: Context, zone: str, parent: QWidget, then: Callable[[str], object]) -> None:
        super().__init__(N_("A new place"), N_("Add the place"), parent, width=480)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._then = context, then
        self.name, self.zone = WatchedLine(), Choice()
        zones = context.office.zones
        self.zone.set_choices(zone_offers(zones), also=zone_words(zones))
        self.zone.set_code(zone)
        self.form = Form()
        self.form.add(
            "name",
            N_("Name of the place"),
            self.name,
            required=True,
            hint=N_("As volunteers call it: the pantry, the church basement. Not a family's name."),
        )
        self.form.add("zone", N_("Zone"), self.zone, required=True)
        self.body.addWidget(self.form)
        self.name.changed.connect(lambda: setattr(self, "dirty", True))
        self.name.setFocus()

    def save(self) -> None:
        """Check, and add it."""
        name, zone, office = self.name.text().strip(), self.zone.code(), self._context.office
        errors: dict[str, Words] = {}
        if not name:
            errors["name"] = N_("Give it a name.")
        if not zone:
            errors["zone"] = N_("Choose a zone.")
        if not self.form.set_errors(errors):
            return

        def write() -> Changed:
            from mutualaid.services.supplies import add_site

            return add_site(office, name=name, zone=zone)

        def done(changed: Changed) -> None:
            self.done_well()
            self._then(changed.uids[0])

        keep(self, self._context, write, done)
