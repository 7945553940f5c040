"""The page that an office opens on: what waits today, and where the office stands. Enter goes where the work is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QLineEdit, QVBoxLayout, QWidget

from mutualaid.desktop import theme
from mutualaid.desktop.page import Context, Page
from mutualaid.desktop.today.lines import SectionCard
from mutualaid.desktop.today.plots import Standing
from mutualaid.desktop.today.state import TodayState
from mutualaid.desktop.undoing import tell_done
from mutualaid.desktop.widgets.panels import EmptyState, PageHeader, scrolled
from mutualaid.desktop.widgets.tab_order import stops
from mutualaid.desktop.widgets.words import Button
from mutualaid.language.catalog import N_, ntr
from mutualaid.records.views import Area, Changed
from mutualaid.services.today_lines import SectionKind, TodayLine

if TYPE_CHECKING:
    from mutualaid.services.today import TodayPage as Day

_CLOCK_MS = 60_000
_BESIDE = 940
"""Pixels from which on there is room for the plots beside the lines, in letters of the usual size."""


class _Content(QWidget):
    """The lines, with the plots beside them, or under them where that would be narrow."""

    def __init__(self, lines: QVBoxLayout, standing: QWidget) -> None:
        super().__init__()
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._layout.setContentsMargins(0, 0, 12, 0)
        self._layout.setSpacing(12)
        self._layout.addLayout(lines, 3)
        self._layout.addWidget(standing, 2, Qt.AlignmentFlag.AlignTop)
        self._layout.addStretch(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn to the direction that the width allows."""
        super().resizeEvent(event)
        beside = event.size().width() >= theme.roomy(_BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._layout.direction() is not way:
            self._layout.setDirection(way)


class TodayPage(Page):
    """Reads all it shows at once, and again after each write and when the day is another."""

    areas = frozenset(Area)
    covers_names = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.state = TodayState()
        self._asked = 0
        self._starting = False
        self.show_names = Button(N_("Show names"), lambda: self.set_masked(False), role="link")
        self.header = PageHeader(N_("Today"), self.show_names)
        self.sections: dict[SectionKind, SectionCard] = {}
        self._lines = QVBoxLayout()
        call = Button(N_("Take a call…"), lambda: context.run("call"), role="primary")
        bring_in = Button(N_("Import…"), lambda: context.run("import"))
        self.nothing = EmptyState(
            "good",
            N_("Nothing waits"),
            N_("Whatever becomes urgent, is due for a call, or runs low will stand here."),
            call,
            bring_in,
        )
        self.standing = Standing(self.state.words)
        self._build()
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._look_at_clock)
        self._clock.start(_CLOCK_MS)

    def _build(self) -> None:
        self._lines.setSpacing(12)
        self._lines.addWidget(self.nothing)
        self._lines.addStretch(1)
        for part in (self.nothing, self.standing):
            part.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.header)
        layout.addWidget(scrolled(_Content(self._lines, self.standing)), 1)

    def again(self) -> None:
        """F5: make the needs that come back, and read the day anew."""
        office, on = self.context.office, self.context.today()

        def make() -> Changed:
            from mutualaid.services.recurring import make_next

            return make_next(office, today=on)

        def made(changed: Changed) -> None:
            if changed.uids:
                count = len(changed.uids)
                tell_done(self.context, ntr("{n} need came back.", "{n} needs came back.", count))
            else:
                self.refresh()

        self.context.tasks.write(make, made, owner=self)

    def refresh(self) -> None:
        """Read the day anew."""
        self._asked += 1
        number, office, on = self._asked, self.context.office, self.context.today()

        def read() -> tuple[Day, dict[str, str]]:
            from mutualaid.services.today import today

            return today(office, on=on), {code: zone.name for code, zone in office.zones.items()}

        def show(found: tuple[Day, dict[str, str]]) -> None:
            if number == self._asked:
                self._show(*found)

        self.context.tasks.read(read, show, owner=self)

    def _show(self, page: Day, zones: dict[str, str]) -> None:
        self.state.take(page)
        self.state.words.zones = zones
        shown = {section.kind: section for section in page.sections}
        for kind, section in shown.items():
            self._card(kind).show_section(section)
        for kind, card in self.sections.items():
            card.setVisible(kind in shown)
        self.nothing.setVisible(not shown)
        self.standing.show_page(page)
        self.header.set_line(self.state.count_words)
        self.show_names.setVisible(self.state.words.masked and self.state.names_are_there())
        if self._starting:
            self._starting = False
            if not isinstance(QApplication.focusWidget(), QLineEdit):  # she may be typing into the search by now
                self.start()

    def _card(self, kind: SectionKind) -> SectionCard:
        """The section's card, made when something of it first waits."""
        if kind not in self.sections:
            card = self.sections[kind] = SectionCard(kind, self.state)
            card.chosen.connect(self._go_to)
            card.page_asked.connect(lambda key: self.context.go(key, ""))
            card.table.passed.connect(partial(self._pass, card))
            self.sections = {one: self.sections[one] for one in SectionKind if one in self.sections}
            self._lines.insertWidget(1 + list(self.sections).index(kind), card)
            for before, after in pairwise(stops(self)):  # Qt would come to it last
                self.setTabOrder(before, after)
        return self.sections[kind]

    def _look_at_clock(self) -> None:
        if self.isVisible() and self.state.page is not None and self.state.page.on != self.context.today():
            self.refresh()

    def _go_to(self, line: TodayLine) -> None:
        self.context.go(line.page, line.uid)

    def _pass(self, card: SectionCard, step: int) -> None:
        cards = [one for one in self.sections.values() if one.isVisibleTo(self)]
        at = cards.index(card) + step
        if 0 <= at < len(cards):
            table = cards[at].table
            table.go_to(0 if step > 0 else table.model().rowCount() - 1)
            table.setFocus()

    def set_masked(self, masked: bool) -> None:
        """Cover names, or show them."""
        self.state.words.masked = masked
        self.show_names.setVisible(masked and self.state.names_are_there())
        for card in self.sections.values():
            card.retranslate()
        self.standing.cover()

    def views(self) -> Mapping[str, Callable[[], object]]:
        """All lines of every section, and the figures as tables."""
        return {"unfolded": self._unfold, "figures": self._turn}

    def _unfold(self) -> None:
        for card in self.sections.values():
            if card.more.isVisibleTo(self):
                card.more.click()

    def _turn(self) -> None:
        for plot in self.standing.plots:
            plot.turn()

    def start(self) -> None:
        """Begin at the first thing that waits, once that is read."""
        if self.state.page is None:
            self._starting = True
            return
        first = next((card for card in self.sections.values() if card.isVisibleTo(self)), None)
        (first.table if first is not None else self.nothing.buttons[0]).setFocus()
