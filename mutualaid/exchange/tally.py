"""Every different option that a file's coded columns hold, how often, and what it is read as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mutualaid.exchange.coded import CODED, Zones, key, options
from mutualaid.exchange.presets import Layout
from mutualaid.exchange.tables import Row

MOST_CELLS = 2_000
"""Different cells of one column that are counted: a column with more is no list of options but free text."""
_LONGEST = 1_000


@dataclass(frozen=True, repr=False, slots=True)
class ValueLine:
    """An option of the file: our field, its words, in how many rows, the code it is read as or "" where it is none.

    `mapped`: a mapping says so.
    """

    field: str
    words: str
    count: int
    code: str
    mapped: bool = False

    def __repr__(self) -> str:
        return f"<ValueLine {self.field} {self.code}>"


class Tally:
    """Counts the cells of the coded columns, each different one once."""

    def __init__(self, at: Mapping[str, int]) -> None:
        self._at = {field: place for field, place in at.items() if field in CODED}
        self._cells: dict[str, Counter[str]] = {field: Counter() for field in self._at}

    def take(self, row: Row) -> None:
        """Count the cells of one row."""
        for field, place in self._at.items():
            text = row.cells[place].strip() if place < len(row.cells) else ""
            cells = self._cells[field]
            if text and len(text) <= _LONGEST and (len(cells) < MOST_CELLS or text in cells):
                cells[text] += 1

    def lines(self, layout: Layout, zones: Zones) -> tuple[ValueLine, ...]:
        """The options by field, those that are not understood first, then the most frequent.

        Those of our own form need nobody to say what they mean, but for neighborhoods that the office has no more.
        """
        fields = [field for field in self._cells if layout.form is None or field == "zone"]
        return tuple(line for field in fields for line in self._of(field, layout, zones))

    def _of(self, field: str, layout: Layout, zones: Zones) -> Iterator[ValueLine]:
        words = layout.values.get(field, {})
        spelled: dict[str, tuple[str, str, bool]] = {}
        often: Counter[str] = Counter()
        for text, count in self._cells[field].items():
            for option, code, mapped in options(field, text, words, zones):
                spelled.setdefault(key(option), (option, code, mapped))
                often[key(option)] += count
        for same, count in sorted(often.items(), key=lambda one: (bool(spelled[one[0]][1]), -one[1])):
            option, code, mapped = spelled[same]
            yield ValueLine(field, option, count, code, mapped)
