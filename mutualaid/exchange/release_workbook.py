"""summary.xlsx: one workbook for both languages, side by side, so that every number stands in it once.

Literals only: no formula, link, macro, setting of a printer, or property but a neutral author and a fixed day. Charts
show published cells of their own sheet. The same release gives the same bytes on every system.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from mutualaid.exchange.release_charts import add_charts
from mutualaid.exchange.release_grids import Blank, Grid, Shown, Words, grids, said, together
from mutualaid.exchange.release_looks import LINE, LOOKS, PLAIN, SMALL, column, head_column, lines
from mutualaid.language.catalog import LANGUAGES, N_, catalog
from mutualaid.summaries.release import Release
from mutualaid.summaries.told import hidden_words, sentences, title
from mutualaid.summaries.words import area_name, protection

WORKBOOK = "summary.xlsx"
AUTHOR = "mutualaid"
MADE = datetime(2000, 1, 1)
"""The day in the file's properties; when it was made is nobody's business."""
MOST_BARS = 30
"""Of more rows than this no chart is drawn; the table says it better."""

_TABS = {
    "totals": N_("In all"),
    "categories": N_("Kinds of help"),
    "months": N_("Months"),
    "statuses": N_("Outcomes"),
    "areas": N_("Areas"),
    "languages": N_("Languages"),
    "categories_by_status": N_("By outcome"),
    "areas_by_category": N_("By area"),
    "languages_by_category": N_("By language"),
}
_FIRST = len(LANGUAGES)
"""The first column of numbers; those before it say what a row is, one for each language."""
_HEAD_ROW = 3
_TEXT_WIDTH = 62.0
_PAGE_WIDTH = 170
"""How many digits wide a landscape page is at the smallest print that is read with ease."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def summary_workbook(release: Release) -> bytes:
    """The workbook of a release."""
    import xlsxwriter  # what only this file and the form for phones need

    made = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, {"in_memory": True, **plain}) as book:
        book.set_properties({"author": AUTHOR, "created": MADE, "title": together(_title(release))})
        _Draft(book, release).draw()
    return _same_everywhere(made.getvalue())


