"""What the page of the day is made of: sections of lines, each of which says where its work is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from mutualaid.records.kinds import Daypart

MOST_LINES = 40
"""How many lines of a section are read at most."""


class SectionKind(StrEnum):
    """The sections, in their order on the page."""

    URGENT = "urgent"
    CALLS = "calls"
    SCHEDULE = "schedule"
    RUNS = "runs"
    SUPPLIES = "supplies"
    INTAKE = "intake"
    REVIEWS = "reviews"
    TRAININGS = "trainings"


class LineKind(StrEnum):
    """What a line is about."""

    NEED = "need"
    CALL_BACK = "call_back"
    ASKED = "asked"
    HEARING = "hearing"
    SHIFT = "shift"
    RUN_CLASH = "run_clash"
    TASK_CLASH = "task_clash"
    RUN = "run"
    LOOSE = "loose"
    EXPIRING = "expiring"
    LOW = "low"
    FORMS = "forms"
    ERASE = "erase"
    REVIEW = "review"
    TRAINING = "training"


class Mark(StrEnum):
    """What is wrong with a hearing or a shift, or that a day has passed."""

    UNCOVERED = "uncovered"
    CONFLICT = "conflict"
    PAST = "past"


@dataclass(frozen=True)
class Who:
    """A volunteer by code, and by name once that is asked for."""

    code: str
    name: str = field(default="", repr=False)


@dataclass(frozen=True)
class TodayLine:
    """One thing that waits. `page` and `uid` are where its work is.

    `code` and `name` say of whom or what it is (the name to be covered until asked for); `what` is the code of a
    category, an item, a skill, a state or a kind, whichever the kind of line has; `item` an item's names, English and
    Spanish; `on` the day it is about, `starts` to `ends` the time on the office's clock. `count` of `of`: people who
    come of those wanted, stops that are done of all, free units of those wanted; units or forms alone have no `of`.
    """

    kind: LineKind
    page: str
    uid: str
    code: str = ""
    name: str = field(default="", repr=False)
    what: str = ""
    item: tuple[str, str] = ("", "")
    unit: str = ""
    on: date | None = None
    part: Daypart | None = None
    starts: time | None = None
    ends: time | None = None
    count: int = 0
    of: int = 0
    who: tuple[Who, ...] = ()
    asked_on: date | None = None
    marks: frozenset[Mark] = frozenset()


@dataclass(frozen=True)
class Section:
    """A section's first lines, and how many it has in all."""

    kind: SectionKind
    lines: tuple[TodayLine, ...] = ()
    total: int = 0


def section(kind: SectionKind, *lists: tuple[int, Sequence[TodayLine]]) -> Section:
    """One section of several lists, each with its total."""
    lines = tuple(line for _total, found in lists for line in found)
    return Section(kind, lines[:MOST_LINES], sum(total for total, _found in lists))
