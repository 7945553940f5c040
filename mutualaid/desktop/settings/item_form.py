"""The form of an item: its names, its box, its codes, and where its limits are."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mutualaid.desktop.form_window import FormWindow, keep
from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.page import Context
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.check import Check
from mutualaid.desktop.widgets.chips import Chips
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.repeated import Repeated
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Said, Translated, Words
from mutualaid.language import labels
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.records.categories import GOODS
from mutualaid.records.defaults import UNITS
from mutualaid.records.skills import DIETS
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.records.supply import CatalogueItem

SIZES = 8
"""The box has a number for households of 1 to 8 people; the last one holds for larger ones."""
_CODE = re.compile(r"[\w.'-]{1,64}")


class BoxRow(Translated, QWidget):
    """How much a household of each size gets, side by side."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes = [Amount(1, 100_000) for _size in range(SIZES)]
        self.titles = [Said(partial(self._title, size), role="subtle", wrap=False) for size in range(SIZES)]
        flow = FlowLayout(self, gap=10)
        for title, box in zip(self.titles, self.boxes, strict=True):
            cell = QWidget()
            column = QVBoxLayout(cell)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(4)
            column.addWidget(title)
            column.addWidget(box)
            flow.addWidget(cell)
            box.valueChanged.connect(lambda _value: self.changed.emit())
        self.setFocusProxy(self.boxes[0])
        self.retranslate()

    @staticmethod
    def _title(size: int) -> str:
        if size + 1 == SIZES:
            return tr("{n} people and more", n=SIZES)
        return ntr("{n} person", "{n} people", size + 1)

    def retranslate(self) -> None:
        """Say for how many people each number is."""
        for size, box in enumerate(getattr(self, "boxes", [])):
            box.setAccessibleName(self._title(size))

    def plain(self) -> list[int]:
        """The numbers without those at the end that only repeat."""
        held = [box.value() for box in self.boxes]
        while len(held) > 1 and held[-1] == held[-2]:
            held.pop()
        return held

    def set_plain(self, held: list[int]) -> None:
        """Show them; the last one holds for all larger sizes."""
        for size, box in enumerate(self.boxes):
            box.setValue(held[min(size, len(held) - 1)])


