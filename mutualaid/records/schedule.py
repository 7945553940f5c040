"""Appointments (a hearing: time, place and room, never why), shifts (watch, canvass, distribution) and runs."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Self

from pydantic import model_validator
from sqlmodel import Field

from mutualaid.records.base import Code, Line, Note, Record
from mutualaid.records.columns import EnumOf, JsonOf, TimeOf, Utc
from mutualaid.records.kinds import Daypart, RunState, ShiftKind

KEPT_DAYS = 7
"""How long after it was an appointment is kept."""


class Appointment(Record):
    """Somewhere that volunteers accompany a household to. Deleted seven days after it was.

    `pair` are those who go; `replacement` steps in for one of them; `call_tree` are called in this order when something
    changes. `need` is the need that it meets, if it was asked for as one. It is planned to take `minutes`.
    """

    household: Code = Field(index=True)
    need: Code | None = None
    starts: datetime = Field(sa_type=Utc)
    minutes: int = Field(default=120, ge=15, le=24 * 60)
    place: Line
    room: Line = ""
    meeting_point: Line = ""
    pair: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    replacement: Code | None = None
    call_tree: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    delete_after: date

    @property
    def ends(self) -> datetime:
        """When it is planned to be over."""
        return self.starts + timedelta(minutes=self.minutes)


class Shift(Record):
    """A stretch of time that wants people: a corner watched, doors knocked on, boxes handed out.

    `cover` are those of its `volunteers` who said that they cannot come; they stand until somebody takes their place.
    `template` is the pattern that it was made from, if it was.
    """

    kind: ShiftKind = Field(sa_type=EnumOf(ShiftKind))
    zone: Code
    site: Code | None = None
    starts: datetime = Field(index=True, sa_type=Utc)
    ends: datetime = Field(sa_type=Utc)
    people: int = Field(default=2, ge=1, le=40)
    skill: Code | None = None
    volunteers: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    cover: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    template: Code | None = Field(default=None, index=True)
    note: Note = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends <= self.starts:
            raise ValueError("a shift ends after it starts")
        return self


class ShiftTemplate(Record):
    """A shift that comes back every week: on `weekday` (Monday 0) from `starts` (local time) for `minutes`."""

    kind: ShiftKind = Field(sa_type=EnumOf(ShiftKind))
    zone: Code
    site: Code | None = None
    weekday: int = Field(ge=0, le=6)
    starts: time = Field(sa_type=TimeOf)
    minutes: int = Field(default=120, ge=15, le=24 * 60)
    people: int = Field(default=2, ge=1, le=40)
    skill: Code | None = None
    volunteers: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    note: Note = ""
    active: bool = True


class Run(Record):
    """One drive with deliveries: who, when, and the stops in order, each a kept match (its uid).

    `starts` is when it leaves `site`, where it loads (local time; none: at the beginning of its part of the day). What
    became of a stop is what became of its match.
    """

    code: Code = Field(index=True, unique=True)
    day: date = Field(index=True)
    part: Daypart = Field(sa_type=EnumOf(Daypart))
    volunteers: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    stops: list[Code] = Field(default_factory=list, sa_type=JsonOf(list[str]))
    starts: time | None = Field(default=None, sa_type=TimeOf)
    site: Code | None = None
    state: RunState = Field(default=RunState.PLANNED, index=True, sa_type=EnumOf(RunState))
    confirmed_on: date | None = None
    note: Note = ""

    @model_validator(mode="after")
    def _stops_once(self) -> Self:
        if len(set(self.stops)) != len(self.stops):
            raise ValueError("a run stops once for each match")
        return self
