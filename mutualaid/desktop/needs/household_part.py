"""The few questions about a household that is not known yet, asked beside its first need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from mutualaid.desktop.widgets.amount import Amount
from mutualaid.desktop.widgets.chips import Chips
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.offers import language_offers, language_words, zone_offers, zone_words
from mutualaid.desktop.widgets.phones import read_phone
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Translated, Words
from mutualaid.language.catalog import N_, tr

if TYPE_CHECKING:
    from mutualaid.records.zones import Zone


class HouseholdPart(Translated, QWidget):
    """Name, phone and what is safe with it, languages, size, zone. `changed` when the person changed anything."""

    changed = Signal()
    resized = Signal()

    def __init__(self, zones: Mapping[str, Zone], today: Callable[[], date]) -> None:
        super().__init__()
        self._zones, self._today = zones, today
        self.name, self.safe, self.address = WatchedLine(), WatchedLine(), WatchedLine()
        self.phone = QLineEdit()
        self.may_text, self.may_leave = QCheckBox(), QCheckBox()
        self.may_text.setChecked(True)
        rules = QWidget()
        beside = QVBoxLayout(rules)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        beside.addWidget(self.may_text)
        beside.addWidget(self.may_leave)
        rules.setFocusProxy(self.may_text)
        self.languages = Chips()
        self.people = Amount(1, 40, lambda count: tr("person") if count == 1 else tr("people"))
        self.zone = Choice()
        self.form = Form()
        self.form.add("contact_name", N_("Name, or how they want to be called"), self.name)
        self.form.add("phones", N_("Phone"), self.phone, hint=N_("With area code, such as 773 555 0165."))
        self.form.add("rules", N_("With this number"), rules)
        self.form.add(
            "safe_contact",
            N_("Before you call"),
            self.safe,
            hint=N_("When it is safe, who may answer, what not to say."),
        )
        self.form.add("languages", N_("Languages of the household"), self.languages, required=True)
        self.form.add("size", N_("How many live there"), self.people)
        self.form.add("zone", N_("Zone"), self.zone, required=True, hint=N_("Type part of a name, such as Pilsen."))
        self.form.add("address", N_("Address, only if something is delivered"), self.address)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        self.phone.setMaxLength(40)
        self.phone.textEdited.connect(lambda _text: self.changed.emit())
        for line in (self.name, self.safe, self.address):
            line.changed.connect(self.changed)
        self.languages.changed.connect(self.changed)
        self.zone.chosen.connect(lambda _code: self.changed.emit())
        self.people.valueChanged.connect(lambda _value: self.resized.emit())
        self.retranslate()

    def retranslate(self) -> None:
        """Set choices and the words of the boxes."""
        self.may_text.setText(tr("We may send a text"))
        self.may_leave.setText(tr("We may leave a message"))
        self.languages.set_choices(language_offers(), also=language_words())
        self.zone.set_choices(zone_offers(self._zones), also=zone_words(self._zones))

    def parts(self) -> dict[str, QWidget]:
        """Its fields."""
        return {
            "name": self.name, "phone": self.phone, "may_text": self.may_text, "may_leave": self.may_leave,
            "safe": self.safe, "languages": self.languages, "size": self.people, "zone": self.zone,
            "address": self.address,
        }  # fmt: skip

    def errors(self) -> dict[str, Words]:
        """What is missing or wrong, by row."""
        wrong: dict[str, Words] = {}
        if not self.name.text().strip() and not self.phone.text().strip():
            wrong["contact_name"] = N_("Type a name or a phone, so that they can be found again.")
        try:
            read_phone(self.phone.text())
        except ValueError:
            wrong["phones"] = N_("That is no phone number. Type it with its area code.")
        if not self.languages.codes():
            wrong["languages"] = N_("Choose at least one language.")
        if not self.zone.code():
            wrong["zone"] = N_("Choose the zone.")
        return wrong

    def fields(self) -> dict[str, Any]:
        """The fields of a Household but its code. Call it after `errors` found none."""
        number = read_phone(self.phone.text())
        phone = {
            "number": number,
            "may_text": self.may_text.isChecked(),
            "may_leave_message": self.may_leave.isChecked(),
        }
        return {
            "contact_name": self.name.text(),
            "phones": [phone] if number else [],
            "safe_contact": self.safe.text(),
            "languages": self.languages.codes(),
            "size": self.people.value(),
            "zone": self.zone.code(),
            "address": self.address.text(),
            "received_on": self._today(),
        }
