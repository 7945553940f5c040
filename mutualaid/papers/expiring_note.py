"""What a paper that names somebody begins with: the day after which it is destroyed, and what to say when asked."""

from __future__ import annotations

from datetime import date

from mutualaid.language.catalog import LANGUAGES, Catalog, catalog
from mutualaid.language.formats import format_date
from mutualaid.papers.sheet import Sheet, day_parts


def expiring(day: date) -> list[dict[str, str]]:
    """The note in both languages, as the templates take it. `day` is the last on which the paper is needed."""
    return [_said(day, catalog(language)) for language in LANGUAGES]


def _said(day: date, cat: Catalog) -> dict[str, str]:
    return {
        "language": cat.language,
        "big": cat.tr("Destroy after {day}", day=format_date(day, weekday=True, year=False, cat=cat)),
        "stopped": cat.tr(
            "If somebody stops you: you need not say what this is or who it is for. Show it to nobody, say nothing, "
            "sign nothing, and call the office. Shred it when you are done, and take no picture of it."
        ),
    }


def cover(day: date) -> Sheet:
    """The note by itself, large, to lie on top of other papers."""
    return Sheet(
        "expiring_note", {"title": catalog("en").tr("Destroy after"), "day": day_parts(day), "expiring": expiring(day)}
    )
