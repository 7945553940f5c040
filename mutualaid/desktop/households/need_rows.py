"""Several needs in one form: choosing a category fills in what it usually means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from mutualaid.desktop.households.lists import Lists, category_choices
from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.dates import DateField
from mutualaid.desktop.widgets.forms import FormRow
from mutualaid.desktop.widgets.notes import NoteEditor
from mutualaid.desktop.widgets.plain import plain_parts, put_parts
from mutualaid.desktop.widgets.repeated import Repeated
from mutualaid.desktop.widgets.words import Said, Translated
from mutualaid.language import labels
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_duration
from mutualaid.records.kinds import Mode, Urgency

if TYPE_CHECKING:
    from mutualaid.records.need import Need

Draft = Callable[[str, Callable[["Need"], None]], None]
"""Asks the service for a category's usual need, and hands it over later."""


class NeedRow(Translated, QFrame):
    """One need being written. Empty while no category is chosen."""

    changed = Signal()

    def __init__(self, lists: Lists, draft: Draft, today: Callable[[], date]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._lists, self._ask, self._today = lists, draft, today
        self.draft: Need | None = None
        self._own_quantity = False
        self.category, self.item, self.mode, self.urgency = Choice(), Choice(), Choice(), Choice()
        self.quantity = Amount(1, 100_000)
        self.needed_by = DateField(today=today)
        self.notes = NoteEditor(lines=2)
        self.asks = Said(self._asks_words, role="subtle")
        self.rows = {
            "category": FormRow(N_("What is needed"), self.category),
            "urgency": FormRow(N_("How soon"), self.urgency),
            "item": FormRow(N_("Item"), self.item),
            "quantity": FormRow(N_("How much"), self.quantity),
            "mode": FormRow(N_("How it gets there"), self.mode),
            "needed_by": FormRow(N_("Needed by"), self.needed_by),
            "notes": FormRow(N_("Notes"), self.notes),
        }
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 12, 14, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        places = {"category": (0, 0), "urgency": (0, 1), "item": (1, 0), "quantity": (1, 1), "needed_by": (3, 0)}
        for key, (row, column) in {**places, "mode": (3, 1)}.items():
            grid.addWidget(self.rows[key], row, column)
        grid.addWidget(self.asks, 2, 0, 1, 2)
        grid.addWidget(self.rows["notes"], 4, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.setFocusProxy(self.category)
        self.category.chosen.connect(self._category_chosen)
        self.item.chosen.connect(self._item_chosen)
        self.quantity.valueChanged.connect(self._quantity_typed)
        for choice in (self.mode, self.urgency):
            choice.chosen.connect(lambda _code: self.changed.emit())
        self.needed_by.changed.connect(self.changed)
        self.notes.changed.connect(self.changed)
        self.retranslate()
        self.urgency.set_code(Urgency.THIS_WEEK.name)
        self._arrange()

    def retranslate(self) -> None:
        """Set the choices."""
        self.category.set_choices(category_choices(self._lists.closed))
        self.urgency.set_choices([(urgency.name, labels.label(urgency)) for urgency in reversed(Urgency)])
        self.mode.set_choices([(mode.value, labels.label(mode)) for mode in (Mode.DELIVERY, Mode.PICKUP)])
        self.item.set_choices(self._lists.item_choices(self.category.code()))
        self.asks.retranslate()

    def _asks_words(self) -> str:
        need = self.draft
        if need is None or need.mode != Mode.SERVICE:
            return ""
        parts = [labels.skill(need.skill)] if need.skill else []
        if need.people > 1:
            parts.append(tr("two people"))
        if need.duration_minutes:
            parts.append(tr("about {time}", time=format_duration(need.duration_minutes)))
        return tr("Asks for: {what}", what=" · ".join(parts)) if parts else ""

    def _arrange(self) -> None:
        goods = self.draft is not None and self.draft.mode != Mode.SERVICE
        for key in ("item", "quantity", "mode"):
            self.rows[key].setVisible(goods)
        self.asks.retranslate()
        self.asks.setVisible(bool(self.asks.text()))

    def _category_chosen(self, code: str) -> None:
        self.draft = None
        self._own_quantity = False
        self.rows["category"].set_error("")
        if code:
            self._ask(code, partial(self.take_draft, code))
        self._arrange()
        self.changed.emit()

    def take_draft(self, code: str, need: Need) -> None:
        """Fill in what the category suggests, unless another was chosen meanwhile."""
        if self.category.code() != code:
            return
        self.draft = need
        self.item.set_choices(self._lists.item_choices(code))
        self.item.set_code(need.item)
        self.mode.set_code(need.mode.value)
        self.quantity.set_unit(partial(unit_word, need.unit))
        if not self._own_quantity:
            self._set_quantity(need.quantity)
        self._arrange()

    def _set_quantity(self, quantity: int) -> None:
        self.quantity.blockSignals(True)
        self.quantity.setValue(quantity)
        self.quantity.blockSignals(False)
        self.quantity.retranslate()

    def _item_chosen(self, code: str) -> None:
        unit = self._lists.unit_of(code)
        self.quantity.set_unit(partial(unit_word, unit))
        self.changed.emit()

    def _quantity_typed(self, _value: int) -> None:
        self._own_quantity = True
        self.changed.emit()

    def size_changed(self) -> None:
        """The household has another size: the usual quantity may differ."""
        code = self.category.code()
        if code and not self._own_quantity and self.draft is not None and self.draft.mode != Mode.SERVICE:
            self._ask(code, partial(self.take_draft, code))

    def parts(self) -> dict[str, QWidget]:
        """What is filled in beside the category."""
        return {
            "item": self.item, "mode": self.mode, "urgency": self.urgency, "needed_by": self.needed_by,
            "notes": self.notes,
        }  # fmt: skip

    def plain(self) -> dict[str, Any]:
        """All of it."""
        category = self.category.code()
        return {"category": category, "quantity": self.quantity.value(), **plain_parts(self.parts())}

    def set_plain(self, held: Mapping[str, Any]) -> None:
        """Fill in at once what depends on nothing, and the rest when it is known what the category usually means."""
        code = held["category"]
        self.category.set_code(code)
        put_parts(self.parts(), held)
        if not code:
            return
        self._own_quantity = True

        def rest(need: Need) -> None:
            self.take_draft(code, need)
            put_parts(self.parts(), held)
            self._set_quantity(held["quantity"])

        self._ask(code, rest)

    @property
    def started(self) -> bool:
        """Whether anything was filled in."""
        return bool(self.category.code() or self.category.line.text().strip() or self.notes.text())

    def check(self) -> bool:
        """Show what is missing."""
        fine = True
        if self.started and self.draft is None:
            self.rows["category"].set_error(N_("Choose what is needed from the list."))
            fine = False
        try:
            self.needed_by.day()
            self.rows["needed_by"].set_error("")
        except ValueError:
            self.rows["needed_by"].set_error(N_("This is not a day. Write it like: Nov 25"))
            fine = False
        return fine

    def fields(self) -> dict[str, Any] | None:
        """The fields of the Need, none for a row that was left empty."""
        if self.draft is None:
            return None
        fields: dict[str, Any] = self.draft.model_dump()
        fields |= {
            "urgency": Urgency[self.urgency.code() or Urgency.WHENEVER.name],
            "needed_by": self.needed_by.day(),
            "received_on": self._today(),
            "notes": self.notes.text(),
        }
        if self.draft.mode != Mode.SERVICE:
            item = self.item.code() or self.draft.item
            unit = self._lists.unit_of(item) if item else None
            fields |= {"item": item, "unit": unit or self.draft.unit, "quantity": self.quantity.value()}
            fields["mode"] = Mode(self.mode.code() or self.draft.mode.value)
        return fields


class NeedRows(Repeated):
    """Several needs; starts with one empty row."""

    def __init__(self, lists: Lists, draft: Draft, today: Callable[[], date]) -> None:
        super().__init__(
            lambda: NeedRow(lists, draft, today), N_("Another need"), N_("Take this need away"), top=True, gap=12
        )
        self.add()

    def size_changed(self, _size: int = 0) -> None:
        """Tell every need that the household has another size."""
        for row in self.rows:
            row.size_changed()

    def check(self) -> bool:
        """Whether all can be kept; goes to the first that cannot."""
        wrong = [row for row in self.rows if not row.check()]
        if wrong:
            first = next(row for row in wrong[0].rows.values() if row.wrong)
            first.field.setFocus()
        return not wrong

    def fields(self) -> list[dict[str, Any]]:
        """The fields of each need that was filled in."""
        return [fields for fields in (row.fields() for row in self.rows) if fields is not None]
