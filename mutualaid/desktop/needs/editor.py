"""The window that adds a need, for a household that is known or a new one, or changes one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.dialogs import FormDialog
from mutualaid.desktop.needs.household_part import HouseholdPart
from mutualaid.desktop.needs.need_part import NeedPart
from mutualaid.desktop.page import Context
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import FormRow
from mutualaid.desktop.widgets.watched import answered_in
from mutualaid.desktop.widgets.words import Button, Said, Words
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault
from mutualaid.records.views import Changed, HouseholdLine

if TYPE_CHECKING:
    from mutualaid.records.need import Need
    from mutualaid.records.supply import CatalogueItem
    from mutualaid.records.zones import Zone

NEW = "new"


@dataclass(frozen=True)
class Choices:
    """What the editor offers, read once before it opens."""

    items: Sequence[CatalogueItem]
    households: Sequence[HouseholdLine]
    zones: Mapping[str, Zone]


def read_choices(context: Context) -> Choices:
    """Read them. Call it on a reader thread."""
    from mutualaid.services.households import household_lines
    from mutualaid.services.supplies import items

    office = context.office
    return Choices(
        items=[row.record for row in items(office)],
        households=household_lines(office),
        zones=office.zones,
    )


class NeedEditor(FormDialog):
    """Adds one need after another for one household, or changes `need`. Writes through the context's tasks."""

    draft_kind = "need"

    def __init__(
        self,
        context: Context,
        choices: Choices,
        parent: QWidget | None = None,
        *,
        household: str = "",
        uid: str = "",
        need: Need | None = None,
        code: str = "",
    ) -> None:
        title = N_("Add a need") if need is None else N_("Change a need")
        super().__init__(title, N_("Save"), parent)
        self._context, self._choices = context, choices
        self._uid, self._kept = uid, need
        self._draft: Need | None = None
        self._again = False
        self.household = Choice()
        self.household_row = FormRow(
            N_("For whom"), self.household, hint=N_("Type part of a code or a name, or choose a new household.")
        )
        self.new_part = HouseholdPart(choices.zones, context.today)
        self.need_part = NeedPart(
            choices.items,
            context.office.settings.hours,
            context.today,
            closed=set(context.office.settings.closed_categories) - ({need.category} if need is not None else set()),
        )
        self.again_button = Button(N_("Save and add another"), self.save_again)
        if need is not None:
            self.body.addWidget(Said(lambda: code, role="subtle"))
        self.body.addWidget(self.household_row)
        self.body.addWidget(self.new_part)
        self.body.addWidget(self.need_part)
        self.body.addStretch(1)
        self._add_button(self.again_button)
        self.household.chosen.connect(self._household_chosen)
        self.new_part.resized.connect(lambda: self._ask_draft(self.need_part.category.code()))
        self.need_part.category_chosen.connect(self._ask_draft)
        self.retranslate()
        self.household.set_code(household or NEW)
        self._show_household()
        if need is not None:
            self.household_row.hide()
            self.new_part.hide()
            self.again_button.hide()
            self.need_part.show_need(need)
        for part in (self.new_part, self.need_part):
            part.changed.connect(self._touched)
        self.dirty = False
        (self.need_part.category if need is not None or household else self.household).setFocus()

    def _add_button(self, button: Button) -> None:
        layout = self.layout()
        row = layout.itemAt(layout.count() - 1) if layout is not None else None
        buttons = row.layout() if row is not None else None
        if buttons is not None:
            buttons.insertWidget(buttons.count() - 1, button)  # type: ignore[attr-defined]

    def retranslate(self) -> None:
        """Title and the first choices."""
        super().retranslate()
        if not hasattr(self, "household_row"):
            return
        lines = [(line.uid, f"{line.code}  {line.contact_name}".strip()) for line in self._choices.households]
        self.household.set_choices([(NEW, tr("A new household")), *sorted(lines, key=lambda pair: pair[1])])

    def _touched(self) -> None:
        self.dirty = True

    def _household_chosen(self, _code: str) -> None:
        self._show_household()
        self._ask_draft(self.need_part.category.code())

    def _show_household(self) -> None:
        self.new_part.setVisible(self._kept is None and self.household.code() in ("", NEW))

    def _size(self) -> int:
        for line in self._choices.households:
            if line.uid == self.household.code():
                return line.size
        return self.new_part.people.value()

    def _ask_draft(self, category: str) -> None:
        """What the category usually asks for, by the household's size."""
        if not category or self._kept is not None:
            return
        size, office = self._size(), self._context.office

        def draft() -> Need:
            from mutualaid.services.needs import draft_need

            return draft_need(office, category=category, household_size=size)

        self._context.tasks.read(draft, self._take_draft, owner=self)

    def _take_draft(self, draft: Need) -> None:
        self._draft = draft
        self.need_part.show_draft(draft)

    def parts(self) -> dict[str, QWidget]:
        """For whom, and the two parts of the form."""
        return {"household": self.household, "new_household": self.new_part, "need": self.need_part}

    def draft_uid(self) -> str:
        """The need that is changed."""
        return self._uid

    def take_draft(self, draft_id: str, state: Mapping[str, Any]) -> None:
        """Show the part that goes with the household."""
        super().take_draft(draft_id, state)
        self._show_household()

    def errors(self) -> bool:
        """Show what is missing or wrong; whether all was right."""
        right = True
        if self.new_part.isVisibleTo(self):
            right = self.new_part.form.set_errors(self.new_part.errors())
        wrong = self.need_part.errors()
        if right:
            return self.need_part.form.set_errors(wrong)
        for key, row in self.need_part.form.rows.items():
            row.set_error(wrong.get(key, ""))
        return False

    def save_again(self) -> None:
        """Save, and ask for another need of the same household."""
        self._again = True
        self.save()

    def save(self) -> None:
        """Check, and write off the window's thread."""
        if not self.errors():
            self._again = False
            return
        self.set_busy(True)
        context, fields, uid = self._context, self.need_part.fields(), self._uid
        home = self.household.code()
        new = self.new_part.fields() if self._kept is None and home in ("", NEW) else None
        today = context.today()
        draft = self._draft if self._draft is not None and self._draft.category == fields["category"] else None

        def write() -> Changed:
            if uid:
                from mutualaid.services.needs import change_need

                return change_need(context.office, uid=uid, **_typed(fields))
            return _add(context, home, new, draft, fields, today)

        context.tasks.write(answered_in(self, context.office, write), self._written, owner=self, fail=self.refused)

    def set_busy(self, busy: bool) -> None:
        """While the write is under way the buttons rest."""
        super().set_busy(busy)
        self.again_button.setEnabled(not busy)

    def refused(self, fault: Fault) -> None:
        """Show a field's fault beside the field, any other above the form."""
        self._again = False
        key = str(fault.facts.get("field", "")).split(".")[0]
        for form in (self.need_part.form, self.new_part.form):
            row = form.rows.get(key)
            if row is not None and row.isVisibleTo(self):
                self.set_busy(False)
                form.set_errors({key: _said(fault)})
                return
        super().refused(fault)

    def _written(self, changed: Changed) -> None:
        self.set_busy(False)
        if not self._again:
            self.done_well()
            tell_done(self._context, tr("The need is saved."))
            return
        self._again = False
        if self.household.code() in ("", NEW):
            self._keep_household(changed.uids[0])
        self.need_part.clear()
        self._draft = None
        self.dirty = False
        self.messages.tell(tr("Saved. What else does this household need?"), "good")

    def _keep_household(self, uid: str) -> None:
        """The household that was new is known now: further needs go to it."""
        name = self.new_part.name.text().strip() or tr("The household that you just added")
        fields = self.new_part.fields()
        line = HouseholdLine(
            uid, "", name, "", fields["zone"], tuple(fields["languages"]), fields["size"], 1, self._context.today()
        )
        self._choices = Choices(self._choices.items, [*self._choices.households, line], self._choices.zones)
        self.retranslate()
        self.household.set_code(uid)
        self._show_household()


def _said(fault: Fault) -> Words:
    return lambda: sentence(fault)


def _typed(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields with their windows as records, which is how a change compares them with what is kept."""
    from mutualaid.records.time import Window

    return {**fields, "windows": [Window.checked(**window) for window in fields["windows"]]}


def _add(
    context: Context,
    home: str,
    new: dict[str, Any] | None,
    draft: Need | None,
    fields: dict[str, Any],
    today: date,
) -> Changed:
    """Write a need under its household, which is written with it when it is new. Runs on the writer thread."""
    from mutualaid.records.household import Household
    from mutualaid.records.need import Need
    from mutualaid.services.households import add_household, new_household_code
    from mutualaid.services.needs import add_need, draft_need

    office = context.office
    if draft is None:
        draft = draft_need(office, category=fields["category"], household_size=(new or {}).get("size", 1))
    need = Need.checked(**{**draft.model_dump(), **fields, "received_on": today})
    if new is None:
        return add_need(office, household_uid=home, need=need)
    household = Household.checked(code=new_household_code(office), **new)
    return add_household(office, household=household, needs=[need])
