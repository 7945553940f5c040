"""One household beside the table: how to reach it safely first, everything that names it covered until asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from mutualaid.desktop.households import state
from mutualaid.desktop.households.consents import ConsentRows
from mutualaid.desktop.households.contact_log import ContactLog
from mutualaid.desktop.needs.detail import phone_rules
from mutualaid.desktop.needs.state import Names
from mutualaid.desktop.widgets.facts import Fact, Facts
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.masked import Masked
from mutualaid.desktop.widgets.panels import DetailPane
from mutualaid.desktop.widgets.phones import show_phone
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words
from mutualaid.language import labels
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_date, format_list

if TYPE_CHECKING:
    from mutualaid.records.household import Household
    from mutualaid.services.households import HouseholdPage

_UID = int(Qt.ItemDataRole.UserRole)
_MOST_HIGH = 230
"""Pixels that the list of needs takes at most; beyond, it scrolls."""


class _Lines(QListWidget):
    """As high as its lines are, wrapped at the width it has, up to a few of them."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "lines")
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit(self) -> None:
        """Take the height that the lines need."""
        height = sum(self.sizeHintForRow(row) for row in range(self.count()))
        self.setFixedHeight(min(height + 8, _MOST_HIGH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps the lines elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()


class HouseholdDetail(Translated, DetailPane):
    """Shows a HouseholdPage. Its parts stay while the same household is read again, so the focus does too."""

    edit_asked = Signal()
    need_asked = Signal()
    need_opened = Signal(str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.page: HouseholdPage | None = None
        self._names = Names()
        self._people: Mapping[str, str] = {}
        self.masked: list[Masked] = []
        self.code = Said("", points=9, bold=True, wrap=False)
        self.people_line = Said("", role="subtle")
        self.edit_button = Button(N_("Change…"), self.edit_asked.emit)
        self.need_button = Button(N_("Add a need…"), self.need_asked.emit, role="primary")
        self.reach, self.about = Facts(), Facts()
        self.needs = _Lines()
        self.needs.itemActivated.connect(lambda item: self.need_opened.emit(item.data(_UID)))
        self.no_needs = Said(N_("No need has been written down yet."), role="subtle")
        self.log = ContactLog(today)
        self.consents = ConsentRows()
        self.matches = Said(self._match_words)
        self._build()
        self.setFocusProxy(self.need_button)
        self.retranslate()

    def _build(self) -> None:
        column = self.column()
        column.addWidget(self.code)
        column.addWidget(self.people_line)
        verbs = QWidget()
        row = FlowLayout(verbs, gap=6)
        row.addWidget(self.need_button)
        row.addWidget(self.edit_button)
        column.addWidget(verbs)
        sections: tuple[tuple[Words, tuple[QWidget, ...]], ...] = (
            (N_("Reaching them safely"), (self.reach,)),
            (N_("Needs"), (self.needs, self.no_needs)),
            (N_("About the household"), (self.about,)),
            (N_("Calls and visits"), (self.log,)),
            (N_("What they allow"), (self.consents,)),
        )
        for title, widgets in sections:
            column.addSpacing(10)
            column.addWidget(Said(title, points=1, bold=True))
            for widget in widgets:
                column.addWidget(widget)
        column.addSpacing(10)
        self.matches_title = Said(N_("Matches so far"), points=1, bold=True)
        column.addWidget(self.matches_title)
        column.addWidget(self.matches)
        self.hold(column, N_("Choose a household to see it here."))

    def show_household(self, page: HouseholdPage | None, names: Names, people: Mapping[str, str]) -> None:
        """Show a household; `people` are names of volunteers by uid, for the exclusions."""
        same = page is not None and self.page is not None and page.uid == self.page.uid
        record_same = same and page is not None and self.page is not None and page.record == self.page.record
        self.page, self._names, self._people = page, names, people
        self.turn(chosen=page is not None, to_top=page is not None and not same)
        if page is None:
            return
        record = page.record
        self.code.say(lambda: record.code)
        self.people_line.say(partial(state.people, record.size, record.ages))
        if not record_same:
            self._fill_reach(record)
            self._fill_about(record)
        self.log.set_contacts(page.contacts, same=same)
        self.consents.set_held(state.latest(page.consents))
        self.retranslate()

    def retranslate(self) -> None:
        """Write the list of needs again, for its items hold words."""
        self.needs.setAccessibleName(tr("Needs of this household: Enter opens one"))
        row = self.needs.currentRow()
        self.needs.clear()
        needs = state.in_order(self.page.needs) if self.page else []
        for need in needs:
            words = state.need_words(need.record, self._names.item(need.record.item), self._today())
            item = QListWidgetItem(words)
            item.setData(_UID, need.uid)
            self.needs.addItem(item)
        self.needs.setCurrentRow(max(0, min(row, len(needs) - 1)) if needs else -1)
        self.needs.fit()
        self.needs.setVisible(bool(needs))
        self.no_needs.setVisible(not needs)
        self.matches.retranslate()
        for widget in (self.matches, self.matches_title):
            widget.setVisible(bool(self.page and self.page.matches))

    def _match_words(self) -> str:
        return "\n".join(state.match_words(line) for line in reversed(self.page.matches)) if self.page else ""

    def _covered(self, name: Words, text: str) -> Masked:
        made = Masked(name, text)
        self.masked.append(made)
        return made

    def _fill_reach(self, record: Household) -> None:
        self.masked = []
        facts: list[Fact] = [(N_("Please mind"), lambda: record.safe_contact)]
        if record.contact_name:
            facts.append((N_("Name"), self._covered(N_("Name"), record.contact_name)))
        for phone in record.phones:
            facts.append((N_("Before you call"), partial(phone_rules, phone)))
            facts.append((N_("Phone"), self._covered(N_("Phone"), show_phone(phone.number))))
        if not record.phones:
            facts.append((N_("Phone"), lambda: tr("none given")))
        if record.address:
            facts.append((N_("Address"), self._covered(N_("Address"), record.address)))
        facts.append((N_("At the door"), lambda: record.delivery_notes))
        self.reach.set_facts(facts)

    def _fill_about(self, record: Household) -> None:
        def listed(codes: list[str], word: Callable[[str], str]) -> str:
            return format_list([word(code) for code in codes])

        def yes() -> str:
            if not record.wants_interpreter:
                return ""
            return tr("wanted, in person") if record.interpreter_in_person else tr("wanted")

        facts: list[tuple[Words, Callable[[], str]]] = [
            (N_("Languages"), lambda: listed(record.languages, labels.language)),
            (N_("Interpreter"), yes),
            (N_("Interpreting by way of"), lambda: listed(record.relay_languages, labels.language)),
            (N_("Zone"), lambda: self._names.zone(record.zone)),
            (N_("Diet and allergies"), lambda: listed(record.diet, labels.diet)),
            (N_("Access"), lambda: listed(record.access, labels.access)),
            (N_("Notes"), lambda: record.notes),
            (N_("Not these volunteers"), lambda: listed(record.excluded_volunteers, self._volunteer)),
            (N_("Nobody from these zones"), lambda: listed(record.excluded_zones, self._names.zone)),
            (N_("Received"), lambda: format_date(record.received_on)),
            (N_("Look again on"), lambda: format_date(record.review_on) if record.review_on else ""),
        ]
        self.about.set_facts(facts)

    def _volunteer(self, uid: str) -> str:
        return self._people.get(uid, uid)

    def cover(self) -> None:
        """Cover what was uncovered."""
        for masked in self.masked:
            masked.cover()

    def need_rows(self) -> list[str]:
        """The needs as shown."""
        return [self.needs.item(row).text() for row in range(self.needs.count())]
