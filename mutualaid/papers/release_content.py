"""What a release's page and paper show, as data: sections with bars and grids, and the method. Both are drawn from it.

Every number is published in data.csv or is a percentage of two that are; nothing here says how anything looks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from mutualaid.language.catalog import N_, Catalog
from mutualaid.papers.release_map import AreaMap, area_map, plain
from mutualaid.summaries.cells import Cell
from mutualaid.summaries.periods import MONTH, parse_period
from mutualaid.summaries.release import Release
from mutualaid.summaries.told import counted, sentences, table_note, table_title, title, value_words
from mutualaid.summaries.words import area_name, area_zones, protection, row_name

_PERIOD = N_("Month")
_DIMENSIONS = {
    "geo": N_("Area"),
    "category": N_("Kind of help"),
    "language": N_("Language"),
    "status": N_("What became of it"),
}
_SINGLE = {"categories": "category", "statuses": "status", "areas": "geo", "languages": "language"}
_CROSSED = {"categories_by_status": "status", "areas_by_category": "geo", "languages_by_category": "language"}
_A_FEW = 4
_ORDER = ("categories", "months", "statuses", "areas", "languages", *_CROSSED)


@dataclass(frozen=True)
class Number:
    """A published value or None, and what is said of it."""

    value: int | None
    words: str


@dataclass(frozen=True)
class Bar:
    """A bar with its name, in full and shortened for the foot of a column."""

    name: str
    number: Number
    short: str = ""


@dataclass(frozen=True)
class Bars:
    """A chart that is a table too: `head` names what the rows are, `measure` what is counted.

    `upright`: columns, the course of time over more than a few months.
    """

    caption: str
    head: str
    measure: str
    bars: tuple[Bar, ...]
    upright: bool = False

    @property
    def told(self) -> str:
        """The whole chart in words."""
        return told(self.bars)

    @property
    def most(self) -> int:
        """The largest published value, 1 at least: what the longest bar stands for."""
        return max((bar.number.value or 0 for bar in self.bars), default=0) or 1


@dataclass(frozen=True)
class Grid:
    """A table with two dimensions: the longer one down, `head` names it."""

    caption: str
    head: str
    across: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Number, ...]], ...]


@dataclass(frozen=True)
class Listing:
    """Names with what each is made of."""

    head: str
    rows: tuple[tuple[str, str], ...]


Block = Bars | Grid | Listing | AreaMap


@dataclass(frozen=True)
class Section:
    """A part of the page under its title; `note` says what it leaves out, "" for nothing."""

    table: str
    title: str
    blocks: tuple[Block, ...]
    note: str = ""


@dataclass(frozen=True)
class Content:
    """The whole in one language. `through` is the period's last day, the only date that it has."""

    language: str
    title: str
    sentences: tuple[str, ...]
    sections: tuple[Section, ...]
    method_title: str
    method: tuple[tuple[str, tuple[str, ...]], ...] = field(repr=False)
    named: str
    through: date


def content(release: Release, cat: Catalog) -> Content:
    """The release in the catalogue's language."""
    return Content(
        language=cat.language,
        title=title(release, cat),
        sentences=tuple(sentences(release, cat)),
        sections=tuple(_section(release, table, cat) for table in _ORDER if _shown(release, table)),
        method_title=cat.tr("How these numbers are protected"),
        method=tuple((heading, tuple(paragraphs)) for heading, paragraphs in protection(release, cat)),
        named=cat.tr("Release {id}", id=release.release_id),
        through=release.period.end,
    )


def told(bars: Iterable[Bar]) -> str:
    """Names and numbers as one line of words."""
    return "; ".join(f"{bar.name}: {bar.number.words}" for bar in bars) + "."


def _shown(release: Release, table: str) -> bool:
    """A single month is no course of time."""
    return bool(release.table(table)) and not (table == "months" and release.period.level == MONTH)


def _section(release: Release, table: str, cat: Catalog) -> Section:
    head = cat.tr(table_title(table, release.mode))
    note = table_note(table, cat, release.mode)
    if table == "months":
        return Section(table, head, (_months(release, head, cat),), note)
    if table in _CROSSED:
        return Section(table, head, (_grid(release, table, head, cat),), note)
    blocks: list[Block] = [_bars(release, table, head, cat)]
    if table == "areas":
        drawn = area_map(release, head, cat)
        blocks = [*([drawn] if drawn else []), *blocks, _areas(release, cat)]
    return Section(table, head, tuple(blocks), note)


def _bars(release: Release, table: str, caption: str, cat: Catalog) -> Bars:
    dimension = _SINGLE[table]
    bars = [
        Bar(row_name(cell, dimension, cat), _number(value, release, cat))
        for cell, value in release.table(table).items()
    ]
    return Bars(caption, cat.tr(_DIMENSIONS[dimension]), cat.tr(counted(release.mode)), tuple(bars))


def _months(release: Release, caption: str, cat: Catalog) -> Bars:
    bars = [
        Bar(row_name(cell, "period", cat), _number(value, release, cat), _short_month(cell, cat))
        for cell, value in release.table("months").items()
    ]
    return Bars(caption, cat.tr(_PERIOD), cat.tr(counted(release.mode)), tuple(bars), upright=len(bars) > _A_FEW)


def _short_month(cell: Cell, cat: Catalog) -> str:
    from babel.dates import get_month_names

    months = get_month_names("abbreviated", context="stand-alone", locale=cat.language)
    return str(months[parse_period(cell.period).first])


def _areas(release: Release, cat: Catalog) -> Listing:
    rows = [(area_name(cell.geo, cat), plain(area_zones(release, cell.geo, cat))) for cell in release.table("areas")]
    return Listing(cat.tr("What each area is made of"), tuple(rows))


def _grid(release: Release, table: str, caption: str, cat: Catalog) -> Grid:
    """The kinds of help and the other dimension, whichever is longer down the page."""
    other = _CROSSED[table]
    names: dict[str, dict[str, str]] = {"category": {}, other: {}}
    numbers: dict[tuple[str, str], Number] = {}
    for cell, value in release.table(table).items():
        for dimension, known in names.items():
            known.setdefault(getattr(cell, dimension), row_name(cell, dimension, cat))
        numbers[cell.category, getattr(cell, other)] = _number(value, release, cat)
    by_category = len(names["category"]) >= len(names[other])
    down, across = ("category", other) if by_category else (other, "category")
    rows = tuple(
        (name, tuple(numbers[(code, beside) if by_category else (beside, code)] for beside in names[across]))
        for code, name in names[down].items()
    )
    return Grid(caption, cat.tr(_DIMENSIONS[down]), tuple(names[across].values()), rows)


def _number(value: int | None, release: Release, cat: Catalog) -> Number:
    return Number(value, value_words(value, release, cat))
