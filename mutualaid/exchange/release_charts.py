"""The charts of a release's workbook: one in each language, so that either can be copied into a letter by itself.

Bars come from the cells of their own sheet. A hidden number has no bar; its words stand where the bar would begin.
"""

from __future__ import annotations

from typing import Any

from mutualaid.exchange.release_grids import Blank, Grid, Shown, Words
from mutualaid.exchange.release_looks import INK, QUIET, TEAL
from mutualaid.language.catalog import LANGUAGES, catalog
from mutualaid.language.formats import format_number

WIDE = 560
_BAR, _AROUND, _COLUMNS_TALL, _LEAST = 20, 90, 300, 200
_APART = 16
_FONT = {"name": "Calibri", "size": 10, "color": INK, "bold": False}


def add_charts(book: Any, sheet: Any, grid: Grid, hidden: Words, *, head_row: int) -> None:
    """Put the charts of a grid to the right of it, one below the other.

    `hidden`: the words for a hidden number in each language. The totals' row is no bar.
    """
    rows = [row for row in grid.rows if not row.total]
    if not rows:
        return
    upright = grid.table == "months"
    tall = _COLUMNS_TALL if upright else max(_LEAST, _AROUND + _BAR * len(rows))
    right = len(LANGUAGES) + len(grid.heads) + 1
    for at in range(len(LANGUAGES)):
        values = [row.values[0] for row in rows]
        chart = book.add_chart({"type": "column" if upright else "bar"})
        chart.add_series(_series(sheet, rows=len(rows), names=at, head_row=head_row, values=values, words=hidden[at]))
        chart.set_title({"name": grid.title[at], "name_font": {**_FONT, "size": 13, "bold": True}, "overlay": False})
        chart.set_legend({"none": True})
        names, counts = (chart.set_x_axis, chart.set_y_axis) if upright else (chart.set_y_axis, chart.set_x_axis)
        names({"num_font": _FONT, "reverse": not upright, "major_tick_mark": "none", "line": {"color": QUIET}})
        counts({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
        chart.set_chartarea({"border": {"none": True}})
        chart.set_size({"width": WIDE, "height": tall})
        told = _told(grid, at, values, hidden[at])
        place = {"y_offset": at * (tall + _APART), "object_position": 3, "description": told}
        sheet.insert_chart(head_row, right, chart, place)


def _series(sheet: Any, *, rows: int, names: int, head_row: int, values: list[Shown], words: str) -> dict[str, Any]:
    first, last, counts = head_row + 1, head_row + rows, len(LANGUAGES)
    shown = [value if isinstance(value, int) else None for value in values]
    labels = [None if value is not None else {"value": words, "font": {**_FONT, "italic": True}} for value in shown]
    return {
        "categories": [sheet.name, first, names, last, names],
        "values": [sheet.name, first, counts, last, counts],
        # What the file remembers of the cells: nothing in place of a hidden one.
        "values_data": shown,
        "fill": {"color": TEAL},
        "gap": 45,
        "data_labels": {"value": True, "num_format": "#,##0", "font": _FONT, "custom": labels},
    }


def _told(grid: Grid, at: int, values: list[Shown], hidden: str) -> str:
    """The whole chart in words, for who cannot see it."""
    cat = catalog(LANGUAGES[at])
    parts = [
        f"{row.name[at]}: {hidden if value is Blank.HIDDEN else format_number(value, cat=cat)}"  # type: ignore[arg-type]
        for row, value in zip(grid.rows, values, strict=False)
    ]
    return f"{grid.title[at]}. {'; '.join(parts)}."
