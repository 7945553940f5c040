"""Who could do this: for a need, a shift, an accompaniment, or something described here; ranked, with reasons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.dialogs import WindowOver
from mutualaid.desktop.households.lists import language_choices, skill_choices
from mutualaid.desktop.page import Context
from mutualaid.desktop.volunteers import who_words
from mutualaid.desktop.widgets.choice import Choice
from mutualaid.desktop.widgets.dates import DateField
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.forms import FormRow
from mutualaid.desktop.widgets.headed_list import HeadedList
from mutualaid.desktop.widgets.words import Button, Said, Words, announce
from mutualaid.language.catalog import N_, tr
from mutualaid.language.errors import sentence
from mutualaid.language.formats import format_number
from mutualaid.language.labels import label
from mutualaid.records.errors import Fault
from mutualaid.records.kinds import Daypart

if TYPE_CHECKING:
    from mutualaid.services.bookings import Task
    from mutualaid.services.candidates import Candidate, Wanted

_SHOWN = 60
"""How many are listed: who comes after them is asked by no one, and a list of thousands is slow to lay out."""
_ALL = 100_000
_CHOOSE = N_("Choose")


class WhoCould(WindowOver):
    """Lists who could meet a `need`, a `shift`, an `appointment` (uids) or a `task`; with none of them, it asks.

    Enter calls `choose` with the candidate, if it is given, and else opens the volunteer's page. It blocks nothing.
    """

    def __init__(
        self,
        context: Context,
        parent: QWidget | None = None,
        *,
        need: str = "",
        shift: str = "",
        appointment: str = "",
        task: Task | Wanted | None = None,
        what: Words = "",
        choose: Callable[[Candidate], object] | None = None,
        choose_words: Words = _CHOOSE,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._choose = context, choose
        self._need, self._shift, self._appointment, self._task = need, shift, appointment, task
        self._free = not (need or shift or appointment or task)
        self._asked = 0
        self.found: list[Candidate] | None = None
        self._fault: Fault | None = None
        self.skill, self.language, self.zone, self.part = Choice(), Choice(), Choice(), Choice()
        self.day = DateField(today=context.today)
        self.list = HeadedList()
        self.list.itemActivated.connect(lambda _item: self.take())
        self.list.currentItemChanged.connect(lambda _now, _before: self._enable())
        self.count = Said(self._count_words, role="subtle")
        self.open_button = Button(N_("Open their page"), self.open_page)
        self.choose_button = Button(choose_words, self.take, role="primary")
        self.close_button = Button(N_("Close"), self.reject)
        self._lay_out(what)
        self.retranslate()
        for choice in (self.skill, self.language, self.zone, self.part):
            choice.chosen.connect(lambda _code: self.read())
        self.day.changed.connect(self.read)
        self.read()
        (self.skill if self._free else self.list).setFocus()

    def _lay_out(self, what: Words) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(8)
        layout.addWidget(Said(N_("Who could do this?"), points=3, bold=True))
        if what:
            layout.addWidget(Said(what))
        if self._free:
            holder = QWidget()
            flow = FlowLayout(holder, gap=10)
            for words, field in (
                (N_("Skill"), self.skill),
                (N_("Language"), self.language),
                (N_("Zone"), self.zone),
                (N_("Day"), self.day),
                (N_("Part of the day"), self.part),
            ):
                row = FormRow(words, field)
                row.setMinimumWidth(theme.roomy(190))
                flow.addWidget(row)
            layout.addWidget(holder)
        layout.addWidget(self.count)
        layout.addWidget(self.list, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.choose_button)
        self.choose_button.setVisible(self._choose is not None)
        layout.addLayout(buttons)
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(theme.roomy(660), screen.width() - 40), min(theme.roomy(640), screen.height() - 60))

    def retranslate(self) -> None:
        """Set every word again."""
        self.setWindowTitle(tr("Who could do this?"))
        self.list.setAccessibleName(tr("Volunteers"))
        zones = sorted(((code, zone.name) for code, zone in self._context.office.zones.items()), key=lambda one: one[1])
        anything = tr("Any")
        self.skill.set_choices(skill_choices(), empty=anything)
        self.language.set_choices(language_choices(), empty=anything)
        self.zone.set_choices(zones, empty=anything)
        self.part.set_choices([(part.name, label(part)) for part in Daypart], empty=anything)
        self._show()

    def wanted(self) -> Wanted:
        """What is described in the fields."""
        from mutualaid.services.candidates import Wanted

        return Wanted(
            self._when(),
            self.skill.code() or None,
            tuple(filter(None, [self.language.code()])),
            self.zone.code() or None,
        )

    def _when(self) -> tuple[datetime, datetime] | None:
        from mutualaid.services.bookings import hours_of

        try:
            day: date | None = self.day.day()
        except ValueError:
            return None
        if day is None:
            return None
        if not self.part.code():
            self.part.set_code(Daypart.MORNING.name)
        return hours_of(day, Daypart[self.part.code()], self._context.office.settings.hours)

    def read(self) -> None:
        """Look again; an answer that was overtaken is dropped."""
        self._asked += 1
        asked, office, wanted = self._asked, self._context.office, self.wanted() if self._free else self._task

        def work() -> list[Candidate]:
            from mutualaid.services.who_could import for_appointment, for_shift, who_could

            if self._need:
                return who_could(office, need=self._need, limit=_ALL)
            about = wanted
            if self._shift:
                about = for_shift(office, uid=self._shift)
            elif self._appointment:
                about = for_appointment(office, uid=self._appointment)
            return who_could(office, task=about, limit=_ALL)

        def done(found: list[Candidate]) -> None:
            if asked == self._asked:
                self.found, self._fault = found, None
                self._show()
                announce(self, who_words.count_words(found))

        def failed(fault: Fault) -> None:
            if asked == self._asked:
                self.found, self._fault = [], fault
                self._show()
                announce(self, sentence(fault))

        self._context.tasks.read(work, done, owner=self, fail=failed)

    def _show(self) -> None:
        if self.found is not None:
            nothing = N_("There is no active volunteer yet.")
            self.list.fill(who_words.groups(self.found[:_SHOWN], str), nothing="" if self._fault else nothing)
        self.count.retranslate()
        self._enable()

    def _count_words(self) -> str:
        if self._fault is not None:
            return sentence(self._fault)
        if self.found is None:
            return tr("Looking…")
        said = who_words.count_words(self.found)
        if len(self.found) <= _SHOWN:
            return said
        listed = tr("The first {n} are listed.", n=format_number(_SHOWN))
        return f"{said} {listed}"

    def _enable(self) -> None:
        one = self.chosen()
        self.open_button.setEnabled(one is not None)
        self.choose_button.setEnabled(one is not None)

    def chosen(self) -> Candidate | None:
        """The candidate with the cursor."""
        uid = self.list.uid()
        return next((one for one in self.found or [] if one.volunteer == uid), None)

    def take(self) -> None:
        """Hand the chosen one over, and close; without anybody to hand it to, open the page."""
        one = self.chosen()
        if one is None:
            return
        if self._choose is None:
            self.open_page()
            return
        self._choose(one)
        self.accept()

    def open_page(self) -> None:
        """Go to the volunteer's own page."""
        one = self.chosen()
        if one is not None:
            self._context.go("volunteers", one.volunteer)
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the one with the cursor, wherever the focus is; Down in a field goes to the list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self.take()
            return
        super().keyPressEvent(event)
