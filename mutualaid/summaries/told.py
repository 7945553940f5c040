"""What a release tells a reader, whatever the paper: title, three sentences, the names of its tables, its numbers.

Everything is published in data.csv, or is a percentage of two numbers that are.
"""

from __future__ import annotations

from mutualaid.language.catalog import N_, Catalog
from mutualaid.language.formats import format_number, format_percent
from mutualaid.summaries.cells import Cell
from mutualaid.summaries.plan import HOUSEHOLDS, NEEDS, OTHER, STRICT, TABLES, THRESHOLD
from mutualaid.summaries.release import Release
from mutualaid.summaries.strict import words as strict
from mutualaid.summaries.words import category_name, period_days, period_name

TITLES: dict[str, str] = {
    "totals": N_("In all"),
    "categories": N_("Needs by kind of help"),
    "months": N_("Needs by month"),
    "statuses": N_("What became of them"),
    "areas": N_("Needs by area"),
    "languages": N_("Needs by language of the household"),
    "categories_by_status": N_("Kind of help, and what became of it"),
    "areas_by_category": N_("Kind of help, and area"),
    "languages_by_category": N_("Kind of help, and language"),
}
"""Every table's title, in the order of papers."""
_EVERYDAY = {table.name for table in TABLES if table.everyday}


def title(release: Release, cat: Catalog) -> str:
    """The title of the whole."""
    told = cat.tr("What neighbors asked for: {period}", period=period_name(release.period, cat))
    return told[:1].upper() + told[1:]


def hidden_words(release: Release, cat: Catalog) -> str:
    """What stands in place of a hidden number."""
    if release.mode == STRICT:
        return strict.hidden_words(cat)
    return cat.tr("fewer than {threshold}", threshold=THRESHOLD)


def value_words(value: int | None, release: Release, cat: Catalog) -> str:
    """A published number, or the words for a hidden one."""
    return hidden_words(release, cat) if value is None else format_number(value, cat=cat)


def table_names(release: Release) -> list[str]:
    """The tables that the release has, in the order of papers; the totals are first."""
    held = {cell.table for cell in release.answers}
    return [name for name in TITLES if name in held]


def table_title(table: str, mode: str) -> str:
    """The title of a table, as a message of the catalogue: a strict release counts households."""
    return (strict.TITLES if mode == STRICT else TITLES)[table]


def counted(mode: str) -> str:
    """What the numbers of a table count, as a message of the catalogue; the totals count both."""
    return N_("Households") if mode == STRICT else N_("Needs")


def table_note(table: str, cat: Catalog, mode: str) -> str:
    """What a reader must know of the table: what it leaves out, and what counts twice. "" for nothing."""
    notes = [_left_out(table, cat), strict.table_note(table, cat) if mode == STRICT else ""]
    return " ".join(note for note in notes if note)


def _left_out(table: str, cat: Catalog) -> str:
    if table not in _EVERYDAY:
        return ""
    return cat.tr("Without legal help, court accompaniment and rapid response, which are counted only in the totals.")


def totals(release: Release) -> dict[str, int | None]:
    """The published totals by measure, NEEDS and HOUSEHOLDS."""
    return {cell.measure: value for cell, value in release.table("totals").items()}


def whole(release: Release) -> int | None:
    """The published total of what the tables count, which shares are shares of."""
    return totals(release).get(HOUSEHOLDS if release.mode == STRICT else NEEDS)


def sentences(release: Release, cat: Catalog) -> list[str]:
    """Three sentences: how many, what most, and how to read the numbers."""
    if release.mode == STRICT:
        return strict.sentences(release, cat)
    whole = totals(release)
    told = [
        cat.tr(
            "In the period {days}, about {households} households asked the network for help with about {needs} needs.",
            days=period_days(release.period, cat),
            households=value_words(whole.get(HOUSEHOLDS), release, cat),
            needs=value_words(whole.get(NEEDS), release, cat),
        )
    ]
    most, value = _most(release)
    needs = whole.get(NEEDS)
    if most is not None and value and needs:
        told.append(
            cat.tr(
                "What was asked for most is “{category}”: about {value} needs, {share} of all.",
                category=category_name(most.category, cat),
                value=format_number(value, cat=cat),
                share=format_percent(value / needs, cat=cat),
            )
        )
    told.append(
        cat.tr(
            "Numbers are rounded and slightly changed so that nobody can be recognized; what is striped or "
            "shaded stands for a hidden number ({hidden}).",
            hidden=hidden_words(release, cat),
        )
        if release.hidden
        else cat.tr("Numbers are rounded and slightly changed so that nobody can be recognized.")
    )
    return told


def _most(release: Release) -> tuple[Cell | None, int | None]:
    """The named category with the largest published value."""
    named = {cell: value for cell, value in release.table("categories").items() if cell.category != OTHER}
    most = max(named, key=lambda cell: named[cell] or 0, default=None)
    return most, named[most] if most is not None else None
