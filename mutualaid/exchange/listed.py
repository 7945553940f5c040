"""A list that a coordinator takes out of the program, as CSV or as a workbook: literals only, whatever somebody typed.

In CSV what a spreadsheet would take for a formula is made harmless; in a workbook text is written as text. The file
tells nothing of who made it or when.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from mutualaid.exchange.escapes import escaped
from mutualaid.progress import SILENT, Progress

Cell = str | int | date | None
"""What a cell holds: text, a whole number, a day, or nothing."""

MADE = datetime(2000, 1, 1)
"""The day in a workbook's properties; when it was made is nobody's business."""
_STEP = 500
_WIDEST = 60


def as_csv(headers: Sequence[str], rows: Sequence[Sequence[Cell]], progress: Progress = SILENT) -> bytes:
    """UTF-8 with a byte-order mark, by which spreadsheets know it; days as ISO. Raises Cancelled."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(escaped, headers))
    for number, row in enumerate(rows):
        if number % _STEP == 0:
            progress.step(number, len(rows))
        writer.writerow([_text(cell) for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", errors="replace")


def as_workbook(
    headers: Sequence[str], rows: Sequence[Sequence[Cell]], *, tab: str, author: str, progress: Progress = SILENT
) -> bytes:
    """One sheet with its first row frozen and filtered. Raises Cancelled."""
    import xlsxwriter  # what only the files of summaries, of phones and this one need

    made = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(made, plain) as book:
        book.set_properties({"author": author, "created": MADE})
        head, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet(tab[:31])
        sheet.freeze_panes(1, 0)
        for column, words in enumerate(headers):
            sheet.write_string(0, column, words, head)
        for number, row in enumerate(rows, 1):
            if number % _STEP == 0:
                progress.step(number, len(rows))
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)
                elif isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                elif cell:
                    sheet.write_string(number, column, cell)
        for column, words in enumerate(headers):
            sheet.set_column(column, column, _width([words, *(_plain(row[column]) for row in rows[:_STEP])]))
        if rows:
            sheet.autofilter(0, 0, len(rows), len(headers) - 1)
    return made.getvalue()


def _width(texts: Iterable[str]) -> float:
    return min(_WIDEST, max(map(len, texts)) + 2)


def _plain(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, date) else "" if cell is None else str(cell)


def _text(cell: Cell) -> str:
    return escaped(_plain(cell)) if isinstance(cell, str) else _plain(cell)
