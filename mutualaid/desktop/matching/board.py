"""The plan on view: how good and how fair it is, the three lists, and the card beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QSplitter, QTabBar, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.matching import fair_words, words
from mutualaid.desktop.matching.fairness import FairnessBars
from mutualaid.desktop.matching.filter import FilterField
from mutualaid.desktop.matching.levers import HelpActions
from mutualaid.desktop.matching.pane import Pane
from mutualaid.desktop.matching.rows import Tab, View
from mutualaid.desktop.matching.state import MatchingState
from mutualaid.desktop.matching.tree import GroupTree
from mutualaid.desktop.widgets.flow import FlowLayout
from mutualaid.desktop.widgets.words import Button, Said, Translated, announce, say
from mutualaid.language.catalog import N_, ntr, ptr, tr
from mutualaid.language.formats import format_number

_VIEWS = {View.NEED: N_("By urgency"), View.VOLUNTEER: N_("By volunteer"), View.DAY: N_("By day")}


_LOW = 420
"""Below this height, in letters of the usual size, the fairness bars and the way to the levers give their room to the
lists."""


class Board(Translated, QWidget):
    """`moved`: something else is chosen. `verb_asked`: a letter was pressed in the list."""

    moved = Signal()
    verb_asked = Signal(str)

    def __init__(self, state: MatchingState, help_actions: HelpActions) -> None:
        """The buttons of `help_actions` stand over the list of what would help."""
        super().__init__()
        self.state, self.help_actions = state, help_actions
        self.summary = Said(self._summary, points=3, bold=True)
        self.proof = Said(self._proof, role="subtle")
        self.help_button = Button(self._help, role="link")
        self.fairness = FairnessBars()
        self.fair_button = Button(lambda: fair_words.given(self.state.give), role="link")
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        for _tab in Tab:
            self.tabs.addTab("")
        self.views = QButtonGroup(self)
        self.view_row = QWidget()
        self.filter = FilterField()
        self.changed_button = Button(self._changed_words, role="toggle")
        self.changed_button.setCheckable(True)
        self.all_button = Button(N_("Show all"), self.show_all, role="link")
        self.tree = GroupTree(state)
        self.pane = Pane()
        self._build()
        self.tabs.currentChanged.connect(self._tab_chosen)
        self.views.idClicked.connect(lambda number: self.set_view(list(View)[number]))
        self.filter.asked.connect(self._look_for)
        self.filter.left.connect(self.tree.setFocus)
        self.changed_button.toggled.connect(self._only_changed)
        self.tree.picked.connect(self.moved)
        self.tree.verb_asked.connect(self.verb_asked)
        self.tree.opened.connect(self._enter)
        self.retranslate()

    def _build(self) -> None:
        top = QFrame()
        top.setProperty("role", "card")
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self.summary)
        said.addWidget(self.proof)
        said.addStretch(1)
        said.addWidget(self.help_button, 0, Qt.AlignmentFlag.AlignLeft)
        fair = QVBoxLayout()
        fair.setSpacing(2)
        self.fair_title = Said(N_("Share of the needs met, by language"), role="subtle")
        fair.addWidget(self.fair_title)
        fair.addWidget(self.fairness)
        fair.addStretch(1)
        fair.addWidget(self.fair_button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(top)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(20)
        row.addLayout(said, 3)
        row.addLayout(fair, 4)
        views = QHBoxLayout(self.view_row)
        views.setContentsMargins(0, 0, 0, 0)
        views.setSpacing(4)
        for number, view in enumerate(View):
            button = Button(_VIEWS[view], role="toggle")
            button.setCheckable(True)
            button.setChecked(view is self.state.view)
            self.views.addButton(button, number)
            views.addWidget(button)
        self._tools = QGridLayout()
        self._tools.setContentsMargins(0, 0, 0, 0)
        self._tools.setVerticalSpacing(4)
        self._narrow = False
        self._tools.setColumnStretch(0, 3)
        self._tools.setColumnStretch(1, 2)
        self._tools.addWidget(self.tabs, 0, 0, Qt.AlignmentFlag.AlignLeft)
        self._tools.addWidget(self.filter, 0, 1)
        self._below = QWidget()
        below = FlowLayout(self._below, gap=6)
        for widget in (self.view_row, self.changed_button, self.all_button, *self.help_actions.buttons):
            below.addWidget(widget)
        self._tools.addWidget(self._below, 1, 0, 1, 2)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(12)
        split.setChildrenCollapsible(False)
        split.addWidget(self.tree)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self.tree.setMinimumWidth(300)
        split.setSizes([580, 420])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(top)
        layout.addLayout(self._tools)
        layout.addWidget(split, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the views get a line of their own; in a low one the lists get the room of the bars."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        low = self.height() < theme.roomy(_LOW)
        for widget in (self.fair_title, self.fairness):
            widget.setVisible(not low)
        self.help_button.setVisible(not low and bool(self.state.levers))
        plan = self.state.seen.plan
        self.fair_button.setVisible(not low and plan is not None and len(plan.groups) > 1)
        narrow = self.tabs.sizeHint().width() + self.filter.minimumWidth() + 12 > self.width()
        if narrow != self._narrow:
            self._narrow = narrow
            rows = (1, 2) if narrow else (0, 1)
            self._tools.removeWidget(self.filter)
            self._tools.removeWidget(self._below)
            self._tools.addWidget(self.filter, rows[0], 0 if narrow else 1, 1, 2 if narrow else 1)
            self._tools.addWidget(self._below, rows[1], 0, 1, 2)

    def _summary(self) -> str:
        plan = self.state.seen.plan
        return words.matched_words(plan) if plan is not None else ""

    def _proof(self) -> str:
        plan = self.state.seen.plan
        return words.proof_words(plan) if plan is not None else ""

    def _help(self) -> str:
        codes = {code for lever in self.state.levers for code in lever.unlocks}
        return ntr("See what would help {n} need more", "See what would help {n} needs more", len(codes))

    def retranslate(self) -> None:
        """Set the tabs' words with their counts; the lists draw themselves again."""
        counts = {
            Tab.MATCHED: (ptr("list of a plan", "Matched"), len(self.state.proposals)),
            Tab.UNMATCHED: (ptr("list of a plan", "Not matched"), len(self.state.unmatched)),
            Tab.LEVERS: (tr("What would help most"), len(self.state.levers)),
        }
        for number, (name, count) in enumerate(counts.values()):
            self.tabs.setTabText(number, f"{name} ({format_number(count)})")
        self.tabs.setAccessibleName(tr("Lists of the plan"))
        self.view_row.setAccessibleName(tr("How the list is grouped"))
        self.changed_button.retranslate()
        plan = self.state.seen.plan
        if plan is not None:
            value, bound = format_number(plan.value, digits=0), format_number(plan.bound, digits=0)
            worth = tr(
                "The plan is worth {value} points; no plan can be worth more than {bound}.", value=value, bound=bound
            )
            self.summary.setToolTip(worth)
        self.tree.setAccessibleName(counts[self.state.tab][0])
        self.tree.spoken()
        self._fit()

    def show_plan(self) -> None:
        """Show what the state holds; what is chosen stays chosen."""
        self.summary.retranslate()
        self.proof.retranslate()
        self.help_button.retranslate()
        self.fair_button.retranslate()
        plan = self.state.seen.plan
        if plan is not None:
            self.fairness.set_groups(plan.groups)
        self.retranslate()
        self.show_list()

    def show_list(self) -> None:
        """Show the list of the tab, as the filters leave it."""
        tab = self.state.tab
        self.filter.setVisible(tab is not Tab.LEVERS)
        self.view_row.setVisible(tab is Tab.MATCHED)
        self.changed_button.retranslate()
        self.changed_button.setVisible(
            tab is not Tab.LEVERS and (self.state.only_changed or bool(self.state.changed_count(tab)))
        )
        for button in self.help_actions.buttons:
            button.setVisible(tab is Tab.LEVERS and bool(self.state.levers))
        self.all_button.setVisible(tab is not Tab.LEVERS and self.state.filtered)
        self.tree.show_groups(self.state.groups(tab))

    def _changed_words(self) -> str:
        count = self.state.changed_count(self.state.tab)
        return tr("Only what changed ({n})", n=format_number(count))

    def _only_changed(self, on: bool) -> None:
        self.state.only_changed = on
        self.show_list()
        self._tell_count()

    def _look_for(self, text: str) -> None:
        self.state.look_for(text)
        self.show_list()
        self._tell_count()

    def _tell_count(self) -> None:
        count = sum(len(group.single) for group in self.tree.rows.groups)
        announce(self.tree, ntr("{n} line", "{n} lines", count))

    def show_all(self) -> None:
        """Take every filter away."""
        self.filter.clear()
        self.changed_button.setChecked(False)
        self.state.look_for("")
        self.show_list()
        self.tree.setFocus()

    def nothing_words(self) -> str:
        """What an empty list says."""
        if self.state.filtered and self.state.tab is not Tab.LEVERS:
            return tr("Nothing here is like that. Try fewer letters, or show all.")
        if self.state.tab is Tab.LEVERS and not self.state.unmatched:
            return tr("Nothing would help more: every open need is matched.")
        empty = {
            Tab.MATCHED: N_("The plan could not match any need. See why under Not matched."),
            Tab.UNMATCHED: N_("Every open need is matched."),
            Tab.LEVERS: N_("No single volunteer, hour or lot would unlock another need."),
        }
        return say(empty[self.state.tab])

    def _tab_chosen(self, number: int) -> None:
        self.state.tab = list(Tab)[number]
        self.tree.setAccessibleName(self.tabs.tabText(number))
        self.show_list()

    def set_view(self, view: View) -> None:
        """Group the proposals by something else; the cursor stays on its need."""
        self.state.view = view
        self.views.button(list(View).index(view)).setChecked(True)
        self.show_list()

    def set_tab(self, tab: Tab) -> None:
        """Show one of the three lists."""
        self.tabs.setCurrentIndex(list(Tab).index(tab))

    def go_to(self, tab: Tab, key: str) -> None:
        """Show a row, and put the focus on it."""
        self.set_tab(tab)
        if not self.tree.go_to(key):
            self.show_all()
            self.tree.go_to(key)
        self.tree.setFocus()

    def _enter(self) -> None:
        """Enter on a row goes to its first button."""
        if self.pane.buttons:
            next(iter(self.pane.buttons.values())).setFocus()
