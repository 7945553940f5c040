"""The questions about one need; choosing a category fills in what it usually asks for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mutualaid.desktop.needs.service_part import ServiceFields
from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.chips import Chips
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.dates import DateField
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.notes import NoteEditor
from mutualaid.desktop.widgets.offers import category_offers, category_words, language_offers, language_words
from mutualaid.desktop.widgets.plain import plain_parts, put_parts
from mutualaid.desktop.widgets.windows import Hours, WindowsEditor
from mutualaid.desktop.widgets.words import Translated, Words
from mutualaid.language import labels
from mutualaid.language.catalog import N_, current_language, tr
from mutualaid.records.categories import CATEGORIES
from mutualaid.records.kinds import Mode, Recurrence, Urgency

if TYPE_CHECKING:
    from mutualaid.records.need import Need
    from mutualaid.records.supply import CatalogueItem

_GOODS = ("item", "quantity")


class NeedPart(Translated, QWidget):
    """Category, item, quantity, how, how soon, when, languages, note. `category_chosen` asks for its usual need."""

    changed = Signal()
    category_chosen = Signal(str)

    def __init__(
        self,
        items: Sequence[CatalogueItem],
        hours: Hours,
        today: Callable[[], date],
        *,
        closed: Collection[str] = (),
    ) -> None:
        super().__init__()
        self._closed = frozenset(closed)
        self._items: Mapping[str, CatalogueItem] = {item.code: item for item in items if item.active}
        self.category, self.item, self.mode, self.urgency = Choice(), Choice(), Choice(), Choice()
        self.recurrence, self.until = Choice(), DateField(today=today)
        self.quantity = Amount(1, 100_000, self._unit)
        self.by = DateField(today=today)
        self.windows = WindowsEditor(hours, today=today)
        self.languages = Chips()
        self.notes = NoteEditor()
        self.form = Form()
        self.form.add("category", N_("What is needed"), self.category, required=True)
        self.form.add("item", N_("Item"), self.item, hint=N_("Left open, any item of this kind will do."))
        self.form.add("quantity", N_("How much"), self.quantity)
        self.form.add("mode", N_("How it is met"), self.mode)
        self.service_fields = ServiceFields(self.form)
        self.form.add("urgency", N_("How soon"), self.urgency)
        self.form.add("needed_by", N_("Needed by"), self.by, hint=N_("Leave it empty if no day is set."))
        self.form.add("windows", N_("When somebody is there"), self.windows)
        self.form.add("recurrence", N_("How often"), self.recurrence)
        self.form.add(
            "recurs_until", N_("The last time"), self.until, hint=N_("Empty: until you say that it need not come back.")
        )
        self.form.add(
            "languages", N_("Languages for this need"), self.languages, hint=N_("Empty: the household's languages.")
        )
        self.form.add("notes", N_("Notes"), self.notes, hint=N_("Only what helps to help. No papers, no numbers."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        self.category.chosen.connect(self._category_chosen)
        self.item.chosen.connect(self._item_chosen)
        self.mode.chosen.connect(lambda _code: self.changed.emit())
        for choice in (self.urgency, self.recurrence):
            choice.chosen.connect(lambda _code: self.changed.emit())
        for widget in (self.by, self.until, self.windows, self.languages, self.notes, self.service_fields):
            widget.changed.connect(self.changed)
        self.recurrence.chosen.connect(lambda _code: self._show_until())
        self.quantity.valueChanged.connect(lambda _value: self.changed.emit())
        self.retranslate()
        self.urgency.set_code(Urgency.WHENEVER.name)
        self.recurrence.set_code(Recurrence.ONCE.value)
        self._show_kind()
        self._show_until()

    def retranslate(self) -> None:
        """Set the choices."""
        self.category.set_choices(category_offers(self._closed), also=category_words())
        self._offer_items()
        self._offer_modes()
        self.urgency.set_choices([(level.name, labels.label(level)) for level in Urgency])
        self.recurrence.set_choices([(often.value, labels.label(often)) for often in Recurrence])
        self.languages.set_choices(language_offers(), also=language_words())
        self.service_fields.retranslate()

    def _unit(self, count: int) -> str:
        item = self._items.get(self.item.code()) if hasattr(self, "item") else None
        return unit_word(item.unit if item is not None else None, count)

    @property
    def service(self) -> bool:
        """Whether the chosen category is somebody's time."""
        known = CATEGORIES.get(self.category.code())
        return known is not None and known.kind == "service"

    def _offer_items(self) -> None:
        spanish = current_language() == "es"
        mine = [item for item in self._items.values() if item.category == self.category.code()]
        choices = [(item.code, item.name_es if spanish else item.name_en) for item in mine]
        self.item.set_choices(sorted(choices, key=lambda pair: pair[1]), empty=tr("Whatever there is"))

    def _offer_modes(self) -> None:
        modes = (Mode.SERVICE,) if self.service else (Mode.DELIVERY, Mode.PICKUP)
        self.mode.set_choices([(mode.value, labels.label(mode)) for mode in modes])
        if not self.mode.code():
            self.mode.set_code(modes[0].value)

    def _show_kind(self) -> None:
        for key in _GOODS:
            self.form.rows[key].setVisible(bool(self.category.code()) and not self.service)
        self.form.rows["mode"].setVisible(bool(self.category.code()) and not self.service)
        self.service_fields.show_rows(self.service)

    def _show_until(self) -> None:
        self.form.rows["recurs_until"].setVisible(self.recurrence.code() not in ("", Recurrence.ONCE.value))

    def _category_chosen(self, code: str) -> None:
        self._offer_items()
        self._offer_modes()
        self._show_kind()
        self.changed.emit()
        self.category_chosen.emit(code)

    def _item_chosen(self, _code: str) -> None:
        self.quantity.retranslate()
        self.changed.emit()

    def show_draft(self, draft: Need) -> None:
        """Fill in what the category usually asks for, leaving alone what does not depend on it."""
        if draft.category != self.category.code():
            return
        self.item.set_code(draft.item)
        self.quantity.setValue(draft.quantity)
        self.quantity.retranslate()
        self.mode.set_code(draft.mode.value)
        self.service_fields.show_need(draft)

    def show_need(self, need: Need) -> None:
        """Show a need that is kept."""
        self.category.set_code(need.category)
        self._offer_items()
        self._offer_modes()
        self._show_kind()
        self.show_draft(need)
        self.urgency.set_code(need.urgency.name)
        self.by.set_day(need.needed_by)
        self.windows.set_windows(need.windows)
        self.recurrence.set_code(need.recurrence.value)
        self.until.set_day(need.recurs_until)
        self._show_until()
        self.languages.set_codes(need.languages)
        self.notes.set_text(need.notes)

    def plain(self) -> dict[str, Any]:
        """What each row holds."""
        return plain_parts({key: row.field for key, row in self.form.rows.items()})

    def set_plain(self, held: Mapping[str, Any]) -> None:
        """Fill in the category first, for it decides what the others offer."""
        self.category.set_code(held["category"])
        self._offer_items()
        self._offer_modes()
        self._show_kind()
        put_parts({key: row.field for key, row in self.form.rows.items()}, held)
        self.quantity.retranslate()
        self._show_until()

    def clear(self) -> None:
        """Ask for another need."""
        for choice in (self.category, self.item, self.mode):
            choice.set_code("")
        self.by.set_day(None)
        self.until.set_day(None)
        self.recurrence.set_code(Recurrence.ONCE.value)
        self._show_until()
        self.windows.set_windows(())
        self.languages.set_codes(())
        self.notes.set_text("")
        self.quantity.setValue(1)
        self._show_kind()
        self.category.setFocus()

    def errors(self) -> dict[str, Words]:
        """What is missing or wrong, by row."""
        wrong: dict[str, Words] = {}
        if not self.category.code():
            wrong["category"] = N_("Choose what is needed.")
        for key, day in (("needed_by", self.by), ("recurs_until", self.until)):
            try:
                day.day()
            except ValueError:
                wrong[key] = N_("Type the day with its month's name, such as 25 nov.")
        try:
            self.windows.fields()
        except ValueError:
            wrong["windows"] = N_("Type the date with its month's name, or take this time away.")
        return wrong

    def fields(self) -> dict[str, Any]:
        """The fields of a Need that this form asks for. Call it after `errors` found none."""
        item = self._items.get(self.item.code()) if not self.service else None
        recurrence = Recurrence(self.recurrence.code() or "once")
        asked = self.service_fields.fields() if self.service else {"people": 1}
        return {
            "category": self.category.code(),
            "mode": Mode(self.mode.code() or (Mode.SERVICE if self.service else Mode.DELIVERY)),
            "item": item.code if item is not None else None,
            "unit": item.unit if item is not None else None,
            "quantity": 1 if self.service else self.quantity.value(),
            **asked,
            "urgency": Urgency[self.urgency.code() or "WHENEVER"],
            "needed_by": self.by.day(),
            "windows": self.windows.fields(),
            "recurrence": recurrence,
            "recurs_until": self.until.day() if recurrence != Recurrence.ONCE else None,
            "languages": self.languages.codes(),
            "notes": self.notes.text(),
        }
