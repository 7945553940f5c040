"""Who stands where on which day: the shifts of a week on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from mutualaid.language.catalog import Catalog
from mutualaid.papers.expiring_note import expiring
from mutualaid.papers.sheet import Sheet, day_parts


@dataclass(frozen=True)
class RosterDay:
    """A day with its shifts, each (when, what and where, who)."""

    title: str
    rows: tuple[tuple[str, str, str], ...] = field(repr=False)


def roster(days: Sequence[RosterDay], cat: Catalog, *, title: str, last: date) -> Sheet:
    """The paper, to be destroyed after its last day."""
    note = expiring(last)
    data = {
        "title": title,
        "language": cat.language,
        "day": day_parts(last),
        "expiring": note,
        "foot": " · ".join(one["big"] for one in note),
        "head": [cat.tr("When"), cat.tr("What and where"), cat.tr("Who")],
        "days": [{"title": day.title, "rows": [list(row) for row in day.rows]} for day in days],
        "none": cat.tr("There is no shift in these days."),
    }
    return Sheet("roster", data)
