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
from mutualaid.exchange.tables import MAX_CELL, Row, Table
from mutualaid.records.kinds import Daypart
from mutualaid.records.time import PART_HOURS
from mutualaid.records.zones import Zone

Read = TypeVar("Read")

_LINE = 200
_LIST = 1_000
_SPACES = re.compile(r"\s+")
_DATES = ("received_on", "needed_by", "expires_on")


@dataclass(frozen=True, repr=False)
class Setting:
    """What reading needs to know of the office: its zones, the day, its parts of a day."""

    zones: Mapping[str, Zone]
    today: date
    hours: Mapping[Daypart, tuple[time, time]] = field(default_factory=lambda: PART_HOURS)


class Sheet:
    """A table under a layout; `cells(row)` reads one row of it."""

    def __init__(self, table: Table, layout: Layout, setting: Setting) -> None:
        self.table = table
        self.layout = layout
        self.setting = setting
        self._known: dict[tuple[Callable[[str], Any], str], Any] = {}
        self.day_first = {
            name: dates.day_first(row.cells[at] for row in table.rows if at < len(row.cells))
            for name in _DATES
            if (at := layout.columns.at.get(name)) is not None
        }

    def once(self, parse: Callable[[str], Read], text: str) -> Read:
        """`parse(text)`, worked out once for every different answer: forms give the same few again and again."""
        key = (parse, text)
        if key not in self._known:
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
