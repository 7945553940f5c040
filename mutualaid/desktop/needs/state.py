"""What the needs page shows, enables and says, without a single widget: this is where its logic is tested."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from mutualaid.discretion.masks import mask_name
from mutualaid.language import labels
from mutualaid.language.catalog import N_, current_language, ntr, tr
from mutualaid.language.formats import format_date, format_list, format_quantity, relative_day
from mutualaid.records.defaults import UNITS
from mutualaid.records.kinds import UNFINISHED, Mode, NeedState, Recurrence, Urgency
from mutualaid.records.views import NeedFilter, NeedLine, Sort


class Column(IntEnum):
    """Columns of the needs table, in their order."""

    CODE = 0
    NAME = 1
    WHAT = 2
    URGENCY = 3
    BY = 4
    ZONE = 5
    LANGUAGES = 6
    STATE = 7
    RECEIVED = 8


TITLES: dict[Column, str] = {
    Column.CODE: N_("Code"),
    Column.NAME: N_("Name"),
    Column.WHAT: N_("What is needed"),
    Column.URGENCY: N_("How soon"),
    Column.BY: N_("Needed by"),
    Column.ZONE: N_("Zone"),
    Column.LANGUAGES: N_("Languages"),
    Column.STATE: N_("State"),
    Column.RECEIVED: N_("Received on"),
}

SORTS: dict[Column, Sort] = {
    Column.CODE: Sort.CODE,
    Column.WHAT: Sort.CATEGORY,
    Column.URGENCY: Sort.URGENCY,
    Column.BY: Sort.NEEDED_BY,
    Column.ZONE: Sort.ZONE,
    Column.STATE: Sort.STATE,
    Column.RECEIVED: Sort.RECEIVED,
}
"""Columns that order the table; the others do not react to a click."""

WAITING = "waiting"
COMES_BACK = "\N{CLOCKWISE OPEN CIRCLE ARROW}"
"""Before what comes back every week, two weeks or month."""

MARKS: dict[str, tuple[str, str]] = {
    "overdue": (N_("Late"), N_("Needed by a day that has passed")),
    "held": (N_("On hold"), N_("Left out of plans for now")),
    "recurring": (N_("Comes back"), N_("Needed every week, every two weeks or every month")),
    "flagged": (N_("To check"), N_("Something in the notes should perhaps not be kept")),
}
"""What can be filtered by at one press: words and what they mean."""


class Card(NamedTuple):
    """What a card of the board says, and how it is read aloud."""

    code: str
    soon: str
    what: str
    where: str
    by: str
    spoken: str


def unit_word(unit: str | None, count: int) -> str:
    """The word for `count` of a unit, "" for none."""
    known = UNITS.get(unit or "")
    return known.name(current_language(), count) if known is not None else unit or ""


@dataclass
class Names:
    """Names that the office gives to codes: `zones`, and `items` as (English, Spanish)."""

    zones: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def zone(self, code: str) -> str:
        """A zone's name."""
        return self.zones.get(code, code)

    def item(self, code: str | None) -> str:
        """An item's name in the language in use, "" for none."""
        names = self.items.get(code or "")
        return names[current_language() == "es"] if names else code or ""


