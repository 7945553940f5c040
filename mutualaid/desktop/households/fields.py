"""The fields of a household's form: which widget holds what, filled from a record and read back in one place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from mutualaid.desktop.form_window import NO_DAY
from mutualaid.desktop.households.ages import Ages
from mutualaid.desktop.households.lists import Lists, access_choices, diet_choices, language_choices
from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.check import Check
from mutualaid.desktop.widgets.chips import Chips
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.dates import DateField
from mutualaid.desktop.widgets.forms import Form, FormRow
from mutualaid.desktop.widgets.notes import NoteEditor
from mutualaid.desktop.widgets.phone_rows import PhoneRows
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Words
from mutualaid.language.catalog import N_

if TYPE_CHECKING:
    from mutualaid.records.household import Household


class HouseholdFields:
    """Widgets by the name of the record's field that each holds; `into` lays some of them out in a form."""

    def __init__(self, lists: Lists, today: Callable[[], date]) -> None:
        self.lists = lists
        self.name, self.safe, self.address = WatchedLine(), WatchedLine(), WatchedLine()
        self.phones = PhoneRows()
        self.languages, self.relay = Chips(), Chips()
        self.interpreter = Check(N_("They want an interpreter"))
        self.in_person = Check(N_("Only in person, not by telephone"))
        self.people, self.ages = Amount(1, 40), Ages()
        self.zone = Choice()
        self.delivery, self.notes = NoteEditor(lines=2), NoteEditor(lines=3)
        self.diet, self.access = Chips(), Chips()
        self.volunteers, self.zones = Chips(), Chips()
        self.received, self.review = DateField(today=today), DateField(today=today)
        self._texts = {
            "contact_name": self.name, "safe_contact": self.safe, "address": self.address,
            "delivery_notes": self.delivery, "notes": self.notes,
        }  # fmt: skip
        self._codes = {
            "languages": self.languages, "relay_languages": self.relay, "diet": self.diet, "access": self.access,
            "excluded_volunteers": self.volunteers, "excluded_zones": self.zones,
        }  # fmt: skip
        self._checks = {"wants_interpreter": self.interpreter, "interpreter_in_person": self.in_person}
        self._days = {"received_on": self.received, "review_on": self.review}
        self.relay_row: FormRow | None = None
        self.interpreter.toggled.connect(lambda _on: self.arrange())

    def reaching(self, form: Form, similar: QWidget) -> None:
        """How to reach them; `similar` shows who may be the same."""
        form.add("contact_name", N_("Name of the contact"), self.name)
        form.add("phones", N_("Phones"), self.phones)
        form.add_widget(similar)
        hint = N_("For example: only after 6, ask for Marta, say you call from the library")
        form.add("safe_contact", N_("What to mind when reaching them"), self.safe, hint=hint)

    def living(self, form: Form) -> None:
        """Who lives there."""
        form.add("languages", N_("Languages"), self.languages)
        form.add_widget(self.interpreter)
        form.add_widget(self.in_person)
        self.relay_row = form.add("relay_languages", N_("Interpreting by way of"), self.relay)
        form.add("size", N_("How many people"), self.people, required=True)
        form.add("ages", N_("How many of each age"), self.ages)

    def place(self, form: Form) -> None:
        """Where they live."""
        form.add("zone", N_("Zone"), self.zone, required=True)
        form.add("address", N_("Address"), self.address, hint=N_("Only if something is brought there."))
        form.add("delivery_notes", N_("At the door"), self.delivery)

    def minding(self, form: Form) -> None:
        """What else to mind, whom they are kept from among it: nobody is asked why."""
        form.add("diet", N_("Diet and allergies"), self.diet)
        form.add("access", N_("Access"), self.access)
        form.add("notes", N_("Notes"), self.notes)
        why = N_("Nobody has to say why.")
        form.add("excluded_volunteers", N_("Never send these volunteers"), self.volunteers, hint=why)
        form.add("excluded_zones", N_("Never send anybody from these zones"), self.zones, hint=why)
        form.add("received_on", N_("Received"), self.received, required=True)
        form.add("review_on", N_("Look again on"), self.review)

    def retranslate(self) -> None:
        """Set the choices."""
        zones = self.lists.zone_choices()
        self.languages.set_choices(language_choices())
        self.relay.set_choices(language_choices())
        self.zone.set_choices(zones)
        self.zones.set_choices(zones)
        self.volunteers.set_choices(sorted(self.lists.volunteers.items(), key=lambda pair: pair[1]))
        self.diet.set_choices(diet_choices())
        self.access.set_choices(access_choices())
        self.arrange()

    def arrange(self) -> None:
        """Show what is asked about interpreters only where one is wanted."""
        if self.relay_row is not None:
            self.relay_row.setVisible(self.interpreter.isChecked() or bool(self.relay.codes()))
        self.in_person.setVisible(self.interpreter.isChecked())

    def checks(self) -> dict[str, QWidget]:
        """What stands between the rows."""
        return dict(self._checks)

    def fill(self, record: Household) -> None:
        """Show a record."""
        for name, text in self._texts.items():
            text.set_text(getattr(record, name))
        for name, chips in self._codes.items():
            chips.set_codes(getattr(record, name))
        for name, check in self._checks.items():
            check.setChecked(getattr(record, name))
        for name, day in self._days.items():
            day.set_day(getattr(record, name))
        self.phones.set_phones(record.phones)
        self.people.setValue(record.size)
        self.ages.set_ages(record.ages)
        self.zone.set_code(record.zone)
        self.arrange()

    def listen(self, touched: Callable[..., object]) -> None:
        """Call `touched` whenever the person changed something."""
        parts: list[Any] = [*self._texts.values(), *self._codes.values(), *self._days.values(), self.phones, self.ages]
        for part in parts:
            part.changed.connect(touched)
        for check in self._checks.values():
            check.toggled.connect(touched)
        self.zone.chosen.connect(touched)
        self.people.valueChanged.connect(touched)

    def read(self) -> tuple[dict[str, Any], dict[str, Words]]:
        """The fields of the Household as typed, and by field what is wrong with them. Phones say theirs themselves."""
        errors: dict[str, Words] = {}
        found: dict[str, Any] = {name: text.text() for name, text in self._texts.items()}
        found |= {name: chips.codes() for name, chips in self._codes.items()}
        found |= {name: check.isChecked() for name, check in self._checks.items()}
        for name, day in self._days.items():
            try:
                found[name] = day.day()
            except ValueError:
                errors[name] = NO_DAY
        ages = self.ages.ages()
        found |= {"size": self.people.value(), "ages": ages, "zone": self.zone.code()}
        if sum(one.people for one in ages) > self.people.value():
            errors["ages"] = N_("The ages add up to more people than live there.")
        if not found["zone"]:
            errors["zone"] = N_("Choose the zone from the list.")
        if found.get("received_on") is None and "received_on" not in errors:
            errors["received_on"] = N_("Say when they asked.")
        return found, errors

    def contact(self, code: str) -> dict[str, Any]:
        """What similar households are looked for by; numbers that are not whole yet are left out."""
        phones = []
        for row in self.phones.rows:
            try:
                phones.append(row.phone())
            except ValueError:
                continue
        return {"code": code, "contact_name": self.name.text(), "phones": [phone for phone in phones if phone]}
