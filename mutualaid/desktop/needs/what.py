"""The facts of a need in a column: what it is, how soon, when, and what the one who helps must bring."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from mutualaid.desktop.needs.state import Names, unit_word
from mutualaid.desktop.widgets.masked import Masked
from mutualaid.desktop.widgets.words import Said, Words, plain_label
from mutualaid.language import labels
from mutualaid.language.catalog import N_, tr
from mutualaid.language.formats import (
    format_date,
    format_duration,
    format_list,
    format_quantity,
    format_time_range,
    format_weekday,
    relative_day,
)
from mutualaid.records.household import Household
from mutualaid.records.kinds import Mode
from mutualaid.records.need import Need
from mutualaid.records.time import Window


def window_words(window: Window) -> str:
    """A window as a person says it: "Monday, 8:00 AM to 12:00 PM"."""
    span = format_time_range(window.start, window.end)
    if window.on is not None:
        return f"{format_date(window.on, weekday=True)}, {span}"
    day = tr("any day") if window.weekday is None else format_weekday(window.weekday)
    return f"{day}, {span}"


class FactColumn(QVBoxLayout):
    """Sections of facts under one another; `masked` are those that are covered."""

    def __init__(self) -> None:
        super().__init__()
        self.setContentsMargins(16, 14, 16, 14)
        self.setSpacing(6)
        self.masked: list[Masked] = []

    def section(self, title: Words) -> None:
        """Begin a section."""
        self.addSpacing(8)
        self.addWidget(Said(title, bold=True, points=1))

    def fact(self, name: Words, value: str) -> None:
        """A fact under its name; nothing for an empty one."""
        if value:
            self.addWidget(Said(name, role="subtle"))
            label = plain_label(value)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.addWidget(label)

    def covered(self, name: Words, text: str, before: str) -> None:
        """A fact that is covered until it is asked for; `before` is said above it."""
        self.addWidget(Said(name, role="subtle"))
        if before:
            self.addWidget(plain_label(before))
        masked = Masked(name, text)
        masked.setObjectName(f"{name}:{len(self.masked)}")
        self.masked.append(masked)
        self.addWidget(masked)


def show_what(column: FactColumn, need: Need, household: Household, names: Names, today: date) -> None:
    """What is needed and how."""
    column.section(N_("What is needed"))
    goods = need.mode != Mode.SERVICE
    amount = format_quantity(need.quantity, unit_word(need.unit, need.quantity)) if goods else ""
    parts = [labels.category(need.category), names.item(need.item), amount, labels.label(need.mode)]
    column.addWidget(plain_label(" · ".join(part for part in parts if part)))
    if need.filled and goods:
        column.fact(N_("Given so far"), format_quantity(need.filled, unit_word(need.unit, need.filled)))
    soon = labels.label(need.urgency)
    if need.needed_by:
        day = format_date(need.needed_by, weekday=True)
        ago = relative_day(need.needed_by, today)
        soon = tr("{urgency}, by {day} ({ago})", urgency=soon, day=day, ago=ago)
    column.fact(N_("How soon"), soon)
    column.fact(N_("When"), "\n".join(window_words(window) for window in need.windows))
    spoken = need.languages or household.languages
    column.fact(N_("Languages"), format_list([labels.language(code) for code in spoken]))
    column.fact(N_("What the one who helps must bring"), _bring(need))
    if need.hold_until:
        column.fact(N_("Left out of plans until"), format_date(need.hold_until))
    if need.close_reason:
        column.fact(N_("Why it was closed"), labels.label(need.close_reason))
    column.fact(N_("Referred to"), need.referred_to)
    column.fact(N_("Notes"), need.notes)


def _bring(need: Need) -> str:
    if need.mode != Mode.SERVICE:
        return ""
    bring = [labels.skill(need.skill)] if need.skill else []
    if need.people > 1:
        bring.append(tr("two people"))
    if need.seats:
        bring.append(tr("a car with {n} seats", n=need.seats))
    if need.duration_minutes:
        bring.append(format_duration(need.duration_minutes))
    if need.trust > 0:
        bring.append(tr("at least: {trust}", trust=labels.label(need.trust)))
    return format_list(bring)