class NeedsState:
    """Filter, words and permissions of the needs page."""

    def __init__(self) -> None:
        self.filter = NeedFilter(states=frozenset(UNFINISHED))
        self.names = Names()
        self.masked = False
        self.board = False

    def set_text(self, text: str) -> None:
        """Search within codes, names, phones and notes."""
        self.filter = replace(self.filter, text=text.strip())

    def set_states(self, choice: str) -> None:
        """`waiting` for all that somebody waits for, "" for all, else one state."""
        states = UNFINISHED if choice == WAITING else (NeedState(choice),) if choice else ()
        self.filter = replace(self.filter, states=frozenset(states))

    def set_category(self, code: str) -> None:
        """One category, "" for all."""
        self.filter = replace(self.filter, categories=frozenset({code} - {""}))

    def set_zone(self, code: str) -> None:
        """One zone, "" for all."""
        self.filter = replace(self.filter, zones=frozenset({code} - {""}))

    def set_language(self, code: str) -> None:
        """One language, "" for all."""
        self.filter = replace(self.filter, languages=frozenset({code} - {""}))

    def set_urgency(self, name: str) -> None:
        """At least as urgent as that, "" for all."""
        self.filter = replace(self.filter, least_urgency=Urgency[name] if name else Urgency.WHENEVER)

    def marked(self, mark: str) -> bool:
        """Whether one of `MARKS` is filtered by."""
        wanted = self.filter
        return {
            "overdue": wanted.overdue_on is not None,
            "held": wanted.held_on is not None,
            "recurring": wanted.recurring,
            "flagged": wanted.flagged,
        }[mark]

    def set_mark(self, mark: str, on: bool, today: date) -> None:
        """Filter by one of `MARKS`, or no more."""
        field = {"overdue": "overdue_on", "held": "held_on"}.get(mark)
        change = {field: today if on else None} if field is not None else {mark: on}
        self.filter = replace(self.filter, **change)

    def use(self, wanted: NeedFilter) -> None:
        """Filter as a kept filter says."""
        self.filter = wanted

    def set_order(self, column: Column, descending: bool) -> bool:
        """Order by a column; whether that column can."""
        if column not in SORTS:
            return False
        self.filter = replace(self.filter, sort=SORTS[column], descending=descending)
        return True

    def clear(self) -> None:
        """Back to all that somebody waits for, in the order that was chosen."""
        order = {"sort": self.filter.sort, "descending": self.filter.descending}
        self.filter = NeedFilter(states=frozenset(UNFINISHED), **order)  # type: ignore[arg-type]

    def show_only(self, code: str) -> None:
        """Just the need with that code, in whatever state."""
        self.clear()
        self.filter = replace(self.filter, states=frozenset(), text=code)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the usual filter is set."""
        states = self.filter.states if self.board else frozenset(UNFINISHED)  # the board's columns are the states
        usual = NeedFilter(states=states, sort=self.filter.sort, descending=self.filter.descending)
        return self.filter != usual

    def count_line(self, count: int) -> str:
        """The line under the page's title."""
        if self.narrowed:
            return ntr("{n} need matches", "{n} needs match", count)
        return ntr("{n} need is waiting", "{n} needs are waiting", count)

    def what(self, line: NeedLine) -> str:
        """Category and, of goods, what and how much: "Food: 2 boxes of Produce box"."""
        name = labels.category(line.category)
        if line.mode == Mode.SERVICE:
            return name
        amount = format_quantity(line.quantity, unit_word(line.unit, line.quantity))
        item = self.names.item(line.item)
        if item:
            return tr("{category}: {item}, {amount}", category=name, item=item, amount=amount)
        return tr("{category}: {amount}", category=name, amount=amount)

    def cell(self, line: NeedLine, column: int, today: date) -> str:
        """The text of a cell."""
        if column == Column.CODE:
            return line.code
        if column == Column.NAME:
            return mask_name(line.contact_name) if self.masked else line.contact_name
        if column == Column.WHAT:
            return self.what(line) if line.recurrence == Recurrence.ONCE else f"{COMES_BACK} {self.what(line)}"
        if column == Column.URGENCY:
            return labels.label(line.urgency)
        if column == Column.BY:
            return relative_day(line.needed_by, today) if line.needed_by else ""
        if column == Column.ZONE:
            return self.names.zone(line.zone)
        if column == Column.LANGUAGES:
            return format_list([labels.language(code) for code in line.languages])
        if column == Column.STATE:
            return labels.label(line.state)
        return format_date(line.received_on, year=line.received_on.year != today.year)

    def card(self, line: NeedLine, today: date) -> Card:
        """A need as a card."""
        soon = labels.label(line.urgency)
        by = relative_day(line.needed_by, today) if line.needed_by else ""
        if line.hold_until is not None and line.hold_until > today and line.state in UNFINISHED:
            by = tr("waits until {day}", day=format_date(line.hold_until, year=line.hold_until.year != today.year))
        what, where = self.what(line), self.names.zone(line.zone)
        if line.recurrence != Recurrence.ONCE:
            what = f"{COMES_BACK} {what}"
        often = labels.label(line.recurrence) if line.recurrence != Recurrence.ONCE else ""
        needed = tr("needed by: {day}", day=by) if line.needed_by and by else by
        said = (line.code, self.what(line), soon, needed, often, where)
        shown = soon if line.urgency > Urgency.WHENEVER else ""
        return Card(line.code, shown, what, where, by, ", ".join(part for part in said if part))

    @staticmethod
    def late(line: NeedLine, today: date) -> bool:
        """Whether somebody waits past the day it was needed by."""
        return line.needed_by is not None and line.needed_by < today and line.state in UNFINISHED

    @staticmethod
    def can(action: str, state: NeedState) -> bool:
        """Whether `edit`, `close`, `refer`, `hold`, `part`, `split` or `reopen` makes sense in that state."""
        return (state in UNFINISHED) != (action == "reopen")
