"""A summary as its readers get it, without a widget: what stands on it, in the order of the papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mutualaid.language.catalog import Catalog
from mutualaid.summaries import told
from mutualaid.summaries.cells import Cell
from mutualaid.summaries.plan import TABLES
from mutualaid.summaries.release import Release
from mutualaid.summaries.words import area_zones, row_name

LANGUAGES: Mapping[str, str] = {"es": "Español", "en": "English"}
"""The languages that every summary is written in, by their own names."""

_DIMENSIONS = {table.name: ("period",) if table.by_month else table.dimensions for table in TABLES}


@dataclass(frozen=True)
class Section:
    """A table under its title. With one dimension `rows` has one value each; with two, one for each of `columns`.

    A value of None is hidden. `areas`: the zones that each area stands for, where the table is about areas.
    """

    name: str
    title: str
    note: str
    rows: Sequence[tuple[str, Sequence[int | None]]]
    columns: Sequence[str] = ()
    areas: Mapping[str, str] = field(default_factory=dict)

    @property
    def bars(self) -> list[tuple[str, int | None]]:
        """The rows of a table with one dimension."""
        return [(name, values[0]) for name, values in self.rows]


def sections(release: Release, cat: Catalog) -> list[Section]:
    """Every table of the release, without the totals, which the sentences tell."""
    return [_section(release, name, cat) for name in told.table_names(release) if _DIMENSIONS[name]]


def _section(release: Release, table: str, cat: Catalog) -> Section:
    title, note = cat.tr(told.table_title(table, release.mode)), told.table_note(table, cat, release.mode)
    cells = release.table(table)
    dimensions = _DIMENSIONS[table]
    if len(dimensions) == 1:
        rows = [(row_name(cell, dimensions[0], cat), (value,)) for cell, value in cells.items()]
        by_area = cells if dimensions == ("geo",) else ()
        areas = {row_name(cell, "geo", cat): area_zones(release, cell.geo, cat) for cell in by_area}
        return Section(table, title, note, rows, areas=areas)
    down = "category"
    across = next(dimension for dimension in dimensions if dimension != down)
    lines: dict[str, dict[str, int | None]] = {}
    heads: dict[str, str] = {}
    names: dict[str, str] = {}
    for cell, value in cells.items():
        code = _code(cell, across)
        heads.setdefault(code, row_name(cell, across, cat))
        names.setdefault(cell.category, row_name(cell, down, cat))
        lines.setdefault(cell.category, {})[code] = value
    crossed = [(names[code], tuple(line.get(head) for head in heads)) for code, line in lines.items()]
    return Section(table, title, note, crossed, tuple(heads.values()))


def _code(cell: Cell, dimension: str) -> str:
    code: str = getattr(cell, dimension)
    return code


@dataclass(frozen=True)
class Shape:
    """An area on the map: its code and name, its published value, and the rings of its zones (longitude, latitude)."""

    code: str
    name: str
    value: int | None
    zones: Sequence[Sequence[Sequence[tuple[float, float]]]] = field(repr=False)


def shapes(release: Release, cat: Catalog) -> list[Shape]:
    """The areas of a release that the map has borders for; none where no area is published or no border is known."""
    areas = release.scheme.levels[release.period.level].areas
    found = []
    for cell, value in release.table("areas").items():
        zones = [release.outlines[zone] for zone in areas.get(cell.geo, ()) if zone in release.outlines]
        if zones:
            found.append(Shape(cell.geo, row_name(cell, "geo", cat), value, zones))
    return found


def method(text: str) -> list[tuple[str, list[str]]]:
    """The published page on how the numbers are protected, as headings with their paragraphs."""
    parts: list[tuple[str, list[str]]] = []
    for block in "\n".join(text.removeprefix("\ufeff").splitlines()).split("\n\n"):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        if not lines:
            continue
        rule = next((at for at, line in enumerate(lines) if _is_rule(line)), 0)
        if rule:
            parts.append((" ".join(lines[:rule]), []))
            lines = lines[rule + 1 :]
        if lines and parts:
            parts[-1][1].append(" ".join(lines))
    return parts


def _is_rule(line: str) -> bool:
    return len(line) > 1 and set(line) in ({"="}, {"-"})
