"""Which column of a file goes into which of our fields, without a widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mutualaid.desktop.importing import fields
from mutualaid.language.catalog import ntr, tr
from mutualaid.language.formats import format_list

MOST_NAMED = 6
"""How many columns a sentence names."""


def letters(index: int) -> str:
    """A column's letters, as a spreadsheet shows them above it."""
    text, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


class ColumnsState:
    """The columns of one file, and where each goes. One column feeds one field, and one field has one column."""

    def __init__(
        self,
        kind: str,
        headers: Sequence[str],
        samples: Sequence[Sequence[str]],
        offered: Sequence[str],
        at: Mapping[str, int],
        ignored: frozenset[int] = frozenset(),
    ) -> None:
        """`offered` are the fields of the kind; `at` is what was found out; `ignored` are a tool's own columns."""
        self.kind = kind
        self.headers = tuple(header.strip() for header in headers)
        self.samples = tuple(tuple(cells) for cells in samples)
        self.order = [name for name in fields.FIELDS if name in offered]
        self.order.sort(key=lambda name: not fields.is_needed(kind, name))
        self.ignored = ignored
        self.covered = True
        self._suggested = dict(at)
        self.at = dict(at)

    @property
    def changed(self) -> bool:
        """Whether she changed what was found out."""
        return self.at != self._suggested

    def field_of(self, column: int) -> str:
        """The field a column goes into, "" for none."""
        return next((name for name, at in self.at.items() if at == column), "")

    def put(self, column: int, field: str) -> None:
        """Have a column go into a field; the column that did so before goes nowhere."""
        if not 0 <= column < len(self.headers) or field not in self.order:
            return
        self.take_out(column)
        self.at[field] = column

    def take_out(self, column: int) -> None:
        """Have a column go nowhere."""
        self.at = {name: at for name, at in self.at.items() if at != column}

    def as_suggested(self) -> None:
        """Forget what she changed."""
        self.at = dict(self._suggested)

    def next_open(self, column: int) -> int:
        """The next column after this one that goes nowhere and is not a tool's own; the same when there is none."""
        count = len(self.headers)
        for step in range(1, count):
            other = (column + step) % count
            if not self.field_of(other) and other not in self.ignored:
                return other
        return column

    def name(self, column: int) -> str:
        """What a column is called: by its header, else by its letters."""
        return self.headers[column] or tr("Column {letters}", letters=letters(column))

    def examples(self, column: int, covered_text: str) -> str:
        """A few cells of a column, covered where they may tell of people."""
        cells = [" ".join(cell.split()) for cell in self.samples[column]] if column < len(self.samples) else []
        filled = [cell for cell in cells if cell]
        if self.covered and filled and self.may_cover(column):
            return covered_text
        return " · ".join(filled)

    def may_cover(self, column: int) -> bool:
        """Whether a column's examples are covered until she asks for them."""
        return column not in self.ignored and fields.covers_sample(self.kind, self.field_of(column))

    def goes_into(self, column: int) -> str:
        """Where a column goes, in words."""
        field = self.field_of(column)
        if field:
            return fields.field_words(field, self.kind)
        return tr("the form tool's own") if column in self.ignored else tr("left out")

    def need_words(self, field: str) -> str:
        """A field that no column goes into, with whether one has to."""
        words = fields.field_words(field, self.kind)
        for group in fields.wanting(self.kind, self.at):
            if field in group:
                if len(group) == 1:
                    return tr("{field} (needed)", field=words)
                return tr("{field} (this or another needed)", field=words)
        return words

    def wanting(self) -> list[str]:
        """Sentences on what is needed and has no column yet; while there are any, there is no way on."""
        return [
            tr("Still needed: the column for {field}.",
               field=format_list([fields.field_words(name, self.kind) for name in group], "or"))
            for group in fields.wanting(self.kind, self.at)
        ]  # fmt: skip

    def left_out(self) -> str:
        """A sentence on the columns that will not be kept, "" when there are none."""
        names = [
            self.name(column)
            for column in range(len(self.headers))
            if not self.field_of(column) and column not in self.ignored
        ]
        if not names:
            return ""
        if len(names) > MOST_NAMED:
            rest = len(names) - MOST_NAMED
            return ntr(
                "Left out: {columns} and {n} more.", "Left out: {columns} and {n} more.", rest,
                columns=", ".join(names[:MOST_NAMED]),
            )  # fmt: skip
        return ntr("Left out: {columns}.", "Left out: {columns}.", len(names), columns=format_list(names))
