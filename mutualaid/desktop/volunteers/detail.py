"""One volunteer beside the table: her tasks ahead with what can be done about them, her week, what she brings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from mutualaid.desktop.matching.cards import KEYS, verb_words
from mutualaid.desktop.needs.detail import phone_rules
from mutualaid.desktop.volunteers import state
from mutualaid.desktop.volunteers.detail_parts import (
    Lines,
    WeekPane,
    cover_words,
    hit_lines,
    renew_words,
    training_lines,
)
from mutualaid.desktop.widgets.facts import Fact, Facts
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.layouts import clear
from mutualaid.desktop.widgets.masked import Masked
from mutualaid.desktop.widgets.panels import DetailPane
from mutualaid.desktop.widgets.phones import show_phone
from mutualaid.desktop.widgets.words import Button, Said, Translated, Words, restyle
from mutualaid.discretion.masks import mask_name
from mutualaid.language import labels
from mutualaid.language.catalog import N_, ntr, tr
from mutualaid.language.formats import format_list
from mutualaid.records.kinds import MatchState

if TYPE_CHECKING:
    from mutualaid.desktop.volunteers.week_model import Hours
    from mutualaid.records.views import MatchLine
    from mutualaid.records.volunteer import Volunteer
    from mutualaid.services.volunteers import VolunteerPage

_PAST = 8


class TaskRow(QWidget):
    """One task; while the focus is in it, a verb's letter is that verb."""

    def __init__(self, verbs: Sequence[str], do: Callable[[str], object]) -> None:
        super().__init__()
        self._verbs, self._do = tuple(verbs), do

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The letter on a button."""
        letter = event.text().upper()
        verb = next((verb for verb in self._verbs if KEYS[verb] == letter and letter), "")
        if verb and not event.modifiers():
            self._do(verb)
        else:
            super().keyPressEvent(event)


class VolunteerDetail(Translated, DetailPane):
    """Shows a VolunteerPage. `match_asked` carries a verb ("confirm", "no", "asked", "message", "hand", "fulfil",
    "cancel") with a match's uid, `need_opened` the uid of a need, `cover_asked` that of a booking, `renew_asked` a
    skill.
    """

    edit_asked = Signal()
    active_asked = Signal(bool)
    match_asked = Signal(str, str)
    need_opened = Signal(str)
    cover_asked = Signal(str)
    renew_asked = Signal(str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.page: VolunteerPage | None = None
        self._covered = False
        self._zones: Mapping[str, str] = {}
        self._households: Mapping[str, str] = {}
        self.masked: list[Masked] = []
        self.verbs: dict[tuple[str, str], Button] = {}
        self.name = Said("", points=7, bold=True)
        self.line = Said("", role="subtle")
        self.idle = Said(N_("Paused: no plan asks them."), role="badge", wrap=False)
        self.idle.setProperty("kind", "warn")
        restyle(self.idle)
        self.edit_button = Button(N_("Change…"), self.edit_asked.emit, role="primary")
        self.active_button = Button(N_("Pause"), self._toggle)
        self.reach, self.about = Facts(), Facts()
        self.week_pane = WeekPane(today)
        self.week = self.week_pane.view
        self.hits = Lines(cover_words, Qt.Key.Key_F)
        self.hits.asked.connect(self.cover_asked)
        self.trainings = Lines(renew_words, Qt.Key.Key_R)
        self.trainings.asked.connect(self.renew_asked)
        self.dates = Said("")
        self.away = Said("")
        self.tasks = QVBoxLayout()
        self.no_tasks = Said(N_("Nothing ahead."), role="subtle")
        self.past = Said(self._past_words)
        self._build()
        self.setFocusProxy(self.edit_button)

    def _build(self) -> None:
        column = self.column()
        column.addWidget(self.name)
        column.addWidget(self.line)
        column.addWidget(self.idle, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.addWidget(self.edit_button)
        row.addWidget(self.active_button)
        row.addStretch(1)
        column.addLayout(row)

        def head(words: Words) -> Said:
            column.addSpacing(10)
            title = Said(words, points=1, bold=True)
            column.addWidget(title)
            return title

        head(N_("Reaching them"))
        column.addWidget(self.reach)
        head(N_("Tasks ahead"))
        self.tasks.setSpacing(6)
        column.addLayout(self.tasks)
        column.addWidget(self.no_tasks)
        head(N_("When they can"))
        for widget in (self.week_pane, self.dates, self.away):
            column.addWidget(widget)
        self.hits_title = head(N_("Away, but booked"))
        column.addWidget(self.hits)
        head(N_("What they bring"))
        column.addWidget(self.about)
        self.trainings_title = head(N_("Trainings"))
        column.addWidget(self.trainings)
        self.past_title = head(N_("What they have done"))
        column.addWidget(self.past)
        self.hold(column, N_("Choose a volunteer to see them here."))

    def show_volunteer(
        self, page: VolunteerPage | None, zones: Mapping[str, str], households: Mapping[str, str], hours: Hours
    ) -> None:
        """Show a volunteer; `households` are codes by uid, for the exclusions."""
        before = self.page
        self.page, self._zones, self._households = page, zones, households
        same = before is not None and page is not None and before.uid == page.uid
        self.turn(chosen=page is not None, to_top=page is not None and not same)
        if page is None:
            return
        record = page.record
        self.name.say(partial(self._name_words, record))
        self.line.say(partial(self._line_words, record))
        self.idle.setHidden(record.active)
        self.active_button.say(N_("Pause") if record.active else N_("Make active again"))
        if not same or before is None or before.record != record:
            self._fill_reach(record)
            self._fill_about(record)
        self.week_pane.show_page(page, hours, same=same)
        today = self._today()
        for lines, title, told in (
            (self.hits, self.hits_title, hit_lines(page, today)),
            (self.trainings, self.trainings_title, training_lines(page, today)),
        ):
            lines.fill(told)
            for widget in (lines, title):
                widget.setVisible(bool(told))
        self.dates.say(partial(state.dated_words, record.availability))
        self.dates.setVisible(bool(self.dates.text()))
        self.away.say(partial(self._away_words, record))
        self.away.setVisible(bool(self.away.text()))
        self._fill_tasks(page)
        for widget in (self.past, self.past_title):
            widget.setVisible(bool(state.past(page.matches)))

    def _name_words(self, record: Volunteer) -> str:
        return mask_name(record.name) if self._covered else record.name or record.code

    @staticmethod
    def _line_words(record: Volunteer) -> str:
        most = ntr("at most {n} task a week", "at most {n} tasks a week", record.tasks_per_week)
        return " · ".join((record.code, labels.label(record.trust), most))

    def _away_words(self, record: Volunteer) -> str:
        days = state.absences_words(record.absences, self._today())
        return tr("Away: {days}", days=days) if days else ""

    def _past_words(self) -> str:
        over = state.past(self.page.matches) if self.page else []
        return "\n".join(state.task_words(line) for line in over[:_PAST])

    def _fill_reach(self, record: Volunteer) -> None:
        self.masked = []
        facts: list[Fact] = []
        for phone in record.phones:
            covered = Masked(N_("Phone"), show_phone(phone.number))
            self.masked.append(covered)
            facts += [(N_("Before you call"), partial(phone_rules, phone)), (N_("Phone"), covered)]
        self.reach.set_facts(facts or [(N_("Phone"), lambda: tr("none given"))])

    def _fill_about(self, record: Volunteer) -> None:
        def excluded() -> str:
            return format_list([self._households.get(uid, uid) for uid in record.excluded_households])

        facts: list[tuple[Words, Callable[[], str]]] = [
            (N_("Languages"), lambda: state.language_words(record.languages)),
            (N_("Skills"), lambda: format_list([labels.skill(code) for code in record.skills])),
            (N_("Interprets"), lambda: state.interpreting_words(record)),
            (N_("Transport"), lambda: state.carries(record)),
            (N_("Where"), lambda: state.reach(record, self._zones)),
            (N_("Can also"), lambda: format_list([labels.access(code) for code in record.access])),
            (N_("Not these households"), excluded),
            (N_("Notes"), lambda: record.notes),
        ]
        self.about.set_facts(facts)

    def _fill_tasks(self, page: VolunteerPage) -> None:
        focused = QApplication.focusWidget()
        held = any(button is focused for button in self.verbs.values())
        clear(self.tasks)
        self.verbs = {}
        lines = state.ahead(page.matches)
        for line in lines:
            task = self._task(line)
            self.tasks.addWidget(task)
            task.show()  # a layout shows what is new only later, and the focus goes to none but shown ones
        self.no_tasks.setVisible(not lines)
        self.past.retranslate()
        if held:
            next(iter(self.verbs.values()), self.edit_button).setFocus()

    def _task(self, line: MatchLine) -> QWidget:
        assert self.page is not None
        verbs = state.verbs_of(line, self.page.uid)
        task = TaskRow(verbs, lambda verb: self.match_asked.emit(verb, line.uid))
        column = QVBoxLayout(task)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        column.addWidget(Said(partial(state.task_words, line)))
        if line.state == MatchState.ACCEPTED:
            column.addWidget(Said(partial(state.asked_words, line), role="subtle"))
        row = QWidget()
        flow = FlowLayout(row, gap=6)
        for verb in verbs:
            role = "link" if verb in state.LESSER else ""
            button = Button(verb_words(verb), partial(self.match_asked.emit, verb, line.uid), role=role)
            button.setAccessibleDescription(state.task_words(line))
            self.verbs[verb, line.uid] = button
            flow.addWidget(button)
        need = Button(N_("Open the need"), partial(self.need_opened.emit, line.need), role="link")
        flow.addWidget(need)
        column.addWidget(row)
        return task

    def _toggle(self) -> None:
        if self.page is not None:
            self.active_asked.emit(not self.page.record.active)

    def retranslate(self) -> None:
        """The parts say themselves; the descriptions of the tasks' buttons are set here."""
        for line in state.ahead(self.page.matches) if self.page else []:
            for (_verb, uid), button in self.verbs.items():
                if uid == line.uid:
                    button.setAccessibleDescription(state.task_words(line))

    def set_covered(self, covered: bool) -> None:
        """Cover the name and what was uncovered, or show the name again; a number only when asked for by itself."""
        self._covered = covered
        self.name.retranslate()
        if covered:
            for masked in self.masked:
                masked.cover()
