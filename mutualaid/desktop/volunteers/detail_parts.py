"""Parts of a volunteer's detail: her week with its dates, what an absence hits, her trainings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop.volunteers import state
from mutualaid.desktop.volunteers.week_view import WeekView
from mutualaid.desktop.widgets.layouts import clear
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words, announce
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import format_date_range

if TYPE_CHECKING:
    from mutualaid.desktop.volunteers.week_model import Hours
    from mutualaid.services.commitments import Commitment
    from mutualaid.services.volunteers import VolunteerPage

_WEEKS = 8
"""How many weeks ahead can be looked at: as far as bookings are read."""


class WeekPane(Translated, QWidget):
    """One week with its dates, and the way to the next ones."""

    def __init__(self, today: Callable[[], date]) -> None:
        from mutualaid.records.time import PART_HOURS

        super().__init__()
        self._today = today
        self._ahead = 0
        self._page: VolunteerPage | None = None
        self._hours: Hours = PART_HOURS
        self.view = WeekView(PART_HOURS)
        self.dates = Said(self._dates_words, bold=True)
        self.back = Button(N_("Earlier"), partial(self.turn, -1), role="link")
        self.on = Button(N_("Later"), partial(self.turn, 1), role="link")
        row = QHBoxLayout()
        row.addWidget(self.dates, 1)
        row.addWidget(self.back)
        row.addWidget(self.on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.view)

    @property
    def monday(self) -> date:
        """The first day of the week on view."""
        today = self._today()
        return today + timedelta(days=7 * self._ahead - today.weekday())

    def show_page(self, page: VolunteerPage, hours: Hours, *, same: bool) -> None:
        """Show a volunteer's week: the one on view if she is the same, else this one."""
        self._page, self._hours = page, hours
        self._ahead = self._ahead if same else 0
        self._show()

    def turn(self, weeks: int) -> None:
        """Go to another week."""
        self._ahead = min(_WEEKS - 1, max(0, self._ahead + weeks))
        self._show()
        announce(self, f"{self._dates_words()}. {self.view.words()}")

    def _show(self) -> None:
        if self._page is None:
            return
        blocks = state.week_blocks(self._page.booked, self.monday)
        self.view.show_week(self._page.record, self.monday, blocks, self._hours)
        self.dates.retranslate()
        self.back.setEnabled(self._ahead > 0)
        self.on.setEnabled(self._ahead < _WEEKS - 1)

    def _dates_words(self) -> str:
        return format_date_range(self.monday, self.monday + timedelta(days=6))

    def retranslate(self) -> None:
        """What a booking is for is said by the picture: have it said again."""
        self._show()


class Lines(QWidget):
    """Sentences with one thing to do about each. `asked` carries a line's key; R does it where the focus is."""

    asked = Signal(str)

    def __init__(self, words: Words, key: Qt.Key) -> None:
        super().__init__()
        self._words, self._key = words, key
        self.buttons: dict[str, Button] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def fill(self, lines: Iterable[tuple[str, Callable[[], str], str, bool]]) -> None:
        """Each (key, words, role, whether there is something to do)."""
        held = next((key for key, button in self.buttons.items() if button is QApplication.focusWidget()), "")
        clear(self._column)
        self.buttons = {}
        for key, words, role, able in lines:
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            row.addWidget(Said(words, role=role), 1)
            if able:
                button = Button(self._words, partial(self.asked.emit, key), role="link")
                button.setAccessibleDescription(words())
                self.buttons[key] = button
                row.addWidget(button)
            self._column.addWidget(holder)
            holder.show()
        if held and self.buttons:
            self.buttons.get(held, next(iter(self.buttons.values()))).setFocus()
        elif held:
            around = self.parentWidget()
            while around is not None and around.focusProxy() is None:
                around = around.parentWidget()
            if around is not None:
                around.setFocus()  # nothing is left to do here: the keyboard stays with the same person

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The letter does what the focused line's button does."""
        key = next((key for key, button in self.buttons.items() if button.hasFocus()), "")
        if key and event.key() == self._key and not event.modifiers():
            self.asked.emit(key)
        else:
            super().keyPressEvent(event)


def training_lines(page: VolunteerPage, today: date) -> list[tuple[str, Callable[[], str], str, bool]]:
    """Her trainings: what lapsed in the colour of faults, what lapses soon in that of warnings, both to be renewed."""
    roles = {"lapsed": "error", "soon": "warn", "": ""}
    told: list[tuple[str, Callable[[], str], str, bool]] = []
    for one in page.record.trainings:
        standing = state.training_standing(one, today)
        told.append((one.skill, partial(state.training_words, one, today), roles[standing], bool(standing)))
    return told


def hit_lines(page: VolunteerPage, today: date) -> list[tuple[str, Callable[[], str], str, bool]]:
    """What she is booked for while away, each to be covered."""
    ahead: list[Commitment] = [one for one in page.booked if one.away and one.ends.date() >= today]
    return [(one.uid, partial(state.commitment_words, one), "warn", True) for one in ahead]


def renew_words() -> str:
    """The button's words with its letter."""
    return tr("{verb} ({key})", verb=tr("Renew"), key="R")


def cover_words() -> str:
    """The button's words with its letter."""
    return tr("{verb} ({key})", verb=tr("Find cover…"), key="F")