def _same_everywhere(archive: bytes) -> bytes:
    """The archive with nothing in its directory that tells of the system it was made on."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 0, 0x20  # as the oldest system writes it
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name), compresslevel=9)
    return made.getvalue()


def _title(release: Release) -> Words:
    return tuple(title(release, catalog(language)) for language in LANGUAGES)


def _tab(grid: Grid) -> Words:
    return said(_TABS[grid.table]) if grid.table in _TABS else (grid.table,)


class _Draft:
    """A workbook being drawn, sheet by sheet."""

    def __init__(self, book: Any, release: Release) -> None:
        self._book = book
        self._release = release
        self._hidden = tuple(hidden_words(release, catalog(language)) for language in LANGUAGES)
        self._looks = {name: book.add_format({**PLAIN, **look}) for name, look in LOOKS.items()}
        self._quoted = {name: book.add_format({**PLAIN, **look, "quote_prefix": True}) for name, look in LOOKS.items()}

    def draw(self) -> None:
        """Every sheet, in the order of reading."""
        drawn = grids(self._release)
        self._summary(drawn)
        for grid in drawn:
            self._table(grid)
        if self._release.table("areas") or self._release.table("areas_by_category"):
            self._areas()
        self._method()

    def _sheet(self, tab: Words, widths: list[float], *, tall: int = 0) -> Any:
        """A new sheet with columns so wide, set up for paper: landscape, and as many pages wide as can be read."""
        sheet = self._book.add_worksheet(together(tab)[:31])
        for at, wide in enumerate(widths):
            sheet.set_column(at, at, wide)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(1)  # Letter
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(max(1, round(sum(widths) / _PAGE_WIDTH)), tall)
        sheet.set_footer(f"&L{self._release.release_id}&R&P / &N")
        return sheet

    def _write(self, sheet: Any, row: int, at: int, text: str, look: str) -> None:
        """A text, as text: what begins like a formula stays words even when somebody edits its cell."""
        looks = self._quoted if text.startswith(_FORMULA) else self._looks
        sheet.write_string(row, at, text, looks[look])

    def _line(self, sheet: Any, row: int, words: Words, look: str, wide: float = _TEXT_WIDTH) -> None:
        """The same thing in each language, side by side, in a row as tall as the longer one needs."""
        for at, text in enumerate(words):
            self._write(sheet, row, at, text, look)
        size = LOOKS[look].get("font_size", 11) / 11
        sheet.set_row(row, LINE * size * max(lines(text, wide / size) for text in words) + 5)

    def _summary(self, drawn: list[Grid]) -> None:
        """Title, three sentences, how to read, and what is where."""
        sheet = self._sheet(said(N_("Summary")), [_TEXT_WIDTH] * _FIRST)
        told = zip(*(sentences(self._release, catalog(language)) for language in LANGUAGES), strict=True)
        tabs = [tuple(f"{together(_tab(grid))}: {text}" for text in grid.title) for grid in drawn]
        blocks: list[list[tuple[Words, str]]] = [
            [(_title(self._release), "opening"), *((each, "told") for each in told)],
            [(said(N_("How to read the tables")), "heading"), *((each, "text") for each in self._advice(drawn))],
            [(said(N_("What is on each sheet")), "heading"), *((each, "text") for each in tabs)],
            [(said(N_("Release {id}"), id=self._release.release_id), "quiet")],
        ]
        self._blocks(sheet, blocks)

    def _blocks(self, sheet: Any, blocks: list[list[tuple[Words, str]]]) -> None:
        row = 0
        for block in blocks:
            for words, look in block:
                self._line(sheet, row, words, look)
                row += 1
            row += 1

    def _advice(self, drawn: list[Grid]) -> list[Words]:
        advice = [said(N_("Every number was changed by itself, so parts may not add up to their total."))]
        if any(grid.hides for grid in drawn):
            shaded = N_("A shaded place stands for a hidden number ({hidden}).")
            advice.append(
                tuple(
                    catalog(language).tr(shaded, hidden=hidden)
                    for language, hidden in zip(LANGUAGES, self._hidden, strict=True)
                )
            )
        if any(value is Blank.UNASKED for grid in drawn for row in grid.rows for value in row.values):
            advice.append(said(N_("A dash stands where no number is published.")))
        advice.append(said(N_("The same numbers are in data.csv, for whoever wants to calculate with them.")))
        return advice

    def _table(self, grid: Grid) -> None:
        """A table under its titles, its notes below, and its charts beside it."""
        names = [
            column([grid.corner[at], *(row.name[at] for row in grid.rows)], least=18, most=40) for at in range(_FIRST)
        ]
        hidden = self._hidden if grid.hides else ()
        numbers = [
            max(head_column(head, least=10, most=24), SMALL * column(hidden, least=0, most=28)) for head in grid.heads
        ]
        charted = grid.single and len(grid.rows) <= MOST_BARS
        sheet = self._sheet(_tab(grid), [*names, *numbers], tall=int(charted))
        for at, text in enumerate(grid.title):
            self._write(sheet, at, 0, text, "title")
            sheet.set_row(at, LINE * 15 / 11 + 3)
        self._write(sheet, _FIRST, 0, together(_title(self._release)), "quiet")
        self._heads(sheet, grid, names, numbers)
        for at, row in enumerate(grid.rows, _HEAD_ROW + 1):
            tall = max(lines(name, wide) for name, wide in zip(row.name, names, strict=True))
            if Blank.HIDDEN in row.values:
                tall = max(tall, len(set(self._hidden)))
            sheet.set_row(at, LINE * tall + 3)
            for place, name in enumerate(row.name):
                self._write(sheet, at, place, name, "sum_name" if row.total else "name")
            for place, value in enumerate(row.values):
                share = grid.shares and place == len(row.values) - 1
                self._value(sheet, at, _FIRST + place, value, "sum" if row.total else "share" if share else "number")
        self._notes(sheet, grid, _HEAD_ROW + len(grid.rows) + 2)
        if charted:
            add_charts(self._book, sheet, grid, self._hidden, head_row=_HEAD_ROW)

    def _heads(self, sheet: Any, grid: Grid, names: list[float], numbers: list[float]) -> None:
        """The heads, which stay in sight and stand on every page, as do the names of the rows."""
        heads = ["\n".join(dict.fromkeys(head)) for head in grid.heads]
        for at, text in enumerate(grid.corner):
            self._write(sheet, _HEAD_ROW, at, text, "corner")
        for at, text in enumerate(heads, _FIRST):
            self._write(sheet, _HEAD_ROW, at, text, "head")
        tall = max(lines(text, wide) for text, wide in zip([*grid.corner, *heads], [*names, *numbers], strict=True))
        sheet.set_row(_HEAD_ROW, LINE * tall + 4)
        sheet.freeze_panes(_HEAD_ROW + 1, _FIRST)
        sheet.repeat_rows(_HEAD_ROW)
        if sum(names) + sum(numbers) > _PAGE_WIDTH:
            sheet.repeat_columns(0, _FIRST - 1)

    def _value(self, sheet: Any, row: int, at: int, value: Shown, look: str) -> None:
        if value is Blank.HIDDEN:
            self._write(sheet, row, at, "\n".join(dict.fromkeys(self._hidden)), "hidden")
        elif value is Blank.UNASKED:
            self._write(sheet, row, at, "–", "dash")
        else:
            sheet.write_number(row, at, value, self._looks[look])

    def _notes(self, sheet: Any, grid: Grid, row: int) -> None:
        for note in grid.note:
            if note:
                self._write(sheet, row, 0, note, "quiet")
                row += 1

    def _areas(self) -> None:
        """Which zones each area is made of, one row a zone, so that they can be searched and sorted."""
        areas = self._release.scheme.levels[self._release.period.level].areas
        rows = [
            (tuple(area_name(code, catalog(language)) for language in LANGUAGES), self._release.names.get(zone, zone))
            for code, zones in areas.items()
            for zone in zones
        ]
        titles, head = said(N_("What each area is made of")), said(N_("Neighborhood"))
        wide = column([zone for _, zone in rows], least=30, most=90)
        parts = said(N_("Part of the city"))
        sheet = self._sheet(said(N_("List of areas")), [column([part], least=18, most=40) for part in parts] + [wide])
        for at, text in enumerate(titles):
            self._write(sheet, at, 0, text, "title")
            sheet.set_row(at, LINE * 15 / 11 + 3)
        for at, text in enumerate(parts):
            self._write(sheet, _HEAD_ROW, at, text, "corner")
        self._write(sheet, _HEAD_ROW, _FIRST, together(head), "corner")
        for row, (names, zone) in enumerate(rows, _HEAD_ROW + 1):
            for at, name in enumerate(names):
                self._write(sheet, row, at, name, "name")
            self._write(sheet, row, _FIRST, zone, "name")
            sheet.set_row(row, LINE * lines(zone, wide) + 3)
        sheet.freeze_panes(_HEAD_ROW + 1, _FIRST)
        sheet.repeat_rows(_HEAD_ROW)

    def _method(self) -> None:
        """How the numbers are protected, in the words that stand in every file of the release."""
        sheet = self._sheet(said(N_("Method")), [_TEXT_WIDTH] * _FIRST)
        parts = zip(*(protection(self._release, catalog(language)) for language in LANGUAGES), strict=True)
        blocks: list[list[tuple[Words, str]]] = [[(said(N_("How these numbers are protected")), "opening")]]
        for part in parts:
            headings = tuple(heading for heading, _ in part)
            paragraphs = zip(*(texts for _, texts in part), strict=True)
            blocks.append([(headings, "heading"), *((texts, "text") for texts in paragraphs)])
        self._blocks(sheet, blocks)
