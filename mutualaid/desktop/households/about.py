"""What a household is like: languages, people, diet, access, where, and whom and what it is kept from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mutualaid.desktop.households import state
from mutualaid.desktop.needs.state import Names
from mutualaid.desktop.widgets.facts import Fact, Facts
from mutualaid.desktop.widgets.words import Said
from mutualaid.language import labels
from mutualaid.language.catalog import N_
from mutualaid.language.formats import format_date, format_list

if TYPE_CHECKING:
    from mutualaid.records.household import Household


class AboutPart(QWidget):
    """Facts that the form can change; the exclusions stand by themselves, because much hangs on them."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.facts, self.kept_from = Facts(), Facts()
        self.title = Said(N_("Never sent to them"), points=1, bold=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.facts, self.title, self.kept_from):
            column.addWidget(widget)

    def show_household(self, record: Household, names: Names, people: Mapping[str, str]) -> None:
        """Show a household; `people` are names of volunteers by uid."""
        facts: list[Fact] = [
            (N_("Languages"), partial(_listed, record.languages, labels.language)),
            (N_("Interpreter"), partial(state.interpreter_words, record)),
            (N_("Interpreting by way of"), partial(_listed, record.relay_languages, labels.language)),
            (N_("Zone"), lambda: names.zone(record.zone)),
            (N_("Diet and allergies"), partial(_listed, record.diet, labels.diet)),
            (N_("Access"), partial(_listed, record.access, labels.access)),
            (N_("Notes"), lambda: record.notes),
            (N_("Received"), lambda: format_date(record.received_on)),
            (N_("Look again on"), partial(state.review_words, record.review_on, self._today)),
        ]
        self.facts.set_facts(facts)
        self.kept_from.set_facts([
            (N_("These volunteers"), partial(_listed, record.excluded_volunteers, lambda uid: people.get(uid, "?"))),
            (N_("Anybody from these zones"), partial(_listed, record.excluded_zones, names.zone)),
        ])  # fmt: skip
        kept_from = bool(record.excluded_volunteers or record.excluded_zones)
        self.title.setVisible(kept_from)
        self.kept_from.setVisible(kept_from)


def _listed(codes: Sequence[str], word: Callable[[str], str]) -> str:
    return format_list([word(code) for code in codes])
