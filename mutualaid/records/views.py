"""Frozen tuples of just the columns that a page or a list shows. Plain, importable without SQLModel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from mutualaid.records.kinds import Daypart, MatchState, Mode, NeedState, Recurrence, Urgency


class Area(StrEnum):
    """A part of the store whose pages refresh together after a write."""

    NEEDS = "needs"
    HOUSEHOLDS = "households"
    VOLUNTEERS = "volunteers"
    SUPPLIES = "supplies"
    MATCHES = "matches"
    RELEASES = "releases"
    SETTINGS = "settings"
    INTAKE = "intake"
    SCHEDULE = "schedule"
    PARTNERS = "partners"


@dataclass(frozen=True)
class Changed:
    """What a write touched: pages refresh from it, and select what is new."""

    areas: frozenset[Area] = frozenset()
    uids: tuple[str, ...] = ()

    def __add__(self, other: Changed) -> Changed:
        return Changed(self.areas | other.areas, self.uids + other.uids)


class LastChange(NamedTuple):
    """The newest entry of the change journal: its number, its moment, and the coordinator who made it."""

    seq: int
    at: datetime
    actor: str


class NeedLine(NamedTuple):
    """A row of the needs table."""

    uid: str
    code: str
    household: str
    contact_name: str
    category: str
    item: str | None
    quantity: int
    filled: int
    unit: str | None
    mode: Mode
    urgency: Urgency
    zone: str
    languages: tuple[str, ...]
    received_on: date
    needed_by: date | None
    state: NeedState
    flagged: bool
    recurrence: Recurrence = Recurrence.ONCE
    hold_until: date | None = None


class HouseholdLine(NamedTuple):
    """A row of the households table; `phone` is the first number, to be masked until asked."""

    uid: str
    code: str
    contact_name: str
    phone: str
    zone: str
    languages: tuple[str, ...]
    size: int
    open_needs: int
    received_on: date


class VolunteerLine(NamedTuple):
    """A row of the volunteers table. `languages` are codes, `tasks` the slots that live matches take."""

    uid: str
    code: str
    name: str
    phone: str
    zone: str
    zones: tuple[str, ...]
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    transport: str
    tasks_per_week: int
    tasks: int
    active: bool


class LotLine(NamedTuple):
    """A row of the supplies table. `on_hand` lies there; `free` is what no match has reserved."""

    uid: str
    code: str
    item: str
    category: str
    site: str
    unit: str
    on_hand: int
    free: int
    expires_on: date | None
    diet: tuple[str, ...]
    source: str


class MatchLine(NamedTuple):
    """A kept match with the codes and names that a coordinator reads.

    `people` are all whose time it takes (uid and name); `asks` are those of them who were asked: uid, when, said yes.
    """

    uid: str
    need: str
    need_code: str
    household: str
    contact_name: str
    category: str
    volunteers: tuple[str, ...]
    day: date | None
    part: Daypart | None
    lots: tuple[tuple[str, int], ...]
    state: MatchState
    people: tuple[tuple[str, str], ...] = ()
    asks: tuple[tuple[str, date, bool], ...] = ()


class SearchHit(NamedTuple):
    """One thing that a search found: the record to open, by its kind.

    `via` is the kind of what was found of it, "" for itself: a line of the contact log is told under whom it is with, a
    movement under its lot. `source` is the uid of that, `on` its day. `excerpt` is the stretch of a note that holds
    what was looked for, with numbers that should not be read from behind covered.
    """

    kind: str
    uid: str
    code: str
    name: str
    via: str = ""
    source: str = ""
    on: date | None = None
    excerpt: str = ""


class JournalLine(NamedTuple):
    """An entry of the change journal: when, which verb, who, and how many records of a kind it changed how."""

    seq: int
    at: datetime
    verb: str
    actor: str
    changes: tuple[tuple[str, str, int], ...]


class Touched(NamedTuple):
    """One record that an entry touched. `own` says that it is the very record asked about; `fields` were changed."""

    kind: str
    action: str
    own: bool
    fields: tuple[str, ...]
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class HistoryLine:
    """One entry of the journal, as far as it is about the record asked about."""

    seq: int
    at: datetime
    actor: str
    verb: str
    items: tuple[Touched, ...]


class Sort(StrEnum):
    """Columns by which the needs table may be put in order."""

    URGENCY = "urgency"
    RECEIVED = "received_on"
    NEEDED_BY = "needed_by"
    CODE = "code"
    CATEGORY = "category"
    ZONE = "zone"
    STATE = "state"
    FINISHED = "finished_on"


@dataclass(frozen=True)
class NeedFilter:
    """What the needs page shows; empty means all. `text` is searched in codes, names, phones and notes.

    `overdue_on`: needed by a day before that one and still waited for; `held_on`: left out of plans on that day;
    `recurring`: those that come back; `flagged`: those whose notes hold something that the watch points out.
    """

    states: frozenset[NeedState] = field(default_factory=frozenset)
    categories: frozenset[str] = field(default_factory=frozenset)
    zones: frozenset[str] = field(default_factory=frozenset)
    languages: frozenset[str] = field(default_factory=frozenset)
    modes: frozenset[Mode] = field(default_factory=frozenset)
    least_urgency: Urgency = Urgency.WHENEVER
    overdue_on: date | None = None
    held_on: date | None = None
    recurring: bool = False
    flagged: bool = False
    text: str = ""
    sort: Sort = Sort.URGENCY
    descending: bool = True
