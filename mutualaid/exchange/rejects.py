"""The rows that were turned away, as a file: as they stood, then the row's number and why.

The cells of the file are given back as they were, letter for letter. Only what is added here is ours, and starts with
a letter or a digit, so that no spreadsheet takes it for a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from mutualaid.exchange.tables import Table
from mutualaid.language.import_words import reason

COLUMNS = ("row", "reason")


def rejects_csv(table: Table, reasons: Mapping[int, Sequence[str]]) -> bytes:
    """The CSV of the rows whose numbers are in `reasons`, which gives the codes; UTF-8 with a byte-order mark."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    widest = max((len(row.cells) for row in table.rows if row.number in reasons), default=0)
    spare = ("",) * max(0, widest - len(table.headers)) if table.keep == len(table.headers) else ()
    writer.writerow((*table.headers[: table.keep], *spare, *COLUMNS))
    for row in table.rows:
        if row.number in reasons:
            own = row.cells[: table.keep + len(spare)] if spare else row.cells[: table.keep]
            filled = own + ("",) * (table.keep + len(spare) - len(own))
            writer.writerow((*filled, row.number, reason(reasons[row.number])))
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", errors="replace")
