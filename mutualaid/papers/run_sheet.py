"""The sheet of whoever drives a run, and the slips that stay with the boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mutualaid.language.catalog import Catalog
from mutualaid.papers.expiring_note import expiring
from mutualaid.papers.sheet import Sheet, day_parts


@dataclass(frozen=True)
class SheetStop:
    """A stop in words: who, where (lines), when and what to mind (lines), what to hand over, and marks on it."""

    number: int
    who: str = field(repr=False)
    where: tuple[str, ...] = field(repr=False)
    notes: tuple[str, ...] = field(repr=False)
    items: tuple[str, ...] = field(repr=False)
    marks: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class RunSheetContent:
    """A run in words of one language. `load` are rows of (what, where it lies, weight)."""

    title: str
    day: date
    facts: tuple[tuple[str, str], ...] = field(repr=False)
    load: tuple[tuple[str, str, str], ...] = field(repr=False)
    load_sum: str
    stops: tuple[SheetStop, ...] = field(repr=False)


def run_sheet(content: RunSheetContent, cat: Catalog) -> Sheet:
    """The paper. Its foot says on every page when it is to be destroyed."""
    note = expiring(content.day)
    data: dict[str, Any] = {
        "title": content.title,
        "language": cat.language,
        "day": day_parts(content.day),
        "expiring": note,
        "foot": " · ".join(one["big"] for one in note),
        "facts": [list(fact) for fact in content.facts],
        "load": {
            "title": cat.tr("To load"),
            "head": [cat.tr("In the car"), cat.tr("What"), cat.tr("Where it lies"), cat.tr("Weight")],
            "rows": [list(row) for row in content.load],
            "sum": content.load_sum,
        },
        "stops": {
            "title": cat.tr("Stops"),
            "head": [
                cat.ptr("run", "Stop"),
                cat.tr("Who and where"),
                cat.tr("What to hand over"),
                cat.ptr("run", "Done"),
            ],
            "rows": [
                {
                    "number": stop.number,
                    "who": stop.who,
                    "where": list(stop.where),
                    "notes": list(stop.notes),
                    "items": list(stop.items),
                    "marks": list(stop.marks),
                }
                for stop in content.stops
            ],
        },
    }
    return Sheet("run_sheet", data)


@dataclass(frozen=True)
class SlipSide:
    """One language's half of a slip: what is in the box, marks on it, and what the neighbor may want to know."""

    language: str
    title: str
    items: tuple[str, ...]
    marks: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Slip:
    """What stays with a box: a code, never a name. `place` says which stop of which run it is."""

    code: str
    place: str
    sides: tuple[SlipSide, ...]


def slips(made: Sequence[Slip], *, title: str, day: date) -> Sheet:
    """Three to a page, to cut apart."""
    rows = [
        {
            "code": slip.code,
            "place": slip.place,
            "sides": [
                {
                    "language": side.language,
                    "title": side.title,
                    "items": list(side.items),
                    "marks": side.marks,
                    "words": list(side.words),
                }
                for side in slip.sides
            ],
        }
        for slip in made
    ]
    return Sheet("slips", {"title": title, "day": day_parts(day), "slips": rows})
