"""The form of a household, new or known; a new one can be given what it needs in the same go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.form_window import NO_DAY, FormWindow
from mutualaid.desktop.households.ages import Ages
from mutualaid.desktop.households.lists import (
    Lists,
    access_choices,
    diet_choices,
    language_choices,
    read_lists,
)
from mutualaid.desktop.households.need_rows import NeedRows
from mutualaid.desktop.households.similar import Similar
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.check import Check
from mutualaid.desktop.widgets.chips import Chips
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.dates import DateField
from mutualaid.desktop.widgets.notes import NoteEditor
from mutualaid.desktop.widgets.phone_rows import PhoneRows
from mutualaid.desktop.widgets.watched import answered_in, know_in
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Words
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.records.views import Changed

if TYPE_CHECKING:
    from mutualaid.records.need import Need
    from mutualaid.services.households import HouseholdPage
    from mutualaid.services.office import Office


def read_all(office: Office, uid: str) -> tuple[Lists, HouseholdPage | None]:
    """What the form offers and, with a uid, the household that it changes; off the window's thread."""
    from mutualaid.services.households import household

    return read_lists(office), household(office, uid=uid) if uid else None


def drafter(context: Context, owner: QWidget, size: Callable[[], int]) -> Callable[..., None]:
    """How a row of needs asks for what a category usually means."""

    def ask(category: str, then: Callable[[Need], None]) -> None:
        people, today = size(), context.today()

        def read() -> Need:
            from mutualaid.services.needs import draft_need

            return draft_need(context.office, category=category, household_size=people, received_on=today)

        context.tasks.read(read, then, owner=owner)

    return ask


