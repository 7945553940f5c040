"""Where the office stands, in three plots: what waits and for how long, the shelves, and the volunteers' week."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from mutualaid.desktop.needs.state import unit_word
from mutualaid.desktop.today.words import LineWords
from mutualaid.desktop.widgets.panels import Card
from mutualaid.desktop.widgets.stacked_chart import Layer, Plot, StackedRow
from mutualaid.language import labels
from mutualaid.language.catalog import N_, current_language, ntr, tr
from mutualaid.language.formats import format_number, format_quantity
from mutualaid.services.standing_counts import AGES, URGENCIES, Aged, Load, Loads, Shelf
from mutualaid.services.today_lines import Who

if TYPE_CHECKING:
    from mutualaid.services.today import TodayPage

_PATTERN = Qt.BrushStyle
URGENCY_LAYERS = tuple(
    Layer(partial(labels.label, urgency), tone, pattern)
    for urgency, tone, pattern in zip(
        URGENCIES,
        ("danger", "warn", "accent", "subtle"),
        (_PATTERN.SolidPattern, _PATTERN.Dense4Pattern, _PATTERN.BDiagPattern, _PATTERN.NoBrush),
        strict=True,
    )
)
SHELF_LAYERS = (
    Layer(N_("free"), "accent"),
    Layer(N_("promised"), "warn", _PATTERN.BDiagPattern),
)
LOAD_LAYERS = (
    Layer(N_("booked"), "accent"),
    Layer(N_("still offered"), "subtle", _PATTERN.NoBrush),
    Layer(N_("more than offered"), "danger", _PATTERN.DiagCrossPattern),
)


def age_words(step: int) -> str:
    """How long the needs of a step wait."""
    if step == 0:
        return ntr("less than {n} day", "less than {n} days", AGES[0])
    if step == len(AGES):
        return ntr("{n} day and more", "{n} days and more", AGES[-1])
    return tr("{first} to {last} days", first=format_number(AGES[step - 1]), last=format_number(AGES[step] - 1))


def age_rows(ages: tuple[Aged, ...]) -> list[StackedRow]:
    """Open needs by age, each bar by urgency."""
    return [StackedRow(partial(age_words, aged.step), aged.counts) for aged in ages]


def age_line(ages: tuple[Aged, ...]) -> str:
    """How many wait, and how many of them for long."""
    total = sum(sum(aged.counts) for aged in ages)
    long = sum(ages[-1].counts) if ages else 0
    said = ntr("{n} need waits", "{n} needs wait", total)
    if not long:
        return said
    return tr("{said}; {long}", said=said, long=ntr("{n} for a month or more", "{n} for a month or more", long))


def shelf_rows(shelves: tuple[Shelf, ...]) -> list[StackedRow]:
    """Stock of the items of which most lies there."""
    return [
        StackedRow(
            partial(_item, shelf), (max(0, shelf.free), min(shelf.promised, shelf.free + shelf.promised)),
            partial(_amount, shelf),
        )
        for shelf in shelves
    ]  # fmt: skip


def _item(shelf: Shelf) -> str:
    return shelf.names[current_language() == "es"]


def _amount(shelf: Shelf) -> str:
    total = shelf.free + shelf.promised
    return format_quantity(total, unit_word(shelf.unit, total))


def load_rows(loads: Loads, name: Callable[[Load], str]) -> list[StackedRow]:
    """The fullest weeks: booked, still offered, and booked beyond what was offered."""
    return [
        StackedRow(
            partial(name, load),
            (min(load.tasks, load.offered), max(0, load.offered - load.tasks), max(0, load.tasks - load.offered)),
            partial(_of_offered, load),
        )
        for load in loads.people
    ]


def _of_offered(load: Load) -> str:
    return tr("{n} of {of}", n=format_number(load.tasks), of=format_number(load.offered))


def load_line(loads: Loads) -> str:
    """The week of all volunteers in a sentence."""
    booked = ntr(
        "{n} of {of} task offered this week is booked", "{n} of {of} tasks offered this week are booked", loads.offered,
        of=format_number(loads.offered), n=format_number(loads.tasks),
    )  # fmt: skip
    idle = ntr("{n} volunteer has none", "{n} volunteers have none", loads.idle)
    return tr("{said}; {long}", said=booked, long=idle)


class Standing(Card):
    """The three plots, one under the other; each is there only when it has figures."""

    def __init__(self, words: LineWords) -> None:
        super().__init__()
        self._words = words
        self._page: TodayPage | None = None
        self.ages = Plot(N_("What waits, and for how long"), URGENCY_LAYERS)
        self.shelves = Plot(N_("Most in stock: free and promised"), SHELF_LAYERS)
        self.loads = Plot(N_("The fullest weeks of volunteers"), LOAD_LAYERS)
        self.plots = (self.ages, self.shelves, self.loads)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout()
        column.setSpacing(22)
        for plot in self.plots:
            column.addWidget(plot)
        self.body.addLayout(column)

    def show_page(self, page: TodayPage) -> None:
        """Show a day's figures."""
        self.ages.set_rows(age_rows(page.ages), partial(age_line, page.ages))
        self.shelves.set_rows(shelf_rows(page.shelves), N_("What has expired is not counted."))
        self.loads.set_rows(load_rows(page.loads, self._name), partial(load_line, page.loads))
        self.setVisible(any(plot.chart.rows for plot in self.plots))

    def _name(self, load: Load) -> str:
        return self._words.person(Who(load.code, load.name))

    def cover(self) -> None:
        """Say who it is anew: names were covered or shown."""
        self.loads.retranslate()
