"""Over the schedule: which days, and whose, what and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.schedule import words
from mutualaid.desktop.schedule.state import WEEK, ScheduleState
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.dates import DateField
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.words import Button, Translated
from mutualaid.language.catalog import N_, tr


class Filters(Translated, QWidget):
    """`days_changed`: other days are to be read. `changed`: a filter was changed."""

    days_changed = Signal()
    changed = Signal()

    def __init__(self, state: ScheduleState, verbs: Sequence[QWidget]) -> None:
        """`verbs` are buttons of the page that stand beside them."""
        super().__init__()
        self.state = state
        self.before = Button(lambda: tr("‹ Before"), lambda: self.turn(-1), hint=N_("Page Up"))
        self.today = Button(N_("Today"), self.go_today)
        self.after = Button(lambda: tr("After ›"), lambda: self.turn(1), hint=N_("Page Down"))
        self.day = DateField(today=state.today)
        self.day.setMaximumWidth(theme.roomy(190))
        self.day.changed.connect(self._jump)
        self.lengths = QButtonGroup(self)
        self.week_button = self._length(N_("Week"), WEEK)
        self.day_button = self._length(N_("Day"), 1)
        self.kinds = {kind: self._kind(kind) for kind in words.KINDS}
        self.zone, self.volunteer = Choice(), Choice()
        for choice in (self.zone, self.volunteer):
            choice.setMinimumContentsLength(16)
        self.zone.chosen.connect(self._zone_chosen)
        self.volunteer.chosen.connect(self._volunteer_chosen)
        self.show_all = Button(N_("Show all"), self.clear, role="link")
        self._zones: list[tuple[str, str]] = []
        self._people: list[tuple[str, str]] = []
        first, second = QWidget(), QWidget()
        row = FlowLayout(first, gap=6)
        for widget in (self.before, self.today, self.after, self.day, self.week_button, self.day_button, *verbs):
            row.addWidget(widget)
        flow = FlowLayout(second, gap=6)
        for part in (*self.kinds.values(), self.zone, self.volunteer, self.show_all):
            flow.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(first)
        layout.addWidget(second)
        self.retranslate()

    def _length(self, said: str, days: int) -> Button:
        button = Button(said, role="toggle")
        button.setCheckable(True)
        button.setChecked(self.state.days == days)
        button.clicked.connect(lambda _checked=False: self.set_days(days))
        self.lengths.addButton(button, days)
        return button

    def _kind(self, kind: str) -> Button:
        button = Button(words.KINDS[kind], role="toggle")
        button.setCheckable(True)
        button.setChecked(True)
        button.clicked.connect(lambda on: self._kind_chosen(kind, on))
        return button

    def retranslate(self) -> None:
        """Name the choices."""
        self.day.line.setAccessibleName(tr("Go to a day"))
        self.zone.set_choices(self._zones, empty=tr("All zones"))
        self.volunteer.set_choices(self._people, empty=tr("All volunteers"))
        self.zone.setAccessibleName(tr("Zone"))
        self.volunteer.setAccessibleName(tr("Volunteer"))
        self.show_all.setVisible(self.state.filtered)

    def offer(self, zones: Mapping[str, str], people: Mapping[str, str]) -> None:
        """What the choices offer: zones and volunteers that there are."""
        self._zones = sorted(zones.items(), key=lambda pair: pair[1])
        self._people = sorted(people.items(), key=lambda pair: pair[1])
        self.show_state()

    def show_state(self) -> None:
        """Show what is filtered, and which days are on view."""
        self.retranslate()
        self.zone.set_code(self.state.zone)
        self.volunteer.set_code(self.state.volunteer)
        for kind, button in self.kinds.items():
            button.setChecked(kind in self.state.kinds)
        (self.week_button if self.state.days == WEEK else self.day_button).setChecked(True)
        if not self.day.line.hasFocus():
            self.day.set_day(self.state.first)

    def turn(self, pages: int) -> None:
        """So many weeks, or days, on."""
        self.state.turn(pages)
        self.days_changed.emit()

    def go_today(self) -> None:
        """Show today."""
        self.state.go_to(self.state.today())
        self.days_changed.emit()

    def set_days(self, days: int) -> None:
        """A week or a day."""
        self.state.show_days(days)
        self.days_changed.emit()

    def _jump(self) -> None:
        try:
            day: date | None = self.day.day()
        except ValueError:
            return
        before = self.state.first
        if day is not None:
            self.state.go_to(day)
            if self.state.first != before:
                self.days_changed.emit()

    def _kind_chosen(self, kind: str, on: bool) -> None:
        (self.state.kinds.add if on else self.state.kinds.discard)(kind)
        self._told()

    def _zone_chosen(self, code: str) -> None:
        self.state.zone = code
        self._told()

    def _volunteer_chosen(self, uid: str) -> None:
        self.state.volunteer = uid
        self._told()

    def clear(self) -> None:
        """Take every filter away."""
        self.state.clear_filters()
        self.show_state()
        self._told()

    def _told(self) -> None:
        self.show_all.setVisible(self.state.filtered)
        self.changed.emit()
