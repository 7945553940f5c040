"""The schedule: a week or a day of runs, shifts and hearings, and beside it the chosen one with what can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout

from mutualaid.desktop import theme
from mutualaid.desktop.page import Context, Page
from mutualaid.desktop.runs.window import open_run
from mutualaid.desktop.schedule.board import Board
from mutualaid.desktop.schedule.choose_person import choose_person
from mutualaid.desktop.schedule.cover_window import open_cover
from mutualaid.desktop.schedule.filters import Filters
from mutualaid.desktop.schedule.hearing_form import open_hearing
from mutualaid.desktop.schedule.make_week import open_make_week
from mutualaid.desktop.schedule.pane import EntryPane
from mutualaid.desktop.schedule.save_calendar import save_calendar
from mutualaid.desktop.schedule.shift_form import open_shift
from mutualaid.desktop.schedule.state import WEEK, ScheduleState
from mutualaid.desktop.schedule.templates_window import open_templates
from mutualaid.desktop.schedule.verbs import Verbs
from mutualaid.desktop.widgets.menu import MenuButton
from mutualaid.desktop.widgets.panels import PageHeader
from mutualaid.desktop.widgets.words import Button, announce
from mutualaid.language.catalog import N_
from mutualaid.language.errors import sentence
from mutualaid.records.errors import Fault
from mutualaid.records.views import Area

if TYPE_CHECKING:
    from mutualaid.services.week import Entry, WeekPage

_MINUTE_MS = 60_000


class SchedulePage(Page):
    """The days on view, over one canvas, with the pane beside it."""

    areas = frozenset({Area.SCHEDULE, Area.MATCHES, Area.VOLUNTEERS, Area.HOUSEHOLDS, Area.SETTINGS})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.state = ScheduleState(today=context.today, hours=context.office.settings.hours)
        self.verbs = Verbs(context, self.state, self)
        self.board = Board(self.state)
        self.canvas = self.board.canvas
        self.pane = EntryPane(self.state)
        self.show_names = Button(N_("Show names"), lambda: self.set_masked(False), role="link")
        self.show_names.hide()
        self.cover_button = Button(N_("Cover…"), partial(open_cover, context, self))
        self.more = MenuButton(
            N_("More"),
            (N_("Make next week's shifts…"), lambda: open_make_week(context, self, self.state.first)),
            (N_("Shift templates…"), lambda: open_templates(context, self)),
            (N_("Save a calendar file…"), lambda: save_calendar(context, self, self.state)),
            (N_("Roster on paper…"), self.open_roster),
        )
        self.add_hearing = Button(N_("Add a hearing…"), lambda: open_hearing(context, self))
        self.filters = Filters(self.state, (self.add_hearing, self.cover_button, self.more))
        self.add_shift = Button(N_("Add a shift…"), self.add, role="primary", hint=N_("Press N in the schedule"))
        self.header = PageHeader(N_("Schedule"), self.show_names, self.add_shift)
        self._asked = 0
        self._wanted = ""
        self._build()
        self._listen()
        self.retranslate()

    def _build(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(12)
        self.splitter.addWidget(self.board)
        self.splitter.addWidget(self.pane)
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 2)
        self.board.setMinimumWidth(300)
        self.pane.setMinimumWidth(theme.roomy(285))
        self.splitter.setSizes([760, 290])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.header)
        layout.addWidget(self.filters)
        layout.addWidget(self.splitter, 1)

    def _listen(self) -> None:
        self.filters.days_changed.connect(self.refresh)
        self.filters.changed.connect(self._show)
        self.canvas.chosen.connect(lambda _uid: self._chosen())
        self.canvas.opened.connect(self.pane.enter)
        self.canvas.dropped.connect(self._drop)
        self.canvas.new_asked.connect(lambda at: open_shift(self.context, self, starts=at))
        self.canvas.turned.connect(self.filters.turn)
        self.canvas.days_asked.connect(self.filters.set_days)
        self.pane.asked.connect(self._asked_for)
        self.canvas.carried.connect(self._carried)
        for keys, do in {
            "Alt+Left": lambda: self.filters.turn(-1),
            "Alt+Right": lambda: self.filters.turn(1),
            "Ctrl+T": self.filters.go_today,
            "Ctrl+G": self.find_here,
        }.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tick)
        self._clock.start(_MINUTE_MS)

    def _tick(self) -> None:
        if self.isVisible():
            self.canvas.now = self._now()
            self.canvas.update()

    def _now(self) -> datetime:
        """The time it is, on the day that the office has."""
        return datetime.combine(self.context.today(), datetime.now().time())

    def retranslate(self) -> None:
        """Say again what was read."""
        self.header.set_line(self.state.count_words)

    # ---- reading

    def refresh(self) -> None:
        """Read the days on view again; what is chosen stays chosen."""
        self._asked += 1
        asked, office, state = self._asked, self.context.office, self.state
        first, days, wanted = state.first, state.days, self._wanted

        def read() -> tuple[WeekPage, Mapping[str, Any]]:
            from mutualaid.services.schedule_places import week_of_entry
            from mutualaid.services.week import week

            start = week_of_entry(office, uid=wanted, days=days) if wanted else None
            return week(office, first=start or first, days=days), office.zones

        def show(found: tuple[WeekPage, Mapping[str, Any]]) -> None:
            if asked == self._asked:
                self._take(*found)

        self.context.tasks.read(read, show, owner=self)

    def _take(self, page: WeekPage, zones: Mapping[str, Any]) -> None:
        self.state.zones, self.state.hours = zones, self.context.office.settings.hours
        self.state.first = page.first
        self.state.take(page)
        if self._wanted:
            uid, self._wanted = self._wanted, ""
            found = page.entry(uid) or next((one for one in page.entries if uid in one.matches), None)
            if found is not None:
                self.state.clear_filters()
                self.state.chosen = found.uid
        people = {uid: self.state.named(uid) for uid in page.diary.people}
        self.filters.offer({code: zone.name for code, zone in zones.items()}, people)
        self._show()
        if self.state.chosen:
            self.board.into_view(self.state.chosen)

    def _show(self) -> None:
        self.canvas.now = self._now()
        shown = {one.uid for one in self.state.shown()}
        if self.state.chosen not in shown:
            self.state.chosen = ""
        self.board.show_state()
        self.filters.show_state()
        self.header.set_line(self.state.count_words)
        self._chosen()

    def _chosen(self) -> None:
        entry = self.state.entry()
        self.pane.show_entry()
        if entry is not None and entry.kind.value == "hearing":
            self._read_hearing(entry)

    def _read_hearing(self, entry: Entry) -> None:
        office = self.context.office

        def read() -> Any:
            from mutualaid.services.appointments import appointment

            return appointment(office, uid=entry.uid)

        def show(held: Any) -> None:
            if self.state.chosen == held.uid:
                self.pane.show_entry(held)

        self.context.tasks.read(read, show, owner=self, fail=lambda _fault: None)

    # ---- what a page is asked for

    def show_record(self, uid: str) -> None:
        """Go to the days of a shift, a hearing, a run or a task, and choose it."""
        self._wanted = uid
        self.refresh()
        self.canvas.setFocus()

    def start(self) -> None:
        """Work begins in the schedule itself."""
        self.canvas.setFocus()

    def find_here(self) -> None:
        """Go to a day."""
        self.filters.day.line.setFocus()
        self.filters.day.line.selectAll()

    def add(self) -> None:
        """A new shift, by the chosen entry's time."""
        entry = self.state.entry()
        open_shift(self.context, self, starts=entry.starts if entry is not None else None)

    def set_masked(self, masked: bool) -> None:
        """Cover the volunteers' names and numbers."""
        self.state.masked = masked
        self.show_names.setVisible(masked)
        self.pane.set_covered(masked)
        if self.state.page is not None:
            people = {uid: self.state.named(uid) for uid in self.state.page.diary.people}
            self.filters.offer({code: zone.name for code, zone in self.state.zones.items()}, people)
            self._show()

    def views(self) -> Mapping[str, Callable[[], object]]:
        """The looks of the page: an entry of each kind, one carried, a day."""
        return {
            "shift": lambda: self._choose_kind("shift"),
            "hearing": lambda: self._choose_kind("hearing"),
            "carried": self._carry_one,
            "day": self._one_day,
            "week": lambda: self.filters.set_days(WEEK),
        }

    def dialogs(self) -> Mapping[str, Callable[[], object]]:
        """Every dialog of the page."""
        context = self.context
        looks: dict[str, Callable[[], object]] = {
            "add-shift": self.add,
            "add-hearing": lambda: open_hearing(context, self),
            "cover": lambda: open_cover(context, self),
            "roster": self.open_roster,
            "make-week": lambda: open_make_week(context, self, self.state.first),
            "templates": lambda: open_templates(context, self),
            "template": lambda: open_shift(context, self, templates=True),
        }
        shifts = [one.uid for one in self.state.shown() if one.kind.value == "shift"]
        if shifts:
            looks["who"] = lambda: choose_person(
                context, self, N_("Who takes it?"), ("shift", shifts[0]), lambda _uid: None
            )
        return looks

    def _one_day(self) -> None:
        self.canvas.leave()
        self.filters.set_days(1)

    def _choose_kind(self, kind: str) -> None:
        found = [one for one in self.state.shown() if one.kind.value == kind]
        if found:
            self.canvas.choose(found[0].uid)

    def _carry_one(self) -> None:
        self._choose_kind("shift")
        self.canvas.pick_up()
        if self.state.carry is not None:
            self.state.carry.step(days=1, steps=2)
            self.canvas.carried.emit()
            self.canvas.update()

    # ---- verbs

    def _carried(self) -> None:
        """Beside the schedule: where it would be dropped; when it is left, what it is."""
        if self.state.carry is None:
            self._chosen()
        else:
            self.pane.show_carry()

    def _drop(self) -> None:
        carry = self.state.carry
        assert carry is not None
        self.verbs.drop(carry, self._not_moved)

    def _not_moved(self, fault: Fault) -> None:
        self.state.carry = None
        self.board.show_state()
        self.context.messages.tell(sentence(fault), "fault")
        announce(self.canvas, sentence(fault))

    def _asked_for(self, verb: str, who: str) -> None:
        entry = self.state.entry()
        if entry is None:
            return
        uid, kind = entry.uid, entry.kind.value
        go: dict[str, Callable[[], object]] = {
            "move": self._pick_up,
            "drop": self.canvas.drop,
            "leave": self.canvas.leave,
            "edit": lambda: (open_hearing if kind == "hearing" else open_shift)(self.context, self, uid=uid),
            "remove": lambda: self.verbs.remove(uid, kind),
            "add": lambda: self._choose(N_("Who comes?"), (kind, uid), partial(self.verbs.put, uid, kind)),
            "cover": lambda: self._instead(uid, kind, who),
            "instead": lambda: self._instead(uid, kind, who),
            "step_in": lambda: self.verbs.step_in(uid, who),
            "took_place": lambda: self.verbs.took_place(uid),
            "household": lambda: self.context.go("households", entry.household),
            "need": self._go_need,
            "run": lambda: open_run(self.context, uid, self),
            "match": lambda: self.context.go("matching", entry.matches[0]),
        }
        if verb in ("cannot", "comes", "off"):
            self.verbs.on_shift(verb, uid, who)
        else:
            go[verb]()

    def open_roster(self) -> None:
        """The shifts of the days on view, to print."""
        from mutualaid.desktop.runs.paper_window import open_sheet, roster

        first = self.state.first
        open_sheet(self.context, roster(first, first + timedelta(days=self.state.days - 1)), self)

    def _pick_up(self) -> None:
        self.canvas.setFocus()
        self.canvas.pick_up()

    def _choose(self, title: str, entry: tuple[str, str], take: Callable[[str], object]) -> None:
        choose_person(self.context, self, title, entry, take)

    def _instead(self, uid: str, kind: str, who: str) -> None:
        title = N_("Who goes instead?") if kind == "hearing" else N_("Who takes it?")
        self._choose(title, (kind, uid), lambda other: self.verbs.put(uid, kind, other, who))

    def _go_need(self) -> None:
        held = self.pane.held
        if held is not None and held.record.need is not None:
            self.context.go("needs", held.record.need)
