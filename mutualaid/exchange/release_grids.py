"""The tables of a release as people read them: rows down, columns across, names in both languages, published totals.

A grid holds only what data.csv holds, and shares of the published totals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from mutualaid.language.catalog import LANGUAGES, N_, catalog
from mutualaid.summaries.cells import Cell
from mutualaid.summaries.plan import ALL, EVERYDAY, HOUSEHOLDS, NEEDS, OTHER, TABLES, USUAL
from mutualaid.summaries.release import Release
from mutualaid.summaries.told import TITLES, counted, table_note, table_title, totals, whole
from mutualaid.summaries.words import row_name

Words = tuple[str, ...]
"""The same thing said in each of LANGUAGES."""

IN_ALL = N_("In all")
_ROWS_ARE = {
    "category": N_("Kind of help"),
    "status": N_("What became of them"),
    "geo": N_("Part of the city"),
    "language": N_("Language of the household"),
    "period": N_("Month"),
}


class Blank(Enum):
    """Why a place in a grid has no number: it was hidden, or the question was never asked."""

    HIDDEN = "hidden"
    UNASKED = "unasked"


Shown = int | float | Blank
"""A whole number that was published, or a share of two of them."""


@dataclass(frozen=True)
class Row:
    """A row: what it is called, its numbers, and whether it is the total of the others."""

    name: Words
    values: tuple[Shown, ...]
    total: bool = False


@dataclass(frozen=True)
class Grid:
    """A table of a release. `corner` says what the rows are, `heads` what the columns are.

    `shares`: the last column holds shares. `single`: the first column counts the parts of one dimension, which a chart
    can show.
    """

    table: str
    corner: Words
    heads: tuple[Words, ...]
    rows: tuple[Row, ...]
    shares: bool = False
    single: bool = False
    mode: str = USUAL

    @property
    def title(self) -> Words:
        """The table's title."""
        return said(table_title(self.table, self.mode))

    @property
    def note(self) -> Words:
        """What the table leaves out, "" for nothing."""
        return tuple(table_note(self.table, catalog(language), self.mode) for language in LANGUAGES)

    @property
    def hides(self) -> bool:
        """Whether a number in it is hidden."""
        return any(value is Blank.HIDDEN for row in self.rows for value in row.values)


def said(message: str, **facts: object) -> Words:
    """A message of the catalogue in each language."""
    return tuple(catalog(language).tr(message, **facts) for language in LANGUAGES)


def together(words: Iterable[str]) -> str:
    """What is said in each language, on one line, once where it is the same."""
    return " · ".join(dict.fromkeys(words))


def grids(release: Release) -> list[Grid]:
    """A grid for each table of the release, in the order of papers."""
    dimensions = {table.name: table.dimensions for table in TABLES}
    made = []
    for name in TITLES:
        cells = release.table(name)
        of = dimensions.get(name, ())
        if not cells:
            continue
        if name == "totals":
            made.append(_totals(release))
        elif len(of) > 1:
            made.append(_crossed(release, name, next(each for each in of if each != "category"), cells))
        else:
            made.append(_listed(release, name, of[0] if of else "period", cells))
    return [replace(grid, mode=release.mode) for grid in made]


def _totals(release: Release) -> Grid:
    found = totals(release)
    names = {HOUSEHOLDS: said(N_("Households that asked for help")), NEEDS: said(N_("Needs that they had"))}
    rows = [Row(name, (_shown(found, measure),)) for measure, name in names.items() if measure in found]
    return Grid("totals", said(N_("What was counted")), (said(N_("Number")),), tuple(rows))


def _listed(release: Release, table: str, dimension: str, cells: Mapping[Cell, int | None]) -> Grid:
    """One row a code; the total below, and each row's share of it, where that total is published."""
    total = whole(release) if dimension in {"category", "status", "period"} else None
    rows = []
    for cell, value in cells.items():
        share = _share(value, total)
        rows.append(Row(_names(cell, dimension), (_shown(cells, cell), share)[: 2 if total else 1]))
    heads = [said(counted(release.mode))]
    if total:
        rows.append(Row(said(IN_ALL), (total, Blank.UNASKED), total=True))
        heads.append(said(N_("Share of all")))
    corner = said(_ROWS_ARE[dimension])
    return Grid(table, corner, tuple(heads), tuple(rows), shares=bool(total), single=True)


def _share(part: int | None, whole: int | None) -> Shown:
    """In whole hundredths, and below one of them in hundredths of a hundredth: nothing that is published is 0 %.

    Noise can make a part larger than its total; then it is no share of it.
    """
    if part is None or not whole or part >= whole:
        return Blank.UNASKED
    return round(part / whole, 2 if part * 100 >= whole else 4)


def _crossed(release: Release, table: str, across: str, cells: Mapping[Cell, int | None]) -> Grid:
    """Categories down, the other dimension across, and at the edges what was published as the total of either."""
    columns: dict[str, Cell] = {}
    lines: dict[str, dict[str, Cell]] = {}
    for cell in cells:
        code = getattr(cell, across)
        columns.setdefault(code, cell)
        lines.setdefault(cell.category, {})[code] = cell
    rows = []
    for line in lines.values():
        first = next(iter(line.values()))
        values = [_shown(cells, line.get(code)) for code in columns]
        rows.append(Row(_names(first, "category"), (*values, _total(release, first, across))))
    foot = tuple(_total(release, cell, "category") for cell in columns.values())
    rows.append(Row(said(IN_ALL), (*foot, Blank.UNASKED), total=True))
    heads = (*(_names(cell, across) for cell in columns.values()), said(IN_ALL))
    return _without_empty_edges(Grid(table, said(_ROWS_ARE["category"]), heads, tuple(rows)))


def _total(release: Release, cell: Cell, over: str) -> Shown:
    """What was published of a cell's total over a dimension; nothing where it was not asked.

    A code may gather other categories in another table, as "other" does: then that table's number is no total of it.
    """
    total = replace(cell, table="", **{over: EVERYDAY if over == "category" else ALL})
    scheme, level = release.scheme, release.period.level
    if over != "category" and (
        cell.category not in (*scheme.named(level), OTHER)
        or scheme.category_codes(cell.category, level, cell.beside)
        != scheme.category_codes(cell.category, level, total.beside)
    ):
        return Blank.UNASKED
    return _shown({asked.key: answer.value for asked, answer in release.answers.items()}, total.key)


def _without_empty_edges(grid: Grid) -> Grid:
    """The grid without the column or the row of totals, where it has not one."""
    rows, heads = grid.rows, grid.heads
    if all(row.values[-1] is Blank.UNASKED for row in rows):
        rows = tuple(Row(row.name, row.values[:-1], total=row.total) for row in rows)
        heads = heads[:-1]
    if all(value is Blank.UNASKED for value in rows[-1].values):
        rows = rows[:-1]
    return Grid(grid.table, grid.corner, heads, rows)


def _shown(held: Mapping[Any, int | None], code: object) -> Shown:
    if code not in held:
        return Blank.UNASKED
    value = held[code]
    return Blank.HIDDEN if value is None else value


def _names(cell: Cell, dimension: str) -> Words:
    return tuple(row_name(cell, dimension, catalog(language)) for language in LANGUAGES)
