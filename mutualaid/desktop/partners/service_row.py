"""The fields of one service in an organization's form."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal

from mutualaid.desktop.widgets.check import Check
from mutualaid.desktop.widgets.chips import Chips
from mutualaid.desktop.widgets.forms import Form
from mutualaid.desktop.widgets.offers import category_offers, category_words, language_offers, language_words
from mutualaid.desktop.widgets.panels import Card
from mutualaid.desktop.widgets.watched_line import WatchedLine
from mutualaid.desktop.widgets.words import Translated, Words
from mutualaid.language.catalog import N_
from mutualaid.records.partner import PartnerService


class ServiceRow(Translated, Card):
    """One service; typing begins at its name. What it came with from a directory goes along unseen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._before: PartnerService | None = None
        self.name, self.fees, self.who = WatchedLine(), WatchedLine(), WatchedLine()
        self.hours, self.note = WatchedLine(), WatchedLine()
        self.categories, self.languages = Chips(), Chips()
        self.no_id = Check(N_("It says that it asks for no ID"))
        self.form = Form()
        self.form.add("name", N_("Service"), self.name, required=True)
        self.form.add("categories", N_("Kinds of help"), self.categories)
        self.form.add("languages", N_("Languages"), self.languages)
        self.form.add_widget(self.no_id)
        self.form.add("hours", N_("When it is open"), self.hours)
        self.form.add("fees", N_("What it costs"), self.fees)
        self.form.add("who", N_("For whom"), self.who)
        self.form.add("note", N_("Note"), self.note)
        self.body.addWidget(self.form)
        self.setFocusProxy(self.name)
        for part in (self.name, self.fees, self.who, self.hours, self.note, self.categories, self.languages):
            part.changed.connect(self.changed)
        self.no_id.toggled.connect(lambda _on: self.changed.emit())
        self.retranslate()

    def retranslate(self) -> None:
        """Set the choices."""
        self.categories.set_choices(category_offers(), also=category_words())
        self.languages.set_choices(language_offers(), also=language_words())

    def lines(self) -> dict[str, WatchedLine]:
        """The fields that are one line of text, by the name of what they hold."""
        return {
            "name": self.name, "fees": self.fees, "eligibility": self.who, "hours": self.hours, "note": self.note,
        }  # fmt: skip

    def set_service(self, service: PartnerService) -> None:
        """Show a service."""
        self._before = service
        for field, line in self.lines().items():
            line.set_text(getattr(service, field))
        self.categories.set_codes(service.categories)
        self.languages.set_codes(service.languages)
        self.no_id.setChecked(service.no_id_asked)

    def is_blank(self) -> bool:
        """Whether nothing was filled in."""
        return not any(line.text().strip() for line in self.lines().values()) and not self.categories.codes()

    def check(self) -> bool:
        """Whether it can be kept; shows what is missing."""
        errors: dict[str, Words] = {}
        if not self.name.text().strip() and not self.is_blank():
            errors["name"] = N_("Give the service a name, such as: food pantry.")
        return self.form.set_errors(errors)

    def service(self) -> PartnerService | None:
        """The service; none for a row that was left blank."""
        if self.is_blank():
            return None
        fields: dict[str, Any] = {field: line.text().strip() for field, line in self.lines().items()}
        return PartnerService(
            **fields,
            categories=tuple(self.categories.codes()),
            languages=tuple(self.languages.codes()),
            no_id_asked=self.no_id.isChecked(),
            hsds_id=self._before.hsds_id if self._before is not None else "",
        )
