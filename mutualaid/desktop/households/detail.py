"""Everything about one household beside the table: how to reach it safely first, all that names it covered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from mutualaid.desktop.contact_log import ContactLog
from mutualaid.desktop.history_part import HistoryPart
from mutualaid.desktop.households import state
from mutualaid.desktop.households.about import AboutPart
from mutualaid.desktop.households.consents import ConsentRows
from mutualaid.desktop.households.reach import ReachPart
from mutualaid.desktop.households.work import PastPart, WorkPart
from mutualaid.desktop.needs.state import Names
from mutualaid.desktop.page import Context
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.masked import Masked
from mutualaid.desktop.widgets.panels import DetailPane
from mutualaid.desktop.widgets.words import Button, Said, Words
from mutualaid.language.catalog import N_
from mutualaid.records.kinds import ConsentPurpose

if TYPE_CHECKING:
    from mutualaid.services.households import HouseholdPage


class HouseholdDetail(DetailPane):
    """Shows a HouseholdPage. Its parts stay while the same household is read again, so the focus does too."""

    edit_asked = Signal()
    need_asked = Signal()
    merge_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        today = context.today
        self.page: HouseholdPage | None = None
        self.code = Said("", points=9, bold=True, wrap=False)
        self.people_line = Said("", role="subtle")
        self.need_button = Button(N_("Add a need…"), self.need_asked.emit, role="primary", hint=N_("A on this page"))
        self.edit_button = Button(N_("Change…"), self.edit_asked.emit, hint=N_("E on this page"))
        self.merge_button = Button(N_("It is here twice…"), self.merge_asked.emit, hint=N_("M on this page"))
        self.reach, self.work, self.past = ReachPart(), WorkPart(today), PastPart(today)
        self.about = AboutPart(today)
        self.log = ContactLog(context)
        self.consents = ConsentRows()
        self.history = HistoryPart(context)
        self._build()
        self.setFocusProxy(self.need_button)

    def _build(self) -> None:
        column = self.column()
        column.addWidget(self.code)
        column.addWidget(self.people_line)
        verbs = QWidget()
        row = FlowLayout(verbs, gap=6)
        for button in (self.need_button, self.edit_button, self.merge_button):
            row.addWidget(button)
        column.addWidget(verbs)
        sections: tuple[tuple[Words, QWidget], ...] = (
            (N_("Reaching them safely"), self.reach),
            (N_("Needs"), self.work),
            (N_("About the household"), self.about),
            (N_("What they allow"), self.consents),
            (N_("Calls and visits"), self.log),
        )
        for title, widget in sections:
            column.addSpacing(10)
            column.addWidget(Said(title, points=1, bold=True))
            column.addWidget(widget)
        column.addWidget(self.past)
        column.addSpacing(10)
        column.addWidget(self.history, 0, Qt.AlignmentFlag.AlignTop)
        self.hold(column, N_("Choose a household to see it here."))

    @property
    def masked(self) -> list[Masked]:
        """What is covered until asked for."""
        return self.reach.masked

    def show_household(self, page: HouseholdPage | None, names: Names, people: Mapping[str, str]) -> None:
        """Show a household; `people` are names of volunteers by uid, for the exclusions."""
        before = self.page
        same = page is not None and before is not None and page.uid == before.uid
        self.page = page
        self.turn(chosen=page is not None, to_top=page is not None and not same)
        if page is None:
            self.cover()
            return
        record = page.record
        self.code.say(lambda: record.code)
        self.people_line.say(partial(state.people, record.size, record.ages))
        if not same or before is None or (record, page.refused) != (before.record, before.refused):
            self.reach.show_page(page)
            self.about.show_household(record, names, people)
        self.work.show_page(page, names)
        self.past.show_page(page)
        self.log.show_with(household=page.uid, contacts=page.contacts, silent=ConsentPurpose.CONTACT in page.refused)
        self.consents.set_held(page.held)
        self._show_history(page.uid)

    def _show_history(self, uid: str) -> None:
        from mutualaid.records.household import Household

        self.history.show_of(Household, uid)

    def cover(self) -> None:
        """Cover what was uncovered."""
        self.reach.cover()

    def need_rows(self) -> list[str]:
        """The needs as shown."""
        return self.work.rows()

    def letters(self) -> Mapping[Qt.Key, Callable[[], object]]:
        """What each letter does while a household is shown and nothing is being typed."""
        return {
            Qt.Key.Key_V: self.reach.toggle,
            Qt.Key.Key_L: self.log.open_form,
            Qt.Key.Key_E: self.edit_asked.emit,
            Qt.Key.Key_A: self.need_asked.emit,
            Qt.Key.Key_M: self.merge_asked.emit,
            Qt.Key.Key_H: self.history.toggle,
        }
