"""The matching page: make a plan, see what it proposes and why, decide, and see what would help most."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mutualaid.desktop.matching import cards, levers, verbs, words
from mutualaid.desktop.matching.board import Board
from mutualaid.desktop.matching.chosen import show_chosen
from mutualaid.desktop.matching.fair_choice import choose_fairness
from mutualaid.desktop.matching.planner import Planner
from mutualaid.desktop.matching.reading import read_matching
from mutualaid.desktop.matching.rows import Tab, View
from mutualaid.desktop.matching.rules_window import RulesWindow
from mutualaid.desktop.matching.solving import SolvingStrip
from mutualaid.desktop.matching.state import MatchingState, Seen
from mutualaid.desktop.matching.strips import ConflictStrip, OldStrip
from mutualaid.desktop.page import Context, Page
from mutualaid.desktop.widgets.menu import MenuButton
from mutualaid.desktop.widgets.panels import EmptyState, PageHeader
from mutualaid.desktop.widgets.words import Button
from mutualaid.language.catalog import N_
from mutualaid.progress import Progress
from mutualaid.records.views import Area, Changed

if TYPE_CHECKING:
    from mutualaid.services.plan_page import PlanPage


class MatchingPage(Page):
    """A plan is made only when she asks for one. Volunteers are named and households told by code, so that covering
    contact data has nothing to cover here.
    """

    areas = frozenset({Area.NEEDS, Area.HOUSEHOLDS, Area.VOLUNTEERS, Area.SUPPLIES, Area.MATCHES})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.state = MatchingState()
        self._generation = 0
        self._planner = Planner(self)
        self._wanted = ""
        self._read = False
        self._begins = False
        self._seen_change = False
        self.plan_button = Button(N_("Plan again"), self.make_plan, hint=N_("Ctrl+M or F5"))
        self.accept_all_button = Button(
            N_("Accept all…"), lambda: verbs.accept_all(self), role="primary", hint=N_("Ctrl+Shift+A")
        )
        self.more = MenuButton(
            N_("More"),
            (N_("Plan from scratch"), self.plan_fresh),
            (lambda: words.rules_count(self.state), self.show_rules),
        )
        self.runs_button = Button(N_("Runs…"), lambda: context.run("runs"))
        self.header = PageHeader(N_("Matching"), self.more, self.runs_button, self.plan_button, self.accept_all_button)
        self.solving = SolvingStrip()
        self.old = OldStrip(Button(N_("Plan again"), self.make_plan))
        self.conflicts = ConflictStrip()
        self.conflicts.need_asked.connect(partial(context.go, "needs"))
        self.conflicts.off_asked.connect(lambda match, need, live: verbs.let_go(self, match, need, live))
        self.first_button = Button(N_("Make a plan"), self.make_plan, role="primary", hint=N_("Ctrl+M or F5"))
        self.first_button.setStyleSheet("min-width: 180px; min-height: 34px;")
        self.empty = EmptyState(
            "matching", N_("Who can help whom?"), lambda: words.empty_words(self.state.seen), self.first_button
        )
        self.board = Board(self.state, levers.HelpActions(self))
        self.board.help_button.clicked.connect(lambda _checked=False: self._to_levers())
        self.board.fair_button.clicked.connect(lambda _checked=False: self.choose_fairness())
        self.board.moved.connect(lambda: show_chosen(self.board, self.state))
        self.board.verb_asked.connect(self._letter)
        self.board.pane.verb_asked.connect(self.act)
        self.board.pane.go_asked.connect(self._go)
        self.board.pane.lift_asked.connect(lambda rule: verbs.lift(self, [rule]))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.board)
        self.stack.addWidget(QWidget())  # until the store has been read for the first time
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.header, self.solving, self.old, self.conflicts):
            layout.addWidget(widget)
        layout.addWidget(self.stack, 1)
        self._key("Ctrl+M", self.make_plan)
        self._key("Ctrl+Shift+A", lambda: verbs.accept_all(self))
        self._key("Ctrl+F", self.find_here)
        self._show_state()

    def _key(self, keys: str, do: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(do)

    def again(self) -> None:
        """F5 here means: plan again."""
        self.make_plan()

    def start(self) -> None:
        """Work begins in the list, or at the one button of the empty page."""
        if not self._read:
            self._begins = True
        elif self.state.seen.plan is None:
            self.first_button.setFocus()
        else:
            self.board.tree.setFocus()

    def changed(self, what: Changed) -> None:
        """Something was written; what makes or unmakes a rule before her eyes has the plan made around it."""
        self._seen_change = self.isVisible()
        super().changed(what)

    def refresh(self) -> None:
        """Read the last plan against what the store holds now. Nothing is planned anew."""
        self._generation += 1
        generation, office = self._generation, self.context.office

        def show(seen: Seen) -> None:
            if generation == self._generation:
                self.show_seen(seen)

        self.context.tasks.read(lambda: read_matching(office), show, owner=self)

    def show_seen(self, seen: Seen) -> None:
        """Show what was read; what is chosen stays chosen."""
        self._begins = self._begins or (self.state.seen.plan is None and self.first_button.hasFocus())
        self._read = True
        rules = {rule.uid for rule in self.state.seen.rules} ^ {rule.uid for rule in seen.rules}
        around = bool(rules) and self._seen_change and self.state.seen.plan is not None and not self._planner.busy
        self._seen_change = False
        self.state.seen = seen
        if seen.plan is not None and not self._planner.busy:
            self.state.give = seen.plan.give
        self._show_state()
        if self._wanted:
            self.find_need(self._wanted)
        elif self._begins and not self._planner.busy:
            self._begins = False
            self.start()
        if around:
            self.plan_around()

    def _show_state(self) -> None:
        seen, planned = self.state.seen, self.state.seen.plan is not None
        self.stack.setCurrentIndex(2 if not self._read else int(planned))
        self.header.set_line((lambda: words.waiting_words(self.state)) if self._read else "")
        self.empty.words.retranslate()
        # The words grow after the layout has measured them.
        self.empty.words.setMinimumHeight(self.empty.words.heightForWidth(self.empty.words.width()))
        for button in (self.more, self.runs_button, self.plan_button, self.accept_all_button):
            button.setVisible(planned)
        self.more.retranslate()
        self.more.enable(1, bool(seen.rules))
        self.accept_all_button.setEnabled(bool(self.state.acceptable()))
        self.old.setVisible(seen.changed and not self._planner.busy)
        self.conflicts.show_broken([(conflict.rule, match) for conflict, match in seen.broken])
        self._may_plan()
        self.board.show_plan()

    def _may_plan(self) -> None:
        free = not self._planner.busy
        self.plan_button.setEnabled(free)
        self.more.enable(0, free)
        self.first_button.setEnabled(free and self.state.seen.waiting > 0)

    def make_plan(self) -> None:
        """Have the plan made in a process of its own. A second press while it runs changes nothing."""
        if self._planner.busy or (self.state.seen.plan is None and not self.state.seen.waiting):
            return
        self.context.messages.hide()
        self._plan(fresh=False)

    def plan_fresh(self) -> None:
        """Have a plan made as if nothing had been proposed before; what was accepted or pinned stays."""
        if not self._planner.busy:
            self.context.messages.hide()
            self._plan(fresh=True)

    def plan_around(self) -> None:
        """Have the plan brought up to date with what was just decided; one being made without it is given up."""
        office = self.context.office

        def update(progress: Progress) -> PlanPage:
            from mutualaid.services.planning import replan

            return replan(office, progress=progress)

        self._have(update)

    def _plan(self, *, fresh: bool) -> None:
        office, give = self.context.office, self.state.give

        def make(progress: Progress) -> PlanPage:
            from mutualaid.services.planning import make_plan

            return make_plan(office, give=give, fresh=fresh, progress=progress)

        self._have(make)

    def _have(self, make: Callable[[Progress], PlanPage]) -> None:
        # A button that rests while the plan is made loses the keyboard; the list gets it afterwards.
        self._begins = self._begins or any(button.hasFocus() for button in self.findChildren(Button))
        self._planner.make(make)
        self._may_plan()
        self.old.hide()

    def choose_fairness(self) -> None:
        """Work out what fairness costs, with Cancel, and let her choose."""

        def plan(give: float) -> None:
            self.state.give = give
            self.make_plan()

        choose_fairness(self, self.state.give, plan)

    def planned(self) -> None:
        """A plan was made, or not; either way nothing is under way any more."""
        self._seen_change = False
        self._may_plan()
        self.refresh()

    def show_rules(self) -> None:
        """List the rules that came of proposals turned down."""
        if self.state.seen.rules:
            RulesWindow(self, self.state, partial(verbs.lift, self)).open()

    def find_here(self) -> None:
        """Put the focus into the field over the lists."""
        if self.board.filter.isVisible():
            self.board.filter.setFocus()
            self.board.filter.selectAll()

    def views(self) -> dict[str, Callable[[], object]]:
        """The page's looks, for its pictures."""
        board = self.board
        return {
            "by-volunteer": lambda: board.set_view(View.VOLUNTEER),
            "by-day": lambda: board.set_view(View.DAY),
            "group": board.tree.to_heading,
            "not-matched": lambda: board.set_tab(Tab.UNMATCHED),
            "levers": lambda: board.set_tab(Tab.LEVERS),
            "empty": lambda: self.show_seen(Seen(names=self.state.names, waiting=41, volunteers=45, lots=70)),
        }

    def dialogs(self) -> dict[str, Callable[[], object]]:
        """The page's dialogs, for their pictures."""
        self.board.set_view(View.NEED)
        self.board.set_tab(Tab.MATCHED)
        self.refresh()
        return {
            "accept-all": lambda: verbs.accept_all(self),
            "turn-down": lambda: verbs.turn_down(self),
            "fairness": self.choose_fairness,
            "assign": lambda: verbs.assign(self),
            "help-text": self._help_text,
            "runs": lambda: self.context.run("runs"),
        }

    def _help_text(self) -> None:
        self.board.set_tab(Tab.LEVERS)
        self.board.help_actions.text_button.click()
        self.board.set_tab(Tab.MATCHED)

    def act(self, verb: str) -> None:
        """Do something with the chosen proposals."""
        if self.state.tab is Tab.MATCHED:
            verbs.act(self, verb, [row.item for row in self.board.tree.chosen()])
        elif self.state.tab is Tab.UNMATCHED and (row := self.board.tree.current()) is not None:
            (verbs.assign if verb == "assign" else verbs.who_could)(self, row.item)

    def _letter(self, letter: str) -> None:
        """The verb behind a letter that the chosen proposals allow."""
        if self.state.tab is not Tab.MATCHED:
            if letter in (cards.KEYS["assign"], cards.KEYS["hand"]):
                self.act("assign" if letter == cards.KEYS["assign"] else "hand")
            return
        proposals = [row.item for row in self.board.tree.chosen()]
        able = [verb for proposal in proposals for verb in self.state.verbs(proposal)]
        for verb, key in cards.KEYS.items():
            if key == letter and verb in able:
                verbs.act(self, verb, proposals)
                return

    def _to_levers(self) -> None:
        self.board.set_tab(Tab.LEVERS)
        self.board.tree.setFocus()

    def _go(self, page: str, uid: str) -> None:
        if page:
            self.context.go(page, uid)
        else:
            self.find_need(uid)

    def find_need(self, code: str) -> None:
        """Go to a need of the plan by its code or uid, or to a kept match."""
        self._wanted = ""
        found = self.state.find(code)
        if found is not None:
            self.board.go_to(*found)

    def show_record(self, uid: str) -> None:
        """Go to a need or match of the plan, once it is read."""
        if self.state.find(uid) is None:
            self._wanted = uid
            self.refresh()
        else:
            self.find_need(uid)