class HouseholdEditor(FormWindow):
    """Everything about a household in one form; Ctrl+S keeps it with its needs in one transaction."""

    draft_kind = "household"

    def __init__(self, context: Context, lists: Lists, page: HouseholdPage | None, parent: QWidget) -> None:
        title: Words = N_("Add a household")
        if page is not None:
            title = partial(self._change_title, page.record.code)
        super().__init__(title, N_("Save"), parent, window_title=N_("Change a household") if page is not None else "")
        self.context, self.lists, self.page = context, lists, page
        self.name, self.safe, self.address = WatchedLine(), WatchedLine(), WatchedLine()
        self.phones = PhoneRows()
        self.similar = Similar(context, self.typed_contact)
        self.languages, self.relay = Chips(), Chips()
        self.interpreter = Check(N_("They want an interpreter"))
        self.in_person = Check(N_("Only in person, not by telephone"))
        self.people, self.ages = Amount(1, 40), Ages()
        self.zone = Choice()
        self.delivery, self.notes = NoteEditor(lines=2), NoteEditor(lines=3)
        self.diet, self.access = Chips(), Chips()
        self.volunteers, self.zones = Chips(), Chips()
        self.received, self.review = DateField(today=context.today), DateField(today=context.today)
        self.needs: NeedRows | None = None
        self._build()
        self.retranslate()
        if page is None:
            self.received.set_day(context.today())
        else:
            self._fill(page)
        self._listen()
        self.begin(self.name)
        self.dirty = False

    @staticmethod
    def _change_title(code: str) -> str:
        return tr("Change household {code}", code=code)

    def _build(self) -> None:
        form = self.section(N_("How to reach them"))
        form.add("contact_name", N_("Name of the contact"), self.name)
        form.add("phones", N_("Phones"), self.phones)
        form.add_widget(self.similar)
        hint = N_("For example: only after 6, ask for Marta, say you call from the library")
        form.add("safe_contact", N_("What to mind when reaching them"), self.safe, hint=hint)
        form = self.section(N_("Who lives there"))
        form.add("languages", N_("Languages"), self.languages)
        form.add_widget(self.interpreter)
        form.add_widget(self.in_person)
        self.relay_row = form.add("relay_languages", N_("Interpreting by way of"), self.relay)
        form.add("size", N_("How many people"), self.people, required=True)
        form.add("ages", N_("How many of each age"), self.ages)
        form = self.section(N_("Where they live"))
        form.add("zone", N_("Zone"), self.zone, required=True)
        form.add("address", N_("Address"), self.address, hint=N_("Only if something is brought there."))
        form.add("delivery_notes", N_("At the door"), self.delivery)
        if self.page is None:
            ask = drafter(self.context, self, self.people.value)
            self.needs = NeedRows(self.lists, ask, self.context.today)
            self.section(N_("What they need")).add_widget(self.needs)
        form = self.section(N_("What else to mind"))
        form.add("diet", N_("Diet and allergies"), self.diet)
        form.add("access", N_("Access"), self.access)
        form.add("notes", N_("Notes"), self.notes)
        form.add("excluded_volunteers", N_("Not these volunteers"), self.volunteers)
        form.add("excluded_zones", N_("Nobody from these zones"), self.zones)
        form.add("received_on", N_("Received"), self.received, required=True)
        form.add("review_on", N_("Look again on"), self.review)

    def retranslate(self) -> None:
        """Set title and choices."""
        super().retranslate()
        if not hasattr(self, "needs"):
            return
        zones = self.lists.zone_choices()
        self.languages.set_choices(language_choices())
        self.relay.set_choices(language_choices())
        self.zone.set_choices(zones)
        self.zones.set_choices(zones)
        self.volunteers.set_choices(sorted(self.lists.volunteers.items(), key=lambda pair: pair[1]))
        self.diet.set_choices(diet_choices())
        self.access.set_choices(access_choices())
        self._show_relay()

    def _fill(self, page: HouseholdPage) -> None:
        record = page.record
        self.name.set_text(record.contact_name)
        self.phones.set_phones(record.phones)
        self.safe.set_text(record.safe_contact)
        self.languages.set_codes(record.languages)
        self.interpreter.setChecked(record.wants_interpreter)
        self.in_person.setChecked(record.interpreter_in_person)
        self.relay.set_codes(record.relay_languages)
        self.people.setValue(record.size)
        self.ages.set_ages(record.ages)
        self.zone.set_code(record.zone)
        self.address.set_text(record.address)
        self.delivery.set_text(record.delivery_notes)
        self.diet.set_codes(record.diet)
        self.access.set_codes(record.access)
        self.notes.set_text(record.notes)
        self.volunteers.set_codes(record.excluded_volunteers)
        self.zones.set_codes(record.excluded_zones)
        self.received.set_day(record.received_on)
        self.review.set_day(record.review_on)
        self._show_relay()
        know_in(self, page.answers)

    def _listen(self) -> None:
        lines = (self.name, self.safe, self.address)
        chips = (self.languages, self.relay, self.diet, self.access, self.volunteers, self.zones)
        for part in (*lines, *chips, self.phones, self.ages, self.delivery, self.notes, self.received, self.review):
            part.changed.connect(self.touch)
        self.zone.chosen.connect(self.touch)
        self.interpreter.toggled.connect(self.touch)
        self.in_person.toggled.connect(self.touch)
        self.interpreter.toggled.connect(lambda _on: self._show_relay())
        self.people.valueChanged.connect(self.touch)
        if self.needs is not None:
            self.needs.changed.connect(self.touch)
            self.people.valueChanged.connect(self.needs.size_changed)
        self.name.line.editingFinished.connect(self.similar.look)
        self.phones.settled.connect(self.similar.look)
        self.similar.opened.connect(self._go_to)

    def parts(self) -> dict[str, QWidget]:
        """The fields of all sections, and what stands between them."""
        needs = {"needs": self.needs} if self.needs is not None else {}
        return {
            **super().parts(),
            "wants_interpreter": self.interpreter,
            "interpreter_in_person": self.in_person,
            **needs,
        }

    def draft_uid(self) -> str:
        """The household that is changed."""
        return self.page.uid if self.page is not None else ""

    def take_draft(self, draft_id: str, state: Mapping[str, Any]) -> None:
        """Show the interpreters' languages if there are any."""
        super().take_draft(draft_id, state)
        self._show_relay()

    def _show_relay(self) -> None:
        self.relay_row.setVisible(self.interpreter.isChecked() or bool(self.relay.codes()))
        self.in_person.setVisible(self.interpreter.isChecked())

    def typed_contact(self) -> dict[str, Any]:
        """What similar households are looked for by; numbers that are not whole yet are left out."""
        phones = []
        for row in self.phones.rows:
            try:
                phones.append(row.phone())
            except ValueError:
                continue
        code = self.page.record.code if self.page is not None else "draft"
        return {"code": code, "contact_name": self.name.text(), "phones": [phone for phone in phones if phone]}

    def _go_to(self, uid: str) -> None:
        self.reject()
        if not self.isVisible():
            self.context.go("households", uid)

    def _day(self, key: str, field: DateField, errors: dict[str, Words]) -> date | None:
        try:
            return field.day()
        except ValueError:
            errors[key] = NO_DAY
            return None

    def check(self) -> dict[str, Any] | None:
        """The fields of the Household; none when something is wrong, which is then shown."""
        errors: dict[str, Words] = {}
        ages = self.ages.ages()
        received = self._day("received_on", self.received, errors)
        review = self._day("review_on", self.review, errors)
        if sum(one.people for one in ages) > self.people.value():
            errors["ages"] = N_("The ages add up to more people than live there.")
        if not self.zone.code():
            errors["zone"] = N_("Choose the zone from the list.")
        if received is None and "received_on" not in errors:
            errors["received_on"] = N_("Say when they asked.")
        fine = self.needs is None or self.needs.check()
        fine = self.set_errors(errors) and fine
        if not (self.phones.check() and fine):
            self.messages.tell(tr("Not saved yet: something in the form needs another look."), "warn")
            return None
        self.messages.hide()
        return {
            "contact_name": self.name.text(), "phones": self.phones.phones(), "safe_contact": self.safe.text(),
            "languages": self.languages.codes(), "wants_interpreter": self.interpreter.isChecked(),
            "interpreter_in_person": self.in_person.isChecked(),
            "relay_languages": self.relay.codes(), "size": self.people.value(), "ages": ages,
            "diet": self.diet.codes(), "access": self.access.codes(), "zone": self.zone.code(),
            "address": self.address.text(), "delivery_notes": self.delivery.text(), "notes": self.notes.text(),
            "excluded_volunteers": self.volunteers.codes(), "excluded_zones": self.zones.codes(),
            "received_on": received, "review_on": review,
        }  # fmt: skip

    def save(self) -> None:
        """Check, then write on the writer's thread."""
        fields = self.check()
        if fields is None:
            return
        self.set_busy(True)
        needs = self.needs.fields() if self.needs is not None else []
        office, uid = self.context.office, self.page.uid if self.page is not None else ""
        work = partial(_change, office, uid, fields) if uid else partial(_add, office, fields, needs)
        self.context.tasks.write(
            answered_in(self, office, work), partial(self._saved, len(needs)), owner=self, fail=self.refused
        )

    def _saved(self, needs: int, changed: Changed) -> None:
        if self.page is not None:
            said = tr("Household {code} is saved.", code=self.page.record.code)
        elif needs:
            said = ntr("The household is saved with {n} need.", "The household is saved with {n} needs.", needs)
        else:
            said = tr("The household is saved.")
        self.done_well()
        self.context.messages.tell(said, "good")
        self.context.go("households", changed.uids[0])


def _add(office: Office, fields: dict[str, Any], needs: list[dict[str, Any]]) -> Changed:
    from mutualaid.records.household import Household
    from mutualaid.records.need import Need
    from mutualaid.services.households import add_household, new_household_code

    household = Household.checked(code=new_household_code(office), **fields)
    return add_household(office, household=household, needs=[Need.checked(**need) for need in needs])


def _change(office: Office, uid: str, fields: dict[str, Any]) -> Changed:
    from mutualaid.services.households import change_household

    return change_household(office, uid=uid, **fields)
