"""One row at a time through the columns of a layout: cells by field, tidied, with the findings they give rise to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, TypeVar

from mutualaid.discretion.plain import remove_controls, tidy_note
from mutualaid.exchange import dates
from mutualaid.exchange.choices import parse_zones
from mutualaid.exchange.coded import replaced
from mutualaid.exchange.drafts import Findings
from mutualaid.exchange.free_text import watched
from mutualaid.exchange.presets import Layout
from mutualaid.exchange.tables import MAX_CELL, Row
from mutualaid.records.kinds import Daypart
from mutualaid.records.time import PART_HOURS
from mutualaid.records.zones import Zone

Read = TypeVar("Read")

_LINE = 200
_LIST = 1_000
_MOST_KNOWN = 20_000
_SPACES = re.compile(r"\s+")
DATES = ("received_on", "needed_by", "expires_on")


@dataclass(frozen=True, repr=False)
class Setting:
    """What reading needs to know of the office: its zones, the day, its parts of a day."""

    zones: Mapping[str, Zone]
    today: date
    hours: Mapping[Daypart, tuple[time, time]] = field(default_factory=lambda: PART_HOURS)


class DayOrders:
    """Which date columns of a file put the day first, found out row by row."""

    def __init__(self, layout: Layout) -> None:
        at = layout.columns.at
        self._orders = {name: (at[name], dates.DayOrder()) for name in DATES if name in at}

    def take(self, row: Row) -> None:
        """Look at the dates of one row."""
        for place, order in self._orders.values():
            if place < len(row.cells):
                order.take(row.cells[place])

    def day_first(self) -> dict[str, bool]:
        """Whether the day comes first, by field."""
        return {name: order.day_first for name, (_, order) in self._orders.items()}


class Sheet:
    """A file's rows under a layout; `cells(row)` reads one. `day_first` tells the order of 3/4/2026 by field."""

    def __init__(self, layout: Layout, setting: Setting, day_first: Mapping[str, bool]) -> None:
        self.layout = layout
        self.setting = setting
        self.day_first = day_first
        self._known: dict[tuple[Callable[[str], Any], str], Any] = {}

    def once(self, parse: Callable[[str], Read], text: str) -> Read:
        """`parse(text)`, worked out once for every different answer: forms give the same few again and again."""
        key = (parse, text)
        if key not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = parse(text)
        found: Read = self._known[key]
        return found

    def zones(self, text: str) -> tuple[list[str], list[str]]:
        """The zones in a list of neighbourhoods, and the parts not recognised."""
        return self.once(self._zones, text)

    def _zones(self, text: str) -> tuple[list[str], list[str]]:
        return parse_zones(text, self.setting.zones)

    def cells(self, row: Row) -> Cells:
        """The cells of one row by field, with its own findings."""
        return Cells(self, row)


class Cells:
    """The cells of one row. Asking for a field notes what is wrong with it in `findings`."""

    def __init__(self, sheet: Sheet, row: Row) -> None:
        self.sheet = sheet
        self.row = row
        self.setting = sheet.setting
        self.findings = Findings()
        if row.problem is not None:
            self.findings.reject(row.problem)

    def text(self, name: str) -> str:
        """A field's text, cleaned of what cannot be seen, with the mapping's words put in; "" when there is none."""
        at = self.sheet.layout.columns.at.get(name)
        if at is None or at >= len(self.row.cells) or len(self.row.cells[at]) > MAX_CELL:
            return ""
        written = self.row.cells[at].strip()
        if not written.isprintable():
            written = remove_controls(written).strip()
        written = unicodedata.normalize("NFC", written)
        words = self.sheet.layout.values.get(name)
        return replaced(name, written, words) if words else written

    def words(self, name: str, most: int = _LIST) -> str:
        """A field's text where it stands for codes, dates or numbers; one too long for that turns the row away."""
        text = self.text(name)
        if len(text) > most:
            self.findings.reject("text_too_long")
            return ""
        return text

    def line(self, name: str, *, of_people: bool = True) -> str:
        """A field's text on one line; too long a line turns the row away.

        What is `of_people` is watched. The name of a thing, a place or a donor is not: a centre may be called so.
        """
        text = _SPACES.sub(" ", self.text(name)).strip()
        if len(text) > _LINE:
            self.findings.reject("text_too_long")
            return ""
        return watched(text, self.findings)[:_LINE] if of_people else text

    def note(self, name: str) -> str:
        """A field's free text, without identifiers and status words."""
        return watched(tidy_note(self.text(name)), self.findings)[:MAX_CELL]

    def day(self, name: str, problem: str) -> date | None:
        """A field's date; unreadable turns the row away with `problem`."""
        return self._date(name, problem, dates.parse_date)

    def expiry(self, name: str, problem: str) -> date | None:
        """As `day`; a month alone means its last day."""
        return self._date(name, problem, dates.parse_expiry)

    def _date(self, name: str, problem: str, parse: dates.Parser) -> date | None:
        text = self.words(name, _LINE)
        found = parse(text, first_is_day=self.sheet.day_first.get(name, False)) if text else None
        self.findings.reject(problem, when=bool(text) and found is None)
        return found