class CodeRow(Translated, QWidget):
    """A barcode, and how many units a package with it holds; a scanner types into it and ends with Enter."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.code = QLineEdit()
        self.code.setMaxLength(64)
        self.units = Amount(1, 100_000)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.code, 2)
        layout.addWidget(self.units, 1)
        self.setFocusProxy(self.code)
        self.code.textEdited.connect(lambda _text: self.changed.emit())
        self.units.valueChanged.connect(lambda _value: self.changed.emit())
        self.retranslate()

    def retranslate(self) -> None:
        """Set what the fields are called."""
        if hasattr(self, "units"):
            self.code.setAccessibleName(tr("Barcode"))
            self.code.setPlaceholderText(tr("Scan or type the code"))
            self.units.setAccessibleName(tr("How many it stands for"))


class ItemForm(FormWindow):
    """Adds an item, or changes one."""

    def __init__(self, context: Context, uid: str, item: CatalogueItem | None, parent: QWidget) -> None:
        title: Words = N_("Add an item") if item is None else N_("Change an item")
        super().__init__(title, N_("Save"), parent, width=620)
        self.context, self.uid, self.item = context, uid, item
        self.english, self.spanish = WatchedLine(most=120), WatchedLine(most=120)
        self.category, self.unit = Choice(), Choice()
        self.weight = QDoubleSpinBox()
        self.weight.setRange(0, 1000)
        self.weight.setDecimals(2)
        self.weight.setValue(1)
        self.weight.setSuffix(" kg")
        self.box, self.diet = BoxRow(), Chips()
        self.codes = Repeated(CodeRow, N_("Add a barcode"), N_("Take this barcode away"))
        self.low = Amount(0, 1_000_000, self._unit)
        self.capped, self.cap = Check(N_("There is a limit")), Amount(1, 1_000_000, self._unit)
        self.days = Amount(1, 3660, lambda n: ntr("day", "days", n))
        self.usual = Check(N_("The usual one of its kind"))
        self.active = Check(N_("In use"))
        self._build()
        self._ready = True
        self.retranslate()
        self._fill(item)
        self._listen()
        self.begin(self.english)
        self.dirty = False

    def _build(self) -> None:
        form = self.section(N_("What it is"))
        form.add("name_en", N_("Name in English"), self.english)
        form.add("name_es", N_("Name in Spanish"), self.spanish, hint=N_("One of the two names is enough."))
        form.add("category", N_("Category"), self.category, required=True)
        form.add("unit", N_("Counted in"), self.unit, required=True)
        form.add("unit_kg", N_("Weight of one"), self.weight, hint=N_("So that nobody has to carry too much."))
        form.add("diet", N_("Diet"), self.diet, hint=N_("What is always true of it."))
        form.add_widget(self.usual)
        form.add_widget(Said(N_("A need that names only the kind of help gets the usual one."), role="subtle"))
        form.add_widget(self.active)
        form = self.section(N_("How much a household gets"))
        form.add("box", N_("By how many people live there"), self.box)
        form = self.section(N_("Limits"))
        form.add("low", N_("Runs low below"), self.low, hint=N_("0: nobody is told."))
        form.add_widget(self.capped)
        form.add("cap", N_("One household gets at most"), self.cap)
        form.add("days", N_("Within"), self.days)
        form = self.section(N_("Barcodes"))
        hint = N_("The code and how many units a package with it holds: 1 for a single one, 12 for a case of twelve.")
        form.add("codes", N_("Codes that mean this item"), self.codes, hint=hint)

    def _unit(self, count: int) -> str:
        return unit_word(self.unit.code(), count)

    def retranslate(self) -> None:
        """Set the choices."""
        super().retranslate()
        if getattr(self, "_ready", False):
            self.category.set_choices([(code, labels.category(code)) for code in GOODS])
            self.unit.set_choices([(code, unit_word(code, 1)) for code in UNITS])
            self.diet.set_choices([(code, labels.diet(code)) for code in DIETS])

    def _fill(self, item: CatalogueItem | None) -> None:
        self.active.setChecked(item is None or item.active)
        self._cap(item is not None and item.household_cap is not None)
        self.days.setValue(item.cap_days if item is not None else 30)
        if item is None:
            self.unit.set_code("each")
            return
        self.english.set_text(item.name_en)
        self.spanish.set_text(item.name_es)
        self.category.set_code(item.category)
        self.unit.set_code(item.unit)
        self.weight.setValue(item.unit_kg)
        self.box.set_plain(item.box)
        self.diet.set_codes(item.diet)
        self.usual.setChecked(item.default)
        self.low.setValue(item.low)
        self.cap.setValue(item.household_cap or 1)
        for code, units in [*((code, 1) for code in item.barcodes), *((p.code, p.units) for p in item.packs)]:
            row = self.codes.add()
            row.code.setText(code)
            row.units.setValue(units)

    def _cap(self, on: bool) -> None:
        self.capped.setChecked(on)
        for field in (self.cap, self.days):
            field.setEnabled(on)

    def _listen(self) -> None:
        for part in (self.english, self.spanish, self.box, self.diet, self.codes):
            part.changed.connect(self.touch)
        for choice in (self.category, self.unit):
            choice.chosen.connect(self.touch)
        for number in (self.weight, self.low, self.cap, self.days):
            number.valueChanged.connect(self.touch)
        for box in (self.capped, self.usual, self.active):
            box.toggled.connect(self.touch)
        self.capped.toggled.connect(self._cap)
        for counted in (self.low, self.cap):
            self.unit.chosen.connect(lambda _code, counted=counted: counted.retranslate())

    def check(self) -> dict[str, Any] | None:
        """The fields of the item; none when something is wrong, which is then shown."""
        english, spanish = self.english.text().strip(), self.spanish.text().strip()
        codes = [(row.code.text().strip(), row.units.value()) for row in self.codes.rows if row.code.text().strip()]
        errors: dict[str, Words] = {}
        if not english and not spanish:
            errors["name_en"] = N_("Give it a name.")
        if not self.category.code():
            errors["category"] = N_("Choose a category.")
        if not self.unit.code():
            errors["unit"] = N_("Choose what it is counted in.")
        if any(not _CODE.fullmatch(code) for code, _units in codes):
            errors["codes"] = N_("A code has letters and digits only.")
        if not self.set_errors(errors):
            return None
        return {
            "name_en": english or spanish,
            "name_es": spanish or english,
            "category": self.category.code(),
            "unit": self.unit.code(),
            "unit_kg": round(self.weight.value(), 2),
            "box": self.box.plain(),
            "diet": self.diet.codes(),
            "barcodes": [code for code, units in codes if units == 1],
            "packs": [{"code": code, "units": units} for code, units in codes if units > 1],
            "default": self.usual.isChecked(),
            "active": self.active.isChecked(),
            "low": self.low.value(),
            "household_cap": self.cap.value() if self.capped.isChecked() else None,
            "cap_days": self.days.value(),
        }

    def save(self) -> None:
        """Check, then write on the writer's thread."""
        fields, office, uid, before = self.check(), self.context.office, self.uid, self.item
        if fields is None:
            return

        def work() -> Changed:
            from mutualaid.records.supply import CatalogueItem
            from mutualaid.services.catalogue import keep_item, new_code

            code = before.code if before is not None else new_code(office, name=fields["name_en"])
            return keep_item(office, item=CatalogueItem.checked(code=code, **fields), uid=uid)

        def done(_changed: Changed) -> None:
            self.done_well()
            tell_done(self.context, tr("The item is saved."))

        keep(self, self.context, work, done)
