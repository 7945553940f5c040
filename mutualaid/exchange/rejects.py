"""The rows that were turned away, as a file: as they stood, then the row's number and why.

What a spreadsheet would take for a formula is made harmless; reading the mended file back undoes that.
"""

from __future__ import annotations

import csv
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from mutualaid.exchange.escapes import escaped
from mutualaid.exchange.tables import Row
from mutualaid.language.import_words import reason

COLUMNS = ("row", "reason")
_BLOCK = 200


class Rows(Protocol):
    """Rows under a header; `keep` counts the leading columns that are the file's own."""

    @property
    def headers(self) -> tuple[str, ...]:
        """The header."""

    @property
    def keep(self) -> int:
        """How many columns are the file's."""

    @property
    def rows(self) -> Iterable[Row]:
        """The rows, from the first each time."""


class TurnedAway:
    """Rows set aside as they go by, packed, so that they outlive the file and take little room."""

    def __init__(self, headers: tuple[str, ...], keep: int) -> None:
        self.headers, self.keep = headers, keep
        self._packed: list[bytes] = []
        self._open: list[Row] = []

    def take(self, row: Row) -> None:
        """Set a row aside."""
        self._open.append(row)
        if len(self._open) >= _BLOCK:
            block = json.dumps([(row.number, row.cells) for row in self._open], ensure_ascii=False)
            self._packed.append(zlib.compress(block.encode("utf-8", errors="surrogatepass"), 1))
            self._open.clear()

    @property
    def rows(self) -> Iterator[Row]:
        """The rows, from the first each time."""
        for block in self._packed:
            for number, cells in json.loads(zlib.decompress(block).decode("utf-8", errors="surrogatepass")):
                yield Row(number, tuple(cells))
        yield from self._open

    def __repr__(self) -> str:
        return "<TurnedAway>"


def rejects_csv(table: Rows, reasons: Mapping[int, Sequence[str]]) -> bytes:
    """The CSV of the rows whose numbers are in `reasons`, which gives the codes; UTF-8 with a byte-order mark."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    widest = max((len(row.cells) for row in table.rows if row.number in reasons), default=0)
    spare = ("",) * max(0, widest - len(table.headers)) if table.keep == len(table.headers) else ()
    writer.writerow((*map(escaped, table.headers[: table.keep]), *spare, *COLUMNS))
    for row in table.rows:
        if row.number in reasons:
            own = row.cells[: table.keep + len(spare)] if spare else row.cells[: table.keep]
            filled = own + ("",) * (table.keep + len(spare) - len(own))
            writer.writerow((*map(escaped, filled), row.number, reason(reasons[row.number])))
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", errors="replace")
